//! Writing without a rename: where the name is a mount point, or the folder is not ours to write.
//!
//! Here a crash can leave half a text, so the old and the new text are kept, synced, in our state
//! folder until the write is done. The next run finishes what it finds begun.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Seek, Write};
use std::path::{Path, PathBuf};

use super::fault::FileFault;
use super::place::{Identity, Place};
use super::replace::Outcome;
use super::snapshot::Snapshot;
use crate::private::{self, sync_folder};
use daypass_core::text;

/// Overwrites the file, keeping its inode.
pub(super) fn write(
    state_folder: &Path,
    place: &Place,
    mut base: Snapshot,
    wanted: &[u8],
) -> Result<Outcome, FileFault> {
    if !base.is_current(place)? {
        return Ok(Outcome::Overtaken);
    }
    // It would keep ourselves from writing too.
    drop(base.lease.take());
    let mut file = open(place).map_err(FileFault::at(&place.file, text!("written")))?;
    let copies = Copies::of(state_folder, place);
    copies
        .keep(&base.bytes, wanted)
        .and_then(|()| sync_folder(state_folder))
        .map_err(FileFault::at(&copies.old, text!("kept as a recovery copy")))?;
    let written = overwrite(&mut file, wanted);
    if written.is_err() {
        // As on a full disk; writing back needs no new space. If even this fails, the copies stay.
        overwrite(&mut file, &base.bytes).map_err(FileFault::at(&place.file, text!("restored")))?;
    }
    copies.drop_both();
    let left = written.map_err(FileFault::at(&place.file, text!("written")))?;
    tracing::info!(path = %place.file.display(), "written in place, for it cannot be replaced");
    Ok(Outcome::Done(Some(left)))
}

/// Whether a write in place was begun and not ended.
pub(super) fn is_interrupted(state_folder: &Path, place: &Place) -> bool {
    Copies::of(state_folder, place).new.exists()
}

/// Finishes a write in place that a crash interrupted. Call under the lock.
pub(super) fn finish_interrupted(state_folder: &Path, place: &Place) -> Result<(), FileFault> {
    let copies = Copies::of(state_folder, place);
    let (Ok(old), Ok(new)) = (fs::read(&copies.old), fs::read(&copies.new)) else {
        return Ok(());
    };
    let now = Snapshot::take(place)?;
    if now.open.is_some() && is_half_way(&now.bytes, &old, &new) {
        open(place)
            .and_then(|mut file| overwrite(&mut file, &new))
            .map_err(FileFault::at(&place.file, text!("recovered")))?;
        tracing::warn!(path = %place.file.display(), "an interrupted write was finished");
    }
    copies.drop_both();
    Ok(())
}

/// Whether `now` is what an interrupted write leaves. Anything else was written by others since and
/// is left alone.
fn is_half_way(now: &[u8], old: &[u8], new: &[u8]) -> bool {
    now != old && now != new && (was_killed(now, old, new) || lost_power(now, old, new))
}

/// A killed process leaves the beginning of the new text and then the rest of the old one.
fn was_killed(now: &[u8], old: &[u8], new: &[u8]) -> bool {
    let same = now.iter().zip(new).take_while(|(a, b)| a == b).count();
    now.get(same..) == Some(old.get(same..).unwrap_or_default())
}

/// The least that a disk writes at once.
const SECTOR: usize = 512;

/// A power cut leaves sectors of either text in any order, zeroes where none of them arrived, and
/// the length of either text or the end of a sector.
fn lost_power(now: &[u8], old: &[u8], new: &[u8]) -> bool {
    let fits = [old.len(), new.len()].contains(&now.len()) || now.len().is_multiple_of(SECTOR);
    let is_of = |text: &[u8], at: usize, sector: &[u8]| {
        let there = text.get(at..).unwrap_or_default();
        let there = there.get(..sector.len()).unwrap_or(there);
        // Beyond a text's end the sector is filled up with zeroes.
        sector.starts_with(there) && sector[there.len()..].iter().all(|byte| *byte == 0)
    };
    let sectors = now.chunks(SECTOR).enumerate();
    fits && !now.is_empty()
        && sectors
            .into_iter()
            .all(|(n, sector)| [old, new, &[]].iter().any(|text| is_of(text, n * SECTOR, sector)))
}

fn open(place: &Place) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.custom_flags(rustix::fs::OFlags::NOFOLLOW.bits().cast_signed());
    }
    options.open(&place.file)
}

fn overwrite(file: &mut File, text: &[u8]) -> io::Result<Identity> {
    file.rewind()?;
    file.write_all(text)?;
    file.set_len(text.len() as u64)?;
    file.sync_all()?;
    Ok(Identity::of(&file.metadata()?))
}

