//! Where this person's files lie.

use std::path::{Path, PathBuf};

use daypass_core::ports::{AwsPlaces, Places};

use crate::settings::SettingsFiles;

/// The places of this machine.
#[derive(Clone, Debug)]
pub struct PlacesOnDisk {
    aws: AwsPlaces,
    settings_file: PathBuf,
}

impl PlacesOnDisk {
    /// The AWS files as the environment says, and our settings where they are kept.
    #[must_use]
    pub fn new(aws: AwsPlaces, settings: &SettingsFiles) -> Self {
        Self { aws, settings_file: settings.settings_path().to_owned() }
    }
}

impl Places for PlacesOnDisk {
    fn aws(&self) -> &AwsPlaces {
        &self.aws
    }

    fn settings_file(&self) -> PathBuf {
        self.settings_file.clone()
    }

    fn is_folder(&self, path: &Path) -> bool {
        path.is_dir()
    }
}
