//! Codes, real ones, and what becomes of them.

use std::fs;

use chrono::{DateTime, Utc};
use serde_json::Value;

use crate::desk::{Desk, text};

/// The one element of `status PROFILE --json`.
fn status(desk: &Desk, profile: &str) -> Value {
    let rows: Value = serde_json::from_str(&desk.data(&["status", profile, "--json"], "")).unwrap();
    assert_eq!(rows.as_array().unwrap().len(), 1);
    rows[0].clone()
}

/// How many seconds a session still has, by its own word.
fn seconds_left(row: &Value) -> i64 {
    let expires: DateTime<Utc> = row["expires"].as_str().unwrap().parse().unwrap();
    (expires - Utc::now()).num_seconds()
}

#[test]
fn a_right_code_becomes_a_session_until_it_is_ended() {
    let desk = Desk::new();
    let before = desk.credentials();
    assert_eq!(status(&desk, "demo")["state"], "not-signed-in");

    let output = desk.daypass(&["login", "demo", "--only", "--code", "-"], &format!("{}\n", desk.code()));
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert!(output.stdout.is_empty(), "what is said is no data");
    assert!(text(&output.stderr).starts_with("Signed in to demo until "), "{}", text(&output.stderr));
    assert_eq!(desk.asked(), [("GetSessionToken".to_owned(), 1)], "one request and no other");

    let after = desk.credentials();
    let written = after.strip_prefix(&before).unwrap();
    assert!(written.starts_with("\n[demo-mfa]\naws_access_key_id = ASIA"), "{written}");
    let row = status(&desk, "demo");
    assert_eq!((&row["kind"], &row["state"]), (&"identity".into(), &"active".into()));
    assert_eq!((&row["target"], &row["account"]), (&"demo-mfa".into(), &"123456789012".into()));
    assert!((43_140..=43_200).contains(&seconds_left(&row)), "{row}");

    assert_eq!(desk.data(&["test", "demo"], ""), "arn:aws:iam::123456789012:user/demo\n");
    assert_eq!(desk.data(&["logout", "demo-mfa"], ""), "", "by its target too");
    assert_eq!(desk.credentials(), before, "to the byte");
    assert_eq!(status(&desk, "demo")["expires"], Value::Null);
    assert!(desk.failure(&["test", "demo"], "").contains("no session"));
}

#[test]
fn a_code_as_phones_show_it_is_taken() {
    let desk = Desk::new();
    let code = desk.code();
    let (left, right) = code.split_at(3);
    desk.data(&["login", "demo", "--code", "-", "--duration", "15m"], &format!(" {left} {right}\r\n"));
    assert!((840..=900).contains(&seconds_left(&status(&desk, "demo"))));
}

#[test]
fn a_wrong_or_used_code_leaves_the_file_and_is_never_repeated() {
    let desk = Desk::new();
    let code = desk.code();
    desk.data(&["login", "demo", "--code", "-"], &code);
    let before = desk.credentials();
    // Another tool would not know either.
    desk.forget_used_steps();
    let used = desk.failure(&["login", "demo", "--code", "-", "--verbose"], &code);
    let lines: Vec<&str> = used.lines().map(|line| line.split(':').next().unwrap()).collect();
    assert_eq!(lines, ["error", "hint", "code", "details", "request id"], "{used}");
    assert!(used.contains("code: code-rejected\n") && !used.contains(&code), "{used}");
    assert_eq!(desk.credentials(), before);
}

#[test]
fn the_session_of_another_program_stays_unless_it_is_to_be_taken_over() {
    let desk = Desk::new();
    let theirs = format!(
        "{}\n[demo-mfa]\naws_access_key_id = ASIAIOSFODNN7EXAMPLE\naws_secret_access_key = s\n\
         aws_session_token = t\nmanager = another-tool\n",
        desk.credentials()
    );
    fs::write(desk.credentials_file(), &theirs).unwrap();
    let refused = desk.failure(&["login", "demo", "--only", "--code", "-"], &desk.code());
    assert!(refused.contains("[demo-mfa] in the credentials file belongs to another-tool."), "{refused}");
    assert!(refused.trim_end().ends_with("The option for that is --take-over."), "{refused}");
    assert_eq!(desk.credentials(), theirs);
    desk.data(&["login", "demo", "--only", "--take-over", "--code", "-"], &desk.code());
    assert!(!desk.credentials().contains("another-tool"));
}

