//! Whether a section may be written or emptied unasked, and who would not read what is written.
//!
//! Sections of Daypass carry `manager = daypass`, the key by which awsume marks its own (and keeps
//! off others'). Sources of the marks and of the precedences: design facts, sections 5.3 and 5.5.

use crate::aws_config::{CredentialsSection, Profile};
use crate::failure::{Code, Failure};
use crate::keys::{is_temporary, masked};
use crate::maker::{Maker, looks_like_leapps, marked};
use crate::profile::visible;
use crate::session::has_end;
use crate::text::Text;

pub use crate::maker::{MARKER, MARKER_KEY, is_ours};

/// What else is known of who keeps sections in this file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Owners {
    /// Leapp's backup stands beside the file.
    pub leapp: bool,
}

/// What is to be done to the section.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Intent {
    /// Write a session's keys.
    Write,
    /// Take the session's keys away.
    Remove,
}

/// Whether that may be done without asking the user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Guard {
    /// Nothing is in the way.
    Clear,
    /// Long-term keys would be lost: AWS never shows a secret again.
    LongTermKeys {
        /// The key's id, masked, if there is one.
        key_id: Option<String>,
    },
    /// Another program keeps this section.
    OwnedBy {
        /// That program.
        owner: String,
    },
    /// There are keys without our mark, which we have no business removing.
    NotOurs,
}

/// Looks at the section that stands in the credentials file now.
#[must_use]
pub fn inspect(section: Option<&CredentialsSection>, owners: Owners, intent: Intent) -> Guard {
    let Some(section) = section else {
        return Guard::Clear;
    };
    if let Some(key_id) = long_term(section) {
        return Guard::LongTermKeys { key_id };
    }
    if is_ours(section) {
        return Guard::Clear;
    }
    if let Some(owner) = foreign_owner(section, owners) {
        return Guard::OwnedBy { owner };
    }
    let has_keys = KEYS.iter().any(|key| section.get(key).is_some());
    match intent {
        Intent::Remove if has_keys => Guard::NotOurs,
        Intent::Remove | Intent::Write => Guard::Clear,
    }
}

const KEYS: [&str; 3] = ["aws_access_key_id", "aws_secret_access_key", "aws_session_token"];

/// The long-term key of a section: `AKIA…`, or a key or secret that has no session token.
fn long_term(section: &CredentialsSection) -> Option<Option<String>> {
    let filled = |key: &str| section.get(key).filter(|value| !value.is_empty());
    let id = filled("aws_access_key_id");
    let secret = filled("aws_secret_access_key");
    let token = filled("aws_session_token").or_else(|| filled("aws_security_token"));
    let marked = id.is_some_and(|id| id.starts_with("AKIA"));
    let tokenless = (id.is_some() || secret.is_some()) && token.is_none();
    // A temporary id without its token opens nothing; its secret is no loss.
    let remnant = id.is_some_and(is_temporary);
    (marked || (tokenless && !remnant)).then(|| id.map(masked))
}

fn foreign_owner(section: &CredentialsSection, owners: Owners) -> Option<String> {
    let leapps = || owners.leapp && looks_like_leapps(section) && !has_end(section);
    let owner = marked(section).into_iter().next().or_else(|| leapps().then_some(Maker::Leapp));
    owner.map(|owner| owner.name())
}

impl Guard {
    /// Lets a clear way pass and turns the rest into a failure that names the section.
    ///
    /// # Errors
    /// [`Code::LongTermKeysInTheWay`] or [`Code::ForeignOwner`].
    pub fn check(self, section: &str) -> Result<(), Failure> {
        let section = visible(section);
        match self {
            Self::Clear => Ok(()),
            Self::LongTermKeys { key_id } => {
                let key = key_id.map_or_else(|| text!("a secret"), |id| text!("key {}", id));
                Err(Failure::new(
                    Code::LongTermKeysInTheWay,
                    text!(
                        "[{}] in the credentials file holds a long-term key ({}), which would be lost.",
                        section,
                        key
                    ),
                    text!("Choose another target profile, or move the key to the keyring first."),
                ))
            }
            Self::OwnedBy { owner } => Err(Failure::new(
                Code::ForeignOwner,
                text!("[{}] in the credentials file belongs to {}.", section, owner),
                text!("Choose another target profile, or let Daypass take this one over."),
            )),
            Self::NotOurs => Err(Failure::new(
                Code::ForeignOwner,
                text!("The keys in [{}] were not written by Daypass.", section),
                text!("Remove them with the program that wrote them, or in an editor."),
            )),
        }
    }
}

/// Someone will not use the keys that are written, because of what the profile has besides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ignored {
    /// The key that comes first for them.
    pub because_of: &'static str,
    /// Who does not read ours.
    pub by: Tools,
}

