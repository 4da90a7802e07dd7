//! Which program made a session, where its section or cache tells.
//!
//! Sources: aws-mfa 0.0.12 `awsmfa/__init__.py`, awsume 4.5 `awsumepy/lib/aws_files.py` and
//! `autoawsume.py`, yawsso 1.4 `core.py`, saml2aws `pkg/awsconfig`, AWS CLI v2
//! `customizations/configure/mfalogin.py`.

use crate::aws_config::{CredentialsSection, Profile};
use crate::profile::visible;

/// The key that names a section's owner.
pub const MARKER_KEY: &str = "manager";
/// The value of [`MARKER_KEY`] in our sections.
pub const MARKER: &str = "daypass";

/// A program that makes sessions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Maker {
    /// aws-mfa, by `assumed_role`.
    AwsMfa,
    /// awsume, by `manager = awsume`, `autoawsume` or the section's name.
    Awsume,
    /// `aws configure mfa-login`, by the name it suggests and the three keys it writes.
    MfaLogin,
    /// Leapp, which leaves no mark in its sections but a backup beside the file.
    Leapp,
    /// saml2aws, by `x_principal_arn`.
    Saml2aws,
    /// yawsso, by `aws_session_expiration`.
    Yawsso,
    /// `aws sso login`: a token in its cache.
    AwsSso,
    /// `aws login`: a token in its cache.
    AwsLogin,
    /// The AWS CLI: a role's keys in its cache.
    AwsCli,
    /// Whoever calls itself so in `manager`.
    Named(String),
}

impl Maker {
    /// What people call it.
    #[must_use]
    pub fn name(&self) -> String {
        let name = match self {
            Self::AwsMfa => "aws-mfa",
            Self::Awsume => "awsume",
            Self::MfaLogin => "aws configure mfa-login",
            Self::Leapp => "Leapp",
            Self::Saml2aws => "saml2aws",
            Self::Yawsso => "yawsso",
            Self::AwsSso => "aws sso",
            Self::AwsLogin => "aws login",
            Self::AwsCli => "the AWS CLI",
            Self::Named(name) => return visible(name),
        };
        name.to_owned()
    }
}

/// The keys of a section, in one file or as AWS's tools join them from both.
pub trait Section {
    /// A value.
    fn value(&self, key: &str) -> Option<&str>;
    /// The section's name.
    fn title(&self) -> &str;

    /// A value that is not empty.
    fn filled(&self, key: &str) -> Option<&str> {
        self.value(key).filter(|value| !value.is_empty())
    }
}

impl Section for Profile {
    fn value(&self, key: &str) -> Option<&str> {
        self.get(key)
    }
    fn title(&self) -> &str {
        self.name()
    }
}

impl Section for CredentialsSection {
    fn value(&self, key: &str) -> Option<&str> {
        self.get(key)
    }
    fn title(&self) -> &str {
        self.name()
    }
}

/// Keys that only one other program writes.
const MARKS: [(&str, Maker); 3] = [
    ("assumed_role", Maker::AwsMfa),
    ("x_principal_arn", Maker::Saml2aws),
    ("aws_session_expiration", Maker::Yawsso),
];

/// Whether a section's session is ours: it carries our mark, and nobody has written there since.
/// Whatever we write takes `aws_security_token` away; aws-mfa and saml2aws put it there, and leave
/// our mark as they find it.
#[must_use]
pub fn is_ours(section: &impl Section) -> bool {
    section.value(MARKER_KEY) == Some(MARKER) && section.value("aws_security_token").is_none()
}

/// The programs whose marks a section that is not ours carries. Marks of several mean that each
/// wrote there once: which of them did so last cannot be told.
#[must_use]
pub fn marked(section: &impl Section) -> Vec<Maker> {
    match section.filled(MARKER_KEY) {
        Some("awsume") => return vec![Maker::Awsume],
        Some(name) if name != MARKER => return vec![Maker::Named(name.to_owned())],
        Some(_) | None => {}
    }
    // Sections that awsume renews by itself; it marks them since 4.1.
    if section.value("autoawsume").is_some() || section.title().starts_with("autoawsume-") {
        return vec![Maker::Awsume];
    }
    let written = MARKS.into_iter().filter(|(key, _)| section.value(key).is_some());
    written.map(|(_, maker)| maker).collect()
}

