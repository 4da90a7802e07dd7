//! Each tool's section, as that tool writes it: whose it is, when it ends, and that nothing of it is
//! ever written, whatever restarts in between.

use chrono::TimeDelta;
use daypass_core::fakes::{ManualClock, World};
use daypass_core::keeper::Request;
use daypass_core::view::{RowKind, RowState};

use crate::desk::{CONFIG, CREDENTIALS, Desk, instant};

const KEYS: &str = "aws_access_key_id = ASIATHEIRS\naws_secret_access_key = s\naws_session_token = t\n";

/// A section that ends at ten in UTC, as each tool writes it, and what that tool is called.
const SECTIONS: [(&str, &str, Option<&str>); 10] = [
    (
        "aws-mfa",
        "aws_security_token = t\nassumed_role = False\nexpiration = 2026-11-22 10:00:00\n",
        Some("aws-mfa"),
    ),
    // The wall is two hours ahead of UTC.
    ("awsume", "manager = awsume\nexpiration = 2026-11-22 12:00:00\n", Some("awsume")),
    (
        "saml2aws",
        "aws_security_token = t\nx_principal_arn = arn:aws:sts::123456789012:assumed-role/Admin/jane\n\
         x_security_token_expires = 2026-11-22T11:00:00+01:00\nregion = eu-west-1\n",
        Some("saml2aws"),
    ),
    ("yawsso", "aws_security_token = t\naws_session_expiration = 2026-11-22T10:00:00+0000\n", Some("yawsso")),
    ("yawsso-new", "aws_session_expiration = 2026-11-22T10:00:00+00:00+0000\n", Some("yawsso")),
    ("okta", "x_security_token_expires = 2026-11-22T05:00:00-05:00\n", None),
    ("weep", "expiration = 1795341600\n", None),
    ("gimme", "aws_security_token = t\nx_security_token_expires = 2026-11-22T10:00:00+00:00\n", None),
    ("other", "aws_credential_expiration = 2026-11-22T10:00:00+00:00\n", None),
    ("granted", "manager = granted\naws_expiration = 2026-11-22T10:00:00Z\n", Some("granted")),
];

/// A desk whose wall is two hours ahead of UTC.
fn desk(credentials: &str) -> Desk {
    let clock = ManualClock::at(instant("09:00:00")).in_zone_that_shifts(7_200, 7_200, instant("00:00:00"));
    Desk::in_world(World::with_clock(clock, CONFIG, credentials))
}

#[tokio::test(start_paused = true)]
async fn every_tool_s_session_is_theirs_and_reminded_for_once_over_restarts() {
    for (name, lines, maker) in SECTIONS {
        let file = format!("{CREDENTIALS}[{name}]\n{KEYS}{lines}");
        let mut desk = desk(&file);
        let row = desk.row(name).await;
        assert_eq!((row.kind, row.state), (RowKind::Foreign, RowState::Active), "{name}");
        assert_eq!(row.maker.as_deref(), maker, "{name}");
        assert_eq!(row.expires.as_deref(), Some("2026-11-22T10:00:00Z"), "{name}");
        let mut heard = Vec::new();
        for seconds in [2_750, 800, 3_600] {
            heard.extend(desk.listen(seconds).await);
            desk.restart().await;
        }
        let told = [
            format!("09:45:00 {name} ends in 15 min (12:00)"),
            format!("09:58:00 {name} ends in 2 min (12:00)"),
            format!("10:00:00 {name} has ended (12:00)"),
        ];
        assert_eq!(heard, told, "{name}");
        assert_eq!(desk.row(name).await.state, RowState::Ended);
        assert_eq!(desk.world.files.credentials(), file, "{name}");
        assert_eq!(desk.world.files.reads_and_updates().1, 0, "{name}: not even tried");
    }
}

#[tokio::test(start_paused = true)]
async fn a_reminder_says_whose_session_it_is() {
    let desk = desk(&format!("{CREDENTIALS}[x]\n{KEYS}{}", SECTIONS[2].1));
    desk.pass(1).await;
    desk.world.clock.advance(TimeDelta::minutes(50));
    desk.keeper.board().await.unwrap();
    let notice = desk.world.notifier.shown().pop().unwrap();
    assert_eq!(notice.body, "Made by saml2aws: sign in there again.");
    assert!(!notice.takes_code);
}

