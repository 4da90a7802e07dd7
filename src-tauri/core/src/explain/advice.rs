//! What stands in the way of ours, and what to change; or how to mend what is broken.

use crate::aws_config::Origin;
use crate::explain::{Answer, Base, Found, Keys, Reader, Trouble, Verdict, keys, words};
use crate::profile::visible;
use crate::text::Text;

/// One thing that stands in the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Advice {
    /// To whom it does.
    pub readers: Vec<Reader>,
    /// What it is.
    pub shadow: Text,
    /// What to change.
    pub change: Text,
}

/// What comes before ours, or is broken.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Cause {
    Environment,
    EnvironmentToken,
    /// A key of the profile.
    Key(&'static str),
    StaleToken,
    ConfigKeys,
    /// The name is none to the reader.
    Name,
    Broken(Trouble),
}

/// What keeps the readers from using the session that Daypass wrote to `profile`.
pub(super) fn shadows(answers: &[Answer], profile: &str) -> Vec<Advice> {
    let away = answers.iter().filter(|answer| !answer.uses_ours());
    gather(away.map(|answer| (answer.reader, cause(&answer.verdict))), profile)
}

/// What is broken where Daypass wrote nothing.
pub(super) fn repairs(answers: &[Answer], profile: &str) -> Vec<Advice> {
    let broken = answers.iter().filter_map(|answer| match &answer.verdict {
        Verdict::Stops(trouble) | Verdict::Nothing(Some(trouble)) => {
            Some((answer.reader, Cause::Broken(trouble.clone())))
        }
        Verdict::Uses(_) | Verdict::Nothing(None) => None,
    });
    gather(broken, profile)
}

fn gather(causes: impl Iterator<Item = (Reader, Cause)>, profile: &str) -> Vec<Advice> {
    let mut gathered: Vec<(Cause, Vec<Reader>)> = Vec::new();
    for (reader, cause) in causes {
        match gathered.iter_mut().find(|(other, _)| *other == cause) {
            Some((_, readers)) => readers.push(reader),
            None => gathered.push((cause, vec![reader])),
        }
    }
    let advice = gathered.into_iter().map(|(cause, readers)| {
        let (shadow, change) = in_words(&cause, profile);
        Advice { readers, shadow, change }
    });
    advice.collect()
}

fn cause(verdict: &Verdict) -> Cause {
    match verdict {
        Verdict::Uses(Found { roles, .. }) if !roles.is_empty() => Cause::Key("role_arn"),
        Verdict::Uses(Found { base, .. }) => match base {
            Base::Environment => Cause::Environment,
            Base::WebIdentity { profile: None } => Cause::EnvironmentToken,
            Base::WebIdentity { profile: Some(_) } => Cause::Key("web_identity_token_file"),
            Base::Sso { .. } => Cause::Key("sso_account_id"),
            Base::LoginSession { .. } => Cause::Key("login_session"),
            Base::Process { .. } => Cause::Key("credential_process"),
            Base::Keys(Keys { token: Some(keys::SECURITY_TOKEN), .. }) => Cause::StaleToken,
            Base::Keys(_) => Cause::ConfigKeys,
            Base::Container | Base::Instance => Cause::Name,
        },
        Verdict::Stops(trouble) | Verdict::Nothing(Some(trouble)) => match trouble {
            Trouble::PartialEnvironment => Cause::Environment,
            Trouble::ProfileMissing { .. } => Cause::Name,
            Trouble::NobodyToAsk { .. } => Cause::Key("role_arn"),
            Trouble::NoRoleArn { key, .. } => Cause::Key(key),
            Trouble::NoCredentials { .. }
            | Trouble::FileRefused { .. }
            | Trouble::PartialKeys { .. }
            | Trouble::NoSource { .. }
            | Trouble::TwoSources { .. }
            | Trouble::SourceMissing { .. }
            | Trouble::SourceWithoutCredentials { .. }
            | Trouble::Loop { .. }
            | Trouble::UnknownSource { .. }
            | Trouble::EmptySource { .. }
            | Trouble::WebIdentityWithoutRole
            | Trouble::SsoSessionMissing { .. }
            | Trouble::SsoConflict { .. }
            | Trouble::SsoIncomplete { .. }
            | Trouble::ManyKinds { .. } => Cause::Broken(trouble.clone()),
        },
        Verdict::Nothing(None) => Cause::Name,
    }
}

fn unset_the_keys() -> Text {
    text!("Unset AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN where the tool is started.")
}

