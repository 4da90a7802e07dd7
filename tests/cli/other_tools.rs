//! Sessions of other tools on the command line: whose they are, when they end, and whether they work.

use std::fs;

use serde_json::Value;

use crate::desk::Desk;

const KEYS: &str = "aws_access_key_id = ASIATHEIRS\naws_secret_access_key = s\naws_session_token = t\n";

fn append(desk: &Desk, file: &str, text: &str) {
    let path = desk.home.path().join("aws").join(file);
    fs::write(&path, format!("{}\n{text}", fs::read_to_string(&path).unwrap())).unwrap();
}

fn status(desk: &Desk, name: &str) -> Value {
    let rows: Value = serde_json::from_str(&desk.data(&["status", name, "--json"], "")).unwrap();
    rows[0].clone()
}

#[test]
fn awsume_s_local_time_is_that_of_this_machine() {
    let mut desk = Desk::new();
    append(&desk, "credentials", &format!("[x]\n{KEYS}manager = awsume\nexpiration = 2036-07-01 18:02:00\n"));
    append(
        &desk,
        "credentials",
        &format!("[y]\n{KEYS}assumed_role = False\nexpiration = 2036-07-01 18:02:00\n"),
    );
    // The rule of Berlin, spelled out: no data of zones is needed.
    desk.zone = "CET-1CEST,M3.5.0,M10.5.0/3";
    let row = status(&desk, "x");
    assert_eq!((&row["maker"], &row["expires"]), (&"awsume".into(), &"2036-07-01T16:02:00Z".into()));
    let row = status(&desk, "y");
    assert_eq!((&row["maker"], &row["expires"]), (&"aws-mfa".into(), &"2036-07-01T18:02:00Z".into()));
}

#[test]
fn a_session_of_mfa_login_is_shown_and_can_be_tried_out() {
    let desk = Desk::new();
    let login = desk.daypass(&["login", "demo", "--only", "--code", "-"], &format!("{}\n", desk.code()));
    assert!(login.status.success());
    // As `aws configure mfa-login` would have left it: three keys and nothing else.
    let credentials = desk.credentials();
    let (before, session) = credentials.split_once("[demo-mfa]").unwrap();
    let keys: Vec<&str> = session.lines().filter(|line| line.starts_with("aws_")).collect();
    let name = "123456789012-demo";
    fs::write(desk.credentials_file(), format!("{before}[{name}]\n{}\n", keys.join("\n"))).unwrap();
    append(
        &desk,
        "config",
        &format!("[profile {name}]\nregion = eu-central-1\nendpoint_url = {}\n", desk.server.endpoint()),
    );
    let written = desk.credentials();

    let row = status(&desk, name);
    assert_eq!((&row["state"], &row["maker"]), (&"unknown-end".into(), &"aws configure mfa-login".into()));
    assert_eq!((&row["expires"], &row["principal"]), (&Value::Null, &"demo".into()));
    let latest: chrono::DateTime<chrono::Utc> = row["latest"].as_str().unwrap().parse().unwrap();
    let left = (latest - chrono::Utc::now()).num_seconds();
    assert!((129_500..=129_600).contains(&left), "36 hours from now, not {left} s");
    let table = desk.data(&["status", name], "");
    assert!(
        table.contains("unknown end  at the latest ") && table.contains("by aws configure mfa-login"),
        "{table}"
    );

    assert_eq!(desk.data(&["test", name], ""), "arn:aws:iam::123456789012:user/demo\n");
    desk.failure(&["logout", name], "");
    desk.said(&["logout", "--all"], "");
    assert_eq!(desk.credentials(), written, "never touched");
}

#[test]
fn sessions_in_caches_are_told_with_their_tool() {
    let desk = Desk::new();
    append(
        &desk,
        "config",
        "[sso-session corp]\nsso_start_url = https://corp.awsapps.com/start\n[profile dev]\nsso_session = corp\n",
    );
    let cache = desk.home.path().join(".aws/sso/cache");
    fs::create_dir_all(&cache).unwrap();
    let token = |more: &str| {
        let text = format!(r#"{{"accessToken": "very-secret", "expiresAt": "2036-07-01T18:02:00Z"{more}}}"#);
        fs::write(cache.join("ee0bfd2552fbd840c02cc48b6e823320543c450f.json"), text).unwrap();
    };
    token("");
    let row = status(&desk, "corp");
    assert_eq!((&row["maker"], &row["expires"]), (&"aws sso".into(), &"2036-07-01T18:02:00Z".into()));
    assert_eq!((&row["target"], &row["testable"]), (&"dev".into(), &false.into()));
    assert!(desk.failure(&["test", "corp"], "").contains("its tool's own cache"));
    token(
        r#", "refreshToken": "r", "clientId": "c", "clientSecret": "s", "registrationExpiresAt": "2036-09-01T00:00:00Z""#,
    );
    let table = desk.data(&["status"], "");
    let line = table.lines().find(|line| line.starts_with("corp")).unwrap();
    assert!(line.contains("renews itself") && line.contains("by aws sso"), "{line}");
    assert!(!table.contains("secret"));
}
