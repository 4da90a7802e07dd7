//! The source identity of a role's session: it stays the same through a whole chain of roles.

use crate::failure::{Code, Failure};
use crate::profile::visible;
use crate::session_name::is_name_character;
use crate::text::Text;

/// 2 to 64 of `[\w+=,.@-]`, not beginning with `aws:` (AWS STS API Reference, AssumeRole,
/// `SourceIdentity`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceIdentity(String);

impl SourceIdentity {
    /// Reads a source identity, checking AWS's pattern.
    ///
    /// # Errors
    /// [`Code::BadInput`] with the reason in words.
    pub fn parse(text: &str) -> Result<Self, Failure> {
        let failure = |hint: Text| {
            let message = text!("“{}” cannot be a source identity.", visible(text));
            Err(Failure::new(Code::BadInput, message, hint))
        };
        if text.to_ascii_lowercase().starts_with("aws:") {
            return failure(text!("AWS keeps names that begin with aws: for itself; choose another one."));
        }
        if !(2..=64).contains(&text.len()) || !text.chars().all(is_name_character) {
            return failure(text!(
                "Set source_identity to 2 to 64 letters, digits and any of _ + = , . @ - without spaces."
            ));
        }
        Ok(Self(text.to_owned()))
    }

    /// The text as STS wants it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_identity_has_aws_s_length_and_characters() {
        for text in ["me", "jane@example.com", &"x".repeat(64)] {
            assert_eq!(SourceIdentity::parse(text).unwrap().as_str(), text);
        }
        for text in ["", "m", "jane doe", "aws:jane", "AWS:jane", "a:b", &"x".repeat(65)] {
            assert_eq!(SourceIdentity::parse(text).unwrap_err().code, Code::BadInput, "{text}");
        }
        assert!(SourceIdentity::parse("aws:jane").unwrap_err().hint.contains("for itself"));
    }
}
