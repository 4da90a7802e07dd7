//! A new text under the old name: whole or not at all, with the old file's mode, owner and attributes.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::Path;

use tempfile::NamedTempFile;

use super::attributes;
use super::fault::FileFault;
use super::in_place;
use super::place::{Identity, Place};
use super::rest::late_bytes;
use super::snapshot::Snapshot;

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
    refuse_read_only(place, &base)?;
    make_folder(&place.folder).map_err(FileFault::at(&place.folder, "made"))?;
    let temporary = match prepare(place, &base, wanted) {
        Ok(temporary) => temporary,
        Err(e) if e.kind() == ErrorKind::PermissionDenied && base.open.is_some() => {
            return in_place::write(state_folder, place, base, wanted);
        }
        Err(e) => return Err(FileFault::at(&place.file, "written")(e)),
    };
    if !base.is_current(place)? {
        return Ok(Outcome::Overtaken);
    }
    // As it is now: under its name others may write it before we look again.
    let left = temporary.as_file().metadata().ok().as_ref().map(Identity::of);
    match rename(temporary, place, base.open.is_some()) {
        Ok(_) => {}
        // Only where there was no file: someone made one in this instant.
        Err(e) if e.kind() == ErrorKind::AlreadyExists => return Ok(Outcome::Overtaken),
        // The name is a mount point, as in containers.
        Err(e) if matches!(e.kind(), ErrorKind::ResourceBusy | ErrorKind::CrossesDevices) => {
            return in_place::write(state_folder, place, base, wanted);
        }
        Err(e) => return Err(FileFault::at(&place.file, "replaced")(e)),
    }
    sync_folder(&place.folder).map_err(FileFault::at(&place.folder, "synced after writing"))?;
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

/// A file without write permission says "leave me alone", even to root.
fn refuse_read_only(place: &Place, base: &Snapshot) -> Result<(), FileFault> {
    let Some((file, _)) = &base.open else {
        return Ok(());
    };
    let found = file.metadata().map_err(FileFault::at(&place.file, "read"))?;
    if found.permissions().readonly() {
        return Err(FileFault::ReadOnly { path: place.file.clone() });
    }
    #[cfg(unix)]
    rustix::fs::access(&place.file, rustix::fs::Access::WRITE_OK)
        .map_err(io::Error::from)
        .map_err(FileFault::at(&place.file, "written"))?;
    Ok(())
}

/// Makes a folder for its owner alone; an existing one stays as it is.
pub(super) fn make_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(0o700);
    }
    builder.create(folder)
}

/// Some file systems cannot sync a folder (EINVAL, ENOTSUP); the rename itself is done then.
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    #[cfg(not(unix))]
    return {
        let _ = folder;
        Ok(())
    };
    #[cfg(unix)]
    match File::open(folder)?.sync_all() {
        Err(e) if matches!(e.kind(), ErrorKind::InvalidInput | ErrorKind::Unsupported) => Ok(()),
        other => other,
    }
}
