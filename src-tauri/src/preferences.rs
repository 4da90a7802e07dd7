//! The settings that count now, for whoever on the desktop goes by them: theme, language, shortcut,
//! whether the page is kept.

use std::sync::Arc;

use daypass_core::settings::Settings;
use tokio::sync::watch;

/// The settings as the keeper told them last. Managed by the app from its beginning on.
pub struct Preferences {
    settings: watch::Sender<Arc<Settings>>,
}

impl Preferences {
    /// What was read before there was a keeper.
    #[must_use]
    pub fn new(settings: Settings) -> Self {
        Self { settings: watch::Sender::new(Arc::new(settings)) }
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
}
