//! The rules of Daypass, with no desktop, no network and no clock of their own.
//!
//! An *identity* is a long-term access key with its MFA device. A token code turns it into a
//! *session* (`GetSessionToken`), which is written to the identity's *target profile*. A *role* is
//! reached through such a session, or directly with a code (`AssumeRole`), and has a target of its own.
//!
//! How a code becomes a working profile:
//!
//! 1. [`catalog`] turns the two AWS files and our settings into identities and roles.
//! 2. [`login`] checks the wish, fetches the key, asks STS, edits the file.
//! 3. [`board`] holds what is known of every session; [`schedule`] says which reminders are due.
//! 4. [`keeper`] is the one owner of that state; faces send it requests and receive whole boards.
//!
//! Everything outside is asked through [`ports`]. Values know nothing of the board, the board knows
//! nothing of the keeper, and only [`login`] and [`keeper`] are async.
#![forbid(unsafe_code)]
// Its enums are its own: a new variant is met by name everywhere.
#![warn(clippy::wildcard_enum_match_arm)]

#[macro_use]
pub mod text;

pub mod aws_config;
pub mod aws_time;
pub mod backup;
pub mod board;
pub mod caller;
pub mod catalog;
pub mod change;
pub mod code;
pub mod credentials_out;
mod directory;
pub mod duration;
pub mod enrol;
pub mod explain;
pub mod external_id;
pub mod failure;
#[cfg(any(test, feature = "fakes"))]
pub mod fakes;
pub mod find_device;
pub mod foreign;
pub mod guard;
pub mod in_use;
pub mod ini;
pub mod keeper;
pub mod key_source;
pub mod keys;
pub mod language;
pub mod lend;
pub mod local;
pub mod login;
pub mod loose;
pub mod maker;
pub mod moving;
pub mod notice;
pub mod overwritten;
pub mod partition;
pub mod pause;
pub mod planner;
pub mod ports;
pub mod preflight;
pub mod profile;
pub mod refresh;
pub mod role_limit;
pub mod role_parameters;
pub mod route;
pub mod schedule;
pub mod secret;
pub mod session;
pub mod session_name;
pub mod session_policy;
pub mod session_tags;
pub mod settings;
pub mod shortcut;
pub mod source_identity;
pub mod sts_error;
pub mod survey;
pub mod target;
pub mod told;
pub mod tool_caches;
pub mod undo;
pub mod used_codes;
pub mod view;
