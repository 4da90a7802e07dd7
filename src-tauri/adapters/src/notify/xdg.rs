//! The freedesktop notification service, over D-Bus (Desktop Notifications Specification 1.2).

use std::sync::Arc;

use daypass_core::notice::{Notice, Urgency};
use notify_rust::{Hint, Notification, NotificationHandle, NotificationResponse, Timeout, get_capabilities};
use tokio::runtime::{Builder, Runtime};
use tokio::sync::oneshot;

use super::Desk;
use super::words::{self, Abilities, Words};

/// A notice on the screen.
pub(super) struct Shown {
    handle: Arc<NotificationHandle>,
    // Dropped with the notice: then its waiter stops listening, so that a replaced notice does not
    // answer beside its successor, which has the same number.
    _listening: oneshot::Sender<()>,
}

impl Shown {
    pub(super) fn close(&self) {
        if let Ok(runtime) = runtime() {
            runtime.block_on(self.handle.close_async());
        }
    }

    pub(super) fn into_connection(self) -> Connection {
        self.handle
    }
}

/// What holds a notice's D-Bus connection open.
pub(super) type Connection = Arc<NotificationHandle>;

pub(super) fn show(desk: &Arc<Desk>, notice: &Notice, replaced: Option<&Shown>) -> Result<Shown, String> {
    // Asked each time: another service may run by now.
    let abilities = abilities(&get_capabilities().map_err(|e| e.to_string())?);
    let mut notification = in_words(notice, &words::of(notice, abilities), &desk.icon);
    if let Some(replaced) = replaced {
        notification.id(replaced.handle.id());
    }
    let handle = Arc::new(notification.show().map_err(|e| e.to_string())?);
    let (listening, ended) = oneshot::channel();
    wait(desk, notice, Arc::clone(&handle), ended)?;
    Ok(Shown { handle, _listening: listening })
}

fn abilities(capabilities: &[String]) -> Abilities {
    let has = |name: &str| capabilities.iter().any(|capability| capability == name);
    Abilities { actions: has("actions"), markup: has("body-markup") }
}

fn in_words(notice: &Notice, words: &Words, icon: &str) -> Notification {
    let mut notification = Notification::new();
    notification
        .appname("Daypass")
        .icon(icon)
        .summary(&words.title)
        .body(&words.body)
        .hint(Hint::DesktopEntry("dev.daypass.desktop".to_owned()));
    match notice.urgency {
        Urgency::Low => notification.urgency(notify_rust::Urgency::Low),
        Urgency::Normal => notification.urgency(notify_rust::Urgency::Normal),
        // Stays until somebody sees it.
        Urgency::Critical => notification.urgency(notify_rust::Urgency::Critical).timeout(Timeout::Never),
    };
    for (name, label) in &words.actions {
        notification.action(name, label);
    }
    notification
}

/// Listens on a thread of its own until the notice is clicked, closed, replaced or withdrawn.
fn wait(
    desk: &Arc<Desk>,
    notice: &Notice,
    handle: Arc<NotificationHandle>,
    ended: oneshot::Receiver<()>,
) -> Result<(), String> {
    let (desk, notice) = (Arc::clone(desk), notice.clone());
    let runtime = runtime()?;
    let listen = move || {
        let answered = runtime.block_on(async {
            let mut answer = None;
            tokio::select! {
                () = handle.wait_for_action_async(|response| answer = Some(response.clone())) => {}
                _ = ended => {}
            }
            answer
        });
        if let Some(response) = answered {
            // Not every service takes a notice away when its button was pressed.
            if action(&response).is_some() {
                runtime.block_on(handle.close_async());
            }
            desk.gone(&notice.id, &handle);
            desk.ended(&notice, action(&response));
        }
    };
    let thread = std::thread::Builder::new().name("notice answer".to_owned());
    thread.spawn(listen).map(|_| ()).map_err(|e| e.to_string())
}

fn action(response: &NotificationResponse) -> Option<&str> {
    match response {
        NotificationResponse::Default => Some("default"),
        NotificationResponse::Action(name) => Some(name),
        NotificationResponse::Reply(_) | NotificationResponse::Closed(_) => None,
    }
}

impl Desk {
    /// Forgets a notice that is no longer on the screen, unless another has taken its place.
    fn gone(&self, id: &str, handle: &Arc<NotificationHandle>) {
        let mut screen = self.screen();
        let is_it = |shown: &mut Shown| Arc::ptr_eq(&shown.handle, handle);
        if screen.notices.get_mut(id).is_some_and(is_it)
            && let Some(shown) = screen.notices.remove(id)
        {
            screen.leave(shown);
        }
    }
}

/// The D-Bus library has threads of its own; this only waits for them.
fn runtime() -> Result<Runtime, String> {
    Builder::new_current_thread().build().map_err(|e| e.to_string())
}
