//! The ports, wired to the real adapters: for the user's own files, or for the demo's.

use std::path::Path;
use std::sync::Arc;

use daypass_adapters::caches::CachesOnDisk;
use daypass_adapters::clock::SystemClock;
use daypass_adapters::console::Console;
use daypass_adapters::environment::{Environment, Folders};
use daypass_adapters::files::AwsFilesOnDisk;
use daypass_adapters::notify::{self, Answers, DesktopNotifier};
use daypass_adapters::places::PlacesOnDisk;
use daypass_adapters::settings::SettingsFiles;
use daypass_adapters::sts::Sts;
use daypass_adapters::vault::{self, Keyring};
use daypass_adapters::watch::Goals;
use daypass_core::explain::Surroundings;
use daypass_core::failure::{Code, Failure};
use daypass_core::language::Language;
use daypass_core::ports::{AwsPlace, Clock, Ports, SettingsStore};
use daypass_core::settings::Settings;
use daypass_core::text;
use daypass_demo::{Account, DemoOptions, DemoServer, write_home};

use crate::desk::DemoDevice;

/// The ports to a world, and its files that others change.
pub struct World {
    /// The ports.
    pub ports: Ports,
    /// Both AWS files and the settings, and other tools' caches.
    pub watched: Goals,
    /// Where the consoles of its roles are entered.
    pub console: Console,
}

/// The world of the person at this desktop.
pub fn own(answers: Answers) -> World {
    let environment = Environment::of_this_process();
    let console = Console::of_aws(environment.network.clone());
    world(environment, console, answers)
}

/// What the person at this desktop has chosen, as far as it can be read: the keeper says what cannot.
pub fn settings() -> Settings {
    settings_of(&Environment::of_this_process()).load().unwrap_or_default()
}

/// What the desktop speaks, where nothing was chosen.
#[must_use]
pub fn language() -> Language {
    Environment::of_this_process().language()
}

fn settings_of(environment: &Environment) -> SettingsFiles {
    SettingsFiles::new(&environment.config_folder, &environment.state_folder)
}

/// A world of its own for the demo: an STS on loopback, AWS files and settings in a temporary
/// folder, and a name of its own in the keyring. Nothing of the user's is read or written; it looks
/// as the program did before.
pub async fn demo(answers: Answers, before: &Settings) -> Result<(World, DemoDevice), Failure> {
    let home = tempfile::Builder::new().prefix("daypass-demo-").tempdir().map_err(no_demo)?;
    let account = Account::random().map_err(no_demo)?;
    let clock = SystemClock;
    let options = DemoOptions::new(account.clone(), Arc::new(move || clock.now()));
    let server = DemoServer::start(options).await.map_err(no_demo)?;
    let files = write_home(&home.path().join("aws"), &account, &server.endpoint()).map_err(no_demo)?;
    let mut environment = clean_environment(home.path());
    let place = |path| AwsPlace { path, variable: None };
    environment.places.config = place(files.config);
    environment.places.credentials = place(files.credentials);
    let (theme, language) = (before.theme.clone(), before.language.clone());
    let (shortcut, keep_page) = (before.shortcut.clone(), before.keep_page);
    let looks = Settings { theme, language, shortcut, keep_page, ..Settings::default() };
    settings_of(&environment).save(&looks)?;
    // A key that is added here is the demo's, too: nothing of a demo goes to AWS.
    environment.route.endpoint_url = Some(server.endpoint());
    let console = Console::at(&server.endpoint());
    Ok((world(environment, console, answers), DemoDevice { server, home }))
}

/// An environment that no variable of the user's reaches: no proxy, no endpoint, no profile.
fn clean_environment(home: &Path) -> Environment {
    let folders = Folders { home: home.to_owned(), config: home.join("config"), state: home.join("state") };
    let mut environment = Environment::from_lookup(&|_| None, &folders);
    environment.keyring_service = "daypass-demo".to_owned();
    // It is the same person who reads.
    environment.languages = Environment::of_this_process().languages;
    environment
}

/// What the environment that this program was started with says about credentials. The demo's tools
/// have an environment without a word of them.
pub fn surroundings(demo: bool) -> Surroundings {
    if demo { Surroundings::default() } else { Environment::of_this_process().surroundings }
}

fn world(environment: Environment, console: Console, answers: Answers) -> World {
    let language = environment.language();
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let settings = settings_of(&environment);
    let paths = environment.places.paths(&settings.load().unwrap_or_default());
    let files = vec![paths.config.clone(), paths.credentials.clone(), settings.settings_path().to_owned()];
    let watched = Goals { files, folders: environment.caches.all() };
    let sts = Arc::new(Sts::new(clock.clone(), paths.clone(), environment.network));
    let ports = Ports {
        issuer: sts.clone(),
        directory: sts,
        vault: Arc::new(Keyring::of_this_system(&environment.keyring_service, vault::DEADLINE)),
        files: Arc::new(AwsFilesOnDisk::new(paths, &environment.state_folder, Arc::new(SystemClock))),
        caches: Arc::new(CachesOnDisk::new(environment.caches)),
        notifier: Arc::new(DesktopNotifier::new(&environment.state_folder, notify::DEADLINE, answers)),
        clock,
        places: Arc::new(PlacesOnDisk::new(environment.places, &settings)),
        settings: Arc::new(settings),
        codes: Arc::default(),
        route_env: environment.route,
        credential_env: environment.credentials,
        language,
    };
    World { ports, watched, console }
}

fn no_demo(error: impl std::fmt::Display) -> Failure {
    Failure::new(
        Code::Internal,
        text!("The demo account could not be started."),
        text!("Check that the temporary folder can be written, then try again."),
    )
    .with_detail(error.to_string())
}
