//! A machine whose clock is not AWS's: it says so, and counts in AWS's time.

use chrono::{DateTime, TimeDelta, Utc};

use crate::desk::{Desk, text};

fn status(desk: &Desk) -> (String, String) {
    let output = desk.daypass(&["status", "demo"], "");
    assert!(output.status.success());
    (text(&output.stdout), text(&output.stderr))
}

/// The end that stands in the file.
fn end(desk: &Desk) -> DateTime<Utc> {
    let credentials = desk.credentials();
    let line = credentials.lines().find_map(|line| line.strip_prefix("x_security_token_expires = "));
    line.unwrap().parse().unwrap()
}

#[test]
fn a_wrong_clock_is_said_after_login_and_in_status_until_it_is_right() {
    let desk = Desk::new();
    desk.server.set_clock_offset(TimeDelta::seconds(240));
    let said = desk.said(&["login", "demo", "--duration", "1h", "--code", "-"], &desk.code());
    let line = "This machine's clock is 4 min behind AWS's.\nhint: ";
    assert!(said.contains(line), "{said}");
    let (table, trouble) = status(&desk);
    assert!(trouble.starts_with(line), "remembered: {trouble}");
    let wall = end(&desk) - TimeDelta::minutes(4);
    let about = [wall, wall + TimeDelta::seconds(2), wall - TimeDelta::seconds(2)];
    assert!(about.iter().any(|at| table.contains(&at.format(" %H:%M ").to_string())), "{wall}: {table}");
    assert!(table.contains("  1 h  ") || table.contains("  59 min  "), "as much as AWS granted: {table}");

    desk.server.set_clock_offset(TimeDelta::zero());
    desk.server.reset_codes();
    let said = desk.said(&["login", "demo", "--code", "-"], &desk.code());
    assert!(!said.contains("clock"), "{said}");
    assert_eq!(status(&desk).1, "");
}

#[test]
fn a_session_lives_by_aws_s_clock() {
    let desk = Desk::new();
    // Its end is a minute ago by our clock; AWS's is twenty minutes behind that.
    desk.server.set_clock_offset(TimeDelta::minutes(-20));
    desk.said(&["login", "demo", "--only", "--duration", "19m", "--code", "-"], &desk.code());
    assert!(end(&desk) < Utc::now());
    assert!(status(&desk).0.contains(" active "), "{}", status(&desk).0);
    desk.said(&["login", "demo-developer"], "");
    assert_eq!(
        desk.asked(),
        [("AssumeRole".to_owned(), 2), ("GetSessionToken".to_owned(), 2)],
        "each signed twice"
    );
}

#[test]
fn a_right_clock_is_no_news_and_nothing_to_remember() {
    let desk = Desk::new();
    let said = desk.said(&["login", "demo", "--code", "-"], &desk.code());
    assert!(!said.contains("clock"), "{said}");
    assert!(!desk.home.path().join("state/daypass/memory.json").exists());
}
