//! The sentence and the next step for each way of saying no.

use crate::failure::Code;
use crate::sts_error::StsError;
use crate::text::Text;

/// No code is named here: by the time the clock is set, the device shows another one.
fn set_the_clock() -> Text {
    text!("Turn on automatic time or set the clock, then sign in again; no code was used.")
}

fn check_the_date() -> Text {
    text!(
        "Check this machine's date and time; if they are right, whoever runs the server or proxy must renew it."
    )
}

/// A table: one row for each way of saying no.
pub(super) fn of(kind: StsError) -> (Code, Text, Text) {
    match kind {
        StsError::InvalidCode => (
            Code::CodeRejected,
            text!("AWS did not accept this code: it is wrong, too old, or was used before."),
            text!("Wait for the next code and type that one."),
        ),
        StsError::UnknownDevice => (
            Code::DeviceRejected,
            text!("AWS does not know this MFA device for this user."),
            text!("Check the serial number: it must name a device that the access key's own user still has."),
        ),
        StsError::IncompleteMfa => (
            Code::CodeNeeded,
            text!("AWS wants both the MFA device and its code."),
            text!("Set the device's serial number for this profile, then type its code."),
        ),
        StsError::SessionAsSource => (
            Code::TemporarySource,
            text!(
                "The key of this profile is itself a session's key, and AWS grants no session from a session."
            ),
            text!("Give Daypass the user's long-term key, which starts with AKIA."),
        ),
        StsError::RoleDenied => (
            Code::Denied,
            text!("AWS does not let this user assume the role."),
            text!("Ask whoever owns the role: its trust policy, the external id or MFA may be the reason."),
        ),
        StsError::Denied => (
            Code::Denied,
            text!("AWS does not allow this request."),
            text!("See the details for AWS's own words, and ask your administrator."),
        ),
        StsError::UnknownKey => (
            Code::KeyRejected,
            text!("AWS does not know this access key."),
            text!(
                "It may be deleted, inactive, or belong to another partition: check it in the IAM console."
            ),
        ),
        StsError::WrongSecret => (
            Code::SecretRejected,
            text!("The secret access key does not belong to this access key id."),
            text!("Enter the key again; AWS shows a secret only once, so you may need a new key."),
        ),
        StsError::ExpiredToken => (
            Code::SessionEnded,
            text!("The session behind this request has ended."),
            text!("Sign in again with a new code."),
        ),
        StsError::ClockSlow => (
            Code::ClockSkew,
            text!("This machine's clock is behind AWS's by more than AWS allows."),
            set_the_clock(),
        ),
        StsError::ClockFast => (
            Code::ClockSkew,
            text!("This machine's clock is ahead of AWS's by more than AWS allows."),
            set_the_clock(),
        ),
        StsError::ClockOff => (
            Code::ClockSkew,
            text!("This machine's clock and AWS's differ by more than AWS allows."),
            set_the_clock(),
        ),
        StsError::OverRoleMaximum => (
            Code::RoleMaximum,
            text!("The role does not allow sessions that long."),
            text!("Choose a shorter duration, or ask for a higher maximum session duration of the role."),
        ),
        StsError::OverChainLimit => (
            Code::RoleMaximum,
            text!("A role reached through a session lasts one hour at most."),
            text!("Choose an hour or less, or assume the role directly with a code."),
        ),
        StsError::Validation => (
            Code::BadParameter,
            text!("AWS did not accept one of the values of this request."),
            text!("See the details for AWS's own words, and check the profile's settings."),
        ),
        StsError::RegionDisabled => (
            Code::RegionDisabled,
            text!("STS is not activated in this region for the account."),
            text!("Choose another region for the profile, or ask an administrator to activate it."),
        ),
        StsError::MalformedPolicy => (
            Code::BadPolicy,
            text!("AWS does not accept the session policy."),
            text!("See the details for AWS's own words, and correct the policy."),
        ),
        StsError::PackedPolicyTooLarge => (
            Code::BadPolicy,
            text!("The session policy and tags are too large together."),
            text!("Shorten the policy or use fewer tags."),
        ),
        StsError::Throttled => (
            Code::Throttled,
            text!("AWS asks to slow down."),
            text!("Try again in a minute; no code was used."),
        ),
        StsError::ServiceFault => (
            Code::ServiceFault,
            text!("AWS STS has a fault of its own at the moment."),
            text!("Try again in a minute; no code was used."),
        ),
        StsError::Unreachable => (
            Code::Unreachable,
            text!("AWS STS could not be reached, so no code was used."),
            text!("Check the network, VPN or proxy, then try again."),
        ),
        StsError::ProxyLogin => (
            Code::Unreachable,
            text!(
                "The proxy wants a user name and a password, or refused the ones that it got; no code was used."
            ),
            text!("Put them into the proxy's address, as in HTTPS_PROXY=http://USER:PASSWORD@HOST:PORT."),
        ),
        StsError::ProxyRefused => (
            Code::Unreachable,
            text!("The proxy opened no way to AWS STS, so no code was used."),
            text!(
                "Check that the proxy in HTTPS_PROXY runs and lets this host pass, or name the host in NO_PROXY."
            ),
        ),
        StsError::Untrusted => (
            Code::Unreachable,
            text!("The server's certificate is not trusted, so nothing was sent."),
            text!("If a company proxy opens TLS, set AWS_CA_BUNDLE to its certificate; else do not go on."),
        ),
        StsError::CertificateExpired => (
            Code::Unreachable,
            text!("The server's certificate has expired, so nothing was sent."),
            check_the_date(),
        ),
        StsError::CertificateTooNew => (
            Code::Unreachable,
            text!("The server's certificate is not valid yet, so nothing was sent."),
            check_the_date(),
        ),
        StsError::CertificateOfAnother => (
            Code::Unreachable,
            text!("The server's certificate belongs to another host, so nothing was sent."),
            text!(
                "Check endpoint_url and the proxy; if neither is set, a sign-in page or somebody else answers: do not go on."
            ),
        ),
        StsError::NoAnswer => (
            Code::Ambiguous,
            text!("The request was sent but no whole answer came: a code in it may have been used."),
            text!("Wait for the next code and type that one."),
        ),
        StsError::NotSts => (
            Code::BadAnswer,
            text!("The answer did not come from AWS STS; a sign-in page or a proxy may stand in between."),
            text!("Open a browser to sign in to the network, then type the next code."),
        ),
        StsError::UnusableAnswer => (
            Code::BadAnswer,
            text!("AWS's answer arrived damaged and was not written; a code in the request has been used."),
            text!("Wait for the next code and type that one."),
        ),
        StsError::Other => (
            Code::ServiceFault,
            text!("AWS refused the request for a reason that Daypass does not know."),
            text!("See the details for AWS's own words; a code in the request may have been used."),
        ),
    }
}