#[test]
fn one_code_covers_the_user_and_every_role() {
    let desk = Desk::new();
    let before = desk.credentials();
    let said = desk.said(&["login", "demo", "--code", "-"], &desk.code());
    assert_eq!(desk.asked(), [("AssumeRole".to_owned(), 4), ("GetSessionToken".to_owned(), 1)]);
    let lines: Vec<&str> = said.lines().collect();
    assert!(lines[0].starts_with("Signed in to demo until "), "{said}");
    assert_eq!(
        lines[1..3],
        [
            "1 code covers 4 profiles: demo, demo-developer, demo-auditor, demo-short.",
            "demo-locked did not come along: AWS does not let this user assume the role.",
        ]
    );
    let arn = desk.data(&["test", "demo-developer"], "");
    assert_eq!(arn, "arn:aws:sts::123456789012:assumed-role/developer/daypass-demo\n");
    assert_eq!(desk.data(&["logout", "--all"], ""), "");
    assert_eq!(desk.credentials(), before, "to the byte");
}

#[test]
fn one_code_is_enough_for_a_role() {
    let desk = Desk::new();
    desk.data(&["login", "demo-auditor", "--only", "--code", "-"], &desk.code());
    assert_eq!(desk.asked(), [("AssumeRole".to_owned(), 1), ("GetSessionToken".to_owned(), 1)]);
    let said = desk.said(&["login", "demo-developer", "--verbose"], "");
    let trade = "Through the session: no further code, 1 h at a time, renewed by itself until ";
    assert!(said.lines().nth(1).unwrap().starts_with(trade), "{said}");
    let row = status(&desk, "demo-developer");
    assert_eq!((&row["state"], &row["identity"]), (&"active".into(), &"demo".into()));
    let arn = desk.data(&["test", "demo-developer"], "");
    assert_eq!(arn, "arn:aws:sts::123456789012:assumed-role/developer/daypass-demo\n");
    desk.data(&["logout", "--all"], "");
    assert!(!desk.credentials().contains("ASIA"));
}

#[test]
fn a_duration_that_is_cut_to_an_hour_is_spoken_of() {
    let desk = Desk::new();
    let config = desk.home.path().join("aws/config");
    let text = std::fs::read_to_string(&config).unwrap();
    std::fs::write(
        &config,
        text.replace("[profile demo-developer]", "[profile demo-developer]\nduration_seconds = 28800"),
    )
    .unwrap();
    desk.said(&["login", "demo", "--only", "--code", "-"], &desk.code());
    let said = desk.said(&["login", "demo-developer"], "");
    assert!(said.contains("1 h at a time"), "{said}");
    assert!(
        said.contains("Directly: one code for up to 8 h, not renewed. That is what --direct does."),
        "{said}"
    );
}

#[test]
fn a_role_s_maximum_is_found_and_remembered_by_the_next_process() {
    let desk = Desk::new();
    let config = desk.home.path().join("aws/config");
    let text = std::fs::read_to_string(&config).unwrap();
    std::fs::write(
        &config,
        text.replace("[profile demo-short]", "[profile demo-short]\nduration_seconds = 7200"),
    )
    .unwrap();
    let direct = &["login", "demo-short", "--direct", "--code", "-"];
    let refused = desk.failure(direct, &desk.code());
    assert!(
        refused.contains("hint: Try 1 h: a profile that asks for more is asked for 1 h from now on."),
        "{refused}"
    );
    desk.server.reset_codes();
    desk.said(direct, &desk.code());
    assert!((3_500..=3_600).contains(&seconds_left(&status(&desk, "demo-short"))));
}

