//! Keys that are heard whatever program has the keyboard.
//!
//! X11 lets a client grab keys; Wayland has the portal `org.freedesktop.portal.GlobalShortcuts`, where
//! the desktop decides. `docs/decisions/global-shortcut.md` says which library does what.

mod portal;
mod x11;

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use daypass_core::failure::{Code, Failure};
use daypass_core::shortcut::Shortcut;
use daypass_core::text;

use crate::environment::Lookup;

/// Hears that the keys were pressed, on a thread of ours.
pub type OnPress = Arc<dyn Fn() + Send + Sync>;

/// How keys reach a program in this session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// The program asks the X server for them.
    X11,
    /// The program asks the desktop's portal for them.
    Portal,
    /// Not at all.
    None,
}

impl Way {
    /// The way of the session that this process runs in.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "the session is known by its environment alone")]
    pub fn of_this_session() -> Self {
        Self::from_lookup(&|name| std::env::var_os(name))
    }

    /// The way of a session with these variables. An X server that runs inside a Wayland session hears
    /// no keys of others.
    #[must_use]
    pub fn from_lookup(lookup: Lookup<'_>) -> Self {
        let named = |name: &str| lookup(name).filter(|value| !value.is_empty());
        if named("WAYLAND_DISPLAY").is_some()
            || named("XDG_SESSION_TYPE").is_some_and(|kind| kind == "wayland")
        {
            Self::Portal
        } else if named("DISPLAY").is_some() {
            Self::X11
        } else {
            Self::None
        }
    }
}

/// Why the keys are not heard, as far as is known now.
type Problem = Arc<Mutex<Option<Failure>>>;

/// One shortcut of this session.
pub struct GlobalShortcut {
    way: Way,
    on_press: OnPress,
    held: Mutex<Held>,
}

#[derive(Default)]
struct Held {
    keys: Option<Shortcut>,
    /// Dropped to give the keys back.
    hold: Option<Hold>,
    problem: Problem,
}

enum Hold {
    X11 { _grab: x11::Grab },
    Portal { _bound: portal::Bound },
}

impl GlobalShortcut {
    /// No keys yet: nothing is connected to before [`GlobalShortcut::set`].
    #[must_use]
    pub fn new(way: Way, on_press: OnPress) -> Self {
        Self { way, on_press, held: Mutex::default() }
    }

    /// Gives back the keys of before and asks for these. Keys that are held already stay; such that
    /// could not be had are asked for again.
    pub fn set(&self, keys: Option<Shortcut>) {
        let mut held = self.held();
        if held.keys == keys && (keys.is_none() || (held.hold.is_some() && lock(&held.problem).is_none())) {
            return;
        }
        // First the old keys: they may be among the new ones.
        held.hold = None;
        held.keys = keys;
        held.problem = Problem::default();
        if let Some(keys) = keys {
            match self.ask(keys, &held.problem) {
                Ok(hold) => held.hold = Some(hold),
                Err(failure) => *lock(&held.problem) = Some(failure),
            }
        }
    }

    fn ask(&self, keys: Shortcut, problem: &Problem) -> Result<Hold, Failure> {
        let on_press = Arc::clone(&self.on_press);
        match self.way {
            Way::X11 => Ok(Hold::X11 { _grab: x11::grab(keys, on_press, Arc::clone(problem))? }),
            Way::Portal => Ok(Hold::Portal { _bound: portal::bind(keys, on_press, Arc::clone(problem))? }),
            Way::None => Err(no_way("neither DISPLAY nor WAYLAND_DISPLAY is set")),
        }
    }

    /// Why the keys are not heard; none while they are, or where none are set.
    #[must_use]
    pub fn problem(&self) -> Option<Failure> {
        lock(&self.held().problem).clone()
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        lock(&self.held)
    }
}

impl fmt::Debug for GlobalShortcut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GlobalShortcut").field("way", &self.way).finish_non_exhaustive()
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn taken(keys: Shortcut) -> Failure {
    Failure::new(
        Code::BadInput,
        text!("Another program has {} already.", keys.to_string()),
        text!("Choose other keys here, or take them from the other program first."),
    )
}

fn not_on_this_keyboard(keys: Shortcut) -> Failure {
    Failure::new(
        Code::BadInput,
        text!("This keyboard's layout has no key for {}.", keys.to_string()),
        text!("Choose a key that stands on this keyboard."),
    )
}

fn no_way(why: impl Into<String>) -> Failure {
    Failure::new(
        Code::Internal,
        text!("This desktop gives no program a shortcut."),
        text!(
            "In the desktop's own keyboard settings, let a shortcut start {}: that opens the popover.",
            "daypass-desktop"
        ),
    )
    .with_detail(why)
}

fn not_given(keys: Shortcut) -> Failure {
    Failure::new(
        Code::Internal,
        text!("The desktop did not give {} to Daypass.", keys.to_string()),
        text!(
            "Save the settings again to be asked again, or give it the keys in the desktop's own keyboard settings."
        ),
    )
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;

    use super::*;

    fn way(pairs: &[(&str, &str)]) -> Way {
        Way::from_lookup(&|name| {
            let found = pairs.iter().find(|(key, _)| *key == name);
            found.map(|(_, value)| OsString::from(value))
        })
    }

    #[test]
    fn the_session_says_how_keys_are_had() {
        assert_eq!(way(&[("DISPLAY", ":0"), ("XDG_SESSION_TYPE", "x11")]), Way::X11);
        assert_eq!(way(&[("DISPLAY", ":0"), ("WAYLAND_DISPLAY", "wayland-0")]), Way::Portal);
        assert_eq!(way(&[("DISPLAY", ":0"), ("XDG_SESSION_TYPE", "wayland")]), Way::Portal);
        assert_eq!(way(&[("DISPLAY", ""), ("WAYLAND_DISPLAY", "")]), Way::None);
    }

    #[test]
    fn without_a_display_it_is_said_what_to_do() {
        let shortcut = GlobalShortcut::new(Way::None, Arc::new(|| {}));
        assert_eq!(shortcut.problem(), None);
        shortcut.set(Some(Shortcut::parse("Ctrl+Alt+D").unwrap()));
        assert!(shortcut.problem().unwrap().hint.contains("daypass-desktop"));
        shortcut.set(None);
        assert_eq!(shortcut.problem(), None, "nothing is wanted, so nothing is wrong");
    }
}
