//! AWS takes each code once: what is sent, what waits, and what is answered without a request.

use daypass_core::failure::{Code, CodeFate, Failure};
use daypass_core::keeper::Request;
use daypass_core::login::Wish;
use daypass_core::ports::SettingsStore;
use daypass_core::profile::SerialNumber;
use daypass_core::sts_error::StsError;
use daypass_core::used_codes::step_at;
use daypass_core::view::RowState;

use chrono::TimeDelta;
use tokio::time::{Duration, Instant};

use crate::desk::{CONFIG, CREDENTIALS, Desk, JANE, instant, wish};

/// A second key for the same device, and a role that wants a device of its own.
fn crowded() -> Desk {
    let config = format!(
        "{CONFIG}[profile second]\nmfa_serial = {JANE}\n[profile ops]\nsource_profile = work\n\
         role_arn = arn:aws:iam::210987654321:role/ops\n[profile long]\nsource_profile = work\n\
         role_arn = arn:aws:iam::210987654321:role/long\nduration_seconds = 28800\nmfa_serial = GAHT12345678\n"
    );
    let second = "[second]\naws_access_key_id = AKIAI44QH8DHBEXAMPLE\naws_secret_access_key = s\n";
    Desk::open(&config, &format!("{CREDENTIALS}{second}"))
}

/// When [`timed`] ends for who does not wait: its clock ticks first.
const AT_ONCE: &str = "09:00:01";

/// Signs in and says at what time of day that was over, while a clock ticks for `seconds`.
async fn timed(desk: &Desk, wish: Wish, seconds: u32) -> (Result<(), Failure>, String) {
    let answer = async {
        let result = desk.wish(wish).await;
        (result, desk.now())
    };
    tokio::join!(answer, desk.pass(seconds)).0
}

