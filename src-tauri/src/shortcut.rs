//! The shortcut that the settings name: pressed anywhere, it does what a click on the tray icon does.

#[cfg(not(target_os = "linux"))]
mod native;

use std::sync::{Arc, Mutex, PoisonError};

use daypass_core::failure::Failure;
use daypass_core::shortcut::Shortcut;
use tauri::{AppHandle, Manager, Runtime};

#[cfg(target_os = "linux")]
use daypass_adapters::shortcut::{GlobalShortcut, Way};
#[cfg(not(target_os = "linux"))]
use native::GlobalShortcut;

use crate::popover::Popover;

/// The shortcut of this program.
pub struct PopoverShortcut {
    keys: GlobalShortcut,
    /// What is wrong with the text in the settings file.
    unreadable: Mutex<Option<Failure>>,
}

impl PopoverShortcut {
    /// No keys yet.
    #[cfg(target_os = "linux")]
    pub fn new<R: Runtime>(app: &AppHandle<R>) -> Self {
        let app = app.clone();
        let keys = GlobalShortcut::new(Way::of_this_session(), Arc::new(move || pressed(&app)));
        Self { keys, unreadable: Mutex::default() }
    }

    /// No keys yet.
    #[cfg(not(target_os = "linux"))]
    pub fn new<R: Runtime>(app: &AppHandle<R>) -> Self {
        let pressed_on = app.clone();
        let keys = GlobalShortcut::new(app, Arc::new(move || pressed(&pressed_on)));
        Self { keys, unreadable: Mutex::default() }
    }

    /// Asks for the keys that the settings name, and gives back those of before. Blocks until the
    /// desktop has answered, a second at most.
    pub fn set(&self, wanted: Option<&str>) {
        let (keys, unreadable) = match wanted.map(Shortcut::parse).transpose() {
            Ok(keys) => (keys, None),
            Err(failure) => (None, Some(failure)),
        };
        *self.unreadable.lock().unwrap_or_else(PoisonError::into_inner) = unreadable;
        self.keys.set(keys);
    }

    /// Why it does not work here; none while it does, or where none is wanted.
    pub fn problem(&self) -> Option<Failure> {
        let unreadable = self.unreadable.lock().unwrap_or_else(PoisonError::into_inner).clone();
        unreadable.or_else(|| self.keys.problem())
    }
}

/// Asks for the keys that settings name, and does not wait for the desktop.
pub fn follow<R: Runtime>(app: &AppHandle<R>, wanted: Option<String>) {
    let app = app.clone();
    tauri::async_runtime::spawn_blocking(move || settle(&app, wanted.as_deref()));
}

/// Why the keys that settings name do not work here, once the desktop has answered.
pub async fn problem<R: Runtime>(app: &AppHandle<R>, wanted: Option<String>) -> Option<Failure> {
    let app = app.clone();
    let settled = tauri::async_runtime::spawn_blocking(move || settle(&app, wanted.as_deref()));
    settled.await.ok().flatten()
}

fn settle<R: Runtime>(app: &AppHandle<R>, wanted: Option<&str>) -> Option<Failure> {
    let shortcut = app.try_state::<PopoverShortcut>()?;
    shortcut.set(wanted);
    shortcut.problem()
}

fn pressed<R: Runtime>(app: &AppHandle<R>) {
    if let Some(popover) = app.try_state::<Arc<Popover<R>>>() {
        popover.click(None);
    }
}
