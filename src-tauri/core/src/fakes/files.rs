//! Two AWS files in memory, with their backups.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use crate::backup::{self, Backup};
use crate::failure::{Code, Failure};
use crate::fakes::{ManualClock, lock};
use crate::ports::{AwsFiles, AwsPaths, AwsText, Clock, Edit, FilesStamp, Look, Written};

/// Two AWS files in memory.
pub struct FakeFiles {
    clock: Arc<ManualClock>,
    text: Mutex<AwsText>,
    writes: Mutex<u64>,
    ours: Mutex<bool>,
    loose: Mutex<Option<u32>>,
    backups: Mutex<Vec<(Backup, Vec<u8>)>>,
    reads: AtomicU64,
    updates: AtomicU64,
    broken: Mutex<Option<Failure>>,
    unreadable: Mutex<Option<Failure>>,
}

impl FakeFiles {
    pub(super) fn new(clock: Arc<ManualClock>, config: &str, credentials: &str) -> Self {
        let text = AwsText {
            config: config.into(),
            credentials: credentials.into(),
            credentials_changed: Some(clock.now()),
            ..AwsText::default()
        };
        Self {
            clock,
            text: Mutex::new(text),
            writes: Mutex::default(),
            ours: Mutex::default(),
            loose: Mutex::default(),
            backups: Mutex::default(),
            reads: AtomicU64::default(),
            updates: AtomicU64::default(),
            broken: Mutex::default(),
            unreadable: Mutex::default(),
        }
    }

    /// The credentials file as text.
    pub fn credentials(&self) -> String {
        String::from_utf8_lossy(&lock(&self.text).credentials).into_owned()
    }

    /// How often the credentials file was changed, by whomever.
    pub fn writes(&self) -> u64 {
        *lock(&self.writes)
    }

    /// How often both files were read, and how often a transaction was begun.
    pub fn reads_and_updates(&self) -> (u64, u64) {
        (self.reads.load(Ordering::SeqCst), self.updates.load(Ordering::SeqCst))
    }

    /// Another program replaces the credentials file.
    pub fn replace_credentials(&self, text: &str) {
        let mut held = lock(&self.text);
        held.credentials = text.into();
        held.credentials_changed = Some(self.clock.now());
        *lock(&self.writes) += 1;
        *lock(&self.ours) = false;
    }

    /// A program of ours replaces the credentials file: the command line, for one.
    pub fn replace_credentials_ourselves(&self, text: &str) {
        self.replace_credentials(text);
        *lock(&self.ours) = true;
    }

    /// These sections were made by Daypass.
    pub fn remember_made(&self, sections: &[&str]) {
        lock(&self.text).made.extend(sections.iter().map(|section| (*section).to_owned()));
    }

    /// Leapp's backup stands beside the file from now on.
    pub fn put_leapp_to_work(&self) {
        lock(&self.text).leapp = true;
    }

    /// Others may read the file from now on.
    pub fn loosen(&self, mode: u32) {
        *lock(&self.loose) = Some(mode);
    }

    /// Writing fails like this from now on; none mends it.
    pub fn break_with(&self, failure: Option<Failure>) {
        *lock(&self.broken) = failure;
    }

    /// Reading fails like this from now on; none mends it. Neither leaves a stamp, as with permissions.
    pub fn break_reading_with(&self, failure: Option<Failure>) {
        *lock(&self.unreadable) = failure;
    }

    fn keep(&self, old: &[u8], structural: bool) {
        let now = self.clock.now();
        let mut backups = lock(&self.backups);
        let last = backups.first().map(|(backup, _)| self.clock.local_date(backup.taken));
        let Some(reason) = backup::is_due(last, self.clock.local_date(now), structural) else {
            return;
        };
        let id = format!("backup-{}", *lock(&self.writes));
        backups.insert(0, (Backup { id, taken: now, reason }, old.to_vec()));
        backups.truncate(backup::KEPT);
    }
}

impl AwsFiles for FakeFiles {
    fn paths(&self) -> AwsPaths {
        AwsPaths {
            config: PathBuf::from("/home/jane/.aws/config"),
            credentials: PathBuf::from("/home/jane/.aws/credentials"),
        }
    }

    fn read(&self) -> Result<AwsText, Failure> {
        self.reads.fetch_add(1, Ordering::SeqCst);
        match lock(&self.unreadable).clone() {
            Some(failure) => Err(failure),
            None => Ok(lock(&self.text).clone()),
        }
    }

    fn look(&self) -> Result<Look, Failure> {
        Ok(Look { text: self.read()?, ours: *lock(&self.ours) })
    }

    fn update_credentials(&self, edit: Edit<'_>) -> Result<Written, Failure> {
        self.updates.fetch_add(1, Ordering::SeqCst);
        if let Some(failure) = lock(&self.broken).clone() {
            return Err(failure);
        }
        let mut text = lock(&self.text);
        let edited = edit(&text)?;
        text.made = edited.made;
        if edited.credentials == text.credentials {
            return Ok(Written::Unchanged);
        }
        if !text.credentials.is_empty() {
            self.keep(&text.credentials, edited.structural);
        }
        text.credentials = edited.credentials;
        text.credentials_changed = Some(self.clock.now());
        *lock(&self.writes) += 1;
        *lock(&self.ours) = true;
        Ok(Written::Changed)
    }

    fn stamp(&self) -> FilesStamp {
        vec![self.writes()]
    }

    fn loose_mode(&self) -> Option<u32> {
        *lock(&self.loose)
    }

    fn backups(&self) -> Result<Vec<Backup>, Failure> {
        Ok(lock(&self.backups).iter().map(|(backup, _)| backup.clone()).collect())
    }

    fn backup_text(&self, backup: &Backup) -> Result<Vec<u8>, Failure> {
        let backups = lock(&self.backups);
        let found = backups.iter().find(|(kept, _)| kept.id == backup.id);
        let gone = || Failure::new(Code::File, "That backup is gone.", "Choose another one.");
        found.map(|(_, text)| text.clone()).ok_or_else(gone)
    }

    fn purge_backups(&self, goes: &mut dyn FnMut(&[u8]) -> bool) -> Result<usize, Failure> {
        let mut backups = lock(&self.backups);
        let before = backups.len();
        backups.retain(|(_, text)| !goes(text));
        Ok(before - backups.len())
    }
}
