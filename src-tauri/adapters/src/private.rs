//! Files and folders of ours: for their owner alone from their first moment on.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::Path;

/// Opens a file to be read and written, with what it holds; makes it (0600) when it is missing.
pub(crate) fn open(path: &Path) -> io::Result<File> {
    options().read(true).truncate(false).open(path)
}

/// Opens a file to be written anew; makes it (0600) when it is missing.
pub(crate) fn create(path: &Path) -> io::Result<File> {
    options().truncate(true).open(path)
}

fn options() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).create(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options
}

/// Makes a folder (0700) and those above it; an existing one stays as it is.
///
/// # Errors
/// The system's, when it cannot be made.
pub fn make_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(0o700);
    }
    builder.create(folder)
}

/// Makes a rename in a folder durable. Some file systems cannot sync a folder (EINVAL, ENOTSUP); the
/// rename itself is done then.
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    #[cfg(not(unix))]
    return {
        let _ = folder;
        Ok(())
    };
    #[cfg(unix)]
    match File::open(folder)?.sync_all() {
        Err(e) if matches!(e.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported) => Ok(()),
        other => other,
    }
}
