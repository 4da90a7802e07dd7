//! The limits of STS's parameters, just inside and just outside: what STS says, and what Daypass says
//! before it asks (AWS STS API Reference, "Request Parameters" of GetSessionToken and AssumeRole).

mod ahead;

use aws_sdk_sts::config::Credentials;
use aws_sdk_sts::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_sts::operation::assume_role::builders::AssumeRoleFluentBuilder as Role;
use aws_sdk_sts::operation::get_session_token::builders::GetSessionTokenFluentBuilder as Session;
use aws_sdk_sts::primitives::DateTime;
use aws_sdk_sts::types::{PolicyDescriptorType, Tag};
use daypass_demo::{ACCOUNT_ID, DemoServer};

use super::desk::{SERIAL, bare, long_term, serve, shown};

/// What STS says: nothing against it, or these words among others.
type Verdict = Result<(), &'static str>;

fn judged<E: ProvideErrorMetadata + std::fmt::Debug>(
    answer: Result<(), SdkError<E>>,
    verdict: Verdict,
    what: &str,
) {
    match (answer, verdict) {
        (Ok(()), Ok(())) => {}
        (Err(error), Err(words)) => {
            let said =
                format!("{}: {}", error.code().unwrap_or_default(), error.message().unwrap_or_default());
            assert!(said.contains(words), "{what}: {said}");
        }
        (answer, verdict) => panic!("{what}: {answer:?} instead of {verdict:?}"),
    }
}

const SHORT_TIME: Verdict =
    Err("at 'durationSeconds' failed to satisfy constraint: Member must have value greater");
const LONG_TIME: Verdict =
    Err("at 'durationSeconds' failed to satisfy constraint: Member must have value less");

#[tokio::test]
async fn sts_limits_what_a_session_is_asked_with() {
    // Within the limits, but nobody's device.
    const NOT_YOURS: Verdict = Err("AccessDenied: MultiFactorAuthentication failed, unable to validate");
    const SHORT_SERIAL: Verdict =
        Err("at 'serialNumber' failed to satisfy constraint: Member must have length greater");
    const LONG_SERIAL: Verdict =
        Err("at 'serialNumber' failed to satisfy constraint: Member must have length less");
    const ODD_SERIAL: Verdict =
        Err("at 'serialNumber' failed to satisfy constraint: Member must satisfy regular");
    const BAD_CODE: Verdict = Err("ValidationError: 1 validation error detected: Value");
    type Set = fn(Session) -> Session;
    let rows: [(&str, Set, Verdict); 17] = [
        ("nothing at all: no MFA is legal", |ask| ask, Ok(())),
        ("899 s", |ask| ask.duration_seconds(899), SHORT_TIME),
        ("900 s", |ask| ask.duration_seconds(900), Ok(())),
        ("129,600 s", |ask| ask.duration_seconds(129_600), Ok(())),
        ("129,601 s", |ask| ask.duration_seconds(129_601), LONG_TIME),
        ("serial of 8", |ask| ask.serial_number("a".repeat(8)).token_code("123456"), SHORT_SERIAL),
        ("serial of 9", |ask| ask.serial_number("a".repeat(9)).token_code("123456"), NOT_YOURS),
        ("serial of 256", |ask| ask.serial_number("a".repeat(256)).token_code("123456"), NOT_YOURS),
        ("serial of 257", |ask| ask.serial_number("a".repeat(257)).token_code("123456"), LONG_SERIAL),
        ("every character", |ask| ask.serial_number("aZ09_+=/:,.@-").token_code("123456"), NOT_YOURS),
        ("a space", |ask| ask.serial_number("GAHT 2345678").token_code("123456"), ODD_SERIAL),
        ("five digits", |ask| ask.serial_number(SERIAL).token_code("12345"), BAD_CODE),
        ("seven digits", |ask| ask.serial_number(SERIAL).token_code("1234567"), BAD_CODE),
        ("a letter", |ask| ask.serial_number(SERIAL).token_code("12345a"), BAD_CODE),
        ("only a serial", |ask| ask.serial_number(SERIAL), Err("must provide both MFA serial number and")),
        ("only a code", |ask| ask.token_code("123456"), Err("must provide both MFA serial number and")),
        (
            "a hardware serial of another",
            |ask| ask.serial_number("GAHT12345678").token_code("123456"),
            NOT_YOURS,
        ),
    ];
    let server = serve().await;
    for (what, set, verdict) in rows {
        let answer = set(bare(&server, long_term()).get_session_token()).send().await.map(drop);
        judged(answer, verdict, what);
    }
}

