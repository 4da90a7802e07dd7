//! The patterns and limits of parameters, refused in AWS's words, all at once.
//!
//! Source: AWS STS API Reference, "Request Parameters" of each action; botocore service model 2011-06-15.

use crate::refusal::Refusal;

/// Which characters a parameter takes.
#[derive(Clone, Copy)]
pub(crate) struct Pattern {
    /// As AWS prints it.
    pub text: &'static str,
    /// Whether a character is in it.
    pub takes: fn(char) -> bool,
}

pub(crate) const DIGITS: Pattern = Pattern { text: r"[\d]*", takes: |c| c.is_ascii_digit() };
pub(crate) const SERIAL: Pattern =
    Pattern { text: r"[\w+=/:,.@-]*", takes: |c| word(c) || "+=/:,.@-".contains(c) };
pub(crate) const NAME: Pattern = Pattern { text: r"[\w+=,.@-]*", takes: |c| word(c) || "+=,.@-".contains(c) };
pub(crate) const EXTERNAL_ID: Pattern =
    Pattern { text: r"[\w+=,.@:\/-]*", takes: |c| word(c) || "+=,.@:/-".contains(c) };
pub(crate) const PLAIN: Pattern = Pattern {
    text: r"[\u0009\u000A\u000D\u0020-\u00FF]+",
    takes: |c| matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{ff}'),
};
/// Tag keys take one character at least, values none: their length is checked by itself.
pub(crate) const TAG: Pattern = Pattern {
    text: r"[\p{L}\p{Z}\p{N}_.:/=+\-@]*",
    takes: |c| {
        let separator = c.is_whitespace() && !c.is_control();
        c.is_alphabetic() || c.is_numeric() || separator || "_.:/=+-@".contains(c)
    },
};
pub(crate) const ARN: Pattern = Pattern {
    text: r"[\u0009\u000A\u000D\u0020-\u007E\u0085\u00A0-\uD7FF\uE000-\uFFFD\u10000-\u10FFFF]+",
    takes: |c| matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{7e}' | '\u{85}' | '\u{a0}'..),
};

fn word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

/// Collects what is wrong with a request's parameters.
#[derive(Debug, Default)]
pub(crate) struct Limits(Vec<String>);

impl Limits {
    /// Demands that a parameter was given.
    pub fn required(&mut self, name: &str, value: Option<&str>) {
        if value.is_none() {
            self.0.push(format!(
                "Value null at '{name}' failed to satisfy constraint: Member must not be null"
            ));
        }
    }

    /// Checks length and characters of a parameter, when given.
    pub fn text(&mut self, name: &str, value: Option<&str>, length: (usize, usize), pattern: Pattern) {
        let Some(value) = value else { return };
        let count = value.chars().count();
        if count < length.0 {
            self.fail(value, name, &format!("have length greater than or equal to {}", length.0));
        }
        if count > length.1 {
            self.fail(value, name, &format!("have length less than or equal to {}", length.1));
        }
        if !value.chars().all(pattern.takes) {
            self.fail(value, name, &format!("satisfy regular expression pattern: {}", pattern.text));
        }
    }

    /// Checks how many members a list has.
    pub fn count(&mut self, name: &str, count: usize, most: usize) {
        if count > most {
            self.fail(
                &format!("[{count} members]"),
                name,
                &format!("have length less than or equal to {most}"),
            );
        }
    }

    /// Checks a number of seconds and returns it, or the default when it was not given.
    pub fn seconds(&mut self, value: Option<&str>, range: (u32, u32), default: u32) -> u32 {
        const NAME: &str = "durationSeconds";
        let Some(value) = value else { return default };
        // How AWS words a duration that is no number was seen nowhere; this wording is ours.
        let Ok(seconds) = value.parse::<i64>() else {
            self.fail(value, NAME, "be an integer");
            return default;
        };
        if seconds < range.0.into() {
            self.fail(value, NAME, &format!("have value greater than or equal to {}", range.0));
        }
        if seconds > range.1.into() {
            self.fail(value, NAME, &format!("have value less than or equal to {}", range.1));
        }
        u32::try_from(seconds).unwrap_or(default)
    }

    /// Refuses when anything was wrong.
    pub fn verdict(self) -> Result<(), Refusal> {
        let count = self.0.len();
        let errors = if count == 1 { "error" } else { "errors" };
        match count {
            0 => Ok(()),
            _ => {
                Err(Refusal::invalid(format!("{count} validation {errors} detected: {}", self.0.join("; "))))
            }
        }
    }

    fn fail(&mut self, value: &str, name: &str, must: &str) {
        self.0.push(format!("Value '{value}' at '{name}' failed to satisfy constraint: Member must {must}"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_one_error_as_aws_does() {
        let mut limits = Limits::default();
        limits.text("tokenCode", Some("12345"), (6, 6), DIGITS);
        assert_eq!(
            limits.verdict().unwrap_err().message,
            "1 validation error detected: Value '12345' at 'tokenCode' failed to satisfy \
             constraint: Member must have length greater than or equal to 6"
        );
    }

    #[test]
    fn counts_several_and_lets_good_ones_pass() {
        let mut limits = Limits::default();
        limits.text("tokenCode", Some("12 4567"), (6, 6), DIGITS);
        limits.seconds(Some("899"), (900, 43_200), 3_600);
        limits.required("roleArn", None);
        assert!(limits.verdict().unwrap_err().message.starts_with("4 validation errors detected: "));
        let mut limits = Limits::default();
        limits.text("serialNumber", Some("GAHT12345678"), (9, 256), SERIAL);
        assert_eq!(limits.seconds(Some("900"), (900, 43_200), 3_600), 900);
        assert_eq!(limits.seconds(None, (900, 43_200), 3_600), 3_600);
        assert_eq!(limits.verdict(), Ok(()));
    }
}