/// Which of AWS's tools.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tools {
    /// All of them.
    All,
    /// All but the SDK for Go.
    AllButGo,
    /// Those in Python, and the SDK for Rust.
    PythonAndRust,
    /// The SDK for Rust.
    Rust,
}

impl Ignored {
    /// The warning as a sentence.
    #[must_use]
    pub fn sentence(&self, profile: &str) -> Text {
        let (profile, key) = (visible(profile), self.because_of);
        match self.by {
            Tools::All => text!(
                "The profile “{}” has {}, so the AWS CLI and the AWS SDKs will not use the keys written there.",
                profile,
                key
            ),
            Tools::AllButGo => text!(
                "The profile “{}” has {}, so the AWS CLI, boto3, the JavaScript and the Rust SDK will not use the \
                 keys written there.",
                profile,
                key
            ),
            Tools::PythonAndRust => text!(
                "The profile “{}” has {}, so the AWS CLI, boto3 and the Rust SDK will not use the keys written there.",
                profile,
                key
            ),
            Tools::Rust => text!(
                "The profile “{}” has {}, so the Rust SDK will not use the keys written there.",
                profile,
                key
            ),
        }
    }
}

/// Most readers first. Of botocore's order all but the last two come before the credentials file;
/// Rust's static keys come last of all. Go's (`resolveCredsFromProfile`) give way to a source profile
/// alone, and are what a role is assumed with; JavaScript's default chain looks for SSO before it
/// looks for keys (`defaultProvider`), and for a role's source before either (`resolveProfileData`).
const BEFORE_OUR_KEYS: [(&str, Tools); 8] = [
    ("role_arn", ALL),
    ("web_identity_token_file", PYTHON_AND_RUST),
    ("sso_session", ALL_BUT_GO),
    ("sso_start_url", ALL_BUT_GO),
    ("sso_account_id", ALL_BUT_GO),
    ("sso_role_name", ALL_BUT_GO),
    ("login_session", RUST),
    ("credential_process", RUST),
];
const ALL: Tools = Tools::All;
const ALL_BUT_GO: Tools = Tools::AllButGo;
const PYTHON_AND_RUST: Tools = Tools::PythonAndRust;
const RUST: Tools = Tools::Rust;

