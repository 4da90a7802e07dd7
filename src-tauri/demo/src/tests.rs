//! The service as a client meets it: signed requests in, XML out.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, TimeDelta, Utc};

use crate::Account;
use crate::faults::{Fault, FaultRule};
use crate::sigv4::{Scope, Wire, tests::sign};
use crate::sts::Sts;

const DEVICE: &str = "arn:aws:iam::123456789012:mfa/demo";
const DEVELOPER: &str = "arn:aws:iam::123456789012:role/developer";

/// Keys that a test signs with.
#[derive(Clone)]
struct Keys {
    id: String,
    secret: String,
    token: Option<String>,
}

fn long_term() -> Keys {
    let account = Account::fixed();
    let key = account.identity("demo").unwrap().keys[0].clone();
    Keys { id: key.id, secret: key.secret, token: None }
}

/// A service whose time a test turns.
struct Bench {
    sts: Sts,
    unix: Arc<AtomicI64>,
}

impl Bench {
    fn new() -> Self {
        let unix = Arc::new(AtomicI64::new(1_800_000_000));
        let hand = Arc::clone(&unix);
        let read = move || DateTime::from_timestamp(hand.load(Ordering::Relaxed), 0).unwrap();
        let sts = Sts::new(Account::fixed().with_rarities(), Arc::new(read));
        Self { sts, unix }
    }

    fn wait(&self, seconds: i64) {
        self.unix.fetch_add(seconds, Ordering::Relaxed);
    }

    fn code(&self) -> String {
        let now = self.sts.now();
        self.sts.state().account.device_code(DEVICE, now).unwrap().code
    }

    fn call(&self, keys: &Keys, action: &str, parameters: &str) -> (u16, String) {
        self.call_at(self.sts.now(), keys, action, parameters)
    }

    fn call_at(&self, at: DateTime<Utc>, keys: &Keys, action: &str, rest: &str) -> (u16, String) {
        let reply = self.sts.answer(&signed(keys, at, action, rest));
        (reply.status, reply.body)
    }

    fn session(&self) -> Keys {
        let code = self.code();
        let parameters = format!("&SerialNumber={DEVICE}&TokenCode={code}&DurationSeconds=900");
        keys_in(&self.call(&long_term(), "GetSessionToken", &parameters).1)
    }
}

fn signed(keys: &Keys, at: DateTime<Utc>, action: &str, rest: &str) -> Wire {
    let stamp = at.format("%Y%m%dT%H%M%SZ").to_string();
    let scope = Scope { date: stamp[..8].to_owned(), region: "eu-central-1".into(), service: "sts".into() };
    let mut headers = vec![
        ("content-type".to_owned(), "application/x-www-form-urlencoded".to_owned()),
        ("host".to_owned(), "127.0.0.1".to_owned()),
        ("x-amz-date".to_owned(), stamp.clone()),
    ];
    if let Some(token) = &keys.token {
        headers.push(("x-amz-security-token".to_owned(), token.clone()));
    }
    let names: Vec<String> = headers.iter().map(|(name, _)| name.clone()).collect();
    let body = format!("Action={action}&Version=2011-06-15{rest}").into_bytes();
    let mut wire = Wire { method: "POST".into(), path: "/".into(), query: String::new(), headers, body };
    let signature = sign(&wire, &names, &stamp, &scope, &keys.secret);
    let authorization = format!(
        "AWS4-HMAC-SHA256 Credential={}/{}/eu-central-1/sts/aws4_request, SignedHeaders={}, Signature={signature}",
        keys.id,
        scope.date,
        names.join(";")
    );
    wire.headers.push(("authorization".into(), authorization));
    wire
}

fn field(xml: &str, name: &str) -> String {
    let (_, rest) = xml.split_once(&format!("<{name}>")).unwrap();
    rest.split_once(&format!("</{name}>")).unwrap().0.to_owned()
}

fn keys_in(xml: &str) -> Keys {
    Keys {
        id: field(xml, "AccessKeyId"),
        secret: field(xml, "SecretAccessKey"),
        token: Some(field(xml, "SessionToken")),
    }
}

#[test]
fn gives_a_session_that_works_until_it_ends() {
    let bench = Bench::new();
    let session = bench.session();
    let token = session.token.as_deref().unwrap();
    assert!(session.id.starts_with("ASIA") && token.len() >= 2_048);
    assert_eq!(bench.call(&session, "GetCallerIdentity", "").0, 200);
    bench.wait(899);
    assert_eq!(bench.call(&session, "GetCallerIdentity", "").0, 200);
    bench.wait(1);
    let (status, body) = bench.call(&session, "GetCallerIdentity", "");
    assert_eq!((status, field(&body, "Code").as_str()), (403, "ExpiredToken"));
}

#[test]
fn takes_a_code_once_and_only_a_right_one() {
    let bench = Bench::new();
    let ask = |code: &str| {
        let parameters = format!("&SerialNumber={DEVICE}&TokenCode={code}");
        bench.call(&long_term(), "GetSessionToken", &parameters)
    };
    let code = bench.code();
    assert_eq!(ask(&code).0, 200);
    let (status, body) = ask(&code);
    assert_eq!(status, 403);
    assert_eq!(
        field(&body, "Message"),
        "MultiFactorAuthentication failed with invalid MFA one time pass code."
    );
    bench.wait(30);
    assert_eq!(ask(&code).0, 403, "one step later the code still fits, and is still spent");
    assert_eq!(ask(&bench.code()).0, 200);
}

