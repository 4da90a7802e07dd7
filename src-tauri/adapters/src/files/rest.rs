//! The judgement whether a file is at rest, or another program is in the middle of writing it.
//!
//! A lease answers for everyone who has the file open. Two things are left to guess: a writer that
//! closes the file between truncating and writing it, and file systems without leases. There an
//! empty, shorter or unreadable text that changed a moment ago is taken for a text on its way, and
//! waited for until it has not changed for [`FRESH`].

use std::thread::sleep;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use daypass_core::ini::{Document, Severity};

use super::fault::FileFault;
use super::lease::{self, Taken};
use super::place::{Identity, Place};
use super::snapshot::{Sight, Snapshot};
use super::writers;
use crate::stopwatch::Stopwatch;

/// How long a text that another program writes into a replaced file is waited for.
const LATE: Duration = Duration::from_secs(10);
/// A file that looks cut off and was changed within this time may still be on its way.
const FRESH: Duration = Duration::from_secs(1);
const PAUSE: Duration = Duration::from_millis(20);

/// Reads the file when no other program is in the middle of writing it. `ours` is how we left it:
/// what we wrote is whole.
pub(super) fn at_rest(
    place: &Place,
    ours: Option<Identity>,
    patience: Duration,
) -> Result<Snapshot, FileFault> {
    let since = Stopwatch::start();
    loop {
        let writer = match Snapshot::take_leased(place)? {
            Sight::OpenForWriting(identity) => Some(identity),
            Sight::Seen(snapshot) if is_last_word(&snapshot, ours, since.elapsed()) => return Ok(snapshot),
            Sight::Seen(snapshot) => snapshot.identity(),
        };
        if since.elapsed() > patience {
            return Err(FileFault::BeingWritten {
                path: place.file.clone(),
                by: writer.and_then(writers::find).and_then(|writer| writer.name),
            });
        }
        sleep(PAUSE);
    }
}

/// Reads a file that is only to be looked at: for a moment a text on its way is waited for, and then
/// taken as it is.
pub(super) fn looked_at(place: &Place) -> Result<Snapshot, FileFault> {
    match at_rest(place, None, FRESH) {
        Err(FileFault::BeingWritten { .. }) => Snapshot::take(place),
        seen => seen,
    }
}

fn is_last_word(snapshot: &Snapshot, ours: Option<Identity>, waited: Duration) -> bool {
    match snapshot.identity() {
        Some(identity) if Some(identity) == ours => true,
        Some(identity) => {
            let shorter = ours.is_some_and(|ours| identity.length < ours.length);
            !may_be_half_written(&snapshot.bytes, identity, snapshot.lease.is_some(), shorter)
        }
        // Some programs move the file away and bring it back: give them a moment.
        None => ours.is_none() || waited >= FRESH / 4,
    }
}

/// Programs that write in place truncate first, which changes the time; most then write all at once.
fn may_be_half_written(bytes: &[u8], identity: Identity, leased: bool, shorter: bool) -> bool {
    if leased {
        return is_fresh(identity) && (bytes.is_empty() || is_faulty(bytes));
    }
    let endless = bytes.last() != Some(&b'\n');
    match is_fresh(identity) {
        true => endless || shorter || is_faulty(bytes),
        false => endless && writers::find(identity).is_some(),
    }
}

