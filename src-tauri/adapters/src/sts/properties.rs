//! Any answer at all: nothing panics, nothing unfit comes through, and nothing false is said of the code.

use std::sync::Arc;

use aws_sdk_sts::Client;
use aws_sdk_sts::config::retry::RetryConfig;
use aws_sdk_sts::config::{BehaviorVersion, Config, Credentials, Region};
use aws_smithy_runtime_api::client::http::{
    HttpConnector, HttpConnectorFuture, SharedHttpConnector, http_client_fn,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::http::StatusCode;
use aws_smithy_types::body::SdkBody;
use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;

use daypass_core::failure::{CodeFate, Failure};
use daypass_core::fakes::ManualClock;
use daypass_core::keys::SessionCredentials;
use daypass_core::ports::Clock;
use daypass_core::sts_error::StsError;

use super::envelope::{Envelope, judge};
use super::meaning::Action;
use super::refusal::Refusal;
use super::{answer, drift, http};

const SECRET: &str = "hunter2/hunter2+hunter2";
const CODE: &str = "493817";
const ASKED: u32 = 3600;

/// Says the same to everybody.
#[derive(Clone, Debug)]
struct Canned(u16, Vec<u8>);

impl HttpConnector for Canned {
    fn call(&self, _request: HttpRequest) -> HttpConnectorFuture {
        let status = StatusCode::try_from(self.0).expect("a status");
        HttpConnectorFuture::ready(Ok(HttpResponse::new(status, SdkBody::from(self.1.clone()))))
    }
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime")
}

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_000_000, 0).expect("an instant")
}

/// The way of an answer: connector, checks, the SDK's parser, the fields.
fn ask(action: Action, canned: Canned) -> Result<SessionCredentials, Failure> {
    let clock: Arc<dyn Clock> = Arc::new(ManualClock::at(now()));
    let connector =
        http::checked(SharedHttpConnector::new(canned), clock, Arc::new(drift::Comparison::default()));
    let config = Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("eu-central-1"))
        .credentials_provider(Credentials::new("AKIAIOSFODNN7EXAMPLE", SECRET, None, None, "test"))
        .http_client(http_client_fn(move |_, _| connector.clone()))
        .retry_config(RetryConfig::disabled())
        .build();
    let client = Client::from_conf(config);
    let answered = runtime().block_on(async {
        match action {
            Action::AssumeRole => {
                let sent = client.assume_role().role_arn("arn:aws:iam::1:role/x").role_session_name("me");
                sent.send().await.map(|said| said.credentials).map_err(|e| Refusal::read(action, &e))
            }
            Action::SessionToken | Action::CallerIdentity | Action::MfaDevices => {
                let sent = client.get_session_token().send().await;
                sent.map(|said| said.credentials).map_err(|e| Refusal::read(action, &e))
            }
        }
    });
    answered
        .and_then(|given| {
            answer::session(given, now(), ASKED).map_err(|_| Refusal::of(StsError::UnusableAnswer))
        })
        .map_err(|refusal| refusal.into_failure(&[SECRET, CODE]))
}

fn check(action: Action, status: u16, body: Vec<u8>) {
    let judged = judge(status, &body);
    match ask(action, Canned(status, body)) {
        Ok(session) => {
            let words = [
                session.access_key_id.as_str(),
                session.secret_access_key.expose(),
                session.session_token.expose(),
            ];
            for word in words {
                assert!(!word.is_empty() && word.chars().all(|c| c.is_ascii() && !c.is_ascii_control()));
                assert!(!word.contains(' '), "{word:?}");
            }
            assert!(session.expires > now());
            assert!(session.expires - now() < TimeDelta::hours(2), "{}", session.expires);
            assert_eq!(judged, Envelope::Whole);
        }
        Err(failure) => {
            let granted =
                (200..300).contains(&status) && matches!(judged, Envelope::Whole | Envelope::CutSuccess);
            assert_eq!(failure.fate == CodeFate::Spent, granted, "{failure:?}");
            let texts = [failure.detail.unwrap_or_default(), failure.request_id.unwrap_or_default()];
            for text in texts {
                assert!(text.chars().count() <= 601 && !text.chars().any(char::is_control), "{text:?}");
                assert!(!text.contains(SECRET) && !text.contains(CODE), "{text:?}");
            }
        }
    }
}

