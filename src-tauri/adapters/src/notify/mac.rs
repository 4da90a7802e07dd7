//! macOS's user notifications, through notify-rust. They are there for a signed bundle only, and after
//! the person was asked; a notice with the name of an earlier one takes its place.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, Weak};
use std::time::Duration;

use daypass_core::notice::{Notice, Urgency};
use mac_usernotifications::blocking::close_delivered;
use notify_rust::{
    Notification, NotificationHandle, NotificationResponse, Timeout, check_bundle, request_auth_blocking,
};

use super::icon::Icon;
use super::words::{self, Abilities};
use super::{Answers, lock};

/// *Clear All* tells nobody: after the longest session nobody waits for an answer any more.
const LONGEST: Timeout = Timeout::Milliseconds(36 * 3_600_000);

/// notify-rust does not wait while the main thread is at work: so often a notice is handed over again.
const TRIES: u32 = 5;

/// The notification centre, and the notices that it shows, as far as we know.
pub(super) struct Service {
    answers: Answers,
    shown: Mutex<HashMap<String, Turn>>,
}

/// Tells a notice from its successor with the same name.
type Turn = Arc<()>;

impl Service {
    /// The icon is the bundle's.
    pub(super) fn new(_icon: Icon, _deadline: Duration, answers: Answers) -> Self {
        Self { answers, shown: Mutex::default() }
    }

    pub(super) fn is_shown(&self, id: &str) -> bool {
        lock(&self.shown).contains_key(id)
    }

    pub(super) fn show(self: &Arc<Self>, notice: &Notice) -> Result<(), String> {
        check_bundle().map_err(|e| e.to_string())?;
        // Asks the person once; later calls answer at once.
        if !request_auth_blocking().map_err(|e| e.to_string())? {
            return Err("notifications are not allowed for Daypass".to_owned());
        }
        let notification = in_words(notice);
        let handle = notification.show().map_err(|e| e.to_string())?;
        let turn = Turn::default();
        lock(&self.shown).insert(notice.id.clone(), Arc::clone(&turn));
        let (service, notice) = (Arc::downgrade(self), notice.clone());
        let listen = move || {
            let response = response(&service, &notice.id, &turn, notification, handle);
            if let Some(service) = service.upgrade() {
                service.ended(&notice, &turn, response);
            }
        };
        let thread = std::thread::Builder::new().name("notice answer".to_owned());
        thread.spawn(listen).map(|_| ()).map_err(|e| e.to_string())
    }

    pub(super) fn amend(self: &Arc<Self>, notice: &Notice) -> Result<(), String> {
        self.show(notice)
    }

    pub(super) fn withdraw(&self, id: &str) -> Result<(), String> {
        if lock(&self.shown).remove(id).is_some() {
            // notify-rust closes with the handle alone, which waits for the answer.
            close_delivered(id);
        }
        Ok(())
    }

    fn has(&self, id: &str, turn: &Turn) -> bool {
        lock(&self.shown).get(id).is_some_and(|now| Arc::ptr_eq(now, turn))
    }

    fn ended(&self, notice: &Notice, turn: &Turn, response: Option<NotificationResponse>) {
        if self.has(&notice.id, turn) {
            lock(&self.shown).remove(&notice.id);
        }
        let answer = match &response {
            Some(NotificationResponse::Default) => words::answer(words::BODY, &notice.profile),
            Some(NotificationResponse::Action(name)) => words::answer(name, &notice.profile),
            Some(NotificationResponse::Reply(_) | NotificationResponse::Closed(_)) | None => None,
        };
        if let Some(answer) = answer {
            (self.answers)(answer);
        }
    }
}

/// Waits until the notice is clicked or closed. None: nobody can say.
fn response(
    service: &Weak<Service>,
    id: &str,
    turn: &Turn,
    notification: Notification,
    mut handle: NotificationHandle,
) -> Option<NotificationResponse> {
    for _ in 0..TRIES {
        let mut response = None;
        let waited = handle.wait_for_response(|said: &NotificationResponse| response = Some(said.clone()));
        let Err(error) = waited else {
            return response;
        };
        if !service.upgrade().is_some_and(|service| service.has(id, turn)) {
            return None;
        }
        tracing::info!("a notice is handed over again: {error}");
        handle = notification.show().ok()?;
    }
    tracing::warn!("a notice is shown, but its buttons do nothing");
    None
}

fn in_words(notice: &Notice) -> Notification {
    let words = words::of(notice, Abilities { actions: true, markup: false, body: true });
    let mut notification = Notification::new();
    notification.id(notice.id.as_str()).summary(&words.title).body(&words.body).timeout(LONGEST).urgency(
        match notice.urgency {
            Urgency::Low => notify_rust::Urgency::Low,
            Urgency::Normal => notify_rust::Urgency::Normal,
            // Comes through a focus; needs no entitlement, unlike the level above.
            Urgency::Critical => notify_rust::Urgency::Critical,
        },
    );
    if notice.sound {
        // The empty name is the default sound.
        notification.sound_name("");
    }
    // A click on the notice itself is told without being asked for.
    for (name, label) in words.actions.iter().filter(|(name, _)| *name != words::BODY) {
        notification.action(name, label);
    }
    notification
}
