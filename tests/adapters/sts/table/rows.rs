//! The rows.

use std::collections::BTreeMap;

use daypass_core::failure::CodeFate::{Refused, Unknown, Unspent};
use daypass_demo::Fault;
use serde_json::json;

use super::super::stage::KEY;
use super::super::words::*;
use super::{Answer, Given, Row, Typed};

const WRONG: &str = "MultiFactorAuthentication failed with invalid MFA one time pass code";
const FOREIGN: &str = "MultiFactorAuthentication failed, unable to validate MFA code";
const NOT_AUTHORIZED: &str = "User: arn:aws:iam::123456789012:user/demo is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::123456789012:role/";
const INVALID_TOKEN: &str = "The security token included in the request is invalid.";
const EXPIRED: &str = "The security token included in the request is expired";
/// Has the form of AWS's secrets.
const OTHER_SECRET: &str = "inactiveKEY/K7MDENG/bPxRfiCYEXAMPLEKEYxx";

const HALF: Answer = (
    403,
    "AccessDenied",
    "MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code.",
);
const WITH_SESSION: Answer = (403, "AccessDenied", "Cannot call GetSessionToken with session credentials");
const TOO_SKEWED: Answer = (
    403,
    "RequestTimeTooSkewed",
    "The difference between the request time and the current time is too large.",
);
const REQUEST_EXPIRED: Answer = (400, "RequestExpired", "Request has expired.");
const FROM_THE_FUTURE: Answer = (400, "RequestInTheFuture", "Request is dated in the future.");
const CHAINED: Answer = (
    400,
    "ValidationError",
    "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.",
);
const MALFORMED_CODE: Answer = (
    400,
    "ValidationError",
    "1 validation error detected: Value 'CODE' at 'tokenCode' failed to satisfy constraint: \
     Member must satisfy regular expression pattern: [\\d]*",
);
const BAD_POLICY: Answer = (400, "MalformedPolicyDocument", "Syntax errors in policy.");

/// A row for each way of each error.
pub fn rows() -> Vec<Row> {
    let mut rows = about_codes_and_devices();
    rows.extend(about_keys_and_clocks());
    rows.extend(about_roles());
    rows.extend(about_the_service());
    rows
}

#[rustfmt::skip] // One line for each row.
fn about_codes_and_devices() -> Vec<Row> {
    use Given::{Answer, DeletedDevice, KeyringKey, Nothing, Serial};
    use Typed::{Late, Shown, Used, Wrong};
    let ours = "arn:aws:iam::111122223333:mfa/demo";
    let china = "arn:aws-cn:iam::123456789012:mfa/demo";
    let gone = "arn:aws:iam::123456789012:mfa/demo-old";
    vec![
        Row::new(Nothing, Wrong, INVALID_CODE, Some(WRONG), 1, Refused, Some(false)),
        Row::new(Nothing, Late, INVALID_CODE, Some(WRONG), 1, Refused, Some(false)),
        Row::new(Nothing, Used, INVALID_CODE, Some(WRONG), 1, Refused, Some(false)),
        Row::new(Serial("GAHT12345678"), Shown, UNKNOWN_DEVICE, Some(FOREIGN), 1, Refused, Some(true)),
        Row::new(Serial(ours), Shown, UNKNOWN_DEVICE, Some(FOREIGN), 1, Refused, Some(true)),
        Row::new(Serial(china), Shown, UNKNOWN_DEVICE, Some(FOREIGN), 1, Refused, Some(true)),
        Row::new(Serial(gone), Shown, UNKNOWN_DEVICE, Some(FOREIGN), 1, Refused, Some(true)),
        Row::new(DeletedDevice, Shown, UNKNOWN_DEVICE, Some(FOREIGN), 1, Refused, Some(true)),
        Row::new(Answer(HALF, 1), Shown, HALF_MFA, Some(HALF.2), 1, Unspent, Some(true)),
        Row::new(Answer(WITH_SESSION, 1), Shown, SESSION_AS_SOURCE, Some(WITH_SESSION.2), 1, Unspent, Some(true)),
        // Told by its prefix, before AWS is asked.
        Row::new(KeyringKey("ASIAIOSFODNN7EXAMPLE"), Shown, SESSION_AS_SOURCE, None, 0, Unspent, Some(true)),
        Row::new(Answer((403, "AccessDenied", "Not today."), 1), Shown, DENIED, Some("Not today."), 1, Unknown, Some(true)),
    ]
}

#[rustfmt::skip] // One line for each row.
fn about_keys_and_clocks() -> Vec<Row> {
    use Given::{Answer, Clocks, Key};
    use Typed::Shown;
    vec![
        Row::new(Key("AKIAUNKNOWN00EXAMPLE", OTHER_SECRET), Shown, UNKNOWN_KEY, Some(INVALID_TOKEN), 1, Unspent, Some(true)),
        Row::new(Key("AKIAINACTIVE0EXAMPLE", OTHER_SECRET), Shown, UNKNOWN_KEY, Some(INVALID_TOKEN), 1, Unspent, Some(true)),
        Row::new(Key(KEY, OTHER_SECRET), Shown, WRONG_SECRET, Some("The request signature we calculated does not match"), 1, Unspent, Some(true)),
        // One such answer is mended by signing again; a second one is told.
        Row::new(Clocks(-3600, 3600), Shown, CLOCK_SLOW, Some("Signature expired: "), 2, Unspent, Some(true)),
        Row::new(Clocks(3600, -3600), Shown, CLOCK_FAST, Some("Signature not yet current: "), 2, Unspent, Some(true)),
        Row::new(Answer(TOO_SKEWED, 2), Shown, CLOCK_OFF, Some(TOO_SKEWED.2), 2, Unspent, Some(true)),
        Row::new(Answer(REQUEST_EXPIRED, 2), Shown, CLOCK_SLOW, Some(REQUEST_EXPIRED.2), 2, Unspent, Some(true)),
        Row::new(Answer(FROM_THE_FUTURE, 2), Shown, CLOCK_FAST, Some(FROM_THE_FUTURE.2), 2, Unspent, Some(true)),
        Row::new(Answer((400, "ExpiredTokenException", EXPIRED), 1), Shown, SESSION_ENDED, Some(EXPIRED), 1, Unspent, Some(true)),
        Row::new(Answer((403, "ExpiredToken", EXPIRED), 1), Shown, SESSION_ENDED, Some(EXPIRED), 1, Unspent, Some(true)),
        Row::new(Answer(MALFORMED_CODE, 1), Shown, VALIDATION, Some("Value '…' at 'tokenCode' failed to satisfy constraint"), 1, Unspent, Some(true)),
    ]
}

