//! What the settings page writes counts on the command line, too.

use std::fs;

use crate::desk::{Desk, text};

/// A desk whose environment says nothing of the files.
fn without_variables(settings: &str) -> Desk {
    let mut desk = Desk::new();
    desk.variables = vec![("AWS_CONFIG_FILE", ""), ("AWS_SHARED_CREDENTIALS_FILE", "")];
    let folder = desk.home.path().join("settings/daypass");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("settings.json"), settings).unwrap();
    desk
}

#[test]
fn the_files_are_where_the_settings_say() {
    let settings = r#"{"config_file":"~/aws/config","credentials_file":"~/aws/credentials",
                       "identity_target":"{name}-temp"}"#;
    let desk = without_variables(settings);
    let list = desk.data(&["list", "--json"], "");
    assert!(list.contains("demo"), "{list}");
    let said = desk.said(&["login", "demo", "--code", "-"], &desk.code());
    assert!(desk.credentials().contains("-temp]"), "{said}: {}", desk.credentials());
    let mut elsewhere = desk;
    elsewhere.variables = vec![
        ("AWS_CONFIG_FILE", "/nonexistent/config"),
        ("AWS_SHARED_CREDENTIALS_FILE", "/nonexistent/credentials"),
    ];
    let list = elsewhere.daypass(&["list", "--json"], "");
    assert!(!text(&list.stdout).contains("demo"), "the environment comes first");
}

#[test]
fn settings_that_cannot_be_read_are_said_to_be_so() {
    let desk = without_variables("{ oops");
    let said = desk.failure(&["list"], "");
    assert!(said.contains("settings.json cannot be understood"), "{said}");
}
