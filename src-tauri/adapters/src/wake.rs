//! Says when the machine has woken up or somebody has set its clock: deadlines are then looked at
//! at once.
//!
//! Timers stand still while the machine sleeps, so nobody relies on this alone: the keeper looks at
//! the clock at least twice a minute. Where no system tells, that is all there is.

#[cfg(target_os = "linux")]
mod linux;

#[cfg(target_os = "linux")]
pub use linux::{Bus, listen_on};

/// Calls `on_wake` whenever the machine has woken up, for the life of the process, and once when it
/// begins to listen. On Linux also when the clock was set.
pub fn listen(on_wake: impl Fn() + Send + Sync + 'static) {
    #[cfg(target_os = "linux")]
    linux::listen(on_wake);
    #[cfg(target_os = "macos")]
    {
        daypass_syscalls::power::on_wake(on_wake);
    }
    #[cfg(windows)]
    if let Err(error) = daypass_syscalls::power::on_wake(on_wake) {
        tracing::info!("waking up is noticed within half a minute: {error}");
    }
}
