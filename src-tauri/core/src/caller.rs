//! Whose key it is, once AWS has said so.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::profile::{SerialNumber, arn_field};

/// What GetCallerIdentity said of a long-term key. Kept with the identity in the settings: hardware
/// serial numbers name neither account nor user.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownCaller {
    /// The user's or root user's ARN.
    pub arn: String,
    /// The key that it was said of.
    pub access_key_id: String,
    /// When it was said: the key was active then.
    pub active_at: DateTime<Utc>,
}

impl KnownCaller {
    /// The account's twelve digits.
    #[must_use]
    pub fn account(&self) -> Option<&str> {
        arn_field(&self.arn, 4)
    }

    /// The user's name without its path; `root` for the root user.
    #[must_use]
    pub fn user(&self) -> Option<&str> {
        match arn_field(&self.arn, 5)? {
            "root" => Some("root"),
            resource => resource.strip_prefix("user/")?.rsplit('/').next(),
        }
    }

    /// The partition of the account.
    #[must_use]
    pub fn partition(&self) -> Option<&str> {
        arn_field(&self.arn, 1)
    }

    /// The serial number that a virtual device has by AWS's custom: the console once named each after
    /// its user, and scripts still do (IAM User Guide, "Assign MFA devices"). Root's first device was
    /// always named like this.
    #[must_use]
    pub fn usual_device(&self) -> Option<SerialNumber> {
        let is_root = arn_field(&self.arn, 5) == Some("root");
        let name = if is_root { "root-account-mfa-device" } else { self.user()? };
        let (partition, account) = (self.partition()?, self.account()?);
        SerialNumber::parse(&format!("arn:{partition}:iam::{account}:mfa/{name}")).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(arn: &str) -> KnownCaller {
        KnownCaller {
            arn: arn.to_owned(),
            access_key_id: "AKIAIOSFODNN7EXAMPLE".to_owned(),
            active_at: DateTime::UNIX_EPOCH,
        }
    }

    #[test]
    fn the_usual_device_is_named_after_the_user_in_the_user_s_partition() {
        for (arn, user, device) in [
            ("arn:aws:iam::123456789012:user/jane", Some("jane"), Some("arn:aws:iam::123456789012:mfa/jane")),
            (
                "arn:aws-cn:iam::123456789012:user/division/team/jane",
                Some("jane"),
                Some("arn:aws-cn:iam::123456789012:mfa/jane"),
            ),
            (
                "arn:aws-us-gov:iam::123456789012:root",
                Some("root"),
                Some("arn:aws-us-gov:iam::123456789012:mfa/root-account-mfa-device"),
            ),
            ("arn:aws:sts::123456789012:assumed-role/ops/jane", None, None),
            ("jane", None, None),
        ] {
            let known = known(arn);
            assert_eq!(known.user(), user, "{arn}");
            assert_eq!(known.usual_device().as_ref().map(SerialNumber::as_str), device, "{arn}");
        }
    }

    #[test]
    fn a_user_named_root_is_a_user() {
        let known = known("arn:aws:iam::123456789012:user/ops/root");
        assert_eq!(known.usual_device().unwrap().as_str(), "arn:aws:iam::123456789012:mfa/root");
    }
}
