//! What a person reads, written out once more: a sentence that changes is read again here.

use daypass_core::failure::Code;

use super::desk::Said;

pub const INVALID_CODE: Said = (
    Code::CodeRejected,
    "AWS did not accept this code: it is wrong, too old, or was used before.",
    "Wait for the next code and type that one.",
);
pub const UNKNOWN_DEVICE: Said = (
    Code::DeviceRejected,
    "AWS does not know this MFA device for this user.",
    "Check the serial number: it must name a device that the access key's own user still has.",
);
pub const HALF_MFA: Said = (
    Code::CodeNeeded,
    "AWS wants both the MFA device and its code.",
    "Set the device's serial number for this profile, then type its code.",
);
pub const SESSION_AS_SOURCE: Said = (
    Code::TemporarySource,
    "The key of this profile is itself a session's key, and AWS grants no session from a session.",
    "Give Daypass the user's long-term key, which starts with AKIA.",
);
pub const ROLE_DENIED: Said = (
    Code::Denied,
    "AWS does not let this user assume the role.",
    "Ask whoever owns the role: its trust policy, the external id or MFA may be the reason.",
);
pub const DENIED: Said = (
    Code::Denied,
    "AWS does not allow this request.",
    "See the details for AWS's own words, and ask your administrator.",
);
pub const UNKNOWN_KEY: Said = (
    Code::KeyRejected,
    "AWS does not know this access key.",
    "It may be deleted, inactive, or belong to another partition: check it in the IAM console.",
);
pub const WRONG_SECRET: Said = (
    Code::SecretRejected,
    "The secret access key does not belong to this access key id.",
    "Enter the key again; AWS shows a secret only once, so you may need a new key.",
);
const SET_THE_CLOCK: &str = "Turn on automatic time or set the clock, then sign in again; no code was used.";
pub const CLOCK_SLOW: Said =
    (Code::ClockSkew, "This machine's clock is behind AWS's by more than AWS allows.", SET_THE_CLOCK);
pub const CLOCK_FAST: Said =
    (Code::ClockSkew, "This machine's clock is ahead of AWS's by more than AWS allows.", SET_THE_CLOCK);
pub const CLOCK_OFF: Said =
    (Code::ClockSkew, "This machine's clock and AWS's differ by more than AWS allows.", SET_THE_CLOCK);
pub const SESSION_ENDED: Said =
    (Code::SessionEnded, "The session behind this request has ended.", "Sign in again with a new code.");
pub const ROLE_MAXIMUM: Said = (
    Code::RoleMaximum,
    "The role does not allow sessions that long.",
    "Try 1 h: a profile that asks for more is asked for 1 h from now on.",
);
pub const CHAIN_LIMIT: Said = (
    Code::RoleMaximum,
    "A role reached through a session lasts one hour at most.",
    "Choose an hour or less, or assume the role directly with a code.",
);
pub const CHAIN_LIMIT_AHEAD: Said = (
    Code::BadDuration,
    "A role reached through a session lasts between 15 minutes and 1 h; 2 h was asked for.",
    "Choose a duration within these limits.",
);
pub const VALIDATION: Said = (
    Code::BadParameter,
    "AWS did not accept one of the values of this request.",
    "See the details for AWS's own words, and check the profile's settings.",
);
pub const REGION_DISABLED: Said = (
    Code::RegionDisabled,
    "STS is not activated in this region for the account.",
    "Choose another region for the profile, or ask an administrator to activate it.",
);
pub const MALFORMED_POLICY: Said = (
    Code::BadPolicy,
    "AWS does not accept the session policy.",
    "See the details for AWS's own words, and correct the policy.",
);
pub const PACKED_POLICY: Said = (
    Code::BadPolicy,
    "The session policy and tags are too large together.",
    "Shorten the policy or use fewer tags.",
);
pub const THROTTLED: Said =
    (Code::Throttled, "AWS asks to slow down.", "Try again in a minute; no code was used.");
pub const SERVICE_FAULT: Said = (
    Code::ServiceFault,
    "AWS STS has a fault of its own at the moment.",
    "Try again in a minute; no code was used.",
);
pub const UNHEARD_OF: Said = (
    Code::ServiceFault,
    "AWS refused the request for a reason that Daypass does not know.",
    "See the details for AWS's own words; a code in the request may have been used.",
);
pub const UNREACHABLE: Said = (
    Code::Unreachable,
    "AWS STS could not be reached, so no code was used.",
    "Check the network, VPN or proxy, then try again.",
);
pub const PROXY_LOGIN: Said = (
    Code::Unreachable,
    "The proxy wants a user name and a password, or refused the ones that it got; no code was used.",
    "Put them into the proxy's address, as in HTTPS_PROXY=http://USER:PASSWORD@HOST:PORT.",
);
pub const PROXY_REFUSED: Said = (
    Code::Unreachable,
    "The proxy opened no way to AWS STS, so no code was used.",
    "Check that the proxy in HTTPS_PROXY runs and lets this host pass, or name the host in NO_PROXY.",
);
pub const UNTRUSTED: Said = (
    Code::Unreachable,
    "The server's certificate is not trusted, so nothing was sent.",
    "If a company proxy opens TLS, set AWS_CA_BUNDLE to its certificate; else do not go on.",
);
const CHECK_THE_DATE: &str =
    "Check this machine's date and time; if they are right, whoever runs the server or proxy must renew it.";
pub const CERTIFICATE_EXPIRED: Said =
    (Code::Unreachable, "The server's certificate has expired, so nothing was sent.", CHECK_THE_DATE);
pub const CERTIFICATE_TOO_NEW: Said =
    (Code::Unreachable, "The server's certificate is not valid yet, so nothing was sent.", CHECK_THE_DATE);
pub const CERTIFICATE_OF_ANOTHER: Said = (
    Code::Unreachable,
    "The server's certificate belongs to another host, so nothing was sent.",
    "Check endpoint_url and the proxy; if neither is set, a sign-in page or somebody else answers: do not go on.",
);
pub const NO_ANSWER: Said = (
    Code::Ambiguous,
    "The request was sent but no whole answer came: a code in it may have been used.",
    "Wait for the next code and type that one.",
);
pub const NOT_STS: Said = (
    Code::BadAnswer,
    "The answer did not come from AWS STS; a sign-in page or a proxy may stand in between.",
    "Open a browser to sign in to the network, then type the next code.",
);
pub const UNUSABLE: Said = (
    Code::BadAnswer,
    "AWS's answer arrived damaged and was not written; a code in the request has been used.",
    "Wait for the next code and type that one.",
);
