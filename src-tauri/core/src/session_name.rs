//! The name of a role's session: what CloudTrail and the session's ARN call it.

use crate::failure::{Code, Failure};
use crate::profile::visible;

/// The longest name (AWS STS API Reference, AssumeRole, `RoleSessionName`).
const LONGEST: usize = 64;

/// A name of 2 to 64 of `[\w+=,.@-]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionName(String);

impl SessionName {
    /// Reads a name, checking AWS's pattern.
    ///
    /// # Errors
    /// [`Code::BadInput`] with the reason in words.
    pub fn parse(text: &str) -> Result<Self, Failure> {
        if (2..=LONGEST).contains(&text.len()) && text.chars().all(is_name_character) {
            return Ok(Self(text.to_owned()));
        }
        Err(Failure::new(
            Code::BadInput,
            text!("“{}” cannot be the name of a role's session.", visible(text)),
            text!(
                "Set role_session_name to 2 to 64 letters, digits and any of _ + = , . @ - without spaces."
            ),
        ))
    }

    /// The name for who chose none: it says whose session this is, and which program asked for it.
    #[must_use]
    pub fn of_user(user: &str) -> Self {
        let known = |c: char| if is_name_character(c) { c } else { '-' };
        Self(format!("daypass-{user}").chars().map(known).take(LONGEST).collect())
    }

    /// The text as STS wants it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What `RoleSessionName` and `SourceIdentity` are made of.
pub(crate) fn is_name_character(c: char) -> bool {
    c.is_ascii_alphanumeric() || "_+=,.@-".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_aws_s_length_and_characters() {
        for text in ["me", "jane@example.com", &"x".repeat(64)] {
            assert_eq!(SessionName::parse(text).unwrap().as_str(), text);
        }
        for text in ["", "m", "jane doe", "jane/ops", "jané", &"x".repeat(65)] {
            assert_eq!(SessionName::parse(text).unwrap_err().code, Code::BadInput, "{text}");
        }
    }

    #[test]
    fn the_default_names_the_user_whatever_the_user_is_called() {
        for user in ["jane", "", "jané doe/x", &"y".repeat(100)] {
            let name = SessionName::of_user(user);
            assert_eq!(SessionName::parse(name.as_str()), Ok(name.clone()), "{user}");
        }
        assert_eq!(SessionName::of_user("jané doe").as_str(), "daypass-jan--doe");
    }
}
