//! What Daypass says before it asks: nothing is sent, no code is spent.

use std::collections::BTreeMap;

use daypass_core::code::TokenCode;
use daypass_core::failure::{Code, CodeFate};
use daypass_core::login::Wish;
use serde_json::json;

use super::super::desk::{Desk, Home, SERIAL, fate_is_true, serve, session, shown, wish};
use super::super::stage::SECRET;
use super::{arn_of, policy};

const ROOT: (&str, &str) = ("AKIAROOTUSER0EXAMPLE", "rootUserKEY/K7MDENG/bPxRfiCYEXAMPLEKEYxx");
const ROOT_SERIAL: &str = "arn:aws:iam::123456789012:mfa/root-account-mfa-device";

#[tokio::test(flavor = "multi_thread")]
async fn durations_outside_the_limits_are_not_sent() {
    let session = |asked| format!("A session lasts between 15 minutes and 36 h; {asked} was asked for.");
    let role = |asked| format!("A role's session lasts between 15 minutes and 12 h; {asked} was asked for.");
    let rows: [(&str, u32, Option<String>); 8] = [
        ("demo", 899, Some(session("14 min 59 s"))),
        ("demo", 900, None),
        ("demo", 129_600, None),
        ("demo", 129_601, Some(session("36 h 1 s"))),
        ("developer", 899, Some(role("14 min 59 s"))),
        ("developer", 900, None),
        ("developer", 43_200, None),
        ("developer", 43_201, Some(role("12 h 1 s"))),
    ];
    for (name, seconds, sentence) in rows {
        let server = serve().await;
        let direct = name != "demo";
        let home = Home::of(&server);
        let desk = Desk::new(&if direct { home.with_role(name) } else { home });
        let code = shown(&server);
        let asks = Wish { name: name.into(), seconds: Some(seconds), direct, ..wish(&code) };
        let Some(sentence) = sentence else {
            let granted = desk.log_in(asks).await.unwrap().grants.remove(0);
            let lasts = (granted.expires - server.now()).num_seconds();
            assert!(
                (i64::from(seconds) - 5..=i64::from(seconds)).contains(&lasts),
                "{name} {seconds}: {lasts}"
            );
            continue;
        };
        let failure = desk.refused(asks, &[SECRET, &code]).await;
        assert_eq!((failure.code, failure.message.as_str()), (Code::BadDuration, sentence.as_str()));
        assert_eq!((server.requests().total, failure.fate), (0, CodeFate::Unspent));
        assert!(fate_is_true(&server, &code, &failure).await);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn root_and_chains_have_an_hour() {
    let server = serve().await;
    let mut home = Home::of(&server);
    (home.key_id, home.secret) = ROOT;
    home.serial = Some(ROOT_SERIAL.into());
    let root = Desk::new(&home);
    let code = server.device_code(ROOT_SERIAL).unwrap().code;
    let failure = root.refused(Wish { seconds: Some(3_601), ..wish(&code) }, &[ROOT.1, &code]).await;
    let sentence = "A root user's session lasts between 15 minutes and 1 h; 1 h 1 s was asked for.";
    assert_eq!((failure.message.as_str(), server.requests().total), (sentence, 0));
    let granted = root.log_in(wish(&code)).await.unwrap().grants.remove(0);
    let lasts = (granted.expires - server.now()).num_seconds();
    assert!((3_595..=3_600).contains(&lasts), "nothing else was said, so an hour: {lasts}");

    let home = Home { more: session(&server).await, ..Home::of(&server).with_role("developer") };
    let user = Desk::new(&home);
    let asks = |seconds| Wish { name: "developer".into(), seconds: Some(seconds), ..Wish::new("", None) };
    server.clear_requests();
    let failure = user.refused(asks(3_601), &[SECRET]).await;
    let sentence =
        "A role reached through a session lasts between 15 minutes and 1 h; 1 h 1 s was asked for.";
    assert_eq!((failure.message.as_str(), server.requests().total), (sentence, 0));
    user.log_in(asks(3_600)).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn serial_numbers_that_sts_would_not_read_are_not_sent() {
    let long = |length| format!("{SERIAL}{}", "x".repeat(length - SERIAL.len()));
    let not_one = |text: &str| format!("“{text}” is not the serial number of an MFA device.");
    let passkey = "arn:aws:iam::123456789012:u2f/user/demo/key-ABC";
    let no_code = "That is a passkey or security key; STS accepts codes from authenticator devices only.";
    let rows = [
        ("GAHT1234".to_owned(), Some(not_one("GAHT1234"))),
        ("GAHT12349".to_owned(), None),
        (long(256), None),
        (long(257), Some(not_one(&format!("{}…", &long(257)[..120])))),
        ("GAHT 2345678".to_owned(), Some(not_one("GAHT 2345678"))),
        (passkey.to_owned(), Some(no_code.to_owned())),
    ];
    let server = serve().await;
    for (serial, sentence) in rows {
        server.clear_requests();
        let desk = Desk::new(&Home { serial: Some(serial.clone()), ..Home::of(&server) });
        let code = shown(&server);
        let failure = desk.refused(wish(&code), &[SECRET, &code]).await;
        match sentence {
            Some(sentence) => {
                assert_eq!((failure.code, failure.message.to_string()), (Code::BadInput, sentence));
                assert_eq!((server.requests().total, failure.fate), (0, CodeFate::Unspent), "{serial}");
            }
            // Nobody's device, and that is for STS to say.
            None => {
                assert_eq!((failure.code, server.requests().total), (Code::DeviceRejected, 1), "{serial}")
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn role_arns_that_sts_would_not_read_are_not_sent() {
    let server = serve().await;
    for (length, is_sent) in [(19, false), (20, true), (2048, true), (2049, false)] {
        server.clear_requests();
        server.reset_codes();
        let desk = Desk::new(&Home { role: Some(("developer", arn_of(length))), ..Home::of(&server) });
        let code = shown(&server);
        let asks = Wish { name: "developer".into(), direct: true, ..wish(&code) };
        let failure = desk.refused(asks, &[SECRET, &code]).await;
        let (expected, asked) = if is_sent { (Code::Denied, 1) } else { (Code::BadInput, 0) };
        assert_eq!((failure.code, server.requests().total), (expected, asked), "{length}: {failure:?}");
        if !is_sent {
            assert!(failure.message.ends_with("is not the ARN of a role."), "{failure:?}");
        }
    }
}

#[test]
fn codes_that_sts_would_not_read_are_none() {
    for text in ["12345", "1234567", "12345a", ""] {
        let failure = TokenCode::parse(text).unwrap_err();
        assert_eq!((failure.code, failure.message.as_str()), (Code::BadCode, "That is not a token code."));
        assert_eq!(failure.hint, "Type the six digits that the MFA device shows now.");
    }
}

/// A policy of so many characters, and managed ones, as the settings hold them.
fn policies(length: usize, managed: usize) -> String {
    let arns = vec!["arn:aws:iam::aws:policy/x"; managed];
    json!({ "session_policy": policy(length), "policy_arns": arns }).to_string()
}

/// Lines of the role's profile, or what the settings say of it, and the sentence about it if there is one.
fn parameters() -> Vec<(String, String, Option<String>)> {
    let line = |key: &str, value: String, refused: bool, what: &str| {
        let start: String = value.chars().take(120).collect();
        let more = if value.len() > 120 { "…" } else { "" };
        let sentence = refused.then(|| format!("“{start}{more}” cannot be {what}."));
        (format!("{key} = {value}"), "{}".to_owned(), sentence)
    };
    let name =
        |value: String, refused| line("role_session_name", value, refused, "the name of a role's session");
    let id = |value: String, refused| line("external_id", value, refused, "an external id");
    let source = |value: String, refused| line("source_identity", value, refused, "a source identity");
    let set = |json: String, sentence: Option<&str>| (String::new(), json, sentence.map(str::to_owned));
    let tags = |count: usize| {
        let tags: BTreeMap<String, &str> = (0..count).map(|number| (number.to_string(), "x")).collect();
        json!({ "tags": tags }).to_string()
    };
    vec![
        name("x".into(), true),
        name("xy".into(), false),
        name("x".repeat(64), false),
        name("x".repeat(65), true),
        name("x y".into(), true),
        id("x".into(), true),
        id("x:".into(), false),
        id("x".repeat(1224), false),
        id("x".repeat(1225), true),
        id("x y".into(), true),
        source("x".into(), true),
        source("x".repeat(64), false),
        source("x".repeat(65), true),
        set(policies(2048, 0), None),
        set(policies(2049, 0), Some("Session policy and policy ARNs have 2049 characters; AWS takes 2048.")),
        set(policies(100, 10), None),
        set(policies(100, 11), Some("A session takes 10 policy ARNs at most, not 11.")),
        set(tags(50), None),
        set(tags(51), Some("A session takes 50 tags at most, not 51.")),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn parameters_of_roles_that_sts_would_not_take_are_not_sent() {
    let server = serve().await;
    for (says, set, sentence) in parameters() {
        server.clear_requests();
        server.reset_codes();
        let home =
            Home { role_says: says.clone(), role_set: set, ..Home::of(&server).with_role("developer") };
        let (desk, code) = (Desk::new(&home), shown(&server));
        let asks = Wish { name: "developer".into(), direct: true, ..wish(&code) };
        let Some(sentence) = sentence else {
            desk.log_in(asks).await.unwrap_or_else(|failure| panic!("{says}: {failure:?}"));
            assert_eq!(server.requests().total, 1, "{says}");
            continue;
        };
        let failure = desk.refused(asks, &[SECRET, &code]).await;
        assert_eq!(failure.message, sentence);
        assert_eq!((server.requests().total, failure.fate), (0, CodeFate::Unspent), "{failure:?}");
        assert!(fate_is_true(&server, &code, &failure).await);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_user_without_a_device_needs_no_code() {
    let server = serve().await;
    let desk = Desk::new(&Home { serial: None, ..Home::of(&server) });
    desk.log_in(Wish::new("demo", None)).await.unwrap();
    let asked = server.requests().last.back().unwrap().clone();
    assert!(!asked.parameters.contains_key("SerialNumber") && !asked.parameters.contains_key("TokenCode"));
}
