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
}
