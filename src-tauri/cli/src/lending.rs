//! `daypass export` and `daypass console`: a written session, handed on.

use daypass_adapters::console::Console;
use daypass_adapters::environment::Environment;
use daypass_core::failure::Failure;
use daypass_core::lend::{self, Shell};
use daypass_core::ports::Ports;

use crate::output;

/// Prints the lines that give a shell the session.
///
/// # Errors
/// That there is none.
pub async fn export(ports: &Ports, profile: &str, shell: Shell) -> Result<(), Failure> {
    output::data(lend::lend(ports, profile).await?.variables(shell).expose())
}

/// Prints the address that opens the AWS console as the role: once, within 15 minutes.
///
/// # Errors
/// That there is no session, or no console for it.
pub async fn console(ports: &Ports, profile: &str) -> Result<(), Failure> {
    let console = Console::of_aws(Environment::of_this_process().network);
    let address = console.address(&lend::lend(ports, profile).await?).await?;
    output::data(&format!("{}\n", address.expose()))
}
