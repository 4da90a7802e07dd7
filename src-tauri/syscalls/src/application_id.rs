//! The name under which Windows groups what belongs to one program: its windows and its toasts.

use std::io;

use windows_sys::Win32::UI::Shell::SetCurrentProcessExplicitAppUserModelID;

/// Gives this process an AppUserModelID (Microsoft, "Application User Model IDs").
///
/// # Errors
/// The system's refusal.
pub fn set(id: &str) -> io::Result<()> {
    let wide: Vec<u16> = id.encode_utf16().chain([0]).collect();
    #[expect(unsafe_code, reason = "no safe crate offers it")]
    // SAFETY: a string that ends with a zero, and lives until the call returns.
    let result = unsafe { SetCurrentProcessExplicitAppUserModelID(wide.as_ptr()) };
    if result < 0 { Err(io::Error::from_raw_os_error(result)) } else { Ok(()) }
}