/// Who would not use keys written for this profile. `profile` is the merged view: `role_arn` counts
/// in either file.
#[must_use]
pub fn ignored(profile: Option<&Profile>) -> Option<Ignored> {
    let profile = profile?;
    let first = BEFORE_OUR_KEYS.iter().find(|(key, _)| profile.get(key).is_some());
    first.map(|(because_of, by)| Ignored { because_of, by: *by })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws_config::AwsConfig;

    fn guard(lines: &str, intent: Intent) -> Guard {
        let read = AwsConfig::read(b"", format!("[a]\n{lines}\n").as_bytes());
        inspect(read.in_credentials("a"), Owners::default(), intent)
    }

    fn owned(owner: &str) -> Guard {
        Guard::OwnedBy { owner: owner.to_owned() }
    }

    const SESSION: &str = "aws_access_key_id = ASIA1\naws_secret_access_key = s\naws_session_token = t\n";

    #[test]
    fn an_absent_or_empty_section_is_clear() {
        assert_eq!(inspect(None, Owners { leapp: true }, Intent::Write), Guard::Clear);
        assert_eq!(guard("region = x", Intent::Write), Guard::Clear);
        assert_eq!(guard("region = x", Intent::Remove), Guard::Clear);
    }

    #[test]
    fn long_term_keys_are_in_the_way_even_under_our_mark() {
        for lines in [
            "aws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = s",
            "aws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_session_token = t",
            "AWS_ACCESS_KEY_ID = AKIAIOSFODNN7EXAMPLE\nmanager = daypass",
            "aws_access_key_id = whatever\naws_secret_access_key = s",
            "aws_secret_access_key = s",
            "aws_secret_access_key = s\naws_session_token =",
        ] {
            for intent in [Intent::Write, Intent::Remove] {
                assert!(matches!(guard(lines, intent), Guard::LongTermKeys { .. }), "{lines}");
            }
        }
    }

    #[test]
    fn a_session_may_be_replaced_and_only_ours_removed() {
        assert_eq!(guard(SESSION, Intent::Write), Guard::Clear);
        assert_eq!(guard(SESSION, Intent::Remove), Guard::NotOurs);
        let ours = format!("{SESSION}manager = daypass");
        assert_eq!(guard(&ours, Intent::Write), Guard::Clear);
        assert_eq!(guard(&ours, Intent::Remove), Guard::Clear);
        let legacy = "aws_access_key_id = ASIA1\naws_secret_access_key = s\naws_security_token = t";
        assert_eq!(guard(legacy, Intent::Write), Guard::Clear);
    }

    #[test]
    fn a_temporary_key_that_lost_its_token_is_no_loss() {
        let remnant = "aws_access_key_id = ASIAIOSFODNN7EXAMPLE\naws_secret_access_key = s";
        assert_eq!(guard(remnant, Intent::Write), Guard::Clear);
        assert_eq!(guard(remnant, Intent::Remove), Guard::NotOurs);
        assert_eq!(guard("aws_session_token = t", Intent::Remove), Guard::NotOurs);
        assert_eq!(guard("aws_session_token = t", Intent::Write), Guard::Clear);
    }

    #[test]
    fn an_empty_mark_names_no_owner() {
        assert_eq!(guard(&format!("{SESSION}manager ="), Intent::Write), Guard::Clear);
        assert_eq!(guard(&format!("{SESSION}manager =\nassumed_role = x"), Intent::Write), owned("aws-mfa"));
    }

    #[test]
    fn other_programs_sections_are_theirs() {
        assert_eq!(guard(&format!("{SESSION}manager = awsume"), Intent::Write), owned("awsume"));
        assert_eq!(guard(&format!("{SESSION}assumed_role = False"), Intent::Write), owned("aws-mfa"));
        assert_eq!(guard(&format!("{SESSION}x_principal_arn = arn"), Intent::Remove), owned("saml2aws"));
        let leapps = AwsConfig::read(b"", format!("[a]\n{SESSION}region = r\n").as_bytes());
        let section = leapps.in_credentials("a");
        assert_eq!(inspect(section, Owners { leapp: true }, Intent::Write), owned("Leapp"));
        assert_eq!(inspect(section, Owners { leapp: false }, Intent::Write), Guard::Clear);
        let ended = format!("[a]\n{SESSION}region = r\nexpiration = 2026-01-01 00:00:00\n");
        let read = AwsConfig::read(b"", ended.as_bytes());
        assert_eq!(inspect(read.in_credentials("a"), Owners { leapp: true }, Intent::Write), Guard::Clear);
        assert_eq!(guard("manager = me\u{202e}x", Intent::Write), owned("me\u{fffd}x"));
        let overwritten = format!("{SESSION}manager = daypass\nassumed_role = False\naws_security_token = t");
        assert_eq!(
            guard(&overwritten, Intent::Remove),
            owned("aws-mfa"),
            "our mark is all that is left of us"
        );
    }

    #[test]
    fn a_failure_names_the_section_and_hides_the_key() {
        let guard = guard("aws_access_key_id = AKIAIOSFODNN7EXAMPLE", Intent::Write);
        let failure = guard.check("a").expect_err("in the way");
        assert_eq!(failure.code, Code::LongTermKeysInTheWay);
        assert!(failure.message.contains("[a]") && !failure.message.contains("IOSFODNN7"));
        assert_eq!(Guard::Clear.check("a"), Ok(()));
        assert_eq!(owned("x").check("a").expect_err("owned").code, Code::ForeignOwner);
    }

    #[test]
    fn who_ignores_our_keys() {
        let because = |line: &str, file: &str| {
            let config = format!("[profile a]\n{line}\n");
            let read = match file {
                "config" => AwsConfig::read(config.as_bytes(), b""),
                _ => AwsConfig::read(b"", format!("[a]\n{line}\n").as_bytes()),
            };
            ignored(read.profile("a")).map(|ignored| (ignored.because_of, ignored.by))
        };
        assert_eq!(because("role_arn = r", "config"), Some(("role_arn", ALL)));
        assert_eq!(because("role_arn = r", "credentials"), Some(("role_arn", ALL)));
        assert_eq!(because("sso_session = s", "config"), Some(("sso_session", ALL_BUT_GO)));
        assert_eq!(because("sso_role_name = r", "config"), Some(("sso_role_name", ALL_BUT_GO)));
        let token_file = Some(("web_identity_token_file", PYTHON_AND_RUST));
        assert_eq!(because("web_identity_token_file = f", "config"), token_file);
        assert_eq!(because("credential_process = p", "config"), Some(("credential_process", RUST)));
        assert_eq!(because("login_session = l", "config"), Some(("login_session", RUST)));
        assert_eq!(because("region = r", "config"), None);
        assert_eq!(ignored(None), None);
        let sentence = Ignored { because_of: "role_arn", by: RUST }.sentence("a\u{202e}");
        let wanted =
            "The profile “a\u{fffd}” has role_arn, so the Rust SDK will not use the keys written there.";
        assert_eq!(sentence, wanted);
    }
}
