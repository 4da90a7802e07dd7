//! The page's rights, on Tauri's mock runtime with the real capability file: what is listed works,
//! anything else is refused.
#![allow(clippy::unwrap_used, clippy::unwrap_in_result, reason = "a test may fail loudly")]

mod popover;

use daypass_adapters::console::Console;
use daypass_adapters::sts::Network;
use daypass_core::fakes::World;
use daypass_core::keeper::Keeper;
use daypass_core::settings::Settings;
use daypass_desktop::commands;
use daypass_desktop::desk::{Charge, Desk};
use daypass_desktop::popover::{LABEL, Popover};
use daypass_desktop::preferences::Preferences;
use serde_json::{Value, json};
use tauri::ipc::{CallbackFn, InvokeBody};
use tauri::test::{INVOKE_KEY, MockRuntime, get_ipc_response, mock_builder};
use tauri::webview::InvokeRequest;
use tauri::{App, Manager, WebviewWindow, WebviewWindowBuilder};

const CONFIG: &str =
    "[profile jane]\nmfa_serial = arn:aws:iam::123456789012:mfa/jane\nregion = eu-central-1\n";
const CREDENTIALS: &str =
    "[jane]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = planted-long-term-secret\n";

struct Shell {
    app: App<MockRuntime>,
    world: World,
}

impl Shell {
    fn start() -> Self {
        let world = World::new("2026-11-22T12:00:00Z".parse().unwrap(), CONFIG, CREDENTIALS);
        let app = mock_builder().plugin(commands::plugin()).build(tauri::generate_context!()).unwrap();
        app.manage(Popover::new(app.handle().clone(), world.clock.clone()));
        let (keeper, handle) = Keeper::new(world.ports(), world.sink.clone(), false);
        tauri::async_runtime::spawn(keeper.run());
        app.manage(Desk::new(
            Charge { keeper: handle, watch: None, console: Console::of_aws(Network::default()) },
            None,
        ));
        Self { app, world }
    }

    fn window(&self, label: &str) -> WebviewWindow<MockRuntime> {
        WebviewWindowBuilder::new(&self.app, label, tauri::WebviewUrl::default()).build().unwrap()
    }
}

fn ask(window: &WebviewWindow<MockRuntime>, command: &str, body: Value) -> Result<Value, Value> {
    let request = InvokeRequest {
        cmd: command.to_owned(),
        callback: CallbackFn(0),
        error: CallbackFn(1),
        url: "tauri://localhost".parse().unwrap(),
        body: InvokeBody::Json(body),
        headers: tauri::http::HeaderMap::default(),
        invoke_key: INVOKE_KEY.to_owned(),
    };
    get_ipc_response(window, request).map(|answer| answer.deserialize().unwrap())
}

fn sign_in(window: &WebviewWindow<MockRuntime>) {
    let body = json!({ "name": "jane", "code": "123456" });
    assert_eq!(ask(window, "plugin:daypass|login", body), Ok(Value::Null));
}

fn refused(answer: Result<Value, Value>) -> bool {
    let text = match &answer {
        Ok(_) => return false,
        Err(Value::String(text)) => text.clone(),
        Err(other) => other.to_string(),
    };
    text.contains("not allowed") || text.contains("not found")
}

#[test]
fn the_popover_may_ask_for_the_board() {
    let shell = Shell::start();
    let board = ask(&shell.window(LABEL), "plugin:daypass|board", json!({})).unwrap();
    assert_eq!(board["rows"][0]["name"], "jane");
    assert_eq!(board["rows"][0]["target"], "jane-mfa");
}

#[test]
fn six_digits_from_the_page_become_a_written_session() {
    let shell = Shell::start();
    let body = json!({ "name": "jane", "code": "123456", "duration": null });
    assert_eq!(ask(&shell.window(LABEL), "plugin:daypass|login", body), Ok(Value::Null));
    assert!(shell.world.files.credentials().contains("[jane-mfa]"));
    assert_eq!(shell.world.issuer.asked().len(), 1);
}

#[test]
fn what_is_no_code_is_refused_before_sts_hears_of_it() {
    let shell = Shell::start();
    let window = shell.window(LABEL);
    for code in ["12345", "1234567", "abcdef", "123456\n[default]", ""] {
        let body = json!({ "name": "jane", "code": code, "duration": null });
        let failure = ask(&window, "plugin:daypass|login", body).unwrap_err();
        assert_eq!(failure["code"], "bad-code", "{code:?}");
    }
    assert!(shell.world.issuer.asked().is_empty());
}

