//! Roles are refreshed while the session lives: silently, or with a word when it does not work.

use daypass_core::code::TokenCode;
use daypass_core::failure::Code;
use daypass_core::keeper::Request;
use daypass_core::login::{self, Stop, Wish};
use daypass_core::sts_error::StsError;
use daypass_core::view::RowState;

use crate::desk::{CREDENTIALS, Desk, section, wish};
use crate::team::{at_work, desk, names, role, team};

/// Forty minutes, the time from one refresh to the next.
const ROUND: u32 = 2_400;

#[tokio::test(start_paused = true)]
async fn twelve_roles_are_refreshed_for_twelve_hours_without_a_word() {
    let desk = at_work(12).await;
    let mut heard = Vec::new();
    for round in 1..=17 {
        heard.extend(desk.listen(ROUND).await);
        assert_eq!(desk.assumed(), 12 * (1 + round), "after {round} rounds of forty minutes");
        assert_eq!(desk.world.files.writes(), 1 + round as u64, "one transaction each");
        for name in names(12) {
            assert_eq!(desk.state(&name).await, RowState::Active, "{name} in round {round}");
        }
    }
    // 20:20: the last keys outlive the session, which nothing can renew but a code.
    assert!(heard.is_empty(), "{heard:?}");
    assert_eq!(
        desk.listen(2 * 3_600).await,
        [
            "20:45:00 work ends in 15 min (21:00)",
            "20:58:00 work ends in 2 min (21:00)",
            "21:00:00 work has ended (21:00)",
            "21:05:00 12 sessions end in 15 min (21:20)",
            "21:18:00 12 sessions end in 2 min (21:20)",
            "21:20:00 12 sessions have ended (21:20)",
        ]
    );
    assert_eq!(desk.assumed(), 12 * 18, "nothing is asked for without a session");
    assert_eq!(desk.asked().iter().filter(|line| line.starts_with("GetSessionToken")).count(), 1);
    let (_, transactions) = desk.world.files.reads_and_updates();
    assert_eq!(transactions, 18);
}

#[tokio::test(start_paused = true)]
async fn a_role_that_is_refreshed_is_never_amber() {
    let desk = at_work(1).await;
    // The keys end at ten and are not renewed for a moment: the row is calm all the same.
    desk.world.issuer.hold_roles(true);
    desk.pass(3_000).await;
    let row = desk.row("r01").await;
    assert_eq!((row.state, row.expires.as_deref()), (RowState::Active, Some("2026-11-22T10:00:00Z")));
    let (before, _) = (desk.asked().len(), desk.world.issuer.hold_roles(false));
    desk.pass(1).await;
    assert_eq!(desk.asked().len(), before + 1, "one request, however long it took");
    assert_eq!(desk.ends("r01").await.as_deref(), Some("10:50:01"));
}

#[tokio::test(start_paused = true)]
async fn sts_down_for_forty_minutes_is_told_by_the_ladder_and_taken_back() {
    let desk = at_work(12).await;
    assert!(desk.listen(ROUND - 1).await.is_empty());
    desk.world.issuer.break_roles(Some(StsError::Unreachable.failure()));
    assert!(desk.listen(1).await.is_empty(), "a first failure is not worth a word yet");
    let row = desk.row("r01").await;
    assert_eq!((row.state, row.problem.unwrap().code.as_str()), (RowState::Active, "unreachable"));
    let asked = desk.assumed();
    assert_eq!(
        desk.listen(ROUND).await,
        [
            "09:45:00 12 sessions end in 15 min (10:00)",
            "09:58:00 12 sessions end in 2 min (10:00)",
            "10:00:00 12 sessions have ended (10:00)",
        ]
    );
    let tries = desk.assumed() - asked;
    assert!((7..=10).contains(&tries), "one request after 1, 2, 4 and then every five minutes: {tries}");
    assert_eq!(desk.state("r01").await, RowState::Ended);
    desk.world.issuer.break_roles(None);
    let withdrawn = desk.world.notifier.withdrawn().len();
    assert!(desk.listen(330).await.is_empty());
    for name in names(12) {
        let row = desk.row(&name).await;
        assert_eq!((row.state, row.problem), (RowState::Active, None), "{name}");
    }
    assert!(desk.world.notifier.withdrawn()[withdrawn..].contains(&"session:r01-session".to_owned()));
    assert_eq!(desk.world.files.writes(), 2, "recovery is one transaction too");
    let asked = desk.assumed();
    assert!(desk.listen(ROUND).await.is_empty(), "and all is quiet again");
    assert_eq!(desk.assumed(), asked + 12);
}

