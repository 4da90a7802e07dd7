//! The least that a Tauri program in the tray can be: an icon, no window until its first click, then one
//! window with one text field. The benches measure Daypass beside it on the same machine.
//!
//! Its tray is `ksni`, as Daypass's is on Linux: leaner than Tauri's own, which loads libappindicator and
//! GTK's menus. It prints `accepted` as soon as its page has taken six digits.
#![forbid(unsafe_code)]

#[cfg(target_os = "linux")]
fn main() -> tauri::Result<()> {
    linux::main()
}

#[cfg(not(target_os = "linux"))]
fn main() {}

#[cfg(target_os = "linux")]
#[expect(clippy::print_stdout, reason = "the bench listens")]
mod linux {
    use std::sync::Mutex;

    use ksni::blocking::TrayMethods;
    use ksni::{Icon, Tray};
    use tauri::{AppHandle, Manager, RunEvent, WebviewUrl, WebviewWindowBuilder, WindowEvent, Wry};

    const LABEL: &str = "empty";
    const SIDE: i32 = 22;

    pub(super) fn main() -> tauri::Result<()> {
        let app = tauri::Builder::default()
            .setup(|app| {
                let item = Item(app.handle().clone());
                // As long as the handle lives, the icon does.
                app.manage(Mutex::new(item.spawn()?));
                Ok(())
            })
            .build(tauri::generate_context!())?;
        app.run(|_, event| {
            if let RunEvent::ExitRequested { code: None, api, .. } = event {
                api.prevent_exit();
            }
        });
        Ok(())
    }

    struct Item(AppHandle<Wry>);

    impl Tray for Item {
        fn id(&self) -> String {
            "daypass-empty".to_owned()
        }

        fn icon_pixmap(&self) -> Vec<Icon> {
            vec![Icon { width: SIDE, height: SIDE, data: vec![255; 4 * 22 * 22] }]
        }

        fn activate(&mut self, _x: i32, _y: i32) {
            let app = self.0.clone();
            let _ = self.0.run_on_main_thread(move || {
                if let Err(error) = toggle(&app) {
                    println!("not opened: {error}");
                }
            });
        }
    }

    /// Opens the window, made at the first click, or hides it.
    fn toggle(app: &AppHandle<Wry>) -> tauri::Result<()> {
        let window = match app.get_webview_window(LABEL) {
            Some(window) if window.is_visible()? => return window.hide(),
            Some(window) => window,
            None => WebviewWindowBuilder::new(app, LABEL, WebviewUrl::App("index.html".into()))
                .title("Empty")
                .inner_size(360.0, 320.0)
                .decorations(false)
                .skip_taskbar(true)
                .always_on_top(true)
                .visible(false)
                .focused(true)
                .on_document_title_changed(|_, title| {
                    if title.starts_with("got ") {
                        println!("accepted");
                    }
                })
                .build()?,
        };
        let hidden = window.clone();
        window.on_window_event(move |event| {
            if let WindowEvent::CloseRequested { api, .. } = event {
                api.prevent_close();
                let _ = hidden.hide();
            }
        });
        window.show()?;
        window.set_focus()
    }
}