#[test]
fn the_page_may_ask_who_uses_a_profile() {
    let shell = Shell::start();
    let window = shell.window(LABEL);
    sign_in(&window);
    let told = ask(&window, "plugin:daypass|explain", json!({ "profile": "jane-mfa" })).unwrap();
    assert_eq!((&told["profile"], &told["ours"]), (&json!("jane-mfa"), &json!(true)));
    // Given by name, no variable of whoever runs the tests comes before it to this reader.
    let botocore = &told["readers"][0];
    assert_eq!((&botocore["reader"], &botocore["usesOurs"]), (&json!("botocore"), &json!(true)));
    let other = ask(&window, "plugin:daypass|explain", json!({ "profile": "jane" })).unwrap();
    assert_eq!((&other["ours"], &other["readers"][0]["usesOurs"]), (&json!(false), &json!(false)));
}

#[test]
fn without_a_change_there_is_no_backup_and_nothing_to_undo() {
    let shell = Shell::start();
    let window = shell.window(LABEL);
    assert_eq!(ask(&window, "plugin:daypass|backups", json!({})), Ok(json!([])));
    let failure = ask(&window, "plugin:daypass|preview_undo", json!({})).unwrap_err();
    assert_eq!(failure["code"], "no-backup");
}

#[test]
fn a_change_is_shown_and_undone_by_its_ticket() {
    let shell = Shell::start();
    let window = shell.window(LABEL);
    sign_in(&window);
    let backups = ask(&window, "plugin:daypass|backups", json!({})).unwrap();
    assert_eq!(backups[0]["reason"], "day");
    assert_eq!(backups[0]["taken"], "2026-11-22T12:00:00Z");

    let newest = ask(&window, "plugin:daypass|preview_undo", json!({})).unwrap();
    let by_id = json!({ "id": backups[0]["id"] });
    let chosen = ask(&window, "plugin:daypass|preview_undo", by_id).unwrap();
    assert_eq!((&newest["backup"], &newest["lines"]), (&chosen["backup"], &chosen["lines"]));
    assert_eq!(chosen["backup"], backups[0]);
    assert_eq!(chosen["path"], "/home/jane/.aws/credentials");
    assert_eq!(chosen["notes"], json!(["The living session in [jane-mfa] goes."]));
    assert!(
        chosen["lines"].as_array().unwrap().contains(&json!({ "kind": "removed", "text": "[jane-mfa]" }))
    );

    let unknown = ask(&window, "plugin:daypass|preview_undo", json!({ "id": "no such" })).unwrap_err();
    assert_eq!(unknown["code"], "no-backup");
    let chosen = ask(&window, "plugin:daypass|preview_undo", json!({ "id": backups[0]["id"] })).unwrap();
    let old = json!({ "ticket": newest["ticket"] });
    assert_eq!(ask(&window, "plugin:daypass|undo", old).unwrap_err()["code"], "outdated");
    let shown = json!({ "ticket": chosen["ticket"] });
    assert_eq!(ask(&window, "plugin:daypass|undo", shown), Ok(Value::Null));
    assert_eq!(shell.world.files.credentials(), CREDENTIALS);
}

#[test]
fn a_key_is_moved_by_its_ticket_and_purged_by_its_name() {
    let shell = Shell::start();
    let window = shell.window(LABEL);
    let name = json!({ "name": "jane" });
    let early = ask(&window, "plugin:daypass|purge_backups", name.clone()).unwrap_err();
    assert_eq!(early["code"], "bad-input", "the key still stands in the file");
    let shown = ask(&window, "plugin:daypass|preview_move_key", name.clone()).unwrap();
    assert_eq!(shown["backup"], Value::Null);
    let id = json!({ "kind": "removed", "text": "aws_access_key_id = …MPLE" });
    assert_eq!(shown["lines"][1], id);

    let ticket = json!({ "ticket": shown["ticket"] });
    assert_eq!(ask(&window, "plugin:daypass|move_key", ticket.clone()), Ok(json!(1)));
    assert_eq!(shell.world.files.credentials(), "");
    let board = ask(&window, "plugin:daypass|board", json!({})).unwrap();
    assert_eq!(
        (&board["rows"][0]["key"], &board["rows"][0]["target"]),
        (&json!("keyring"), &json!("jane-mfa"))
    );
    assert_eq!(ask(&window, "plugin:daypass|move_key", ticket).unwrap_err()["code"], "outdated");
    assert_eq!(ask(&window, "plugin:daypass|purge_backups", name.clone()), Ok(json!(1)));
    assert_eq!(ask(&window, "plugin:daypass|backups", json!({})), Ok(json!([])));
    let again = ask(&window, "plugin:daypass|preview_move_key", name).unwrap_err();
    assert_eq!(again["code"], "in-keyring");
}