#[tokio::test(start_paused = true)]
async fn a_reminder_of_a_role_that_could_not_be_refreshed_says_why() {
    let desk = at_work(2).await;
    desk.pass(ROUND - 1).await;
    desk.world.issuer.break_roles(Some(StsError::Unreachable.failure()));
    let mut told = Vec::new();
    for _ in 0..1_300 {
        desk.world.clock.advance(chrono::TimeDelta::seconds(1));
        tokio::time::sleep(std::time::Duration::from_secs(1)).await;
        told.extend(desk.world.notifier.shown());
        desk.world.notifier.take_titles();
    }
    let titles: Vec<&str> = told.iter().map(|notice| notice.title.as_str()).collect();
    assert_eq!(
        titles,
        [
            "2 sessions end in 15 min (10:00)",
            "2 sessions end in 2 min (10:00)",
            "2 sessions have ended (10:00)"
        ]
    );
    for notice in told {
        assert_eq!(
            notice.body,
            "r01, r02 could not be refreshed: AWS STS could not be reached. Daypass goes on trying."
        );
    }
}

#[tokio::test(start_paused = true)]
async fn one_role_that_is_denied_at_its_refresh_troubles_no_other() {
    let desk = at_work(5).await;
    desk.world.issuer.break_role("r02", Some(StsError::RoleDenied.failure()));
    assert_eq!(
        desk.listen(3_600).await,
        [
            "09:45:00 r02 ends in 15 min (10:00)",
            "09:58:00 r02 ends in 2 min (10:00)",
            "10:00:00 r02 has ended (10:00)",
        ]
    );
    assert_eq!(desk.state("r02").await, RowState::Ended);
    for name in ["r01", "r03", "r04", "r05"] {
        assert_eq!(desk.ends(name).await.as_deref(), Some("10:40:00"), "{name}");
    }
    desk.world.issuer.break_role("r02", None);
    let withdrawn = desk.world.notifier.withdrawn().len();
    assert!(desk.listen(320).await.is_empty());
    let row = desk.row("r02").await;
    assert_eq!((row.state, row.problem), (RowState::Active, None));
    assert_eq!(desk.world.notifier.withdrawn()[withdrawn..], ["session:r02-session"]);
}

#[tokio::test(start_paused = true)]
async fn the_pauses_between_tries_grow_to_five_minutes() {
    let desk = at_work(1).await;
    desk.world.issuer.break_role("r01", Some(StsError::RoleDenied.failure()));
    let (mut tries, mut last) = (Vec::new(), desk.assumed());
    for second in 1..=5_400_u32 {
        desk.pass(1).await;
        if desk.assumed() > last {
            tries.push(second);
            last = desk.assumed();
        }
    }
    assert_eq!(tries[0], ROUND);
    let pauses: Vec<u32> = tries.windows(2).map(|pair| pair[1] - pair[0]).collect();
    for (pause, least) in pauses.iter().zip([60, 120, 240].into_iter().chain(std::iter::repeat(300))) {
        assert!((least..=least + 15).contains(pause), "{pauses:?}");
    }
    assert!(pauses.len() >= 10, "{pauses:?}");
}

#[tokio::test(start_paused = true)]
async fn roles_that_ended_while_the_machine_slept_are_refreshed_at_once() {
    let desk = at_work(3).await;
    desk.pass(600).await;
    desk.sleep(3);
    assert!(desk.listen(40).await.is_empty(), "nobody was away long enough to be told");
    for name in names(3) {
        assert_eq!(desk.state(&name).await, RowState::Active, "{name}");
    }
    assert_eq!((desk.assumed(), desk.world.files.writes()), (6, 2));
}

