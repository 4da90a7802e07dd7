//! Clocks that are wrong, set, or changed by law. Sessions end by AWS's, notices tell the wall's.

use chrono::{DateTime, TimeDelta, Utc};
use daypass_core::login::Wish;
use daypass_core::ports::SettingsStore;
use daypass_core::view::{BoardView, RowState};

use crate::desk::{CONFIG, CREDENTIALS, Desk, wish};

const NOTICE: &str = "session:work-mfa";
/// Clocks in Berlin were or are moved at these hours of 2026 (Directive 2000/84/EC).
const SUMMER: (&str, &str) = ("2026-03-29T01:00:00Z", "2026-10-25T01:00:00Z");

async fn sign_in(desk: &Desk, hours: u32) {
    desk.wish(Wish { seconds: Some(hours * 3_600), ..wish("work", Some("123456")) }).await.unwrap();
}

/// A desk whose clock is so far from AWS's.
fn ahead(minutes: i64) -> Desk {
    let desk = Desk::usual();
    desk.world.issuer.set_ahead(TimeDelta::minutes(minutes));
    desk
}

fn berlin(now: &str) -> Desk {
    let at = |text: &str| -> DateTime<Utc> { text.parse().unwrap() };
    let desk = Desk::open_at(at(now), CONFIG, CREDENTIALS);
    let summer = at(SUMMER.0)..at(SUMMER.1);
    desk.world.clock.move_to(move |at| TimeDelta::hours(if summer.contains(&at) { 2 } else { 1 }));
    desk
}

fn banner(board: &BoardView) -> Option<&str> {
    board.banner.as_ref().map(|banner| banner.message.as_str())
}

