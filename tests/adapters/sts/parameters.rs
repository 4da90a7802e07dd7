//! Everything that AssumeRole takes, as it arrives, and what STS itself makes of it.

use std::collections::BTreeMap;

use daypass_core::external_id::ExternalId;
use daypass_core::failure::{Code, CodeFate};
use daypass_core::role_parameters::RoleParameters;
use daypass_core::session_policy::SessionPolicy;
use daypass_core::session_tags::SessionTags;
use daypass_core::source_identity::SourceIdentity;
use daypass_demo::{ACCOUNT_ID, EXTERNAL_ID, Role, Trust};

use super::stage::{Stage, Wish};

const POLICY: &str =
    r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:Get*","Resource":"*"}]}"#;
const READ_ONLY: &str = "arn:aws:iam::aws:policy/ReadOnlyAccess";

fn tags(pairs: &[(&str, &str)], transitive: &[&str]) -> SessionTags {
    let pairs = pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
    SessionTags::new(pairs, transitive.iter().map(|key| (*key).to_owned()).collect()).unwrap()
}

fn policy(document: Option<&str>, managed: &[&str]) -> SessionPolicy {
    let managed = managed.iter().map(|arn| (*arn).to_owned()).collect();
    SessionPolicy::new(document.map(str::to_owned), managed, None).unwrap()
}

fn tagged(pairs: &[(&str, &str)], transitive: &[&str]) -> RoleParameters {
    RoleParameters { tags: tags(pairs, transitive), ..RoleParameters::default() }
}

fn from(name: &str) -> RoleParameters {
    let source_identity = Some(SourceIdentity::parse(name).unwrap());
    RoleParameters { source_identity, ..RoleParameters::default() }
}

/// The parameters of the last request.
fn arrived(stage: &Stage) -> BTreeMap<String, String> {
    stage.server.requests().last.back().unwrap().parameters.clone()
}

/// A role that `developer` may assume, to go on from its session.
fn with_a_next_role(stage: &Stage, tags: bool, source_identity: bool) {
    stage.server.edit_account(|account| {
        let principals = vec![format!("arn:aws:iam::{ACCOUNT_ID}:role/developer")];
        let trust = Trust { principals, tags, source_identity, ..Trust::default() };
        account.roles.push(Role::new("next", "AROANEXTROLE00EXAMPLE", 3_600, trust));
    });
}

#[tokio::test]
async fn each_parameter_arrives_as_the_query_protocol_wants_it() {
    let stage = Stage::new().await;
    let all = RoleParameters {
        session_name: None,
        external_id: Some(ExternalId::parse(EXTERNAL_ID).unwrap()),
        source_identity: Some(SourceIdentity::parse("jane@example.com").unwrap()),
        policy: policy(Some(POLICY), &[READ_ONLY, "arn:aws:iam::123456789012:policy/team/few"]),
        tags: tags(&[("Team", "späti 7"), ("empty", ""), ("a+b=c", "x/y:z@")], &["Team", "empty"]),
    };
    stage.take("developer", Wish { parameters: Some(&all), ..Wish::default() }).await.unwrap();
    let arrived = arrived(&stage);
    for (name, value) in [
        ("ExternalId", EXTERNAL_ID),
        ("SourceIdentity", "jane@example.com"),
        ("RoleSessionName", "daypass-demo"),
        ("Policy", POLICY),
        ("PolicyArns.member.1.arn", READ_ONLY),
        ("PolicyArns.member.2.arn", "arn:aws:iam::123456789012:policy/team/few"),
        ("Tags.member.1.Key", "Team"),
        ("Tags.member.1.Value", "späti 7"),
        ("Tags.member.2.Key", "empty"),
        ("Tags.member.2.Value", ""),
        ("Tags.member.3.Key", "a+b=c"),
        ("Tags.member.3.Value", "x/y:z@"),
        ("TransitiveTagKeys.member.1", "Team"),
        ("TransitiveTagKeys.member.2", "empty"),
    ] {
        assert_eq!(arrived.get(name).map(String::as_str), Some(value), "{name}");
    }
    assert_eq!(stage.requests(), 1);
}

#[tokio::test]
async fn what_is_not_asked_for_is_not_sent() {
    let stage = Stage::new().await;
    stage.take("developer", Wish::default()).await.unwrap();
    let arrived = arrived(&stage);
    let names: Vec<&str> = arrived.keys().map(String::as_str).collect();
    let usual = ["DurationSeconds", "RoleArn", "RoleSessionName", "SerialNumber", "TokenCode", "Version"];
    assert_eq!(names, usual);
}

