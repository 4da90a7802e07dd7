//! Names and ARNs, validated once.

use memchr::memchr;

use crate::failure::{Code, Failure};
use crate::text::Text;

/// The serial number of an MFA device: a hardware serial such as `GAHT12345678`, or a virtual
/// device's ARN (AWS STS API Reference, GetSessionToken: 9 to 256 of `[\w+=/:,.@-]`).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SerialNumber(String);

impl SerialNumber {
    /// Reads a serial number, checking AWS's pattern.
    ///
    /// # Errors
    /// [`Code::BadInput`] with the reason in words.
    pub fn parse(text: &str) -> Result<Self, Failure> {
        let text = text.trim();
        let pattern = |c: char| c.is_ascii_alphanumeric() || "_+=/:,.@-".contains(c);
        if !(9..=256).contains(&text.len()) || !text.chars().all(pattern) {
            return Err(Failure::new(
                Code::BadInput,
                text!("“{}” is not the serial number of an MFA device.", visible(text)),
                text!(
                    "Copy it from the IAM console: an ARN that contains “:mfa/”, or a hardware serial of 9 characters or more."
                ),
            ));
        }
        match no_code_from(text) {
            Some(failure) => Err(failure),
            None => Ok(Self(text.to_owned())),
        }
    }

    /// The text as STS wants it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The account in a virtual device's ARN.
    #[must_use]
    pub fn account(&self) -> Option<&str> {
        arn_field(&self.0, 4)
    }

    /// The user's name by AWS's custom: the device's name without its path.
    #[must_use]
    pub fn device_name(&self) -> Option<&str> {
        if self.is_root() {
            return Some("root");
        }
        arn_field(&self.0, 5)?.rsplit('/').next()
    }

    /// Whether this is the root user's virtual device.
    #[must_use]
    pub fn is_root(&self) -> bool {
        arn_field(&self.0, 5) == Some("mfa/root-account-mfa-device")
    }

    /// The partition in a virtual device's ARN.
    #[must_use]
    pub fn partition(&self) -> Option<&str> {
        arn_field(&self.0, 1)
    }
}

/// What is wrong with an ARN that is not a virtual device's. (Service Authorization Reference, "IAM":
/// devices that show codes are `mfa/…`, and were `sms-mfa/…`; a passkey or security key is `u2f/…`.)
fn no_code_from(text: &str) -> Option<Failure> {
    let refused = |message: Text, hint: Text| Some(Failure::new(Code::BadInput, message, hint));
    let virtual_device =
        text!("Add a virtual MFA device in the IAM console and use its ARN, which contains “:mfa/”.");
    if !text.starts_with("arn:") {
        return None;
    }
    match arn_field(text, 5).and_then(|resource| resource.split_once('/')) {
        Some(("mfa" | "sms-mfa", name)) if !name.is_empty() => None,
        Some((kind, _)) if kind == "u2f" || kind.contains("passkey") => refused(
            text!("That is a passkey or security key; STS accepts codes from authenticator devices only."),
            virtual_device,
        ),
        Some(("user", name)) => refused(
            text!("“{}” is the ARN of a user, not of an MFA device.", visible(text)),
            text!(
                "A device of that user has the same ARN with mfa in place of user, as a rule mfa/{}.",
                visible(name)
            ),
        ),
        Some(_) | None => {
            refused(text!("“{}” is not the ARN of an MFA device.", visible(text)), virtual_device)
        }
    }
}

/// The ARN of an IAM role (AssumeRole: 20 to 2,048 characters).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RoleArn(String);

impl RoleArn {
    /// Reads a role's ARN.
    ///
    /// # Errors
    /// [`Code::BadInput`] when it is not the ARN of a role.
    pub fn parse(text: &str) -> Result<Self, Failure> {
        let text = text.trim();
        let is_role = arn_field(text, 2) == Some("iam")
            && arn_field(text, 5).is_some_and(|resource| resource.starts_with("role/"));
        if is_role && (20..=2048).contains(&text.len()) {
            Ok(Self(text.to_owned()))
        } else {
            Err(Failure::new(
                Code::BadInput,
                text!("“{}” is not the ARN of a role.", visible(text)),
                text!("Use the form arn:aws:iam::ACCOUNT:role/NAME."),
            ))
        }
    }

    /// The text as STS wants it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The role's account.
    #[must_use]
    pub fn account(&self) -> Option<&str> {
        arn_field(&self.0, 4)
    }

    /// The role's name, without its path.
    #[must_use]
    pub fn name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or(&self.0)
    }

    /// The role's partition.
    #[must_use]
    pub fn partition(&self) -> Option<&str> {
        arn_field(&self.0, 1)
    }
}

