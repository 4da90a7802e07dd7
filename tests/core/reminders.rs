//! Reminders: each once, at its time on the wall, whatever the machine does.

use daypass_core::keeper::Request;
use daypass_core::login::Wish;
use daypass_core::view::RowState;

use crate::desk::{Desk, instant, wish};

const NOTICE: &str = "session:work-mfa";

/// A session from nine to ten.
async fn one_hour() -> Desk {
    let desk = Desk::usual();
    renew(&desk).await;
    desk
}

async fn renew(desk: &Desk) {
    desk.wish(Wish { seconds: Some(3_600), ..wish("work", Some("123456")) }).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn each_stage_is_told_once_at_its_time() {
    let desk = one_hour().await;
    assert_eq!(
        desk.listen(7_200).await,
        [
            "09:45:00 work ends in 15 min (10:00)",
            "09:58:00 work ends in 2 min (10:00)",
            "10:00:00 work has ended (10:00)",
        ]
    );
    assert_eq!(desk.row("work").await.state, RowState::Ended);
}

#[tokio::test(start_paused = true)]
async fn the_row_turns_amber_with_the_first_reminder() {
    let desk = one_hour().await;
    desk.pass(2_699).await;
    assert_eq!(desk.row("work").await.state, RowState::Active);
    desk.pass(1).await;
    let last = desk.world.sink.boards().pop().unwrap();
    assert_eq!(last.rows[0].state, RowState::EndingSoon, "published, not only on demand");
}

#[tokio::test(start_paused = true)]
async fn a_restart_repeats_nothing_and_misses_nothing() {
    let mut desk = one_hour().await;
    assert_eq!(desk.listen(2_710).await.len(), 1);
    desk.restart().await;
    assert!(desk.listen(600).await.is_empty());
    desk.restart().await;
    assert_eq!(desk.listen(600).await.len(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_night_s_sleep_over_everything_leaves_one_word() {
    let desk = one_hour().await;
    desk.pass(60).await;
    desk.sleep(12);
    assert_eq!(desk.listen(120).await, ["21:01:30 work has ended (10:00)"], "at the next tick");
}

#[tokio::test(start_paused = true)]
async fn waking_up_is_noticed_at_once_when_somebody_says_so() {
    let desk = one_hour().await;
    desk.sleep(12);
    desk.keeper.tell(Request::Wake).await;
    assert_eq!(desk.listen(1).await, ["21:00:01 work has ended (10:00)"]);
}

#[tokio::test(start_paused = true)]
async fn a_renewal_takes_the_notice_back_and_starts_anew() {
    let desk = one_hour().await;
    assert_eq!(desk.listen(2_700).await.len(), 1);
    let before = desk.world.notifier.withdrawn().len();
    renew(&desk).await;
    assert_eq!(desk.world.notifier.withdrawn()[before..], [NOTICE]);
    assert_eq!(desk.listen(2_700).await, ["10:30:00 work ends in 15 min (10:45)"]);
}

#[tokio::test(start_paused = true)]
async fn a_renewal_by_another_program_takes_the_notice_back_too() {
    let desk = one_hour().await;
    desk.pass(2_700).await;
    let before = desk.world.notifier.withdrawn().len();
    let renewed = desk.world.files.credentials().replace("T10:00:00Z", "T18:00:00Z");
    desk.world.files.replace_credentials(&renewed);
    assert!(desk.listen(1_800).await.is_empty());
    assert_eq!(desk.world.notifier.withdrawn()[before..], [NOTICE]);
}

#[tokio::test(start_paused = true)]
async fn ending_a_session_takes_its_notice_back() {
    let desk = one_hour().await;
    desk.pass(2_700).await;
    let before = desk.world.notifier.withdrawn().len();
    desk.keeper.ask(|reply| Request::Logout("work".to_owned(), reply)).await.unwrap();
    assert_eq!(desk.world.notifier.withdrawn()[before..], [NOTICE]);
    assert!(desk.listen(1_800).await.is_empty());
}

#[tokio::test(start_paused = true)]
async fn snoozing_keeps_quiet_for_ten_minutes_but_not_about_the_end() {
    let desk = one_hour().await;
    desk.pass(2_700).await;
    desk.keeper.tell(Request::Snooze("work".to_owned())).await;
    assert_eq!(
        desk.listen(1_000).await,
        [
            "09:55:01 work ends in 5 min (10:00)",
            "09:58:00 work ends in 2 min (10:00)",
            "10:00:00 work has ended (10:00)",
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn a_pause_holds_everything_back_and_then_tells_the_latest() {
    let desk = one_hour().await;
    desk.keeper.tell(Request::Pause(Some(instant("09:59:00")))).await;
    assert_eq!(
        desk.listen(3_700).await,
        ["09:59:00 work ends in 60 s (10:00)", "10:00:00 work has ended (10:00)"]
    );
}

#[tokio::test(start_paused = true)]
async fn lifting_a_pause_works_at_once() {
    let desk = one_hour().await;
    desk.keeper.tell(Request::Pause(Some(instant("23:00:00")))).await;
    assert!(desk.listen(2_800).await.is_empty());
    desk.keeper.tell(Request::Pause(None)).await;
    assert_eq!(desk.listen(1).await, ["09:46:41 work ends in 14 min (10:00)"]);
}

#[tokio::test(start_paused = true)]
async fn without_a_notification_service_the_board_says_it_all() {
    let desk = one_hour().await;
    desk.world.notifier.break_it(true);
    desk.pass(2_700).await;
    assert_eq!(desk.row("work").await.state, RowState::EndingSoon);
    desk.pass(900).await;
    assert_eq!(desk.row("work").await.state, RowState::Ended);
    assert!(desk.world.notifier.shown().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_short_session_is_not_announced_at_its_birth() {
    let desk = Desk::usual();
    desk.wish(Wish { seconds: Some(900), ..wish("work", Some("123456")) }).await.unwrap();
    assert_eq!(desk.row("work").await.state, RowState::Active);
    assert_eq!(
        desk.listen(1_000).await,
        ["09:13:00 work ends in 2 min (09:15)", "09:15:00 work has ended (09:15)"]
    );
}
