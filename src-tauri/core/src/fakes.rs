//! Ports in memory, each of which can be told to fail next, and a clock that moves by hand.

mod caches;
mod clock;
mod directory;
mod files;
mod issuer;
mod places;
mod vault;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};

use crate::failure::{Code, Failure};
use crate::language::Language;
use crate::notice::Notice;
use crate::ports::{BoardSink, Notifier, Ports, SettingsStore};
use crate::preflight::CredentialEnv;
use crate::profile::SerialNumber;
use crate::role_limit::RoleLimits;
use crate::route::RouteEnv;
use crate::settings::{Memory, Settings};
use crate::used_codes::UsedSteps;
use crate::view::BoardView;

pub use caches::FakeCaches;
pub use clock::ManualClock;
pub use directory::FakeDirectory;
pub use files::FakeFiles;
pub use issuer::FakeIssuer;
pub use places::{FakePlaces, FakeStartAtLogin};
pub use vault::FakeVault;

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A list of what was shown and withdrawn.
#[derive(Default)]
pub struct FakeNotifier {
    shown: Mutex<Vec<Notice>>,
    amended: Mutex<Vec<Notice>>,
    withdrawn: Mutex<Vec<String>>,
    broken: Mutex<bool>,
}

impl FakeNotifier {
    /// Everything shown so far.
    pub fn shown(&self) -> Vec<Notice> {
        lock(&self.shown).clone()
    }

    /// Titles of everything shown since the last call.
    pub fn take_titles(&self) -> Vec<String> {
        lock(&self.shown).drain(..).map(|notice| notice.title.to_string()).collect()
    }

    /// What was to take the place of a notice that may still be shown.
    pub fn amended(&self) -> Vec<Notice> {
        lock(&self.amended).clone()
    }

    /// The ids withdrawn so far.
    pub fn withdrawn(&self) -> Vec<String> {
        lock(&self.withdrawn).clone()
    }

    /// Whether showing fails from now on.
    pub fn break_it(&self, broken: bool) {
        *lock(&self.broken) = broken;
    }
}

impl Notifier for FakeNotifier {
    fn show(&self, notice: &Notice) -> Result<(), Failure> {
        if *lock(&self.broken) {
            return Err(Failure::new(Code::Internal, "No notification service.", "Look at the tray."));
        }
        lock(&self.shown).push(notice.clone());
        Ok(())
    }

    fn amend(&self, notice: &Notice) {
        lock(&self.amended).push(notice.clone());
    }

    fn withdraw(&self, id: &str) {
        lock(&self.withdrawn).push(id.to_owned());
    }
}

/// Settings and memory in memory.
#[derive(Default)]
pub struct FakeSettings {
    settings: Mutex<Settings>,
    memory: Mutex<Memory>,
    steps: Mutex<UsedSteps>,
    limits: Mutex<RoleLimits>,
    broken: Mutex<Option<Failure>>,
    unreadable: Mutex<Option<Failure>>,
}

impl FakeSettings {
    /// Saving fails like this from now on; none mends it.
    pub fn break_saving_with(&self, failure: Option<Failure>) {
        *lock(&self.broken) = failure;
    }

    /// The file is as somebody wrote it with an editor.
    pub fn edit_by_hand(&self, text: &str) {
        match serde_json::from_str(text) {
            Ok(settings) => {
                *lock(&self.settings) = settings;
                *lock(&self.unreadable) = None;
            }
            Err(_) => {
                let failure =
                    Failure::new(Code::Settings, "The settings cannot be understood.", "Correct them.");
                *lock(&self.unreadable) = Some(failure);
            }
        }
    }

    /// The memory file is lost: deleted, or no longer to be understood.
    pub fn lose_memory(&self) {
        *lock(&self.memory) = Memory::default();
    }
}

impl SettingsStore for FakeSettings {
    fn load(&self) -> Result<Settings, Failure> {
        match lock(&self.unreadable).clone() {
            Some(failure) => Err(failure),
            None => Ok(lock(&self.settings).clone()),
        }
    }

