//! A new text under the old name: whole or not at all, with the old file's mode, owner and attributes.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::Path;

use tempfile::NamedTempFile;

use super::fault::FileFault;
use super::in_place;
use super::place::{Identity, Place};
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
            return in_place::write(state_folder, place, &base, wanted);
        }
        Err(e) => return Err(FileFault::at(&place.file, "written")(e)),
    };
    if !base.is_current(place)? {
        return Ok(Outcome::Overtaken);
    }
    let file = match rename(temporary, place, base.open.is_some()) {
        Ok(file) => file,
        // Only where there was no file: someone made one in this instant.
        Err(e) if e.kind() == ErrorKind::AlreadyExists => return Ok(Outcome::Overtaken),
        // The name is a mount point, as in containers.
        Err(e) if matches!(e.kind(), ErrorKind::ResourceBusy | ErrorKind::CrossesDevices) => {
            return in_place::write(state_folder, place, &base, wanted);
        }
        Err(e) => return Err(FileFault::at(&place.file, "replaced")(e)),
    };
    sync_folder(&place.folder).map_err(FileFault::at(&place.folder, "synced after writing"))?;
    let left = file.metadata().ok().as_ref().map(Identity::of);
    Ok(match base.late_bytes(place) {
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
        keep_attributes(old, temporary.as_file())?;
    }
    temporary.write_all(wanted)?;
    temporary.as_file().sync_all()?;
    Ok(temporary)
}

#[cfg(unix)]
fn keep_attributes(old: &File, new: &File) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    let was = old.metadata()?;
    let is = new.metadata()?;
    if (was.uid(), was.gid()) != (is.uid(), is.gid()) {
        let owner = rustix::fs::Uid::from_raw(was.uid());
        let group = rustix::fs::Gid::from_raw(was.gid());
        let owner = (was.uid() != is.uid()).then_some(owner);
        // Refused to all but root for a foreign owner: then the file is written in place.
        rustix::fs::fchown(new, owner, Some(group))
            .map_err(|_| io::Error::from(ErrorKind::PermissionDenied))?;
    }
    keep_extended(old, new);
    new.set_permissions(fs::Permissions::from_mode(was.mode() & 0o777))
}

/// Extended attributes, the POSIX ACL among them. What the system refuses to copy (labels of a
/// security module) it sets by itself.
#[cfg(unix)]
fn keep_extended(old: &File, new: &File) {
    let mut names = vec![0_u8; 4096];
    let Ok(length) = rustix::fs::flistxattr(old, names.as_mut_slice()) else {
        return;
    };
    for name in names[..length].split(|b| *b == 0).filter(|name| !name.is_empty()) {
        let mut value = vec![0_u8; 65_536];
        let copied = rustix::fs::fgetxattr(old, name, value.as_mut_slice()).and_then(|length| {
            rustix::fs::fsetxattr(new, name, &value[..length], rustix::fs::XattrFlags::empty())
        });
        if let Err(error) = copied {
            tracing::debug!(%error, "an extended attribute was not copied");
        }
    }
}

/// Windows: a new file in the same folder inherits the folder's ACL, as the old one did.
#[cfg(not(unix))]
fn keep_attributes(_old: &File, _new: &File) -> io::Result<()> {
    Ok(())
}

/// A missing file must not be there when ours comes; an existing one is replaced.
fn rename(temporary: NamedTempFile, place: &Place, exists: bool) -> io::Result<File> {
    #[cfg(not(windows))]
    let renamed = match exists {
        true => temporary.persist(&place.file),
        false => temporary.persist_noclobber(&place.file),
    };
    #[cfg(windows)]
    let renamed = rename_patiently(temporary, place, exists);
    renamed.map_err(|e| e.error)
}

/// Virus scanners hold a file for moments: errors 5, 32 and 33 pass within 2.5 s.
#[cfg(windows)]
fn rename_patiently(
    mut temporary: NamedTempFile,
    place: &Place,
    exists: bool,
) -> Result<File, tempfile::PersistError> {
    for attempt in 0..25_u64 {
        let renamed = match exists {
            true => temporary.persist(&place.file),
            false => temporary.persist_noclobber(&place.file),
        };
        match renamed {
            Err(e) if matches!(e.error.raw_os_error(), Some(5 | 32 | 33)) => temporary = e.file,
            other => return other,
        }
        std::thread::sleep(std::time::Duration::from_millis(10 + attempt * 7));
    }
    temporary.persist(&place.file)
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
