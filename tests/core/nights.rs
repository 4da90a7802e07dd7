//! Nights, restarts and lost memory: each word once, at its time.

use chrono::{DateTime, TimeDelta, Utc};
use daypass_core::keeper::Request;
use daypass_core::login::Wish;
use daypass_core::pause::Pause;
use daypass_core::view::RowState;

use crate::desk::{CONFIG, CREDENTIALS, Desk, wish};

const HOUR: u32 = 3_600;

async fn sign_in(desk: &Desk, name: &str, seconds: u32) {
    desk.wish(Wish { seconds: Some(seconds), ..wish(name, Some("123456")) }).await.unwrap();
}

/// The lid is closed, and opened after some hours.
async fn sleep(desk: &Desk, hours: i64) {
    desk.sleep(hours);
    desk.keeper.tell(Request::Wake).await;
}

#[tokio::test(start_paused = true)]
async fn a_session_of_36_hours_over_two_nights_is_missed_once_in_the_morning() {
    let desk = Desk::usual();
    assert_eq!(desk.listen(9 * HOUR).await, [""; 0]);
    sign_in(&desk, "work", 36 * HOUR).await;
    assert_eq!(desk.listen(HOUR).await, [""; 0], "18:00 to 19:00");
    sleep(&desk, 13).await;
    assert_eq!(desk.listen(11 * HOUR).await, [""; 0], "the day between");
    assert_eq!(desk.row("work").await.state, RowState::Active);
    sleep(&desk, 13).await;
    assert_eq!(desk.listen(5).await, ["08:00:01 work has ended (06:00)"], "within five seconds of waking");
    assert_eq!(desk.listen(24 * HOUR).await, [""; 0], "and never again");
}