    fn save(&self, settings: &Settings) -> Result<(), Failure> {
        if let Some(failure) = lock(&self.broken).clone() {
            return Err(failure);
        }
        *lock(&self.settings) = settings.clone();
        *lock(&self.unreadable) = None;
        Ok(())
    }

    fn recall(&self) -> Memory {
        lock(&self.memory).clone()
    }

    fn remember(&self, memory: &Memory) {
        *lock(&self.memory) = memory.clone();
    }

    fn used_steps(&self) -> UsedSteps {
        lock(&self.steps).clone()
    }

    fn note_used_step(&self, serial: &SerialNumber, step: i64) {
        lock(&self.steps).note(serial, step);
    }

    fn role_limits(&self) -> RoleLimits {
        lock(&self.limits).clone()
    }

    fn remember_role_limits(&self, limits: &RoleLimits) {
        *lock(&self.limits) = limits.clone();
    }
}

/// A list of published boards, and one of settings.
#[derive(Default)]
pub struct FakeSink(Mutex<Vec<BoardView>>, Mutex<Vec<Settings>>);

impl FakeSink {
    /// Everything published so far.
    pub fn boards(&self) -> Vec<BoardView> {
        lock(&self.0).clone()
    }

    /// All settings that counted, one after the other.
    pub fn settled(&self) -> Vec<Settings> {
        lock(&self.1).clone()
    }
}

impl BoardSink for FakeSink {
    fn publish(&self, board: &BoardView) {
        lock(&self.0).push(board.clone());
    }

    fn settle(&self, settings: &Settings) {
        lock(&self.1).push(settings.clone());
    }
}

/// All fakes, still in hand after they were given away as [`Ports`].
pub struct World {
    /// The time.
    pub clock: Arc<ManualClock>,
    /// STS.
    pub issuer: Arc<FakeIssuer>,
    /// STS and IAM, asked about keys.
    pub directory: Arc<FakeDirectory>,
    /// The keyring.
    pub vault: Arc<FakeVault>,
    /// The AWS files.
    pub files: Arc<FakeFiles>,
    /// Other tools' caches.
    pub caches: Arc<FakeCaches>,
    /// Notifications.
    pub notifier: Arc<FakeNotifier>,
    /// Settings and memory.
    pub settings: Arc<FakeSettings>,
    /// Boards.
    pub sink: Arc<FakeSink>,
    /// Where files lie.
    pub places: Arc<FakePlaces>,
    /// What the next program finds in its environment.
    pub credential_env: CredentialEnv,
    /// What the desktop speaks.
    pub language: Language,
}

impl World {
    /// A world at `now` with these files.
    #[must_use]
    pub fn new(now: DateTime<Utc>, config: &str, credentials: &str) -> Self {
        Self::with_clock(ManualClock::at(now), config, credentials)
    }

    /// A world with this clock and these files.
    #[must_use]
    pub fn with_clock(clock: ManualClock, config: &str, credentials: &str) -> Self {
        let clock = Arc::new(clock);
        Self {
            issuer: Arc::new(FakeIssuer::new(clock.clone())),
            files: Arc::new(FakeFiles::new(clock.clone(), config, credentials)),
            clock,
            directory: Arc::default(),
            vault: Arc::default(),
            caches: Arc::default(),
            notifier: Arc::default(),
            settings: Arc::default(),
            sink: Arc::default(),
            places: Arc::default(),
            credential_env: CredentialEnv::default(),
            language: Language::ENGLISH,
        }
    }

    /// The ports to this world.
    #[must_use]
    pub fn ports(&self) -> Ports {
        Ports {
            issuer: self.issuer.clone(),
            directory: self.directory.clone(),
            vault: self.vault.clone(),
            files: self.files.clone(),
            caches: self.caches.clone(),
            notifier: self.notifier.clone(),
            clock: self.clock.clone(),
            settings: self.settings.clone(),
            places: self.places.clone(),
            // Each start of the program begins with nothing sent.
            codes: Arc::default(),
            route_env: RouteEnv::default(),
            credential_env: self.credential_env,
            language: self.language,
        }
    }
}
