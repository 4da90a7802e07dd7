//! The shortcut of macOS and Windows, by Tauri's plugin.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use daypass_core::failure::{Code, Failure};
use daypass_core::shortcut::{Key, Shortcut};
use daypass_core::text;
use tauri::{AppHandle, Manager, Runtime};
use tauri_plugin_global_shortcut::{Builder, GlobalShortcutExt, ShortcutState};

type OnPress = Arc<dyn Fn() + Send + Sync>;
/// Asks the system for the keys by their names, and gives back all others.
type Register = dyn Fn(Option<&str>) -> Result<(), tauri_plugin_global_shortcut::Error> + Send + Sync;

/// One shortcut of this session.
pub(super) struct GlobalShortcut {
    register: Box<Register>,
    held: Mutex<(Option<Shortcut>, Option<Failure>)>,
}

impl GlobalShortcut {
    /// No keys yet.
    pub(super) fn new<R: Runtime>(app: &AppHandle<R>, on_press: OnPress) -> Self {
        if let Err(error) = app.plugin(Builder::new().build()) {
            tracing::warn!("no shortcuts: {error}");
        }
        let app = app.clone();
        let register = move |keys: Option<&str>| {
            let shortcuts = app.global_shortcut();
            shortcuts.unregister_all()?;
            let Some(keys) = keys else { return Ok(()) };
            let on_press = Arc::clone(&on_press);
            shortcuts.on_shortcut(keys, move |_, _, event| {
                if event.state() == ShortcutState::Pressed {
                    on_press();
                }
            })
        };
        Self { register: Box::new(register), held: Mutex::default() }
    }

    /// Gives back the keys of before and asks for these.
    pub(super) fn set(&self, keys: Option<Shortcut>) {
        let mut held = self.held();
        if held.0 == keys && held.1.is_none() {
            return;
        }
        let asked = (self.register)(keys.map(in_words).as_deref());
        *held = (keys, asked.err().zip(keys).map(|(error, keys)| refused(keys, &error.to_string())));
    }

    /// Why the keys are not heard; none while they are, or where none are set.
    pub(super) fn problem(&self) -> Option<Failure> {
        self.held().1.clone()
    }

    fn held(&self) -> MutexGuard<'_, (Option<Shortcut>, Option<Failure>)> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// As the plugin reads it.
fn in_words(keys: Shortcut) -> String {
    let modifiers =
        [(keys.ctrl, "control+"), (keys.alt, "alt+"), (keys.shift, "shift+"), (keys.meta, "super+")];
    let held: String = modifiers.into_iter().filter(|(held, _)| *held).map(|(_, name)| name).collect();
    match keys.key {
        Key::Letter(letter) => format!("{held}Key{letter}"),
        Key::Digit(digit) => format!("{held}Digit{digit}"),
        Key::Function(_) | Key::Named(_) => format!("{held}{}", keys.key),
    }
}

fn refused(keys: Shortcut, why: &str) -> Failure {
    Failure::new(
        Code::BadInput,
        text!(
            "The system did not give {} to Daypass: another program may have it already.",
            keys.to_string()
        ),
        text!("Choose other keys here, or take them from the other program first."),
    )
    .with_detail(why)
}
