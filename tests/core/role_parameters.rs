//! What a role's session is asked for: from the profile, from the settings, checked before a code is sent.

use daypass_core::failure::Code;
use daypass_core::ports::SettingsStore;
use daypass_core::settings::{ProfileSettings, RoleSettings};
use daypass_core::view::RowState;

use crate::desk::{CONFIG, CREDENTIALS, Desk, wish};

fn desk(lines: &str) -> Desk {
    let role = "role_arn = arn:aws:iam::210987654321:role/ops\nsource_profile = work\n";
    Desk::open(&format!("{CONFIG}[profile ops]\n{role}{lines}\n"), CREDENTIALS)
}

fn set(desk: &Desk, json: &str) {
    let role: RoleSettings = serde_json::from_str(json).unwrap();
    let mut settings = desk.world.settings.load().unwrap();
    settings.profiles.insert("ops".to_owned(), ProfileSettings { role, ..ProfileSettings::default() });
    desk.world.settings.save(&settings).unwrap();
}

/// What AssumeRole was asked for besides the role and who asks.
async fn asked(desk: &Desk) -> String {
    desk.sign_in("ops", Some("123456")).await.unwrap();
    let line = desk.asked().pop().unwrap();
    line.split_once(" as ").unwrap().1.to_owned()
}

#[tokio::test(start_paused = true)]
async fn a_role_that_says_nothing_is_asked_for_in_the_user_s_name() {
    assert_eq!(asked(&desk("")).await, "daypass-jane external=none mfa=none 3600s");
}

#[tokio::test(start_paused = true)]
async fn the_profile_s_keys_are_asked_for() {
    let desk = desk(
        "role_session_name = me\nexternal_id = e-1\nduration_seconds = 900\nsource_identity = jane\n\
         session_tags = Team=a,empty=\ntransitive_session_tags = Team",
    );
    let expected = "me external=e-1 mfa=none 900s source=jane tag=Team:a tag=empty: transitive=Team";
    assert_eq!(asked(&desk).await, expected);
}

#[tokio::test(start_paused = true)]
async fn the_settings_say_what_aws_s_files_have_no_key_for() {
    let desk = desk("external_id = e-1");
    set(
        &desk,
        r#"{"session_policy": {"Statement": []}, "policy_arns": ["arn:aws:iam::aws:policy/ReadOnlyAccess"],
            "tags": {"Team": "b"}, "transitive_tags": ["team"], "source_identity": "jane", "session_name": "you"}"#,
    );
    let expected = "you external=e-1 mfa=none 3600s source=jane policy={\"Statement\":[]} \
                    policy=arn:aws:iam::aws:policy/ReadOnlyAccess tag=Team:b transitive=team";
    assert_eq!(asked(&desk).await, expected);
}

#[tokio::test(start_paused = true)]
async fn what_aws_would_not_take_shows_on_the_row_and_costs_no_code() {
    for (lines, code) in [
        ("role_session_name = jane doe", "bad-input"),
        ("external_id = e 1", "bad-input"),
        ("source_identity = j", "bad-input"),
        ("session_tags = a=1,A=2", "bad-input"),
        ("transitive_session_tags = a", "bad-input"),
        ("mfa_serial = jane's phone", "bad-input"),
    ] {
        let desk = desk(lines);
        let row = desk.row("ops").await;
        assert_eq!((row.state, row.problem.unwrap().code.as_str()), (RowState::Problem, code), "{lines}");
        assert_eq!(desk.refused(wish("ops", Some("123456"))).await, Code::BadInput, "{lines}");
        assert!(desk.asked().is_empty(), "{lines}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_policy_that_is_none_shows_on_the_row_and_costs_no_code() {
    for json in [
        r#"{"session_policy": "{"}"#,
        r#"{"session_policy": {"Version": "2012-10-17"}}"#,
        r#"{"policy_arns": ["arn:aws:iam::123456789012:policy/of-another-account"]}"#,
    ] {
        let desk = desk("");
        set(&desk, json);
        assert_eq!(desk.row("ops").await.problem.unwrap().code, "bad-policy", "{json}");
        assert_eq!(desk.refused(wish("ops", Some("123456"))).await, Code::BadPolicy, "{json}");
        assert!(desk.asked().is_empty(), "{json}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_unknown_setting_beside_a_role_s_is_kept() {
    let text = r#"{"tags": {"a": "b"}, "of_tomorrow": 7}"#;
    let read: ProfileSettings = serde_json::from_str(text).unwrap();
    assert_eq!(read.role.tags.as_ref().unwrap()["a"], "b");
    assert_eq!(read.unknown.keys().collect::<Vec<_>>(), ["of_tomorrow"]);
    let again = serde_json::to_value(&read).unwrap();
    assert_eq!(again, serde_json::from_str::<serde_json::Value>(text).unwrap());
}