#[tokio::test(start_paused = true)]
async fn a_slow_clock_is_reminded_in_aws_s_time_and_told_its_own() {
    let desk = ahead(10);
    sign_in(&desk, 1).await;
    let board = desk.board().await;
    assert_eq!(banner(&board), Some("This machine's clock is 10 min behind AWS's."));
    assert_eq!((board.drift, board.rows[0].lifetime), (600, Some(3_600)));
    assert_eq!(board.rows[0].expires.as_deref(), Some("2026-11-22T10:10:00Z"), "as AWS says it");
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
async fn a_fast_clock_ends_no_session_early() {
    let mut desk = ahead(-10);
    sign_in(&desk, 1).await;
    assert_eq!(
        banner(&desk.board().await),
        Some("This machine's clock is 10 min ahead of AWS's."),
        "the file says 09:50"
    );
    assert_eq!(desk.listen(2_690).await, [""; 0]);
    // What was learned is remembered.
    desk.restart().await;
    assert_eq!(desk.row("work").await.state, RowState::Active);
    assert_eq!(
        desk.listen(7_200).await,
        [
            "09:45:00 work ends in 15 min (10:00)",
            "09:58:00 work ends in 2 min (10:00)",
            "10:00:00 work has ended (10:00)",
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn a_role_needs_no_code_while_the_session_lives_by_aws_s_clock() {
    let role = "[profile ops]\nrole_arn = arn:aws:iam::210987654321:role/ops\nsource_profile = work\n";
    let desk = Desk::open(&format!("{CONFIG}{role}"), CREDENTIALS);
    desk.world.issuer.set_ahead(TimeDelta::hours(-2));
    sign_in(&desk, 1).await;
    assert!(!desk.row("ops").await.needs_code, "by our clock the session ended an hour ago");
    desk.sign_in("ops", None).await.unwrap();
    desk.pass(3_600).await;
    assert!(desk.row("ops").await.needs_code);
}

#[tokio::test(start_paused = true)]
async fn half_a_minute_is_nobody_s_business() {
    let desk = Desk::usual();
    desk.world.issuer.set_ahead(TimeDelta::seconds(30));
    sign_in(&desk, 1).await;
    assert_eq!(desk.board().await.banner, None);
    assert_eq!(
        desk.listen(3_700).await,
        [
            "09:45:00 work ends in 15 min (10:00)",
            "09:58:00 work ends in 2 min (10:00)",
            "10:00:00 work has ended (10:00)",
        ],
        "the end is 10:00:30, which a wall shows as 10:00"
    );
}

#[tokio::test(start_paused = true)]
async fn a_clock_set_back_two_hours_delays_nothing() {
    let desk = Desk::usual();
    sign_in(&desk, 3).await;
    desk.pass(3_600).await;
    desk.world.clock.set(TimeDelta::hours(-2));
    assert_eq!(
        desk.listen(3 * 3_600).await,
        [
            "09:45:00 work ends in 15 min (10:00)",
            "09:58:00 work ends in 2 min (10:00)",
            "10:00:00 work has ended (10:00)",
        ],
        "three hours have passed, though the wall says that it was one"
    );
    assert_eq!(banner(&desk.board().await), Some("This machine's clock is 2 h behind AWS's."));
}

#[tokio::test(start_paused = true)]
async fn a_clock_set_back_after_the_end_repeats_nothing() {
    let desk = Desk::usual();
    sign_in(&desk, 1).await;
    assert_eq!(desk.listen(3_700).await.len(), 3);
    desk.world.clock.set(TimeDelta::hours(-2));
    assert_eq!(desk.listen(3 * 3_600).await, [""; 0]);
    assert_eq!(desk.row("work").await.state, RowState::Ended);
}

#[tokio::test(start_paused = true)]
async fn a_clock_set_forward_a_day_is_believed_until_it_is_set_right() {
    let desk = Desk::usual();
    sign_in(&desk, 3).await;
    desk.pass(3_600).await;
    desk.world.clock.set(TimeDelta::days(1));
    // It may have been corrected after the whole machine stood still.
    assert_eq!(desk.listen(300).await, ["10:00:30 work has ended (12:00)"]);
    assert_eq!(desk.row("work").await.state, RowState::Ended);
    let before = desk.world.notifier.withdrawn().len();
    desk.world.clock.set(TimeDelta::days(-1));
    assert_eq!(
        desk.listen(3 * 3_600).await,
        [
            "11:45:00 work ends in 15 min (12:00)",
            "11:58:00 work ends in 2 min (12:00)",
            "12:00:00 work has ended (12:00)",
        ]
    );
    assert_eq!(desk.world.notifier.withdrawn()[before..], [NOTICE], "the false word was taken back");
}

#[tokio::test(start_paused = true)]
async fn a_clock_that_is_put_right_is_right() {
    let desk = ahead(10);
    sign_in(&desk, 1).await;
    desk.pass(600).await;
    desk.world.clock.set(TimeDelta::minutes(10));
    assert_eq!(
        desk.listen(3_600).await,
        [
            "09:55:00 work ends in 15 min (10:10)",
            "10:08:00 work ends in 2 min (10:10)",
            "10:10:00 work has ended (10:10)",
        ]
    );
    assert_eq!(desk.board().await.banner, None);
}

#[tokio::test(start_paused = true)]
async fn after_a_new_start_of_the_machine_its_clock_is_believed() {
    let mut desk = ahead(10);
    sign_in(&desk, 1).await;
    desk.world.clock.set(TimeDelta::minutes(10));
    desk.world.clock.reboot();
    desk.restart().await;
    assert_eq!((desk.board().await.drift, desk.board().await.banner), (0, None));
    assert!(desk.world.settings.recall().drift.is_some(), "it was remembered, and is not trusted");
    assert_eq!(desk.listen(3_000).await, ["09:55:00 work ends in 15 min (10:10)"]);
}

#[tokio::test(start_paused = true)]
async fn the_night_of_23_hours_moves_the_wall_and_not_the_end() {
    let desk = berlin("2026-03-28T22:00:00Z");
    sign_in(&desk, 8).await;
    assert_eq!(
        desk.listen(9 * 3_600).await,
        [
            "05:45:00 work ends in 15 min (08:00)",
            "05:58:00 work ends in 2 min (08:00)",
            "06:00:00 work has ended (08:00)",
        ],
        "from 23:00 on the wall, eight hours later; noted in UTC"
    );
}

#[tokio::test(start_paused = true)]
async fn of_an_hour_that_comes_twice_only_the_right_one_is_told() {
    let desk = berlin("2026-10-24T22:30:00Z");
    sign_in(&desk, 3).await;
    assert_eq!(
        desk.listen(6_299).await,
        [""; 0],
        "02:15 for the first time, at summer time, is an hour too early"
    );
    assert_eq!(
        desk.listen(4 * 3_600).await,
        [
            "01:15:00 work ends in 15 min (02:30)",
            "01:28:00 work ends in 2 min (02:30)",
            "01:30:00 work has ended (02:30)",
        ]
    );
}
