//! Bringing back the credentials file as it was.

use chrono::TimeDelta;
use daypass_core::failure::{Code, Failure};
use daypass_core::keeper::{ChangeRequest, Request};
use daypass_core::ports::AwsFiles;
use daypass_core::view::{BackupReason, BackupView, ChangeKind, ChangeView, RowState};

use crate::desk::{CREDENTIALS, Desk};

async fn backups(desk: &Desk) -> Vec<BackupView> {
    desk.keeper.ask(|reply| Request::Change(ChangeRequest::Backups(reply))).await.unwrap()
}

async fn preview(desk: &Desk, id: Option<&str>) -> Result<ChangeView, Failure> {
    let id = id.map(str::to_owned);
    desk.keeper.ask(|reply| Request::Change(ChangeRequest::PreviewUndo(id, reply))).await
}

async fn undo(desk: &Desk, ticket: u32) -> Result<(), Failure> {
    desk.keeper.ask(|reply| Request::Change(ChangeRequest::Undo(ticket, reply))).await
}

/// Shows the newest backup and brings it back.
async fn undo_newest(desk: &Desk) {
    let shown = preview(desk, None).await.unwrap();
    undo(desk, shown.ticket).await.unwrap();
}

fn lines(shown: &ChangeView, kind: ChangeKind) -> Vec<&str> {
    shown.lines.iter().filter(|line| line.kind == kind).map(|line| line.text.as_str()).collect()
}

#[tokio::test(start_paused = true)]
async fn a_sign_in_is_undone_to_the_byte_and_the_board_says_so() {
    let desk = Desk::usual();
    desk.sign_in("work", Some("123456")).await.unwrap();
    let shown = preview(&desk, None).await.unwrap();
    assert_eq!(shown.path, "/home/jane/.aws/credentials");
    assert_eq!(shown.backup, backups(&desk).await.first().cloned());
    assert_eq!(shown.backup.as_ref().unwrap().taken, "2026-11-22T09:00:00Z");
    assert_eq!(lines(&shown, ChangeKind::Added), [""; 0]);
    assert_eq!(lines(&shown, ChangeKind::Removed)[1..3], ["[work-mfa]", "aws_access_key_id = …0001"]);
    assert_eq!(shown.notes, ["The living session in [work-mfa] goes."]);
    assert!(desk.world.files.credentials().contains("work-mfa"), "nothing happens by looking");

    undo(&desk, shown.ticket).await.unwrap();
    assert_eq!(desk.world.files.credentials(), CREDENTIALS);
    assert_eq!(desk.row("work").await.state, RowState::NotSignedIn);
}

#[tokio::test(start_paused = true)]
async fn an_undo_is_undone_by_the_next_one() {
    let desk = Desk::usual();
    desk.sign_in("work", Some("123456")).await.unwrap();
    let signed_in = desk.world.files.credentials();
    undo_newest(&desk).await;
    undo_newest(&desk).await;
    assert_eq!(desk.world.files.credentials(), signed_in);
    assert_eq!(desk.row("work").await.state, RowState::Active);
    undo_newest(&desk).await;
    assert_eq!(desk.world.files.credentials(), CREDENTIALS);
    assert_eq!(backups(&desk).await.len(), 4, "one before each change");
}

#[tokio::test(start_paused = true)]
async fn an_older_backup_is_brought_back_by_its_name() {
    let desk = Desk::usual();
    desk.sign_in("work", Some("123456")).await.unwrap();
    // Longer than a lost session would be written again.
    desk.pass(10).await;
    desk.world.clock.advance(TimeDelta::days(1));
    desk.world.files.replace_credentials(&format!("{CREDENTIALS}[new]\nregion = eu\n"));
    desk.sign_in("work", Some("234567")).await.unwrap();
    let all = backups(&desk).await;
    assert_eq!(all.iter().map(|b| b.reason).collect::<Vec<_>>(), [BackupReason::Day, BackupReason::Day]);
    let oldest = all.last().unwrap();
    let shown = preview(&desk, Some(&oldest.id)).await.unwrap();
    assert_eq!(shown.backup.as_ref(), Some(oldest));
    undo(&desk, shown.ticket).await.unwrap();
    assert_eq!(desk.world.files.credentials(), CREDENTIALS);
}

#[tokio::test(start_paused = true)]
async fn a_file_that_changed_since_it_was_shown_is_not_touched() {
    let desk = Desk::usual();
    desk.sign_in("work", Some("123456")).await.unwrap();
    let shown = preview(&desk, None).await.unwrap();
    let changed = format!("{}# by hand\n", desk.world.files.credentials());
    desk.world.files.replace_credentials(&changed);
    let failure = undo(&desk, shown.ticket).await.unwrap_err();
    assert_eq!(failure.code, Code::Outdated);
    assert_eq!(desk.world.files.credentials(), changed);
    let again = preview(&desk, None).await.unwrap();
    undo(&desk, again.ticket).await.unwrap();
    assert_eq!(desk.world.files.credentials(), CREDENTIALS);
}