fn in_words(cause: &Cause, profile: &str) -> (Text, Text) {
    let name = visible(profile);
    let other_target = text!("let Daypass write the session to a profile of another name");
    match cause {
        Cause::Environment => (text!("Keys in the environment come before every profile."), unset_the_keys()),
        Cause::EnvironmentToken => (
            text!("A web identity token in the environment comes before the credentials file."),
            text!("Unset AWS_WEB_IDENTITY_TOKEN_FILE and AWS_ROLE_ARN, or name the profile with --profile."),
        ),
        Cause::Key("role_arn") => (
            text!("“{}” has role_arn, which comes before the keys in it.", &name),
            text!(
                "Either {}, and have source_profile of “{}” name that one, or remove role_arn from it.",
                other_target,
                &name
            ),
        ),
        Cause::Key("sso_account_id") => (
            text!("“{}” has sso_account_id and its fellows, which come before the keys in it.", &name),
            text!("Remove the sso_… keys from “{}”, or {}.", &name, other_target),
        ),
        Cause::Key(key) => (
            text!("“{}” has {}, which comes before the keys in it.", &name, key),
            text!("Remove {} from “{}”, or {}.", key, &name, other_target),
        ),
        Cause::StaleToken => (
            text!("[{}] has aws_security_token besides, which is taken for the session's token.", &name),
            text!("Remove the line aws_security_token from [{}] in the credentials file.", &name),
        ),
        Cause::ConfigKeys => (
            text!("Other keys come before those that Daypass wrote."),
            text!("Remove aws_access_key_id and its fellows from “{}” in the config file.", &name),
        ),
        Cause::Name => (
            text!("“{}” is no name of a profile to it.", &name),
            text!("Choose a target profile whose name has only the characters A-Z a-z 0-9 _ - / . % @ : +."),
        ),
        Cause::Broken(trouble) => (text!("{}.", words::sentence(trouble).at_the_start()), mend(trouble)),
    }
}

/// What to change so that the trouble is gone.
fn mend(trouble: &Trouble) -> Text {
    match trouble {
        Trouble::ProfileMissing { .. } => {
            text!("Check the profile's name; in the config file its header is [profile NAME].")
        }
        Trouble::NoCredentials { profile } => {
            text!("Sign in, or give “{}” a source_profile with role_arn.", visible(profile))
        }
        Trouble::FileRefused { file: Origin::Config, line, .. } => {
            text!("Mend line {} of the config file.", *line)
        }
        Trouble::FileRefused { file: Origin::Credentials, line, .. } => {
            text!("Mend line {} of the credentials file.", *line)
        }
        Trouble::PartialKeys { profile, missing } => {
            text!("Add {} to “{}”, or remove the other half of the key.", missing, visible(profile))
        }
        Trouble::PartialEnvironment => unset_the_keys(),
        Trouble::NoSource { profile } => {
            text!("Add source_profile to “{}”, with the profile that Daypass writes to.", visible(profile))
        }
        Trouble::TwoSources { profile } => {
            text!("Remove source_profile or credential_source from “{}”.", visible(profile))
        }
        Trouble::SourceMissing { source, .. } => text!(
            "Sign in so that “{}” is written, or have source_profile name a profile that is there.",
            visible(source)
        ),
        Trouble::SourceWithoutCredentials { source } => {
            text!("Sign in so that “{}” has keys.", visible(source))
        }
        Trouble::Loop { profile } => {
            text!("Have source_profile of “{}” name a profile with keys.", visible(profile))
        }
        Trouble::UnknownSource { .. } => {
            text!("Set credential_source to Environment, Ec2InstanceMetadata or EcsContainer.")
        }
        Trouble::EmptySource { profile, .. } => {
            text!("Replace credential_source of “{}” by source_profile.", visible(profile))
        }
        Trouble::WebIdentityWithoutRole => text!("Add role_arn, or remove web_identity_token_file."),
        Trouble::SsoSessionMissing { session, .. } => {
            text!("Add [sso-session {}] to the config file, or remove sso_session.", visible(session))
        }
        Trouble::SsoConflict { profile, key } => {
            text!("Remove {} from “{}”: its sso-session has it.", key, visible(profile))
        }
        Trouble::SsoIncomplete { profile, missing } => {
            text!("Add {}, or remove the sso_… keys from “{}”.", missing, visible(profile))
        }
        Trouble::NobodyToAsk { profile } => text!(
            "Have source_profile of “{}” name the profile that Daypass writes to, and remove mfa_serial from it.",
            visible(profile)
        ),
        Trouble::ManyKinds { profile } => text!(
            "Leave one of source_profile, credential_source, credential_process and web_identity_token_file in “{}”.",
            visible(profile)
        ),
        Trouble::NoRoleArn { profile, key } => {
            text!("Add role_arn to “{}”, or remove {}.", visible(profile), key)
        }
    }
}
