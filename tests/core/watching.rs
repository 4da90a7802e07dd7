//! Somebody changed the files and the keeper is woken: it looks, it shows, and it writes nothing.

use daypass_core::keeper::Request;
use daypass_core::ports::SettingsStore;
use daypass_core::settings::{ProfileSettings, Settings};
use daypass_core::view::{BoardView, RowState};

use crate::desk::{CREDENTIALS, Desk, section};

const THEIRS: &str = "[theirs]\naws_access_key_id = ASIATHEIRS\naws_secret_access_key = s\naws_session_token = t\n\
                      aws_session_expiration = 2026-11-22T09:30:00+0000\n";

/// As the watch does, from outside the runtime.
async fn wake(desk: &Desk) {
    desk.keeper.tell_from_outside(Request::Wake);
    desk.pass(1).await;
}

fn last(desk: &Desk) -> BoardView {
    desk.world.sink.boards().pop().unwrap()
}

fn names(board: &BoardView) -> Vec<&str> {
    board.rows.iter().map(|row| row.name.as_str()).collect()
}

#[tokio::test(start_paused = true)]
async fn what_changed_is_on_the_board_at_once() {
    let desk = Desk::usual();
    desk.pass(5).await;
    assert_eq!(names(&last(&desk)), ["work"]);
    desk.world.files.replace_credentials(&format!("{CREDENTIALS}{THEIRS}"));
    wake(&desk).await;
    assert_eq!(names(&last(&desk)), ["work", "theirs"]);
    desk.world.files.replace_credentials(CREDENTIALS);
    wake(&desk).await;
    assert_eq!(names(&last(&desk)), ["work"]);
}

#[tokio::test(start_paused = true)]
async fn settings_written_by_the_command_line_are_on_the_board_at_once() {
    let desk = Desk::usual();
    desk.pass(5).await;
    let home =
        ProfileSettings { access_key_id: Some("AKIAI44QH8DHBEXAMPLE".into()), ..ProfileSettings::default() };
    let settings = Settings { profiles: [("home".to_owned(), home)].into(), ..Settings::default() };
    desk.world.settings.save(&settings).unwrap();
    wake(&desk).await;
    assert!(names(&last(&desk)).contains(&"home"));
}

#[tokio::test(start_paused = true)]
async fn no_change_of_others_is_answered_with_a_write() {
    let ours = section("work-mfa", 1, "21:00:00");
    let changes = [
        String::new(),
        CREDENTIALS.to_owned(),
        CREDENTIALS.replace('\n', "\r\n"),
        THEIRS.to_owned(),
        format!("{CREDENTIALS}{ours}{THEIRS}"),
        // Ours with half its keys, with another's mark, twice, with long-term keys, and no file of ours at all.
        format!("{CREDENTIALS}[work-mfa]\naws_access_key_id = ASIAFAKE000000000001\nmanager = daypass\n"),
        format!("{CREDENTIALS}{}", ours.replace("manager = daypass", "manager = awsume")),
        format!("{CREDENTIALS}{ours}{ours}"),
        format!("{CREDENTIALS}[work-mfa]\naws_access_key_id = AKIAI44QH8DHBEXAMPLE\n"),
        "[work-mfa\n= =\n\0".to_owned(),
        format!("{CREDENTIALS}{}", ours.replace("T21:00:00Z", "T08:00:00Z")),
    ];
    for change in changes {
        let desk = Desk::usual();
        desk.sign_in("work", Some("123456")).await.unwrap();
        // For some seconds more, what others overwrite is made good: see `lost_and_found`.
        desk.pass(6).await;
        let (_, updates) = desk.world.files.reads_and_updates();
        desk.world.files.replace_credentials(&change);
        for _ in 0..5 {
            wake(&desk).await;
        }
        desk.pass(120).await;
        assert_eq!(desk.world.files.credentials(), change);
        assert_eq!(desk.world.files.reads_and_updates().1, updates, "not even tried: {change}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_wake_for_what_we_wrote_ourselves_reads_and_writes_nothing() {
    let desk = Desk::usual();
    desk.sign_in("work", Some("123456")).await.unwrap();
    desk.pass(6).await;
    let (before, counts, memory) =
        (last(&desk), desk.world.files.reads_and_updates(), desk.world.settings.recall());
    let boards = desk.world.sink.boards().len();
    for _ in 0..10 {
        wake(&desk).await;
    }
    assert_eq!(desk.world.files.reads_and_updates(), counts);
    assert_eq!(desk.world.settings.recall(), memory);
    assert_eq!(desk.world.sink.boards().len(), boards + 10, "one look for each wake, and no more");
    assert_eq!(last(&desk).rows, before.rows);
}

#[tokio::test(start_paused = true)]
async fn a_wake_that_finds_the_mailbox_full_is_not_lost() {
    let desk = Desk::usual();
    desk.pass(5).await;
    desk.world.files.replace_credentials(&format!("{CREDENTIALS}{THEIRS}"));
    // The keeper does not run before we wait: the mailbox is full when the wake comes.
    for _ in 0..1_000 {
        desk.keeper.tell_from_outside(Request::Snooze("nobody".to_owned()));
    }
    let boards = desk.world.sink.boards().len();
    for _ in 0..1_000 {
        desk.keeper.tell_from_outside(Request::Wake);
    }
    desk.pass(1).await;
    assert_eq!(names(&last(&desk)), ["work", "theirs"]);
    let looks = desk.world.sink.boards().len() - boards;
    assert!((1..=2).contains(&looks), "{looks} looks for a thousand wakes");
}

#[tokio::test(start_paused = true)]
async fn a_file_seen_in_the_middle_of_a_write_repeats_no_reminder() {
    let desk = Desk::open(crate::desk::CONFIG, &format!("{CREDENTIALS}{THEIRS}"));
    assert_eq!(desk.listen(1_000).await, ["09:15:00 theirs ends in 15 min (09:30)"]);
    desk.world.files.replace_credentials("");
    desk.keeper.tell_from_outside(Request::Wake);
    assert!(desk.listen(1).await.is_empty());
    assert_eq!(last(&desk).rows[0].state, RowState::Problem);
    desk.world.files.replace_credentials(&format!("{CREDENTIALS}{THEIRS}"));
    desk.keeper.tell_from_outside(Request::Wake);
    assert!(desk.listen(10).await.is_empty(), "told already");
    assert_eq!(
        desk.listen(1_000).await,
        ["09:28:00 theirs ends in 2 min (09:30)", "09:30:00 theirs has ended (09:30)"]
    );
}