fn developer(ask: Role) -> Role {
    ask.role_arn(format!("arn:aws:iam::{ACCOUNT_ID}:role/developer")).role_session_name("me")
}

fn arn_of(length: usize) -> String {
    format!("{:x<length$}", "arn:aws:iam:::role/")
}

fn arns(count: usize) -> Vec<PolicyDescriptorType> {
    vec![PolicyDescriptorType::builder().arn("arn:aws:iam::aws:policy/x").build(); count]
}

fn tags(count: usize) -> Vec<Tag> {
    (0..count).map(|number| Tag::builder().key(number.to_string()).value("x").build().unwrap()).collect()
}

/// A policy of so many characters.
fn policy(length: usize) -> String {
    let (head, tail) = ("{\"Statement\":[],\"Id\":\"", "\"}");
    format!("{head}{}{tail}", "x".repeat(length - head.len() - tail.len()))
}

#[tokio::test]
async fn sts_limits_what_a_role_is_asked_with() {
    const UNKNOWN: Verdict = Err("AccessDenied: User: arn:aws:iam::123456789012:user/demo is not authorized");
    const SHORT: Verdict = Err("Member must have length greater than or equal to");
    const LONG: Verdict = Err("Member must have length less than or equal to");
    const ODD: Verdict = Err("Member must satisfy regular expression pattern");
    type Set = fn(Role) -> Role;
    let rows: [(&str, Set, Verdict); 29] = [
        ("what is needed", |ask| ask, Ok(())),
        ("an ARN of 19", |ask| ask.role_arn(arn_of(19)), SHORT),
        ("an ARN of 20", |ask| ask.role_arn(arn_of(20)), UNKNOWN),
        ("an ARN of 2,048", |ask| ask.role_arn(arn_of(2048)), UNKNOWN),
        ("an ARN of 2,049", |ask| ask.role_arn(arn_of(2049)), LONG),
        ("no ARN", |ask| ask.role_arn("x".repeat(20)), Err("ValidationError: xxx")),
        ("a name of 1", |ask| ask.role_session_name("x"), SHORT),
        ("a name of 2", |ask| ask.role_session_name("x@"), Ok(())),
        ("a name of 64", |ask| ask.role_session_name("x".repeat(64)), Ok(())),
        ("a name of 65", |ask| ask.role_session_name("x".repeat(65)), LONG),
        ("a name with a space", |ask| ask.role_session_name("x y"), ODD),
        ("an external id of 1", |ask| ask.external_id("x"), SHORT),
        ("an external id of 2", |ask| ask.external_id("x/"), Ok(())),
        ("an external id of 1,224", |ask| ask.external_id("x".repeat(1224)), Ok(())),
        ("an external id of 1,225", |ask| ask.external_id("x".repeat(1225)), LONG),
        ("an external id with a space", |ask| ask.external_id("x y"), ODD),
        ("899 s", |ask| ask.duration_seconds(899), SHORT_TIME),
        ("900 s", |ask| ask.duration_seconds(900), Ok(())),
        ("43,200 s", |ask| ask.duration_seconds(43_200), Ok(())),
        ("43,201 s", |ask| ask.duration_seconds(43_201), LONG_TIME),
        ("10 policies", |ask| ask.set_policy_arns(Some(arns(10))), Ok(())),
        ("11 policies", |ask| ask.set_policy_arns(Some(arns(11))), LONG),
        ("a policy of 2,048", |ask| ask.policy(policy(2048)), Ok(())),
        ("a policy of 2,049", |ask| ask.policy(policy(2049)), LONG),
        ("no policy", |ask| ask.policy("{\"Statement\":"), Err("MalformedPolicyDocument: ")),
        ("50 tags", |ask| ask.set_tags(Some(tags(50))), Ok(())),
        ("51 tags", |ask| ask.set_tags(Some(tags(51))), LONG),
        ("a source identity of 1", |ask| ask.source_identity("x"), SHORT),
        ("a source identity of 65", |ask| ask.source_identity("x".repeat(65)), LONG),
    ];
    let server = serve().await;
    let keys = with_mfa(&server).await;
    for (what, set, verdict) in rows {
        // Each without MFA in the request: the caller's key is trusted, so that a code is not needed.
        server.edit_account(|account| account.roles[0].trust.mfa = false);
        let answer = set(developer(bare(&server, long_term()).assume_role())).send().await.map(drop);
        judged(answer, verdict, what);
    }
    let chained = |seconds| developer(bare(&server, keys.clone()).assume_role()).duration_seconds(seconds);
    judged(chained(3600).send().await.map(drop), Ok(()), "an hour through a session");
    let words = Err("exceeds the 1 hour session limit for roles assumed by role chaining");
    judged(chained(3601).send().await.map(drop), words, "a second more");
}

