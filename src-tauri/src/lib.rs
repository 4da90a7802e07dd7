//! The desktop shell: the only Rust here that knows of windows, pages and trays.
//!
//! It wires the ports to the adapters, the adapters to the keeper, and the keeper to the desktop.
//! What can be decided without a desktop is decided in pure modules: [`tray_model`], [`glyph`],
//! [`anchor`], [`popover_place`], [`popover_toggle`].
#![forbid(unsafe_code)]

pub mod anchor;
pub mod arguments;
pub mod board;
mod clipboard;
pub mod commands;
pub mod desk;
pub mod diagnostics;
mod doorway;
pub mod early_keys;
pub mod glyph;
mod hardening;
mod lending;
mod log;
pub mod notice;
mod page_address;
mod page_crash;
pub mod popover;
pub mod popover_place;
pub mod popover_toggle;
mod popover_window;
pub mod preferences;
mod screens;
mod session_bus;
pub mod settings_commands;
mod setup;
pub mod shortcut;
mod tray;
pub mod tray_model;
mod world;

use std::process::ExitCode;

use clap::Parser;

use crate::arguments::Arguments;

/// Runs the program until it is quit.
#[must_use]
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    hardening::before_anything_else();
    if arguments.diagnostics {
        return diagnostics::print();
    }
    let log = log::begin();
    match setup::run(arguments, log) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!("Daypass could not start: {error}");
            ExitCode::FAILURE
        }
    }
}
