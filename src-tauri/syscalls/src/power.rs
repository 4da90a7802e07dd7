//! The machine's sleep: news of its end, and a clock that counts it.

#[cfg(target_os = "macos")]
mod mac;
#[cfg(windows)]
mod windows;

#[cfg(target_os = "macos")]
pub use mac::on_wake;
#[cfg(windows)]
pub use windows::{on_wake, uptime};
