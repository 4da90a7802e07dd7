//! The page's rights, on Tauri's mock runtime with the real capability file: what is listed works,
//! anything else is refused.
#![allow(clippy::unwrap_used, clippy::unwrap_in_result, reason = "a test may fail loudly")]

use daypass_core::fakes::World;
use daypass_core::keeper::Keeper;
use daypass_desktop::commands;
use daypass_desktop::desk::{Charge, Desk};
use daypass_desktop::popover::{LABEL, Popover};
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
        app.manage(Desk::new(Charge { keeper: handle, watch: None }, None));
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
fn no_answer_carries_a_secret() {
    let shell = Shell::start();
    let window = shell.window(LABEL);
    let body = json!({ "name": "jane", "code": "123456", "duration": null });
    let answers = [
        ask(&window, "plugin:daypass|login", body),
        ask(&window, "plugin:daypass|board", json!({})),
        ask(&window, "plugin:daypass|test", json!({ "name": "jane" })),
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
    for command in ["board", "login", "add_key", "demo_code", "hide"] {
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
