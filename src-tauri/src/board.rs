//! The desktop as the board's audience: the tray always, the page while it is seen.

use std::sync::Arc;

use daypass_core::ports::{AwsPaths, BoardSink, Clock, Places};
use daypass_core::settings::Settings;
use daypass_core::view::BoardView;
use tauri::{AppHandle, Emitter, Manager, Runtime};

use crate::desk::Desk;
use crate::popover::{LABEL, Popover};
use crate::preferences::Preferences;
use crate::tray::Tray;
use crate::tray_model::tray_model;
use crate::{setup, shortcut};

/// Shows boards on the desktop.
pub struct DesktopSink<R: Runtime> {
    /// To reach the page.
    pub app: AppHandle<R>,
    /// To know whether the page is seen.
    pub popover: Arc<Popover<R>>,
    /// The tray.
    pub tray: Arc<Tray>,
    /// For the words about time.
    pub clock: Arc<dyn Clock>,
    /// Where the files of this keeper are.
    pub paths: AwsPaths,
    /// Where they ought to be.
    pub places: Arc<dyn Places>,
}

impl<R: Runtime> BoardSink for DesktopSink<R> {
    fn publish(&self, board: &BoardView) {
        for row in &board.rows {
            tracing::debug!(name = row.name, state = row.state.name(), expires = row.expires, "board");
        }
        let now = board.now(self.clock.now());
        let wall = |end| self.clock.local_time(now.wall_of(end));
        self.tray.apply(tray_model(board, now.aws(), &wall));
        // A hidden page asks for the board when it is opened; until then it may sleep.
        if self.popover.is_shown()
            && let Err(error) = self.app.emit_to(LABEL, "board", self.popover.explain_itself(board.clone()))
        {
            tracing::warn!("the page does not hear: {error}");
        }
        // The watch has no clock of its own: it goes along with the keeper's, which comes by here.
        if let Some(desk) = self.app.try_state::<Desk>() {
            desk.check_watch();
        }
    }

    fn settle(&self, settings: &Settings) {
        if let Some(preferences) = self.app.try_state::<Preferences>() {
            preferences.set(settings);
        }
        shortcut::follow(&self.app, settings.shortcut.clone());
        if self.places.aws().paths(settings) != self.paths {
            setup::look_elsewhere(self.app.clone());
        }
    }
}
