//! The lock between our own programs, and what the last of them left behind.

use std::fs::{File, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::Duration;

use super::fault::{FileFault, locked};
use super::place::{Identity, Place};
use crate::private::{self, make_folder};
use crate::stopwatch::Stopwatch;

/// Held until dropped; the system lets go of it when the process dies, so a crash leaves no obstacle.
pub(super) struct Lock {
    file: File,
}

impl Lock {
    /// Waits for the lock of a place. It lies in our state folder; only where that cannot be written
    /// it lies beside the file.
    pub(super) fn take(state_folder: &Path, place: &Place, patience: Duration) -> Result<Self, FileFault> {
        let usual = state_folder.join(format!("{}.lock", place.tag));
        let file = match make_folder(state_folder).and_then(|()| private::open(&usual)) {
            Ok(file) => file,
            Err(_) => {
                let beside = beside(place);
                make_folder(&place.folder)
                    .and_then(|()| private::open(&beside))
                    .map_err(FileFault::at(&usual, locked()))?
            }
        };
        let since = Stopwatch::start();
        let mut pause = Duration::from_millis(1);
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Self { file }),
                Err(TryLockError::WouldBlock) if since.elapsed() < patience => {
                    sleep(pause);
                    pause = (pause * 2).min(Duration::from_millis(20));
                }
                Err(TryLockError::WouldBlock) => {
                    let (path, seconds) = (place.file.clone(), patience.as_secs());
                    return Err(FileFault::Locked { path, seconds });
                }
                Err(TryLockError::Error(e)) => return Err(FileFault::at(&usual, locked())(e)),
            }
        }
    }

    /// How the last of our programs left the file.
    pub(super) fn left_by_us(&mut self) -> Option<Identity> {
        let mut text = String::new();
        self.file.rewind().ok()?;
        Read::by_ref(&mut self.file).take(200).read_to_string(&mut text).ok()?;
        let mut numbers = text.split_ascii_whitespace().map(|word| word.parse().ok());
        let mut next = || numbers.next().flatten();
        let (device, inode, length, modified) = (next()?, next()?, next()?, next()?);
        Some(Identity { device, inode, length, modified })
    }

    /// Notes how we leave the file. A lost note costs the next run some caution, nothing else.
    pub(super) fn remember(&mut self, left: Option<Identity>) {
        let numbers = left.map(Identity::numbers).unwrap_or_default();
        // As wide every time: what is overwritten need not be cut off first.
        let words: String =
            (0..4).map(|n| format!("{:>20} ", numbers.get(n).map_or("-".into(), u64::to_string))).collect();
        let noted = self.file.rewind().and_then(|()| self.file.write_all(words.as_bytes()));
        if let Err(error) = noted {
            tracing::debug!(%error, "the state of the file was not noted");
        }
    }
}

fn beside(place: &Place) -> PathBuf {
    place.folder.join(format!(".daypass-{}.lock", place.tag))
}
