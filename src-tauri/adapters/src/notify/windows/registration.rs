//! The name and icon of our toasts, in the user's registry: the way of programs without an
//! installer's Start-menu shortcut.

use std::path::Path;

use windows_registry::CURRENT_USER;

use crate::notify::APPLICATION;

/// Registers the AppUserModelID, and takes it for this process.
pub(super) fn register(icon: Option<&Path>) -> Result<(), Box<dyn std::error::Error>> {
    let key = CURRENT_USER.create(format!(r"Software\Classes\AppUserModelId\{APPLICATION}"))?;
    key.set_string("DisplayName", "Daypass")?;
    if let Some(icon) = icon.and_then(Path::to_str) {
        key.set_string("IconUri", icon)?;
    }
    daypass_syscalls::application_id::set(APPLICATION)?;
    Ok(())
}
