//! Starting with the user's session: an XDG autostart entry, a LaunchAgent, a value of the Run key.
//!
//! The system's own record is the only one: a person may turn it off in the desktop's settings, too.
//! `docs/decisions/start-at-login.md` says why no library does this.

pub mod launch_agent;
mod program;
#[cfg(windows)]
mod run_key;
pub mod xdg_autostart;

use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use daypass_core::failure::{Code, Failure};
use daypass_core::ports::StartAtLogin;
use daypass_core::text;

pub use program::Program;

/// What the program is told when a session starts it: it then opens no window unasked.
pub const AT_LOGIN: &str = "--at-login";

/// The record of this platform for this user and the program that runs now.
#[must_use]
#[cfg(not(windows))]
pub fn of_this_user() -> Arc<dyn StartAtLogin> {
    let folders = crate::environment::Folders::of_this_user();
    let program = Program::of_this_process();
    if cfg!(target_os = "macos") {
        Arc::new(launch_agent::LaunchAgent::new(&folders.home, program))
    } else {
        Arc::new(xdg_autostart::XdgAutostart::new(&folders.config, program))
    }
}

/// The record of this platform for this user and the program that runs now.
#[must_use]
#[cfg(windows)]
pub fn of_this_user() -> Arc<dyn StartAtLogin> {
    Arc::new(run_key::RunKey::new(Program::of_this_process()))
}

/// Puts a text in a file's place, whole or not at all.
fn replace(path: &Path, text: &str) -> io::Result<()> {
    let folder = path.parent().ok_or_else(|| io::Error::other("the path has no folder"))?;
    crate::private::make_folder(folder)?;
    // Sessions start what ends in `.desktop` or `.plist`, whatever else lies there.
    let mut file = tempfile::Builder::new().prefix(".daypass-").suffix(".new").tempfile_in(folder)?;
    file.write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    file.persist(path)?;
    crate::private::sync_folder(folder)
}

/// Removes a file; one that is not there is removed already.
fn remove(path: &Path) -> io::Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        Ok(()) | Err(_) => Ok(()),
    }
}

fn not_changed(place: &str, error: &io::Error) -> Failure {
    Failure::new(
        Code::Settings,
        text!("Whether Daypass starts at login could not be changed in {}.", place),
        text!("Check who owns it and its permissions, then try again."),
    )
    .with_detail(error.to_string())
}

fn no_name() -> Failure {
    Failure::new(
        Code::Settings,
        text!("Daypass cannot be started at login from the folder it lies in."),
        text!("Move it to a folder whose name is plain text, start it there, then try again."),
    )
}