#[rustfmt::skip] // One line for each row.
fn about_roles() -> Vec<Row> {
    use Given::{Role, RoleAnswer, RoleAsks, RoleThrough, RoleThroughEnded, RoleWithoutDevice};
    use Typed::{None as Untyped, Shown, Used, Wrong};
    // What only AWS can judge: everything else is told before it is asked.
    let principal = json!({ "session_policy": { "Statement": [{ "Principal": "*" }] } });
    let tags: BTreeMap<String, String> = (0..9).map(|number| (format!("tag{number}"), "v".repeat(256))).collect();
    let large = json!({ "tags": tags });
    // Whether AWS looks at the code first is not known: our STS does, and takes it.
    vec![
        Row::new(Role("developer", 3600), Wrong, INVALID_CODE, Some(WRONG), 1, Refused, Some(false)),
        Row::new(Role("developer", 3600), Used, INVALID_CODE, Some(WRONG), 1, Refused, Some(false)),
        Row::new(Role("locked", 3600), Shown, ROLE_DENIED, Some(NOT_AUTHORIZED), 1, Unknown, Some(false)),
        Row::new(Role("auditor", 3600), Shown, ROLE_DENIED, Some(NOT_AUTHORIZED), 1, Unknown, Some(false)),
        Row::new(Role("missing", 3600), Shown, ROLE_DENIED, Some(NOT_AUTHORIZED), 1, Unknown, Some(false)),
        Row::new(RoleWithoutDevice("developer"), Untyped, ROLE_DENIED, Some(NOT_AUTHORIZED), 1, Unknown, None),
        Row::new(RoleThrough("locked", None), Untyped, ROLE_DENIED, Some(NOT_AUTHORIZED), 1, Unknown, None),
        Row::new(RoleThroughEnded, Untyped, SESSION_ENDED, Some(EXPIRED), 1, Unspent, None),
        Row::new(Role("short", 7200), Shown, ROLE_MAXIMUM, Some("exceeds the MaxSessionDuration set for this role"), 1, Unknown, Some(false)),
        // Known here, so AWS is not asked.
        Row::new(RoleThrough("developer", Some(7200)), Untyped, CHAIN_LIMIT_AHEAD, None, 0, Unspent, None),
        Row::new(RoleAnswer(CHAINED), Shown, CHAIN_LIMIT, Some(CHAINED.2), 1, Unknown, Some(true)),
        Row::new(RoleAsks(principal.to_string()), Shown, MALFORMED_POLICY, Some("The policy should not specify a principal"), 1, Unknown, Some(false)),
        Row::new(RoleAsks(large.to_string()), Shown, PACKED_POLICY, Some("% of allotted space"), 1, Unknown, Some(false)),
        Row::new(RoleAnswer(BAD_POLICY), Shown, MALFORMED_POLICY, Some(BAD_POLICY.2), 1, Unknown, Some(true)),
    ]
}

#[rustfmt::skip] // One line for each row.
fn about_the_service() -> Vec<Row> {
    use Given::{Answer, DisabledRegion, Trouble};
    use Typed::Shown;
    vec![
        Row::new(DisabledRegion, Shown, REGION_DISABLED, Some("STS is not activated in this region for account:123456789012"), 1, Unspent, Some(true)),
        Row::new(Trouble(Fault::Throttling { status: 400 }), Shown, THROTTLED, Some("Rate exceeded"), 3, Unspent, Some(true)),
        Row::new(Trouble(Fault::Throttling { status: 503 }), Shown, THROTTLED, Some("Rate exceeded"), 3, Unspent, Some(true)),
        Row::new(Trouble(Fault::ServerError { status: 500 }), Shown, SERVICE_FAULT, Some("An internal error has occurred"), 3, Unspent, Some(true)),
        Row::new(Trouble(Fault::ServerError { status: 503 }), Shown, SERVICE_FAULT, Some("ServiceUnavailable"), 3, Unspent, Some(true)),
        Row::new(Answer((418, "Teapot", "Short and stout."), 1), Shown, UNHEARD_OF, Some("Teapot: Short and stout."), 1, Unknown, Some(true)),
        Row::new(Answer((400, "", ""), 1), Shown, UNHEARD_OF, Some("an error without a code and without words, status 400"), 1, Unknown, Some(true)),
        Row::new(Answer((403, "Odd", "a\u{202e}b\u{85}c"), 1), Shown, UNHEARD_OF, Some("Odd: a\u{fffd}b\u{fffd}c"), 1, Unknown, Some(true)),
    ]
}
