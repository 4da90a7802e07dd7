//! Every way STS says no, in words (AWS STS API Reference, "Common errors", and what was seen on the wire).

use crate::failure::{Code, CodeFate, Failure};

/// A refusal or a break, told apart by the adapter that read the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StsError {
    /// AccessDenied: "invalid MFA one time pass code".
    InvalidCode,
    /// AccessDenied: "unable to validate MFA code": the device is not this user's.
    UnknownDevice,
    /// AccessDenied: "must provide both MFA serial number and one time pass code".
    IncompleteMfa,
    /// AccessDenied: "Cannot call GetSessionToken with session credentials".
    SessionAsSource,
    /// AccessDenied on AssumeRole: policy, external id or missing MFA look alike.
    RoleDenied,
    /// AccessDenied on anything else.
    Denied,
    /// InvalidClientTokenId.
    UnknownKey,
    /// SignatureDoesNotMatch without a word about time.
    WrongSecret,
    /// SignatureDoesNotMatch "Signature expired", RequestExpired, RequestTimeTooSkewed: our clock is slow.
    ClockSlow,
    /// "Signature not yet current": our clock is fast.
    ClockFast,
    /// ExpiredToken: the calling session has ended.
    ExpiredToken,
    /// ValidationError: more than the role's MaxSessionDuration.
    OverRoleMaximum,
    /// ValidationError: more than an hour for a role assumed with temporary keys.
    OverChainLimit,
    /// Another ValidationError, or a missing or malformed parameter.
    Validation,
    /// RegionDisabledException.
    RegionDisabled,
    /// MalformedPolicyDocument.
    MalformedPolicy,
    /// PackedPolicyTooLarge.
    PackedPolicyTooLarge,
    /// Throttling, or "Rate exceeded".
    Throttled,
    /// A 5xx with an AWS error body: surely not processed.
    ServiceFault,
    /// No connection: DNS, refused, TLS. Nothing was sent.
    Unreachable,
    /// The certificate is not one that this machine trusts. Nothing was sent.
    Untrusted,
    /// The request was sent, and no answer came in time or it broke off.
    NoAnswer,
    /// An answer that is not one of STS: a portal page, a redirect, garbage, too long.
    NotSts,
    /// An answer of STS that was cut, empty, expired or carries forbidden characters: the code is spent.
    UnusableAnswer,
    /// A code that this table does not know.
    Other,
}

impl StsError {
    /// The sentence and the next step.
    #[must_use]
    pub fn failure(self) -> Failure {
        let (code, message, hint) = self.words();
        Failure { fate: self.fate(), ..Failure::new(code, message, hint) }
    }

    /// What became of a token code in the request. AWS checks the signature first and the code before
    /// policies; where the order is not known, neither is the code's fate.
    #[must_use]
    pub fn fate(self) -> CodeFate {
        match self {
            Self::IncompleteMfa
            | Self::SessionAsSource
            | Self::UnknownKey
            | Self::WrongSecret
            | Self::ClockSlow
            | Self::ClockFast
            | Self::ExpiredToken
            | Self::Validation
            | Self::RegionDisabled
            | Self::Throttled
            | Self::ServiceFault
            | Self::Unreachable
            | Self::Untrusted => CodeFate::Unspent,
            Self::InvalidCode | Self::UnknownDevice => CodeFate::Refused,
            Self::RoleDenied
            | Self::Denied
            | Self::OverRoleMaximum
            | Self::OverChainLimit
            | Self::MalformedPolicy
            | Self::PackedPolicyTooLarge
            | Self::NoAnswer
            | Self::NotSts
            | Self::Other => CodeFate::Unknown,
            Self::UnusableAnswer => CodeFate::Spent,
        }
    }

