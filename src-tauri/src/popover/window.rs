//! The popover's window through its life: made, shown, put in its place, freed; and its page's crashes.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use chrono::TimeDelta;
use tauri::{Emitter, Runtime, WebviewWindow};

use super::{LABEL, Popover};
use crate::page_address::SETTINGS;
use crate::popover_window::{self, FIRST_HEIGHT, Look};
use crate::{anchor, early_keys, page_crash, screens};

/// A page that dies sooner after the last time is not made again by itself.
const CRASHES_APART: TimeDelta = TimeDelta::seconds(30);

impl<R: Runtime> Popover<R> {
    pub(super) fn show(self: &Arc<Self>, profile: Option<&str>) -> tauri::Result<()> {
        let look = Look::from(&*self.settings());
        let window = match self.window() {
            Some(window) if self.state().look == look => {
                // While it was hidden it was told nothing.
                self.ask_for_board();
                let _ = self.app.emit_to(LABEL, "open", wish(profile));
                window
            }
            Some(outdated) => {
                self.state().again = Some(profile.map(str::to_owned));
                return outdated.destroy();
            }
            None => self.build(profile, look)?,
        };
        self.look_where_the_click_was(&window);
        self.put(&window);
        window.show()?;
        // Some window managers place a window only when it is mapped.
        self.put(&window);
        window.set_focus()
    }

    fn build(self: &Arc<Self>, profile: Option<&str>, look: Look) -> tauri::Result<WebviewWindow<R>> {
        let alone = {
            let mut state = self.state();
            state.toggle.begin_page();
            state.early.begin();
            state.look = look.clone();
            state.height = None;
            state.alone
        };
        let window = popover_window::build(&self.app, profile, &look, alone)?;
        let this = self.clone();
        window.on_window_event(move |event| this.hear(event));
        let this = self.clone();
        early_keys::watch(&window, move |typed| this.state().early.hold(typed))?;
        let this = self.clone();
        page_crash::watch(&window, move || this.page_crashed())?;
        Ok(window)
    }

    fn look_where_the_click_was(&self, window: &WebviewWindow<R>) {
        let Some(told) = self.state().clicked.take() else {
            return;
        };
        if let Some(place) = anchor::of_click(told, screens::pointer(&self.app), &screens::all(window)) {
            self.state().anchor = Some(place);
        }
    }

    /// Gives the window its height and puts it where it belongs; one that the user moves stays where it is.
    pub(super) fn put(&self, window: &WebviewWindow<R>) {
        let (anchor, height, alone) = {
            let state = self.state();
            (state.anchor, state.height.unwrap_or(FIRST_HEIGHT), state.alone)
        };
        if alone {
            popover_window::resize(window, height);
        } else {
            popover_window::put(window, anchor, height, &screens::all(window));
        }
    }

    /// The page's process has died: its window goes, and the next click makes a new one.
    fn page_crashed(self: &Arc<Self>) {
        tracing::error!("the page's process has ended");
        {
            let mut state = self.state();
            let was_shown = state.toggle.is_shown();
            state.toggle.hide();
            let now = self.clock.now();
            let before = state.crashed.replace(now);
            // Without a tray nothing else would bring it back; a page that cannot live stays away.
            let reopens =
                was_shown && state.alone && before.is_none_or(|before| now - before > CRASHES_APART);
            state.again = reopens.then_some(None);
        }
        self.next_turn();
        let this = self.clone();
        self.on_main_thread(move || {
            if let Some(window) = this.window() {
                let _ = window.destroy();
            }
        });
    }

    /// The window is gone for good; where another was wished for, it comes now.
    pub(super) fn window_gone(self: &Arc<Self>) {
        if let Some(profile) = self.state().again.take() {
            let this = self.clone();
            // Its name is free once this event is over.
            tauri::async_runtime::spawn(async move {
                let step = this.state().toggle.open();
                this.take(step, profile);
            });
        }
    }

    /// Frees the page when nobody has opened it for a while, unless it is to be kept.
    pub(super) fn free_later(self: &Arc<Self>, turn: u64) {
        let this = self.clone();
        tauri::async_runtime::spawn(async move {
            tokio::time::sleep(this.freed_after).await;
            if this.turn.load(Ordering::Relaxed) == turn
                && !this.settings().keep_page
                && let Some(window) = this.window()
            {
                let _ = window.destroy();
            }
        });
    }
}

/// What the page is to open, as it hears it.
fn wish(profile: Option<&str>) -> serde_json::Value {
    let settings = profile == Some(SETTINGS);
    serde_json::json!({ "name": profile.filter(|_| !settings), "settings": settings })
}
