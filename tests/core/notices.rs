//! What becomes of a notice after it was shown, and how loud it is.

use daypass_core::keeper::Request;
use daypass_core::login::Wish;
use daypass_core::notice::{Notice, Urgency};
use daypass_core::ports::SettingsStore;
use daypass_core::settings::Settings;

use crate::desk::{CONFIG, CREDENTIALS, Desk, wish};

/// Two users, whose codes come from devices of their own.
fn two_users() -> Desk {
    let config = format!(
        "{CONFIG}[profile home]\nmfa_serial = arn:aws:iam::210987654321:mfa/jane\nregion = eu-central-1\n"
    );
    let key = "aws_access_key_id = AKIAI44QH8DHBEXAMPLE\naws_secret_access_key = je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY\n";
    Desk::open(&config, &format!("{CREDENTIALS}\n[home]\n{key}"))
}

async fn one_hour(desk: &Desk, name: &str) {
    desk.wish(Wish { seconds: Some(3_600), ..wish(name, Some("123456")) }).await.unwrap();
}

fn last(desk: &Desk) -> Notice {
    desk.world.notifier.shown().pop().unwrap()
}

#[tokio::test(start_paused = true)]
async fn only_the_end_of_a_session_in_use_interrupts() {
    let desk = Desk::usual();
    one_hour(&desk, "work").await;
    desk.world.clock.advance(chrono::TimeDelta::seconds(2_700));
    desk.keeper.tell(Request::Wake).await;
    desk.board().await;
    assert_eq!((last(&desk).urgency, last(&desk).can_wait), (Urgency::Normal, true));

    // Another hour, this time with somebody at the machine until the end.
    desk.next_code().await;
    one_hour(&desk, "work").await;
    for _ in 0..360 {
        desk.world.clock.advance(chrono::TimeDelta::seconds(10));
        desk.keeper.tell(Request::Wake).await;
        desk.board().await;
    }
    assert_eq!(last(&desk).title, "work has ended (10:45)");
    assert_eq!((last(&desk).urgency, last(&desk).can_wait), (Urgency::Critical, false));
    assert!(desk.row("work").await.ended_in_use);
    one_hour(&desk, "work").await;
    assert!(!desk.row("work").await.ended_in_use);
}

#[tokio::test(start_paused = true)]
async fn an_end_during_sleep_is_told_without_alarm() {
    let desk = Desk::usual();
    one_hour(&desk, "work").await;
    desk.sleep(12);
    desk.keeper.tell(Request::Wake).await;
    assert!(!desk.row("work").await.ended_in_use);
    let notice = last(&desk);
    assert_eq!((notice.title.as_str(), notice.urgency), ("work has ended (10:00)", Urgency::Normal));
    assert!(!notice.can_wait);
}

#[tokio::test(start_paused = true)]
async fn an_end_that_nobody_was_there_to_see_is_not_in_use_after_a_restart() {
    let mut desk = Desk::usual();
    one_hour(&desk, "work").await;
    desk.world.clock.advance(chrono::TimeDelta::seconds(3_610));
    assert_eq!(desk.restart().await.len(), 1, "the end is told");
    assert!(!desk.row("work").await.ended_in_use);
}

#[tokio::test(start_paused = true)]
async fn reminders_are_silent_unless_a_sound_is_wished_for() {
    for sound in [false, true] {
        let desk = Desk::usual();
        desk.world.settings.save(&Settings { sound, ..Settings::default() }).unwrap();
        one_hour(&desk, "work").await;
        desk.world.clock.advance(chrono::TimeDelta::seconds(2_700));
        desk.keeper.tell(Request::Wake).await;
        desk.board().await;
        assert_eq!(last(&desk).sound, sound);
    }
}

/// Two sessions that end together, announced by one notice.
async fn announced_together() -> Desk {
    let desk = two_users();
    one_hour(&desk, "work").await;
    one_hour(&desk, "home").await;
    assert_eq!(desk.listen(2_700).await, ["09:45:00 2 sessions end in 15 min (10:00)"]);
    desk
}

#[tokio::test(start_paused = true)]
async fn putting_off_one_notice_puts_off_all_that_it_is_about() {
    let desk = announced_together().await;
    desk.keeper.tell(Request::Snooze("work".to_owned())).await;
    assert_eq!(desk.listen(599).await, Vec::<String>::new());
    assert_eq!(desk.listen(60).await, ["09:55:01 2 sessions end in 5 min (10:00)"]);
}

#[tokio::test(start_paused = true)]
async fn a_notice_about_two_goes_on_about_the_one_that_was_not_renewed() {
    let desk = announced_together().await;
    let withdrawn = desk.world.notifier.withdrawn().len();
    one_hour(&desk, "work").await;
    let amended: Vec<_> = desk.world.notifier.amended().iter().map(|n| n.title.clone()).collect();
    assert_eq!(amended, ["home ends in 15 min (10:00)"]);
    assert_eq!(desk.world.notifier.withdrawn().len(), withdrawn, "not taken back yet");

    assert_eq!(desk.listen(780).await, ["09:58:00 home ends in 2 min (10:00)"]);
    desk.keeper.ask(|reply| Request::Logout("home".to_owned(), reply)).await.unwrap();
    let id = desk.world.notifier.amended().pop().unwrap().id;
    assert_eq!(desk.world.notifier.withdrawn()[withdrawn..], [id], "one notice from the first to the last");
}

#[tokio::test(start_paused = true)]
async fn all_stages_share_one_notice() {
    let desk = two_users();
    one_hour(&desk, "work").await;
    desk.pass(30).await;
    one_hour(&desk, "home").await;
    let mut ids = Vec::new();
    for _ in 0..400 {
        desk.world.clock.advance(chrono::TimeDelta::seconds(10));
        desk.keeper.tell(Request::Wake).await;
        desk.board().await;
    }
    ids.extend(desk.world.notifier.shown().into_iter().map(|notice| notice.id));
    assert!(ids.len() >= 3, "{ids:?}");
    ids.dedup();
    assert_eq!(ids.len(), 1, "{ids:?}");
}
