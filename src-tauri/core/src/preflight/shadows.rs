//! Who would not use the keys that are written.

use crate::aws_config::AwsConfig;
use crate::failure::{Code, Failure};
use crate::guard::ignored;

/// Which of the variables that come before every profile stand in our own environment. Daypass does
/// not read their values: only that other programs of this user may start with them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CredentialEnv {
    /// `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`.
    pub access_key: bool,
    /// `AWS_WEB_IDENTITY_TOKEN_FILE` and `AWS_ROLE_ARN`.
    pub web_identity: bool,
}

/// What the section that receives keys has besides.
pub(super) fn of_section(aws: &AwsConfig, target: &str) -> Option<Failure> {
    let ignored = ignored(aws.profile(target))?;
    Some(Failure::new(
        Code::Shadowed,
        ignored.sentence(target),
        text!(
            "Remove {} from that profile, or choose another target profile for the session in Daypass's settings.",
            ignored.because_of
        ),
    ))
}

/// AWS's tools look into the environment first, unless they are told a profile by `--profile`
/// (botocore, `create_credential_resolver`; AWS SDKs and Tools Reference Guide, "Understand the
/// credential provider chain").
pub(super) fn of_environment(env: CredentialEnv) -> Option<Failure> {
    let (variables, by) = if env.access_key {
        ("AWS_ACCESS_KEY_ID", text!("AWS's tools"))
    } else if env.web_identity {
        ("AWS_WEB_IDENTITY_TOKEN_FILE", text!("the AWS CLI and boto3"))
    } else {
        return None;
    };
    Some(Failure::new(
        Code::Shadowed,
        text!("{} is set in this environment, so {} will use that before any profile.", variables, by),
        text!("Unset it (unset {}), or name the profile with --profile.", variables),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_that_come_first_are_named() {
        assert_eq!(of_environment(CredentialEnv::default()), None);
        let keys = of_environment(CredentialEnv { access_key: true, web_identity: true }).unwrap();
        assert!(
            keys.message.starts_with("AWS_ACCESS_KEY_ID is set")
                && keys.hint.contains("unset AWS_ACCESS_KEY_ID")
        );
        let web = of_environment(CredentialEnv { access_key: false, web_identity: true }).unwrap();
        assert!(web.message.contains("the AWS CLI and boto3"), "{web}");
    }
}
