//! What a person may send along with a report of trouble: which programs are there, in which state.
//!
//! Never what anything holds, and no names: no profile, no account, no user, no path that somebody chose.
//! Whatever does not answer in time is said not to.

#[cfg(target_os = "linux")]
pub mod bus;
mod environment;
mod files;
mod log;
pub mod report;
mod system;

use std::path::PathBuf;
use std::sync::mpsc::sync_channel;
use std::time::Duration;

use daypass_core::ports::{AwsPaths, SettingsStore};
use daypass_core::settings::Settings;

use crate::environment::{Environment, Folders, Lookup};
use crate::settings::SettingsFiles;
use crate::stopwatch::Stopwatch;
use report::{Report, Section};

/// How long all questions together may take.
const DEADLINE: Duration = Duration::from_secs(3);

/// Where the answers about this user are found.
struct Places {
    folders: Folders,
    environment: Environment,
    aws: AwsPaths,
    settings: Option<Settings>,
}

/// Asks this machine, its desktop and our own files: at most [`DEADLINE`], whoever does not answer.
#[must_use]
#[expect(
    clippy::disallowed_methods,
    reason = "one of the places that read the environment: which variables are set"
)]
pub fn of_this_user() -> Report {
    collect(&|name| std::env::var_os(name), &Folders::of_this_user())
}

fn collect(lookup: Lookup<'_>, folders: &Folders) -> Report {
    let since = Stopwatch::start();
    // Asked first, so that they are answered while our own files are read.
    let asked = desktop();
    let places = Places::of(Environment::from_lookup(lookup, folders), folders);
    let mut report = Report::default();
    report.add(system::section(lookup));
    for (title, answer) in asked {
        let left = DEADLINE.saturating_sub(since.elapsed());
        report.add(
            answer
                .recv_timeout(left)
                .unwrap_or_else(|_| Section::new(title).line("state", "does not answer")),
        );
    }
    report.add(files::section(&places));
    report.add(settings(&places));
    report.add(environment::section(lookup));
    report.add(log::section(&places.environment.state_folder));
    report
}

impl Places {
    fn of(environment: Environment, folders: &Folders) -> Self {
        let files = SettingsFiles::new(&environment.config_folder, &environment.state_folder);
        let settings = files.load().ok();
        let aws = environment.places.paths(&settings.clone().unwrap_or_default());
        Self { folders: folders.clone(), environment, aws, settings }
    }
}

type Question = (&'static str, fn(&'static str) -> Section);

#[cfg(target_os = "linux")]
const QUESTIONS: [Question; 4] = [
    ("Tray", bus::tray),
    ("Notifications", bus::notifications),
    ("Keyring", bus::keyring),
    ("Portal", bus::portal),
];
#[cfg(not(target_os = "linux"))]
const QUESTIONS: [Question; 0] = [];

/// Each question has a thread of its own: one that never comes back is left behind.
fn desktop() -> Vec<(&'static str, std::sync::mpsc::Receiver<Section>)> {
    let ask = |(title, question): Question| {
        let (sender, receiver) = sync_channel(1);
        let thread = std::thread::Builder::new().name("diagnostics".to_owned());
        // Without a thread nobody answers.
        let _ = thread.spawn(move || sender.send(question(title)));
        (title, receiver)
    };
    QUESTIONS.map(ask).into_iter().collect()
}

fn settings(places: &Places) -> Section {
    let environment = &places.environment;
    let files = SettingsFiles::new(&environment.config_folder, &environment.state_folder);
    let memory = files.recall();
    let section = Section::new("Settings");
    let section = match &places.settings {
        Some(settings) => chosen(section, settings),
        None => section.line("state", "the file cannot be understood or read"),
    };
    let section = section.line("starts at login", on_off(crate::start_at_login::of_this_user().is_on()));
    match memory.drift {
        Some(drift) => section.line("AWS's clock ahead", format!("{} ms", drift.ahead().num_milliseconds())),
        None => section.line("AWS's clock ahead", "not known"),
    }
}

fn on_off(state: Option<bool>) -> &'static str {
    match state {
        Some(true) => "yes",
        Some(false) => "no",
        None => "not offered",
    }
}

fn chosen(section: Section, settings: &Settings) -> Section {
    let is = |chosen: bool| if chosen { "chosen" } else { "usual" };
    section
        .line("reminders", settings.reminders.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "))
        .line("quiet hours", is(settings.quiet_hours.is_some()))
        .line("sound", on_off(Some(settings.sound)))
        .line("shortcut", settings.shortcut.as_deref().unwrap_or("none"))
        .line("theme", settings.theme.as_deref().unwrap_or("the desktop's"))
        .line("language", settings.language.as_deref().unwrap_or("the desktop's"))
        .line("config file", is(settings.config_file.is_some()))
        .line("credentials file", is(settings.credentials_file.is_some()))
        .line("targets", is(settings.identity_target.is_some() || settings.role_target.is_some()))
        .line("page kept", on_off(Some(settings.keep_page)))
        .line("profiles with settings", settings.profiles.len().to_string())
        .line("fields of a newer Daypass", settings.unknown.len().to_string())
}

/// A file of ours or of AWS's and its usual place below the home folder.
struct Usual {
    label: &'static str,
    path: PathBuf,
    usual: PathBuf,
    /// What says that it lies elsewhere.
    variable: Option<&'static str>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[expect(clippy::disallowed_methods, reason = "the files of this test are written by somebody else")]
    fn nobody_is_named() {
        let home = tempfile::tempdir().unwrap();
        let at = |name: &str| home.path().join(name);
        let folders = Folders { home: home.path().to_owned(), config: at("config"), state: at("state") };
        let planted = "{\"shortcut\":\"Ctrl+Alt+D\",\"config_file\":\"/srv/planted-company/config\",\
                       \"profiles\":{\"planted-profile\":{\"access_key_id\":\"AKIAIOSFODNN7EXAMPLE\"}}}";
        std::fs::create_dir_all(at("config/daypass")).unwrap();
        std::fs::write(at("config/daypass/settings.json"), planted).unwrap();
        std::fs::create_dir_all(at("state/daypass/log")).unwrap();
        std::fs::write(
            at("state/daypass/log/daypass.2026-11-22.log"),
            "2026-11-22T12:00:00Z  WARN daypass_core: planted-profile 123456789012\nx ERROR y\nx INFO y\n",
        )
        .unwrap();
        let lookup = |name: &str| match name {
            "AWS_SHARED_CREDENTIALS_FILE" => Some(at("planted-folder/123456789012/credentials").into()),
            "AWS_PROFILE" => Some("planted-profile".into()),
            "HTTPS_PROXY" => Some("http://planted-user:planted-password@proxy:3128".into()),
            "LANG" => Some("de_DE.UTF-8".into()),
            _ => None,
        };
        let text = collect(&lookup, &folders).to_string();
        for secret in ["planted", "123456789012", "AKIA", &home.path().display().to_string()] {
            assert!(!text.contains(secret), "{secret} in {text}");
        }
        for wanted in [
            "shortcut: Ctrl+Alt+D",
            "config file: chosen",
            "credentials file: usual",
            "config: where the settings say: not there",
            "profiles with settings: 1",
            "variables set: AWS_PROFILE, AWS_SHARED_CREDENTIALS_FILE, HTTPS_PROXY",
            "credentials: where AWS_SHARED_CREDENTIALS_FILE says: not there",
            "warnings: 1",
            "errors: 1",
            "locale: de_DE.UTF-8",
        ] {
            assert!(text.contains(wanted), "{wanted} not in {text}");
        }
    }
}
