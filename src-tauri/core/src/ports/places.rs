//! Where files lie on this machine, and who says so.

use std::path::{Path, PathBuf};

use crate::ports::AwsPaths;
use crate::settings::Settings;

/// Where this person's files lie.
pub trait Places: Send + Sync {
    /// The AWS files, as far as the environment decides.
    fn aws(&self) -> &AwsPlaces;
    /// Our own settings file.
    fn settings_file(&self) -> PathBuf;
    /// Whether a folder stands there.
    fn is_folder(&self, path: &Path) -> bool;
}

/// The AWS files' places before any choice of ours.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AwsPlaces {
    /// The home folder, which `~` names.
    pub home: PathBuf,
    /// The config file's.
    pub config: AwsPlace,
    /// The credentials file's.
    pub credentials: AwsPlace,
}

/// The place of one AWS file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AwsPlace {
    /// What the environment says, else the usual place.
    pub path: PathBuf,
    /// The environment variable that says so; it wins over the settings.
    pub variable: Option<&'static str>,
}

impl AwsPlaces {
    /// Where the files are: the environment's word, else the settings', else the usual place.
    #[must_use]
    pub fn paths(&self, settings: &Settings) -> AwsPaths {
        let decided = |place: &AwsPlace, chosen: Option<&str>| match chosen {
            Some(chosen) if place.variable.is_none() => self.expanded(chosen),
            Some(_) | None => place.path.clone(),
        };
        AwsPaths {
            config: decided(&self.config, settings.config_file.as_deref()),
            credentials: decided(&self.credentials, settings.credentials_file.as_deref()),
        }
    }

    /// A path with `~` as the home folder.
    #[must_use]
    pub fn expanded(&self, path: &str) -> PathBuf {
        let path = Path::new(path);
        path.strip_prefix("~").map_or_else(|_| path.to_owned(), |rest| self.home.join(rest))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_environment_comes_before_the_settings_and_those_before_the_usual_place() {
        let place = |path: &str, variable| AwsPlace { path: path.into(), variable };
        let places = AwsPlaces {
            home: "/home/jane".into(),
            config: place("/home/jane/.aws/config", None),
            credentials: place("/srv/credentials", Some("AWS_SHARED_CREDENTIALS_FILE")),
        };
        let paths = places.paths(&Settings::default());
        assert_eq!(paths.config, Path::new("/home/jane/.aws/config"));
        assert_eq!(paths.credentials, Path::new("/srv/credentials"));
        let chosen = Settings {
            config_file: Some("~/work/config".into()),
            credentials_file: Some("/elsewhere".into()),
            ..Settings::default()
        };
        let paths = places.paths(&chosen);
        assert_eq!(paths.config, Path::new("/home/jane/work/config"));
        assert_eq!(paths.credentials, Path::new("/srv/credentials"));
    }
}
