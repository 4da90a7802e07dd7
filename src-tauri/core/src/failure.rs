//! What went wrong, as the person at the keyboard should hear it.

use std::fmt;

use crate::language::Language;
use crate::text::{InLanguage, Text};

/// A failure with its sentence and its next step.
///
/// Faces act on [`Failure::code`] alone; nobody matches on the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// What kind of failure this is.
    pub code: Code,
    /// What happened: one sentence.
    pub message: Text,
    /// What to do next: one sentence.
    pub hint: Text,
    /// AWS's own text, for "Details".
    pub detail: Option<String>,
    /// AWS's request id, for a support case.
    pub request_id: Option<String>,
    /// What became of a token code in the request.
    pub fate: CodeFate,
}

/// What became of the token code in a request that failed. AWS takes each code once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeFate {
    /// It was not sent, or AWS did not look at it: it is as good as before.
    Unspent,
    /// AWS looked at it and refused it. Another code of the same moment may be the right one.
    Refused,
    /// The request was sent, and nobody here knows how far it got.
    Unknown,
    /// AWS took it, though nothing came of it.
    Spent,
}

impl Failure {
    /// A failure of our own, without AWS's text. Its sentences are written with `text!`.
    pub fn new(code: Code, message: impl Into<Text>, hint: impl Into<Text>) -> Self {
        Self {
            code,
            message: message.into(),
            hint: hint.into(),
            detail: None,
            request_id: None,
            fate: CodeFate::Unspent,
        }
    }

    /// Adds the raw text behind the sentence.
    #[must_use]
    pub fn with_detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }
}

impl InLanguage for Failure {
    fn in_language(self, language: Language) -> Self {
        let (message, hint) = (self.message.in_language(language), self.hint.in_language(language));
        Self { message, hint, ..self }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.message, self.hint)
    }
}

impl std::error::Error for Failure {}

/// The kinds of failure that a face or a test tells apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Code {
    /// What was typed is not six digits.
    BadCode,
    /// A code is needed and none was given.
    CodeNeeded,
    /// STS refused the code: wrong, late or used.
    CodeRejected,
    /// The MFA device is not this user's: STS says so, or it cannot be.
    DeviceRejected,
    /// The long-term key is unknown, inactive or of another partition.
    KeyRejected,
    /// The secret does not belong to the key id.
    SecretRejected,
    /// The clock of this machine is too far off.
    ClockSkew,
    /// The credentials used for the call have ended.
    SessionEnded,
    /// The source of a session is itself a session.
    TemporarySource,
    /// A policy or a trust policy says no.
    Denied,
    /// A duration outside AWS's limits.
    BadDuration,
    /// A role allows less than was asked for.
    RoleMaximum,
    /// AWS refused a parameter.
    BadParameter,
    /// STS is not activated in this region.
    RegionDisabled,
    /// A session policy is malformed or too large.
    BadPolicy,
    /// AWS asks to slow down.
    Throttled,
    /// AWS has a fault of its own.
    ServiceFault,
    /// The endpoint could not be reached; nothing was sent.
    Unreachable,
    /// A request was sent and no whole answer came: the code may be spent.
    Ambiguous,
    /// An answer came that must not be written.
    BadAnswer,
    /// There is no such profile.
    UnknownProfile,
    /// The profile has no long-term key that can be found.
    NoKey,
    /// A region or endpoint is missing or malformed.
    BadEndpoint,
    /// Another request for the same profile is on its way.
    Busy,
    /// The user cancelled.
    Cancelled,
    /// Long-term keys stand where temporary ones would go.
    LongTermKeysInTheWay,
    /// Another program owns the target section.
    ForeignOwner,
    /// The credentials file could not be read or written.
    File,
    /// There is no keyring service.
    KeyringAbsent,
    /// The keyring is locked and was not unlocked.
    KeyringLocked,
    /// The keyring does not answer.
    KeyringFrozen,
    /// The keyring answered with another failure.
    Keyring,
    /// Our settings could not be read or written.
    Settings,
    /// There is no backup to bring back.
    NoBackup,
    /// What was confirmed is no longer what would be done.
    Outdated,
    /// The key has been moved to the keyring already.
    InKeyring,
    /// Something typed into a form is not acceptable.
    BadInput,
    /// Others would not use the keys that are written.
    Shadowed,
    /// There is no session to act on.
    NoSession,
    /// AWS opens no console for this session.
    NoConsole,
    /// No browser could be opened.
    NoBrowser,
    /// The clipboard could not be written.
    Clipboard,
    /// A tool does not use what Daypass wrote, or finds no credentials.
    NotUsed,
    /// The program itself is at fault.
    Internal,
}

impl Code {
    /// The name that faces and `--json` output use.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::BadCode => "bad-code",
            Self::CodeNeeded => "code-needed",
            Self::CodeRejected => "code-rejected",
            Self::DeviceRejected => "device-rejected",
            Self::KeyRejected => "key-rejected",
            Self::SecretRejected => "secret-rejected",
            Self::ClockSkew => "clock-skew",
            Self::SessionEnded => "session-ended",
            Self::TemporarySource => "temporary-source",
            Self::Denied => "denied",
            Self::BadDuration => "bad-duration",
            Self::RoleMaximum => "role-maximum",
            Self::BadParameter => "bad-parameter",
            Self::RegionDisabled => "region-disabled",
            Self::BadPolicy => "bad-policy",
            Self::Throttled => "throttled",
            Self::ServiceFault => "service-fault",
            Self::Unreachable => "unreachable",
            Self::Ambiguous => "ambiguous",
            Self::BadAnswer => "bad-answer",
            Self::UnknownProfile => "unknown-profile",
            Self::NoKey => "no-key",
            Self::BadEndpoint => "bad-endpoint",
            Self::Busy => "busy",
            Self::Cancelled => "cancelled",
            Self::LongTermKeysInTheWay => "long-term-keys-in-the-way",
            Self::ForeignOwner => "foreign-owner",
            Self::File => "file",
            Self::KeyringAbsent => "keyring-absent",
            Self::KeyringLocked => "keyring-locked",
            Self::KeyringFrozen => "keyring-frozen",
            Self::Keyring => "keyring",
            Self::Settings => "settings",
            Self::NoBackup => "no-backup",
            Self::Outdated => "outdated",
            Self::InKeyring => "in-keyring",
            Self::BadInput => "bad-input",
            Self::Shadowed => "shadowed",
            Self::NoSession => "no-session",
            Self::NoConsole => "no-console",
            Self::NoBrowser => "no-browser",
            Self::Clipboard => "clipboard",
            Self::NotUsed => "not-used",
            Self::Internal => "internal",
        }
    }
}