#[tokio::test(start_paused = true)]
async fn after_a_success_the_next_code_of_the_device_waits_for_the_next_step() {
    let desk = Desk::usual();
    desk.pass(7).await;
    desk.sign_in("work", Some("123456")).await.unwrap();
    let (result, at) = timed(&desk, wish("work", Some("654321")), 60).await;
    result.unwrap();
    assert_eq!(at, "09:00:30", "not a second earlier or later");
    assert_eq!(desk.asked().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn while_it_waits_nothing_is_asked_and_the_board_says_until_when() {
    let desk = Desk::usual();
    desk.sign_in("work", Some("123456")).await.unwrap();
    let watch = async {
        desk.pass(29).await;
        assert_eq!(desk.asked().len(), 1);
        let row = desk.row("work").await;
        assert_eq!(row.next_code_at.as_deref(), Some("2026-11-22T09:00:30Z"));
        assert_eq!(row.state, RowState::SigningIn);
        desk.pass(31).await;
    };
    let (result, ()) = tokio::join!(desk.sign_in("work", Some("654321")), watch);
    result.unwrap();
    assert_eq!(desk.row("work").await.next_code_at, None);
}

#[tokio::test(start_paused = true)]
async fn the_board_is_published_again_when_a_code_may_be_sent() {
    let desk = Desk::usual();
    desk.pass(19).await;
    desk.sign_in("work", Some("123456")).await.unwrap();
    let until = || desk.world.sink.boards().last().map(|board| board.rows[0].next_code_at.clone()).unwrap();
    assert_eq!(until().as_deref(), Some("2026-11-22T09:00:30Z"));
    desk.pass(10).await;
    assert!(until().is_some(), "one second is left");
    desk.pass(1).await;
    assert_eq!(until(), None);
}

#[tokio::test(start_paused = true)]
async fn the_wait_ends_when_it_is_cancelled() {
    let desk = Desk::usual();
    desk.sign_in("work", Some("123456")).await.unwrap();
    let cancel = async {
        desk.pass(3).await;
        desk.keeper.tell(Request::Cancel("work".to_owned())).await;
    };
    let (result, ()) = tokio::join!(desk.sign_in("work", Some("654321")), cancel);
    assert_eq!(result.unwrap_err().code, Code::Cancelled);
    desk.pass(60).await;
    assert_eq!(desk.asked().len(), 1, "it is not sent behind the person's back");
    desk.sign_in("work", Some("654321")).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_machine_that_slept_over_the_step_waits_no_longer() {
    let desk = Desk::usual();
    desk.sign_in("work", Some("123456")).await.unwrap();
    let begun = Instant::now();
    let asleep = async {
        desk.pass(2).await;
        desk.sleep(1);
        desk.pass(1).await;
    };
    let (result, ()) = tokio::join!(desk.sign_in("work", Some("654321")), asleep);
    result.unwrap();
    assert_eq!(desk.now(), "10:00:03");
    assert!(begun.elapsed() < Duration::from_secs(5), "a timer that stood still would go on for 28 s");
}

#[tokio::test(start_paused = true)]
async fn a_clock_set_back_during_the_wait_does_not_lengthen_it() {
    let desk = Desk::usual();
    desk.sign_in("work", Some("123456")).await.unwrap();
    let set_back = async {
        desk.pass(2).await;
        desk.world.clock.set(TimeDelta::hours(-2));
        desk.pass(27).await;
        assert_eq!(desk.asked().len(), 1, "AWS's clock goes on, and its step is not over");
        desk.pass(2).await;
    };
    let (result, ()) = tokio::join!(desk.sign_in("work", Some("654321")), set_back);
    result.unwrap();
}

#[tokio::test(start_paused = true)]
async fn only_what_aws_took_uses_a_step_up() {
    use StsError::{
        ClockSlow, InvalidCode, NoAnswer, NotSts, ServiceFault, Throttled, Unreachable, UnusableAnswer,
    };
    for error in
        [Unreachable, Throttled, ServiceFault, ClockSlow, InvalidCode, NoAnswer, NotSts, UnusableAnswer]
    {
        let desk = Desk::usual();
        desk.world.issuer.fail_next(error.failure());
        desk.sign_in("work", Some("123456")).await.unwrap_err();
        let waits = desk.row("work").await.next_code_at.is_some();
        assert_eq!(waits, error.fate() == CodeFate::Spent, "{error:?}");
        let (result, at) = timed(&desk, wish("work", Some("654321")), 31).await;
        result.unwrap();
        assert_eq!(at, if waits { "09:00:30" } else { AT_ONCE }, "{error:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn the_digits_that_were_taken_are_not_sent_again() {
    let desk = Desk::usual();
    desk.sign_in("work", Some("123456")).await.unwrap();
    let failure = desk.sign_in("work", Some("123 456")).await.unwrap_err();
    assert_eq!((failure.code, failure.fate), (Code::CodeRejected, CodeFate::Unspent));
    assert!(failure.message.contains("has been used"), "{failure}");
    desk.next_code().await;
    let late = desk.sign_in("work", Some("123456")).await.unwrap_err();
    assert_eq!(late.code, Code::CodeRejected, "a device that is late still shows it");
    assert_eq!(desk.asked().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn the_digits_that_were_refused_are_not_sent_again_but_others_are_at_once() {
    let desk = Desk::usual();
    desk.world.issuer.fail_next(StsError::InvalidCode.failure());
    desk.sign_in("work", Some("111111")).await.unwrap_err();
    let failure = desk.sign_in("work", Some("111111")).await.unwrap_err();
    assert!(failure.message.contains("refused this code already"), "{failure}");
    assert_eq!(desk.asked().len(), 1);
    desk.sign_in("work", Some("123456")).await.unwrap();
    // In an hour the same digits may be right.
    desk.sleep(1);
    desk.sign_in("work", Some("111111")).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_device_that_is_not_this_user_s_says_nothing_about_the_digits() {
    let desk = crowded();
    desk.world.issuer.fail_next(StsError::UnknownDevice.failure());
    assert_eq!(desk.refused(wish("second", Some("123456"))).await, Code::DeviceRejected);
    desk.sign_in("work", Some("123456")).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn digits_of_unknown_fate_may_be_sent_again_for_the_person_decides() {
    let desk = Desk::usual();
    desk.world.issuer.fail_next(StsError::NoAnswer.failure());
    assert_eq!(desk.refused(wish("work", Some("123456"))).await, Code::Ambiguous);
    desk.sign_in("work", Some("123456")).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn profiles_with_one_device_share_its_codes_and_others_do_not() {
    let desk = crowded();
    desk.sign_in("work", Some("123456")).await.unwrap();
    let until = Some("2026-11-22T09:00:30Z".to_owned());
    assert_eq!(desk.row("second").await.next_code_at, until);
    assert_eq!(desk.row("ops").await.next_code_at, None, "it needs no code");
    let direct = Wish { direct: true, ..wish("long", Some("222222")) };
    assert_eq!(timed(&desk, direct, 1).await.1, AT_ONCE, "another device");
    let (result, at) = timed(&desk, wish("second", Some("654321")), 60).await;
    result.unwrap();
    assert_eq!(at, "09:00:30");
}

#[tokio::test(start_paused = true)]
async fn a_role_says_when_its_own_device_or_its_user_s_can_be_asked() {
    let desk = crowded();
    let note = |serial: &str| {
        let serial = SerialNumber::parse(serial).unwrap();
        desk.world.settings.note_used_step(&serial, step_at(instant("09:00:00")));
    };
    note("GAHT12345678");
    assert_eq!((desk.row("ops").await.next_code_at, desk.row("work").await.next_code_at), (None, None));
    assert!(desk.row("long").await.next_code_at.is_some(), "more than an hour: directly, by its own device");
    note(JANE);
    assert!(desk.row("ops").await.next_code_at.is_some());
}

#[tokio::test(start_paused = true)]
async fn a_direct_role_uses_its_device_s_code_up() {
    let desk = crowded();
    let direct = |code| Wish { direct: true, ..wish("ops", Some(code)) };
    desk.wish(direct("123456")).await.unwrap();
    let (result, at) = timed(&desk, wish("work", Some("654321")), 60).await;
    result.unwrap();
    assert_eq!(at, "09:00:30");
    assert_eq!(desk.refused(direct("123456")).await, Code::CodeRejected);
}

#[tokio::test(start_paused = true)]
async fn two_keys_with_one_device_at_the_same_time_send_one_code_after_the_other() {
    let desk = crowded();
    for role in ["ops", "long"] {
        desk.set(role, |settings| settings.refresh = Some(false));
    }
    desk.world.issuer.hold(true);
    let first = desk.sign_in("work", Some("123456"));
    let second = desk.sign_in("second", Some("654321"));
    let watch = async {
        desk.pass(5).await;
        assert_eq!(desk.asked().len(), 1, "the second waits for what becomes of the first");
        desk.world.issuer.hold(false);
        desk.pass(20).await;
        assert_eq!(desk.asked().len(), 1, "and then for the next code");
        desk.pass(10).await;
    };
    let (first, second, ()) = tokio::join!(first, second, watch);
    first.unwrap();
    second.unwrap();
    let keys: Vec<String> =
        desk.asked().iter().map(|line| line.split(' ').nth(1).unwrap_or_default().to_owned()).collect();
    assert_eq!(keys, ["AKIAIOSFODNN7EXAMPLE", "AKIAI44QH8DHBEXAMPLE"]);
}

#[tokio::test(start_paused = true)]
async fn after_a_restart_the_step_is_known_and_the_digits_are_not() {
    let mut desk = Desk::usual();
    desk.sign_in("work", Some("555555")).await.unwrap();
    desk.restart().await;
    assert!(desk.row("work").await.next_code_at.is_some());
    let (result, at) = timed(&desk, wish("work", Some("555555")), 60).await;
    result.unwrap();
    assert_eq!(at, "09:00:30");
    let kept = serde_json::to_string(&desk.world.settings.used_steps()).unwrap();
    assert!(kept.contains(JANE) && !kept.contains("555555"), "{kept}");
}

#[tokio::test(start_paused = true)]
async fn a_code_that_the_command_line_used_is_known_here() {
    let desk = Desk::usual();
    let jane = SerialNumber::parse(JANE).unwrap();
    desk.world.settings.note_used_step(&jane, step_at(instant("09:00:00")));
    desk.keeper.tell(Request::Wake).await;
    assert!(desk.row("work").await.next_code_at.is_some());
    let (result, at) = timed(&desk, wish("work", Some("123456")), 60).await;
    result.unwrap();
    assert_eq!(at, "09:00:30");
}
