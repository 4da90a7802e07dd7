//! The keys that open the popover from anywhere: `Ctrl+Alt+P`.
//!
//! A shortcut is up to four modifiers and one key, joined by `+`, in any case. Which keys there are is
//! said here, so that the same text means the same keys on every platform.

use std::fmt;

use crate::failure::{Code, Failure};
use crate::profile::visible;
use crate::text::Text;

/// Modifiers and a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Shortcut {
    /// The Control key.
    pub ctrl: bool,
    /// The Alt key; Option on a Mac.
    pub alt: bool,
    /// The Shift key.
    pub shift: bool,
    /// The Super key; Command on a Mac, the Windows key.
    pub meta: bool,
    /// The key.
    pub key: Key,
}

/// A key that is pressed together with modifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Key {
    /// `A` to `Z`, as a capital.
    Letter(char),
    /// `0` to `9`, above the letters.
    Digit(char),
    /// `F1` to `F24`, by its number.
    Function(u8),
    /// A key with a name.
    Named(Named),
}

/// Keys with names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Named {
    /// The space bar.
    Space,
    /// Return.
    Enter,
    /// Backspace.
    Backspace,
    /// Insert.
    Insert,
    /// Delete, forwards.
    Delete,
    /// Home.
    Home,
    /// End.
    End,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
    /// The arrow up.
    Up,
    /// The arrow down.
    Down,
    /// The arrow to the left.
    Left,
    /// The arrow to the right.
    Right,
}

impl Named {
    /// All of them.
    pub const ALL: [Self; 13] = [
        Self::Space,
        Self::Enter,
        Self::Backspace,
        Self::Insert,
        Self::Delete,
        Self::Home,
        Self::End,
        Self::PageUp,
        Self::PageDown,
        Self::Up,
        Self::Down,
        Self::Left,
        Self::Right,
    ];

    /// As it is written.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Space => "Space",
            Self::Enter => "Enter",
            Self::Backspace => "Backspace",
            Self::Insert => "Insert",
            Self::Delete => "Delete",
            Self::Home => "Home",
            Self::End => "End",
            Self::PageUp => "PageUp",
            Self::PageDown => "PageDown",
            Self::Up => "Up",
            Self::Down => "Down",
            Self::Left => "Left",
            Self::Right => "Right",
        }
    }
}

impl Shortcut {
    /// Reads a shortcut as a person writes it.
    ///
    /// # Errors
    /// [`Code::BadInput`]: what is wrong with it, in a sentence.
    pub fn parse(text: &str) -> Result<Self, Failure> {
        let mut parts: Vec<&str> = text.split('+').map(str::trim).collect();
        let key = parts.pop().filter(|key| !key.is_empty()).ok_or_else(no_key)?;
        let mut shortcut = Self { ctrl: false, alt: false, shift: false, meta: false, key: Key::Digit('0') };
        for part in parts {
            let modifier = shortcut.modifier(part).ok_or_else(|| unknown_modifier(part))?;
            if std::mem::replace(modifier, true) {
                return Err(twice(part));
            }
        }
        if shortcut.modifier(key).is_some() {
            return Err(no_key());
        }
        shortcut.key = Key::parse(key).ok_or_else(|| unknown_key(key))?;
        // Shift alone is how letters are typed.
        if shortcut.ctrl || shortcut.alt || shortcut.meta {
            Ok(shortcut)
        } else {
            Err(no_modifier(shortcut.key))
        }
    }

    fn modifier(&mut self, name: &str) -> Option<&mut bool> {
        match name.to_ascii_lowercase().as_str() {
            "ctrl" | "control" => Some(&mut self.ctrl),
            "alt" | "option" => Some(&mut self.alt),
            "shift" => Some(&mut self.shift),
            "super" | "meta" | "win" | "cmd" | "command" => Some(&mut self.meta),
            _ => None,
        }
    }
}

/// Checks a shortcut as a person writes it, and writes it as Daypass does.
///
/// # Errors
/// As for [`Shortcut::parse`].
pub fn check(text: &str) -> Result<String, Failure> {
    Shortcut::parse(text).map(|shortcut| shortcut.to_string())
}

