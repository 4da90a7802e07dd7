//! The process environment, read once into plain values.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use daypass_core::explain::Surroundings;
use daypass_core::language::Language;
use daypass_core::ports::{AwsPlace, AwsPlaces};
use daypass_core::preflight::CredentialEnv;
use daypass_core::route::RouteEnv;

use crate::caches::CacheFolders;
use crate::sts::Network;
use crate::vault;

/// Looks a variable up.
pub type Lookup<'a> = &'a dyn Fn(&str) -> Option<OsString>;

/// What the environment says to Daypass.
#[derive(Clone, Debug)]
pub struct Environment {
    /// Region and endpoints.
    pub route: RouteEnv,
    /// Whether credentials stand in variables, which come before every profile.
    pub credentials: CredentialEnv,
    /// The two AWS files, but for what the settings say.
    pub places: AwsPlaces,
    /// Where other tools keep sessions besides.
    pub caches: CacheFolders,
    /// `AWS_PROFILE`, else `AWS_DEFAULT_PROFILE`.
    pub profile: Option<String>,
    /// What it says about credentials: which variables are set, never what is in them.
    pub surroundings: Surroundings,
    /// Proxies and certificates.
    pub network: Network,
    /// Where `settings.json` lies.
    pub config_folder: PathBuf,
    /// Where `memory.json` lies.
    pub state_folder: PathBuf,
    /// The name that entries of the keyring carry: `DAYPASS_KEYRING_SERVICE`, else ours.
    pub keyring_service: String,
    /// The languages that the variables name, the first choice first.
    pub languages: Vec<String>,
}

/// The platform's folders of this user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folders {
    /// The home folder.
    pub home: PathBuf,
    /// `~/.config`, `~/Library/Application Support`, `%APPDATA%`.
    pub config: PathBuf,
    /// `~/.local/state`, and where there is no such thing the folder of local data.
    pub state: PathBuf,
}

impl Folders {
    /// The folders as the platform names them (`XDG_CONFIG_HOME` and `XDG_STATE_HOME` included).
    /// Without a home they are relative, and every write will say so.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "the one place that asks for the home folder")]
    pub fn of_this_user() -> Self {
        let home = dirs::home_dir().unwrap_or_default();
        Self {
            config: dirs::config_dir().unwrap_or_else(|| home.join(".config")),
            state: dirs::state_dir()
                .or_else(dirs::data_local_dir)
                .unwrap_or_else(|| home.join(".local/state")),
            home,
        }
    }
}

impl Environment {
    /// Reads the environment of this process.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the environment")]
    pub fn of_this_process() -> Self {
        Self::from_lookup(&|name| std::env::var_os(name), &Folders::of_this_user())
    }

