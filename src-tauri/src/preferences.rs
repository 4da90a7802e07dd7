//! The settings that count now, for whoever on the desktop goes by them: theme, language, shortcut,
//! whether the page is kept.

use std::sync::{Arc, Mutex, PoisonError};

use daypass_core::failure::Failure;
use daypass_core::settings::Settings;
use tokio::sync::watch;

/// The settings as the keeper told them last. Managed by the app from its beginning on.
pub struct Preferences {
    settings: watch::Sender<Arc<Settings>>,
    shortcut_problem: Mutex<Option<Failure>>,
}

impl Preferences {
    /// What was read before there was a keeper.
    #[must_use]
    pub fn new(settings: Settings) -> Self {
        Self { settings: watch::Sender::new(Arc::new(settings)), shortcut_problem: Mutex::default() }
    }

    /// The settings now.
    #[must_use]
    pub fn now(&self) -> Arc<Settings> {
        self.settings.borrow().clone()
    }

    /// Hears of each change, whether it was made on the page or in the file.
    #[must_use]
    pub fn changes(&self) -> watch::Receiver<Arc<Settings>> {
        self.settings.subscribe()
    }

    /// The keeper says what counts.
    pub fn set(&self, settings: &Settings) {
        self.settings.send_replace(Arc::new(settings.clone()));
    }

    /// Why the shortcut that counts now does not work here, or nothing.
    #[must_use]
    pub fn shortcut_problem(&self) -> Option<Failure> {
        self.shortcut_problem.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Whoever registers shortcuts says what came of it.
    pub fn set_shortcut_problem(&self, problem: Option<Failure>) {
        *self.shortcut_problem.lock().unwrap_or_else(PoisonError::into_inner) = problem;
    }
}
