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
    keep_extended(old, new)?;
    new.set_permissions(fs::Permissions::from_mode(was.mode() & 0o777))
}

/// Extended attributes, the POSIX ACL among them. Labels of security modules, which the system sets
/// by itself, may be refused; for want of space nothing may be lost.
#[cfg(unix)]
fn keep_extended(old: &File, new: &File) -> io::Result<()> {
    use rustix::fs::{XattrFlags, fgetxattr, flistxattr, fsetxattr};
    use rustix::io::Errno;
    // XATTR_LIST_MAX and XATTR_SIZE_MAX of linux/limits.h. Where there are no attributes there is no list.
    let mut names = vec![0_u8; 65_536];
    let length = flistxattr(old, names.as_mut_slice()).unwrap_or(0);
    let names = names.get(..length).unwrap_or_default();
    for name in names.split(|byte| *byte == 0).filter(|name| !name.is_empty()) {
        let mut value = vec![0_u8; 65_536];
        let copied = fgetxattr(old, name, value.as_mut_slice())
            .and_then(|length| fsetxattr(new, name, &value[..length], XattrFlags::empty()));
        match copied {
            Ok(()) => {}
            Err(Errno::NOSPC | Errno::DQUOT) => return Err(ErrorKind::StorageFull.into()),
            Err(error) => tracing::debug!(%error, "an attribute was not copied"),
        }
    }
    Ok(())
}

/// Windows keeps them by itself: `ReplaceFileW` gives the new file what the old one had.
#[cfg(not(unix))]
pub(super) fn keep(_old: &File, _new: &File) -> io::Result<()> {
    Ok(())
}
