//! A written session, handed on where the person wants it: the clipboard, the browser. The page only
//! says the row's name.

use daypass_adapters::console::Console;
use daypass_core::failure::Failure;
use daypass_core::keeper::{KeeperHandle, Request};
use daypass_core::lend::{Lent, Shell};

use crate::{clipboard, doorway};

async fn lent(keeper: &KeeperHandle, name: String) -> Result<Lent, Failure> {
    keeper.ask(|reply| Request::Lend(name, reply)).await
}

/// Puts the session's variables into the clipboard, as this platform's shell takes them.
///
/// # Errors
/// That there is no such session, or no clipboard.
pub async fn copy_environment(keeper: &KeeperHandle, name: String) -> Result<(), Failure> {
    let lines = lent(keeper, name).await?.variables(Shell::of_this_platform());
    clipboard::lend(lines).await
}

/// Opens the AWS console as the session's role.
///
/// # Errors
/// That there is no such session, that AWS opens no console for it, or that there is no browser.
pub async fn open_console(keeper: &KeeperHandle, console: &Console, name: String) -> Result<(), Failure> {
    let address = console.address(&lent(keeper, name).await?).await?;
    doorway::open(address).await
}
