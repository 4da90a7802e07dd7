//! Sessions whose end nobody wrote down: `aws configure mfa-login`, Leapp, and files written by hand.

use daypass_core::view::RowState;

use crate::desk::{CREDENTIALS, Desk, wish};

const BARE: &str = "aws_access_key_id = ASIATHEIRS\naws_secret_access_key = s\naws_session_token = t\n";

#[tokio::test(start_paused = true)]
async fn a_session_of_mfa_login_is_shown_with_the_latest_end_there_is() {
    let desk = Desk::open("", &format!("[123456789012-jane]\n{BARE}"));
    let row = desk.row("123456789012-jane").await;
    assert_eq!((row.state, row.expires), (RowState::UnknownEnd, None));
    assert_eq!(row.latest.as_deref(), Some("2026-11-23T21:00:00Z"), "36 hours after the file was changed");
    assert_eq!(row.maker.as_deref(), Some("aws configure mfa-login"));
    assert_eq!((row.account.as_deref(), row.principal.as_deref()), (Some("123456789012"), Some("jane")));
    assert!(row.testable && !row.renews);
}

#[tokio::test(start_paused = true)]
async fn its_latest_end_stays_when_we_write_to_the_file_and_over_restarts() {
    let mut desk = Desk::open(crate::desk::CONFIG, &format!("{CREDENTIALS}[session-GAHT12345678]\n{BARE}"));
    desk.pass(1).await;
    desk.sleep(35);
    desk.wish(wish("work", Some("123456"))).await.unwrap();
    desk.restart().await;
    let row = desk.row("session-GAHT12345678").await;
    assert_eq!((row.state, row.latest.as_deref()), (RowState::UnknownEnd, Some("2026-11-23T21:00:00Z")));
    desk.sleep(1);
    desk.restart().await;
    assert_eq!(desk.row("session-GAHT12345678").await.state, RowState::Ended, "whatever it was, it is over");
    let titles = desk.world.notifier.take_titles();
    assert!(
        !titles.iter().any(|title| title.contains("session-")),
        "nothing is known, so nothing is said: {titles:?}"
    );
}

#[tokio::test(start_paused = true)]
async fn long_term_keys_and_tokens_without_keys_are_no_sessions() {
    let desk = Desk::open(
        "",
        "[a]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = s\naws_session_token = t\n\
         [b]\naws_session_token = t\n[c]\naws_access_key_id = ASIATHEIRS\naws_secret_access_key = s\naws_session_token =\n",
    );
    let rows = desk.board().await.rows;
    assert!(rows.iter().all(|row| row.state != RowState::UnknownEnd), "{rows:?}");
}

#[tokio::test(start_paused = true)]
async fn a_session_without_an_end_in_our_target_is_not_called_signed_out() {
    let desk = Desk::open(crate::desk::CONFIG, &format!("{CREDENTIALS}[work-mfa]\n{BARE}"));
    let row = desk.row("work").await;
    assert_eq!((row.state, row.latest.as_deref()), (RowState::UnknownEnd, Some("2026-11-23T21:00:00Z")));
}

#[tokio::test(start_paused = true)]
async fn leapp_is_named_where_it_is_at_work() {
    let desk = Desk::open("", &format!("[a]\n{BARE}region = eu-west-1\n"));
    assert_eq!(desk.row("a").await.maker, None);
    desk.world.files.put_leapp_to_work();
    desk.world.files.replace_credentials(&format!("[a]\n{BARE}region = eu-west-2\n"));
    assert_eq!(desk.row("a").await.maker.as_deref(), Some("Leapp"));
}