#[tokio::test(start_paused = true)]
async fn a_session_of_36_hours_that_ends_in_the_evening_is_told_in_time() {
    let desk = Desk::usual();
    sign_in(&desk, "work", 36 * HOUR).await;
    assert_eq!(desk.listen(10 * HOUR).await, [""; 0]);
    sleep(&desk, 13).await;
    assert_eq!(
        desk.listen(14 * HOUR).await,
        [
            "20:45:00 work ends in 15 min (21:00)",
            "20:58:00 work ends in 2 min (21:00)",
            "21:00:00 work has ended (21:00)",
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn a_lid_closed_over_all_three_words_leaves_the_last() {
    let desk = Desk::usual();
    sign_in(&desk, "work", 2 * HOUR).await;
    assert_eq!(desk.listen(HOUR + 2_640).await, [""; 0], "until a minute before the first");
    sleep(&desk, 1).await;
    assert_eq!(desk.listen(5).await, ["11:44:01 work has ended (11:00)"]);
    assert_eq!(desk.listen(HOUR).await, [""; 0]);
}

#[tokio::test(start_paused = true)]
async fn a_lid_opened_between_two_words_says_what_is_left() {
    let desk = Desk::usual();
    sign_in(&desk, "work", 2 * HOUR).await;
    assert_eq!(desk.listen(HOUR - 600).await, [""; 0]);
    sleep(&desk, 1).await;
    assert_eq!(
        desk.listen(HOUR).await,
        [
            "10:50:01 work ends in 10 min (11:00)",
            "10:58:00 work ends in 2 min (11:00)",
            "11:00:00 work has ended (11:00)",
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn restarts_between_the_words_repeat_none_and_lose_none() {
    let mut desk = Desk::usual();
    sign_in(&desk, "work", HOUR).await;
    let mut heard = Vec::new();
    for seconds in [1_800, 890, 60, 700, 30, 119, 60, HOUR] {
        heard.extend(desk.listen(seconds).await);
        heard.extend(desk.restart().await);
    }
    assert_eq!(
        heard,
        [
            "09:45:00 work ends in 15 min (10:00)",
            "09:58:00 work ends in 2 min (10:00)",
            "10:00:00 work has ended (10:00)",
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn a_word_that_fell_into_a_restart_comes_after_it() {
    let mut desk = Desk::usual();
    sign_in(&desk, "work", HOUR).await;
    assert_eq!(desk.listen(2_690).await, [""; 0]);
    desk.world.clock.advance(TimeDelta::minutes(1));
    assert_eq!(desk.restart().await, ["09:45:51 work ends in 15 min (10:00)"]);
    assert_eq!(
        desk.listen(HOUR).await,
        ["09:58:00 work ends in 2 min (10:00)", "10:00:00 work has ended (10:00)"]
    );
}

#[tokio::test(start_paused = true)]
async fn sessions_that_end_within_a_minute_make_one_notice_of_each_word() {
    let more = |name: &str| format!("[profile {name}]\nmfa_serial = GAHT1234567{}\n", name.len());
    let key = |name: &str| {
        format!("[{name}]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = s\n")
    };
    let names = ["home", "lab"];
    let desk = Desk::open(
        &format!("{CONFIG}{}", names.map(more).concat()),
        &format!("{CREDENTIALS}{}", names.map(key).concat()),
    );
    for name in ["work", "home", "lab"] {
        sign_in(&desk, name, HOUR).await;
        desk.pass(25).await;
    }
    assert_eq!(
        desk.listen(2 * HOUR).await,
        [
            "09:45:00 3 sessions end in 15 min (10:00)",
            "09:58:00 3 sessions end in 2 min (10:00)",
            "10:00:00 3 sessions end now (10:00)",
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn a_snooze_outlives_a_restart() {
    let mut desk = Desk::usual();
    sign_in(&desk, "work", HOUR).await;
    assert_eq!(desk.listen(2_710).await, ["09:45:00 work ends in 15 min (10:00)"]);
    desk.keeper.tell(Request::Snooze("work".to_owned())).await;
    desk.pass(60).await;
    desk.restart().await;
    assert_eq!(
        desk.listen(HOUR).await,
        [
            "09:55:11 work ends in 5 min (10:00)",
            "09:58:00 work ends in 2 min (10:00)",
            "10:00:00 work has ended (10:00)",
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn a_pause_until_tomorrow_ends_at_six_on_the_wall() {
    let at = |text: &str| -> DateTime<Utc> { text.parse().unwrap() };
    let desk = Desk::open_at(at("2026-03-28T16:10:00Z"), CONFIG, CREDENTIALS);
    let change = at("2026-03-29T01:00:00Z");
    desk.world.clock.move_to(move |at| TimeDelta::hours(if at < change { 1 } else { 2 }));
    sign_in(&desk, "work", 12 * HOUR).await;
    let end = Pause::UntilTomorrow.end(desk.world.clock.as_ref());
    desk.keeper.tell(Request::Pause(Some(end))).await;
    assert_eq!(
        desk.listen(13 * HOUR).await,
        [
            "04:00:00 work ends in 10 min (06:10)",
            "04:08:00 work ends in 2 min (06:10)",
            "04:10:00 work has ended (06:10)",
        ],
        "noted in UTC: the first word was due at 05:55 on the wall"
    );
}

#[tokio::test(start_paused = true)]
async fn a_lost_memory_repeats_one_word_at_most() {
    let mut desk = Desk::usual();
    sign_in(&desk, "work", HOUR).await;
    assert_eq!(desk.listen(2_710).await, ["09:45:00 work ends in 15 min (10:00)"]);
    desk.world.settings.lose_memory();
    assert_eq!(desk.listen(30).await, [""; 0], "the program that runs still knows");
    desk.world.settings.lose_memory();
    assert_eq!(desk.restart().await, ["09:45:41 work ends in 15 min (10:00)"], "once more, and true");
    assert_eq!(
        desk.listen(HOUR).await,
        ["09:58:00 work ends in 2 min (10:00)", "10:00:00 work has ended (10:00)"]
    );
    desk.world.settings.lose_memory();
    assert_eq!(desk.restart().await, [""; 0]);
    assert_eq!(desk.listen(HOUR).await, [""; 0], "what was over before is not mourned");
}
