//! Six digits, and what they do.

use daypass_core::failure::Code;
use daypass_core::keeper::Request;
use daypass_core::login::Wish;
use daypass_core::view::RowState;

use crate::desk::{CREDENTIALS, Desk, JANE, section, wish};

#[tokio::test(start_paused = true)]
async fn a_good_code_renews_a_profile_and_the_file_gains_its_keys() {
    let desk = Desk::usual();
    desk.sign_in("work", Some("123 456")).await.unwrap();
    assert_eq!(
        desk.asked(),
        [format!("GetSessionToken AKIAIOSFODNN7EXAMPLE mfa={JANE} 123456 43200s eu-central-1")]
    );
    let expected = format!("{CREDENTIALS}\n{}", section("work-mfa", 1, "21:00:00"));
    assert_eq!(desk.world.files.credentials(), expected, "every other byte as it was");
    let row = desk.row("work").await;
    assert_eq!((row.state, row.expires.as_deref()), (RowState::Active, Some("2026-11-22T21:00:00Z")));
    assert_eq!((row.lifetime, row.problem), (Some(43_200), None));
}

#[tokio::test(start_paused = true)]
async fn a_second_code_replaces_the_keys_and_nothing_else() {
    let desk = Desk::usual();
    desk.sign_in("work", Some("123456")).await.unwrap();
    desk.pass(60).await;
    desk.sign_in("work-mfa", Some("654321")).await.unwrap();
    let expected = format!("{CREDENTIALS}\n{}", section("work-mfa", 2, "21:01:00"));
    assert_eq!(desk.world.files.credentials(), expected, "a row may be called by its target");
}

#[tokio::test(start_paused = true)]
async fn a_user_without_a_device_needs_no_code() {
    let desk = Desk::open("", CREDENTIALS);
    assert!(!desk.row("work").await.needs_code);
    desk.sign_in("work", None).await.unwrap();
    assert_eq!(desk.asked(), ["GetSessionToken AKIAIOSFODNN7EXAMPLE mfa=none 43200s us-east-1"]);
    assert_eq!(desk.row("work").await.state, RowState::Active);
}

#[tokio::test(start_paused = true)]
async fn aws_mfa_s_layout_is_kept() {
    let credentials = format!(
        "[work-long-term]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = s\naws_mfa_device = {JANE}\n\
         \n[work]\nassumed_role = False\naws_access_key_id = ASIAOLD\naws_secret_access_key = old\n\
         aws_session_token = old\naws_security_token = old\nexpiration = 2026-11-22 08:00:00\n"
    );
    let desk = Desk::open("", &credentials);
    assert_eq!(desk.row("work").await.state, RowState::Ended);
    desk.sign_in("work", Some("123456")).await.unwrap();
    let written = desk.world.files.credentials();
    assert!(written.starts_with("[work-long-term]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\n"), "{written}");
    assert!(written.contains("aws_session_token = fake-session-token-1\n"), "{written}");
    assert!(!written.contains("aws_security_token"), "botocore would read the old token first: {written}");
    assert_eq!(desk.row("work").await.expires.as_deref(), Some("2026-11-22T21:00:00Z"));
}

#[tokio::test(start_paused = true)]
async fn the_wished_duration_is_asked_for() {
    let desk = Desk::usual();
    desk.wish(Wish { seconds: Some(3_600), ..wish("work", Some("123456")) }).await.unwrap();
    assert_eq!(desk.row("work").await.expires.as_deref(), Some("2026-11-22T10:00:00Z"));
}

#[tokio::test(start_paused = true)]
async fn the_root_user_gets_an_hour() {
    let config = "[profile work]\nmfa_serial = arn:aws:iam::123456789012:mfa/root-account-mfa-device\n";
    let desk = Desk::open(config, CREDENTIALS);
    desk.sign_in("work", Some("123456")).await.unwrap();
    assert_eq!(desk.row("work").await.expires.as_deref(), Some("2026-11-22T10:00:00Z"));
    let longer = Wish { seconds: Some(3_601), ..wish("work", Some("123456")) };
    assert_eq!(desk.refused(longer).await, Code::BadDuration);
    assert_eq!(desk.asked().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn signing_out_takes_the_section_away_to_the_byte() {
    let desk = Desk::usual();
    desk.sign_in("work", Some("123456")).await.unwrap();
    desk.keeper.ask(|reply| Request::Logout("work".to_owned(), reply)).await.unwrap();
    assert_eq!(desk.world.files.credentials(), CREDENTIALS);
    assert_eq!(desk.row("work").await.state, RowState::NotSignedIn);
    let again = desk.keeper.ask(|reply| Request::Logout("work".to_owned(), reply)).await;
    assert_eq!(again.unwrap_err().code, Code::NoSession);
}

#[tokio::test(start_paused = true)]
async fn a_section_with_more_in_it_than_ours_keeps_the_rest() {
    let desk = Desk::open("", &format!("{CREDENTIALS}[work-mfa]\nregion = eu-west-1\n"));
    desk.sign_in("work", None).await.unwrap();
    desk.keeper.ask(|reply| Request::Logout("work".to_owned(), reply)).await.unwrap();
    assert_eq!(desk.world.files.credentials(), format!("{CREDENTIALS}[work-mfa]\nregion = eu-west-1\n"));
}

#[tokio::test(start_paused = true)]
async fn a_section_that_the_user_made_stays_when_it_is_empty_again() {
    let desk = Desk::open("", &format!("{CREDENTIALS}\n[work-mfa]\n"));
    desk.sign_in("work", None).await.unwrap();
    assert!(desk.world.files.credentials().contains("[work-mfa]\naws_access_key_id"));
    desk.keeper.ask(|reply| Request::Logout("work".to_owned(), reply)).await.unwrap();
    assert_eq!(desk.world.files.credentials(), format!("{CREDENTIALS}\n[work-mfa]\n"));
}

#[tokio::test(start_paused = true)]
async fn ending_all_sessions_leaves_other_tools_alone() {
    let theirs = "[theirs]\naws_access_key_id = ASIATHEIRS\naws_secret_access_key = s\naws_session_token = t\n\
                  x_security_token_expires = 2026-11-22T18:00:00Z\n";
    // A session of ours whose row is gone: it can still be ended.
    let orphan = section("renamed", 7, "18:00:00");
    let desk = Desk::open("", &format!("{CREDENTIALS}{theirs}"));
    desk.sign_in("work", None).await.unwrap();
    desk.world.files.replace_credentials(&format!("{}\n{orphan}", desk.world.files.credentials()));
    desk.world.files.remember_made(&["renamed"]);
    let before = desk.world.files.writes();
    desk.keeper.ask(Request::LogoutAll).await.unwrap();
    assert_eq!(desk.world.files.credentials(), format!("{CREDENTIALS}{theirs}"));
    assert_eq!(desk.world.files.writes(), before + 1, "one transaction for both");
}

#[tokio::test(start_paused = true)]
async fn a_written_session_can_be_tested_and_a_missing_one_cannot() {
    let desk = Desk::usual();
    let test = || desk.keeper.ask(|reply| Request::Test("work".to_owned(), reply));
    assert_eq!(test().await.unwrap_err().code, Code::NoSession, "the long-term key is no session");
    desk.sign_in("work", Some("123456")).await.unwrap();
    assert_eq!(test().await.unwrap().arn, "arn:aws:iam::123456789012:user/work-mfa");
}
