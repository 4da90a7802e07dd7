//! macOS's notification centre. It tells neither whether a notice was shown nor lets us take one
//! back, so the tray has to say the same.

use std::sync::{Arc, Once};

use daypass_core::notice::Notice;
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

/// The library accepts one application for the life of the process.
static APPLICATION: Once = Once::new();

pub(super) fn show(desk: &Arc<Desk>, notice: &Notice, _replaced: Option<&Shown>) -> Result<Shown, String> {
    APPLICATION.call_once(|| {
        // Fails for a program that is not installed as a bundle; notices then carry another icon.
        if let Err(error) = notify_rust::set_application("dev.daypass.desktop") {
            tracing::warn!(%error, "notices will not carry Daypass's name");
        }
    });
    let words = words::of(notice, Abilities { actions: true, markup: false });
    let mut notification = Notification::new();
    notification.appname("Daypass").icon(&desk.icon).summary(&words.title).body(&words.body);
    for (name, label) in &words.actions {
        notification.action(name, label);
    }
    let handle = notification.show().map_err(|e| e.to_string())?;
    let (desk, notice) = (Arc::clone(desk), notice.clone());
    let listen = move || {
        // On this platform waiting is what shows the notice.
        let heard = handle.wait_for_response(|response: &NotificationResponse| match response {
            NotificationResponse::Default => desk.ended(&notice, Some("default")),
            NotificationResponse::Action(label) => desk.ended(&notice, Some(label)),
            NotificationResponse::Reply(_) | NotificationResponse::Closed(_) => {}
        });
        if let Err(error) = heard {
            tracing::warn!(%error, "a notice was not shown");
        }
    };
    let thread = std::thread::Builder::new().name("notice answer".to_owned());
    thread.spawn(listen).map(|_| Shown).map_err(|e| e.to_string())
}