/// Checks a name that Daypass is about to give to a section: only characters that every reader of
/// the credentials file agrees on.
///
/// # Errors
/// [`Code::BadInput`].
pub fn check_section_name(name: &str) -> Result<(), Failure> {
    let allowed = |c: char| c.is_ascii_alphanumeric() || "_-/.%@:+".contains(c);
    if !name.is_empty() && name.len() <= 128 && name.chars().all(allowed) {
        Ok(())
    } else {
        Err(Failure::new(
            Code::BadInput,
            text!("“{}” cannot be a profile name.", visible(name)),
            text!("Use letters, digits and any of _ - / . % @ : + without spaces."),
        ))
    }
}

/// Shows text from outside without letting it forge lines or directions.
#[must_use]
pub fn visible(text: &str) -> String {
    visible_up_to(text, 120)
}

/// The same for texts of which more than a name's length is of use.
#[must_use]
pub fn visible_up_to(text: &str, longest: usize) -> String {
    let hidden = |c: char| {
        c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let mut out: String =
        text.chars().take(longest).map(|c| if hidden(c) { '\u{fffd}' } else { c }).collect();
    if text.chars().nth(longest).is_some() {
        out.push('…');
    }
    out
}

/// Field `index`, 1 to 5, of an ARN (`arn:partition:service:region:account:resource`), if it has one.
pub(crate) fn arn_field(text: &str, index: usize) -> Option<&str> {
    let mut rest = text.strip_prefix("arn:")?;
    for _ in 1..index {
        rest = &rest[memchr(b':', rest.as_bytes())? + 1..];
    }
    // A resource may have colons of its own.
    let end = if index < 5 { memchr(b':', rest.as_bytes()) } else { None };
    Some(&rest[..end.unwrap_or(rest.len())]).filter(|field| !field.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_virtual_device_knows_its_account_and_user() {
        let serial = SerialNumber::parse("arn:aws:iam::123456789012:mfa/team/jane").unwrap();
        assert_eq!(serial.account(), Some("123456789012"));
        assert_eq!(serial.device_name(), Some("jane"));
        assert!(!serial.is_root());
    }

    #[test]
    fn the_root_user_s_device_is_the_root_user_s() {
        let serial = SerialNumber::parse("arn:aws:iam::123456789012:mfa/root-account-mfa-device").unwrap();
        assert!(serial.is_root());
        assert_eq!(serial.device_name(), Some("root"));
    }

    #[test]
    fn a_hardware_serial_is_a_serial() {
        let serial = SerialNumber::parse("GAHT12345678").unwrap();
        assert_eq!(serial.account(), None);
    }

    #[test]
    fn what_sts_would_refuse_is_refused_here() {
        for text in ["", "short", "has space in it", "arn:aws:iam::123456789012:u2f/user/jane/key"] {
            assert_eq!(SerialNumber::parse(text).unwrap_err().code, Code::BadInput, "{text}");
        }
    }

    #[test]
    fn only_devices_that_show_codes_have_serial_numbers() {
        for (text, words) in [
            ("arn:aws:iam::123456789012:u2f/user/jane/default-R1", "passkey"),
            ("arn:aws-us-gov:iam::123456789012:u2f/root-user/key-1", "passkey"),
            ("arn:aws:iam::123456789012:passkey/jane", "passkey"),
            ("arn:aws:iam::123456789012:user/jane", "the ARN of a user"),
            ("arn:aws:iam::123456789012:root", "not the ARN of an MFA device"),
            ("arn:aws:iam::123456789012:mfa/", "not the ARN of an MFA device"),
        ] {
            let failure = SerialNumber::parse(text).unwrap_err();
            assert!(failure.message.contains(words), "{text}: {failure}");
        }
        let user = SerialNumber::parse("arn:aws:iam::123456789012:user/jane").unwrap_err();
        assert!(user.hint.ends_with("mfa/jane."), "{user}");
        assert!(SerialNumber::parse("arn:aws:iam::123456789012:sms-mfa/jane").is_ok());
    }

    #[test]
    fn a_role_arn_is_told_from_other_arns() {
        let role = RoleArn::parse("arn:aws-us-gov:iam::123456789012:role/ops/admin").unwrap();
        assert_eq!(
            (role.name(), role.account(), role.partition()),
            ("admin", Some("123456789012"), Some("aws-us-gov"))
        );
        assert!(RoleArn::parse("arn:aws:iam::123456789012:user/jane").is_err());
    }

    #[test]
    fn hidden_characters_are_made_visible() {
        assert_eq!(visible("a\nb\u{202e}c"), "a\u{fffd}b\u{fffd}c");
    }
}
