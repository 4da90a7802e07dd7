//! What a field may hold, asked by the form and by whoever reads the file.

use std::path::Path;

use serde::{Deserialize, Deserializer, de};

use crate::catalog::LONG_TERM_SUFFIX;
use crate::duration::{LONGEST_USER, words};
use crate::failure::{Code, Failure};
use crate::language::TAGS;
use crate::profile::{check_section_name, visible};
use crate::shortcut;
use crate::text::Text;

/// As many reminders of one session as anybody can want.
const MOST_REMINDERS: usize = 6;
/// Where the row's name goes in a pattern.
pub const NAME: &str = "{name}";
const EXAMPLE: &str = "{name}-mfa";

/// Reminders in their order, each once.
///
/// # Errors
/// [`Code::BadInput`] for too many, and for one before any session begins.
pub fn ladder(mut leads: Vec<u32>) -> Result<Vec<u32>, Failure> {
    leads.sort_unstable_by(|a, b| b.cmp(a));
    leads.dedup();
    if let Some(lead) = leads.first().filter(|lead| **lead > LONGEST_USER) {
        return Err(Failure::new(
            Code::BadInput,
            text!("A reminder {} before the end comes before any session begins.", words(*lead)),
            text!("Choose {} or less: no session lasts longer.", words(LONGEST_USER)),
        ));
    }
    if leads.len() > MOST_REMINDERS {
        return Err(Failure::new(
            Code::BadInput,
            text!("There are {} reminders, and {} are the most.", leads.len(), MOST_REMINDERS),
            text!("Take out those that you need least."),
        ));
    }
    Ok(leads)
}

/// A pattern of target sections, such as `{name}-mfa`.
///
/// # Errors
/// [`Code::BadInput`] when it would give two rows one section, or no section, or the one in which a
/// key stands.
pub fn pattern(text: &str) -> Result<String, Failure> {
    let text = text.trim();
    let refused = |message: Text, hint: Text| Err(Failure::new(Code::BadInput, message, hint));
    if text.matches(NAME).count() != 1 {
        return refused(
            text!(
                "“{}” does not have {} in it once, so it gives no section of its own to each profile.",
                visible(text),
                NAME
            ),
            text!("Write {} where the profile's name goes, as in {}.", NAME, EXAMPLE),
        );
    }
    if text == NAME {
        return refused(
            text!("{} alone is the profile itself, where its own keys or its role stand.", NAME),
            text!("Add something to it, as in {}.", EXAMPLE),
        );
    }
    if text.ends_with(LONG_TERM_SUFFIX) {
        return refused(
            text!("Sections whose names end in {} are those of long-term keys.", LONG_TERM_SUFFIX),
            text!("Choose another ending, as in {}.", EXAMPLE),
        );
    }
    check_section_name(&text.replace(NAME, "x"))?;
    Ok(text.to_owned())
}

/// The place of a file. Whether `~` is a home and a folder is in the way, [`crate::ports::Places`] knows.
///
/// # Errors
/// [`Code::BadInput`] for a path that depends on where a program was started.
pub fn place(text: &str) -> Result<String, Failure> {
    let text = text.trim();
    let path = Path::new(text);
    let is_whole = (path.is_absolute() || path.strip_prefix("~").is_ok())
        && path.file_name().is_some_and(|name| name != "~");
    match is_whole && !text.chars().any(char::is_control) {
        true => Ok(text.to_owned()),
        false => Err(Failure::new(
            Code::BadInput,
            text!("“{}” is not the whole path of a file.", visible(text)),
            text!("Write it from the root of the disk on, or from ~ for your home folder."),
        )),
    }
}

/// A language that Daypass speaks.
///
/// # Errors
/// [`Code::BadInput`] for another one.
pub fn language(tag: &str) -> Result<String, Failure> {
    match TAGS.contains(&tag) {
        true => Ok(tag.to_owned()),
        false => Err(Failure::new(
            Code::BadInput,
            text!("Daypass does not speak the language “{}”.", visible(tag)),
            text!("Choose one of these: {}.", TAGS.join(", ")),
        )),
    }
}

