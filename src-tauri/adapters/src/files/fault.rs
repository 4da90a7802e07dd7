//! What can go wrong with a file, in sentences.

use std::path::{Path, PathBuf};
use std::{fmt, io};

use daypass_core::failure::{Code, Failure};
use daypass_core::profile::visible;
use daypass_core::text;
use daypass_core::text::Text;

/// The largest file that is taken for a shared file of AWS.
pub const SIZE_LIMIT: u64 = 64 * 1024 * 1024;

/// The step of taking our own lock.
pub(super) fn locked() -> Text {
    text!("locked")
}

/// A failure of reading or writing; whatever it is, the file is as it was.
#[derive(Debug)]
pub enum FileFault {
    /// A folder, FIFO, device or socket is where the file should be.
    NotAFile {
        /// Where.
        path: PathBuf,
        /// What it is instead.
        what: Text,
    },
    /// Symbolic links that lead in a circle.
    LinkLoop {
        /// Where.
        path: PathBuf,
    },
    /// A file far too large to be an AWS file.
    TooLarge {
        /// Where.
        path: PathBuf,
    },
    /// Another of our programs holds the lock for too long.
    Locked {
        /// The file.
        path: PathBuf,
        /// How long we waited.
        seconds: u64,
    },
    /// The file is empty or cut off while another program has it open.
    BeingWritten {
        /// Where.
        path: PathBuf,
        /// The other program's name, if it is known.
        by: Option<String>,
    },
    /// Readers would have found something else changed; a fault of ours.
    ReadsDifferently {
        /// Where.
        path: PathBuf,
        /// The section.
        section: String,
    },
    /// The new text is there, but may not outlive a power cut.
    NotSynced {
        /// Where.
        path: PathBuf,
        /// The system's answer.
        source: io::Error,
    },
    /// A backup that is gone.
    NoBackup {
        /// The file.
        path: PathBuf,
        /// The backup.
        id: String,
    },
    /// Every time the new text was ready, the file had changed.
    KeepsChanging {
        /// Where.
        path: PathBuf,
    },
    /// The file has no write permission.
    ReadOnly {
        /// Where.
        path: PathBuf,
    },
    /// The system refused a step.
    Io {
        /// Where.
        path: PathBuf,
        /// The step, as in "could not be …".
        step: Text,
        /// The system's answer.
        source: io::Error,
    },
}

impl FileFault {
    /// For `map_err`: the system refused `step` at `path`.
    pub(super) fn at(path: &Path, step: Text) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| match is_link_loop(&source) {
            true => Self::LinkLoop { path },
            false => Self::Io { path, step, source },
        }
    }

    /// What happened.
    #[must_use]
    pub fn sentence(&self) -> Text {
        match self {
            Self::NotAFile { path, what } => text!("{} is {}, not a file.", path.display(), what),
            Self::LinkLoop { path } => {
                text!("{} is a symbolic link that leads back to itself.", path.display())
            }
            Self::TooLarge { path } => {
                text!("{} is larger than {} MiB.", path.display(), SIZE_LIMIT / 1024 / 1024)
            }
            Self::Locked { path, seconds } => {
                text!("Another Daypass has been writing {} for {} seconds.", path.display(), *seconds)
            }
            Self::BeingWritten { path, by: None } => {
                text!("Another program is in the middle of writing {}.", path.display())
            }
            Self::BeingWritten { path, by: Some(name) } => {
                text!("Another program ({}) is in the middle of writing {}.", visible(name), path.display())
            }
            Self::ReadsDifferently { path, section } => text!(
                "The new text of {} would read differently than wanted in [{}].",
                path.display(),
                section
            ),
            Self::NotSynced { path, source } => text!(
                "{} has the new text, but its folder could not be synced: {}.",
                path.display(),
                reason(source)
            ),
            Self::NoBackup { path, id } => text!("There is no backup “{}” of {}.", id, path.display()),
            Self::KeepsChanging { path } => {
                text!("{} keeps being changed by another program.", path.display())
            }
            Self::ReadOnly { path } => text!("{} is read-only.", path.display()),
            Self::Io { path, step, source } => {
                text!("{} could not be {}: {}.", path.display(), step, reason(source))
            }
        }
    }

    /// What to do next.
    #[must_use]
    pub fn hint(&self) -> Text {
        match self {
            Self::NotAFile { .. } => {
                text!(
                    "Move it away, or set AWS_SHARED_CREDENTIALS_FILE or AWS_CONFIG_FILE to the right file."
                )
            }
            Self::LinkLoop { .. } => text!("Remove the link or point it at the real file."),
            Self::TooLarge { .. } => text!("Check that this is the right file; it was not touched."),
            Self::Locked { .. } => text!("End the other Daypass if it is stuck, then try again."),
            Self::BeingWritten { .. } | Self::KeepsChanging { .. } => {
                text!("Nothing was written. Try again when the other program is done.")
            }
            Self::ReadsDifferently { .. } => {
                text!(
                    "Nothing was written. Please report this with the lines around the section, keys removed."
                )
            }
            Self::NotSynced { .. } => {
                text!("It may be the old text again after a power cut. Check the disk.")
            }
            Self::NoBackup { .. } => text!("Choose another one: daypass undo --list shows them."),
            Self::ReadOnly { .. } => text!("Give yourself write permission (chmod u+w) and try again."),
            Self::Io { step, .. } if *step == locked() => {
                text!(
                    "Daypass keeps its locks in its state folder: set XDG_STATE_HOME to a folder on a local disk."
                )
            }
            Self::Io { source, .. } => io_hint(source),
        }
    }
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

fn reason(error: &io::Error) -> Text {
    use io::ErrorKind;
    match error.kind() {
        ErrorKind::PermissionDenied => text!("permission denied"),
        ErrorKind::StorageFull => text!("the disk is full"),
        ErrorKind::QuotaExceeded => text!("your disk quota is used up"),
        ErrorKind::ReadOnlyFilesystem => text!("the file system is read-only"),
        ErrorKind::NotADirectory => text!("part of the path is not a folder"),
        ErrorKind::ResourceBusy => text!("it is in use"),
        _ => Text::verbatim(error.to_string()),
    }
}

fn io_hint(error: &io::Error) -> Text {
    use io::ErrorKind;
    match error.kind() {
        ErrorKind::PermissionDenied => {
            text!("Check who owns the file and its folder, and their permissions.")
        }
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => text!("Free some space and try again."),
        ErrorKind::ReadOnlyFilesystem => {
            text!("Use a file on a writable disk (AWS_SHARED_CREDENTIALS_FILE).")
        }
        ErrorKind::NotADirectory => {
            text!("Check the path in AWS_SHARED_CREDENTIALS_FILE and AWS_CONFIG_FILE.")
        }
        _ => text!("The file is as it was. Check the disk and try again."),
    }
}

impl fmt::Display for FileFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.sentence().fmt(f)
    }
}

impl std::error::Error for FileFault {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io { source, .. } | Self::NotSynced { source, .. } => Some(source),
            Self::NotAFile { .. }
            | Self::LinkLoop { .. }
            | Self::TooLarge { .. }
            | Self::Locked { .. }
            | Self::BeingWritten { .. }
            | Self::KeepsChanging { .. }
            | Self::ReadsDifferently { .. }
            | Self::NoBackup { .. }
            | Self::ReadOnly { .. } => None,
        }
    }
}

impl From<FileFault> for Failure {
    fn from(fault: FileFault) -> Self {
        let failure = Self::new(Code::File, fault.sentence(), fault.hint());
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
