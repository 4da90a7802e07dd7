//! Roles: through the session, directly, in chains.

use daypass_core::failure::Code;
use daypass_core::login::Wish;
use daypass_core::sts_error::StsError;
use daypass_core::view::{RowKind, RowState};

use crate::desk::{CONFIG, CREDENTIALS, Desk, JANE, section, wish};

const SESSION: &str = "ASIAFAKE000000000001";

fn role(name: &str, source: &str, more: &str) -> String {
    format!(
        "[profile {name}]\nrole_arn = arn:aws:iam::210987654321:role/{name}\nsource_profile = {source}\n{more}"
    )
}

fn desk(roles: &[String]) -> Desk {
    Desk::open(&format!("{CONFIG}{}", roles.concat()), CREDENTIALS)
}

#[tokio::test(start_paused = true)]
async fn one_code_covers_the_user_and_the_role() {
    let desk = desk(&[role("ops", "work", "external_id = e-1\nrole_session_name = me\n")]);
    desk.sign_in("ops", Some("123456")).await.unwrap();
    assert_eq!(
        desk.asked(),
        [
            format!("GetSessionToken AKIAIOSFODNN7EXAMPLE mfa={JANE} 123456 43200s eu-central-1"),
            format!(
                "AssumeRole {SESSION} arn:aws:iam::210987654321:role/ops as me external=e-1 mfa=none 3600s"
            ),
        ]
    );
    let (user, ops) = (section("work-mfa", 1, "21:00:00"), section("ops-session", 2, "10:00:00"));
    assert_eq!(desk.world.files.credentials(), format!("{CREDENTIALS}\n{user}\n{ops}"));
    assert_eq!(
        (desk.row("work").await.state, desk.row("ops").await.state),
        (RowState::Active, RowState::Active)
    );
}

#[tokio::test(start_paused = true)]
async fn with_a_running_session_a_role_needs_no_code() {
    let desk = desk(&[role("ops", "work", "")]);
    desk.wish(Wish { only: true, ..wish("work", Some("123456")) }).await.unwrap();
    assert_eq!(desk.row("ops").await.state, RowState::NotSignedIn, "not asked for");
    assert!(!desk.row("ops").await.needs_code);
    desk.sign_in("ops", None).await.unwrap();
    assert_eq!(desk.asked().len(), 2);
    assert!(desk.asked()[1].contains("as daypass-jane "), "CloudTrail says who: {}", desk.asked()[1]);
}

#[tokio::test(start_paused = true)]
async fn more_than_an_hour_goes_directly_with_the_code() {
    let desk = desk(&[role("ops", "work", "duration_seconds = 28800\n")]);
    desk.sign_in("ops", Some("123456")).await.unwrap();
    let direct = "AssumeRole AKIAIOSFODNN7EXAMPLE arn:aws:iam::210987654321:role/ops as daypass-jane external=none mfa=123456 28800s";
    assert_eq!(desk.asked(), [direct]);
    assert_eq!(desk.row("ops").await.expires.as_deref(), Some("2026-11-22T17:00:00Z"));
    assert_eq!(desk.row("work").await.state, RowState::NotSignedIn);
}

#[tokio::test(start_paused = true)]
async fn a_profile_s_long_value_is_cut_to_an_hour_behind_a_session_but_a_long_wish_is_refused() {
    let desk = desk(&[role("ops", "work", "duration_seconds = 28800\n")]);
    desk.sign_in("work", Some("123456")).await.unwrap();
    desk.sign_in("ops", None).await.unwrap();
    assert!(desk.asked()[1].ends_with(" 3600s"), "{}", desk.asked()[1]);
    let long = Wish { seconds: Some(7_200), ..wish("ops", None) };
    assert_eq!(desk.refused(long).await, Code::BadDuration);
}

#[tokio::test(start_paused = true)]
async fn a_wish_to_go_directly_is_followed() {
    let desk = desk(&[role("ops", "work", "")]);
    desk.wish(Wish { direct: true, ..wish("ops", Some("123456")) }).await.unwrap();
    assert!(desk.asked()[0].starts_with("AssumeRole AKIAIOSFODNN7EXAMPLE "), "{}", desk.asked()[0]);
    assert_eq!(desk.refused(Wish { direct: true, ..wish("ops", None) }).await, Code::CodeNeeded);
}