struct Copies {
    old: PathBuf,
    new: PathBuf,
}

impl Copies {
    fn of(state_folder: &Path, place: &Place) -> Self {
        let named = |what| state_folder.join(format!("{}.{what}", place.tag));
        Self { old: named("old"), new: named("new") }
    }

    fn keep(&self, old: &[u8], new: &[u8]) -> io::Result<()> {
        keep(&self.old, old)?;
        keep(&self.new, new)
    }

    /// The new text first: one copy alone means nothing to recover.
    fn drop_both(&self) {
        for path in [&self.new, &self.old] {
            if let Err(error) = fs::remove_file(path) {
                tracing::warn!(%error, path = %path.display(), "a recovery copy stays");
            }
        }
    }
}

fn keep(path: &Path, text: &[u8]) -> io::Result<()> {
    let mut file = private::create(path)?;
    file.write_all(text)?;
    file.sync_all()
}

#[cfg(all(test, unix))]
#[expect(clippy::disallowed_methods, reason = "a test's own files and times")]
mod tests {
    use super::*;

    #[test]
    fn half_way_is_new_text_and_then_old() {
        let (old, new) = (b"aaaa1111zz".as_slice(), b"aaaa2222zzzz".as_slice());
        assert!(is_half_way(b"aaaa2211zz", old, new));
        assert!(is_half_way(b"aaaa2222zzz", b"aaaa1111zzz", b"aaaa2222zz"));
        assert!(is_half_way(b"aaaa2222zzz", old, new), "beyond the old text's end");
        assert!(!is_half_way(old, old, new));
        assert!(!is_half_way(new, old, new));
        assert!(!is_half_way(b"someone else's", old, new));
        assert!(!is_half_way(b"", old, new));
    }

    #[test]
    fn after_a_power_cut_sectors_of_both_texts_are_half_way_in_any_order() {
        let text = |filled: u8, length: usize| vec![filled; length];
        let (old, new) = (text(b'o', 1_800), text(b'n', 2_300));
        let mixed = |sectors: &[u8], length: usize| {
            let mut now: Vec<u8> = sectors.iter().flat_map(|filled| text(*filled, SECTOR)).collect();
            now.resize(length, 0);
            now
        };
        assert!(is_half_way(&mixed(b"onon", 1_800), &old, &new), "every second one arrived");
        assert!(is_half_way(&mixed(b"nn\0\0", 2_048), &old, &new), "longer already, not all there");
        assert!(is_half_way(&mixed(b"no", 1_024), &old, &new), "as long as sectors go");
        assert!(is_half_way(&mixed(b"\0\0\0\0", 1_800), &old, &new), "nothing there at all");
        assert!(!is_half_way(&mixed(b"onox", 1_800), &old, &new), "someone else's");
        assert!(!is_half_way(&mixed(b"on", 1_000), &old, &new), "no length of ours");
        assert!(!is_half_way(&[], &old, &new));
    }

    #[test]
    fn an_interrupted_write_is_finished_and_a_foreign_text_is_not() {
        let home = tempfile::tempdir().expect("folder");
        let path = home.path().join("credentials");
        let copies_of = |place: &Place| Copies::of(home.path(), place);
        let old = "[a]\nk = 11";
        for (now, then) in [("[a]\nk = 22", "[a]\nk = 22222\n"), ("[other]\n", "[other]\n")] {
            fs::write(&path, now).expect("write");
            let place = Place::find(&path).expect("place");
            copies_of(&place).keep(old.as_bytes(), b"[a]\nk = 22222\n").expect("copies");
            finish_interrupted(home.path(), &place).expect("recovery");
            assert_eq!(fs::read_to_string(&path).expect("read"), then);
            assert!(!copies_of(&place).old.exists());
        }
    }

    #[test]
    fn a_write_in_place_keeps_the_inode_and_leaves_no_copy() {
        use std::os::unix::fs::MetadataExt;
        let home = tempfile::tempdir().expect("folder");
        let path = home.path().join("credentials");
        fs::write(&path, "[a]\nlonger = 1\n").expect("write");
        let inode = fs::metadata(&path).expect("file").ino();
        let place = Place::find(&path).expect("place");
        let base = Snapshot::take(&place).expect("snapshot");
        let done = write(home.path(), &place, base, b"[a]\n").expect("write");
        assert!(matches!(done, Outcome::Done(_)));
        assert_eq!(fs::read(&path).expect("read"), b"[a]\n");
        assert_eq!(fs::metadata(&path).expect("file").ino(), inode);
        assert_eq!(fs::read_dir(home.path()).expect("folder").count(), 1);
    }
}
