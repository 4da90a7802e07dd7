//! A file's bytes at one moment, and the judgement whether that moment is a good one.

use std::fs::File;
use std::io::{ErrorKind, Read};
use std::thread::sleep;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use daypass_core::ini::{Document, Severity};

use super::fault::{FileFault, SIZE_LIMIT};
use super::place::{Identity, Place};
use crate::stopwatch::Stopwatch;

/// How long a text that another program writes into a replaced file is waited for.
const LATE: Duration = Duration::from_secs(10);
/// A file that looks cut off and was changed within this time may still be on its way.
const FRESH: Duration = Duration::from_secs(1);
const PAUSE: Duration = Duration::from_millis(20);

/// What was read. The file stays open, so that late writes into it can be seen.
pub(super) struct Snapshot {
    pub(super) bytes: Vec<u8>,
    /// None when there is no file.
    pub(super) open: Option<(File, Identity)>,
}

impl Snapshot {
    /// Reads the file as it is.
    pub(super) fn take(place: &Place) -> Result<Self, FileFault> {
        let path = &place.file;
        let mut file = match open(place) {
            Ok(file) => file,
            Err(e) if e.kind() == ErrorKind::NotFound => {
                return Ok(Self { bytes: Vec::new(), open: None });
            }
            Err(e) => return Err(FileFault::at(path, "read")(e)),
        };
        let found = file.metadata().map_err(FileFault::at(path, "read"))?;
        if !found.is_file() {
            let what = if found.is_dir() { "a folder" } else { "a pipe or device" };
            return Err(FileFault::NotAFile { path: path.clone(), what });
        }
        let bytes = read_all(&mut file, place)?;
        Ok(Self { bytes, open: Some((file, Identity::of(&found))) })
    }

    pub(super) fn identity(&self) -> Option<Identity> {
        self.open.as_ref().map(|(_, identity)| *identity)
    }

    /// Whether the file under the name is still the one that was read, with the same bytes.
    pub(super) fn is_current(&self, place: &Place) -> Result<bool, FileFault> {
        let now = Self::take(place)?;
        let inode = |s: &Self| s.identity().map(|i| (i.device, i.inode));
        Ok(inode(self) == inode(&now) && self.bytes == now.bytes)
    }

    /// The text that another program wrote into this file after it was read, if any, although the
    /// file may have lost its name meanwhile. Half a text is none: what was read before is whole.
    pub(super) fn late_bytes(mut self, place: &Place) -> Option<Vec<u8>> {
        let (file, _) = self.open.as_mut()?;
        if reread(file, place).ok()? == self.bytes {
            return None;
        }
        let since = Stopwatch::start();
        while since.elapsed() < LATE {
            let before = reread(file, place).ok()?;
            sleep(PAUSE);
            let now = reread(file, place).ok()?;
            let identity = Identity::of(&file.metadata().ok()?);
            if now == before && !may_be_half_written(&now, identity) {
                let broken = now.is_empty() || (is_faulty(&now) && !is_faulty(&self.bytes));
                return (!broken && now != self.bytes).then_some(now);
            }
        }
        None
    }
}

/// Reads the file when no other program seems to be in the middle of writing it. `ours` is how we
/// left it: what we wrote is whole.
pub(super) fn at_rest(
    place: &Place,
    ours: Option<Identity>,
    patience: Duration,
) -> Result<Snapshot, FileFault> {
    let since = Stopwatch::start();
    loop {
        let snapshot = Snapshot::take(place)?;
        let waiting = match snapshot.identity() {
            Some(identity) if Some(identity) == ours => false,
            Some(identity) => may_be_half_written(&snapshot.bytes, identity),
            // Some programs move the file away and bring it back: give them a moment.
            None => ours.is_some() && since.elapsed() < FRESH / 4,
        };
        if !waiting {
            return Ok(snapshot);
        }
        if since.elapsed() > patience {
            return Err(FileFault::BeingWritten { path: place.file.clone() });
        }
        sleep(PAUSE);
    }
}

/// Empty or without an end, and changed a moment ago or open for writing; or unreadable and changed
/// a moment ago.
///
/// Programs that write in place truncate first, which changes the time; most then write all at once.
fn may_be_half_written(bytes: &[u8], identity: Identity) -> bool {
    let endless = bytes.last() != Some(&b'\n');
    match is_fresh(identity) {
        true => endless || is_faulty(bytes),
        false => endless && is_open_for_writing(identity),
    }
}

fn is_faulty(bytes: &[u8]) -> bool {
    let document = Document::parse(bytes);
    document.faults().iter().any(|fault| fault.kind.severity() == Severity::Error)
}

