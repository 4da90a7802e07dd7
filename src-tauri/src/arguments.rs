//! What may be said on the command line. Never a secret.

use clap::Parser;

/// Day passes for AWS in the tray.
#[derive(Clone, Copy, Debug, Parser)]
#[command(version, about)]
pub struct Arguments {
    /// Use the demo account: an AWS of its own on this machine, with its own files.
    #[arg(long)]
    pub demo: bool,
    /// Open the popover at once.
    #[arg(long)]
    pub open: bool,
    /// Come up in the tray without a window: how a session starts this program.
    #[arg(long, conflicts_with = "open")]
    pub at_login: bool,
    /// Print what this program says of itself and of this desktop, and end. Names nobody.
    #[arg(long)]
    pub diagnostics: bool,
}
