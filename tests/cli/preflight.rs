//! What is said at the command line before and after a code.

use serde_json::Value;

use crate::desk::{DEVICE, Desk, text};

impl Desk {
    /// Adds lines to the config file.
    fn configure(&self, lines: &str) {
        let path = self.home.path().join("aws/config");
        let config = std::fs::read_to_string(&path).unwrap();
        std::fs::write(path, format!("{config}\n{lines}\n")).unwrap();
    }
}

#[test]
fn whatever_wins_over_the_written_keys_is_said_once_they_are_written_and_in_the_status() {
    let desk = Desk::new();
    desk.configure("[profile demo-mfa]\ncredential_process = /bin/true");
    let sentence =
        "The profile “demo-mfa” has credential_process, so the Rust SDK will not use the keys written there.";
    let said = desk.said(&["login", "demo", "--code", "-"], &desk.code());
    assert!(said.contains(&format!("warning: {sentence} Remove credential_process")), "{said}");
    assert!(desk.data(&["status"], "").contains(&format!("warning: demo: {sentence}")));
    let rows: Value = serde_json::from_str(&desk.data(&["status", "demo", "--json"], "")).unwrap();
    assert_eq!(rows[0]["warnings"][0]["code"], "shadowed");
}

#[test]
fn credentials_in_the_environment_are_said_and_not_shown() {
    let mut desk = Desk::new();
    desk.variables =
        vec![("AWS_ACCESS_KEY_ID", "AKIAI44QH8DHBEXAMPLE"), ("AWS_SECRET_ACCESS_KEY", "not-to-be-seen")];
    let said = desk.said(&["login", "demo", "--code", "-"], &desk.code());
    assert!(said.contains("warning: AWS_ACCESS_KEY_ID is set in this environment"), "{said}");
    assert!(!said.contains("not-to-be-seen") && !said.contains("I44QH8DH"), "{said}");
}

#[test]
fn another_device_is_used_for_once_and_named_in_the_question() {
    let desk = Desk::new();
    let serial = "GAHT12345678";
    // The device of another user: AWS refuses it, which shows that it was the one sent.
    let code = desk.server.device_code(serial).unwrap().code;
    let refused = desk.failure(&["login", "demo", "--serial", serial, "--code", "-"], &code);
    assert!(refused.contains("does not know this MFA device"), "{refused}");
    let sent = desk.server.requests().last.back().unwrap().parameters["SerialNumber"].clone();
    assert_eq!(sent, serial);
    desk.said(&["login", "demo", "--serial", DEVICE, "--code", "-"], &desk.code());
    let malformed = desk.failure(&["login", "demo", "--serial", "no device", "--code", "-"], "123456");
    assert!(malformed.contains("is not the serial number of an MFA device"), "{malformed}");
}

#[cfg(unix)]
#[test]
fn the_question_names_the_device_that_was_chosen() {
    let desk = Desk::new();
    let output = desk.at_a_terminal(&["login", "demo", "--serial", "GAHT12345678"], "");
    assert!(text(&output.stderr).contains("Token code of GAHT12345678"), "{}", text(&output.stderr));
}

#[test]
fn session_keys_as_a_source_are_named() {
    let desk = Desk::new();
    desk.configure(&format!("[profile copied]\nmfa_serial = {DEVICE}"));
    let credentials = desk.credentials();
    let keys = "[copied]\naws_access_key_id = ASIAIOSFODNN7EXAMPLE\naws_secret_access_key = s\n";
    std::fs::write(desk.credentials_file(), format!("{credentials}\n{keys}")).unwrap();
    let said = desk.failure(&["login", "copied", "--code", "-"], "123456");
    assert!(said.contains("itself a session's key"), "{said}");
    assert!(desk.asked().is_empty());
}