#[test]
fn another_program_s_section_is_taken_over_only_when_told() {
    let shell = Shell::start();
    let window = shell.window(LABEL);
    let theirs = "[jane-mfa]\naws_access_key_id = ASIA1\naws_secret_access_key = s\naws_session_token = t\n\
                  manager = awsume\n";
    shell.world.files.replace_credentials(&format!("{CREDENTIALS}\n{theirs}"));
    let mut body = json!({ "name": "jane", "code": "123456" });
    let failure = ask(&window, "plugin:daypass|login", body.clone()).unwrap_err();
    assert_eq!(failure["code"], "foreign-owner");
    body["takeOver"] = json!(true);
    assert_eq!(ask(&window, "plugin:daypass|login", body), Ok(Value::Null));
    assert!(shell.world.files.credentials().contains("manager = daypass"));
}

#[test]
fn settings_are_shown_saved_and_known_on_the_desktop_by_then() {
    let shell = Shell::start();
    shell.app.manage(Preferences::new(Settings::default()));
    let window = shell.window(LABEL);
    let shown = ask(&window, "plugin:daypass|settings", json!({})).unwrap();
    assert_eq!((&shown["reminders"], &shown["theme"]), (&json!([900, 120, 0]), &json!("system")));
    assert_eq!(shown["credentialsFile"]["path"], "/home/jane/.aws/credentials");
    let mut form = json!({});
    for field in [
        "reminders",
        "quietHours",
        "sound",
        "startAtLogin",
        "shortcut",
        "theme",
        "language",
        "identityTarget",
        "roleTarget",
        "keepPage",
    ] {
        form[field] = shown[field].clone();
    }
    (form["configFile"], form["credentialsFile"]) = (Value::Null, Value::Null);
    form["theme"] = json!("dark");
    form["quietHours"] = json!({ "from": "22:00", "until": "07:00" });
    let saved = ask(&window, "plugin:daypass|save_settings", json!({ "form": form.clone() })).unwrap();
    assert_eq!((&saved["theme"], &saved["quietHours"]["until"]), (&json!("dark"), &json!("07:00")));
    form["identityTarget"] = json!("{name}");
    let failure = ask(&window, "plugin:daypass|save_settings", json!({ "form": form })).unwrap_err();
    assert_eq!(failure["code"], "bad-input");
}

#[test]
fn a_row_s_settings_are_shown_and_saved() {
    let shell = Shell::start();
    let window = shell.window(LABEL);
    let name = json!({ "name": "jane" });
    let shown = ask(&window, "plugin:daypass|profile_settings", name.clone()).unwrap();
    assert_eq!((&shown["kind"], &shown["key"]), (&json!("identity"), &json!("file")));
    assert_eq!(shown["target"], json!({ "chosen": null, "usual": "jane-mfa" }));
    let form = json!({
        "name": "jane", "serial": null, "region": null, "target": "elsewhere", "duration": 3600, "refresh": null,
        "direct": null, "sessionName": null, "externalId": null, "sourceIdentity": null,
    });
    let saved = ask(&window, "plugin:daypass|save_profile_settings", json!({ "form": form }));
    assert_eq!(saved, Ok(Value::Null));
    let shown = ask(&window, "plugin:daypass|profile_settings", name).unwrap();
    assert_eq!(
        (&shown["target"]["chosen"], &shown["duration"]["chosen"]),
        (&json!("elsewhere"), &json!(3600))
    );
}

#[test]
fn diagnostics_count_rows_and_name_nobody() {
    let shell = Shell::start();
    let window = shell.window(LABEL);
    sign_in(&window);
    let text = ask(&window, "plugin:daypass|diagnostics", json!({})).unwrap();
    let text = text.as_str().unwrap();
    let version = format!("Daypass\n  version: {}", env!("CARGO_PKG_VERSION"));
    assert!(text.starts_with(&version) && text.contains("\n  rows: 1 active\n"), "{text}");
    for name in ["jane", "123456789012", "AKIA", "ASIA", "planted-long-term-secret", "fake-session"] {
        assert!(!text.contains(name), "{name} in {text}");
    }
}

