//! The user's AWS files.

use std::collections::BTreeSet;
use std::path::PathBuf;

use chrono::{DateTime, Utc};

use crate::backup::Backup;
use crate::failure::Failure;

/// Both AWS files as they were at one moment. A missing file is empty.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct AwsText {
    /// The config file's bytes.
    pub config: Vec<u8>,
    /// The credentials file's bytes: they hold secrets, so this type has no `Debug`.
    pub credentials: Vec<u8>,
    /// The sections of the credentials file that were made by Daypass, as far as it remembers.
    pub made: BTreeSet<String>,
    /// When the credentials file was last changed, by whomever.
    pub credentials_changed: Option<DateTime<Utc>>,
    /// Whether Leapp's backup stands beside the credentials file: Leapp is at work there.
    pub leapp: bool,
}

/// Where the AWS files are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AwsPaths {
    /// `AWS_CONFIG_FILE`, else `~/.aws/config`.
    pub config: PathBuf,
    /// `AWS_SHARED_CREDENTIALS_FILE`, else `~/.aws/credentials`.
    pub credentials: PathBuf,
}

/// What a transaction on the credentials file did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// The file has the new bytes, durably.
    Changed,
    /// The new bytes were the old ones; nothing was written.
    Unchanged,
}

/// A cheap picture of both files that differs when they do.
pub type FilesStamp = Vec<u64>;

/// The credentials file as an edit wants it.
pub struct Edited {
    /// The new bytes.
    pub credentials: Vec<u8>,
    /// What may read differently afterwards; all else must read as before.
    pub touches: Touches,
    /// Whether a section comes or goes or a long-term key leaves: such a change gets a backup of
    /// its own.
    pub structural: bool,
    /// Whether a long-term key leaves the file: then there is no change without a backup.
    pub irreplaceable: bool,
    /// The sections that exist because Daypass made them.
    pub made: BTreeSet<String>,
}

/// How far an edit reaches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Touches {
    /// These sections.
    Sections(BTreeSet<String>),
    /// The whole text: a backup comes back.
    Everything,
}

/// Computes the credentials file's new bytes from both files as they are now.
pub type Edit<'a> = &'a mut dyn FnMut(&AwsText) -> Result<Edited, Failure>;

/// A look at the files that also tells who wrote the credentials file last.
pub struct Look {
    /// Both files.
    pub text: AwsText,
    /// Whether the credentials file is as one of our programs left it.
    pub ours: bool,
}

/// The user's AWS files. Calls block.
pub trait AwsFiles: Send + Sync {
    /// Where they are.
    fn paths(&self) -> AwsPaths;
    /// Both files' bytes.
    ///
    /// # Errors
    /// [`crate::failure::Code::File`].
    fn read(&self) -> Result<AwsText, Failure>;
    /// Both files' bytes at a moment when none of our programs is writing.
    ///
    /// # Errors
    /// [`crate::failure::Code::File`].
    fn look(&self) -> Result<Look, Failure>;
    /// Applies `edit` to the credentials file as one transaction. `edit` is called again when
    /// another program wrote in between; when it fails, nothing is written. A backup of the old
    /// bytes is kept as [`crate::backup`] says.
    ///
    /// # Errors
    /// The edit's own failure, or [`crate::failure::Code::File`].
    fn update_credentials(&self, edit: Edit<'_>) -> Result<Written, Failure>;
    /// A stamp to notice changes by.
    fn stamp(&self) -> FilesStamp;
    /// The credentials file's permission bits when others than its owner may read or write it.
    fn loose_mode(&self) -> Option<u32>;
    /// The backups of the credentials file, newest first.
    ///
    /// # Errors
    /// [`crate::failure::Code::File`].
    fn backups(&self) -> Result<Vec<Backup>, Failure>;
    /// A backup's bytes.
    ///
    /// # Errors
    /// [`crate::failure::Code::File`] when it is gone or cannot be read.
    fn backup_text(&self, backup: &Backup) -> Result<Vec<u8>, Failure>;
    /// Deletes the backups whose text `goes`, and says how many there were.
    ///
    /// # Errors
    /// [`crate::failure::Code::File`] when one of them stays.
    fn purge_backups(&self, goes: &mut dyn FnMut(&[u8]) -> bool) -> Result<usize, Failure>;
}
