//! Who is on the session bus: the tray's host, the notification service, the keyring, the portal.

use std::fs;
use std::time::Duration;

use zbus::blocking::connection::Builder;
use zbus::blocking::fdo::DBusProxy;
use zbus::blocking::{Connection, Proxy};
use zbus::names::{BusName, WellKnownName};
use zbus::zvariant::OwnedObjectPath;
use zbus::{Error, Result};

use super::report::Section;

/// How long one service may take for one answer.
const DEADLINE: Duration = Duration::from_millis(700);
/// Items of a tray are asked for no longer than this many.
const ITEMS: usize = 50;

/// Who shows the tray, and whether our icon is among its items.
pub fn tray(title: &'static str) -> Section {
    const NAME: &str = "org.kde.StatusNotifierWatcher";
    about(title, NAME, |bus, section| {
        let watcher = bus.proxy(NAME, "/StatusNotifierWatcher", NAME)?;
        let version: i32 = watcher.get_property("ProtocolVersion")?;
        let shows: bool = watcher.get_property("IsStatusNotifierHostRegistered")?;
        let items: Vec<String> = watcher.get_property("RegisteredStatusNotifierItems")?;
        let own = items.iter().take(ITEMS).any(|item| bus.is_ours(item));
        Ok(section
            .line("protocol", version.to_string())
            .line("shows items", if shows { "yes" } else { "no" })
            .line("items", items.len().to_string())
            .line("our icon", if own { "registered" } else { "not registered" }))
    })
}

/// Who shows notifications, and what it can do (Desktop Notifications Specification 1.2).
pub fn notifications(title: &'static str) -> Section {
    const NAME: &str = "org.freedesktop.Notifications";
    about(title, NAME, |bus, section| {
        let service = bus.proxy(NAME, "/org/freedesktop/Notifications", NAME)?;
        let (name, vendor, version, spec): (String, String, String, String) =
            service.call("GetServerInformation", &())?;
        let mut abilities: Vec<String> = service.call("GetCapabilities", &())?;
        abilities.sort();
        Ok(section
            .line("service", format!("{name} {version} by {vendor}, specification {spec}"))
            .line("abilities", abilities.join(", ")))
    })
}

/// Who keeps secrets, and whether they are locked (Secret Service API 0.2). Nobody is asked for a
/// password, and no entry is looked at.
pub fn keyring(title: &'static str) -> Section {
    const NAME: &str = "org.freedesktop.secrets";
    about(title, NAME, |bus, section| {
        let service = bus.proxy(NAME, "/org/freedesktop/secrets", "org.freedesktop.Secret.Service")?;
        let path: OwnedObjectPath = service.call("ReadAlias", &("default",))?;
        if path.as_str() == "/" {
            return Ok(section.line("state", "there is no default keyring"));
        }
        let default = bus.proxy(NAME, path.as_str(), "org.freedesktop.Secret.Collection")?;
        let locked: bool = default.get_property("Locked")?;
        Ok(section.line("state", if locked { "locked" } else { "unlocked" }))
    })
}

/// Who stands between programs and the desktop, and whether it gives shortcuts.
pub fn portal(title: &'static str) -> Section {
    const NAME: &str = "org.freedesktop.portal.Desktop";
    about(title, NAME, |bus, section| {
        let shortcuts = "org.freedesktop.portal.GlobalShortcuts";
        let portal = bus.proxy(NAME, "/org/freedesktop/portal/desktop", shortcuts)?;
        let version: Result<u32> = portal.get_property("version");
        Ok(section.line(
            "shortcuts",
            version.map_or_else(|_| "none".to_owned(), |number| format!("version {number}")),
        ))
    })
}

/// A section about the owner of a name.
fn about(title: &str, name: &'static str, ask: impl FnOnce(&Bus, Section) -> Result<Section>) -> Section {
    let section = Section::new(title);
    let bus = match Bus::connect() {
        Ok(bus) => bus,
        Err(_) => return section.line("state", "no session bus"),
    };
    match bus.owner(name) {
        Ok(Some(program)) => {
            let section = section.line("program", program);
            ask(&bus, section.clone()).unwrap_or_else(|error| section.line("state", in_words(&error)))
        }
        Ok(None) => section.line("state", bus.absent(name)),
        Err(error) => section.line("state", in_words(&error)),
    }
}

/// What went wrong, without what the service says of it.
fn in_words(error: &Error) -> String {
    match error {
        Error::InputOutput(cause) if cause.kind() == std::io::ErrorKind::TimedOut => {
            "does not answer".to_owned()
        }
        Error::MethodError(name, _, _) => format!("refuses to answer: {name}"),
        _ => "answers something else than is asked".to_owned(),
    }
}

struct Bus {
    connection: Connection,
    daemon: DBusProxy<'static>,
}

impl Bus {
    fn connect() -> Result<Self> {
        let connection = Builder::session()?.method_timeout(DEADLINE).build()?;
        let daemon = DBusProxy::new(&connection)?;
        Ok(Self { connection, daemon })
    }

    fn proxy<'a>(&self, name: &'a str, path: &'a str, interface: &'a str) -> Result<Proxy<'a>> {
        // Properties are asked for one by one: an answer to all of them could be anything.
        zbus::blocking::proxy::Builder::new(&self.connection)
            .destination(name)?
            .path(path)?
            .interface(interface)?
            .cache_properties(zbus::proxy::CacheProperties::No)
            .build()
    }

    /// The program that owns a name, none when nobody does.
    fn owner(&self, name: &'static str) -> Result<Option<String>> {
        let known = BusName::from(WellKnownName::try_from(name)?);
        if !self.daemon.name_has_owner(known.clone())? {
            return Ok(None);
        }
        let process = self.daemon.get_connection_unix_process_id(known)?;
        Ok(Some(program(process).unwrap_or_else(|| "not to be seen".to_owned())))
    }

    fn absent(&self, name: &str) -> &'static str {
        let startable = self.daemon.list_activatable_names().unwrap_or_default();
        if startable.iter().any(|one| one.as_str() == name) {
            "not running; started when it is needed"
        } else {
            "none"
        }
    }

    /// Whether an item is of this program, whichever of its processes asks: `:1.23/path` or a name.
    fn is_ours(&self, item: &str) -> bool {
        let owner = item.split('/').next().unwrap_or_default();
        let process = BusName::try_from(owner)
            .ok()
            .and_then(|name| self.daemon.get_connection_unix_process_id(name).ok());
        let own = program(std::process::id());
        own.is_some() && process.and_then(program) == own
    }
}

/// The name of a process's program file.
fn program(process: u32) -> Option<String> {
    let file = fs::read_link(format!("/proc/{process}/exe")).ok();
    let name = file.and_then(|file| file.file_name().map(|name| name.to_string_lossy().into_owned()));
    // Another user's file is not told; the kernel's short name is.
    name.or_else(|| fs::read_to_string(format!("/proc/{process}/comm")).ok())
}
