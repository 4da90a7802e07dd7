//! From arguments to an exit status.

use std::process::ExitCode;

use daypass_core::failure::{Code, Failure};
use daypass_core::lend::Shell;
use daypass_core::text;

use crate::arguments::{self, Command, ShellName};
use crate::{devices, explain, keys, lending, list, login, logout, output, ports, status, test, undo};

/// Runs what the arguments say.
pub fn run() -> ExitCode {
    let arguments = match arguments::read() {
        Ok(arguments) => arguments,
        Err(status) => return status,
    };
    match perform(arguments.command, arguments.verbose) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            output::failure(&failure, arguments.verbose);
            ExitCode::FAILURE
        }
    }
}

fn perform(command: Command, verbose: bool) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(|error| {
        Failure::new(
            Code::Internal,
            text!("Daypass could not start."),
            text!("See the details with --verbose."),
        )
        .with_detail(error.to_string())
    })?;
    let result = runtime.block_on(async {
        let ports = ports::of_this_process();
        match command {
            Command::List { json } => list::list(&ports, json).await,
            Command::Status { profile, json } => status::status(&ports, profile.as_deref(), json).await,
            Command::Login(wish) => login::login(&ports, wish, verbose).await,
            Command::Logout { profile, .. } => logout::logout(&ports, profile.as_deref()).await,
            Command::Test { profile } => test::test(&ports, &profile).await,
            Command::Export { profile, shell } => {
                let shell = shell.map_or_else(Shell::of_this_platform, ShellName::known);
                lending::export(&ports, &profile, shell).await
            }
            Command::Console { profile } => lending::console(&ports, &profile).await,
            Command::Devices { profile, json } => devices::devices(&ports, &profile, json).await,
            Command::Explain { profile, json } => explain::explain(&ports, profile, json).await,
            Command::Keys(command) => keys::keys(&ports, command).await,
            Command::Undo(wish) => undo::undo(&ports, wish).await,
        }
    });
    // A thread that still waits for a frozen keyring must not keep the program from ending.
    runtime.shutdown_background();
    result
}