fn success(root: &str, fields: &[String; 4]) -> String {
    let [id, secret, token, end] = fields;
    format!(
        "<{root}Response xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><{root}Result><Credentials>\
         <AccessKeyId>{id}</AccessKeyId><SecretAccessKey>{secret}</SecretAccessKey>\
         <SessionToken>{token}</SessionToken><Expiration>{end}</Expiration></Credentials></{root}Result>\
         <ResponseMetadata><RequestId>r-1</RequestId></ResponseMetadata></{root}Response>"
    )
}

fn error(code: &str, message: &str) -> String {
    format!(
        "<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code><Message>{message}</Message></Error>\
         <RequestId>r-1</RequestId></ErrorResponse>"
    )
}

/// What is worth putting anywhere.
const SNIPPETS: [&str; 14] = [
    "\n[default]\naws_access_key_id = AKIA\n",
    "&#10;",
    "&#0;",
    "&amp;",
    "\0",
    "<SessionToken>",
    "</SessionToken>",
    "</GetSessionTokenResponse>",
    "<!-- x -->",
    "<![CDATA[a\nb]]>",
    "<!DOCTYPE x [<!ENTITY a \"b\">]>&a;",
    "\u{2028}\u{202e}",
    "9999-12-31T23:59:59Z",
    CODE,
];

fn good_fields() -> [String; 4] {
    let end = (now() + TimeDelta::hours(1)).to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
    ["ASIAIOSFODNN7EXAMPLE".into(), "wJalr/XUt+FEMI".into(), "IQoJb3JpZ2luX2Vj".into(), end]
}

fn root() -> impl Strategy<Value = &'static str> {
    prop_oneof![Just("GetSessionToken"), Just("AssumeRole"), Just("GetCallerIdentity")]
}

/// A field as it should be, or anything, or a snippet in the middle of it.
fn field(index: usize) -> impl Strategy<Value = String> {
    let good = good_fields()[index].clone();
    let broken = good.clone();
    prop_oneof![
        6 => Just(good),
        1 => any::<String>(),
        1 => (0..SNIPPETS.len()).prop_map(move |snippet| broken.clone() + SNIPPETS[snippet]),
    ]
}

fn whole() -> impl Strategy<Value = Vec<u8>> {
    let fields = (field(0), field(1), field(2), field(3));
    let granted = (root(), fields)
        .prop_map(|(root, (id, secret, token, end))| success(root, &[id, secret, token, end]));
    let words = "[ -~\\n\\u{80}-\\u{ff}]{0,900}";
    let refused =
        ("[A-Za-z]{0,20}", words).prop_map(|(code, message)| error(&code, &(message + CODE + SECRET)));
    prop_oneof![3 => granted, 1 => refused].prop_map(String::into_bytes)
}

/// Up to six places where something is left out, doubled, or put in between.
fn damaged() -> impl Strategy<Value = Vec<u8>> {
    let damage = (any::<prop::sample::Index>(), 0_usize..40, 0..SNIPPETS.len() + 2);
    (whole(), prop::collection::vec(damage, 0..6)).prop_map(|(mut body, damages)| {
        for (at, length, what) in damages {
            let start = at.index(body.len() + 1);
            let end = (start + length).min(body.len());
            let piece = match what.checked_sub(2) {
                Some(snippet) => SNIPPETS[snippet].as_bytes().to_vec(),
                None if what == 0 => Vec::new(),
                None => body[start..end].repeat(2),
            };
            body.splice(start..end, piece);
        }
        body
    })
}

fn any_answer() -> impl Strategy<Value = (u16, Vec<u8>)> {
    let status =
        prop_oneof![4 => Just(200_u16), 1 => Just(403), 1 => prop::sample::select(vec![204, 302, 400, 500])];
    let body = prop_oneof![
        2 => whole(),
        4 => damaged(),
        1 => prop::collection::vec(any::<u8>(), 0..300),
    ];
    (status, body)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_answer_is_survived_and_none_unfit_comes_through((status, body) in any_answer(), role in any::<bool>()) {
        check(if role { Action::AssumeRole } else { Action::SessionToken }, status, body);
    }
}

#[test]
fn the_answers_that_are_damaged_above_are_good_ones() {
    for (action, root) in [(Action::SessionToken, "GetSessionToken"), (Action::AssumeRole, "AssumeRole")] {
        let body = success(root, &good_fields()).into_bytes();
        let session = ask(action, Canned(200, body)).expect("granted");
        assert_eq!(session.session_token.expose(), "IQoJb3JpZ2luX2Vj");
    }
}