/// The text that another program wrote into a replaced file after it was read, if any, although the
/// file has lost its name. Half a text is none: what was read before is whole.
pub(super) fn late_bytes(mut base: Snapshot, place: &Place) -> Option<Vec<u8>> {
    let had_lease = base.lease.take().is_some();
    let since = Stopwatch::start();
    while since.elapsed() < LATE {
        let (file, known) = base.open.as_ref()?;
        // Whoever waited for our lease holds the file open for writing from the moment we let go.
        let writing = had_lease && matches!(lease::take(file), Taken::OpenForWriting);
        let now = Identity::of(&file.metadata().ok()?);
        if !writing {
            // A write within the same tick of the file system's clock does not move the time. Under a
            // lease there was none: it would have had to open, write and close since we let go.
            if now == *known && (had_lease || !is_fresh(now)) {
                return None;
            }
            let bytes = base.reread(place).ok()?;
            if bytes == base.bytes {
                return None;
            }
            if !may_be_half_written(&bytes, now, had_lease, bytes.len() < base.bytes.len()) {
                let broken = bytes.is_empty() || (is_faulty(&bytes) && !is_faulty(&base.bytes));
                return (!broken).then_some(bytes);
            }
        }
        sleep(PAUSE);
    }
    None
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

#[cfg(all(test, unix))]
#[expect(clippy::disallowed_methods, reason = "a test's own files and times")]
mod tests {
    use super::*;
    use std::fs::{self, File};
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
        assert_eq!(late_bytes(base, &place).as_deref(), Some(b"[a]\nk = 1\nl = 2\n".as_slice()));
        let untouched = Snapshot::take(&place).expect("snapshot");
        assert_eq!(late_bytes(untouched, &place), None);
    }

    #[test]
    fn a_late_writer_that_died_after_truncating_is_ignored() {
        let (_home, place) = file("[a]\nk = 1\n");
        let base = Snapshot::take(&place).expect("snapshot");
        File::create(&place.file).expect("truncate");
        assert_eq!(late_bytes(base, &place), None);
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn a_file_that_is_open_for_writing_is_not_read_and_the_writer_is_named() {
        let (_home, place) = file("[a]\nk = 1\n");
        let writer = File::options().append(true).open(&place.file).expect("open");
        let Err(fault) = at_rest(&place, None, Duration::ZERO) else { panic!("taken for the truth") };
        let name = fs::read_to_string("/proc/self/comm").expect("name");
        assert!(fault.to_string().contains(&format!("({})", name.trim())), "{fault}");
        drop(writer);
        let snapshot = at_rest(&place, None, Duration::ZERO).expect("at rest");
        assert!(snapshot.lease.is_some_and(|lease| lease.is_whole()));
    }

    #[test]
    fn an_empty_or_broken_text_of_this_moment_is_waited_for_unless_it_is_ours() {
        for text in ["", "[a\n", "[a]\nk\n"] {
            let (_home, place) = file(text);
            assert!(at_rest(&place, None, Duration::ZERO).is_err(), "{text:?}");
            let ours = Snapshot::take(&place).expect("snapshot").identity();
            assert!(at_rest(&place, ours, Duration::ZERO).is_ok(), "{text:?}");
            let hour_ago = SystemTime::now() - Duration::from_secs(3600);
            let times = fs::FileTimes::new().set_modified(hour_ago);
            File::options().write(true).open(&place.file).and_then(|f| f.set_times(times)).expect("time");
            assert!(at_rest(&place, None, Duration::ZERO).is_ok(), "{text:?}");
        }
    }

    #[test]
    fn without_a_lease_more_is_doubted() {
        let (_home, place) = file("[a]\nk = 1");
        let identity = Snapshot::take(&place).expect("snapshot").identity().expect("file");
        let old = Identity { modified: 0, ..identity };
        let doubted = |bytes: &[u8], identity, shorter| may_be_half_written(bytes, identity, false, shorter);
        assert!(doubted(b"[a]\nk = 1", identity, false), "no end yet");
        assert!(doubted(b"[a]\nk = 1\n", identity, true), "shorter than we left it");
        assert!(!doubted(b"[a]\nk = 1\n", identity, false));
        assert!(!doubted(b"[a]\nk = 1", old, true), "nobody has it open");
        let _writer = File::options().append(true).open(&place.file).expect("open");
        #[cfg(target_os = "linux")]
        assert!(doubted(b"[a]\nk = 1", old, false), "someone has it open");
    }

    #[test]
    fn a_missing_file_that_we_once_left_is_given_a_moment() {
        let (home, place) = file("[a]\n");
        let ours = Snapshot::take(&place).expect("snapshot").identity();
        fs::rename(&place.file, home.path().join("aside")).expect("rename");
        assert!(at_rest(&place, ours, Duration::ZERO).is_err());
        assert!(at_rest(&place, None, Duration::ZERO).expect("new").open.is_none());
        assert!(at_rest(&place, ours, Duration::from_secs(5)).expect("gone for good").open.is_none());
    }
}
