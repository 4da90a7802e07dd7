//! The external id: a word agreed with the owner of a role in another account.

use crate::failure::{Code, Failure};
use crate::profile::visible;

/// 2 to 1,224 of `[\w+=,.@:\/-]` (AWS STS API Reference, AssumeRole, `ExternalId`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExternalId(String);

impl ExternalId {
    /// Reads an external id, checking AWS's pattern.
    ///
    /// # Errors
    /// [`Code::BadInput`] with the reason in words.
    pub fn parse(text: &str) -> Result<Self, Failure> {
        let pattern = |c: char| c.is_ascii_alphanumeric() || "_+=,.@:/-".contains(c);
        if (2..=1_224).contains(&text.len()) && text.chars().all(pattern) {
            return Ok(Self(text.to_owned()));
        }
        Err(Failure::new(
            Code::BadInput,
            text!("“{}” cannot be an external id.", visible(text)),
            text!(
                "Set external_id as the role's owner gave it: 2 to 1,224 letters, digits and any of _ + = , . @ : / -."
            ),
        ))
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
    fn an_external_id_has_aws_s_length_and_characters() {
        for text in ["e1", "corp:jane/42", &"x".repeat(1_224)] {
            assert_eq!(ExternalId::parse(text).unwrap().as_str(), text);
        }
        for text in ["", "e", "e 1", "é1", &"x".repeat(1_225)] {
            assert_eq!(ExternalId::parse(text).unwrap_err().code, Code::BadInput, "{text}");
        }
    }
}
