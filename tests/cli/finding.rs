//! *Find my MFA device* on the command line, with a real keyring where a key is added.

use serde_json::Value;

use crate::desk::{DEVICE, Desk, text};
use crate::moving_in::Keyring;

const KEY: &str = "AKIAIOSFODNN7EXAMPLE";
const SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const PASSKEY: &str = "arn:aws:iam::123456789012:u2f/user/demo/laptop-ABCDEFGH";

/// What a script says to add the demo user's key under the name of the profile that knows the endpoint.
const ADD: [&str; 8] = ["keys", "add", "demo", "--access-key-id", KEY, "--find", "--secret", "-"];

fn give_devices(desk: &Desk, serials: &[&str]) {
    desk.server.edit_account(|account| {
        let demo = account.identities.iter_mut().find(|one| one.name == "demo").unwrap();
        *demo = serials.iter().fold(demo.clone(), |demo, serial| demo.with_device(serial, b"more"));
    });
}

fn stored(desk: &Desk) -> Value {
    let path = desk.home.path().join("settings/daypass/settings.json");
    let text = std::fs::read(path).unwrap();
    serde_json::from_slice::<Value>(&text).unwrap()["profiles"]["demo"].clone()
}

#[test]
fn a_profile_s_devices_are_listed_with_what_is_wrong_with_them() {
    let desk = Desk::new();
    give_devices(&desk, &[PASSKEY]);
    let output = desk.daypass(&["devices", "demo"], "");
    let (listed, said) = (text(&output.stdout), text(&output.stderr));
    assert!(output.status.success(), "{said}");
    assert!(said.contains("The key works. It is arn:aws:iam::123456789012:user/demo."), "{said}");
    let lines: Vec<&str> = listed.lines().collect();
    assert!(lines[1].starts_with(DEVICE) && lines[1].ends_with("authenticator app"), "{listed}");
    assert!(lines[2].starts_with(PASSKEY) && lines[2].contains("STS accepts codes"), "{listed}");
    assert_eq!(desk.asked(), [("GetCallerIdentity".to_owned(), 1), ("ListMFADevices".to_owned(), 1)]);
    assert_eq!(stored(&desk)["caller"]["arn"], "arn:aws:iam::123456789012:user/demo");
}

#[test]
fn a_hardware_serial_s_row_names_its_user_once_aws_has_said_who_it_is() {
    let desk = Desk::new();
    assert!(!desk.data(&["list"], "").contains("123456789012   ops"));
    desk.data(&["devices", "ops"], "");
    let listed: Value = serde_json::from_str(&desk.data(&["list", "--json"], "")).unwrap();
    let row = listed.as_array().unwrap().iter().find(|row| row["name"] == "ops").unwrap();
    assert_eq!((&row["account"], &row["principal"]), (&"123456789012".into(), &"ops".into()));
    assert_eq!(row["serial"], "GAHT12345678");
}

#[test]
fn a_guess_says_that_it_is_one() {
    let desk = Desk::new();
    desk.server.edit_account(|account| account.devices_hidden = true);
    let found: Value = serde_json::from_str(&desk.data(&["devices", "demo", "--json"], "")).unwrap();
    assert_eq!(found["devices"][0]["serial"], DEVICE);
    assert_eq!(found["guessedBecause"]["code"], "denied");
    assert_eq!((&found["account"], &found["user"]), (&"123456789012".into(), &"demo".into()));
}

#[test]
fn a_script_gets_the_one_device_that_aws_lists() {
    let mut desk = Desk::new();
    let _keyring = Keyring::start(&mut desk);
    give_devices(&desk, &[PASSKEY]);
    let said = desk.said(&ADD, SECRET);
    assert!(said.contains("is left out") && said.contains("in the keyring"), "{said}");
    let stored = stored(&desk);
    assert_eq!((&stored["mfa_serial"], &stored["caller"]["access_key_id"]), (&DEVICE.into(), &KEY.into()));
    assert!(!stored.to_string().contains(SECRET));
}

#[test]
fn a_script_is_not_left_with_a_guess_or_a_choice() {
    let desk = Desk::new();
    give_devices(&desk, &["GAHT00000001"]);
    let several = desk.failure(&ADD, SECRET);
    assert!(several.contains(&format!("with {DEVICE} or GAHT00000001")), "{several}");
    desk.server.edit_account(|account| account.devices_hidden = true);
    let guess = desk.failure(&ADD, SECRET);
    assert!(guess.contains("is a guess") && guess.contains("takes a person's word"), "{guess}");
}

#[test]
fn a_key_that_aws_refuses_is_not_stored() {
    let desk = Desk::new();
    let wrong = desk.failure(&ADD, &SECRET.replace('w', "x"));
    assert!(wrong.contains("does not belong to this access key id"), "{wrong}");
    desk.server.edit_account(|account| account.identities[0].keys[0].active = false);
    let inactive = desk.failure(&ADD, SECRET);
    assert!(inactive.contains("AWS does not know this access key."), "{inactive}");
    assert!(!desk.home.path().join("settings/daypass/settings.json").exists());
}

#[test]
fn somebody_at_the_terminal_confirms_the_device() {
    let mut desk = Desk::new();
    let _keyring = Keyring::start(&mut desk);
    let output = desk.at_a_terminal(&ADD, &format!("{SECRET}\ny\n"));
    let said = text(&output.stderr);
    assert!(output.status.success(), "{said}");
    assert!(said.contains(&format!("Is {DEVICE} the MFA device? [y/N] ")), "{said}");
    assert_eq!(stored(&desk)["mfa_serial"], DEVICE);
}

#[test]
fn somebody_at_the_terminal_chooses_among_several_by_number() {
    let mut desk = Desk::new();
    let _keyring = Keyring::start(&mut desk);
    give_devices(&desk, &["GAHT00000001", PASSKEY]);
    let output = desk.at_a_terminal(&ADD, &format!("{SECRET}\n2\n"));
    let said = text(&output.stderr);
    assert!(output.status.success(), "{said}");
    assert!(said.contains("  2  GAHT00000001 (hardware token)"), "{said}");
    assert_eq!(stored(&desk)["mfa_serial"], "GAHT00000001");
    let output = desk.at_a_terminal(&ADD, &format!("{SECRET}\n3\n"));
    assert!(text(&output.stderr).contains("There is no device number 3."), "{}", text(&output.stderr));
}

#[test]
fn somebody_who_says_no_to_a_guess_types_the_device() {
    let mut desk = Desk::new();
    let _keyring = Keyring::start(&mut desk);
    desk.server.edit_account(|account| account.devices_hidden = true);
    let output = desk.at_a_terminal(&ADD, &format!("{SECRET}\nn\nGAHT12345678\n"));
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert_eq!(stored(&desk)["mfa_serial"], "GAHT12345678");
}