#[tokio::test(start_paused = true)]
async fn after_sleep_a_role_is_announced_only_when_its_refresh_has_failed() {
    let desk = at_work(1).await;
    desk.pass(600).await;
    desk.sleep(3);
    desk.world.issuer.hold_roles(true);
    assert!(desk.listen(60).await.is_empty(), "it is being refreshed");
    desk.world.issuer.fail_next_role(StsError::Unreachable.failure());
    desk.world.issuer.hold_roles(false);
    assert_eq!(desk.listen(1).await, ["12:11:01 r01 has ended (10:00)"]);
    assert!(desk.listen(80).await.is_empty());
    assert_eq!(desk.state("r01").await, RowState::Active, "the second try");
}

#[tokio::test(start_paused = true)]
async fn a_restart_in_the_middle_changes_nothing() {
    let mut desk = at_work(4).await;
    desk.pass(1_200).await;
    desk.restart().await;
    assert!(desk.listen(1_190).await.is_empty());
    assert_eq!(desk.assumed(), 4, "not before its time");
    desk.restart().await;
    assert!(desk.listen(60).await.is_empty());
    assert_eq!((desk.assumed(), desk.world.files.writes()), (8, 2));
    assert_eq!(desk.state("r04").await, RowState::Active);
}

#[tokio::test(start_paused = true)]
async fn a_restart_during_a_refresh_begins_it_anew() {
    let mut desk = at_work(4).await;
    desk.world.issuer.hold_roles(true);
    desk.pass(ROUND).await;
    desk.restart().await;
    desk.world.issuer.hold_roles(false);
    desk.pass(1).await;
    assert_eq!((desk.assumed(), desk.world.files.writes()), (8, 2), "what was given up wrote nothing");
}

#[tokio::test(start_paused = true)]
async fn a_session_that_is_ended_during_its_refresh_does_not_come_back() {
    let desk = at_work(3).await;
    desk.world.issuer.hold_roles(true);
    desk.pass(ROUND).await;
    end(&desk, "r02").await;
    desk.world.issuer.hold_roles(false);
    desk.pass(3_600).await;
    assert_eq!(desk.state("r02").await, RowState::NotSignedIn);
    assert_eq!(desk.assumed_role("r02"), 1, "{:?}", desk.asked());
    assert_eq!(desk.state("r01").await, RowState::Active, "the others go on");
}

#[tokio::test(start_paused = true)]
async fn a_session_that_the_command_line_ends_during_its_refresh_does_not_come_back() {
    let desk = at_work(2).await;
    desk.world.issuer.hold_roles(true);
    desk.pass(ROUND).await;
    let without = desk.world.files.credentials().replace(&section("r02-session", 3, "10:00:00"), "");
    desk.world.files.replace_credentials_ourselves(&without);
    desk.world.issuer.hold_roles(false);
    desk.pass(1).await;
    assert!(!desk.world.files.credentials().contains("r02-session"));
    assert_eq!(desk.ends("r01").await.as_deref(), Some("10:40:01"));
}

#[tokio::test(start_paused = true)]
async fn when_the_user_s_session_is_ended_during_a_refresh_nothing_is_written() {
    let desk = at_work(2).await;
    desk.world.issuer.hold_roles(true);
    desk.pass(ROUND).await;
    let before = desk.world.files.credentials();
    desk.world
        .files
        .replace_credentials_ourselves(&before.replace("ASIAFAKE000000000001", "ASIAOTHER00000000001"));
    let other = desk.world.files.credentials();
    desk.world.issuer.hold_roles(false);
    desk.pass(1).await;
    assert_eq!(desk.world.files.credentials(), other, "what was signed by the old session is not written");
}

