//! Quiet hours: no notice by night, one word in the morning, and never a lie in the tray.

use chrono::TimeDelta;
use daypass_core::fakes::{ManualClock, World};
use daypass_core::login::Wish;
use daypass_core::view::{QuietHoursView, RowState};

use crate::desk::{CONFIG, CREDENTIALS, Desk, instant, wish};
use crate::settings::change;

const HOUR: u32 = 3_600;

/// Signs in at `time` for so many hours, with quiet hours from ten to seven.
async fn night(time: &str, hours: u32) -> Desk {
    let desk = Desk::open_at(instant(time), CONFIG, CREDENTIALS);
    quiet(&desk, "22:00", "07:00").await;
    desk.wish(Wish { seconds: Some(hours * HOUR), ..wish("work", Some("123456")) }).await.unwrap();
    desk
}

async fn quiet(desk: &Desk, from: &str, until: &str) {
    let hours = QuietHoursView { from: from.into(), until: until.into() };
    change(desk, |form| form.quiet_hours = Some(hours)).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn an_end_by_night_is_told_once_in_the_morning() {
    // To the second, whenever the keeper looked last: it looks twice a minute.
    let desk = night("20:00:07", 8).await;
    assert_eq!(desk.listen(12 * HOUR).await, ["07:00:00 work has ended (04:00)"]);
    assert!(!desk.row("work").await.ended_in_use, "nobody sat at it");
}

#[tokio::test(start_paused = true)]
async fn what_is_still_to_come_in_the_morning_is_told_then() {
    let desk = night("20:00:00", 11).await;
    quiet(&desk, "22:00", "06:50").await;
    assert_eq!(
        desk.listen(12 * HOUR).await,
        [
            "06:50:00 work ends in 10 min (07:00)",
            "06:58:00 work ends in 2 min (07:00)",
            "07:00:00 work has ended (07:00)"
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn what_was_told_before_the_night_is_not_repeated_after_it() {
    let desk = night("20:05:00", 2).await;
    assert_eq!(
        desk.listen(12 * HOUR).await,
        ["21:50:00 work ends in 15 min (22:05)", "07:00:00 work has ended (22:05)"]
    );
}

#[tokio::test(start_paused = true)]
async fn a_session_that_was_renewed_by_night_is_not_mourned() {
    let desk = night("20:00:00", 3).await;
    assert!(desk.listen(2 * HOUR + 1_800).await.is_empty());
    desk.wish(Wish { seconds: Some(12 * HOUR), ..wish("work", Some("654321")) }).await.unwrap();
    assert!(desk.listen(11 * HOUR).await.is_empty());
    assert_eq!(
        desk.listen(HOUR).await.first().map(String::as_str),
        Some("10:15:00 work ends in 15 min (10:30)")
    );
}

#[tokio::test(start_paused = true)]
async fn board_and_tray_turn_at_their_time() {
    let desk = night("20:00:00", 3).await;
    desk.pass(2 * HOUR + 2_700).await;
    let state = |desk: &Desk| desk.world.sink.boards().pop().unwrap().rows[0].state;
    assert_eq!(state(&desk), RowState::EndingSoon, "published, not only on demand");
    desk.pass(900).await;
    assert_eq!(state(&desk), RowState::Ended);
}

#[tokio::test(start_paused = true)]
async fn a_restart_by_night_says_nothing_and_forgets_nothing() {
    let mut desk = night("20:00:00", 4).await;
    assert!(desk.listen(5 * HOUR).await.is_empty());
    assert!(desk.restart().await.is_empty());
    assert_eq!(desk.listen(8 * HOUR).await.len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_machine_that_sleeps_over_the_morning_tells_it_when_it_wakes() {
    let desk = night("20:00:00", 4).await;
    desk.pass(60).await;
    desk.sleep(14);
    assert_eq!(desk.listen(60).await.len(), 1);
    assert!(desk.listen(HOUR).await.is_empty());
}

#[tokio::test(start_paused = true)]
async fn switching_quiet_hours_off_tells_what_was_held_back() {
    let desk = night("20:00:00", 3).await;
    assert!(desk.listen(3 * HOUR + 60).await.is_empty());
    change(&desk, |form| form.quiet_hours = None).await.unwrap();
    assert_eq!(desk.listen(60).await, ["23:01:01 work has ended (23:00)"]);
}

#[tokio::test(start_paused = true)]
async fn the_morning_comes_by_the_clock_on_the_wall_also_when_summer_time_begins_and_ends() {
    // Berlin, 29 March and 25 October 2026, three hours into the session.
    for (before, after, shift, told) in [
        (1, 2, "2026-03-29T01:00:00Z", "05:00:00 work has ended (04:00)"),
        (2, 1, "2026-10-25T01:00:00Z", "06:00:00 work has ended (03:00)"),
    ] {
        let shift = shift.parse().unwrap();
        let begin = shift - TimeDelta::hours(3);
        let clock = ManualClock::at(begin).in_zone_that_shifts(before * 3_600, after * 3_600, shift);
        let desk = Desk::in_world(World::with_clock(clock, CONFIG, CREDENTIALS));
        quiet(&desk, "22:00", "07:00").await;
        desk.wish(Wish { seconds: Some(4 * HOUR), ..wish("work", Some("123456")) }).await.unwrap();
        assert_eq!(desk.listen(10 * HOUR).await, [told]);
    }
}
