//! The popover on the mock runtime: its page is made on need and freed when nobody needs it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use daypass_core::settings::Settings;
use daypass_desktop::popover::{LABEL, Popover};
use daypass_desktop::preferences::Preferences;
use serde_json::json;
use tauri::Manager;
use tauri::test::MockRuntime;

use crate::{Shell, ask};

const SOON: Duration = Duration::from_millis(60);
/// The mock runtime looks at its messages once a second.
const PATIENCE: Duration = Duration::from_secs(3);

impl Shell {
    fn popover(&self) -> Arc<Popover<MockRuntime>> {
        Popover::freed_after(self.app.handle().clone(), self.world.clock.clone(), SOON)
    }

    fn has_page(&self) -> bool {
        self.app.get_webview_window(LABEL).is_some()
    }

    fn keep_page(&self, keep_page: bool) {
        self.app.manage(Preferences::new(Settings { keep_page, ..Settings::default() }));
    }

    /// Runs until the last window has gone; whether it went by itself within [`PATIENCE`].
    fn frees_its_page(self) -> bool {
        let impatient = Arc::new(AtomicBool::new(false));
        let (app, flag) = (self.app.handle().clone(), impatient.clone());
        let watchdog = std::thread::spawn(move || {
            std::thread::sleep(PATIENCE);
            flag.store(true, Ordering::SeqCst);
            // Nothing to do when it has gone already.
            let _ = app.get_webview_window(LABEL).map(|window| window.destroy());
        });
        let (sender, receiver) = std::sync::mpsc::channel();
        self.app.run_return(move |_, event| {
            if let tauri::RunEvent::ExitRequested { .. } = event {
                let _ = sender.send(!impatient.load(Ordering::SeqCst));
            }
        });
        let freed = receiver.recv().unwrap();
        watchdog.join().unwrap();
        freed
    }
}

#[test]
fn there_is_no_page_before_somebody_needs_one() {
    let shell = Shell::start();
    let popover = shell.popover();
    assert!(!shell.has_page());
    popover.click(None);
    assert!(shell.has_page() && popover.is_shown());
    popover.hide();
    assert!(shell.has_page() && !popover.is_shown(), "for a while it can be opened at once");
}

#[test]
fn a_page_that_nobody_uses_is_freed() {
    let shell = Shell::start();
    let popover = shell.popover();
    popover.click(None);
    popover.hide();
    assert!(shell.frees_its_page());
}

#[test]
fn a_page_that_was_opened_again_in_time_is_not_freed() {
    let shell = Shell::start();
    let popover = shell.popover();
    popover.click(None);
    popover.hide();
    popover.open(None);
    assert!(!shell.frees_its_page());
}

#[test]
fn a_page_that_shall_be_kept_is_kept() {
    let shell = Shell::start();
    let popover = shell.popover();
    shell.keep_page(true);
    popover.click(None);
    popover.hide();
    assert!(!shell.frees_its_page());
}

#[test]
fn the_page_may_say_that_it_holds_typed_text() {
    let shell = Shell::start();
    let window = shell.window(LABEL);
    for held in [true, false] {
        let answer = ask(&window, "plugin:daypass|hold", json!({ "held": held }));
        assert_eq!(answer, Ok(serde_json::Value::Null));
    }
    assert!(ask(&shell.window("another"), "plugin:daypass|hold", json!({ "held": true })).is_err());
}
