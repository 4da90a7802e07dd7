//! Two AWS files in memory.

use std::path::PathBuf;
use std::sync::Mutex;

use crate::failure::Failure;
use crate::fakes::lock;
use crate::ports::{AwsFiles, AwsPaths, AwsText, Edit, FilesStamp, Written};

/// Two AWS files in memory.
pub struct FakeFiles {
    text: Mutex<AwsText>,
    writes: Mutex<u64>,
    broken: Mutex<Option<Failure>>,
    unreadable: Mutex<Option<Failure>>,
}

impl FakeFiles {
    pub(super) fn new(config: &str, credentials: &str) -> Self {
        let text = AwsText { config: config.into(), credentials: credentials.into() };
        let writes = Mutex::new(0);
        Self { text: Mutex::new(text), writes, broken: Mutex::default(), unreadable: Mutex::default() }
    }

    /// The credentials file as text.
    pub fn credentials(&self) -> String {
        String::from_utf8_lossy(&lock(&self.text).credentials).into_owned()
    }

    /// Another program replaces the credentials file.
    pub fn replace_credentials(&self, text: &str) {
        lock(&self.text).credentials = text.into();
        *lock(&self.writes) += 1;
    }

    /// Writing fails like this from now on; none mends it.
    pub fn break_with(&self, failure: Option<Failure>) {
        *lock(&self.broken) = failure;
    }

    /// Reading fails like this from now on; none mends it. Neither leaves a stamp, as with permissions.
    pub fn break_reading_with(&self, failure: Option<Failure>) {
        *lock(&self.unreadable) = failure;
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
        match lock(&self.unreadable).clone() {
            Some(failure) => Err(failure),
            None => Ok(lock(&self.text).clone()),
        }
    }

    fn update_credentials(&self, edit: Edit<'_>) -> Result<Written, Failure> {
        if let Some(failure) = lock(&self.broken).clone() {
            return Err(failure);
        }
        let mut text = lock(&self.text);
        let new = edit(&text)?;
        if new == text.credentials {
            return Ok(Written::Unchanged);
        }
        text.credentials = new;
        *lock(&self.writes) += 1;
        Ok(Written::Changed)
    }

    fn stamp(&self) -> FilesStamp {
        vec![*lock(&self.writes)]
    }
}
