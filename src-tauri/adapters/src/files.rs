//! The user's AWS files: read as they are, written as a transaction that loses nothing of anyone's.
//!
//! A write goes like this (docs/files.md tells how each step is tested):
//!
//! 1. the path is followed through its links to the real file; anything but a regular file is refused;
//! 2. a lock of our own, outside `~/.aws`, keeps two of our programs apart ([`lock`]);
//! 3. what an interrupted run left is finished or cleared away ([`in_place`], [`replace`]);
//! 4. the file is read under a lease, which tells that no one else has it open for writing; without
//!    one, once it seems to be at rest ([`rest`]);
//! 5. the edit is computed, AWS's own reader reads it back ([`readback`]), a backup of the old text is
//!    kept when one is due ([`backups`]);
//! 6. the new text is written to a temporary file beside the real one, and synced;
//! 7. if another program replaced the file meanwhile or waits to write it, all starts over;
//! 8. the new file and the old one change places, or the new one is renamed; the folder is synced;
//! 9. whoever opened the old file in the last instant is waited for: if it wrote a text there, that
//!    text becomes the base and our edit is made on top of it.

mod attributes;
mod backups;
pub mod fault;
mod in_place;
mod lease;
mod lock;
mod made;
pub(crate) mod place;
mod readback;
mod replace;
mod rest;
mod snapshot;
mod writers;

use std::collections::BTreeSet;
use std::fmt;
use std::mem;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use daypass_core::backup::Backup;
use daypass_core::failure::Failure;
use daypass_core::ports::{
    AwsFiles, AwsPaths, AwsText, Clock, Edit, Edited, FilesStamp, Look, Touches, Written,
};

use backups::Backups;
use fault::FileFault;
use lock::Lock;
use place::Place;
use replace::Outcome;

/// How often a write starts over because other programs keep writing.
const ATTEMPTS: usize = 40;
/// How long another program may hold the lock or take to write the file.
const PATIENCE: Duration = Duration::from_secs(10);

/// The two files on disk.
#[derive(Clone)]
pub struct AwsFilesOnDisk {
    paths: AwsPaths,
    state_folder: PathBuf,
    clock: Arc<dyn Clock>,
    patience: Duration,
}

impl AwsFilesOnDisk {
    /// Files at `paths`; locks, backups and recovery copies go to `state_folder`, which is made when
    /// needed. `clock` tells the day of a backup.
    #[must_use]
    pub fn new(paths: AwsPaths, state_folder: &Path, clock: Arc<dyn Clock>) -> Self {
        Self { paths, state_folder: state_folder.join("files"), clock, patience: PATIENCE }
    }

    /// Waits at most so long for other programs, of ours or not.
    #[must_use]
    pub fn with_patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    fn update(&self, edit: Edit<'_>) -> Result<Written, Failure> {
        let mut rescued = None;
        for _ in 0..ATTEMPTS {
            let place = Place::find(&self.paths.credentials)?;
            let mut lock = Lock::take(&self.state_folder, &place, self.patience)?;
            in_place::finish_interrupted(&self.state_folder, &place)?;
            replace::clear_litter(&place);
            made::clear_litter(&self.state_folder, &place);
            let mut base = rest::at_rest(&place, lock.left_by_us(), self.patience)?;
            let is_rescue = rescued.is_some();
            // Files may be large: the bytes are lent to the edit, not copied.
            let lent = rescued.take().unwrap_or_else(|| mem::take(&mut base.bytes));
            let text = self.around(&place, lent)?;
            let edited = edit(&text)?;
            let there = if is_rescue { &base.bytes } else { &text.credentials };
            if edited.credentials == *there {
                return Ok(Written::Unchanged);
            }
            let moved = self.paths_moved(&place);
            if !moved {
                self.prepare(&place, &text, &edited)?;
            }
            let AwsText { credentials, made, .. } = text;
            // A rescued text stays one until it is written.
            match is_rescue {
                true => rescued = Some(credentials),
                false => base.bytes = credentials,
            }
            if moved {
                continue;
            }
            match replace::replace(&self.state_folder, &place, base, &edited.credentials)? {
                Outcome::Done(left) => {
                    lock.remember(left);
                    self.note_made(&place, &made, &edited);
                    return Ok(Written::Changed);
                }
                Outcome::Overtaken => {}
                Outcome::WrittenIntoOld { old, left } => {
                    lock.remember(left);
                    self.note_made(&place, &made, &edited);
                    tracing::info!("another program wrote while the file was replaced; its text is kept");
                    rescued = Some(old);
                }
            }
        }
        Err(FileFault::KeepsChanging { path: self.paths.credentials.clone() }.into())
    }

