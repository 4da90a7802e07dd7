//! The real world, as the core asks for it.

use std::sync::Arc;

use daypass_adapters::caches::CachesOnDisk;
use daypass_adapters::clock::SystemClock;
use daypass_adapters::environment::Environment;
use daypass_adapters::files::AwsFilesOnDisk;
use daypass_adapters::places::PlacesOnDisk;
use daypass_adapters::settings::SettingsFiles;
use daypass_adapters::sts::Sts;
use daypass_adapters::vault::{DEADLINE, Keyring};
use daypass_core::failure::Failure;
use daypass_core::language::Language;
use daypass_core::notice::Notice;
use daypass_core::ports::{Notifier, Ports, SettingsStore};

/// Ports to this machine and this user's files. Nothing is opened or connected to yet.
pub fn of_this_process() -> Ports {
    let env = Environment::of_this_process();
    let clock = Arc::new(SystemClock);
    let settings = SettingsFiles::new(&env.config_folder, &env.state_folder);
    // Settings that cannot be read are said to be so before anything is done.
    let paths = env.places.paths(&settings.load().unwrap_or_default());
    let sts = Arc::new(Sts::new(clock.clone(), paths.clone(), env.network));
    Ports {
        issuer: sts.clone(),
        directory: sts,
        vault: Arc::new(Keyring::of_this_system(&env.keyring_service, DEADLINE)),
        files: Arc::new(AwsFilesOnDisk::new(paths, &env.state_folder, Arc::new(SystemClock))),
        caches: Arc::new(CachesOnDisk::new(env.caches)),
        notifier: Arc::new(NoNotifier),
        clock,
        places: Arc::new(PlacesOnDisk::new(env.places, &settings)),
        settings: Arc::new(settings),
        codes: Arc::default(),
        route_env: env.route,
        credential_env: env.credentials,
        // Scripts read what is printed, so it is the same everywhere.
        language: Language::ENGLISH,
    }
}

/// A command ends before anything could be announced.
struct NoNotifier;

impl Notifier for NoNotifier {
    fn show(&self, _notice: &Notice) -> Result<(), Failure> {
        Ok(())
    }

    fn amend(&self, _notice: &Notice) {}

    fn withdraw(&self, _id: &str) {}
}