/// Light or dark.
fn theme(text: &str) -> Result<String, Failure> {
    match text {
        "light" | "dark" => Ok(text.to_owned()),
        other => Err(Failure::new(
            Code::BadInput,
            text!("There is no theme “{}”.", visible(other)),
            text!("Choose light or dark, or none for the desktop's own."),
        )),
    }
}

/// How fields are read from the file: by the same rules.
pub(super) mod read {
    use super::{Deserialize, Deserializer, Failure, de};

    pub fn ladder<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u32>, D::Error> {
        super::ladder(Vec::deserialize(deserializer)?).map_err(de::Error::custom)
    }

    fn checked<'de, D: Deserializer<'de>>(
        deserializer: D,
        check: impl Fn(&str) -> Result<String, Failure>,
    ) -> Result<Option<String>, D::Error> {
        let text = Option::<String>::deserialize(deserializer)?;
        text.map(|text| check(&text)).transpose().map_err(de::Error::custom)
    }

    pub fn pattern<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
        checked(deserializer, super::pattern)
    }

    pub fn place<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
        checked(deserializer, super::place)
    }

    pub fn language<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
        checked(deserializer, super::language)
    }

    pub fn theme<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
        checked(deserializer, super::theme)
    }

    pub fn shortcut<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
        checked(deserializer, super::shortcut::check)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reminders_come_in_their_order_and_once() {
        assert_eq!(ladder(vec![0, 900, 120, 900]).unwrap(), [900, 120, 0]);
        assert_eq!(ladder(vec![]).unwrap(), [0; 0]);
        assert_eq!(ladder(vec![129_600, 5, 4, 3, 2, 1]).unwrap().len(), 6);
        assert_eq!(ladder(vec![1; 9]).unwrap(), [1]);
        assert!(ladder(vec![0, 129_601]).unwrap_err().message.contains("36 h"));
        assert!(ladder((0..7).collect()).unwrap_err().message.contains("7 reminders"));
    }

    #[test]
    fn a_pattern_gives_each_profile_a_section_of_its_own() {
        for good in ["{name}-mfa", "mfa-{name}", "daypass/{name}", " {name}.x "] {
            assert_eq!(pattern(good).unwrap(), good.trim());
        }
        for (bad, words) in [
            ("", "does not have {name}"),
            ("mfa", "does not have {name}"),
            ("{name}-{name}", "does not have {name}"),
            ("{Name}-mfa", "does not have {name}"),
            ("{name}", "alone"),
            ("{name}-long-term", "long-term"),
            ("{name} mfa", "cannot be a profile name"),
            ("{name}]x", "cannot be a profile name"),
            ("{name}{x}", "cannot be a profile name"),
        ] {
            let failure = pattern(bad).unwrap_err();
            assert!(failure.code == Code::BadInput && failure.message.contains(words), "{bad}: {failure}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_place_is_whole() {
        for good in ["/etc/aws/config", "~/work/aws", "~/.aws/config"] {
            assert_eq!(place(good).unwrap(), good);
        }
        for bad in ["", "config", "./config", "../config", "~", "~jane/config", "/", "/a\nb"] {
            assert_eq!(place(bad).unwrap_err().code, Code::BadInput, "{bad:?}");
        }
    }

    #[test]
    fn languages_and_themes_are_known_ones() {
        assert_eq!((language("de").unwrap(), theme("dark").unwrap()), ("de".into(), "dark".into()));
        for bad in ["", "DE", "de-AT", "fr"] {
            assert_eq!(language(bad).unwrap_err().code, Code::BadInput, "{bad}");
        }
        for bad in ["", "sepia", "system"] {
            assert_eq!(theme(bad).unwrap_err().code, Code::BadInput, "{bad}");
        }
    }
}
