//! Files that others read, write and break.

mod caches;
mod endless;
mod makers;

use daypass_core::failure::{Code, Failure};
use daypass_core::ports::SettingsStore;
use daypass_core::settings::{ProfileSettings, Settings};
use daypass_core::view::{RowKind, RowState};

use crate::desk::{CREDENTIALS, Desk};

const THEIRS: &str = "[theirs]\naws_access_key_id = ASIATHEIRS\naws_secret_access_key = s\naws_session_token = t\n\
                      aws_session_expiration = 2026-11-22T09:30:00+0000\n";

#[tokio::test(start_paused = true)]
async fn a_session_written_by_another_tool_appears_after_a_tick_and_is_reminded_of() {
    let desk = Desk::usual();
    desk.pass(5).await;
    desk.world.files.replace_credentials(&format!("{CREDENTIALS}{THEIRS}"));
    desk.pass(30).await;
    let last = desk.world.sink.boards().pop().unwrap();
    let row = last.rows.last().unwrap();
    assert_eq!((row.name.as_str(), row.kind, row.state), ("theirs", RowKind::Foreign, RowState::Active));
    assert_eq!(desk.listen(900).await, ["09:15:00 theirs ends in 15 min (09:30)"]);
}

#[tokio::test(start_paused = true)]
async fn a_profile_that_disappears_leaves_the_board() {
    let desk = Desk::usual();
    assert_eq!(desk.board().await.rows.len(), 1);
    desk.world.files.replace_credentials("");
    desk.pass(30).await;
    let last = desk.world.sink.boards().pop().unwrap();
    assert_eq!(last.rows[0].state, RowState::Problem, "the device is still named in the config file");
}

#[tokio::test(start_paused = true)]
async fn an_unreadable_file_is_a_banner_and_the_rows_stay() {
    let desk = Desk::usual();
    desk.sign_in("work", Some("123456")).await.unwrap();
    desk.world.files.break_reading_with(Some(Failure::new(Code::File, "No permission.", "chmod.")));
    desk.world.files.replace_credentials(&desk.world.files.credentials());
    desk.pass(30).await;
    let board = desk.world.sink.boards().pop().unwrap();
    assert_eq!(board.banner.unwrap().message, "No permission.");
    assert_eq!(board.rows[0].state, RowState::Active);
    desk.world.files.break_reading_with(None);
    desk.pass(30).await;
    assert_eq!(desk.world.sink.boards().pop().unwrap().banner, None, "mended without a new stamp");
}

#[tokio::test(start_paused = true)]
async fn settings_changed_by_the_command_line_appear_after_a_tick() {
    let desk = Desk::usual();
    desk.pass(5).await;
    let wish =
        ProfileSettings { access_key_id: Some("AKIAI44QH8DHBEXAMPLE".into()), ..ProfileSettings::default() };
    let settings = Settings { profiles: [("home".to_owned(), wish)].into(), ..Settings::default() };
    desk.world.settings.save(&settings).unwrap();
    desk.pass(30).await;
    let last = desk.world.sink.boards().pop().unwrap();
    assert!(last.rows.iter().any(|row| row.name == "home"));
}

#[tokio::test(start_paused = true)]
async fn a_session_ended_elsewhere_is_gone_here() {
    let desk = Desk::usual();
    desk.sign_in("work", Some("123456")).await.unwrap();
    desk.world.files.replace_credentials_ourselves(CREDENTIALS);
    desk.pass(30).await;
    assert_eq!(desk.world.sink.boards().pop().unwrap().rows[0].state, RowState::NotSignedIn);
}
