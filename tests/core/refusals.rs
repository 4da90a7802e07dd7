//! What must not happen, and what is said instead.

use daypass_core::failure::{Code, Failure};
use daypass_core::login::Wish;
use daypass_core::ports::SettingsStore;
use daypass_core::sts_error::StsError;
use daypass_core::view::RowState;

use crate::desk::{CONFIG, CREDENTIALS, Desk, wish};

#[tokio::test(start_paused = true)]
async fn a_refused_code_leaves_the_file_and_shows_on_the_row() {
    let desk = Desk::usual();
    desk.world.issuer.fail_next(StsError::InvalidCode.failure());
    let failure = desk.sign_in("work", Some("111111")).await.unwrap_err();
    assert_eq!(failure.code, Code::CodeRejected);
    assert_eq!(desk.world.files.credentials(), CREDENTIALS);
    let row = desk.row("work").await;
    assert_eq!((row.state, row.problem.unwrap().code.as_str()), (RowState::NotSignedIn, "code-rejected"));
}

#[tokio::test(start_paused = true)]
async fn a_refused_code_does_not_end_the_running_session() {
    let desk = Desk::usual();
    desk.sign_in("work", Some("123456")).await.unwrap();
    let before = desk.world.files.credentials();
    desk.next_code().await;
    desk.world.issuer.fail_next(StsError::InvalidCode.failure());
    desk.sign_in("work", Some("111111")).await.unwrap_err();
    assert_eq!((desk.row("work").await.state, desk.world.files.credentials()), (RowState::Active, before));
}

#[tokio::test(start_paused = true)]
async fn the_next_good_code_takes_the_failure_away() {
    let desk = Desk::usual();
    desk.world.issuer.fail_next(StsError::InvalidCode.failure());
    desk.sign_in("work", Some("111111")).await.unwrap_err();
    desk.sign_in("work", Some("123456")).await.unwrap();
    assert_eq!(desk.row("work").await.problem, None);
}

#[tokio::test(start_paused = true)]
async fn a_code_is_asked_for_where_there_is_a_device_and_only_there() {
    let desk = Desk::usual();
    assert_eq!(desk.refused(wish("work", None)).await, Code::CodeNeeded);
    let without = Desk::open("", CREDENTIALS);
    assert_eq!(without.refused(wish("work", Some("123456"))).await, Code::BadInput);
    assert!(desk.asked().is_empty() && without.asked().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_target_that_not_every_tool_reads_costs_no_code() {
    let desk = Desk::usual();
    let mut settings = desk.world.settings.load().unwrap();
    settings.profiles.entry("work".to_owned()).or_default().target = Some("my work".to_owned());
    desk.world.settings.save(&settings).unwrap();
    assert_eq!(desk.refused(wish("work", Some("123456"))).await, Code::BadInput);
    assert!(desk.asked().is_empty(), "no code was spent");
}

#[tokio::test(start_paused = true)]
async fn long_term_keys_in_the_target_are_safe_before_sts_is_asked() {
    let credentials = format!(
        "{CREDENTIALS}[work-mfa]\naws_access_key_id = AKIAI44QH8DHBEXAMPLE\naws_secret_access_key = s\n"
    );
    let desk = Desk::open(CONFIG, &credentials);
    assert_eq!(desk.refused(wish("work", Some("123456"))).await, Code::LongTermKeysInTheWay);
    assert!(desk.asked().is_empty(), "no code was spent");
    assert_eq!(desk.world.files.credentials(), credentials);
}

#[tokio::test(start_paused = true)]
async fn another_program_s_section_is_left_to_it() {
    let desk = Desk::open(CONFIG, &format!("{CREDENTIALS}[work-mfa]\nmanager = awsume\n"));
    assert_eq!(desk.refused(wish("work", Some("123456"))).await, Code::ForeignOwner);
    assert!(desk.asked().is_empty());
}

#[tokio::test(start_paused = true)]
async fn durations_outside_aws_s_limits_never_reach_sts() {
    let desk = Desk::usual();
    for seconds in [0, 899, 129_601] {
        let wish = Wish { seconds: Some(seconds), ..wish("work", Some("123456")) };
        assert_eq!(desk.refused(wish).await, Code::BadDuration, "{seconds}");
    }
    assert!(desk.asked().is_empty());
}

#[tokio::test(start_paused = true)]
async fn an_unknown_profile_is_answered_with_the_known_ones() {
    let desk = Desk::usual();
    let failure = desk.sign_in("wrok", Some("123456")).await.unwrap_err();
    assert_eq!(failure.code, Code::UnknownProfile);
    assert!(failure.hint.contains("work"), "{}", failure.hint);
}

#[tokio::test(start_paused = true)]
async fn a_file_that_cannot_be_written_is_a_failure_of_the_row() {
    let desk = Desk::usual();
    desk.world.files.break_with(Some(Failure::new(Code::File, "Disk full.", "Make room.")));
    assert_eq!(desk.refused(wish("work", Some("123456"))).await, Code::File);
    assert_eq!(desk.row("work").await.problem.unwrap().message, "Disk full.");
    assert_eq!(desk.world.files.credentials(), CREDENTIALS);
}
