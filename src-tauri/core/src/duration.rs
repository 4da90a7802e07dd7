//! How long a session shall last.

use crate::failure::{Code, Failure};
use crate::text::Text;

/// The shortest session of any kind, in seconds (AWS STS API Reference).
pub const SHORTEST: u32 = 900;
/// The longest session of a user, in seconds: 36 hours (GetSessionToken).
pub const LONGEST_USER: u32 = 129_600;
/// The longest session of the root user, in seconds; AWS cuts longer wishes to it (GetSessionToken).
pub const LONGEST_ROOT: u32 = 3_600;
/// The longest session of a role, in seconds (AssumeRole).
pub const LONGEST_ROLE: u32 = 43_200;
/// The longest session of a role assumed with temporary keys, in seconds (IAM User Guide, "Role chaining").
pub const LONGEST_CHAINED: u32 = 3_600;
/// What Daypass asks for a user unless told otherwise: AWS's own default, 12 hours.
pub const DEFAULT_USER: u32 = 43_200;
/// What Daypass asks for a role unless told otherwise: AWS's own default, 1 hour.
pub const DEFAULT_ROLE: u32 = 3_600;

/// What a duration is for; each has its own longest value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// GetSessionToken for an IAM user.
    User,
    /// GetSessionToken for the root user.
    Root,
    /// AssumeRole with a long-term key.
    Role,
    /// AssumeRole with a session's keys.
    ChainedRole,
}

impl Purpose {
    /// The longest duration AWS grants, in seconds.
    #[must_use]
    pub fn longest(self) -> u32 {
        match self {
            Self::User => LONGEST_USER,
            Self::Root => LONGEST_ROOT,
            Self::Role => LONGEST_ROLE,
            Self::ChainedRole => LONGEST_CHAINED,
        }
    }

    fn noun(self) -> Text {
        match self {
            Self::User => text!("A session lasts"),
            Self::Root => text!("A root user's session lasts"),
            Self::Role => text!("A role's session lasts"),
            Self::ChainedRole => text!("A role reached through a session lasts"),
        }
    }
}

/// Checks a wish against AWS's limits before anything is sent.
///
/// # Errors
/// [`Code::BadDuration`] with the limits in words.
pub fn check(seconds: u32, purpose: Purpose) -> Result<u32, Failure> {
    if (SHORTEST..=purpose.longest()).contains(&seconds) {
        return Ok(seconds);
    }
    Err(Failure::new(
        Code::BadDuration,
        text!(
            "{} between 15 minutes and {}; {} was asked for.",
            purpose.noun(),
            words(purpose.longest()),
            exact_words(seconds)
        ),
        text!("Choose a duration within these limits."),
    ))
}

/// Reads `8h`, `90m`, `1h30m`, `36h`, or plain seconds.
///
/// # Errors
/// [`Code::BadDuration`] when it is none of these.
pub fn parse(text: &str) -> Result<u32, Failure> {
    let failure = || {
        Failure::new(
            Code::BadDuration,
            text!("“{}” is not a duration.", crate::profile::visible(text)),
            text!("Write it like 8h, 90m, 1h30m, or in seconds."),
        )
    };
    let text = text.trim().to_ascii_lowercase();
    if !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) {
        return text.parse().map_err(|_| failure());
    }
    let (mut total, mut number, mut last_unit) = (0_u32, String::new(), u32::MAX);
    for c in text.chars() {
        if c.is_ascii_digit() {
            number.push(c);
            continue;
        }
        let unit = match c {
            'd' => 86_400,
            'h' => 3_600,
            'm' => 60,
            's' => 1,
            _ => return Err(failure()),
        };
        // Units go from large to small, each once: "30m1h" is more likely a slip than a wish.
        if unit >= last_unit {
            return Err(failure());
        }
        last_unit = unit;
        let value: u32 = number.parse().map_err(|_| failure())?;
        total = value.checked_mul(unit).and_then(|part| total.checked_add(part)).ok_or_else(failure)?;
        number.clear();
    }
    if number.is_empty() && last_unit != u32::MAX { Ok(total) } else { Err(failure()) }
}

/// A duration in words: "8 h", "1 h 30 min", "45 s".
#[must_use]
pub fn words(seconds: u32) -> String {
    let (hours, minutes, rest) = (seconds / 3600, seconds % 3600 / 60, seconds % 60);
    match (hours, minutes, rest) {
        (0, 0, s) => format!("{s} s"),
        (0, m, _) => format!("{m} min"),
        (h, 0, _) => format!("{h} h"),
        (h, m, _) => format!("{h} h {m} min"),
    }
}

/// To the second: "between 15 minutes and 36 h; 36 h was asked for" would explain nothing.
fn exact_words(seconds: u32) -> String {
    match seconds % 60 {
        rest if rest == 0 || seconds < 60 => words(seconds),
        rest => format!("{} {rest} s", words(seconds - rest)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_as_people_write_them() {
        for (text, seconds) in
            [("8h", 28_800), ("90m", 5_400), ("1h30m", 5_400), ("900", 900), ("1d12h", 129_600), ("45s", 45)]
        {
            assert_eq!(parse(text).unwrap(), seconds, "{text}");
        }
    }

    #[test]
    fn what_is_no_duration_is_refused() {
        for text in ["", "h", "8", "8x", "30m1h", "1h1h", "-1h", "1.5h", "99999999999h", "8h3"] {
            let result = parse(text);
            if text == "8" {
                assert_eq!(result.unwrap(), 8, "plain digits are seconds");
            } else {
                assert_eq!(result.unwrap_err().code, Code::BadDuration, "{text}");
            }
        }
    }

    #[test]
    fn each_purpose_has_its_own_limit() {
        for (purpose, longest) in [
            (Purpose::User, 129_600),
            (Purpose::Root, 3_600),
            (Purpose::Role, 43_200),
            (Purpose::ChainedRole, 3_600),
        ] {
            assert_eq!(check(longest, purpose).unwrap(), longest);
            assert_eq!(check(longest + 1, purpose).unwrap_err().code, Code::BadDuration);
            assert_eq!(check(899, purpose).unwrap_err().code, Code::BadDuration);
            assert_eq!(check(900, purpose).unwrap(), 900);
        }
    }
}
