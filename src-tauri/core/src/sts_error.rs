//! Every way STS says no, in words (AWS STS API Reference, "Common errors", and what was seen on the wire).

use crate::failure::{Code, CodeFate, Failure};

/// No code is named here: by the time the clock is set, the device shows another one.
const SET_THE_CLOCK: &str = "Turn on automatic time or set the clock, then sign in again; no code was used.";
const CHECK_THE_DATE: &str =
    "Check this machine's date and time; if they are right, whoever runs the server or proxy must renew it.";

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
    /// SignatureDoesNotMatch "Signature expired", RequestExpired: our clock is slow.
    ClockSlow,
    /// "Signature not yet current", RequestInTheFuture: our clock is fast.
    ClockFast,
    /// RequestTimeTooSkewed, which does not say in which direction.
    ClockOff,
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
    /// The proxy answered 407 (RFC 9110, section 15.5.8). It passed nothing on.
    ProxyLogin,
    /// The proxy did not open a tunnel. Nothing was sent.
    ProxyRefused,
    /// The certificate is not one that this machine trusts. Nothing was sent.
    Untrusted,
    /// The certificate has expired by this machine's clock. Nothing was sent.
    CertificateExpired,
    /// The certificate is not valid yet by this machine's clock. Nothing was sent.
    CertificateTooNew,
    /// The certificate was issued to another host. Nothing was sent.
    CertificateOfAnother,
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
            | Self::ClockOff
            | Self::ExpiredToken
            | Self::Validation
            | Self::RegionDisabled
            | Self::Throttled
            | Self::ServiceFault
            | Self::Unreachable
            | Self::ProxyLogin
            | Self::ProxyRefused
            | Self::Untrusted
            | Self::CertificateExpired
            | Self::CertificateTooNew
            | Self::CertificateOfAnother => CodeFate::Unspent,
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
                "Check the serial number: it must name a device that the access key's own user still has.",
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
                SET_THE_CLOCK,
            ),
            Self::ClockFast => (
                Code::ClockSkew,
                "This machine's clock is ahead of AWS's by more than AWS allows.",
                SET_THE_CLOCK,
            ),
            Self::ClockOff => (
                Code::ClockSkew,
                "This machine's clock and AWS's differ by more than AWS allows.",
                SET_THE_CLOCK,
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
                "Try again in a minute; no code was used.",
            ),
            Self::Unreachable => (
                Code::Unreachable,
                "AWS STS could not be reached, so no code was used.",
                "Check the network, VPN or proxy, then try again.",
            ),
            Self::ProxyLogin => (
                Code::Unreachable,
                "The proxy wants a user name and a password, or refused the ones that it got; no code was used.",
                "Put them into the proxy's address, as in HTTPS_PROXY=http://USER:PASSWORD@HOST:PORT.",
            ),
            Self::ProxyRefused => (
                Code::Unreachable,
                "The proxy opened no way to AWS STS, so no code was used.",
                "Check that the proxy in HTTPS_PROXY runs and lets this host pass, or name the host in NO_PROXY.",
            ),
            Self::Untrusted => (
                Code::Unreachable,
                "The server's certificate is not trusted, so nothing was sent.",
                "If a company proxy opens TLS, set AWS_CA_BUNDLE to its certificate; else do not go on.",
            ),
            Self::CertificateExpired => (
                Code::Unreachable,
                "The server's certificate has expired, so nothing was sent.",
                CHECK_THE_DATE,
            ),
            Self::CertificateTooNew => (
                Code::Unreachable,
                "The server's certificate is not valid yet, so nothing was sent.",
                CHECK_THE_DATE,
            ),
            Self::CertificateOfAnother => (
                Code::Unreachable,
                "The server's certificate belongs to another host, so nothing was sent.",
                "Check endpoint_url and the proxy; if neither is set, somebody else is answering: do not go on.",
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
                "See the details for AWS's own words; a code in the request may have been used.",
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_about_the_code_are_true() {
        for kind in [StsError::ServiceFault, StsError::Throttled, StsError::ClockOff, StsError::Unreachable] {
            let failure = kind.failure();
            assert!(failure.to_string().contains("no code was used"), "{failure}");
            assert_eq!(failure.fate, CodeFate::Unspent);
        }
        assert!(StsError::UnusableAnswer.failure().message.contains("has been used"));
        assert_eq!(StsError::UnusableAnswer.fate(), CodeFate::Spent);
        for kind in [StsError::NoAnswer, StsError::Other] {
            let failure = kind.failure();
            assert!(failure.to_string().contains("may have been used"), "{failure}");
            assert_eq!(failure.fate, CodeFate::Unknown);
        }
    }
}
