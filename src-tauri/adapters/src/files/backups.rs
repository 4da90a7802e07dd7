//! Copies of the credentials file as it was before a change of ours, in our state folder.
//!
//! Their names tell when and why they were taken: `20261122T091502.123456Z-day.credentials`.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use chrono::{DateTime, NaiveDateTime, Utc};
use daypass_core::backup::{self, Backup};
use daypass_core::ports::Clock;
use daypass_core::text;
use daypass_core::view::BackupReason;

use super::fault::FileFault;
use super::place::Place;
use crate::private::{make_folder, sync_folder};

const SUFFIX: &str = ".credentials";
const TIME: &str = "%Y%m%dT%H%M%S%.6fZ";

/// The backups of one place.
pub(super) struct Backups {
    folder: PathBuf,
    file: PathBuf,
}

impl Backups {
    pub(super) fn of(state_folder: &Path, place: &Place) -> Self {
        Self { folder: state_folder.join(format!("{}.backups", place.tag)), file: place.file.clone() }
    }

    /// Newest first. A missing folder holds none.
    pub(super) fn list(&self) -> Result<Vec<Backup>, FileFault> {
        let entries = match fs::read_dir(&self.folder) {
            Ok(entries) => entries,
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(e) => return Err(FileFault::at(&self.folder, text!("read"))(e)),
        };
        let names = entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
        let mut backups: Vec<Backup> = names.filter_map(|name| parse(&name)).collect();
        backups.sort_by(|a, b| b.taken.cmp(&a.taken).then_with(|| b.id.cmp(&a.id)));
        Ok(backups)
    }

    pub(super) fn text(&self, id: &str) -> Result<Vec<u8>, FileFault> {
        // Only what is listed is read: an id is no path.
        match self.list()?.iter().find(|backup| backup.id == id) {
            Some(backup) => {
                fs::read(self.path(backup)).map_err(FileFault::at(&self.path(backup), text!("read")))
            }
            None => Err(FileFault::NoBackup { path: self.file.clone(), id: id.to_owned() }),
        }
    }

    /// Keeps `text` when it is due, and lets the oldest go.
    pub(super) fn keep(&self, text: &[u8], structural: bool, clock: &dyn Clock) -> Result<(), FileFault> {
        let taken = clock.now();
        let mut all = self.list()?;
        let last = all.first().map(|newest| clock.local_date(newest.taken));
        let Some(reason) = backup::is_due(last, clock.local_date(taken), structural) else {
            return Ok(());
        };
        let is_kept = |newest: &Backup| fs::read(self.path(newest)).is_ok_and(|kept| kept == text);
        if all.first().is_some_and(is_kept) {
            return Ok(());
        }
        let id = format!("{}-{}", taken.format(TIME), word(reason));
        self.put(&id, text).map_err(FileFault::at(&self.folder, text!("written as a backup")))?;
        all.insert(0, Backup { id, taken, reason });
        for old in backup::surplus(&all) {
            if let Err(error) = fs::remove_file(self.path(old)) {
                tracing::warn!(%error, id = old.id, "an old backup stays");
            }
        }
        Ok(())
    }

    /// Deletes those whose text `goes`, and says how many there were.
    pub(super) fn purge(&self, goes: &mut dyn FnMut(&[u8]) -> bool) -> Result<usize, FileFault> {
        let mut gone = 0;
        for backup in self.list()? {
            let path = self.path(&backup);
            let text = fs::read(&path).map_err(FileFault::at(&path, text!("read")))?;
            if goes(&text) {
                fs::remove_file(&path).map_err(FileFault::at(&path, text!("deleted")))?;
                gone += 1;
            }
        }
        if gone > 0 {
            sync_folder(&self.folder).map_err(FileFault::at(&self.folder, text!("synced")))?;
        }
        Ok(gone)
    }

    /// Whole or not at all: half a backup would be worse than none.
    fn put(&self, id: &str, text: &[u8]) -> io::Result<()> {
        make_folder(&self.folder)?;
        let mut file = tempfile::Builder::new().prefix(".backup-").tempfile_in(&self.folder)?;
        file.write_all(text)?;
        file.as_file().sync_all()?;
        let _: File = file.persist(self.folder.join(format!("{id}{SUFFIX}"))).map_err(|e| e.error)?;
        sync_folder(&self.folder)
    }

    fn path(&self, backup: &Backup) -> PathBuf {
        self.folder.join(format!("{}{SUFFIX}", backup.id))
    }

    /// Removes what a killed run left. Call under the lock.
    pub(super) fn clear_litter(&self) {
        let Ok(entries) = fs::read_dir(&self.folder) else { return };
        for entry in entries.flatten() {
            if entry.file_name().to_string_lossy().starts_with(".backup-") {
                // What stays is tried again at the next write.
                let _ = fs::remove_file(entry.path());
            }
        }
    }
}

fn word(reason: BackupReason) -> &'static str {
    match reason {
        BackupReason::Day => "day",
        BackupReason::Structure => "structure",
    }
}

fn parse(name: &str) -> Option<Backup> {
    let id = name.strip_suffix(SUFFIX)?;
    let (taken, word) = id.split_once('-')?;
    let reason = match word {
        "day" => BackupReason::Day,
        "structure" => BackupReason::Structure,
        _ => return None,
    };
    let taken: DateTime<Utc> = NaiveDateTime::parse_from_str(taken, TIME).ok()?.and_utc();
    Some(Backup { id: id.to_owned(), taken, reason })
}
