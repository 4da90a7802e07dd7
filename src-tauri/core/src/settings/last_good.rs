//! The settings that count while their file is not understood: those that were read last.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::failure::Failure;
use crate::ports::SettingsStore;
use crate::profile::SerialNumber;
use crate::role_limit::RoleLimits;
use crate::settings::{Memory, Settings};
use crate::used_codes::UsedSteps;

/// A store that goes on with what it read last when the file cannot be read, so that a slip of the
/// hand neither ends a reminder nor hides a key. Meanwhile it saves nothing unasked: whoever is
/// at work on the file would lose it.
pub struct LastGood {
    store: Arc<dyn SettingsStore>,
    seen: Mutex<Seen>,
}

#[derive(Default)]
struct Seen {
    good: Settings,
    trouble: Option<Failure>,
}

impl LastGood {
    /// Over a store that fails; defaults count until it was read once.
    #[must_use]
    pub fn over(store: Arc<dyn SettingsStore>) -> Self {
        Self { store, seen: Mutex::default() }
    }

    /// Reads the file: the settings that count, and what is wrong with it.
    pub fn look(&self) -> (Settings, Option<Failure>) {
        let read = self.store.load();
        let mut seen = self.seen();
        match read {
            Ok(settings) => *seen = Seen { good: settings, trouble: None },
            Err(failure) => seen.trouble = Some(failure),
        }
        (seen.good.clone(), seen.trouble.clone())
    }

    /// Saves also over a file that is not understood, because a person said so. The store keeps the
    /// bad file aside.
    ///
    /// # Errors
    /// As [`SettingsStore::save`].
    pub fn save_anew(&self, settings: &Settings) -> Result<(), Failure> {
        self.store.save(settings)?;
        *self.seen() = Seen { good: settings.clone(), trouble: None };
        Ok(())
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl SettingsStore for LastGood {
    fn load(&self) -> Result<Settings, Failure> {
        Ok(self.look().0)
    }

    fn save(&self, settings: &Settings) -> Result<(), Failure> {
        match self.look().1 {
            Some(trouble) => Err(trouble),
            None => self.save_anew(settings),
        }
    }

    fn recall(&self) -> Memory {
        self.store.recall()
    }

    fn remember(&self, memory: &Memory) {
        self.store.remember(memory);
    }

    fn used_steps(&self) -> UsedSteps {
        self.store.used_steps()
    }

    fn note_used_step(&self, serial: &SerialNumber, step: i64) {
        self.store.note_used_step(serial, step);
    }

    fn role_limits(&self) -> RoleLimits {
        self.store.role_limits()
    }

    fn remember_role_limits(&self, limits: &RoleLimits) {
        self.store.remember_role_limits(limits);
    }
}
