//! The world as `daypass-core` asks for it: one module per port, each with its own mapping of
//! failures. Environment, home folder, clock and randomness are read here and nowhere else.
#![forbid(unsafe_code)]
#![warn(missing_docs)]

pub mod caches;
pub mod clock;
pub mod console;
pub mod diagnostics;
pub mod environment;
pub mod files;
pub mod notify;
pub mod places;
pub mod private;
pub mod settings;
#[cfg(target_os = "linux")]
pub mod shortcut;
pub mod start_at_login;
mod stopwatch;
pub mod sts;
mod used_steps;
pub mod vault;
pub mod wake;
pub mod watch;
