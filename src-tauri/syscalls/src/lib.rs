//! System calls that the credentials file, the clock and notices need and no safe crate offers, one per module.
//!
//! The workspace forbids unsafe code. This crate alone has some, a line per call, so that everything
//! else can go on forbidding it.
#![deny(unsafe_code)]

#[cfg(windows)]
pub mod application_id;
#[cfg(any(target_os = "macos", windows))]
pub mod power;
#[cfg(target_os = "linux")]
pub mod read_lease;
#[cfg(windows)]
pub mod replace_file;
