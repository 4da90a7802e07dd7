//! A value of the user's Run key (Windows, "Run and RunOnce Registry Keys").

use daypass_core::failure::Failure;
use daypass_core::ports::StartAtLogin;
use windows_registry::{CURRENT_USER, Result};

use super::{AT_LOGIN, Program, no_name, not_changed};

const RUN: &str = r"Software\Microsoft\Windows\CurrentVersion\Run";
/// Where Task Manager and Settings note what a person turned off: the first byte is odd then.
const APPROVED: &str = r"Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run";
const NAME: &str = "Daypass";

/// The value of this user.
#[derive(Clone, Debug)]
pub(super) struct RunKey {
    program: Program,
}

impl RunKey {
    /// The value that starts `program`.
    pub(super) fn new(program: Program) -> Self {
        Self { program }
    }
}

impl StartAtLogin for RunKey {
    fn is_on(&self) -> Option<bool> {
        let written = CURRENT_USER.open(RUN).and_then(|key| key.get_string(NAME)).is_ok();
        Some(written && !is_turned_off())
    }

    fn set(&self, on: bool) -> std::result::Result<(), Failure> {
        let done = if on { write(self.program.text().ok_or_else(no_name)?) } else { remove(RUN) };
        // What a person turned off there is forgotten: the newer choice counts.
        done.and_then(|()| remove(APPROVED)).map_err(|error| not_changed("the registry", &error.into()))
    }
}

fn is_turned_off() -> bool {
    let noted = CURRENT_USER.open(APPROVED).and_then(|key| key.get_value(NAME));
    noted.is_ok_and(|value| value.first().is_some_and(|first| first % 2 == 1))
}

fn write(program: &str) -> Result<()> {
    CURRENT_USER.create(RUN)?.set_string(NAME, format!("\"{program}\" {AT_LOGIN}"))
}

/// A key or a value that is not there is removed already.
fn remove(key: &str) -> Result<()> {
    let Ok(key) = CURRENT_USER.options().read().write().open(key) else {
        return Ok(());
    };
    if key.get_value(NAME).is_err() { Ok(()) } else { key.remove_value(NAME) }
}
