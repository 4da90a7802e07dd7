//! Windows toasts. They appear only for a program whose AppUserModelID is registered with a
//! Start-menu shortcut (`design/safety.md`, section 8), and cannot be taken back from here.

use std::sync::Arc;

use daypass_core::notice::{Notice, Urgency};
use notify_rust::{Notification, NotificationResponse};

use super::Desk;
use super::words::{self, Abilities};

/// A notice that was handed over.
pub(super) struct Shown;

impl Shown {
    pub(super) fn close(&self) {}

    pub(super) fn into_connection(self) -> Connection {}
}

/// There is none to keep.
pub(super) type Connection = ();

pub(super) fn show(desk: &Arc<Desk>, notice: &Notice, _replaced: Option<&Shown>) -> Result<Shown, String> {
    let words = words::of(notice, Abilities { actions: true, markup: false });
    let mut notification = Notification::new();
    notification.app_id("dev.daypass.desktop").icon(&desk.icon).summary(&words.title).body(&words.body);
    notification.urgency(match notice.urgency {
        Urgency::Low => notify_rust::Urgency::Low,
        Urgency::Normal => notify_rust::Urgency::Normal,
        Urgency::Critical => notify_rust::Urgency::Critical,
    });
    // A click on a toast's body is reported without being asked for.
    for (name, label) in words.actions.iter().filter(|(name, _)| *name != "default") {
        notification.action(name, label);
    }
    let handle = notification.show().map_err(|e| e.to_string())?;
    let (desk, notice) = (Arc::clone(desk), notice.clone());
    let listen = move || {
        let heard = handle.wait_for_response(|response: &NotificationResponse| match response {
            NotificationResponse::Default => desk.ended(&notice, Some("default")),
            NotificationResponse::Action(name) => desk.ended(&notice, Some(name)),
            NotificationResponse::Reply(_) | NotificationResponse::Closed(_) => {}
        });
        if let Err(error) = heard {
            tracing::warn!(%error, "a notice was not answered");
        }
    };
    let thread = std::thread::Builder::new().name("notice answer".to_owned());
    thread.spawn(listen).map(|_| Shown).map_err(|e| e.to_string())
}