#[test]
fn keeps_sessions_from_asking_for_sessions() {
    let bench = Bench::new();
    let (status, body) = bench.call(&bench.session(), "GetSessionToken", "");
    assert_eq!(status, 403);
    assert_eq!(field(&body, "Message"), "Cannot call GetSessionToken with session credentials");
}

#[test]
fn wants_device_and_code_together_and_the_callers_own() {
    let bench = Bench::new();
    let says = |rest: &str| field(&bench.call(&long_term(), "GetSessionToken", rest).1, "Message");
    let code = bench.code();
    let half =
        "MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code.";
    assert_eq!(says(&format!("&SerialNumber={DEVICE}")), half);
    assert_eq!(says(&format!("&TokenCode={code}")), half);
    for foreign in
        ["GAHT12345678", "arn:aws:iam::111122223333:mfa/demo", "arn:aws-cn:iam::123456789012:mfa/demo"]
    {
        let said = says(&format!("&SerialNumber={foreign}&TokenCode={code}"));
        assert!(said.contains("unable to validate MFA code"), "{foreign}: {said}");
    }
    let good = format!("&SerialNumber={DEVICE}&TokenCode={code}");
    assert_eq!(bench.call(&long_term(), "GetSessionToken", &good).0, 200, "none of these spent the code");
}

#[test]
fn a_malformed_role_costs_no_code() {
    let bench = Bench::new();
    let good = format!("&SerialNumber={DEVICE}&TokenCode={}", bench.code());
    let rest = format!("&RoleArn=arn:aws:nonsense-of-20&RoleSessionName=me{good}");
    let (status, body) = bench.call(&long_term(), "AssumeRole", &rest);
    assert_eq!((status, field(&body, "Code").as_str()), (400, "ValidationError"));
    assert_eq!(bench.call(&long_term(), "GetSessionToken", &good).0, 200);
}

#[test]
fn clips_root_and_refuses_durations_out_of_range() {
    let bench = Bench::new();
    let account = Account::fixed().with_rarities();
    let key = account.identity("root").unwrap().keys[0].clone();
    let root = Keys { id: key.id, secret: key.secret, token: None };
    let (_, body) = bench.call(&root, "GetSessionToken", "&DurationSeconds=43200");
    let expires: DateTime<Utc> = field(&body, "Expiration").parse().unwrap();
    assert_eq!(expires - bench.sts.now(), TimeDelta::hours(1));
    for seconds in [899, 129_601] {
        let parameters = format!("&DurationSeconds={seconds}");
        let (status, body) = bench.call(&long_term(), "GetSessionToken", &parameters);
        assert_eq!((status, field(&body, "Code").as_str()), (400, "ValidationError"));
    }
}

#[test]
fn opens_roles_by_mfa_and_caps_chains() {
    let bench = Bench::new();
    let ask = |keys: &Keys, seconds: u32| {
        let rest = format!("&RoleArn={DEVELOPER}&RoleSessionName=me&DurationSeconds={seconds}");
        bench.call(keys, "AssumeRole", &rest)
    };
    assert_eq!(field(&ask(&long_term(), 3_600).1, "Code"), "AccessDenied");
    let session = bench.session();
    let role = keys_in(&ask(&session, 3_600).1);
    let (_, who) = bench.call(&role, "GetCallerIdentity", "");
    assert_eq!(field(&who, "Arn"), "arn:aws:sts::123456789012:assumed-role/developer/me");
    assert!(field(&ask(&session, 3_601).1, "Message").contains("role chaining"));
}

#[test]
fn tells_clocks_apart_by_quarters_of_an_hour() {
    let bench = Bench::new();
    let now = bench.sts.now();
    let ask = |minutes: i64, seconds: i64| {
        let at = now + TimeDelta::minutes(minutes) + TimeDelta::seconds(seconds);
        bench.call_at(at, &long_term(), "GetCallerIdentity", "")
    };
    assert_eq!((ask(-15, 0).0, ask(15, 0).0), (200, 200));
    assert!(field(&ask(-15, -1).1, "Message").starts_with("Signature expired: 2027"));
    assert!(field(&ask(15, 1).1, "Message").starts_with("Signature not yet current: 2027"));
}

#[test]
fn refuses_headers_left_out_of_the_signature() {
    let bench = Bench::new();
    let mut wire = signed(&long_term(), bench.sts.now(), "GetCallerIdentity", "");
    wire.headers.push(("x-amz-more".into(), "1".into()));
    assert_eq!(bench.sts.answer(&wire).status, 403);
    let bare = Wire { headers: wire.headers[..3].to_vec(), ..wire };
    assert_eq!(field(&bench.sts.answer(&bare).body, "Code"), "MissingAuthenticationToken");
}

#[test]
fn spends_no_code_on_answers_that_are_replaced_and_logs_none() {
    let bench = Bench::new();
    bench.sts.state().faults.add(FaultRule::times(Fault::Throttling { status: 400 }, 1));
    let code = bench.code();
    let parameters = format!("&SerialNumber={DEVICE}&TokenCode={code}");
    assert_eq!(bench.call(&long_term(), "GetSessionToken", &parameters).0, 400);
    assert_eq!(bench.call(&long_term(), "GetSessionToken", &parameters).0, 200);
    let requests = bench.sts.state().requests.clone();
    assert_eq!((requests.total, requests.count("GetSessionToken")), (2, 2));
    assert!(!format!("{requests:?}").contains(&code), "{requests:?}");
}
