//! The one window: made on first need, shown beside the tray, hidden when done, freed when unused.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use daypass_core::keeper::Request;
use daypass_core::ports::Clock;
use daypass_core::text;
use daypass_core::view::{BoardView, FailureView};
use tauri::webview::NewWindowResponse;
use tauri::{
    AppHandle, Emitter, LogicalSize, Manager, PhysicalPosition, Runtime, WebviewUrl, WebviewWindow,
    WebviewWindowBuilder, WindowEvent,
};

use crate::desk::Desk;
use crate::page_address::{is_own_page, percent_encoded};
use crate::page_crash;
use crate::popover_place::{Point, place};
use crate::popover_toggle::{Step, Toggle};
use crate::screens::{Screen, screen};

/// The window's label: the capability file names it.
pub const LABEL: &str = "popover";
const WIDTH: f64 = 360.0;
const FIRST_HEIGHT: f64 = 320.0;
const HEIGHTS: (f64, f64) = (120.0, 560.0);
/// An unused page is two processes and 180 MB; after this long it is not worth keeping.
const FREED_AFTER: Duration = Duration::from_secs(600);
/// A page that dies sooner after the last time is not made again by itself.
const CRASHES_APART: TimeDelta = TimeDelta::seconds(30);

/// The popover of this app.
pub struct Popover<R: Runtime> {
    app: AppHandle<R>,
    clock: Arc<dyn Clock>,
    state: Mutex<State>,
    /// Counts shows and hides, so that a freeing that was planned before the last show is void.
    turn: AtomicU64,
}

#[derive(Default)]
struct State {
    toggle: Toggle,
    anchor: Option<Point>,
    height: Option<f64>,
    /// Whether there is no tray: then this is an ordinary window that the user moves and closes.
    alone: bool,
    /// When the page's process died last.
    crashed: Option<DateTime<Utc>>,
}

