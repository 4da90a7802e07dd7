//! The command line as people and scripts meet it: the real program, files in a temporary home, and
//! the demo's STS.
#![expect(clippy::unwrap_used, reason = "a test may fail where it stands")]
#![expect(clippy::disallowed_methods, reason = "the demo's STS and the files are as real as the program")]

mod desk;
#[cfg(target_os = "linux")]
mod finding;
#[cfg(target_os = "linux")]
mod lending;
mod moving_in;
mod other_tools;
mod preflight;
mod settings;
mod signing_in;
mod transcripts;
#[cfg(unix)]
mod undoing;
#[cfg(unix)]
mod used_codes;
mod wrong_clock;
