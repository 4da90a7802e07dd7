//! Mode, owner, group, ACL and extended attributes: the new file gets what the old one had.

#[cfg(unix)]
use std::fs;
use std::fs::File;
use std::io;
#[cfg(unix)]
use std::io::ErrorKind;

#[cfg(unix)]
pub(super) fn keep(old: &File, new: &File) -> io::Result<()> {
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

/// Windows keeps them by itself: `ReplaceFileW` gives the new file what the old one had.
#[cfg(not(unix))]
pub(super) fn keep(_old: &File, _new: &File) -> io::Result<()> {
    Ok(())
}