    /// What has to be right before the old text may go.
    fn prepare(&self, place: &Place, text: &AwsText, edited: &Edited) -> Result<(), FileFault> {
        if let Some(section) = readback::difference(&text.credentials, edited) {
            return Err(FileFault::ReadsDifferently { path: place.file.clone(), section });
        }
        if text.credentials.is_empty() {
            return Ok(());
        }
        let backups = Backups::of(&self.state_folder, place);
        backups.clear_litter();
        match backups.keep(&text.credentials, edited.structural, self.clock.as_ref()) {
            // Only what AWS never shows again is worth refusing a sign-in for.
            Err(fault) if edited.irreplaceable || edited.touches == Touches::Everything => Err(fault),
            Err(fault) => {
                tracing::warn!(%fault, "no backup was kept");
                Ok(())
            }
            Ok(()) => Ok(()),
        }
    }

    fn note_made(&self, place: &Place, before: &BTreeSet<String>, edited: &Edited) {
        if edited.made != *before {
            made::write(&self.state_folder, place, &edited.made);
        }
    }

    /// Whether a link was pointed elsewhere since.
    fn paths_moved(&self, place: &Place) -> bool {
        Place::find(&self.paths.credentials).map_or(true, |now| now != *place)
    }

    fn backups_here(&self) -> Result<Backups, FileFault> {
        Ok(Backups::of(&self.state_folder, &Place::find(&self.paths.credentials)?))
    }

    /// The files as they are; a write in place that a crash interrupted is finished first.
    fn text(&self, place: &Place) -> Result<AwsText, FileFault> {
        if in_place::is_interrupted(&self.state_folder, place) {
            let _lock = Lock::take(&self.state_folder, place, self.patience)?;
            in_place::finish_interrupted(&self.state_folder, place)?;
        }
        self.around(place, rest::looked_at(place)?.bytes)
    }

    /// The credentials file's bytes with all that is to be known beside them.
    fn around(&self, place: &Place, credentials: Vec<u8>) -> Result<AwsText, FileFault> {
        let config = rest::looked_at(&Place::find(&self.paths.config)?)?.bytes;
        let made = made::read(&self.state_folder, place);
        let (leapp, credentials_changed) = (place.has_neighbour(LEAPPS_BACKUP), place.changed());
        Ok(AwsText { config, credentials, made, credentials_changed, leapp })
    }
}

/// What Leapp appends to the name of the file that it moved aside.
const LEAPPS_BACKUP: &str = ".leapp.bkp";

impl AwsFiles for AwsFilesOnDisk {
    fn paths(&self) -> AwsPaths {
        self.paths.clone()
    }

    fn read(&self) -> Result<AwsText, Failure> {
        Ok(self.text(&Place::find(&self.paths.credentials)?)?)
    }

    fn look(&self) -> Result<Look, Failure> {
        let place = Place::find(&self.paths.credentials)?;
        let mut lock = Lock::take(&self.state_folder, &place, self.patience)?;
        in_place::finish_interrupted(&self.state_folder, &place)?;
        let now = rest::looked_at(&place)?;
        let ours = now.identity().is_some() && now.identity() == lock.left_by_us();
        Ok(Look { text: self.around(&place, now.bytes)?, ours })
    }

    fn update_credentials(&self, edit: Edit<'_>) -> Result<Written, Failure> {
        self.update(edit)
    }

    fn stamp(&self) -> FilesStamp {
        [&self.paths.config, &self.paths.credentials].into_iter().flat_map(|p| place::stamp(p)).collect()
    }

    fn loose_mode(&self) -> Option<u32> {
        let mode = place::mode(&self.paths.credentials)?;
        (mode & 0o077 != 0).then_some(mode)
    }

    fn backups(&self) -> Result<Vec<Backup>, Failure> {
        Ok(self.backups_here()?.list()?)
    }

    fn backup_text(&self, backup: &Backup) -> Result<Vec<u8>, Failure> {
        Ok(self.backups_here()?.text(&backup.id)?)
    }

    fn purge_backups(&self, goes: &mut dyn FnMut(&[u8]) -> bool) -> Result<usize, Failure> {
        let place = Place::find(&self.paths.credentials)?;
        // Nothing may come in meanwhile, and nothing may be left of what came in halfway.
        let _lock = Lock::take(&self.state_folder, &place, self.patience)?;
        let backups = Backups::of(&self.state_folder, &place);
        backups.clear_litter();
        Ok(backups.purge(goes)?)
    }
}

impl fmt::Debug for AwsFilesOnDisk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AwsFilesOnDisk").field("paths", &self.paths).finish_non_exhaustive()
    }
}
