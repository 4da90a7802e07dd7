//! Which program shows notices now.

use std::time::Duration;

use zbus::Error;
use zbus::blocking::connection::Builder;
use zbus::blocking::fdo::DBusProxy;
use zbus::names::BusName;

const NAME: &str = "org.freedesktop.Notifications";

/// The service's own name on the session bus: a program that starts later never has the same, not even
/// the same program. None: nothing runs, or the bus does not answer within `deadline`.
///
/// Over a connection for this one question: the bus may be another since the last.
pub(super) fn owner(deadline: Duration) -> Option<String> {
    match ask(deadline) {
        Ok(name) => Some(name),
        Err(error) => {
            tracing::debug!("no notification service: {error}");
            None
        }
    }
}

fn ask(deadline: Duration) -> Result<String, Error> {
    let connection = Builder::session()?.method_timeout(deadline).build()?;
    let name = DBusProxy::new(&connection)?.get_name_owner(BusName::from_static_str(NAME)?)?;
    Ok(name.to_string())
}