/// The program that made the session in a section which is not ours. `leapp` says that Leapp is at
/// work on the file.
#[must_use]
pub fn maker(section: &CredentialsSection, leapp: bool, has_end: bool) -> Option<Maker> {
    let mut marked = marked(section);
    if marked.len() > 1 {
        return None;
    }
    marked.pop().or_else(|| {
        if has_end {
            None
        } else if is_mfa_logins(section) {
            Some(Maker::MfaLogin)
        } else {
            (leapp && looks_like_leapps(section)).then_some(Maker::Leapp)
        }
    })
}

/// Leapp's sections hold a session and its region, and no end.
#[must_use]
pub fn looks_like_leapps(section: &impl Section) -> bool {
    section.value("aws_session_token").is_some() && section.value("region").is_some()
}

/// `aws configure mfa-login` suggests `ACCOUNT-NAME` for an MFA device's ARN and `session-SERIAL` for
/// any other serial number, and writes these three keys alone.
fn is_mfa_logins(section: &CredentialsSection) -> bool {
    const WRITTEN: [&str; 3] = ["aws_access_key_id", "aws_secret_access_key", "aws_session_token"];
    let bare =
        section.entries().len() == WRITTEN.len() && WRITTEN.iter().all(|key| section.get(key).is_some());
    bare && (account_and_user(section.name()).is_some() || section.name().starts_with("session-"))
}

/// The two parts of `ACCOUNT-NAME`.
#[must_use]
pub fn account_and_user(section: &str) -> Option<(&str, &str)> {
    let (account, user) = section.split_once('-')?;
    let is_account = account.len() == 12 && account.bytes().all(|byte| byte.is_ascii_digit());
    (is_account && !user.is_empty()).then_some((account, user))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws_config::AwsConfig;

    const SESSION: &str = "aws_access_key_id = ASIA1\naws_secret_access_key = s\naws_session_token = t\n";

    fn of(name: &str, lines: &str, leapp: bool) -> String {
        let read = AwsConfig::read(b"", format!("[{name}]\n{SESSION}{lines}\n").as_bytes());
        let section = read.in_credentials(name).unwrap();
        maker(section, leapp, lines.contains("expir")).map_or_else(String::new, |maker| maker.name())
    }

    #[test]
    fn every_tool_is_known_by_what_it_leaves() {
        for (name, lines, wanted) in [
            ("a", "assumed_role = False\nexpiration = 2026-11-22 18:02:00", "aws-mfa"),
            ("a", "manager = awsume\nexpiration = 2026-11-22 18:02:00", "awsume"),
            ("autoawsume-a", "expiration = 2026-11-22 18:02:00", "awsume"),
            ("a", "x_principal_arn = arn\nx_security_token_expires = 2026-11-22T18:02:00Z", "saml2aws"),
            ("a", "aws_session_expiration = 2026-11-22T18:02:00+0000", "yawsso"),
            ("a", "manager = me\u{202e}x", "me\u{fffd}x"),
            ("a", "x_security_token_expires = 2026-11-22T18:02:00Z", ""),
            ("a", "assumed_role = True\nx_principal_arn = arn", ""),
            ("123456789012-jane", "", "aws configure mfa-login"),
            ("session-GAHT12345678", "", "aws configure mfa-login"),
            ("session-GAHT12345678", "region = eu-west-1", ""),
            ("12345678901-jane", "", ""),
            ("123456789012-", "", ""),
        ] {
            assert_eq!(of(name, lines, false), wanted, "[{name}] {lines}");
        }
    }

    #[test]
    fn leapp_is_named_only_where_it_is_at_work_and_no_end_is_told() {
        assert_eq!(of("a", "region = r", true), "Leapp");
        assert_eq!(of("a", "region = r", false), "");
        assert_eq!(of("a", "region = r\nexpiration = 2026-11-22 18:02:00", true), "");
    }

    #[test]
    fn our_mark_counts_until_another_tool_writes_there() {
        let ours = |lines: &str| {
            let read = AwsConfig::read(b"", format!("[a]\n{SESSION}{lines}\n").as_bytes());
            is_ours(read.in_credentials("a").unwrap())
        };
        assert!(ours("manager = daypass"));
        assert!(ours("manager = daypass\nassumed_role = False"), "taken over by us");
        assert!(
            !ours("manager = daypass\nassumed_role = False\naws_security_token = t"),
            "aws-mfa came after"
        );
        assert!(!ours("manager = awsume"));
    }
}
