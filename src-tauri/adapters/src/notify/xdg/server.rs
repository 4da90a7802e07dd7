//! Calls to the notification service, and what it says.

use std::collections::HashMap;
use std::path::Path;

use daypass_core::notice::{Notice, Urgency};
use zbus::blocking::Connection;
use zbus::blocking::fdo::DBusProxy;
use zbus::message::Type;
use zbus::names::BusName;
use zbus::zvariant::Value;
use zbus::{Error, MatchRule, Message};

use crate::notify::APPLICATION;
use crate::notify::words::{Abilities, Words};

const NAME: &str = "org.freedesktop.Notifications";
const PATH: &str = "/org/freedesktop/Notifications";
/// In milliseconds: as long as the service thinks right, and until somebody closes it.
const TIMEOUTS: (i32, i32) = (-1, 0);

/// A running service.
pub(super) struct Server {
    /// Its own name on the bus, which no other program ever has.
    pub name: String,
    pub abilities: Abilities,
}

/// News of a service.
pub(super) enum Heard {
    /// A notice is no longer shown.
    Closed { server: String, number: u32 },
    /// A button or the notice itself was clicked.
    Pressed { server: String, number: u32, action: String },
    /// The service has ended, and its notices with it.
    Gone { server: String },
}

impl Server {
    /// The service of now; the bus starts one if it knows how.
    pub(super) fn find(connection: &Connection) -> Result<Self, Error> {
        let answer = connection.call_method(Some(NAME), PATH, Some(NAME), "GetCapabilities", &())?;
        let capabilities: Vec<String> = answer.body().deserialize()?;
        let has = |name: &str| capabilities.iter().any(|capability| capability == name);
        let abilities = Abilities { actions: has("actions"), markup: has("body-markup"), body: has("body") };
        let name = answer.header().sender().map(ToString::to_string).unwrap_or_default();
        Ok(Self { name, abilities })
    }

    /// Shows a notice, in the place of another if it still is there. Returns its number.
    pub(super) fn notify(
        &self,
        connection: &Connection,
        notice: &Notice,
        words: &Words,
        icon: Option<&Path>,
        replaces: Option<u32>,
    ) -> Result<u32, Error> {
        let icon = icon.map(file_uri).unwrap_or_default();
        let actions: Vec<&str> = words.actions.iter().flat_map(|(name, label)| [*name, *label]).collect();
        // Stays until somebody sees it.
        let timeout = if notice.urgency == Urgency::Critical { TIMEOUTS.1 } else { TIMEOUTS.0 };
        let body = (
            "Daypass",
            replaces.unwrap_or(0),
            icon.as_str(),
            words.title.as_str(),
            words.body.as_str(),
            actions,
            hints(notice),
            timeout,
        );
        let answer = connection.call_method(Some(self.name.as_str()), PATH, Some(NAME), "Notify", &body)?;
        answer.body().deserialize()
    }
}

/// The specification's hints; the sounds' names are of the Sound Naming Specification.
fn hints(notice: &Notice) -> HashMap<&'static str, Value<'static>> {
    let (urgency, sound) = match notice.urgency {
        Urgency::Low => (0_u8, "message"),
        Urgency::Normal => (1, "dialog-information"),
        Urgency::Critical => (2, "dialog-warning"),
    };
    let mut hints = HashMap::from([
        ("urgency", Value::from(urgency)),
        ("desktop-entry", Value::from(APPLICATION)),
        ("suppress-sound", Value::from(!notice.sound)),
    ]);
    if notice.sound {
        hints.insert("sound-name", Value::from(sound));
    }
    hints
}

/// RFC 8089; whatever is not plain is escaped.
fn file_uri(path: &Path) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte);
    let escaped = |byte: u8| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    let path: String = path.as_os_str().as_encoded_bytes().iter().map(|byte| escaped(*byte)).collect();
    format!("file://{path}")
}

/// Takes a notice of this service away. One that has ended has no notices, and is not started for it.
pub(super) fn close(connection: &Connection, server: &str, number: u32) -> Result<(), Error> {
    match connection.call_method(Some(server), PATH, Some(NAME), "CloseNotification", &(number,)) {
        // The service no longer knows it, or has ended itself: either way nothing is shown.
        Ok(_) | Err(Error::MethodError(..)) => Ok(()),
        Err(error) => Err(error),
    }
}

/// Has the bus tell of clicks and of services that end.
pub(super) fn subscribe(connection: &Connection) -> Result<(), Error> {
    let bus = DBusProxy::new(connection)?;
    let rule = || MatchRule::builder().msg_type(Type::Signal);
    bus.add_match_rule(rule().interface(NAME)?.path(PATH)?.build())?;
    let owner = rule().sender("org.freedesktop.DBus")?.member("NameOwnerChanged")?.arg(0, NAME)?.build();
    bus.add_match_rule(owner)?;
    Ok(())
}

/// What a message says of a service, if anything.
pub(super) fn heard(message: &Message) -> Option<Heard> {
    let (header, body) = (message.header(), message.body());
    if header.message_type() != Type::Signal {
        return None;
    }
    let server = header.sender()?.to_string();
    match header.member()?.as_str() {
        "NotificationClosed" => {
            let (number, _reason): (u32, u32) = body.deserialize().ok()?;
            Some(Heard::Closed { server, number })
        }
        "ActionInvoked" => {
            let (number, action): (u32, String) = body.deserialize().ok()?;
            Some(Heard::Pressed { server, number, action })
        }
        "NameOwnerChanged" => {
            let (name, before, _after): (BusName<'_>, String, String) = body.deserialize().ok()?;
            (name == NAME && !before.is_empty()).then_some(Heard::Gone { server: before })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn notice(urgency: Urgency, sound: bool) -> Notice {
        Notice {
            id: String::new(),
            profile: String::new(),
            title: String::new(),
            body: String::new(),
            takes_code: true,
            urgency,
            can_wait: true,
            sound,
        }
    }

    #[test]
    fn no_sound_is_made_unless_it_is_wished_for() {
        let silent = hints(&notice(Urgency::Critical, false));
        assert_eq!(silent["suppress-sound"], Value::from(true));
        assert!(!silent.contains_key("sound-name"));
        let loud = hints(&notice(Urgency::Critical, true));
        assert_eq!(loud["suppress-sound"], Value::from(false));
        assert_eq!(loud["sound-name"], Value::from("dialog-warning"));
    }

    #[test]
    fn paths_become_addresses() {
        assert_eq!(
            file_uri(Path::new("/home/jäne/my state/icon.png")),
            "file:///home/j%C3%A4ne/my%20state/icon.png"
        );
    }
}
