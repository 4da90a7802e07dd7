//! The adapters against the world: files in temporary homes, STS over real HTTP, a keyring that fails on demand.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail where it stands")]
#![expect(clippy::disallowed_methods, reason = "the files and the clock of these tests are real")]

mod caches;
mod files;
mod places;
mod readers;
mod settings;
mod sts;
mod vault;
#[cfg(target_os = "linux")]
mod waking;
mod watching;
