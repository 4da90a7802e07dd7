//! The user's AWS files: read as they are, written as a transaction that loses nothing of anyone's.
//!
//! A write goes like this (design: safety.md, section 3):
//!
//! 1. the path is followed through its links to the real file; anything but a regular file is refused;
//! 2. a lock of our own, outside `~/.aws`, keeps two of our programs apart ([`lock`]);
//! 3. what an interrupted run left is finished or cleared away ([`in_place`], [`replace`]);
//! 4. the file is read once it is at rest ([`snapshot`]): empty or cut off, it may be in the middle of
//!    another program's truncate-and-write;
//! 5. the edit is computed, written to a temporary file beside the real one and synced;
//! 6. the real file is read once more: if another program wrote meanwhile, all starts over;
//! 7. rename, and the folder is synced;
//! 8. the replaced file, still open, is read a last time: if another program opened it before the
//!    rename and wrote into it, its text becomes the base and our edit is made on top of it.
//!
//! Steps 6 and 8 stand in for a kernel lease (`F_SETLEASE`), for which neither std nor rustix nor
//! nix has a call without `unsafe`.

pub mod fault;
mod in_place;
mod lock;
mod place;
mod replace;
mod snapshot;
#[cfg(target_os = "linux")]
mod writers;

use std::path::{Path, PathBuf};
use std::time::Duration;

use daypass_core::failure::Failure;
use daypass_core::ports::{AwsFiles, AwsPaths, AwsText, Edit, FilesStamp, Written};

use fault::FileFault;
use lock::Lock;
use place::Place;
use replace::Outcome;
use snapshot::Snapshot;

/// How often a write starts over because other programs keep writing.
const ATTEMPTS: usize = 40;
/// How long another program may hold the lock or take to write the file.
const PATIENCE: Duration = Duration::from_secs(10);

/// The two files on disk.
#[derive(Clone, Debug)]
pub struct AwsFilesOnDisk {
    paths: AwsPaths,
    state_folder: PathBuf,
    patience: Duration,
}

impl AwsFilesOnDisk {
    /// Files at `paths`; locks and recovery copies go to `state_folder`, which is made when needed.
    #[must_use]
    pub fn new(paths: AwsPaths, state_folder: &Path) -> Self {
        Self { paths, state_folder: state_folder.join("files"), patience: PATIENCE }
    }

    /// Waits at most so long for other programs, of ours or not.
    #[must_use]
    pub fn with_patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// The credentials file's permission bits if others than its owner may read or write it.
    #[must_use]
    pub fn loose_mode(&self) -> Option<u32> {
        let mode = place::mode(&self.paths.credentials)?;
        (mode & 0o077 != 0).then_some(mode)
    }

    fn update(&self, edit: Edit<'_>) -> Result<Written, Failure> {
        let mut rescued = None;
        for _ in 0..ATTEMPTS {
            let place = Place::find(&self.paths.credentials)?;
            let mut lock = Lock::take(&self.state_folder, &place, self.patience)?;
            in_place::finish_interrupted(&self.state_folder, &place)?;
            replace::clear_litter(&place);
            let base = snapshot::at_rest(&place, lock.left_by_us(), self.patience)?;
            let is_rescue = rescued.is_some();
            let text = AwsText {
                config: read(&self.paths.config)?,
                credentials: rescued.take().unwrap_or_else(|| base.bytes.clone()),
            };
            let wanted = edit(&text)?;
            if wanted == base.bytes {
                return Ok(Written::Unchanged);
            }
            if self.paths_moved(&place) {
                continue;
            }
            match replace::replace(&self.state_folder, &place, base, &wanted)? {
                Outcome::Done(left) => {
                    lock.remember(left);
                    return Ok(Written::Changed);
                }
                Outcome::Overtaken => rescued = is_rescue.then_some(text.credentials),
                Outcome::WrittenIntoOld { old, left } => {
                    lock.remember(left);
                    tracing::info!("another program wrote while the file was replaced; its text is kept");
                    rescued = Some(old);
                }
            }
        }
        Err(FileFault::KeepsChanging { path: self.paths.credentials.clone() }.into())
    }

    /// Whether a link was pointed elsewhere since.
    fn paths_moved(&self, place: &Place) -> bool {
        Place::find(&self.paths.credentials).map_or(true, |now| now != *place)
    }
}

impl AwsFiles for AwsFilesOnDisk {
    fn paths(&self) -> AwsPaths {
        self.paths.clone()
    }

    fn read(&self) -> Result<AwsText, Failure> {
        Ok(AwsText { config: read(&self.paths.config)?, credentials: read(&self.paths.credentials)? })
    }

    fn update_credentials(&self, edit: Edit<'_>) -> Result<Written, Failure> {
        self.update(edit)
    }

    fn stamp(&self) -> FilesStamp {
        [&self.paths.config, &self.paths.credentials].into_iter().flat_map(|p| place::stamp(p)).collect()
    }
}

/// A file as it is at this moment; a missing one is empty.
fn read(path: &Path) -> Result<Vec<u8>, FileFault> {
    let place = Place::find(path)?;
    Snapshot::take(&place).map(|snapshot| snapshot.bytes)
}