#[tokio::test(start_paused = true)]
async fn ending_everything_ends_the_refreshes_too() {
    let desk = at_work(3).await;
    desk.world.issuer.hold_roles(true);
    desk.pass(ROUND).await;
    desk.keeper.ask(Request::LogoutAll).await.unwrap();
    desk.world.issuer.hold_roles(false);
    assert!(desk.listen(7_200).await.is_empty());
    assert_eq!(desk.world.files.credentials(), CREDENTIALS);
    assert_eq!(desk.assumed(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_sign_in_comes_before_a_refresh() {
    let desk = at_work(3).await;
    desk.world.issuer.hold_roles(true);
    desk.pass(ROUND).await;
    let go_on = async {
        desk.pass(2).await;
        desk.world.issuer.hold_roles(false);
    };
    let (signed_in, ()) = tokio::join!(desk.sign_in("work", Some("234567")), go_on);
    signed_in.unwrap();
    assert_eq!((desk.assumed(), desk.world.files.writes()), (6, 2), "the roles were asked for once more");
    assert_eq!(desk.ends("work").await.as_deref(), Some("21:40:01"));
    assert_eq!(desk.ends("r01").await.as_deref(), Some("10:40:02"));
}

#[tokio::test(start_paused = true)]
async fn a_refresh_never_keeps_the_keeper_from_answering() {
    let desk = at_work(3).await;
    desk.world.issuer.hold_roles(true);
    desk.pass(ROUND).await;
    assert_eq!(desk.board().await.rows.len(), 1);
    desk.keeper.ask(|reply| Request::Test("work".to_owned(), reply)).await.unwrap();
    desk.world.issuer.hold_roles(false);
}

#[tokio::test(start_paused = true)]
async fn roles_that_are_due_soon_go_with_those_that_are_due() {
    let desk = team(2);
    desk.sign_in_only("work").await;
    desk.sign_in("r01", None).await.unwrap();
    desk.pass(299).await;
    desk.sign_in("r02", None).await.unwrap();
    let writes = desk.world.files.writes();
    desk.pass(ROUND - 299).await;
    assert_eq!((desk.world.files.writes(), desk.assumed()), (writes + 1, 4));
}

#[tokio::test(start_paused = true)]
async fn a_file_that_cannot_be_written_is_a_failed_refresh() {
    let desk = at_work(2).await;
    desk.pass(ROUND - 1).await;
    desk.world.files.break_with(Some(daypass_core::failure::Failure::new(Code::File, "Full.", "Make room.")));
    desk.pass(90).await;
    assert_eq!(desk.row("r01").await.problem.unwrap().message, "Full.");
    assert_eq!(desk.assumed(), 6, "the refresh and one more try");
    desk.world.files.break_with(None);
    desk.pass(150).await;
    assert_eq!(desk.row("r01").await.problem, None);
    assert_eq!(desk.state("r02").await, RowState::Active);
}

#[tokio::test(start_paused = true)]
async fn a_clock_that_is_hours_ahead_makes_no_storm() {
    let desk = at_work(2).await;
    desk.pass(60).await;
    // Every session looks ended as soon as it is granted: AWS counts in its own time.
    desk.world.issuer.lag(7_200);
    desk.pass(3_600).await;
    let after_an_hour = desk.assumed();
    desk.pass(600).await;
    assert!(desk.assumed() - after_an_hour <= 6, "{}", desk.assumed() - after_an_hour);
}

#[tokio::test(start_paused = true)]
async fn a_chain_is_refreshed_from_its_beginning() {
    let desk = desk(&[role("top", "work", ""), role("leaf", "top", "")]);
    desk.sign_in("work", Some("123456")).await.unwrap();
    desk.pass(ROUND).await;
    let asked = desk.asked();
    assert!(asked[3].starts_with("AssumeRole ASIAFAKE000000000001 "), "{asked:?}");
    assert!(asked[4].starts_with("AssumeRole ASIAFAKE000000000004 "), "{asked:?}");
    assert_eq!(desk.world.files.writes(), 2);
}

#[tokio::test(start_paused = true)]
async fn what_the_command_line_signed_in_is_refreshed_by_the_tray() {
    let desk = team(2);
    let code = TokenCode::parse("123456").unwrap();
    let wish = Wish::new("work", Some(code));
    let elsewhere = login::login(&desk.world.ports(), wish, &mut Stop::never()).await.unwrap();
    assert_eq!(elsewhere.along.len(), 2);
    assert!(desk.listen(ROUND + 30).await.is_empty());
    assert_eq!((desk.assumed(), desk.world.files.writes()), (4, 2));
}

#[tokio::test(start_paused = true)]
async fn yesterday_s_roles_are_not_fetched_for_today_s_session() {
    let desk = at_work(1).await;
    desk.sleep(24);
    desk.pass(60).await;
    desk.world.notifier.take_titles();
    desk.wish(Wish { only: true, ..wish("work", Some("234567")) }).await.unwrap();
    desk.pass(3_600).await;
    assert_eq!(desk.assumed_role("r01"), 1, "only means only");
}

async fn end(desk: &Desk, name: &str) {
    desk.keeper.ask(|reply| Request::Logout(name.to_owned(), reply)).await.unwrap();
}
