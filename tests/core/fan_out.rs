//! One code, all profiles.

use daypass_core::failure::Code;
use daypass_core::keeper::Request;
use daypass_core::login::Wish;
use daypass_core::sts_error::StsError;
use daypass_core::view::{PlanWay, RowState};

use crate::desk::{CONFIG, CREDENTIALS, Desk, section, wish};
use crate::team::{at_work, desk, names, role, team};

#[tokio::test(start_paused = true)]
async fn one_code_signs_in_to_the_user_and_all_roles_in_one_transaction() {
    let desk = at_work(6).await;
    assert_eq!((desk.asked().len(), desk.assumed()), (7, 6));
    let (_, transactions) = desk.world.files.reads_and_updates();
    assert_eq!((transactions, desk.world.files.writes()), (1, 1));
    let sections =
        [("work-mfa", 1, "21:00:00"), ("r01-session", 2, "10:00:00"), ("r02-session", 3, "10:00:00")];
    let begins = sections.map(|(name, n, end)| format!("\n{}", section(name, n, end))).concat();
    let file = desk.world.files.credentials();
    assert!(file.starts_with(&format!("{CREDENTIALS}{begins}")), "{file}");
    for name in names(6) {
        assert_eq!(desk.state(&name).await, RowState::Active, "{name}");
    }
    assert_eq!(desk.row("work").await.covers, Some(7), "1 code covers 7 profiles");
}

#[tokio::test(start_paused = true)]
async fn sixteen_requests_are_on_their_way_at_most() {
    let desk = team(40);
    desk.world.issuer.hold_roles(true);
    let go_on = async {
        desk.pass(1).await;
        assert_eq!(desk.world.issuer.most_roles_at_once(), 16);
        desk.world.issuer.hold_roles(false);
    };
    let (signed_in, ()) = tokio::join!(desk.sign_in("work", Some("123456")), go_on);
    signed_in.unwrap();
    assert_eq!((desk.assumed(), desk.world.issuer.most_roles_at_once()), (40, 16));
}

#[tokio::test(start_paused = true)]
async fn the_role_that_was_asked_for_brings_the_others_along() {
    let desk = team(3);
    desk.sign_in("r02", Some("123456")).await.unwrap();
    assert_eq!(desk.assumed(), 3);
    assert!(desk.asked()[1].contains(":role/r02 "), "it comes first: {:?}", desk.asked());
    assert_eq!(desk.world.files.writes(), 1);
}

#[tokio::test(start_paused = true)]
async fn only_means_only() {
    let desk = team(3);
    desk.wish(Wish { only: true, ..wish("r02", Some("123456")) }).await.unwrap();
    assert_eq!(desk.assumed(), 1);
    desk.pass(3_000).await;
    assert_eq!(desk.assumed_role("r01"), 0, "nobody fetches later what was not wanted");
}

#[tokio::test(start_paused = true)]
async fn a_parent_is_assumed_once_and_serves_all_its_children() {
    let roles = [
        role("top", "work", ""),
        role("middle", "top", ""),
        role("leaf", "middle", ""),
        role("twin", "middle", "duration_seconds = 900\n"),
    ];
    let desk = desk(&roles);
    desk.sign_in("work", Some("123456")).await.unwrap();
    let asked: Vec<String> = desk
        .asked()
        .iter()
        .skip(1)
        .map(|line| line.split(" as ").next().unwrap_or(line).to_owned())
        .collect();
    let by = |n: u32, name: &str| format!("AssumeRole ASIAFAKE{n:012} arn:aws:iam::210987654321:role/{name}");
    assert_eq!(asked, [by(1, "top"), by(2, "middle"), by(3, "leaf"), by(3, "twin")]);
    assert_eq!(desk.ends("twin").await.as_deref(), Some("09:15:00"));
}

