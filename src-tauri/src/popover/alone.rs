//! The popover of a desktop without a tray: an ordinary window.

use std::sync::Arc;

use daypass_core::text;
use daypass_core::text::InLanguage;
use daypass_core::view::{BoardView, FailureView};
use tauri::Runtime;

use super::Popover;

impl<R: Runtime> Popover<R> {
    /// Says whether this desktop has a tray. Without one the popover is a window that stays, and that
    /// `opens` at once or when somebody asks for it.
    pub fn set_alone(self: &Arc<Self>, alone: bool, opens: bool) {
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
        if !alone {
            self.hide();
        } else if opens {
            self.open(None);
        }
        self.ask_for_board();
    }

    /// Says on the board why there is a window where a tray icon should be.
    #[must_use]
    pub fn explain_itself(&self, mut board: BoardView) -> BoardView {
        if self.state().alone && board.banner.is_none() {
            let banner = FailureView {
                code: "no-tray".to_owned(),
                message: text!("This desktop shows no tray icons, so Daypass is a window here."),
                hint: text!(
                    "It moves to the tray as soon as there is one (on GNOME, the AppIndicator extension adds it)."
                ),
                detail: None,
                request_id: None,
            };
            board.banner = Some(banner.in_language(board.language));
        }
        board
    }
}
