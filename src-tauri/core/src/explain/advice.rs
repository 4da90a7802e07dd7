//! What stands in the way of ours, and what to change; or how to mend what is broken.

use crate::explain::{Answer, Base, Found, Keys, Reader, Trouble, Verdict, keys, words};
use crate::profile::visible;

/// One thing that stands in the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Advice {
    /// To whom it does.
    pub readers: Vec<Reader>,
    /// What it is.
    pub shadow: String,
    /// What to change.
    pub change: String,
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

const ENVIRONMENT: &str =
    "Unset AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN where the tool is started.";

fn in_words(cause: &Cause, profile: &str) -> (String, String) {
    let name = visible(profile);
    let other_target = "let Daypass write the session to a profile of another name";
    match cause {
        Cause::Environment => {
            ("Keys in the environment come before every profile.".to_owned(), ENVIRONMENT.to_owned())
        }
        Cause::EnvironmentToken => (
            "A web identity token in the environment comes before the credentials file.".to_owned(),
            "Unset AWS_WEB_IDENTITY_TOKEN_FILE and AWS_ROLE_ARN, or name the profile with --profile."
                .to_owned(),
        ),
        Cause::Key("role_arn") => (
            format!("“{name}” has role_arn, which comes before the keys in it."),
            format!(
                "Either {other_target}, and have source_profile of “{name}” name that one, or remove role_arn from it."
            ),
        ),
        Cause::Key("sso_account_id") => (
            format!("“{name}” has sso_account_id and its fellows, which come before the keys in it."),
            format!("Remove the sso_… keys from “{name}”, or {other_target}."),
        ),
        Cause::Key(key) => (
            format!("“{name}” has {key}, which comes before the keys in it."),
            format!("Remove {key} from “{name}”, or {other_target}."),
        ),
        Cause::StaleToken => (
            format!("[{name}] has aws_security_token besides, which is taken for the session's token."),
            format!("Remove the line aws_security_token from [{name}] in the credentials file."),
        ),
        Cause::ConfigKeys => (
            "Other keys come before those that Daypass wrote.".to_owned(),
            format!("Remove aws_access_key_id and its fellows from “{name}” in the config file."),
        ),
        Cause::Name => (
            format!("“{name}” is no name of a profile to it."),
            "Choose a target profile whose name has only the characters A-Z a-z 0-9 _ - / . % @ : +."
                .to_owned(),
        ),
        Cause::Broken(trouble) => (format!("{}.", capital(&words::sentence(trouble))), mend(trouble)),
    }
}

/// What to change so that the trouble is gone.
fn mend(trouble: &Trouble) -> String {
    match trouble {
        Trouble::ProfileMissing { .. } => {
            "Check the profile's name; in the config file its header is [profile NAME].".to_owned()
        }
        Trouble::NoCredentials { profile } => {
            format!("Sign in, or give “{}” a source_profile with role_arn.", visible(profile))
        }
        Trouble::FileRefused { file, line, .. } => format!("Mend line {line} of the {file} file."),
        Trouble::PartialKeys { profile, missing } => {
            format!("Add {missing} to “{}”, or remove the other half of the key.", visible(profile))
        }
        Trouble::PartialEnvironment => ENVIRONMENT.to_owned(),
        Trouble::NoSource { profile } => {
            format!("Add source_profile to “{}”, with the profile that Daypass writes to.", visible(profile))
        }
        Trouble::TwoSources { profile } => {
            format!("Remove source_profile or credential_source from “{}”.", visible(profile))
        }
        Trouble::SourceMissing { source, .. } => format!(
            "Sign in so that “{}” is written, or have source_profile name a profile that is there.",
            visible(source)
        ),
        Trouble::SourceWithoutCredentials { source } => {
            format!("Sign in so that “{}” has keys.", visible(source))
        }
        Trouble::Loop { profile } => {
            format!("Have source_profile of “{}” name a profile with keys.", visible(profile))
        }
        Trouble::UnknownSource { .. } => {
            "Set credential_source to Environment, Ec2InstanceMetadata or EcsContainer.".to_owned()
        }
        Trouble::EmptySource { profile, .. } => {
            format!("Replace credential_source of “{}” by source_profile.", visible(profile))
        }
        Trouble::WebIdentityWithoutRole => "Add role_arn, or remove web_identity_token_file.".to_owned(),
        Trouble::SsoSessionMissing { session, .. } => {
            format!("Add [sso-session {}] to the config file, or remove sso_session.", visible(session))
        }
        Trouble::SsoConflict { profile, key } => {
            format!("Remove {key} from “{}”: its sso-session has it.", visible(profile))
        }
        Trouble::SsoIncomplete { profile, missing } => {
            format!("Add {missing}, or remove the sso_… keys from “{}”.", visible(profile))
        }
        Trouble::NobodyToAsk { profile } => format!(
            "Have source_profile of “{}” name the profile that Daypass writes to, and remove mfa_serial from it.",
            visible(profile)
        ),
        Trouble::ManyKinds { profile } => format!(
            "Leave one of source_profile, credential_source, credential_process and web_identity_token_file in “{}”.",
            visible(profile)
        ),
        Trouble::NoRoleArn { profile, key } => {
            format!("Add role_arn to “{}”, or remove {key}.", visible(profile))
        }
    }
}

fn capital(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
