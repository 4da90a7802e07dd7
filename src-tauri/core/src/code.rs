//! The six digits.

use std::fmt;

use crate::failure::{Code, Failure};
use crate::secret::Secret;

/// A token code: exactly six ASCII digits, as `TokenCode` of GetSessionToken wants them
/// (AWS STS API Reference, pattern `[\d]*`, length 6).
pub struct TokenCode(Secret);

impl TokenCode {
    /// Reads a code as people type and paste it: `123456`, `123 456`, `123-456`.
    ///
    /// # Errors
    /// [`Code::BadCode`] when anything but six digits remains.
    pub fn parse(text: &str) -> Result<Self, Failure> {
        let digits: String = text.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
        if digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_digit()) {
            Ok(Self(Secret::new(digits)))
        } else {
            Err(Failure::new(
                Code::BadCode,
                text!("That is not a token code."),
                text!("Type the six digits that the MFA device shows now."),
            ))
        }
    }

    /// Lends the digits to the STS request.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose()
    }
}

impl fmt::Debug for TokenCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenCode(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepts_what_authenticators_show() {
        for text in ["123456", "123 456", "123-456", " 123456\n", "12 34 56"] {
            assert_eq!(TokenCode::parse(text).unwrap().expose(), "123456", "{text:?}");
        }
    }

    #[test]
    fn refuses_everything_else() {
        for text in ["", "12345", "1234567", "12345a", "１２３４５６", "123.456"] {
            assert_eq!(TokenCode::parse(text).unwrap_err().code, Code::BadCode, "{text:?}");
        }
    }

    #[test]
    fn debug_output_hides_the_digits() {
        assert_eq!(format!("{:?}", TokenCode::parse("123456").unwrap()), "TokenCode(…)");
    }
}