#[tokio::test(start_paused = true)]
async fn awsume_s_local_time_is_understood_when_clocks_are_set_back() {
    // At 10:30 UTC the wall goes from 12:30 back to 11:30; 12:15 comes once, before that, and 11:45 twice.
    for (wall, told) in
        [("12:15:00", "10:00:00 a ends in 15 min (12:15)"), ("11:45:00", "09:30:00 a ends in 15 min (11:45)")]
    {
        let clock =
            ManualClock::at(instant("09:00:00")).in_zone_that_shifts(7_200, 3_600, instant("10:30:00"));
        let file = format!("[a]\n{KEYS}manager = awsume\nexpiration = 2026-11-22 {wall}\n");
        let desk = Desk::in_world(World::with_clock(clock, "", &file));
        assert_eq!(desk.listen(4_000).await.first().map(String::as_str), Some(told));
    }
}

#[tokio::test(start_paused = true)]
async fn awsume_s_local_time_is_understood_when_clocks_are_set_forward() {
    // At 10:30 UTC the wall goes from 11:30 to 12:30.
    let clock = ManualClock::at(instant("09:00:00")).in_zone_that_shifts(3_600, 7_200, instant("10:30:00"));
    let file = format!("[a]\n{KEYS}manager = awsume\nexpiration = 2026-11-22 12:45:00\n");
    let desk = Desk::in_world(World::with_clock(clock, "", &file));
    assert_eq!(desk.listen(6_000).await.first().unwrap(), "10:30:00 a ends in 15 min (12:45)");
}

#[tokio::test(start_paused = true)]
async fn what_awsume_renews_is_reminded_for_when_the_session_behind_it_ends() {
    let renewed = |end: &str| {
        format!(
            "[autoawsume-x]\nmanager = awsume\n{KEYS}autoawsume = true\nexpiration = 2026-11-22 {end}\n\
             source_expiration = 2026-11-22 11:00:00\n"
        )
    };
    let desk = Desk::open("", &renewed("10:00:00"));
    let row = desk.row("autoawsume-x").await;
    assert_eq!(
        (row.state, row.expires.as_deref(), row.renews),
        (RowState::Active, Some("2026-11-22T11:00:00Z"), true)
    );
    // Renewed a minute before its end, as awsume does.
    assert!(desk.listen(3_540).await.is_empty());
    desk.world.files.replace_credentials(&renewed("10:59:00"));
    assert_eq!(desk.listen(3_000).await, ["10:45:00 autoawsume-x ends in 15 min (11:00)"]);
    // Nobody renews it any more.
    let desk = Desk::open("", &renewed("10:00:00"));
    desk.pass(3_601).await;
    let row = desk.row("autoawsume-x").await;
    assert_eq!((row.state, row.expires.as_deref()), (RowState::Ended, Some("2026-11-22T10:00:00Z")));
}

#[tokio::test(start_paused = true)]
async fn another_tool_s_session_in_our_target_says_whose_it_is() {
    let long_term = CREDENTIALS.replace("[work]", "[work-long-term]\naws_mfa_device = GAHT12345678");
    let desk = desk(&format!("{long_term}[work]\n{KEYS}{}", SECTIONS[0].1));
    let row = desk.row("work").await;
    assert_eq!(
        (row.kind, row.state, row.maker.as_deref()),
        (RowKind::Identity, RowState::Active, Some("aws-mfa"))
    );
    assert_eq!(desk.board().await.rows.len(), 1, "one row for one session");
}

#[tokio::test(start_paused = true)]
async fn a_foreign_session_can_be_tried_out_by_its_name_and_nothing_is_written() {
    let file = format!("{CREDENTIALS}[theirs]\n{KEYS}");
    let desk = desk(&file);
    let test = |name: &str| {
        let name = name.to_owned();
        desk.keeper.ask(|reply| Request::Test(name, reply))
    };
    assert!(desk.row("theirs").await.testable);
    assert_eq!(test("theirs").await.unwrap().arn, "arn:aws:iam::123456789012:user/theirs");
    assert!(test("nobody").await.is_err());
    assert_eq!(desk.world.files.credentials(), file);
}
