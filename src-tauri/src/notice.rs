//! From a notice's button back to the desktop.

use std::sync::Arc;

use daypass_core::keeper::Request;
use daypass_core::notice::NoticeAnswer;
use tauri::{AppHandle, Manager, Runtime};

use crate::desk::Desk;
use crate::popover::Popover;

/// What to do with the answers of notices.
pub fn on_answer<R: Runtime>(app: AppHandle<R>) -> Arc<dyn Fn(NoticeAnswer) + Send + Sync> {
    Arc::new(move |answer| match answer {
        NoticeAnswer::EnterCode { profile } => {
            if let Some(popover) = app.try_state::<Arc<Popover<R>>>() {
                popover.open(Some(profile));
            }
        }
        NoticeAnswer::Snooze { profile } => {
            if let Some(desk) = app.try_state::<Desk>() {
                desk.keeper().tell_from_outside(Request::Snooze(profile));
            }
        }
    })
}
