//! Which language the keeper speaks.

use std::sync::{Arc, Mutex, PoisonError};

use crate::language::Language;
use crate::settings::Settings;

/// The language of now, known to the keeper and to all its handles.
#[derive(Clone, Debug)]
pub(super) struct Spoken {
    desktop: Language,
    now: Arc<Mutex<Language>>,
}

impl Spoken {
    /// The desktop's, until settings choose another.
    pub(super) fn new(desktop: Language) -> Self {
        Self { desktop, now: Arc::new(Mutex::new(desktop)) }
    }

    pub(super) fn now(&self) -> Language {
        *self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The settings' language counts, else the desktop's.
    pub(super) fn go_by(&self, settings: &Settings) {
        let chosen = settings.language.as_deref().and_then(Language::of_tag);
        *self.now.lock().unwrap_or_else(PoisonError::into_inner) = chosen.unwrap_or(self.desktop);
    }
}
