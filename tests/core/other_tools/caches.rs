//! Sessions in other tools' caches: `aws sso login`, `aws login`, roles of the AWS CLI.

use daypass_core::keeper::Request;
use daypass_core::tool_caches::{CacheFile, Cached};
use daypass_core::view::{RowKind, RowState};

use crate::desk::{Desk, instant};

const CONFIG: &str = "[sso-session corp]\nsso_start_url = https://corp.awsapps.com/start\n\
                      [profile dev]\nsso_session = corp\nsso_account_id = 123456789012\n";

/// A token of the session `corp`, good until ten.
fn token(renewable: bool) -> CacheFile {
    let cached = Cached::SsoToken {
        start_url: Some("https://corp.awsapps.com/start".to_owned()),
        expires: instant("10:00:00"),
        renewable_until: renewable.then(|| "2027-02-20T10:00:00Z".parse().unwrap()),
    };
    CacheFile { name: "ee0bfd2552fbd840c02cc48b6e823320543c450f".to_owned(), cached }
}

#[tokio::test(start_paused = true)]
async fn an_sso_session_appears_and_is_reminded_for_once_over_restarts() {
    let mut desk = Desk::open(CONFIG, "");
    desk.pass(5).await;
    desk.world.caches.hold(vec![token(false)]);
    desk.keeper.tell_from_outside(Request::Wake);
    desk.pass(1).await;
    let row = desk.world.sink.boards().pop().unwrap().rows.remove(0);
    assert_eq!((row.name.as_str(), row.kind, row.state), ("corp", RowKind::Foreign, RowState::Active));
    assert_eq!((row.maker.as_deref(), row.target.as_str()), (Some("aws sso"), "dev"));
    assert_eq!(row.expires.as_deref(), Some("2026-11-22T10:00:00Z"));
    let mut heard = Vec::new();
    for seconds in [2_750, 800, 3_600] {
        heard.extend(desk.listen(seconds).await);
        desk.restart().await;
    }
    let told = [
        "09:45:00 corp ends in 15 min (10:00)",
        "09:58:00 corp ends in 2 min (10:00)",
        "10:00:00 corp has ended (10:00)",
    ];
    assert_eq!(heard, told);
    assert_eq!(desk.world.files.reads_and_updates().1, 0);
}

#[tokio::test(start_paused = true)]
async fn a_session_that_renews_itself_is_not_reminded_for_and_says_so() {
    let desk = Desk::open(CONFIG, "");
    desk.world.caches.hold(vec![token(true)]);
    let row = desk.row("corp").await;
    assert_eq!((row.state, row.renews, row.expires), (RowState::Active, true, None));
    assert!(desk.listen(7_200).await.is_empty());
    let row = desk.row("corp").await;
    assert_eq!((row.state, row.renews), (RowState::UnknownEnd, true), "nobody has used it since");
}

#[tokio::test(start_paused = true)]
async fn a_renewed_session_takes_its_reminders_along() {
    let desk = Desk::open(CONFIG, "");
    desk.world.caches.hold(vec![token(false)]);
    assert_eq!(desk.listen(2_800).await, ["09:45:00 corp ends in 15 min (10:00)"]);
    let CacheFile { name, cached } = token(false);
    let Cached::SsoToken { start_url, renewable_until, .. } = cached else { unreachable!("a token") };
    let later = Cached::SsoToken { start_url, expires: instant("18:00:00"), renewable_until };
    desk.world.caches.hold(vec![CacheFile { name: name.clone(), cached: later }]);
    assert!(desk.listen(2_000).await.is_empty());
    assert_eq!(desk.world.notifier.withdrawn(), [format!("session:~/.aws/sso/cache/{name}.json")]);
}

#[tokio::test(start_paused = true)]
async fn a_cached_session_cannot_be_tried_out_or_ended_here() {
    let desk = Desk::open(CONFIG, "");
    desk.world.caches.hold(vec![token(false)]);
    assert!(!desk.row("corp").await.testable);
    let tried = desk.keeper.ask(|reply| Request::Test("corp".to_owned(), reply)).await.unwrap_err();
    assert!(tried.message.contains("own cache"), "{}", tried.message);
    assert!(desk.keeper.ask(|reply| Request::Logout("corp".to_owned(), reply)).await.is_err());
    desk.keeper.ask(Request::LogoutAll).await.unwrap();
    assert_eq!(desk.row("corp").await.state, RowState::Active);
}