#[test]
fn no_answer_carries_a_secret() {
    let shell = Shell::start();
    let window = shell.window(LABEL);
    let body = json!({ "name": "jane", "code": "123456", "duration": null });
    let answers = [
        ask(&window, "plugin:daypass|login", body),
        ask(&window, "plugin:daypass|preview_undo", json!({})),
        ask(&window, "plugin:daypass|preview_move_key", json!({ "name": "jane" })),
        ask(&window, "plugin:daypass|board", json!({})),
        ask(&window, "plugin:daypass|test", json!({ "name": "jane" })),
        ask(&window, "plugin:daypass|explain", json!({ "profile": "jane" })),
        ask(&window, "plugin:daypass|explain", json!({ "profile": "jane-mfa" })),
        ask(&window, "plugin:daypass|settings", json!({})),
        ask(&window, "plugin:daypass|profile_settings", json!({ "name": "jane" })),
    ];
    let page = format!("{answers:?} {:?}", shell.world.sink.boards());
    for secret in
        ["planted-long-term-secret", "fake-session-secret", "fake-session-token", "AKIA", "ASIA", "123456"]
    {
        // The account number ends in …456789012, so the code is looked for as a word of its own.
        assert!(
            !page.contains(&format!("\"{secret}\"")) && !page.contains(&format!("{secret}-")),
            "{secret}"
        );
        assert!(secret == "123456" || !page.contains(secret), "{secret}");
    }
}

#[test]
fn whatever_is_not_listed_is_refused() {
    let shell = Shell::start();
    let window = shell.window(LABEL);
    for command in [
        "board",
        "plugin:daypass|anything_else",
        "plugin:event|emit",
        "plugin:window|set_title",
        "plugin:window|create",
        "plugin:webview|create_webview_window",
        "plugin:app|version",
        "plugin:path|resolve_directory",
        "plugin:fs|read_file",
        "plugin:shell|execute",
    ] {
        let answer = ask(&window, command, json!({}));
        assert!(refused(answer.clone()), "{command}: {answer:?}");
    }
}

#[test]
fn a_window_of_another_name_may_ask_nothing() {
    let shell = Shell::start();
    let window = shell.window("other");
    for command in [
        "board",
        "login",
        "add_key",
        "undo",
        "move_key",
        "purge_backups",
        "explain",
        "settings",
        "save_settings",
        "profile_settings",
        "save_profile_settings",
        "demo_code",
        "hide",
    ] {
        let answer = ask(&window, &format!("plugin:daypass|{command}"), json!({ "name": "jane" }));
        assert!(refused(answer.clone()), "{command}: {answer:?}");
    }
}

#[test]
fn every_command_that_is_granted_exists_and_the_other_way_round() {
    let capability: Value =
        serde_json::from_str(include_str!("../../src-tauri/capabilities/popover.json")).unwrap();
    let mut granted: Vec<String> = capability["permissions"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|permission| {
            permission.as_str()?.strip_prefix("daypass:allow-").map(|c| c.replace('-', "_"))
        })
        .collect();
    granted.sort();
    let build = include_str!("../../src-tauri/build.rs");
    let listed = build.split("COMMANDS: &[&str] = &[").nth(1).unwrap().split("];").next().unwrap();
    let mut listed: Vec<String> = listed.split('"').skip(1).step_by(2).map(str::to_owned).collect();
    listed.sort();
    assert_eq!(granted, listed);
    assert_eq!(capability["windows"], json!([LABEL]));
}

#[test]
fn the_page_has_no_network() {
    let conf: Value = serde_json::from_str(include_str!("../../tauri.conf.json")).unwrap();
    let security = &conf["app"]["security"];
    let csp = security["csp"].as_str().unwrap();
    assert!(csp.starts_with("default-src 'none';"), "{csp}");
    assert!(csp.contains("connect-src ipc: http://ipc.localhost;"), "{csp}");
    assert!(!csp.contains("unsafe") && !csp.contains('*') && !csp.contains("https:"), "{csp}");
    assert_eq!(security["capabilities"], json!(["popover"]));
    assert_eq!(conf["app"]["withGlobalTauri"], json!(false));
}

#[test]
fn the_manifest_names_one_version_everywhere() {
    let conf: Value = serde_json::from_str(include_str!("../../tauri.conf.json")).unwrap();
    assert_eq!(conf["version"], env!("CARGO_PKG_VERSION"));
    let package: Value = serde_json::from_str(include_str!("../../ui/package.json")).unwrap();
    assert_eq!(package["version"], env!("CARGO_PKG_VERSION"));
}
