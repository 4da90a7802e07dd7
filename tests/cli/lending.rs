//! A session handed on to a shell.

use std::process::Command;

use crate::desk::Desk;

#[cfg(unix)]
#[test]
fn a_shell_that_evaluates_the_lines_has_the_session_of_the_file() {
    let desk = Desk::new();
    desk.data(&["login", "demo", "--only", "--code", "-"], &desk.code());
    let lines = desk.data(&["export", "demo"], "");
    let script = "eval \"$LINES\"; echo \"$AWS_ACCESS_KEY_ID $AWS_SECRET_ACCESS_KEY $AWS_SESSION_TOKEN $AWS_CREDENTIAL_EXPIRATION\"";
    let said = Command::new("sh").args(["-c", script]).env("LINES", lines).output().unwrap();
    let said = String::from_utf8(said.stdout).unwrap();
    let mut words = said.split_whitespace();
    let credentials = desk.credentials();
    let section = credentials.split("[demo-mfa]").nth(1).unwrap();
    for key in ["aws_access_key_id", "aws_secret_access_key", "aws_session_token", "x_security_token_expires"]
    {
        let written = section.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(" = ")).unwrap();
        assert_eq!(words.next(), Some(written), "{key}");
    }
}

#[test]
fn the_other_shell_s_lines_are_its_own() {
    let desk = Desk::new();
    desk.data(&["login", "demo", "--only", "--code", "-"], &desk.code());
    let lines = desk.data(&["export", "demo-mfa", "--shell", "powershell"], "");
    assert!(lines.starts_with("$Env:AWS_ACCESS_KEY_ID=\"ASIA"), "{}", &lines[..30]);
}

#[test]
fn a_user_s_own_session_opens_no_console() {
    let desk = Desk::new();
    desk.data(&["login", "demo", "--only", "--code", "-"], &desk.code());
    let said = desk.failure(&["console", "demo"], "");
    assert!(said.contains("sessions of roles only"), "{said}");
}