impl Key {
    fn parse(text: &str) -> Option<Self> {
        let upper = text.to_ascii_uppercase();
        if let &[one] = upper.as_bytes() {
            return match one {
                b'A'..=b'Z' => Some(Self::Letter(char::from(one))),
                b'0'..=b'9' => Some(Self::Digit(char::from(one))),
                _ => None,
            };
        }
        let number = upper.strip_prefix('F').filter(|rest| !rest.starts_with(['0', '+']));
        if let Some(Ok(number)) = number.map(str::parse::<u8>) {
            return (1..=24).contains(&number).then_some(Self::Function(number));
        }
        Named::ALL.into_iter().find(|named| named.name().eq_ignore_ascii_case(text)).map(Self::Named)
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Letter(letter) => write!(f, "{letter}"),
            Self::Digit(digit) => write!(f, "{digit}"),
            Self::Function(number) => write!(f, "F{number}"),
            Self::Named(named) => f.write_str(named.name()),
        }
    }
}

/// As [`Shortcut::parse`] reads it, always in the same order.
impl fmt::Display for Shortcut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let modifiers = [(self.ctrl, "Ctrl"), (self.alt, "Alt"), (self.shift, "Shift"), (self.meta, "Super")];
        for (_, name) in modifiers.into_iter().filter(|(held, _)| *held) {
            write!(f, "{name}+")?;
        }
        write!(f, "{}", self.key)
    }
}

const EXAMPLE: &str = "Ctrl+Alt+P";

fn bad(message: Text, hint: Text) -> Failure {
    Failure::new(Code::BadInput, message, hint)
}

fn no_key() -> Failure {
    bad(text!("The shortcut has no key after its modifiers."), text!("Write it as {}.", EXAMPLE))
}

fn unknown_modifier(name: &str) -> Failure {
    bad(
        text!("The shortcut has something else than a modifier before its key: “{}”.", visible(name)),
        text!("Modifiers are Ctrl, Alt, Shift and Super."),
    )
}

fn twice(name: &str) -> Failure {
    bad(text!("The shortcut has {} twice.", name), text!("Write it as {}.", EXAMPLE))
}

fn unknown_key(name: &str) -> Failure {
    bad(
        text!("No key is called “{}” here.", visible(name)),
        text!("Keys are A to Z, 0 to 9, F1 to F24, the arrows, and those with names such as Space and Home."),
    )
}

fn no_modifier(key: Key) -> Failure {
    bad(
        text!("The shortcut would take the key {} from every program.", key.to_string()),
        text!("Add Ctrl, Alt or Super, as in {}.", EXAMPLE),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> String {
        Shortcut::parse(text).unwrap_err().message.to_string()
    }

    #[test]
    fn what_a_person_writes_is_read_and_written_one_way() {
        for (text, wanted) in [
            ("Ctrl+Alt+D", "Ctrl+Alt+D"),
            ("alt + CONTROL + d", "Ctrl+Alt+D"),
            ("Cmd+Shift+7", "Shift+Super+7"),
            ("Super+F12", "Super+F12"),
            ("Option+pageup", "Alt+PageUp"),
            ("Ctrl+space", "Ctrl+Space"),
        ] {
            let shortcut = Shortcut::parse(text).unwrap();
            assert_eq!(shortcut.to_string(), wanted, "{text}");
            assert_eq!(Shortcut::parse(wanted).unwrap(), shortcut, "{wanted}");
        }
    }

    #[test]
    fn every_key_is_read_as_it_is_written() {
        let letters = ('A'..='Z').map(Key::Letter).chain(('0'..='9').map(Key::Digit));
        let keys = letters.chain((1..=24).map(Key::Function)).chain(Named::ALL.map(Key::Named));
        for key in keys {
            let shortcut = Shortcut { ctrl: true, alt: false, shift: false, meta: false, key };
            assert_eq!(Shortcut::parse(&shortcut.to_string()), Ok(shortcut));
        }
    }

    #[test]
    fn what_is_wrong_is_said() {
        for text in ["", "Ctrl+Alt", "Ctrl+", "Ctrl+Alt+", "+"] {
            assert!(said(text).contains("no key"), "{text}: {}", said(text));
        }
        for text in ["D", "Shift+D", "F5", "Shift+Space"] {
            assert!(said(text).contains("from every program"), "{text}: {}", said(text));
        }
        for text in ["Ctrl+Ä", "Ctrl+F0", "Ctrl+F25", "Ctrl+F07", "Ctrl+Hyper", "Ctrl+;", "Ctrl+F+1"] {
            assert!(Shortcut::parse(text).is_err(), "{text}");
        }
        assert!(said("Ctrl+Eject").contains("“Eject”"));
        assert!(said("Ctrl+K+D").contains("“K”"));
        assert!(said("Ctrl+Control+D").contains("twice"));
    }
}
