//! A code that AWS took is good no more: the program says so and waits for the next one.

use std::time::Duration;

use chrono::Utc;
use serde_json::Value;

use crate::desk::{Desk, text};

/// A desk that is signed in by a code that the device goes on showing for some seconds.
fn signed_in() -> Desk {
    let desk = Desk::new();
    while Utc::now().timestamp() % 30 > 24 {
        std::thread::sleep(Duration::from_millis(50));
    }
    desk.data(&["login", "demo", "--only", "--code", "-"], &desk.code());
    desk
}

/// The statuses of STS's answers.
fn statuses(desk: &Desk) -> Vec<u64> {
    let requests = serde_json::to_value(desk.server.requests()).unwrap();
    requests["last"].as_array().unwrap().iter().map(|one| one["status"].as_u64().unwrap()).collect()
}

#[test]
fn the_next_sign_in_waits_for_the_next_code_and_says_so_first() {
    let (piped, typed) = (signed_in(), signed_in());
    let rows: Value = serde_json::from_str(&typed.data(&["status", "demo", "--json"], "")).unwrap();
    let next: chrono::DateTime<Utc> = rows[0]["nextCodeAt"].as_str().unwrap().parse().unwrap();
    assert_eq!(next.timestamp() % 30, 0, "{next}");

    let waiting = piped.begin(&["login", "demo", "--only", "--code", "-"], &piped.next_code());
    let output = typed.at_a_terminal(&["login", "demo", "--only"], &format!("{}\n", typed.next_code()));
    assert!(Utc::now() >= next, "not before the next code");
    let said = text(&output.stderr);
    let lines: Vec<&str> = said.lines().collect();
    assert!(output.status.success(), "{said}");
    let first = "The code that the device shows now has been used; the next one comes in ";
    assert!(lines[1].starts_with(first) && lines[1].ends_with(" s."), "{said}");
    assert!(lines[2].starts_with("Token code of ") && lines[2].contains("Signed in to demo"), "{said}");

    let output = waiting.wait_with_output().unwrap();
    let said = text(&output.stderr);
    assert!(output.status.success(), "{said}");
    assert!(
        said.starts_with("The last code has been used. This one is sent when the next one comes, in "),
        "{said}"
    );
    assert_eq!((statuses(&piped), statuses(&typed)), (vec![200, 200], vec![200, 200]), "none was refused");
}

#[test]
fn without_a_terminal_nobody_waits_for_a_question_that_cannot_be_asked() {
    let desk = signed_in();
    let said = desk.failure(&["login", "demo"], "");
    assert!(said.starts_with("error: Token code of ") && !said.contains("has been used"), "{said}");
}

#[test]
fn no_code_is_kept_in_any_file() {
    let desk = signed_in();
    let kept = std::fs::read_to_string(desk.home.path().join("state/daypass/used-steps.json")).unwrap();
    let noted: Value = serde_json::from_str(&kept).unwrap();
    let step = noted[crate::desk::DEVICE].as_i64().unwrap();
    assert!((step - Utc::now().timestamp() / 30).abs() <= 1, "{kept}");
    assert_eq!(noted.as_object().unwrap().len(), 1);
}
