//! The freedesktop notification service (Desktop Notifications Specification 1.2), through notify-rust.
//!
//! A notice is known by its number *and* the service that gave it: one that was restarted counts from
//! the beginning, and its numbers are other programs' notices. notify-rust knows the number alone, so
//! the bus is asked beside it who the service is.

#[path = "xdg/looks.rs"]
mod looks;
#[path = "xdg/owner.rs"]
mod owner;

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use daypass_core::notice::{Notice, NoticeAnswer};
use notify_rust::{NotificationHandle, NotificationResponse, get_capabilities};
use tokio::runtime::{Builder, Runtime};
use tokio::sync::oneshot;

use super::icon::Icon;
use super::words::{self, Abilities};
use super::{Answers, lock};
use owner::owner;

/// The way to the service, and the notices that it shows, as far as we know.
pub(super) struct Service {
    icon: Icon,
    deadline: Duration,
    answers: Answers,
    shown: Mutex<HashMap<String, Shown>>,
    /// GNOME takes all notices of a program away when the connection of its first one ends, and each
    /// notice has its own: so they are kept until nothing is shown any more.
    past: Mutex<Vec<Arc<NotificationHandle>>>,
}

/// A notice on the screen.
struct Shown {
    /// The service's own name on the bus, which no other program ever has.
    server: String,
    handle: Arc<NotificationHandle>,
    /// Dropped with the notice: then its thread stops listening.
    _listening: oneshot::Sender<()>,
}

impl Service {
    pub(super) fn new(icon: Icon, deadline: Duration, answers: Answers) -> Self {
        Self { icon, deadline, answers, shown: Mutex::default(), past: Mutex::default() }
    }

    /// Whether it was shown when it was last asked about.
    pub(super) fn is_shown(&self, id: &str) -> bool {
        lock(&self.shown).contains_key(id)
    }

    /// Shows a notice in the place of its earlier one, if that is still there.
    pub(super) fn amend(self: &Arc<Self>, notice: &Notice) -> Result<(), String> {
        self.forget_all_but(owner(self.deadline).as_deref());
        if self.is_shown(&notice.id) { self.show(notice) } else { Ok(()) }
    }

    pub(super) fn show(self: &Arc<Self>, notice: &Notice) -> Result<(), String> {
        // Asked each time: another service may run by now. The bus starts one if it knows how.
        let abilities = abilities(&get_capabilities().map_err(|e| e.to_string())?);
        let server = owner(self.deadline).ok_or("the notification service has ended")?;
        self.forget_all_but(Some(&server));
        let replaced = lock(&self.shown).get(&notice.id).map(|old| old.handle.id());
        let mut notification = looks::of(notice, &words::of(notice, abilities), self.icon.file());
        if let Some(number) = replaced {
            notification.id(number);
        }
        let handle = Arc::new(notification.show().map_err(|e| e.to_string())?);
        let (listening, ended) = oneshot::channel();
        let shown = Shown { server, handle: Arc::clone(&handle), _listening: listening };
        let replaced = lock(&self.shown).insert(notice.id.clone(), shown);
        lock(&self.past).extend(replaced.map(|old| old.handle));
        self.listen(notice, handle, ended)
    }

    pub(super) fn withdraw(&self, id: &str) -> Result<(), String> {
        let Some(shown) = lock(&self.shown).remove(id) else {
            return Ok(());
        };
        let closed = match self.is_now(&shown.server) {
            true => close(&shown.handle),
            // It has no notices any more, and its successor has other programs' with our numbers.
            false => Ok(()),
        };
        self.leave(shown.handle);
        closed
    }

    /// Listens on a thread of its own until the notice is clicked, closed, replaced or withdrawn.
    fn listen(
        self: &Arc<Self>,
        notice: &Notice,
        handle: Arc<NotificationHandle>,
        ended: oneshot::Receiver<()>,
    ) -> Result<(), String> {
        let (service, id, profile) = (Arc::downgrade(self), notice.id.clone(), notice.profile.clone());
        let runtime = runtime()?;
        let listen = move || {
            let mut response = None;
            runtime.block_on(async {
                tokio::select! {
                    () = handle.wait_for_action_async(|said| response = Some(said.clone())) => {}
                    _ = ended => {}
                }
            });
            let Some(service) = service.upgrade() else {
                return;
            };
            let Some(shown) = service.take(&id, &handle) else {
                return;
            };
            // Whoever else has this number now was clicked, if its service is another.
            if let Some(action) = response.as_ref().and_then(action)
                && service.is_now(&shown.server)
            {
                service.pressed(&shown.handle, words::answer(action, &profile));
            }
            service.leave(shown.handle);
        };
        let thread = std::thread::Builder::new().name("notice answer".to_owned());
        thread.spawn(listen).map(|_| ()).map_err(|e| e.to_string())
    }

    fn pressed(&self, handle: &NotificationHandle, answer: Option<NoticeAnswer>) {
        if let Some(answer) = answer {
            (self.answers)(answer);
        }
        // Not every service takes a notice away when its button was pressed.
        if let Err(why) = close(handle) {
            tracing::warn!(why, "a notice that was answered is still shown");
        }
    }

    /// Takes a notice out of the memory, unless another has its place.
    fn take(&self, id: &str, handle: &Arc<NotificationHandle>) -> Option<Shown> {
        let mut shown = lock(&self.shown);
        let is_it = shown.get(id).is_some_and(|now| Arc::ptr_eq(&now.handle, handle));
        if is_it { shown.remove(id) } else { None }
    }

    fn is_now(&self, server: &str) -> bool {
        owner(self.deadline).is_some_and(|now| now == server)
    }

    fn forget_all_but(&self, server: Option<&str>) {
        lock(&self.shown).retain(|_, shown| server == Some(shown.server.as_str()));
    }

    /// Keeps the connection of a notice that is gone as long as it holds others.
    fn leave(&self, handle: Arc<NotificationHandle>) {
        let mut past = lock(&self.past);
        past.push(handle);
        if lock(&self.shown).is_empty() {
            past.clear();
        }
    }
}

fn abilities(capabilities: &[String]) -> Abilities {
    let has = |name: &str| capabilities.iter().any(|capability| capability == name);
    Abilities { actions: has("actions"), markup: has("body-markup"), body: has("body") }
}

fn action(response: &NotificationResponse) -> Option<&str> {
    match response {
        NotificationResponse::Default => Some(words::BODY),
        NotificationResponse::Action(name) => Some(name),
        NotificationResponse::Reply(_) | NotificationResponse::Closed(_) => None,
    }
}

fn close(handle: &NotificationHandle) -> Result<(), String> {
    runtime()?.block_on(handle.close_async());
    Ok(())
}

/// The D-Bus library has threads of its own; this only waits for them.
fn runtime() -> Result<Runtime, String> {
    Builder::new_current_thread().build().map_err(|e| e.to_string())
}