impl<R: Runtime> Popover<R> {
    /// A popover without a window yet.
    pub fn new(app: AppHandle<R>, clock: Arc<dyn Clock>) -> Arc<Self> {
        Arc::new(Self { app, clock, state: Mutex::default(), turn: AtomicU64::new(0) })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether it is on the screen.
    pub fn is_shown(&self) -> bool {
        self.state().toggle.is_shown()
    }

    /// The tray icon was clicked, at `anchor` if the host told.
    pub fn click(self: &Arc<Self>, anchor: Option<Point>) {
        let step = {
            let mut state = self.state();
            if anchor.is_some() {
                state.anchor = anchor;
            }
            state.toggle.click(self.clock.now())
        };
        self.take(step, None);
    }

    /// Opens it on a row, or on the most urgent one.
    pub fn open(self: &Arc<Self>, profile: Option<String>) {
        let step = self.state().toggle.open();
        self.take(step, profile);
    }

    /// The page is done. Without a tray the window stays: nothing there would bring it back.
    pub fn dismiss(self: &Arc<Self>) {
        if !self.state().alone {
            self.hide();
        }
    }

    /// Hides it.
    pub fn hide(self: &Arc<Self>) {
        let step = self.state().toggle.hide();
        self.take(step, None);
    }

    /// Keeps it while something else has the keyboard.
    pub fn set_pinned(&self, pinned: bool) {
        self.state().toggle.set_pinned(pinned);
    }

    /// Gives it the height of its content, in CSS pixels.
    pub fn fit(self: &Arc<Self>, height: f64) {
        let height = height.clamp(HEIGHTS.0, HEIGHTS.1);
        if self.state().height.replace(height) == Some(height) {
            return;
        }
        let this = self.clone();
        self.on_main_thread(move || {
            if let Some(window) = this.window() {
                let _ = window.set_size(LogicalSize::new(WIDTH, height));
                this.put(&window);
            }
        });
    }

    /// Says whether this desktop has a tray. Without one the popover is a window that stays.
    pub fn set_alone(self: &Arc<Self>, alone: bool) {
        let was_alone = std::mem::replace(&mut self.state().alone, alone);
        if was_alone == alone {
            return;
        }
        let this = self.clone();
        self.on_main_thread(move || {
            if let Some(window) = this.window() {
                let _ = window.set_decorations(alone);
                let _ = window.set_skip_taskbar(!alone);
                let _ = window.set_always_on_top(!alone);
            }
        });
        if alone {
            self.open(None)
        } else {
            self.hide()
        }
        self.ask_for_board();
    }

    /// Has the board published again, for a page that may have missed something.
    fn ask_for_board(&self) {
        if let Some(desk) = self.app.try_state::<Desk>() {
            desk.keeper().tell_from_outside(Request::Wake);
        }
    }

    /// Says on the board why there is a window where a tray icon should be.
    #[must_use]
    pub fn explain_itself(&self, mut board: BoardView) -> BoardView {
        if self.state().alone && board.banner.is_none() {
            board.banner = Some(FailureView {
                code: "no-tray".to_owned(),
                message: text!("This desktop shows no tray icons, so Daypass is a window here."),
                hint: text!(
                    "It moves to the tray as soon as there is one (on GNOME, the AppIndicator extension adds it)."
                ),
                detail: None,
                request_id: None,
            });
        }
        board
    }

    /// The window tells of itself.
    pub fn hear(self: &Arc<Self>, event: &WindowEvent) {
        match event {
            WindowEvent::Focused(false) => {
                let step = {
                    let mut state = self.state();
                    if state.alone { Step::Stay } else { state.toggle.blur(self.clock.now()) }
                };
                self.take(step, None);
            }
            WindowEvent::CloseRequested { api, .. } => {
                // Closing the window never ends the program.
                api.prevent_close();
                self.hide();
            }
            _ => {}
        }
    }

    fn take(self: &Arc<Self>, step: Step, profile: Option<String>) {
        let this = self.clone();
        match step {
            Step::Show => {
                self.next_turn();
                self.on_main_thread(move || {
                    if let Err(error) = this.show(profile.as_deref()) {
                        tracing::error!("the popover could not be opened: {error}");
                        this.state().toggle.hide();
                    }
                });
            }
            Step::Hide => {
                let turn = self.next_turn();
                self.on_main_thread(move || {
                    if let Some(window) = this.window() {
                        let _ = window.hide();
                    }
                });
                self.free_later(turn);
            }
            // Nothing changes: least of all the freeing that was planned when it was hidden.
            Step::Stay => {}
        }
    }

    fn next_turn(&self) -> u64 {
        self.turn.fetch_add(1, Ordering::Relaxed) + 1
    }

    fn show(self: &Arc<Self>, profile: Option<&str>) -> tauri::Result<()> {
        let window = match self.window() {
            Some(window) => {
                // While it was hidden it was told nothing.
                self.ask_for_board();
                let _ = self.app.emit_to(LABEL, "open", serde_json::json!({ "name": profile }));
                window
            }
            None => self.build(profile)?,
        };
        self.put(&window);
        window.show()?;
        // Some window managers place a window only when it is mapped.
        self.put(&window);
        window.set_focus()
    }

    /// Makes the window. A row to open on travels in the address, because a page that is not there
    /// yet hears no event.
    fn build(self: &Arc<Self>, profile: Option<&str>) -> tauri::Result<WebviewWindow<R>> {
        let alone = self.state().alone;
        let address = profile
            .map_or_else(|| "index.html".to_owned(), |name| format!("index.html#{}", percent_encoded(name)));
        let window = WebviewWindowBuilder::new(&self.app, LABEL, WebviewUrl::App(address.into()))
            .title("Daypass")
            .inner_size(WIDTH, FIRST_HEIGHT)
            .resizable(false)
            .maximizable(false)
            .decorations(alone)
            .skip_taskbar(!alone)
            .always_on_top(!alone)
            .visible(false)
            .focused(true)
            .on_navigation(is_own_page)
            .on_new_window(|_, _| NewWindowResponse::Deny)
            .disable_drag_drop_handler()
            .build()?;
        let this = self.clone();
        window.on_window_event(move |event| this.hear(event));
        let this = self.clone();
        page_crash::watch(&window, move || this.page_crashed())?;
        Ok(window)
    }

    /// The page's process has died: its window goes, and the next click makes a new one.
    fn page_crashed(self: &Arc<Self>) {
        tracing::error!("the page's process has ended");
        let reopens = {
            let mut state = self.state();
            let was_shown = state.toggle.is_shown();
            state.toggle.hide();
            let now = self.clock.now();
            let before = state.crashed.replace(now);
            // Without a tray nothing else would bring it back; a page that cannot live stays away.
            was_shown && state.alone && before.is_none_or(|before| now - before > CRASHES_APART)
        };
        self.next_turn();
        let this = self.clone();
        self.on_main_thread(move || {
            if let Some(window) = this.window() {
                let _ = window.destroy();
            }
            if reopens {
                this.open(None);
            }
        });
    }

    fn window(&self) -> Option<WebviewWindow<R>> {
        self.app.get_webview_window(LABEL)
    }

    /// Puts the window where it belongs; a window that the user moves stays where it is.
    fn put(&self, window: &WebviewWindow<R>) {
        let (anchor, height, alone) = {
            let state = self.state();
            (state.anchor, state.height.unwrap_or(FIRST_HEIGHT), state.alone)
        };
        if alone {
            return;
        }
        let Some(Screen { whole, work, scale }) = screen(window, anchor) else {
            return;
        };
        // The window's own size is not known before it is mapped; the wanted one is.
        #[expect(clippy::cast_possible_truncation, reason = "at most 560 pixels times a screen's scale")]
        let size = ((WIDTH * scale).round() as i32, (height * scale).round() as i32);
        let spot = place(anchor, size, whole, work);
        let _ = window.set_position(PhysicalPosition::new(spot.x, spot.y));
    }

    fn free_later(self: &Arc<Self>, turn: u64) {
        let this = self.clone();
        tauri::async_runtime::spawn(async move {
            tokio::time::sleep(FREED_AFTER).await;
            if this.turn.load(Ordering::Relaxed) == turn
                && let Some(window) = this.window()
            {
                let _ = window.destroy();
            }
        });
    }

    fn on_main_thread(&self, work: impl FnOnce() + Send + 'static) {
        if let Err(error) = self.app.run_on_main_thread(work) {
            tracing::error!("the desktop does not answer: {error}");
        }
    }
}