    /// Reads an environment that is handed in. An empty variable counts as absent, as in the AWS
    /// SDKs (AWS SDKs and Tools Reference Guide, "Environment variables").
    #[must_use]
    pub fn from_lookup(lookup: Lookup<'_>, folders: &Folders) -> Self {
        let raw = |name: &str| lookup(name).filter(|value| !value.is_empty());
        let text = |name: &str| raw(name).and_then(|value| value.into_string().ok());
        let both = |one: &str, other: &str| raw(one).is_some() && raw(other).is_some();
        let file = |name: &str, usual: &str| {
            raw(name).map_or_else(|| folders.home.join(usual), |path| expand(path, &folders.home))
        };
        let place = |name: &'static str, usual: &str| AwsPlace {
            path: file(name, usual),
            variable: raw(name).map(|_| name),
        };
        Self {
            route: RouteEnv {
                region: text("AWS_REGION").or_else(|| text("AWS_DEFAULT_REGION")),
                endpoint_url_sts: text("AWS_ENDPOINT_URL_STS"),
                endpoint_url_iam: text("AWS_ENDPOINT_URL_IAM"),
                endpoint_url: text("AWS_ENDPOINT_URL"),
                ignore_configured_endpoint_urls: text("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"),
                use_fips_endpoint: text("AWS_USE_FIPS_ENDPOINT"),
                use_dualstack_endpoint: text("AWS_USE_DUALSTACK_ENDPOINT"),
            },
            credentials: CredentialEnv {
                access_key: both("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"),
                web_identity: both("AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_ROLE_ARN"),
            },
            places: AwsPlaces {
                home: folders.home.clone(),
                config: place("AWS_CONFIG_FILE", ".aws/config"),
                credentials: place("AWS_SHARED_CREDENTIALS_FILE", ".aws/credentials"),
            },
            caches: CacheFolders {
                sso: folders.home.join(".aws/sso/cache"),
                cli: folders.home.join(".aws/cli/cache"),
                login: file("AWS_LOGIN_CACHE_DIRECTORY", ".aws/login/cache"),
            },
            profile: text("AWS_PROFILE").or_else(|| text("AWS_DEFAULT_PROFILE")),
            surroundings: Surroundings {
                profile: text("AWS_PROFILE"),
                default_profile: text("AWS_DEFAULT_PROFILE"),
                access_key_id: raw("AWS_ACCESS_KEY_ID").is_some(),
                secret_access_key: raw("AWS_SECRET_ACCESS_KEY").is_some(),
                web_identity_token_file: raw("AWS_WEB_IDENTITY_TOKEN_FILE").is_some(),
                role_arn: raw("AWS_ROLE_ARN").is_some(),
                container_relative_uri: raw("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI").is_some(),
                container_full_uri: raw("AWS_CONTAINER_CREDENTIALS_FULL_URI").is_some(),
                instance_metadata_disabled: text("AWS_EC2_METADATA_DISABLED")
                    .is_some_and(|value| value.eq_ignore_ascii_case("true")),
            },
            network: Network::from_lookup(lookup),
            config_folder: folders.config.join("daypass"),
            state_folder: folders.state.join("daypass"),
            keyring_service: text("DAYPASS_KEYRING_SERVICE").unwrap_or_else(|| vault::SERVICE.to_owned()),
            languages: languages(&text),
        }
    }

    /// What the person at this desktop speaks: by the variables, else by the system's settings.
    #[must_use]
    pub fn language(&self) -> Language {
        let of_system = if self.languages.is_empty() { system_languages() } else { Vec::new() };
        Language::first_of(self.languages.iter().chain(&of_system).map(String::as_str))
    }
}

/// `LANGUAGE` lists the choices, unless the locale is that of programs, `C` (GNU gettext, "The LANGUAGE
/// variable"); the locale of messages is `LC_ALL`, else `LC_MESSAGES`, else `LANG` (POSIX, XBD 8.2).
fn languages(text: &dyn Fn(&str) -> Option<String>) -> Vec<String> {
    let locale = text("LC_ALL").or_else(|| text("LC_MESSAGES")).or_else(|| text("LANG"));
    let is_plain = locale.as_deref().is_some_and(|locale| matches!(locale, "C" | "POSIX"));
    let list = text("LANGUAGE").filter(|_| !is_plain).unwrap_or_default();
    let chosen = list.split(':').filter(|tag| !tag.is_empty()).map(str::to_owned);
    chosen.chain(locale).collect()
}

/// macOS and Windows keep them in their settings, not in variables.
#[cfg(any(target_os = "macos", windows))]
fn system_languages() -> Vec<String> {
    sys_locale::get_locales().collect()
}

#[cfg(not(any(target_os = "macos", windows)))]
fn system_languages() -> Vec<String> {
    Vec::new()
}

