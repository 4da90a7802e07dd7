//! Why a reader gets no credentials.

use crate::aws_config::Origin;
use crate::text::Text;

/// Why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The profile stands in neither file, or under a name that the reader does not read.
    ProfileMissing {
        /// The profile.
        profile: String,
    },
    /// The profile has no credentials and nothing that leads to some.
    NoCredentials {
        /// The profile.
        profile: String,
    },
    /// The reader refuses the whole file.
    FileRefused {
        /// Which.
        file: Origin,
        /// The line, counted from 1.
        line: usize,
        /// What is wrong, without a full stop.
        sentence: Text,
    },
    /// One of the two keys is missing.
    PartialKeys {
        /// The profile.
        profile: String,
        /// The key that is missing.
        missing: &'static str,
    },
    /// `AWS_ACCESS_KEY_ID` stands without `AWS_SECRET_ACCESS_KEY`.
    PartialEnvironment,
    /// `role_arn` with neither `source_profile` nor `credential_source`.
    NoSource {
        /// The profile.
        profile: String,
    },
    /// Both `source_profile` and `credential_source`.
    TwoSources {
        /// The profile.
        profile: String,
    },
    /// `source_profile` names a profile that is not there.
    SourceMissing {
        /// The profile.
        profile: String,
        /// Its source.
        source: String,
    },
    /// The source has no credentials.
    SourceWithoutCredentials {
        /// The source.
        source: String,
    },
    /// Sources lead back to where they came from.
    Loop {
        /// The profile at which the circle closes.
        profile: String,
    },
    /// `credential_source` has a value that the reader does not know.
    UnknownSource {
        /// The profile.
        profile: String,
        /// The value.
        source: String,
    },
    /// `credential_source` names a place where there is nothing.
    EmptySource {
        /// The profile.
        profile: String,
        /// The value.
        source: String,
    },
    /// `web_identity_token_file` without `role_arn`.
    WebIdentityWithoutRole,
    /// `sso_session` names a section that is not there.
    SsoSessionMissing {
        /// The profile.
        profile: String,
        /// The session.
        session: String,
    },
    /// Keys of the profile and of its `[sso-session]` contradict each other.
    SsoConflict {
        /// The profile.
        profile: String,
        /// The key.
        key: &'static str,
    },
    /// Keys that IAM Identity Center needs are missing.
    SsoIncomplete {
        /// The profile.
        profile: String,
        /// The first key that is missing.
        missing: &'static str,
    },
    /// The role wants a token code, and programs on this SDK have no way to ask for one.
    NobodyToAsk {
        /// The profile.
        profile: String,
    },
    /// More than one kind of credentials in one profile.
    ManyKinds {
        /// The profile.
        profile: String,
    },
    /// A key that needs `role_arn` stands without it.
    NoRoleArn {
        /// The profile.
        profile: String,
        /// The key.
        key: &'static str,
    },
}

impl Trouble {
    /// The name that `--json` uses.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::ProfileMissing { .. } => "profile-missing",
            Self::NoCredentials { .. } => "no-credentials",
            Self::FileRefused { .. } => "file-refused",
            Self::PartialKeys { .. } => "partial-keys",
            Self::PartialEnvironment => "partial-environment",
            Self::NoSource { .. } => "no-source",
            Self::TwoSources { .. } => "two-sources",
            Self::SourceMissing { .. } => "source-missing",
            Self::SourceWithoutCredentials { .. } => "source-without-credentials",
            Self::Loop { .. } => "loop",
            Self::UnknownSource { .. } => "unknown-source",
            Self::EmptySource { .. } => "empty-source",
            Self::WebIdentityWithoutRole => "web-identity-without-role",
            Self::SsoSessionMissing { .. } => "sso-session-missing",
            Self::SsoConflict { .. } => "sso-conflict",
            Self::SsoIncomplete { .. } => "sso-incomplete",
            Self::NobodyToAsk { .. } => "nobody-to-ask",
            Self::ManyKinds { .. } => "many-kinds",
            Self::NoRoleArn { .. } => "no-role-arn",
        }
    }
}
