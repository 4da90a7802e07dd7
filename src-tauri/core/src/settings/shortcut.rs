//! What a global shortcut looks like: `Ctrl+Alt+D`. Whether the desktop gives it away, the desktop says.

use crate::failure::{Code, Failure};
use crate::profile::visible;

/// The keys that are held, as keyboards of all three systems name them.
const MODIFIERS: [&str; 10] =
    ["ctrl", "control", "alt", "option", "shift", "super", "meta", "win", "cmd", "command"];
/// The keys besides letters, digits and F keys.
const NAMED: [&str; 13] = [
    "space",
    "enter",
    "backspace",
    "insert",
    "delete",
    "home",
    "end",
    "pageup",
    "pagedown",
    "up",
    "down",
    "left",
    "right",
];

/// Checks a shortcut: keys that are held, and one that is pressed. A letter alone, or with Shift,
/// would be taken away from all typing.
///
/// # Errors
/// [`Code::BadInput`] for anything else.
pub fn check(text: &str) -> Result<String, Failure> {
    let keys: Vec<&str> = text.split('+').map(str::trim).collect();
    let pressed_last = keys.split_last().filter(|(pressed, held)| is_pressed(pressed) && are_held(held));
    match pressed_last {
        Some(_) => Ok(keys.join("+")),
        None => Err(Failure::new(
            Code::BadInput,
            text!("“{}” cannot be a shortcut.", visible(text)),
            text!("Hold Ctrl, Alt or Super and press another key, as in Ctrl+Alt+D."),
        )),
    }
}

fn is_pressed(key: &str) -> bool {
    let key = key.to_ascii_lowercase();
    let is_character = key.len() == 1 && key.bytes().all(|b| b.is_ascii_alphanumeric());
    is_character || is_function_key(&key) || NAMED.contains(&key.as_str())
}

fn is_function_key(key: &str) -> bool {
    let number = key.strip_prefix('f').and_then(|number| number.parse::<u8>().ok());
    number.is_some_and(|number| (1..=24).contains(&number))
}

fn are_held(held: &[&str]) -> bool {
    let held: Vec<String> = held.iter().map(|key| key.to_ascii_lowercase()).collect();
    let known = held.iter().all(|key| MODIFIERS.contains(&key.as_str()));
    let once = held.iter().enumerate().all(|(at, key)| held.iter().skip(at + 1).all(|other| other != key));
    let enough = held.iter().any(|key| key != "shift");
    known && once && enough
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_held_and_one_is_pressed() {
        for good in ["Ctrl+Alt+D", "Super+Space", "ctrl+shift+7", "Alt+F9", "Cmd+Option+Left"] {
            assert_eq!(check(good).unwrap(), good);
        }
        assert_eq!(check(" Ctrl + Alt + D ").unwrap(), "Ctrl+Alt+D");
        for bad in [
            "",
            "D",
            "Shift+D",
            "Ctrl",
            "Ctrl+Alt",
            "Ctrl+D+E",
            "Ctrl+Ctrl+D",
            "Hyper+D",
            "F9",
            "Shift+F9",
            "Ctrl+Tab",
            "Ctrl+F25",
            "Ctrl+é",
            "+",
        ] {
            assert_eq!(check(bad).unwrap_err().code, Code::BadInput, "{bad}");
        }
    }
}
