//! A strict STS of our own on loopback: for newcomers without AWS, and for tests.
//!
//! It answers `GetSessionToken`, `AssumeRole`, `GetCallerIdentity` and IAM's `ListMFADevices` over
//! the AWS query protocol, and is as strict as the real one: signatures (SigV4), clocks, token
//! codes (RFC 6238, each good once), limits, trust policies, session lifetimes. Each module names
//! the page its facts come from. Sessions live in memory and die with the server.
//!
//! ```no_run
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! use std::sync::Arc;
//! use daypass_demo::{Account, DemoOptions, DemoServer, write_home};
//!
//! let clock = Arc::new(chrono::Utc::now);
//! let server = DemoServer::start(DemoOptions::new(Account::random()?, clock)).await?;
//! let folder = std::path::Path::new("/tmp/daypass-demo");
//! write_home(folder, &server.account(), &server.endpoint())?;
//! let code = server.device_code("arn:aws:iam::123456789012:mfa/demo");
//! server.stop().await;
//! # Ok(()) }
//! ```
//!
//! Where it knows less than AWS: trust policies are who, external id and MFA; session policies are
//! checked for shape and size, not applied; requests must be `POST` and signed in the header.

#![forbid(unsafe_code)]
#![warn(missing_docs)]
#![warn(
    clippy::all,
    clippy::unwrap_used,
    clippy::unwrap_in_result,
    clippy::panic,
    clippy::todo,
    clippy::dbg_macro,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::unused_async,
    clippy::wildcard_enum_match_arm,
    clippy::redundant_clone
)]

mod account;
mod actions;
mod authentication;
mod body;
mod claim;
mod connections;
mod control;
mod faults;
mod federation;
mod files;
mod form;
mod limits;
mod mfa;
mod people;
mod random;
mod refusal;
mod requests;
mod server;
mod session;
mod sigv4;
mod sts;
mod tls;
mod totp;
mod xml;

#[cfg(test)]
mod tests;

pub use account::{
    ACCOUNT_ID, AccessKey, Account, Device, DeviceCode, EXTERNAL_ID, Identity, Rank, Role, Trust,
};
pub use faults::{Fault, FaultRule};
pub use files::{DemoHome, HomeError, write_home};
pub use random::NoRandomness;
pub use requests::{RequestRecord, Requests};
pub use server::{DemoOptions, DemoServer, StartError, TlsIdentity};
pub use sts::Clock;
pub use tls::IdentityError;
pub use totp::STEP_SECONDS;
