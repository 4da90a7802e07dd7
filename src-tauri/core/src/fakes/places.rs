//! A home folder in which nothing stands but what is put there.

use std::path::{Path, PathBuf};
use std::sync::Mutex;

use crate::failure::Failure;
use crate::fakes::lock;
use crate::ports::{AwsPlace, AwsPlaces, Places, StartAtLogin};

/// The places of `/home/jane`.
pub struct FakePlaces {
    aws: AwsPlaces,
    folders: Vec<PathBuf>,
}

impl Default for FakePlaces {
    fn default() -> Self {
        let usual = |name: &str| AwsPlace { path: Path::new("/home/jane/.aws").join(name), variable: None };
        let aws = AwsPlaces {
            home: "/home/jane".into(),
            config: usual("config"),
            credentials: usual("credentials"),
        };
        Self { aws, folders: vec!["/home/jane/.aws".into(), "/home/jane/work".into()] }
    }
}

impl FakePlaces {
    /// The environment says where the credentials file is.
    #[must_use]
    pub fn with_credentials_by_variable(mut self, path: &str) -> Self {
        self.aws.credentials = AwsPlace { path: path.into(), variable: Some("AWS_SHARED_CREDENTIALS_FILE") };
        self
    }
}

impl Places for FakePlaces {
    fn aws(&self) -> &AwsPlaces {
        &self.aws
    }

    fn settings_file(&self) -> PathBuf {
        "/home/jane/.config/daypass/settings.json".into()
    }

    fn is_folder(&self, path: &Path) -> bool {
        self.folders.iter().any(|folder| folder == path)
    }
}

/// A system that starts programs at login, or does not offer to.
#[derive(Default)]
pub struct FakeStartAtLogin {
    on: Mutex<Option<bool>>,
    broken: Mutex<Option<Failure>>,
}

impl FakeStartAtLogin {
    /// It is on or off; none: not offered.
    #[must_use]
    pub fn that_is(on: Option<bool>) -> Self {
        Self { on: Mutex::new(on), broken: Mutex::default() }
    }

    /// Setting it fails like this from now on; none mends it.
    pub fn break_with(&self, failure: Option<Failure>) {
        *lock(&self.broken) = failure;
    }
}

impl StartAtLogin for FakeStartAtLogin {
    fn is_on(&self) -> Option<bool> {
        *lock(&self.on)
    }

    fn set(&self, on: bool) -> Result<(), Failure> {
        match lock(&self.broken).clone() {
            Some(failure) => Err(failure),
            None => {
                *lock(&self.on) = Some(on);
                Ok(())
            }
        }
    }
}
