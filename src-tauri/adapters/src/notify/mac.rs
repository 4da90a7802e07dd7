//! macOS's user notifications. They are there for a signed bundle only, and after the person was
//! asked; a notice with the name of an earlier one takes its place.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use daypass_core::notice::{Notice, Urgency};
use mac_usernotifications::{
    Action, InterruptionLevel, Notification, NotificationHandle, blocking, check_bundle,
};
use tokio::runtime::Builder;

use super::icon::Icon;
use super::words::{self, Abilities};
use super::{Answers, lock};

/// *Clear All* tells nobody: after the longest session nobody waits for an answer any more.
const LONGEST: Duration = Duration::from_secs(36 * 3_600);

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
        if !blocking::request_auth().map_err(|e| e.to_string())? {
            return Err("notifications are not allowed for Daypass".to_owned());
        }
        let handle = in_words(notice).send_blocking().map_err(|e| e.to_string())?;
        let turn = Turn::default();
        lock(&self.shown).insert(notice.id.clone(), Arc::clone(&turn));
        self.wait(notice, handle, turn)
    }

    pub(super) fn withdraw(&self, id: &str) -> Result<(), String> {
        if lock(&self.shown).remove(id).is_some() {
            blocking::close_delivered(id);
        }
        Ok(())
    }

    /// Waits on a thread of its own until the notice is clicked or closed.
    fn wait(self: &Arc<Self>, notice: &Notice, handle: NotificationHandle, turn: Turn) -> Result<(), String> {
        let (id, profile) = (notice.id.clone(), notice.profile.clone());
        let service = Arc::downgrade(self);
        let runtime = Builder::new_current_thread().build().map_err(|e| e.to_string())?;
        let listen = move || {
            let response = runtime.block_on(handle.response());
            let Some(service) = service.upgrade() else {
                return;
            };
            {
                let mut shown = lock(&service.shown);
                if shown.get(&id).is_some_and(|now| Arc::ptr_eq(now, &turn)) {
                    shown.remove(&id);
                }
            }
            let Ok(response) = response else {
                return;
            };
            let action = match response.is_default_action() {
                true => "default",
                false => response.action_identifier.as_str(),
            };
            if let Some(answer) = words::answer(action, &profile) {
                (service.answers)(answer);
            }
        };
        let thread = std::thread::Builder::new().name("notice answer".to_owned());
        thread.spawn(listen).map(|_| ()).map_err(|e| e.to_string())
    }
}

fn in_words(notice: &Notice) -> Notification {
    let words = words::of(notice, Abilities { actions: true, markup: false, body: true });
    let level = match notice.urgency {
        Urgency::Low => InterruptionLevel::Passive,
        Urgency::Normal => InterruptionLevel::Active,
        // Comes through a focus; needs no entitlement, unlike the level above.
        Urgency::Critical => InterruptionLevel::TimeSensitive,
    };
    let notification = Notification::new()
        .id(&notice.id)
        .title(&words.title)
        .message(&words.body)
        .interruption_level(level)
        .timeout(LONGEST);
    let notification = if notice.sound { notification.default_sound() } else { notification };
    // A click on the notice itself is told without being asked for.
    words
        .actions
        .iter()
        .filter(|(name, _)| *name != words::BODY)
        .fold(notification, |notification, (name, label)| notification.action(Action::button(*name, *label)))
}
