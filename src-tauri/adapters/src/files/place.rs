//! Where a path leads: through links, also dangling ones, to the file that is to be written.

use std::fs;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use daypass_core::text;

use super::fault::FileFault;

/// Linux gives up after as many (`MAXSYMLINKS`).
const LINKS: usize = 40;

/// The file behind a path. It need not exist yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// The path without a link as its last part, its folder in the system's own spelling.
    pub(super) file: PathBuf,
    /// The folder the file is in.
    pub(super) folder: PathBuf,
    /// A short name of this place for files of ours, the same in every process.
    pub(super) tag: String,
}

impl Place {
    /// Follows `path`.
    pub(super) fn find(path: &Path) -> Result<Self, FileFault> {
        let mut file = path.to_owned();
        for _ in 0..LINKS {
            match fs::symlink_metadata(&file) {
                Ok(found) if found.is_symlink() => {
                    let target = fs::read_link(&file).map_err(FileFault::at(&file, text!("followed")))?;
                    file = folder_of(&file).join(target);
                }
                Ok(_) => return Ok(Self::of(&file)),
                Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(Self::of(&file)),
                Err(e) => return Err(FileFault::at(&file, text!("read"))(e)),
            }
        }
        Err(FileFault::LinkLoop { path: path.to_owned() })
    }

    /// Whether a file of this name and `suffix` stands beside it.
    pub(super) fn has_neighbour(&self, suffix: &str) -> bool {
        let mut name = self.file.as_os_str().to_owned();
        name.push(suffix);
        Path::new(&name).exists()
    }

    /// When the file was last changed. Asked after it was read, it is never too early.
    pub(super) fn changed(&self) -> Option<DateTime<Utc>> {
        fs::metadata(&self.file).ok()?.modified().ok().map(DateTime::from)
    }

    fn of(file: &Path) -> Self {
        let folder = folder_of(file);
        let folder = fs::canonicalize(&folder).unwrap_or(folder);
        let file = file.file_name().map_or_else(|| file.to_owned(), |name| folder.join(name));
        let tag = format!("{:016x}", fnv1a(file.as_os_str().as_encoded_bytes()));
        Self { file, folder, tag }
    }
}

fn folder_of(file: &Path) -> PathBuf {
    match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        Some(_) | None => PathBuf::from("."),
    }
}

/// FNV-1a: short, and unlike std's hashes the same in every build.
fn fnv1a(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

/// Numbers that differ when the file does: identity, length, time of change.
pub(super) fn stamp(path: &Path) -> Vec<u64> {
    fs::metadata(path).map_or_else(|_| Vec::from([0; 4]), |found| Identity::of(&found).numbers())
}

/// Permission bits, where there are such.
pub(super) fn mode(path: &Path) -> Option<u32> {
    #[cfg(unix)]
    return fs::metadata(path).ok().map(|found| {
        use std::os::unix::fs::MetadataExt;
        found.mode() & 0o777
    });
    #[cfg(not(unix))]
    return fs::metadata(path).ok().and(None);
}

/// Which file this is, and how it was when last looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Identity {
    pub(super) device: u64,
    pub(super) inode: u64,
    pub(super) length: u64,
    /// Nanoseconds since 1970; times before count as 0.
    pub(super) modified: u64,
}

impl Identity {
    pub(crate) fn of(found: &fs::Metadata) -> Self {
        let since = found.modified().ok().and_then(|at| at.duration_since(std::time::UNIX_EPOCH).ok());
        let modified = since.map_or(0, |since| u64::try_from(since.as_nanos()).unwrap_or(u64::MAX));
        #[cfg(unix)]
        let (device, inode) = {
            use std::os::unix::fs::MetadataExt;
            (found.dev(), found.ino())
        };
        #[cfg(not(unix))]
        let (device, inode) = (0, 0);
        Self { device, inode, length: found.len(), modified }
    }

    /// Whether it is the same file, whatever has happened to it since.
    pub(crate) fn is_same_file(self, other: Self) -> bool {
        (self.device, self.inode) == (other.device, other.inode)
    }

    pub(crate) fn numbers(self) -> Vec<u64> {
        vec![self.device, self.inode, self.length, self.modified]
    }
}
