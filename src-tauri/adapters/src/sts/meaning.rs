//! What AWS's error codes and messages mean.

use daypass_core::sts_error::StsError;

/// What was asked; the same code means different things.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Action {
    SessionToken,
    AssumeRole,
    CallerIdentity,
    MfaDevices,
}

/// Codes and messages as `design/facts.md`, section 5.2, lists them with their sources.
pub(super) fn kind_of(action: Action, code: &str, message: &str, status: u16) -> StsError {
    let says = |words: &str| message.contains(words);
    match code {
        "AccessDenied" | "AccessDeniedException" => denied(action, message),
        "InvalidClientTokenId" | "UnrecognizedClientException" => StsError::UnknownKey,
        "SignatureDoesNotMatch" | "InvalidSignatureException" if says("not yet current") => {
            StsError::ClockFast
        }
        "SignatureDoesNotMatch" | "InvalidSignatureException" if says("Signature expired") => {
            StsError::ClockSlow
        }
        "SignatureDoesNotMatch" | "InvalidSignatureException" => StsError::WrongSecret,
        "RequestExpired" => StsError::ClockSlow,
        "RequestInTheFuture" => StsError::ClockFast,
        "RequestTimeTooSkewed" => StsError::ClockOff,
        "ExpiredToken" | "ExpiredTokenException" => StsError::ExpiredToken,
        "ValidationError" if says("role chaining") => StsError::OverChainLimit,
        "ValidationError" if says("MaxSessionDuration") => StsError::OverRoleMaximum,
        "ValidationError" | "MissingParameter" | "InvalidParameterValue" | "InvalidParameterCombination" => {
            StsError::Validation
        }
        "RegionDisabledException" | "RegionDisabled" => StsError::RegionDisabled,
        "MalformedPolicyDocument" | "MalformedPolicyDocumentException" => StsError::MalformedPolicy,
        "PackedPolicyTooLarge" | "PackedPolicyTooLargeException" => StsError::PackedPolicyTooLarge,
        "Throttling"
        | "ThrottlingException"
        | "ThrottledException"
        | "RequestLimitExceeded"
        | "TooManyRequestsException"
        | "RequestThrottled"
        | "RequestThrottledException"
        | "SlowDown" => StsError::Throttled,
        _ if says("Rate exceeded") || status == 429 => StsError::Throttled,
        _ if status >= 500 => StsError::ServiceFault,
        _ => StsError::Other,
    }
}

fn denied(action: Action, message: &str) -> StsError {
    let says = |words: &str| message.contains(words);
    if says("invalid MFA one time pass code") {
        StsError::InvalidCode
    } else if says("unable to validate MFA code") {
        StsError::UnknownDevice
    } else if says("must provide both MFA serial number and one time pass code") {
        StsError::IncompleteMfa
    } else if says("with session credentials") {
        StsError::SessionAsSource
    } else if action == Action::AssumeRole {
        StsError::RoleDenied
    } else {
        StsError::Denied
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_facts_has_its_kind() {
        use Action::{AssumeRole, CallerIdentity, MfaDevices, SessionToken};
        let rows = [
            (
                SessionToken,
                "AccessDenied",
                "MultiFactorAuthentication failed with invalid MFA one time pass code.",
                403,
                StsError::InvalidCode,
            ),
            (
                AssumeRole,
                "AccessDenied",
                "MultiFactorAuthentication failed with invalid MFA one time pass code. ",
                403,
                StsError::InvalidCode,
            ),
            (
                SessionToken,
                "AccessDenied",
                "MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.",
                403,
                StsError::UnknownDevice,
            ),
            (
                SessionToken,
                "AccessDenied",
                "MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code.",
                403,
                StsError::IncompleteMfa,
            ),
            (
                SessionToken,
                "AccessDenied",
                "Cannot call GetSessionToken with session credentials",
                403,
                StsError::SessionAsSource,
            ),
            (
                AssumeRole,
                "AccessDenied",
                "User: arn:aws:iam::1:user/j is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::1:role/r",
                403,
                StsError::RoleDenied,
            ),
            (CallerIdentity, "AccessDenied", "no", 403, StsError::Denied),
            (
                MfaDevices,
                "AccessDenied",
                "User: arn:aws:iam::1:user/j is not authorized to perform: iam:ListMFADevices on resource: user j with an explicit deny in an identity-based policy",
                403,
                StsError::Denied,
            ),
            (
                SessionToken,
                "InvalidClientTokenId",
                "The security token included in the request is invalid.",
                403,
                StsError::UnknownKey,
            ),
            (
                SessionToken,
                "SignatureDoesNotMatch",
                "Signature expired: 20261122T1000Z is now earlier than 20261122T1100Z (20261122T1115Z - 15 min.)",
                403,
                StsError::ClockSlow,
            ),
            (
                SessionToken,
                "SignatureDoesNotMatch",
                "Signature not yet current: 1 is still later than 2 (3 + 15 min.)",
                403,
                StsError::ClockFast,
            ),
            (
                SessionToken,
                "SignatureDoesNotMatch",
                "The request signature we calculated does not match the signature you provided.",
                403,
                StsError::WrongSecret,
            ),
            (SessionToken, "RequestExpired", "Request has expired.", 400, StsError::ClockSlow),
            (SessionToken, "RequestInTheFuture", "", 400, StsError::ClockFast),
            (SessionToken, "RequestTimeTooSkewed", "", 403, StsError::ClockOff),
            (
                AssumeRole,
                "ExpiredToken",
                "The security token included in the request is expired",
                403,
                StsError::ExpiredToken,
            ),
            (AssumeRole, "ExpiredTokenException", "", 400, StsError::ExpiredToken),
            (
                AssumeRole,
                "ValidationError",
                "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
                400,
                StsError::OverRoleMaximum,
            ),
            (
                AssumeRole,
                "ValidationError",
                "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.",
                400,
                StsError::OverChainLimit,
            ),
            (
                SessionToken,
                "ValidationError",
                "1 validation error detected: Value at 'tokenCode' failed to satisfy constraint",
                400,
                StsError::Validation,
            ),
            (
                SessionToken,
                "RegionDisabledException",
                "STS is not activated in this region for account:1",
                403,
                StsError::RegionDisabled,
            ),
            (AssumeRole, "MalformedPolicyDocument", "", 400, StsError::MalformedPolicy),
            (
                AssumeRole,
                "PackedPolicyTooLarge",
                "Packed policy consumes 120% of allotted space",
                400,
                StsError::PackedPolicyTooLarge,
            ),
            (SessionToken, "Throttling", "Rate exceeded", 400, StsError::Throttled),
            (SessionToken, "Unheard", "Rate exceeded", 400, StsError::Throttled),
            (SessionToken, "InternalFailure", "", 500, StsError::ServiceFault),
            (SessionToken, "ServiceUnavailable", "", 503, StsError::ServiceFault),
            (SessionToken, "Unheard", "", 400, StsError::Other),
        ];
        for (action, code, message, status, kind) in rows {
            assert_eq!(kind_of(action, code, message, status), kind, "{code}: {message}");
        }
    }
}