#[test]
fn a_long_wish_for_a_role_goes_directly_with_the_code() {
    let desk = Desk::new();
    desk.data(&["login", "demo-developer", "--duration", "8h", "--code", "-"], &desk.code());
    assert_eq!(desk.asked(), [("AssumeRole".to_owned(), 1)]);
    assert!(seconds_left(&status(&desk, "demo-developer")) > 28_700);
    assert_eq!(status(&desk, "demo")["state"], "not-signed-in");
}

#[test]
fn a_denied_role_is_a_failure_and_the_user_stays_signed_in() {
    let desk = Desk::new();
    let said = desk.failure(&["login", "demo-locked", "--code", "-"], &desk.code());
    let (first, rest) = said.split_once('\n').unwrap();
    assert!(first.starts_with("Signed in to demo until "), "what the code bought: {said}");
    let rest = rest.split_once('\n').unwrap().1;
    assert!(rest.starts_with("error: AWS does not let this user assume the role.\nhint: "), "{said}");
    assert_eq!(status(&desk, "demo")["state"], "active");
}

#[test]
fn without_sts_nothing_is_written_and_the_code_is_said_to_be_good_still() {
    let desk = Desk::new();
    let config = desk.home.path().join("aws/config");
    let text = std::fs::read_to_string(&config).unwrap();
    // Port 9 of this machine: discard, which nobody serves.
    std::fs::write(&config, text.replace(&desk.server.endpoint(), "http://127.0.0.1:9")).unwrap();
    let before = desk.credentials();
    let said = desk.failure(&["login", "demo", "--code", "-"], &desk.code());
    assert!(said.contains("could not be reached, so no code was used"), "{said}");
    assert_eq!(desk.credentials(), before);
}

#[test]
fn no_secret_of_the_files_is_ever_shown() {
    let desk = Desk::new();
    desk.data(&["login", "demo", "--code", "-"], &desk.code());
    let secrets: Vec<String> = desk
        .credentials()
        .lines()
        .filter(|line| line.starts_with("aws_secret") || line.starts_with("aws_session_token"))
        .map(|line| line.split_once('=').unwrap().1.trim().to_owned())
        .collect();
    assert!(secrets.len() >= 3);
    for arguments in [
        vec!["list"],
        vec!["list", "--json"],
        vec!["status"],
        vec!["status", "--json"],
        vec!["test", "demo", "--verbose"],
        vec!["keys", "list", "--json"],
        vec!["login", "demo", "--verbose"],
    ] {
        let output = desk.daypass(&arguments, "");
        let shown = text(&output.stdout) + &text(&output.stderr);
        assert!(secrets.iter().all(|secret| !shown.contains(secret)), "{arguments:?}");
    }
}

#[cfg(unix)]
#[test]
fn a_file_that_others_may_read_keeps_its_mode_and_is_spoken_of_once() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::new();
    let file = desk.home.path().join("aws/credentials");
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o644)).unwrap();
    let first = desk.said(&["login", "demo", "--code", "-"], &desk.code());
    assert!(first.contains("has mode 0644, which Daypass keeps. To keep others out: chmod 600 "), "{first}");
    let second = desk.said(&["login", "demo-developer"], "");
    assert!(!second.contains("mode"), "{second}");
    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o644);
}

#[test]
fn what_another_program_overwrites_at_once_is_written_again() {
    let desk = Desk::new();
    let before = desk.credentials();
    let watching = desk.begin(&["login", "demo", "--watch", "--code", "-"], &desk.code());
    desk.wait_for("aws_session_token");
    let file = desk.home.path().join("aws/credentials");
    std::fs::write(&file, format!("{before}\n[theirs]\nk = 1\n")).unwrap();
    let done = watching.wait_with_output().unwrap();
    let said = String::from_utf8(done.stderr).unwrap();
    assert!(done.status.success() && said.contains("Your session was overwritten and is back."), "{said}");
    let after = desk.credentials();
    assert!(after.starts_with(&format!("{before}\n[theirs]\nk = 1\n")), "{after}");
    assert_eq!(status(&desk, "demo")["state"], "active");
}
