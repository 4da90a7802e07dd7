//! Every way STS says no, in words (AWS STS API Reference, "Common errors", and what was seen on the wire).

mod words;

use crate::failure::{CodeFate, Failure};

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
        let (code, message, hint) = words::of(self);
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
