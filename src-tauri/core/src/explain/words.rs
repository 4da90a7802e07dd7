//! The outcome in sentences.

use crate::aws_config::Origin;
use crate::explain::{Answer, Base, Found, Keys, Owner, Trouble, Verdict, keys};
use crate::profile::visible;
use crate::text::Text;

/// Why, in one sentence or two.
pub(super) fn reason(answer: &Answer) -> Text {
    match &answer.verdict {
        Verdict::Uses(found) => usage(found),
        Verdict::Stops(trouble) => text!("It stops with an error: {}.", sentence(trouble)),
        Verdict::Nothing(Some(trouble)) => text!("It finds no credentials: {}.", sentence(trouble)),
        Verdict::Nothing(None) => text!("It finds no credentials."),
    }
}

fn usage(Found { base, roles, asks_for_code }: &Found) -> Text {
    let source = source(base);
    let mut sentences = vec![match &roles[..] {
        [] => text!("It uses {}.", source),
        [role] => text!("It assumes {} with {}.", visible(role), source),
        [first, next, others @ ..] => {
            let start = text!("It assumes {} with {}, and then {}", visible(first), source, visible(next));
            let all = others.iter().fold(start, |so_far, role| text!("{}, then {}", so_far, visible(role)));
            text!("{}.", all)
        }
    }];
    if *asks_for_code {
        sentences.push(text!("It asks for a token code itself, each time anew."));
    }
    if let Base::Keys(Keys { token: Some(keys::SECURITY_TOKEN), .. }) = base {
        sentences.push(text!("It takes aws_security_token for the session token, not aws_session_token."));
    }
    Text::joined(sentences, " ")
}

fn source(base: &Base) -> Text {
    match base {
        Base::Environment => text!("the keys in the environment (AWS_ACCESS_KEY_ID)"),
        Base::Keys(Keys { file, profile, owner, .. }) => {
            let place = place(*file, profile);
            match owner {
                Owner::Daypass => text!("the session in {}, which Daypass wrote", place),
                Owner::Other => text!("the session in {}, which another program wrote", place),
                Owner::User => text!("the long-term key in {}", place),
            }
        }
        Base::WebIdentity { profile: None } => {
            text!("the web identity token that the environment names (AWS_WEB_IDENTITY_TOKEN_FILE)")
        }
        Base::WebIdentity { profile: Some(profile) } => {
            text!("the web identity token that “{}” names", visible(profile))
        }
        Base::Sso { profile } => text!("IAM Identity Center, as “{}” says", visible(profile)),
        Base::LoginSession { profile } => text!("the session of aws login, as “{}” says", visible(profile)),
        Base::Process { profile } => {
            text!("the output of the program that “{}” names (credential_process)", visible(profile))
        }
        Base::Container => text!("the credentials service of this container"),
        Base::Instance => {
            text!("whatever the metadata service of EC2 says, which answers on EC2 machines only")
        }
    }
}

fn place(file: Origin, profile: &str) -> Text {
    let profile = visible(profile);
    match file {
        Origin::Credentials => text!("[{}] of the credentials file", profile),
        Origin::Config if profile == "default" => text!("[default] of the config file"),
        Origin::Config => text!("[profile {}] of the config file", profile),
    }
}

/// What is wrong, without a full stop.
pub(super) fn sentence(trouble: &Trouble) -> Text {
    match trouble {
        Trouble::ProfileMissing { profile } => {
            text!("there is no profile “{}” that could be read", visible(profile))
        }
        Trouble::NoCredentials { profile } => {
            text!("“{}” has no keys and nothing that leads to some", visible(profile))
        }
        Trouble::FileRefused { file, line, sentence } => match file {
            Origin::Config => text!("it refuses the whole config file for line {}: {}", *line, sentence),
            Origin::Credentials => {
                text!("it refuses the whole credentials file for line {}: {}", *line, sentence)
            }
        },
        Trouble::PartialKeys { profile, missing } => text!("“{}” has no {}", visible(profile), missing),
        Trouble::PartialEnvironment => text!("AWS_ACCESS_KEY_ID is set and AWS_SECRET_ACCESS_KEY is not"),
        Trouble::NoSource { profile } => {
            text!("“{}” has role_arn, and neither source_profile nor credential_source", visible(profile))
        }
        Trouble::TwoSources { profile } => {
            text!("“{}” has both source_profile and credential_source", visible(profile))
        }
        Trouble::SourceMissing { profile, source } => {
            text!("the source_profile “{}” of “{}” does not exist", visible(source), visible(profile))
        }
        Trouble::SourceWithoutCredentials { source } => {
            text!("the source_profile “{}” has no credentials", visible(source))
        }
        Trouble::Loop { profile } => {
            text!("the source_profile keys lead in a circle back to “{}”", visible(profile))
        }
        Trouble::UnknownSource { profile, source } => {
            text!("it knows no credential_source “{}”, as “{}” has it", visible(source), visible(profile))
        }
        Trouble::EmptySource { profile, source } => {
            text!("“{}” takes credentials from {}, and there are none", visible(profile), visible(source))
        }
        Trouble::WebIdentityWithoutRole => text!("a web identity token is named and no role_arn"),
        Trouble::SsoSessionMissing { profile, session } => {
            text!("there is no [sso-session {}], which “{}” names", visible(session), visible(profile))
        }
        Trouble::SsoConflict { profile, key } => {
            text!("{} of “{}” contradicts its sso-session", key, visible(profile))
        }
        Trouble::SsoIncomplete { profile, missing } => {
            text!("“{}” uses IAM Identity Center and has no {}", visible(profile), missing)
        }
        Trouble::NobodyToAsk { profile } => text!(
            "“{}” has role_arn with mfa_serial, and programs on this SDK usually cannot ask for a code",
            visible(profile)
        ),
        Trouble::ManyKinds { profile } => {
            text!("“{}” has more than one kind of credentials, and it takes one only", visible(profile))
        }
        Trouble::NoRoleArn { profile, key } => text!("“{}” has {} and no role_arn", visible(profile), key),
    }
}
