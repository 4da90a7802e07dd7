//! Keys that Daypass holds in the keyring.

use daypass_core::enrol::KeyForm;
use daypass_core::failure::{Code, Failure};
use daypass_core::keeper::Request;
use daypass_core::ports::{SettingsStore, Vault};
use daypass_core::secret::Secret;
use daypass_core::view::{KeyPlace, RowState};

use crate::desk::{Desk, JANE, section, wish};

const ID: &str = "AKIAIOSFODNN7EXAMPLE";
const SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

fn form(name: &str) -> KeyForm {
    KeyForm {
        name: name.to_owned(),
        access_key_id: ID.to_owned(),
        secret: Secret::new(SECRET.to_owned()),
        serial: Some(JANE.to_owned()),
        region: Some("eu-west-1".to_owned()),
        target: None,
        seconds: Some(28_800),
        caller: None,
    }
}

async fn add(desk: &Desk, form: KeyForm) -> Result<(), Failure> {
    desk.keeper.ask(|reply| Request::AddKey(form, reply)).await
}

async fn remove(desk: &Desk, name: &str) -> Result<(), Failure> {
    desk.keeper.ask(|reply| Request::RemoveKey(name.to_owned(), reply)).await
}

fn locked() -> Failure {
    Failure::new(Code::KeyringLocked, "The keyring is locked.", "Unlock it.")
}

#[tokio::test(start_paused = true)]
async fn a_key_is_added_and_signs_in() {
    let desk = Desk::open("", "");
    add(&desk, form("home")).await.unwrap();
    let row = desk.row("home").await;
    assert_eq!((row.key, row.state, row.needs_code), (KeyPlace::Keyring, RowState::NotSignedIn, true));
    desk.sign_in("home", Some("123456")).await.unwrap();
    assert_eq!(desk.asked(), [format!("GetSessionToken {ID} mfa={JANE} 123456 28800s eu-west-1")]);
    assert_eq!(desk.world.files.credentials(), section("home", 1, "17:00:00"));
}

#[tokio::test(start_paused = true)]
async fn the_secret_is_in_the_keyring_and_nowhere_else() {
    let desk = Desk::open("", "");
    add(&desk, form("home")).await.unwrap();
    desk.sign_in("home", Some("123456")).await.unwrap();
    assert_eq!(desk.world.vault.fetch(ID).unwrap().unwrap().expose(), SECRET);
    let everything = format!(
        "{:?}{:?}{}{:?}",
        desk.world.settings.load().unwrap(),
        desk.world.settings.recall(),
        desk.world.files.credentials(),
        desk.world.sink.boards()
    );
    assert!(!everything.contains(SECRET), "{everything}");
    assert!(!format!("{:?}", form("home")).contains(SECRET));
}

#[tokio::test(start_paused = true)]
async fn a_removed_key_is_forgotten_everywhere() {
    let desk = Desk::open("", "");
    add(&desk, form("home")).await.unwrap();
    remove(&desk, "home").await.unwrap();
    assert!(desk.world.vault.fetch(ID).unwrap().is_none());
    assert!(desk.board().await.rows.is_empty());
    assert_eq!(remove(&desk, "home").await.unwrap_err().code, Code::UnknownProfile);
}

#[tokio::test(start_paused = true)]
async fn a_secret_that_two_identities_share_stays_for_the_other() {
    let desk = Desk::open("", "");
    add(&desk, form("home")).await.unwrap();
    add(&desk, form("home-eu")).await.unwrap();
    remove(&desk, "home").await.unwrap();
    desk.sign_in("home-eu", Some("123456")).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_broken_keyring_is_said_and_sts_is_not_asked() {
    let desk = Desk::open("", "");
    add(&desk, form("home")).await.unwrap();
    desk.world.vault.break_with(Some(locked()));
    assert_eq!(desk.refused(wish("home", Some("123456"))).await, Code::KeyringLocked);
    assert!(desk.asked().is_empty(), "no code was spent");
    desk.world.vault.break_with(None);
    desk.sign_in("home", Some("123456")).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_broken_keyring_keeps_the_entry_that_says_where_the_secret_is() {
    let desk = Desk::open("", "");
    add(&desk, form("home")).await.unwrap();
    desk.world.vault.break_with(Some(locked()));
    assert_eq!(remove(&desk, "home").await.unwrap_err().code, Code::KeyringLocked);
    assert_eq!(add(&desk, form("other")).await.unwrap_err().code, Code::KeyringLocked);
    let names: Vec<String> = desk.board().await.rows.into_iter().map(|row| row.name).collect();
    assert_eq!(names, ["home"]);
}

#[tokio::test(start_paused = true)]
async fn a_keyring_that_lost_the_secret_is_told_from_a_broken_one() {
    let desk = Desk::open("", "");
    add(&desk, form("home")).await.unwrap();
    desk.world.vault.forget(ID).unwrap();
    assert_eq!(desk.refused(wish("home", Some("123456"))).await, Code::NoKey);
}

#[tokio::test(start_paused = true)]
async fn a_form_is_checked_before_the_keyring_is_touched() {
    let desk = Desk::open("", "");
    let refused = [
        (KeyForm { name: "a b".into(), ..form("x") }, Code::BadInput),
        (KeyForm { target: Some("[x]".into()), ..form("x") }, Code::BadInput),
        (KeyForm { access_key_id: "AKIA".into(), ..form("x") }, Code::BadInput),
        (KeyForm { access_key_id: "ASIAIOSFODNN7EXAMPLE".into(), ..form("x") }, Code::TemporarySource),
        (KeyForm { secret: Secret::new("with a space in it".into()), ..form("x") }, Code::BadInput),
        (KeyForm { serial: Some("phone".into()), ..form("x") }, Code::BadInput),
        (KeyForm { region: Some("Frankfurt!".into()), ..form("x") }, Code::BadEndpoint),
        (KeyForm { seconds: Some(60), ..form("x") }, Code::BadDuration),
    ];
    for (form, code) in refused {
        let what = format!("{form:?}");
        assert_eq!(add(&desk, form).await.unwrap_err().code, code, "{what}");
    }
    assert!(desk.world.vault.fetch(ID).unwrap().is_none());
    assert!(desk.board().await.rows.is_empty());
}