#[tokio::test(start_paused = true)]
async fn one_denied_role_among_five_fails_alone() {
    let desk = team(5);
    desk.world.issuer.break_role("r02", Some(StsError::RoleDenied.failure()));
    desk.sign_in("work", Some("123456")).await.unwrap();
    for name in ["r01", "r03", "r04", "r05"] {
        assert_eq!(desk.state(name).await, RowState::Active, "{name}");
    }
    let denied = desk.row("r02").await;
    assert_eq!((denied.state, denied.problem.unwrap().code.as_str()), (RowState::NotSignedIn, "denied"));
    let work = desk.row("work").await;
    assert_eq!((work.state, work.problem, work.covers), (RowState::Active, None, Some(5)));
    assert_eq!(desk.world.files.writes(), 1);
    assert!(desk.listen(2_000).await.is_empty());
    assert_eq!(desk.assumed_role("r02"), 1, "a refusal does not pass by itself");
}

#[tokio::test(start_paused = true)]
async fn what_comes_after_a_denied_role_says_through_whom() {
    let desk = desk(&[role("top", "work", ""), role("leaf", "top", "")]);
    desk.world.issuer.break_role("top", Some(StsError::RoleDenied.failure()));
    desk.sign_in("work", Some("123456")).await.unwrap();
    let leaf = desk.row("leaf").await.problem.unwrap();
    assert_eq!(leaf.message, "It is reached through “top”. AWS does not let this user assume the role.");
    assert_eq!(desk.assumed(), 1);
}

#[tokio::test(start_paused = true)]
async fn targets_that_are_not_ours_are_left_out_and_say_why() {
    let others = "[r01-session]\naws_access_key_id = AKIAI44QH8DHBEXAMPLE\naws_secret_access_key = s\n\
                  [r02-session]\naws_access_key_id = ASIAOTHER\naws_session_token = t\n\
                  [r03-session]\nmanager = awsume\n";
    let roles = names(5).iter().map(|name| role(name, "work", "")).collect::<String>();
    let desk = Desk::open(&format!("{CONFIG}{roles}"), &format!("{CREDENTIALS}{others}"));
    desk.set("r05", |settings| settings.target = Some("r04-session".to_owned()));
    desk.sign_in("work", Some("123456")).await.unwrap();
    assert_eq!(desk.assumed(), 1, "nobody is asked for what cannot be written: {:?}", desk.asked());
    assert_eq!(desk.state("r04").await, RowState::Active);
    let mut reasons = Vec::new();
    for name in ["r01", "r02", "r03", "r05"] {
        reasons.push(desk.row(name).await.problem.unwrap().code);
    }
    assert_eq!(reasons, ["long-term-keys-in-the-way", "foreign-owner", "foreign-owner", "bad-input"]);
    let file = desk.world.files.credentials();
    assert!(file.starts_with(&format!("{CREDENTIALS}{others}")), "not a byte of theirs: {file}");
}

#[tokio::test(start_paused = true)]
async fn a_section_that_turns_foreign_meanwhile_does_not_endanger_the_rest() {
    let desk = team(3);
    desk.world.issuer.hold_roles(true);
    let meanwhile = async {
        desk.pass(1).await;
        let taken = format!("{CREDENTIALS}[r02-session]\naws_access_key_id: ASIAODD\n");
        desk.world.files.replace_credentials(&taken);
        desk.world.issuer.hold_roles(false);
    };
    let (signed_in, ()) = tokio::join!(desk.sign_in("work", Some("123456")), meanwhile);
    signed_in.unwrap();
    assert_eq!((desk.state("work").await, desk.state("r01").await), (RowState::Active, RowState::Active));
    assert_eq!(desk.state("r03").await, RowState::Active);
    assert_eq!(desk.row("r02").await.problem.unwrap().code, "file");
    assert!(desk.world.files.credentials().contains("aws_access_key_id: ASIAODD"));
}

#[tokio::test(start_paused = true)]
async fn what_was_granted_before_esc_is_kept() {
    let desk = team(4);
    desk.world.issuer.hold_role("r03");
    let cancel = async {
        desk.pass(1).await;
        desk.keeper.tell(Request::Cancel("work".to_owned())).await;
    };
    let (cancelled, ()) = tokio::join!(desk.sign_in("work", Some("123456")), cancel);
    assert_eq!(cancelled.unwrap_err().code, Code::Cancelled);
    desk.world.issuer.hold_roles(false);
    desk.pass(60).await;
    assert_eq!(desk.state("work").await, RowState::Active, "the code is spent");
    for name in ["r01", "r02", "r04"] {
        assert_eq!(desk.state(name).await, RowState::Active, "{name}");
    }
    let given_up = desk.row("r03").await;
    assert_eq!((given_up.state, given_up.problem), (RowState::NotSignedIn, None));
    assert_eq!(desk.world.files.writes(), 1);
}