#[tokio::test(start_paused = true)]
async fn a_chain_is_walked_from_the_session_to_its_end() {
    let desk = desk(&[role("last", "middle", "duration_seconds = 900\n"), role("middle", "work", "")]);
    desk.sign_in("last", Some("123456")).await.unwrap();
    let asked: Vec<String> =
        desk.asked().iter().map(|line| line.split(" as ").next().unwrap_or(line).to_owned()).collect();
    assert_eq!(asked[1], format!("AssumeRole {SESSION} arn:aws:iam::210987654321:role/middle"));
    assert_eq!(asked[2], "AssumeRole ASIAFAKE000000000002 arn:aws:iam::210987654321:role/last");
    assert_eq!(desk.asked().len(), 3, "the one in between is assumed once");
    assert_eq!(desk.row("middle").await.state, RowState::Active, "it was on the way, and comes along");
    assert_eq!(desk.row("last").await.expires.as_deref(), Some("2026-11-22T09:15:00Z"));
    let direct = Wish { direct: true, ..wish("last", Some("123456")) };
    assert_eq!(desk.refused(direct).await, Code::BadInput, "a code cannot be sent through a role");
}

#[tokio::test(start_paused = true)]
async fn a_circle_of_roles_is_named_and_no_way_to_sign_in() {
    let desk = desk(&[role("a", "b", ""), role("b", "c", ""), role("c", "a", ""), role("d", "b", "")]);
    let refused = desk.sign_in("a", Some("123456")).await.unwrap_err();
    assert_eq!(
        (refused.code, refused.message.as_str()),
        (Code::BadInput, "These profiles name each other as source_profile, without end: a → b → c → a.")
    );
    assert!(desk.asked().is_empty(), "no code is spent on it");
    let outside = desk.row("d").await;
    assert_eq!((outside.kind, outside.state), (RowKind::Role, RowState::Problem), "{outside:?}");
    assert!(outside.problem.unwrap().message.ends_with(": b → c → a → b."));
    assert!(desk.board().await.rows[0].roles.is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_role_behind_a_profile_that_is_not_there_says_so() {
    let desk = desk(&[role("ops", "wrok", ""), role("behind", "ops", "")]);
    let row = desk.row("ops").await;
    assert_eq!((row.state, row.account.as_deref()), (RowState::Problem, Some("210987654321")));
    let words = "The profile “ops” names “wrok” as its source_profile, which does not exist.";
    assert_eq!(row.problem.unwrap().message, words);
    assert_eq!(desk.row("behind").await.problem.unwrap().message, words);
    assert_eq!(desk.refused(wish("behind", Some("123456"))).await, Code::BadInput);
}

#[tokio::test(start_paused = true)]
async fn a_role_s_keys_may_be_named_as_the_source_by_their_section() {
    let desk = desk(&[role("middle", "work", ""), role("last", "middle-session", "")]);
    desk.sign_in("last", Some("123456")).await.unwrap();
    assert!(desk.asked()[2].starts_with("AssumeRole ASIAFAKE000000000002 "), "{:?}", desk.asked());
}

#[tokio::test(start_paused = true)]
async fn the_device_written_at_the_role_alone_is_used_for_the_user() {
    let config = role("ops", "work", &format!("mfa_serial = {JANE}\n"));
    let desk = Desk::open(&config, CREDENTIALS);
    assert!(desk.row("ops").await.needs_code && desk.row("work").await.needs_code);
    desk.sign_in("ops", Some("123456")).await.unwrap();
    assert!(desk.asked()[0].contains(&format!("mfa={JANE} 123456")), "{}", desk.asked()[0]);
}

#[tokio::test(start_paused = true)]
async fn nothing_known_to_fail_costs_a_code() {
    let malformed = "[profile bad]\nrole_arn = arn:aws:iam::1:user/jane\nsource_profile = work\n".to_owned();
    let desk =
        desk(&[malformed, role("behind", "bad", ""), role("brief", "work", "duration_seconds = 60\n")]);
    for (name, code) in [("bad", Code::BadInput), ("behind", Code::BadInput), ("brief", Code::BadDuration)] {
        assert_eq!(desk.refused(wish(name, Some("123456"))).await, code, "{name}");
    }
    assert!(desk.asked().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_denied_role_leaves_the_user_signed_in() {
    let desk = desk(&[role("ops", "work", "")]);
    desk.sign_in("work", Some("123456")).await.unwrap();
    let before = desk.world.files.credentials();
    desk.world.issuer.fail_next(StsError::RoleDenied.failure());
    assert_eq!(desk.refused(wish("ops", None)).await, Code::Denied);
    assert_eq!(desk.world.files.credentials(), before);
    let (user, ops) = (desk.row("work").await, desk.row("ops").await);
    assert_eq!((user.state, user.problem), (RowState::Active, None));
    assert_eq!(ops.problem.unwrap().code, "denied");
}