    /// A table: one row for each way of saying no.
    fn words(self) -> (Code, &'static str, &'static str) {
        match self {
            Self::InvalidCode => (
                Code::CodeRejected,
                "AWS did not accept this code: it is wrong, too old, or was used before.",
                "Wait for the next code and type that one.",
            ),
            Self::UnknownDevice => (
                Code::DeviceRejected,
                "AWS does not know this MFA device for this user.",
                "Check the serial number: account, partition and user must be those of the access key.",
            ),
            Self::IncompleteMfa => (
                Code::CodeNeeded,
                "AWS wants both the MFA device and its code.",
                "Set the device's serial number for this profile, then type its code.",
            ),
            Self::SessionAsSource => (
                Code::TemporarySource,
                "The key of this profile is itself a session's key, and AWS grants no session from a session.",
                "Give Daypass the user's long-term key, which starts with AKIA.",
            ),
            Self::RoleDenied => (
                Code::Denied,
                "AWS does not let this user assume the role.",
                "Ask whoever owns the role: its trust policy, the external id or MFA may be the reason.",
            ),
            Self::Denied => (
                Code::Denied,
                "AWS does not allow this request.",
                "See the details for AWS's own words, and ask your administrator.",
            ),
            Self::UnknownKey => (
                Code::KeyRejected,
                "AWS does not know this access key.",
                "It may be deleted, inactive, or belong to another partition: check it in the IAM console.",
            ),
            Self::WrongSecret => (
                Code::SecretRejected,
                "The secret access key does not belong to this access key id.",
                "Enter the key again; AWS shows a secret only once, so you may need a new key.",
            ),
            Self::ExpiredToken => (
                Code::SessionEnded,
                "The session behind this request has ended.",
                "Sign in again with a new code.",
            ),
            Self::ClockSlow => (
                Code::ClockSkew,
                "This machine's clock is behind AWS's by more than AWS allows.",
                "Set the clock (turn on automatic time), then type the next code.",
            ),
            Self::ClockFast => (
                Code::ClockSkew,
                "This machine's clock is ahead of AWS's by more than AWS allows.",
                "Set the clock (turn on automatic time), then type the next code.",
            ),
            Self::OverRoleMaximum => (
                Code::RoleMaximum,
                "The role does not allow sessions that long.",
                "Choose a shorter duration, or ask for a higher maximum session duration of the role.",
            ),
            Self::OverChainLimit => (
                Code::RoleMaximum,
                "A role reached through a session lasts one hour at most.",
                "Choose an hour or less, or assume the role directly with a code.",
            ),
            Self::Validation => (
                Code::BadParameter,
                "AWS did not accept one of the values of this request.",
                "See the details for AWS's own words, and check the profile's settings.",
            ),
            Self::RegionDisabled => (
                Code::RegionDisabled,
                "STS is not activated in this region for the account.",
                "Choose another region for the profile, or ask an administrator to activate it.",
            ),
            Self::MalformedPolicy => {
                (Code::BadPolicy, "AWS could not read the session policy.", "Check the policy's JSON.")
            }
            Self::PackedPolicyTooLarge => (
                Code::BadPolicy,
                "The session policy and tags are too large together.",
                "Shorten the policy or use fewer tags.",
            ),
            Self::Throttled => {
                (Code::Throttled, "AWS asks to slow down.", "Try again in a minute; no code was used.")
            }
            Self::ServiceFault => (
                Code::ServiceFault,
                "AWS STS has a fault of its own at the moment.",
                "Try again with the next code.",
            ),
            Self::Unreachable => (
                Code::Unreachable,
                "AWS STS could not be reached, so no code was used.",
                "Check the network, VPN or proxy, then try again.",
            ),
            Self::Untrusted => (
                Code::Unreachable,
                "The server's certificate is not trusted, so nothing was sent.",
                "If a company proxy opens TLS, set AWS_CA_BUNDLE to its certificate; else do not go on.",
            ),
            Self::NoAnswer => (
                Code::Ambiguous,
                "The request was sent but no whole answer came: a code in it may have been used.",
                "Wait for the next code and type that one.",
            ),
            Self::NotSts => (
                Code::BadAnswer,
                "The answer did not come from AWS STS; a sign-in page or a proxy may stand in between.",
                "Open a browser to sign in to the network, then type the next code.",
            ),
            Self::UnusableAnswer => (
                Code::BadAnswer,
                "AWS's answer arrived damaged and was not written; a code in the request has been used.",
                "Wait for the next code and type that one.",
            ),
            Self::Other => (
                Code::ServiceFault,
                "AWS refused the request for a reason that Daypass does not know.",
                "See the details for AWS's own words.",
            ),
        }
    }
}
