//! The one window: made on first need, shown beside the tray, hidden when done, freed when unused.

mod alone;
mod window;

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::{DateTime, Utc};
use daypass_core::keeper::Request;
use daypass_core::ports::Clock;
use daypass_core::settings::Settings;
use tauri::{AppHandle, Manager, Runtime, WebviewWindow, WindowEvent};
use zeroize::Zeroizing;

use crate::desk::Desk;
use crate::early_keys::EarlyKeys;
use crate::popover_place::{LEAST_HEIGHT, Point};
use crate::popover_toggle::{Step, Toggle};
use crate::popover_window::Look;
use crate::preferences::Preferences;

/// The window's label: the capability file names it.
pub const LABEL: &str = "popover";
const HEIGHTS: (f64, f64) = (LEAST_HEIGHT, 560.0);
/// An unused page is two processes and 180 MB; after this long it is not worth keeping.
const FREED_AFTER: Duration = Duration::from_secs(600);

/// The popover of this app.
pub struct Popover<R: Runtime> {
    app: AppHandle<R>,
    clock: Arc<dyn Clock>,
    freed_after: Duration,
    state: Mutex<State>,
    /// Counts shows and hides, so that a freeing that was planned before the last show is void.
    turn: AtomicU64,
}

#[derive(Default)]
struct State {
    toggle: Toggle,
    anchor: Option<Point>,
    /// A click that has not been looked at: where the host said that it was, if it said so.
    clicked: Option<Option<Point>>,
    height: Option<f64>,
    /// What was typed before the page could take it.
    early: EarlyKeys,
    /// What the page was made with.
    look: Look,
    /// Whether there is no tray: then this is an ordinary window that the user moves and closes.
    alone: bool,
    /// How many requests of the page are waited for that keep it open.
    waits: u32,
    /// When the page's process died last.
    crashed: Option<DateTime<Utc>>,
    /// Open again, on this row, once the window that is going has gone.
    again: Option<Option<String>>,
}

impl<R: Runtime> Popover<R> {
    /// A popover without a window yet.
    pub fn new(app: AppHandle<R>, clock: Arc<dyn Clock>) -> Arc<Self> {
        Self::freed_after(app, clock, FREED_AFTER)
    }

    /// One whose page is freed after another time.
    pub fn freed_after(app: AppHandle<R>, clock: Arc<dyn Clock>, freed_after: Duration) -> Arc<Self> {
        Arc::new(Self { app, clock, freed_after, state: Mutex::default(), turn: AtomicU64::new(0) })
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
            state.clicked = Some(anchor);
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

    /// Keeps it while a form holds typed text.
    pub fn set_held(&self, held: bool) {
        self.state().toggle.set_held(held);
    }

    /// What was typed before the page was there; from now on the page takes its keys itself.
    pub fn typed_early(&self) -> Zeroizing<String> {
        self.state().early.take()
    }

    /// Keeps it until what is returned is dropped: somebody waits for what was typed here.
    pub fn staying(self: &Arc<Self>) -> Staying<R> {
        self.state().waits += 1;
        Staying(self.clone())
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
                this.put(&window);
            }
        });
    }

    /// Has the board published again, for a page that may have missed something.
    fn ask_for_board(&self) {
        if let Some(desk) = self.app.try_state::<Desk>() {
            desk.keeper().tell_from_outside(Request::Wake);
        }
    }

    /// The window tells of itself.
    pub fn hear(self: &Arc<Self>, event: &WindowEvent) {
        match event {
            WindowEvent::Focused(false) => {
                let step = {
                    let mut state = self.state();
                    if state.alone || state.waits > 0 {
                        Step::Stay
                    } else {
                        state.toggle.blur(self.clock.now())
                    }
                };
                self.take(step, None);
            }
            WindowEvent::Destroyed => self.window_gone(),
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

    fn settings(&self) -> Arc<Settings> {
        self.app.try_state::<Preferences>().map(|preferences| preferences.now()).unwrap_or_default()
    }

    fn window(&self) -> Option<WebviewWindow<R>> {
        self.app.get_webview_window(LABEL)
    }

    fn on_main_thread(&self, work: impl FnOnce() + Send + 'static) {
        if let Err(error) = self.app.run_on_main_thread(work) {
            tracing::error!("the desktop does not answer: {error}");
        }
    }
}

/// Keeps the popover open while this lives.
pub struct Staying<R: Runtime>(Arc<Popover<R>>);

impl<R: Runtime> Drop for Staying<R> {
    fn drop(&mut self) {
        let mut state = self.0.state();
        state.waits = state.waits.saturating_sub(1);
    }
}