async fn with_mfa(server: &DemoServer) -> Credentials {
    let ask = bare(server, long_term()).get_session_token().serial_number(SERIAL);
    temporary(ask.token_code(shown(server)).send().await.unwrap().credentials.unwrap())
}

fn temporary(keys: aws_sdk_sts::types::Credentials) -> Credentials {
    let token = Some(keys.session_token);
    Credentials::new(keys.access_key_id, keys.secret_access_key, token, None, "test")
}

#[tokio::test]
async fn temporary_keys_get_no_sessions() {
    let server = serve().await;
    let keys = with_mfa(&server).await;
    let role = developer(bare(&server, keys.clone()).assume_role()).send().await.unwrap();
    let words = Err("AccessDenied: Cannot call GetSessionToken with session credentials");
    for keys in [keys, temporary(role.credentials.unwrap())] {
        let client = bare(&server, keys);
        judged(client.get_session_token().send().await.map(drop), words, "a session from a session");
        client.get_caller_identity().send().await.unwrap();
        let ask = client.get_federation_token().name("me").send().await.map(drop);
        judged(ask, Err("Cannot call GetFederationToken with session credentials"), "a federation token");
    }
}

#[tokio::test]
async fn what_is_not_asked_for_lasts_as_long_as_aws_says() {
    let server = serve().await;
    let lasts = |expiration: &DateTime| expiration.secs() - server.now().timestamp();
    let root = Credentials::new(
        "AKIAROOTUSER0EXAMPLE",
        "rootUserKEY/K7MDENG/bPxRfiCYEXAMPLEKEYxx",
        None,
        None,
        "test",
    );
    let (user, root) = (bare(&server, long_term()), bare(&server, root));
    let session = user.get_session_token().send().await.unwrap().credentials.unwrap();
    assert!((43_195..=43_200).contains(&lasts(&session.expiration)));
    let clipped =
        root.get_session_token().duration_seconds(43_200).send().await.unwrap().credentials.unwrap();
    assert!(
        (3_595..=3_600).contains(&lasts(&clipped.expiration)),
        "an hour for root, whatever was asked for"
    );
    server.edit_account(|account| account.roles[0].trust.mfa = false);
    let role = developer(user.assume_role()).send().await.unwrap().credentials.unwrap();
    assert!((3_595..=3_600).contains(&lasts(&role.expiration)));
}
