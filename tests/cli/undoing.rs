//! Backups, and bringing them back.

use serde_json::Value;

use crate::desk::{Desk, text};

/// A desk whose first change has been made, and the file before it.
fn changed() -> (Desk, String) {
    let desk = Desk::new();
    let before = desk.credentials();
    desk.data(&["login", "demo", "--code", "-"], &desk.code());
    assert_ne!(desk.credentials(), before);
    (desk, before)
}

fn backups(desk: &Desk) -> Vec<Value> {
    let list: Value = serde_json::from_str(&desk.data(&["undo", "--list", "--json"], "")).unwrap();
    list.as_array().unwrap().clone()
}

#[test]
fn a_change_is_shown_without_its_secrets_and_taken_back() {
    let (desk, before) = changed();
    let after = desk.credentials();
    let output = desk.daypass(&["undo", "--yes"], "");
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert_eq!(desk.credentials(), before, "to the byte");

    let shown = text(&output.stdout);
    let lines: Vec<&str> = shown.lines().collect();
    assert_eq!(lines[0], desk.credentials_file().display().to_string());
    assert!(lines.contains(&"- [demo-mfa]") && lines.contains(&"- aws_session_token = ••••••••"), "{shown}");
    assert!(lines.iter().any(|line| line.starts_with("- aws_access_key_id = …")), "{shown}");
    assert!(lines.contains(&"- manager = daypass"), "{shown}");
    let secrets = after.lines().filter_map(|line| line.split_once('=')).map(|(_, value)| value.trim());
    for secret in secrets.filter(|value| value.len() >= 20 && !value.starts_with("20")) {
        assert!(!shown.contains(secret) && !text(&output.stderr).contains(secret), "{shown}");
    }

    desk.data(&["undo", "--yes"], "");
    assert_eq!(desk.credentials(), after, "an undo is undone by the next one");
}

#[test]
fn backups_are_listed_and_chosen_by_name() {
    let (desk, _) = changed();
    let signed_in = desk.credentials();
    desk.data(&["logout", "demo"], "");
    desk.reset_codes();
    desk.data(&["login", "demo", "--code", "-"], &desk.code());
    let list = backups(&desk);
    let reasons: Vec<&str> = list.iter().map(|backup| backup["reason"].as_str().unwrap()).collect();
    assert_eq!(reasons, ["structure", "structure", "day"], "newest first: {list:?}");
    assert!(list[1]["taken"].as_str().unwrap().ends_with('Z'), "{list:?}");
    let ids: Vec<&str> = list.iter().map(|backup| backup["id"].as_str().unwrap()).collect();
    let table = desk.data(&["undo", "--list"], "");
    let column: Vec<&str> = table.lines().filter_map(|line| line.split_whitespace().next()).collect();
    assert_eq!(column, [&["BACKUP"], ids.as_slice()].concat());
    // The one before the session was ended: neither the newest nor the oldest.
    desk.data(&["undo", "--backup", ids[1], "--yes"], "");
    assert_eq!(desk.credentials(), signed_in);
}

#[test]
fn at_a_terminal_a_yes_is_asked_for() {
    let (desk, before) = changed();
    let after = desk.credentials();
    for answer in ["\n", "n\n", "yeah\n", ""] {
        let output = desk.at_a_terminal(&["undo"], answer);
        assert_eq!(output.status.code(), Some(1), "{answer:?}");
        let said = text(&output.stderr);
        assert!(said.contains("Bring the file back as it was at ") && said.contains("? [y/N] "), "{said}");
        assert!(said.contains("error: Nothing was changed.\n"), "{said}");
        assert_eq!(desk.credentials(), after);
    }
    let output = desk.at_a_terminal(&["undo"], "Y\n");
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert_eq!(desk.credentials(), before);
}

#[test]
fn without_a_terminal_and_a_yes_the_change_is_only_shown() {
    let (desk, _) = changed();
    let after = desk.credentials();
    let output = desk.daypass(&["undo"], "y\n");
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stdout).contains("- [demo-mfa]\n"));
    let said = text(&output.stderr);
    assert!(said.contains("error: This takes a yes, and there is no terminal to ask at.\n"), "{said}");
    assert_eq!(desk.credentials(), after);
}
