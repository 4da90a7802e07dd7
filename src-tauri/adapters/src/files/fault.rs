//! What can go wrong with a file, in sentences.

use std::io;
use std::path::{Path, PathBuf};

use daypass_core::failure::{Code, Failure};
use daypass_core::profile::visible;

/// The largest file that is taken for a shared file of AWS.
pub const SIZE_LIMIT: u64 = 64 * 1024 * 1024;

/// The step of taking our own lock.
pub(super) const LOCKED: &str = "locked";

/// A failure of reading or writing; whatever it is, the file is as it was.
#[derive(Debug, thiserror::Error)]
pub enum FileFault {
    /// A folder, FIFO, device or socket is where the file should be.
    #[error("{} is {what}, not a file.", path.display())]
    NotAFile {
        /// Where.
        path: PathBuf,
        /// What it is instead.
        what: &'static str,
    },
    /// Symbolic links that lead in a circle.
    #[error("{} is a symbolic link that leads back to itself.", path.display())]
    LinkLoop {
        /// Where.
        path: PathBuf,
    },
    /// A file far too large to be an AWS file.
    #[error("{} is larger than {} MiB.", path.display(), SIZE_LIMIT / 1024 / 1024)]
    TooLarge {
        /// Where.
        path: PathBuf,
    },
    /// Another of our programs holds the lock for too long.
    #[error("Another Daypass has been writing {} for {seconds} seconds.", path.display())]
    Locked {
        /// The file.
        path: PathBuf,
        /// How long we waited.
        seconds: u64,
    },
    /// The file is empty or cut off while another program has it open.
    #[error("{} is in the middle of writing {}.", who(by.as_deref()), path.display())]
    BeingWritten {
        /// Where.
        path: PathBuf,
        /// The other program's name, if it is known.
        by: Option<String>,
    },
    /// Readers would have found something else changed; a fault of ours.
    #[error("The new text of {} would read differently than wanted in [{section}].", path.display())]
    ReadsDifferently {
        /// Where.
        path: PathBuf,
        /// The section.
        section: String,
    },
    /// The new text is there, but may not outlive a power cut.
    #[error("{} has the new text, but its folder could not be synced: {}.", path.display(), reason(source))]
    NotSynced {
        /// Where.
        path: PathBuf,
        /// The system's answer.
        source: io::Error,
    },
    /// A backup that is gone.
    #[error("There is no backup “{id}” of {}.", path.display())]
    NoBackup {
        /// The file.
        path: PathBuf,
        /// The backup.
        id: String,
    },
    /// Every time the new text was ready, the file had changed.
    #[error("{} keeps being changed by another program.", path.display())]
    KeepsChanging {
        /// Where.
        path: PathBuf,
    },
    /// The file has no write permission.
    #[error("{} is read-only.", path.display())]
    ReadOnly {
        /// Where.
        path: PathBuf,
    },
    /// The system refused a step.
    #[error("{} could not be {step}: {}.", path.display(), reason(source))]
    Io {
        /// Where.
        path: PathBuf,
        /// The step, as in "could not be …".
        step: &'static str,
        /// The system's answer.
        source: io::Error,
    },
}

impl FileFault {
    /// For `map_err`: the system refused `step` at `path`.
    pub(super) fn at(path: &Path, step: &'static str) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| match is_link_loop(&source) {
            true => Self::LinkLoop { path },
            false => Self::Io { path, step, source },
        }
    }

    /// What to do next.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self {
            Self::NotAFile { .. } => {
                "Move it away, or set AWS_SHARED_CREDENTIALS_FILE or AWS_CONFIG_FILE to the right file."
            }
            Self::LinkLoop { .. } => "Remove the link or point it at the real file.",
            Self::TooLarge { .. } => "Check that this is the right file; it was not touched.",
            Self::Locked { .. } => "End the other Daypass if it is stuck, then try again.",
            Self::BeingWritten { .. } | Self::KeepsChanging { .. } => {
                "Nothing was written. Try again when the other program is done."
            }
            Self::ReadsDifferently { .. } => {
                "Nothing was written. Please report this with the lines around the section, keys removed."
            }
            Self::NotSynced { .. } => "It may be the old text again after a power cut. Check the disk.",
            Self::NoBackup { .. } => "Choose another one: daypass undo --list shows them.",
            Self::ReadOnly { .. } => "Give yourself write permission (chmod u+w) and try again.",
            Self::Io { step: LOCKED, .. } => {
                "Daypass keeps its locks in its state folder: set XDG_STATE_HOME to a folder on a local disk."
            }
            Self::Io { source, .. } => io_hint(source),
        }
    }
}

fn who(by: Option<&str>) -> String {
    by.map_or_else(|| "Another program".to_owned(), |name| format!("Another program ({})", visible(name)))
}

fn is_link_loop(error: &io::Error) -> bool {
    #[cfg(unix)]
    return error.raw_os_error() == Some(rustix::io::Errno::LOOP.raw_os_error());
    #[cfg(not(unix))]
    return {
        let _ = error;
        false
    };
}

fn reason(error: &io::Error) -> String {
    use io::ErrorKind;
    let known = match error.kind() {
        ErrorKind::PermissionDenied => "permission denied",
        ErrorKind::StorageFull => "the disk is full",
        ErrorKind::QuotaExceeded => "your disk quota is used up",
        ErrorKind::ReadOnlyFilesystem => "the file system is read-only",
        ErrorKind::NotADirectory => "part of the path is not a folder",
        ErrorKind::ResourceBusy => "it is in use",
        _ => return error.to_string(),
    };
    known.to_owned()
}

fn io_hint(error: &io::Error) -> &'static str {
    use io::ErrorKind;
    match error.kind() {
        ErrorKind::PermissionDenied => "Check who owns the file and its folder, and their permissions.",
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "Free some space and try again.",
        ErrorKind::ReadOnlyFilesystem => "Use a file on a writable disk (AWS_SHARED_CREDENTIALS_FILE).",
        ErrorKind::NotADirectory => "Check the path in AWS_SHARED_CREDENTIALS_FILE and AWS_CONFIG_FILE.",
        _ => "The file is as it was. Check the disk and try again.",
    }
}

impl From<FileFault> for Failure {
    fn from(fault: FileFault) -> Self {
        let failure = Self::new(Code::File, fault.to_string(), fault.hint());
        match fault {
            FileFault::Io { source, .. } | FileFault::NotSynced { source, .. } => {
                failure.with_detail(source.to_string())
            }
            FileFault::NotAFile { .. }
            | FileFault::LinkLoop { .. }
            | FileFault::TooLarge { .. }
            | FileFault::Locked { .. }
            | FileFault::BeingWritten { .. }
            | FileFault::KeepsChanging { .. }
            | FileFault::ReadsDifferently { .. }
            | FileFault::NoBackup { .. }
            | FileFault::ReadOnly { .. } => failure,
        }
    }
}
