//! A new text under the old name: whole or not at all, with the old file's mode, owner and attributes.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::Path;

use daypass_core::text;
use tempfile::NamedTempFile;

use super::attributes;
use super::fault::FileFault;
use super::in_place;
use super::place::{Identity, Place};
use super::rest::late_bytes;
use super::snapshot::Snapshot;
use crate::private::{make_folder, sync_folder};

/// What became of a replacement.
pub(super) enum Outcome {
    /// The new text is there, durably.
    Done(Option<Identity>),
    /// Another program wrote first; nothing was written.
    Overtaken,
    /// The new text is there, and another program wrote this text into the file it replaced.
    WrittenIntoOld { old: Vec<u8>, left: Option<Identity> },
}

/// Puts `wanted` in the place of what was read as `base`.
pub(super) fn replace(
    state_folder: &Path,
    place: &Place,
    base: Snapshot,
    wanted: &[u8],
) -> Result<Outcome, FileFault> {
    if !may_be_replaced(place, &base)? {
        return Ok(Outcome::Overtaken);
    }
    make_folder(&place.folder).map_err(FileFault::at(&place.folder, text!("made")))?;
    let temporary = match prepare(place, &base, wanted) {
        Ok(temporary) => temporary,
        Err(e) if e.kind() == ErrorKind::PermissionDenied && base.open.is_some() => {
            return in_place::write(state_folder, place, base, wanted);
        }
        Err(e) => return Err(FileFault::at(&place.file, text!("written"))(e)),
    };
    if !base.is_current(place)? {
        return Ok(Outcome::Overtaken);
    }
    // As it is now: under its name others may write it before we look again.
    let left = temporary.as_file().metadata().ok().as_ref().map(Identity::of);
    match put(temporary, place, &base) {
        Ok(true) => {}
        // Another file came under the name in the last instant; it has it back.
        Ok(false) => return Ok(Outcome::Overtaken),
        // Only where there was no file: someone made one in this instant.
        Err(e) if e.kind() == ErrorKind::AlreadyExists => return Ok(Outcome::Overtaken),
        // The name is a mount point, as in containers.
        Err(e) if matches!(e.kind(), ErrorKind::ResourceBusy | ErrorKind::CrossesDevices) => {
            return in_place::write(state_folder, place, base, wanted);
        }
        Err(e) => return Err(FileFault::at(&place.file, text!("replaced"))(e)),
    }
    sync_folder(&place.folder).map_err(|source| FileFault::NotSynced { path: place.file.clone(), source })?;
    Ok(match late_bytes(base, place) {
        Some(old) => Outcome::WrittenIntoOld { old, left },
        None => Outcome::Done(left),
    })
}

/// Removes temporary files of this place that a killed run of ours left. Call under the lock.
pub(super) fn clear_litter(place: &Place) {
    let Ok(entries) = fs::read_dir(&place.folder) else {
        return;
    };
    let prefix = prefix(place);
    let ours = entries.flatten().filter(|entry| {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        name.starts_with(&prefix) && name.ends_with(SUFFIX)
    });
    for entry in ours {
        if let Err(error) = fs::remove_file(entry.path()) {
            tracing::warn!(%error, path = %entry.path().display(), "a stale temporary file stays");
        }
    }
}

const SUFFIX: &str = ".tmp";

fn prefix(place: &Place) -> String {
    format!(".daypass-{}-", place.tag)
}

/// A synced temporary file beside the real one; it goes when dropped.
fn prepare(place: &Place, base: &Snapshot, wanted: &[u8]) -> io::Result<NamedTempFile> {
    // Made with O_EXCL and 0600; wider only before the first byte and only if the old file is.
    let mut temporary =
        tempfile::Builder::new().prefix(&prefix(place)).suffix(SUFFIX).tempfile_in(&place.folder)?;
    if let Some((old, _)) = &base.open {
        attributes::keep(old, temporary.as_file())?;
    }
    temporary.write_all(wanted)?;
    temporary.as_file().sync_all()?;
    Ok(temporary)
}

/// Puts the new text under the name, unless another file than `base` stands there by now.
///
/// On Linux the two files change places, so that what stood under the name can be looked at
/// afterwards: no check before a rename can see a rename by others right after the check.
fn put(temporary: NamedTempFile, place: &Place, base: &Snapshot) -> io::Result<bool> {
    #[cfg(target_os = "linux")]
    if let Some(known) = base.identity() {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        let exchange = || renameat_with(CWD, temporary.path(), CWD, &place.file, RenameFlags::EXCHANGE);
        match exchange().map_err(io::Error::from) {
            Ok(()) => {
                let was = Identity::of(&fs::symlink_metadata(temporary.path())?);
                if was.is_same_file(known) {
                    // With the temporary name goes the old file.
                    temporary.close()?;
                    return Ok(true);
                }
                exchange()?;
                return Ok(false);
            }
            // A file system that cannot do it, or a name that is gone: the plain way tells.
            Err(e)
                if matches!(
                    e.kind(),
                    ErrorKind::InvalidInput | ErrorKind::Unsupported | ErrorKind::NotFound
                ) => {}
            Err(e) => return Err(e),
        }
    }
    rename(temporary, place, base.open.is_some()).map(|_| true)
}

/// A missing file must not be there when ours comes; an existing one is replaced.
#[cfg(not(windows))]
fn rename(temporary: NamedTempFile, place: &Place, exists: bool) -> io::Result<File> {
    let renamed = match exists {
        true => temporary.persist(&place.file),
        false => temporary.persist_noclobber(&place.file),
    };
    renamed.map_err(|e| e.error)
}

/// Virus scanners hold a file for moments: errors 5, 32 and 33 pass within 2.5 s.
#[cfg(windows)]
fn rename(temporary: NamedTempFile, place: &Place, exists: bool) -> io::Result<File> {
    use daypass_syscalls::replace_file::replace_file;
    if !exists {
        return temporary.persist_noclobber(&place.file).map_err(|e| e.error);
    }
    // Closed first: Windows moves no open file.
    let path = temporary.into_temp_path();
    let aside = path.with_extension("old");
    let mut attempt = 0_u64;
    loop {
        match replace_file(&place.file, &path, &aside) {
            Ok(()) => return File::open(&place.file),
            Err(e) if attempt < 25 && matches!(e.raw_os_error(), Some(5 | 32 | 33)) => attempt += 1,
            Err(e) => return Err(e),
        }
        std::thread::sleep(std::time::Duration::from_millis(10 + attempt * 7));
    }
}

/// A file without write permission says "leave me alone", even to root. A file that is gone by now
/// says nothing.
fn may_be_replaced(place: &Place, base: &Snapshot) -> Result<bool, FileFault> {
    let Some((file, _)) = &base.open else {
        return Ok(true);
    };
    let found = file.metadata().map_err(FileFault::at(&place.file, text!("read")))?;
    if found.permissions().readonly() {
        return Err(FileFault::ReadOnly { path: place.file.clone() });
    }
    #[cfg(unix)]
    match rustix::fs::access(&place.file, rustix::fs::Access::WRITE_OK).map_err(io::Error::from) {
        Err(e) if e.kind() == ErrorKind::NotFound => return Ok(false),
        Err(e) => return Err(FileFault::at(&place.file, text!("written"))(e)),
        Ok(()) => {}
    }
    Ok(true)
}
