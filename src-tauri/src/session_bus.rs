//! The session bus may go away and come back; the program stays.

/// Keeps GLib from ending the program with SIGTERM when its bus goes away
/// (`GDBusConnection:exit-on-close`): the tray looks for the next bus, and a desktop that really
/// ends takes its display along. To be called when the toolkit is connected.
#[cfg(target_os = "linux")]
pub fn outlive() {
    use webkit2gtk::gio::{BusType, Cancellable, bus_get_sync};
    match bus_get_sync(BusType::Session, Cancellable::NONE) {
        Ok(bus) => bus.set_exit_on_close(false),
        Err(error) => tracing::info!("no session bus: {error}"),
    }
}

/// There is none.
#[cfg(not(target_os = "linux"))]
pub fn outlive() {}