/// `~` and `~/…` name the home folder, as botocore and aws-runtime read these two variables.
fn expand(path: OsString, home: &Path) -> PathBuf {
    let path = PathBuf::from(path);
    match path.strip_prefix("~") {
        Ok(rest) => home.join(rest),
        Err(_) => path,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> Environment {
        let lookup = |name: &str| {
            let found = pairs.iter().find(|(key, _)| *key == name);
            found.map(|(_, value)| OsString::from(value))
        };
        let folders = Folders {
            home: "/home/jane".into(),
            config: "/home/jane/.config".into(),
            state: "/home/jane/.local/state".into(),
        };
        Environment::from_lookup(&lookup, &folders)
    }

    #[test]
    fn an_empty_environment_gives_the_usual_places() {
        let env = read(&[]);
        assert_eq!(env.places.config.path, Path::new("/home/jane/.aws/config"));
        assert_eq!(env.places.credentials.path, Path::new("/home/jane/.aws/credentials"));
        assert_eq!((env.places.config.variable, env.places.credentials.variable), (None, None));
        assert_eq!(env.places.home, Path::new("/home/jane"));
        assert_eq!(env.config_folder, Path::new("/home/jane/.config/daypass"));
        assert_eq!(env.caches.sso, Path::new("/home/jane/.aws/sso/cache"));
        assert_eq!(env.caches.login, Path::new("/home/jane/.aws/login/cache"));
        assert_eq!(env.language(), Language::ENGLISH);
        assert_eq!((env.route, env.profile), (RouteEnv::default(), None));
        assert_eq!(env.keyring_service, vault::SERVICE);
    }

    #[test]
    fn the_language_is_the_first_choice_that_daypass_speaks() {
        for (pairs, tag) in [
            (&[("LANG", "de_DE.UTF-8")][..], "de"),
            (&[("LANG", "de_DE.UTF-8"), ("LC_MESSAGES", "en_US.UTF-8")], "en"),
            (&[("LANG", "en_US.UTF-8"), ("LC_ALL", "de_AT@euro")], "de"),
            (&[("LANG", "en_US.UTF-8"), ("LANGUAGE", "fr:de:en")], "de"),
            (&[("LANG", "C"), ("LANGUAGE", "de")], "en"),
            (&[("LANG", "fr_FR.UTF-8")], "en"),
            (&[("LANG", "C.UTF-8"), ("LC_ALL", "")], "en"),
        ] {
            assert_eq!(read(pairs).language().tag(), tag, "{pairs:?}");
        }
    }

    #[test]
    fn credentials_in_variables_are_noticed_and_not_read() {
        let keys =
            [("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE"), ("AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI")];
        let env = read(&keys);
        assert_eq!(env.credentials, CredentialEnv { access_key: true, web_identity: false });
        assert!(!format!("{env:?}").contains("wJalrXUtnFEMI"));
        assert_eq!(read(&keys[..1]).credentials, CredentialEnv::default(), "half a key is none");
        let web = read(&[("AWS_WEB_IDENTITY_TOKEN_FILE", "/t"), ("AWS_ROLE_ARN", "arn")]);
        assert!(web.credentials.web_identity);
    }

    #[test]
    fn variables_win_and_empty_ones_do_not() {
        let env = read(&[
            ("AWS_REGION", ""),
            ("AWS_DEFAULT_REGION", "eu-west-1"),
            ("AWS_CONFIG_FILE", "~/elsewhere/config"),
            ("AWS_SHARED_CREDENTIALS_FILE", "/srv/credentials"),
            ("AWS_LOGIN_CACHE_DIRECTORY", "~/login"),
            ("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "True"),
            ("AWS_ENDPOINT_URL_IAM", "https://iam.example"),
            ("AWS_USE_FIPS_ENDPOINT", "true"),
            ("AWS_USE_DUALSTACK_ENDPOINT", ""),
            ("AWS_DEFAULT_PROFILE", "old"),
            ("AWS_PROFILE", "new"),
        ]);
        assert_eq!(env.route.region.as_deref(), Some("eu-west-1"));
        assert_eq!(env.route.ignore_configured_endpoint_urls.as_deref(), Some("True"));
        assert_eq!(env.route.endpoint_url_iam.as_deref(), Some("https://iam.example"));
        assert_eq!(env.route.use_fips_endpoint.as_deref(), Some("true"));
        assert_eq!(env.route.use_dualstack_endpoint, None);
        assert_eq!(env.places.config.path, Path::new("/home/jane/elsewhere/config"));
        assert_eq!(env.places.credentials.path, Path::new("/srv/credentials"));
        assert_eq!(env.places.config.variable, Some("AWS_CONFIG_FILE"));
        assert_eq!(env.places.credentials.variable, Some("AWS_SHARED_CREDENTIALS_FILE"));
        assert_eq!(env.caches.login, Path::new("/home/jane/login"));
        assert_eq!(env.caches.cli, Path::new("/home/jane/.aws/cli/cache"), "no variable moves it");
        assert_eq!(env.profile.as_deref(), Some("new"));
    }

    #[test]
    fn of_keys_it_is_known_that_they_are_set_and_no_more() {
        let env = read(&[
            ("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE"),
            ("AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI"),
            ("AWS_ROLE_ARN", ""),
            ("AWS_DEFAULT_PROFILE", "old"),
            ("AWS_EC2_METADATA_DISABLED", "TRUE"),
        ]);
        let wanted = Surroundings {
            default_profile: Some("old".to_owned()),
            access_key_id: true,
            secret_access_key: true,
            instance_metadata_disabled: true,
            ..Surroundings::default()
        };
        assert_eq!(env.surroundings, wanted);
        assert_eq!(read(&[]).surroundings, Surroundings::default());
    }
}
