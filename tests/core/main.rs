//! Stories: what a person does, and what then stands in the file, on the board and on the screen.
//!
//! Everything below the keeper is real but the world: in-memory ports, a clock moved by hand, and
//! tokio's paused time, so no test waits.
#![expect(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod desk;

mod clocks;
mod devices;
mod explaining;
mod fan_out;
mod finding;
mod fuzzing;
mod german;
mod joining;
mod keyring;
mod languages;
mod lending;
mod lost_and_found;
mod moving_in;
mod nights;
mod notices;
mod other_tools;
mod preflight;
mod quiet_hours;
mod refreshing;
mod refusals;
mod reminders;
mod requests;
mod role_limits;
mod role_parameters;
mod roles;
mod row_settings;
mod settings;
mod sign_in;
mod team;
mod undo;
mod used_codes;
mod watching;
