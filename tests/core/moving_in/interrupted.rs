//! Moves that end half way: at each step the key is in at least one place, and the next try ends well.

use daypass_core::failure::{Code, Failure};
use daypass_core::keeper::Request;
use daypass_core::ports::{SettingsStore, Vault};
use daypass_core::secret::Secret;
use daypass_core::settings::{ProfileSettings, Settings};
use daypass_core::view::KeyPlace;

use super::{ID, SECRET, WITHOUT, confirm, in_keyring, locked, move_key, preview};
use crate::desk::{CREDENTIALS, Desk, JANE};

#[tokio::test(start_paused = true)]
async fn crash_before_the_keyring_has_the_key() {
    let mut desk = Desk::usual();
    let shown = preview(&desk, "work").await.unwrap();
    desk.world.vault.break_with(Some(locked()));
    assert_eq!(confirm(&desk, shown.ticket).await.unwrap_err().code, Code::KeyringLocked);
    unchanged_and_finished_by_doing_it_again(&mut desk, KeyPlace::File).await;
}

#[tokio::test(start_paused = true)]
async fn crash_before_the_keyring_gave_the_key_back() {
    // It is asked whether it knows the key, told it, and then asked for it.
    let mut desk = Desk::usual();
    let shown = preview(&desk, "work").await.unwrap();
    desk.world.vault.break_after(2, locked());
    assert_eq!(confirm(&desk, shown.ticket).await.unwrap_err().code, Code::KeyringLocked);
    unchanged_and_finished_by_doing_it_again(&mut desk, KeyPlace::File).await;
}

#[tokio::test(start_paused = true)]
async fn a_keyring_that_takes_and_forgets_gets_no_key() {
    let mut desk = Desk::usual();
    let shown = preview(&desk, "work").await.unwrap();
    desk.world.vault.forget_what_comes(true);
    assert_eq!(confirm(&desk, shown.ticket).await.unwrap_err().code, Code::Keyring);
    desk.world.vault.forget_what_comes(false);
    assert!(!in_keyring(&desk));
    unchanged_and_finished_by_doing_it_again(&mut desk, KeyPlace::File).await;
}

#[tokio::test(start_paused = true)]
async fn crash_before_the_settings_know_of_it() {
    let mut desk = Desk::usual();
    let shown = preview(&desk, "work").await.unwrap();
    desk.world.settings.break_saving_with(Some(Failure::new(Code::Settings, "No room.", "Make some.")));
    let failure = confirm(&desk, shown.ticket).await.unwrap_err();
    assert_eq!(failure.code, Code::Settings);
    assert!(failure.hint.contains("in the keyring and still in the file"), "{}", failure.hint);
    assert!(in_keyring(&desk));
    desk.world.settings.break_saving_with(None);
    unchanged_and_finished_by_doing_it_again(&mut desk, KeyPlace::File).await;
}

#[tokio::test(start_paused = true)]
async fn crash_before_the_file_is_edited() {
    let mut desk = Desk::usual();
    let shown = preview(&desk, "work").await.unwrap();
    desk.world.files.break_with(Some(Failure::new(Code::File, "The disk is full.", "Make room.")));
    let failure = confirm(&desk, shown.ticket).await.unwrap_err();
    assert_eq!((failure.code, failure.message.as_str()), (Code::File, "The disk is full."));
    assert!(failure.hint.contains("moving it again finishes the work"), "{}", failure.hint);
    desk.world.files.break_with(None);
    unchanged_and_finished_by_doing_it_again(&mut desk, KeyPlace::Keyring).await;
}

/// The file is as it was, the identity is the same and can sign in; the next try ends as the first
/// should have.
async fn unchanged_and_finished_by_doing_it_again(desk: &mut Desk, key: KeyPlace) {
    assert_eq!(desk.world.files.credentials(), CREDENTIALS);
    desk.world.vault.break_with(None);
    desk.restart().await;
    let row = desk.row("work").await;
    assert_eq!((row.key, row.target.as_str(), row.serial.as_deref()), (key, "work-mfa", Some(JANE)));
    desk.sign_in("work", Some("123456")).await.unwrap();
    desk.keeper.ask(|reply| Request::Logout("work".to_owned(), reply)).await.unwrap();
    assert_eq!(desk.world.files.credentials(), CREDENTIALS);

    move_key(desk, "work").await.unwrap();
    assert_eq!(desk.world.files.credentials(), WITHOUT);
    assert!(in_keyring(desk));
    assert_eq!(desk.row("work").await.key, KeyPlace::Keyring);
    assert_eq!(preview(desk, "work").await.unwrap_err().code, Code::InKeyring);
}

#[tokio::test(start_paused = true)]
async fn an_unfinished_move_whose_secret_is_gone_from_the_file_is_said_to_be_that() {
    let desk = Desk::usual();
    desk.world.vault.store(ID, &Secret::new(SECRET.to_owned())).unwrap();
    let held = ProfileSettings { access_key_id: Some(ID.to_owned()), ..ProfileSettings::default() };
    let settings = Settings { profiles: [("work".to_owned(), held)].into(), ..Settings::default() };
    desk.world.settings.save(&settings).unwrap();
    desk.world.files.replace_credentials(&format!("[work]\naws_access_key_id = {ID}\n"));
    assert_eq!(preview(&desk, "work").await.unwrap_err().code, Code::NoKey);
}
