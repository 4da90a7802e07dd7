//! The outcome in sentences.

use crate::aws_config::Origin;
use crate::explain::{Answer, Base, Found, Keys, Owner, Trouble, Verdict, keys};
use crate::profile::visible;

/// Why, in one sentence or two.
pub(super) fn reason(answer: &Answer) -> String {
    match &answer.verdict {
        Verdict::Uses(found) => usage(found),
        Verdict::Stops(trouble) => format!("It stops with an error: {}.", sentence(trouble)),
        Verdict::Nothing(Some(trouble)) => format!("It finds no credentials: {}.", sentence(trouble)),
        Verdict::Nothing(None) => "It finds no credentials.".to_owned(),
    }
}

fn usage(Found { base, roles, asks_for_code }: &Found) -> String {
    let source = source(base);
    let mut text = match &roles[..] {
        [] => format!("It uses {source}."),
        [role] => format!("It assumes {} with {source}.", visible(role)),
        [first, others @ ..] => {
            let others: Vec<_> = others.iter().map(|role| visible(role)).collect();
            format!("It assumes {} with {source}, and then {}.", visible(first), others.join(", then "))
        }
    };
    if *asks_for_code {
        text.push_str(" It asks for a token code itself, each time anew.");
    }
    if let Base::Keys(Keys { token: Some(keys::SECURITY_TOKEN), .. }) = base {
        text.push_str(" It takes aws_security_token for the session token, not aws_session_token.");
    }
    text
}

fn source(base: &Base) -> String {
    match base {
        Base::Environment => "the keys in the environment (AWS_ACCESS_KEY_ID)".to_owned(),
        Base::Keys(Keys { file, profile, owner, .. }) => {
            let place = place(*file, profile);
            match owner {
                Owner::Daypass => format!("the session in {place}, which Daypass wrote"),
                Owner::Other => format!("the session in {place}, which another program wrote"),
                Owner::User => format!("the long-term key in {place}"),
            }
        }
        Base::WebIdentity { profile: None } => {
            "the web identity token that the environment names (AWS_WEB_IDENTITY_TOKEN_FILE)".to_owned()
        }
        Base::WebIdentity { profile: Some(profile) } => {
            format!("the web identity token that “{}” names", visible(profile))
        }
        Base::Sso { profile } => format!("IAM Identity Center, as “{}” says", visible(profile)),
        Base::LoginSession { profile } => format!("the session of aws login, as “{}” says", visible(profile)),
        Base::Process { profile } => {
            format!("the output of the program that “{}” names (credential_process)", visible(profile))
        }
        Base::Container => "the credentials service of this container".to_owned(),
        Base::Instance => {
            "whatever the metadata service of EC2 says, which answers on EC2 machines only".to_owned()
        }
    }
}

fn place(file: Origin, profile: &str) -> String {
    let profile = visible(profile);
    match file {
        Origin::Credentials => format!("[{profile}] of the credentials file"),
        Origin::Config if profile == "default" => "[default] of the config file".to_owned(),
        Origin::Config => format!("[profile {profile}] of the config file"),
    }
}

/// What is wrong, without a full stop.
pub(super) fn sentence(trouble: &Trouble) -> String {
    match trouble {
        Trouble::ProfileMissing { profile } => {
            format!("there is no profile “{}” that could be read", visible(profile))
        }
        Trouble::NoCredentials { profile } => {
            format!("“{}” has no keys and nothing that leads to some", visible(profile))
        }
        Trouble::FileRefused { file, line, sentence } => {
            format!("it refuses the whole {file} file for line {line}: {sentence}")
        }
        Trouble::PartialKeys { profile, missing } => format!("“{}” has no {missing}", visible(profile)),
        Trouble::PartialEnvironment => "AWS_ACCESS_KEY_ID is set and AWS_SECRET_ACCESS_KEY is not".to_owned(),
        Trouble::NoSource { profile } => {
            format!("“{}” has role_arn, and neither source_profile nor credential_source", visible(profile))
        }
        Trouble::TwoSources { profile } => {
            format!("“{}” has both source_profile and credential_source", visible(profile))
        }
        Trouble::SourceMissing { profile, source } => {
            format!("the source_profile “{}” of “{}” does not exist", visible(source), visible(profile))
        }
        Trouble::SourceWithoutCredentials { source } => {
            format!("the source_profile “{}” has no credentials", visible(source))
        }
        Trouble::Loop { profile } => {
            format!("the source_profile keys lead in a circle back to “{}”", visible(profile))
        }
        Trouble::UnknownSource { profile, source } => {
            format!("it knows no credential_source “{}”, as “{}” has it", visible(source), visible(profile))
        }
        Trouble::EmptySource { profile, source } => {
            format!("“{}” takes credentials from {}, and there are none", visible(profile), visible(source))
        }
        Trouble::WebIdentityWithoutRole => "a web identity token is named and no role_arn".to_owned(),
        Trouble::SsoSessionMissing { profile, session } => {
            format!("there is no [sso-session {}], which “{}” names", visible(session), visible(profile))
        }
        Trouble::SsoConflict { profile, key } => {
            format!("{key} of “{}” contradicts its sso-session", visible(profile))
        }
        Trouble::SsoIncomplete { profile, missing } => {
            format!("“{}” uses IAM Identity Center and has no {missing}", visible(profile))
        }
        Trouble::NobodyToAsk { profile } => format!(
            "“{}” has role_arn with mfa_serial, and programs on this SDK usually cannot ask for a code",
            visible(profile)
        ),
        Trouble::ManyKinds { profile } => {
            format!("“{}” has more than one kind of credentials, and it takes one only", visible(profile))
        }
        Trouble::NoRoleArn { profile, key } => format!("“{}” has {key} and no role_arn", visible(profile)),
    }
}