#[tokio::test]
async fn as_much_as_aws_takes_goes_through() {
    let stage = Stage::new().await;
    let keys: Vec<String> = (0..50).map(|n| format!("key{n}")).collect();
    let pairs: Vec<(&str, &str)> = keys.iter().map(|key| (key.as_str(), "v")).collect();
    let transitive: Vec<&str> = keys.iter().map(String::as_str).collect();
    let most = RoleParameters { policy: policy(None, &[READ_ONLY; 10]), ..tagged(&pairs, &transitive) };
    stage.take("developer", Wish { parameters: Some(&most), ..Wish::default() }).await.unwrap();
    assert_eq!(arrived(&stage)["Tags.member.50.Key"], "key49");
    assert_eq!(arrived(&stage)["PolicyArns.member.10.arn"], READ_ONLY);
}

#[tokio::test]
async fn policies_and_tags_too_large_together_are_said_to_be() {
    let stage = Stage::new().await;
    let value = "v".repeat(256);
    let pairs: Vec<(&str, &str)> =
        ["a", "b", "c", "d", "e", "f", "g", "h"].iter().map(|key| (*key, value.as_str())).collect();
    let large = RoleParameters { policy: policy(Some(POLICY), &[]), ..tagged(&pairs, &[]) };
    let failure =
        stage.take("developer", Wish { parameters: Some(&large), ..Wish::default() }).await.unwrap_err();
    assert_eq!((failure.code, failure.fate), (Code::BadPolicy, CodeFate::Unknown), "{failure:?}");
    assert!(failure.detail.unwrap().contains("% of allotted space"));
}

#[tokio::test]
async fn a_policy_that_only_aws_can_judge_is_refused_by_it() {
    let stage = Stage::new().await;
    let document = r#"{"Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}"#;
    let wished = RoleParameters { policy: policy(Some(document), &[]), ..RoleParameters::default() };
    let failure =
        stage.take("developer", Wish { parameters: Some(&wished), ..Wish::default() }).await.unwrap_err();
    assert_eq!(failure.code, Code::BadPolicy, "{failure:?}");
    assert!(failure.detail.unwrap().contains("should not specify a principal"));
}

#[tokio::test]
async fn a_role_that_allows_no_tags_or_source_identity_denies_them() {
    let stage = Stage::new().await;
    for (wished, action) in
        [(tagged(&[("team", "a")], &[]), "sts:TagSession"), (from("jane"), "sts:SetSourceIdentity")]
    {
        stage.server.reset_codes();
        let wish = Wish { parameters: Some(&wished), ..Wish::default() };
        let failure = stage.take("short", wish).await.unwrap_err();
        assert_eq!(failure.code, Code::Denied);
        assert!(failure.detail.unwrap().contains(action), "{action}");
    }
}

#[tokio::test]
async fn a_wrong_external_id_is_denied() {
    let stage = Stage::new().await;
    let wish = Wish { external_id: Some("another"), ..Wish::default() };
    assert_eq!(stage.take("auditor", wish).await.unwrap_err().code, Code::Denied);
}

#[tokio::test]
async fn what_is_transitive_goes_on_and_cannot_be_changed() {
    let stage = Stage::new().await;
    with_a_next_role(&stage, true, true);
    let first = RoleParameters {
        source_identity: from("jane").source_identity,
        ..tagged(&[("Team", "a")], &["Team"])
    };
    let session =
        stage.take("developer", Wish { parameters: Some(&first), ..Wish::default() }).await.unwrap();
    let next = |parameters| Wish { mfa: false, session: Some(&session), parameters, ..Wish::default() };
    stage.take("next", next(None)).await.unwrap();
    let (same, tag, other) = (from("jane"), tagged(&[("team", "b")], &[]), from("bob"));
    stage.take("next", next(Some(&same))).await.unwrap();
    let failure = stage.take("next", next(Some(&tag))).await.unwrap_err();
    assert_eq!((failure.code, failure.fate), (Code::BadParameter, CodeFate::Unspent), "{failure:?}");
    assert_eq!(stage.take("next", next(Some(&other))).await.unwrap_err().code, Code::Denied);
}

#[tokio::test]
async fn a_source_identity_needs_leave_at_every_step() {
    let stage = Stage::new().await;
    with_a_next_role(&stage, true, false);
    let jane = from("jane");
    let session = stage.take("developer", Wish { parameters: Some(&jane), ..Wish::default() }).await.unwrap();
    let next = Wish { mfa: false, session: Some(&session), ..Wish::default() };
    assert_eq!(stage.take("next", next).await.unwrap_err().code, Code::Denied);
}