#[expect(clippy::disallowed_methods, reason = "compared with the file's own time, by the same clock")]
fn is_fresh(identity: Identity) -> bool {
    // A time in the future says nothing; it must not make us wait for years.
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let age = now.checked_sub(Duration::from_nanos(identity.modified));
    age.is_some_and(|age| age < FRESH)
}

fn is_open_for_writing(identity: Identity) -> bool {
    #[cfg(target_os = "linux")]
    return super::writers::has_writer(identity);
    #[cfg(not(target_os = "linux"))]
    return {
        let _ = identity;
        false
    };
}

fn reread(file: &mut File, place: &Place) -> Result<Vec<u8>, FileFault> {
    use std::io::Seek;
    file.rewind().map_err(FileFault::at(&place.file, "read"))?;
    read_all(file, place)
}

fn read_all(file: &mut File, place: &Place) -> Result<Vec<u8>, FileFault> {
    let path = &place.file;
    let length = file.metadata().map_or(0, |found| found.len());
    if length > SIZE_LIMIT {
        return Err(FileFault::TooLarge { path: path.clone() });
    }
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or(0) + 1);
    file.take(SIZE_LIMIT + 1).read_to_end(&mut bytes).map_err(FileFault::at(path, "read"))?;
    match bytes.len() as u64 > SIZE_LIMIT {
        true => Err(FileFault::TooLarge { path: path.clone() }),
        false => Ok(bytes),
    }
}

/// Without waiting: a FIFO would hold a plain open until someone writes.
fn open(place: &Place) -> std::io::Result<File> {
    let mut options = File::options();
    options.read(true);
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        use std::os::unix::fs::OpenOptionsExt;
        let flags = OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        options.custom_flags(flags.bits().cast_signed());
    }
    options.open(&place.file)
}

#[cfg(all(test, unix))]
#[expect(clippy::disallowed_methods, reason = "a test's own files and times")]
mod tests {
    use super::*;
    use std::fs;
    use std::io::Write;

    fn file(text: &str) -> (tempfile::TempDir, Place) {
        let home = tempfile::tempdir().expect("folder");
        let path = home.path().join("credentials");
        fs::write(&path, text).expect("write");
        let place = Place::find(&path).expect("place");
        (home, place)
    }

    #[test]
    fn what_comes_late_into_a_replaced_file_is_seen() {
        let (home, place) = file("[a]\nk = 1\n");
        let base = Snapshot::take(&place).expect("snapshot");
        let mut late = File::options().append(true).open(&place.file).expect("open");
        let new = home.path().join("new");
        fs::write(&new, "[b]\n").expect("write");
        fs::rename(&new, &place.file).expect("rename");
        late.write_all(b"l = 2\n").expect("late write");
        assert_eq!(base.late_bytes(&place).as_deref(), Some(b"[a]\nk = 1\nl = 2\n".as_slice()));
        let untouched = Snapshot::take(&place).expect("snapshot");
        assert_eq!(untouched.late_bytes(&place), None);
    }

    #[test]
    fn a_late_writer_that_died_after_truncating_is_ignored() {
        let (_home, place) = file("[a]\nk = 1\n");
        let base = Snapshot::take(&place).expect("snapshot");
        File::create(&place.file).expect("truncate");
        assert_eq!(base.late_bytes(&place), None);
    }

    #[test]
    fn a_file_replaced_or_changed_is_not_current() {
        let (home, place) = file("[a]\n");
        let base = Snapshot::take(&place).expect("snapshot");
        assert!(base.is_current(&place).expect("read"));
        let twin = home.path().join("twin");
        fs::write(&twin, "[a]\n").expect("write");
        fs::rename(&twin, &place.file).expect("rename");
        assert!(!base.is_current(&place).expect("read"));
        let base = Snapshot::take(&place).expect("snapshot");
        fs::write(&place.file, "[b]\n").expect("write");
        assert!(!base.is_current(&place).expect("read"));
        fs::remove_file(&place.file).expect("remove");
        assert!(!base.is_current(&place).expect("read"));
    }

    #[test]
    fn an_old_text_without_an_end_is_trusted_unless_it_is_open_for_writing() {
        let (_home, place) = file("[a]\nk = 1");
        let hour_ago = SystemTime::now() - Duration::from_secs(3600);
        let writer = File::options().write(true).open(&place.file).expect("open");
        writer.set_modified(hour_ago).expect("time");
        let at_once = Duration::ZERO;
        #[cfg(target_os = "linux")]
        assert!(at_rest(&place, None, at_once).is_err());
        drop(writer);
        assert!(at_rest(&place, None, at_once).is_ok());
        fs::write(&place.file, "[a]\nk =").expect("write");
        assert!(at_rest(&place, None, at_once).is_err());
        let ours = Snapshot::take(&place).expect("snapshot").identity();
        assert!(at_rest(&place, ours, at_once).is_ok());
    }
}