#[tokio::test(start_paused = true)]
async fn who_waits_for_a_role_that_comes_along_waits_for_that_and_no_second_request() {
    let desk = team(3);
    desk.world.issuer.hold(true);
    let role = async {
        desk.pass(1).await;
        desk.sign_in("r02", Some("123456")).await
    };
    let release = async {
        desk.pass(3).await;
        desk.world.issuer.hold(false);
    };
    let (user, role, ()) = tokio::join!(desk.sign_in("work", Some("123456")), role, release);
    assert_eq!((user, role), (Ok(()), Ok(())));
    assert_eq!((desk.assumed(), desk.asked().len()), (3, 4));
}

#[tokio::test(start_paused = true)]
async fn settings_leave_roles_alone() {
    let desk = team(3);
    desk.set("r01", |settings| settings.direct = true);
    desk.set("r02", |settings| settings.refresh = Some(false));
    desk.sign_in("work", Some("123456")).await.unwrap();
    assert_eq!((desk.assumed(), desk.assumed_role("r03")), (1, 1));
    assert_eq!(desk.row("work").await.covers, Some(2));
    let (direct, manual) = (desk.row("r01").await, desk.row("r02").await);
    assert!(direct.needs_code && !manual.needs_code);
    let plan = |row: daypass_core::view::RowView| row.plan.map(|plan| (plan.way, plan.renewed));
    assert_eq!(plan(direct), Some((PlanWay::Direct, false)));
    assert_eq!(plan(manual), Some((PlanWay::Session, false)));
    let plan = desk.row("r03").await.plan.unwrap();
    assert_eq!(
        (plan.way, plan.renewed, plan.until.as_deref()),
        (PlanWay::Session, true, Some("2026-11-22T21:00:00Z"))
    );
    desk.next_code().await;
    desk.wish(Wish { seconds: Some(28_800), ..wish("r01", Some("234567")) }).await.unwrap();
    assert_eq!(desk.ends("r01").await.as_deref(), Some("17:00:30"), "longer than an hour");
    desk.sign_in("r02", None).await.unwrap();
    desk.pass(3_600).await;
    assert_eq!((desk.assumed_role("r01"), desk.assumed_role("r02")), (1, 1), "neither is refreshed");
}

#[tokio::test(start_paused = true)]
async fn a_role_that_lasts_longer_than_it_could_come_along_keeps_what_it_has() {
    let desk = team(2);
    let long = Wish { direct: true, seconds: Some(14_400), ..wish("r01", Some("123456")) };
    desk.wish(long).await.unwrap();
    desk.next_code().await;
    desk.sign_in("work", Some("234567")).await.unwrap();
    assert_eq!((desk.assumed_role("r01"), desk.assumed_role("r02")), (1, 1));
    assert_eq!(desk.ends("r01").await.as_deref(), Some("13:00:00"));
}

#[tokio::test(start_paused = true)]
async fn a_storm_ends_after_a_few_answers_and_the_roles_arrive_later() {
    let desk = team(100);
    desk.world.issuer.break_roles(Some(StsError::Throttled.failure()));
    desk.sign_in("work", Some("123456")).await.unwrap();
    assert_eq!(desk.assumed(), 16, "those on their way, and no more");
    assert_eq!(desk.row("r99").await.problem.unwrap().code, "throttled");
    desk.pass(600).await;
    let probes = desk.assumed() - 16;
    assert!((2..=4).contains(&probes), "one request to find out, now and then: {probes}");
    desk.world.issuer.break_roles(None);
    desk.pass(320).await;
    for name in names(100) {
        let row = desk.row(&name).await;
        assert_eq!((row.state, row.problem), (RowState::Active, None), "{name}");
    }
    assert_eq!(desk.world.files.writes(), 2, "all of them at once");
}
