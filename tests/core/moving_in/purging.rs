//! Backups that hold a key which has moved.

use daypass_core::failure::{Code, Failure};
use daypass_core::keeper::{ChangeRequest, Request};
use daypass_core::ports::{AwsFiles, Vault};

use super::{ID, WITHOUT, locked, move_key};
use crate::desk::Desk;

async fn purge(desk: &Desk, name: &str) -> Result<u32, Failure> {
    let name = name.to_owned();
    desk.keeper.ask(|reply| Request::Change(ChangeRequest::PurgeBackups(name, reply))).await
}

#[tokio::test(start_paused = true)]
async fn backups_keep_the_key_until_they_are_purged() {
    let desk = Desk::usual();
    desk.sign_in("work", Some("123456")).await.unwrap();
    let refused = purge(&desk, "work").await.unwrap_err();
    assert_eq!(
        (refused.code, refused.message.as_str()),
        (Code::BadInput, "The key of “work” still stands in [work].")
    );
    assert_eq!(move_key(&desk, "work").await.unwrap(), 2);
    assert_eq!(purge(&desk, "work").await.unwrap(), 2);
    assert_eq!(purge(&desk, "work").await.unwrap(), 0);
    assert!(desk.world.files.backups().unwrap().is_empty());
    assert_eq!(purge(&desk, "nobody").await.unwrap_err().code, Code::UnknownProfile);
}

#[tokio::test(start_paused = true)]
async fn only_the_backups_that_hold_the_key_are_purged() {
    let desk = Desk::usual();
    move_key(&desk, "work").await.unwrap();
    desk.sign_in("work", Some("123456")).await.unwrap();
    assert_eq!(purge(&desk, "work").await.unwrap(), 1);
    let left = desk.world.files.backups().unwrap();
    let texts = left.iter().map(|backup| desk.world.files.backup_text(backup).unwrap());
    assert_eq!(texts.collect::<Vec<_>>(), [WITHOUT.as_bytes()]);
}

#[tokio::test(start_paused = true)]
async fn a_backup_stays_while_it_may_be_the_last_copy_of_the_key() {
    let desk = Desk::usual();
    move_key(&desk, "work").await.unwrap();
    desk.world.vault.forget(ID).unwrap();
    assert_eq!(purge(&desk, "work").await.unwrap_err().code, Code::NoKey);
    desk.world.vault.break_with(Some(locked()));
    assert_eq!(purge(&desk, "work").await.unwrap_err().code, Code::KeyringLocked);
    assert_eq!(desk.world.files.backups().unwrap().len(), 1);
}
