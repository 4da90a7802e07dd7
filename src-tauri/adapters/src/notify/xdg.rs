//! The freedesktop notification service, over D-Bus (Desktop Notifications Specification 1.2).
//!
//! One connection for all notices: GNOME takes the notices of a connection away when it ends. A
//! notice is known by its number *and* the service that gave it: one that was restarted counts from
//! the beginning, and its numbers are other programs' notices.

#[path = "xdg/server.rs"]
mod server;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, Weak};
use std::time::Duration;

use daypass_core::notice::Notice;
use zbus::blocking::connection::Builder;
use zbus::blocking::{Connection, MessageIterator};
use zbus::{Error, Message};

use super::icon::Icon;
use super::{Answers, lock, words};
use server::{Heard, Server};

/// The way to the service, and the notices that it shows, as far as we know.
pub(super) struct Service {
    icon: Icon,
    deadline: Duration,
    answers: Answers,
    bus: Mutex<Option<Connection>>,
    shown: Mutex<HashMap<String, Shown>>,
    /// Held while a notice is handed over: it can be clicked before its number is known here.
    handing_over: Mutex<()>,
}

struct Shown {
    server: String,
    number: u32,
    profile: String,
}

impl Service {
    pub(super) fn new(icon: Icon, deadline: Duration, answers: Answers) -> Self {
        Self {
            icon,
            deadline,
            answers,
            bus: Mutex::default(),
            shown: Mutex::default(),
            handing_over: Mutex::default(),
        }
    }

    pub(super) fn is_shown(&self, id: &str) -> bool {
        lock(&self.shown).contains_key(id)
    }

    pub(super) fn show(self: &Arc<Self>, notice: &Notice) -> Result<(), String> {
        self.hand_over(notice).map_err(|e| e.to_string())
    }

    fn hand_over(self: &Arc<Self>, notice: &Notice) -> Result<(), Error> {
        let _number_follows = lock(&self.handing_over);
        let connection = self.connection()?;
        // Asked each time: another service may run by now.
        let server = Server::find(&connection)?;
        let replaces =
            lock(&self.shown).get(&notice.id).filter(|old| old.server == server.name).map(|o| o.number);
        let words = words::of(notice, server.abilities);
        let number = server.notify(&connection, notice, &words, self.icon.file(), replaces)?;
        let shown = Shown { server: server.name, number, profile: notice.profile.clone() };
        lock(&self.shown).insert(notice.id.clone(), shown);
        Ok(())
    }

    pub(super) fn withdraw(&self, id: &str) -> Result<(), String> {
        let Some(shown) = lock(&self.shown).remove(id) else {
            return Ok(());
        };
        let Some(connection) = lock(&self.bus).clone() else {
            return Ok(());
        };
        server::close(&connection, &shown.server, shown.number).map_err(|e| e.to_string())
    }

    /// The connection, made on first need and again after it was lost.
    fn connection(self: &Arc<Self>) -> Result<Connection, Error> {
        let mut bus = lock(&self.bus);
        if let Some(connection) = bus.as_ref().filter(|connection| !connection.is_closed()) {
            return Ok(connection.clone());
        }
        let connection = Builder::session()?.method_timeout(self.deadline).build()?;
        // Numbers of a bus that is gone mean nothing on this one.
        lock(&self.shown).clear();
        server::subscribe(&connection)?;
        let (messages, service) = (MessageIterator::from(&connection), Arc::downgrade(self));
        std::thread::Builder::new()
            .name("notice answer".to_owned())
            .spawn(move || listen(messages, &service))
            .map_err(|error| Error::InputOutput(Arc::new(error)))?;
        Ok(bus.insert(connection).clone())
    }

    fn hear(&self, message: &Message) {
        let Some(heard) = server::heard(message) else {
            return;
        };
        let _number_is_known = lock(&self.handing_over);
        match heard {
            Heard::Closed { server, number } => drop(self.take(&server, number)),
            Heard::Pressed { server, number, action } => self.pressed(&server, number, &action),
            Heard::Gone { server } => lock(&self.shown).retain(|_, shown| shown.server != server),
        }
    }

    fn pressed(&self, server: &str, number: u32, action: &str) {
        let Some(shown) = self.take(server, number) else {
            return;
        };
        // Not every service takes a notice away when its button was pressed; others say that it is gone.
        if let Some(connection) = lock(&self.bus).clone() {
            let _ = server::close(&connection, server, number);
        }
        if let Some(answer) = words::answer(action, &shown.profile) {
            (self.answers)(answer);
        }
    }

    fn take(&self, server: &str, number: u32) -> Option<Shown> {
        let mut shown = lock(&self.shown);
        let is_it = |shown: &Shown| shown.server == server && shown.number == number;
        let id = shown.iter().find(|(_, shown)| is_it(shown)).map(|(id, _)| id.clone())?;
        shown.remove(&id)
    }
}

impl Drop for Service {
    /// Ends the listening, too.
    fn drop(&mut self) {
        if let Some(connection) = lock(&self.bus).take() {
            let _ = connection.close();
        }
    }
}

/// Until the bus goes away.
fn listen(messages: MessageIterator, service: &Weak<Service>) {
    for message in messages {
        let (Ok(message), Some(service)) = (message, service.upgrade()) else {
            return;
        };
        service.hear(&message);
    }
}