#[tokio::test(start_paused = true)]
async fn only_the_newest_preview_may_be_confirmed_and_only_once() {
    let desk = Desk::usual();
    desk.sign_in("work", Some("123456")).await.unwrap();
    let signed_in = desk.world.files.credentials();
    assert_eq!(undo(&desk, 0).await.unwrap_err().code, Code::Outdated, "nothing was shown");
    let first = preview(&desk, None).await.unwrap();
    let second = preview(&desk, None).await.unwrap();
    assert_ne!(first.ticket, second.ticket);
    assert_eq!(undo(&desk, first.ticket).await.unwrap_err().code, Code::Outdated);
    preview(&desk, Some("no such backup")).await.unwrap_err();
    assert_eq!(undo(&desk, second.ticket).await.unwrap_err().code, Code::Outdated, "it is off the screen");
    assert_eq!(desk.world.files.credentials(), signed_in);

    let third = preview(&desk, None).await.unwrap();
    undo(&desk, third.ticket).await.unwrap();
    assert_eq!(undo(&desk, third.ticket).await.unwrap_err().code, Code::Outdated);
    assert_eq!(desk.world.files.credentials(), CREDENTIALS);
}

#[tokio::test(start_paused = true)]
async fn a_failed_write_leaves_the_change_to_be_confirmed_again() {
    let desk = Desk::usual();
    desk.sign_in("work", Some("123456")).await.unwrap();
    let signed_in = desk.world.files.credentials();
    let shown = preview(&desk, None).await.unwrap();
    desk.world.files.break_with(Some(Failure::new(Code::File, "The disk is full.", "Make room.")));
    assert_eq!(undo(&desk, shown.ticket).await.unwrap_err().code, Code::File);
    assert_eq!(desk.world.files.credentials(), signed_in);
    desk.world.files.break_with(None);
    undo(&desk, shown.ticket).await.unwrap();
    assert_eq!(desk.world.files.credentials(), CREDENTIALS);
}

#[tokio::test(start_paused = true)]
async fn without_a_backup_that_differs_there_is_nothing_to_undo() {
    let desk = Desk::usual();
    assert_eq!(preview(&desk, None).await.unwrap_err().code, Code::NoBackup);
    desk.sign_in("work", Some("123456")).await.unwrap();
    desk.world.files.replace_credentials(CREDENTIALS);
    let failure = preview(&desk, None).await.unwrap_err();
    assert_eq!(failure.message, "The credentials file is as every backup has it.");
    let id = backups(&desk).await[0].id.clone();
    assert_eq!(preview(&desk, Some(&id)).await.unwrap_err().code, Code::NoBackup);
    assert_eq!(
        preview(&desk, Some("x\u{202e}")).await.unwrap_err().message,
        "There is no backup “x\u{fffd}”."
    );
}

#[tokio::test(start_paused = true)]
async fn long_term_keys_that_come_back_or_go_are_named() {
    let desk = Desk::usual();
    desk.sign_in("work", Some("123456")).await.unwrap();
    // Jane rotates her key by hand: the old one is in the backup only, the new one in the file only.
    let rotated = CREDENTIALS.replace("AKIAIOSFODNN7EXAMPLE", "AKIAI44QH8DHBEXAMPL2");
    desk.world.files.replace_credentials(&rotated);
    let shown = preview(&desk, None).await.unwrap();
    let expected = [
        "The long-term key …MPLE comes back into [work].",
        "The long-term key …MPL2 leaves [work]. It is nowhere else in the file; a backup is kept.",
    ];
    assert_eq!(shown.notes, expected);
    let view = format!("{shown:?}");
    assert!(!view.contains("wJalr") && !view.contains("AKIA"), "{view}");
    undo(&desk, shown.ticket).await.unwrap();
    assert_eq!(desk.world.files.credentials(), CREDENTIALS);
    undo_newest(&desk).await;
    assert_eq!(desk.world.files.credentials(), rotated, "and neither is lost");
}

#[tokio::test(start_paused = true)]
async fn a_session_that_has_ended_comes_back_as_ended() {
    let desk = Desk::usual();
    desk.sign_in("work", Some("123456")).await.unwrap();
    let signed_in = desk.world.files.credentials();
    desk.world.clock.advance(TimeDelta::hours(13));
    let notes = preview(&desk, None).await.unwrap().notes;
    assert!(notes.is_empty(), "what has ended is no loss: {notes:?}");
    desk.keeper.ask(|reply| Request::Logout("work".to_owned(), reply)).await.unwrap();
    let shown = preview(&desk, None).await.unwrap();
    assert!(shown.notes.is_empty(), "{:?}", shown.notes);
    undo(&desk, shown.ticket).await.unwrap();
    assert_eq!(desk.world.files.credentials(), signed_in);
    assert_eq!(desk.row("work").await.state, RowState::Ended);
}

#[tokio::test(start_paused = true)]
async fn what_daypass_made_is_known_by_what_came_back() {
    let desk = Desk::open("", CREDENTIALS);
    let made = |desk: &Desk| desk.world.files.read().unwrap().made.into_iter().collect::<Vec<_>>();
    desk.sign_in("work", None).await.unwrap();
    assert_eq!(made(&desk), ["work-mfa"]);
    undo_newest(&desk).await;
    assert!(made(&desk).is_empty(), "the section is gone: the next one of this name may be the user's");
}
