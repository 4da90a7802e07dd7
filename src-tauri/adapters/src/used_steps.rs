//! `used-steps.json`: which codes AWS took, noted by the tray and the command line alike. It holds
//! serial numbers and points in time, no code.
//!
//! One file written in place under a lock: losing it costs a refused code at most, so nothing is
//! synced, and a sign-in does not wait for the disk.

use std::fs::{File, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::Path;
use std::thread::sleep;
use std::time::Duration;

use daypass_core::used_codes::UsedSteps;

use crate::private::{self, make_folder};
use crate::stopwatch::Stopwatch;

/// How long another program of ours may hold the file, which it does for the time of one small write.
const PATIENCE: Duration = Duration::from_secs(1);
const PAUSE: Duration = Duration::from_millis(2);
/// Far more than all devices of a person take.
const LONGEST: u64 = 1 << 20;

/// What stands in the file; nothing where there is none, or none that can be understood.
pub(crate) fn read(path: &Path) -> UsedSteps {
    File::open(path)
        .and_then(|file| locked(&file, File::try_lock_shared).and_then(|()| taken_in(&file)))
        .unwrap_or_default()
}

/// Changes what stands in the file, while no other program of ours reads or writes it.
pub(crate) fn change(path: &Path, edit: impl FnOnce(&mut UsedSteps)) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        make_folder(folder)?;
    }
    let mut file = private::open(path)?;
    locked(&file, File::try_lock)?;
    let mut steps = taken_in(&file).unwrap_or_default();
    edit(&mut steps);
    let mut text = serde_json::to_vec(&steps)?;
    text.push(b'\n');
    file.set_len(0)?;
    file.rewind()?;
    file.write_all(&text)
}

fn taken_in(mut file: &File) -> io::Result<UsedSteps> {
    let mut text = Vec::new();
    Read::by_ref(&mut file).take(LONGEST).read_to_end(&mut text)?;
    Ok(serde_json::from_slice(&text)?)
}

fn locked(file: &File, lock: impl Fn(&File) -> Result<(), TryLockError>) -> io::Result<()> {
    let since = Stopwatch::start();
    loop {
        match lock(file) {
            Ok(()) => return Ok(()),
            Err(TryLockError::WouldBlock) if since.elapsed() < PATIENCE => sleep(PAUSE),
            Err(TryLockError::WouldBlock) => return Err(io::ErrorKind::WouldBlock.into()),
            Err(TryLockError::Error(e)) => return Err(e),
        }
    }
}
