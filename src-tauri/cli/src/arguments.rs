//! What may be said on the command line. Never a code, never a secret: other users of the machine
//! can read arguments, and shells remember them.

use std::process::ExitCode;

use clap::{Args, Parser, Subcommand, ValueEnum};
use daypass_core::code::TokenCode;
use daypass_core::duration;
use daypass_core::lend::Shell;

use crate::output;

/// MFA sessions for AWS: six digits, and every AWS tool works until the session ends
#[derive(Debug, Parser)]
#[command(name = "daypass", version, about)]
pub struct Arguments {
    /// Show AWS's own words and the request id of a failure
    #[arg(short, long, global = true)]
    pub verbose: bool,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// List the profiles that can be signed in to
    List {
        /// Print JSON, as `status` does
        #[arg(long)]
        json: bool,
    },
    /// Show where sessions stand
    Status {
        /// Show this profile only
        profile: Option<String>,
        /// Print a JSON array with one object for each profile
        #[arg(long)]
        json: bool,
    },
    /// Sign in to a profile
    Login(Login),
    /// Take a session out of the credentials file
    Logout {
        /// The profile
        #[arg(required_unless_present = "all", conflicts_with = "all")]
        profile: Option<String>,
        /// End all sessions that Daypass wrote
        #[arg(long)]
        all: bool,
    },
    /// Ask AWS who a written session is
    Test {
        /// The profile
        profile: String,
    },
    /// Print a written session as environment variables: eval "$(daypass export prod)"
    Export {
        /// The profile
        profile: String,
        /// How the shell sets variables; else as this platform's does
        #[arg(long, value_enum)]
        shell: Option<ShellName>,
    },
    /// Print an address that opens the AWS console as a role, once
    Console {
        /// The role's profile
        profile: String,
    },
    /// Ask AWS whose a profile's key is and which MFA devices there are
    Devices {
        /// The profile that holds the key
        profile: String,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Tell which credentials AWS's tools would use for a profile, and why
    Explain {
        /// The profile, as given to a tool by name; else the one that the environment names
        profile: Option<String>,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Keep access keys in the system keyring
    #[command(subcommand)]
    Keys(Keys),
    /// Bring the credentials file back as it was before a change
    Undo(Undo),
}

/// Shells by how they set variables.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum ShellName {
    /// sh, bash, zsh, fish
    Posix,
    /// Windows PowerShell and PowerShell
    Powershell,
}

impl ShellName {
    /// The shell as the core knows it.
    pub fn known(self) -> Shell {
        match self {
            Self::Posix => Shell::Posix,
            Self::Powershell => Shell::PowerShell,
        }
    }
}

/// `daypass undo`
#[derive(Debug, Args)]
pub struct Undo {
    /// Bring back this backup; else the newest that differs from the file
    #[arg(long, value_name = "ID", conflicts_with = "list")]
    pub backup: Option<String>,
    /// Do it without asking
    #[arg(short, long, conflicts_with = "list")]
    pub yes: bool,
    /// List the backups, newest first
    #[arg(long)]
    pub list: bool,
    /// Print the list as JSON
    #[arg(long, requires = "list")]
    pub json: bool,
}

/// `daypass login`
#[derive(Debug, Args)]
pub struct Login {
    /// The profile: an identity, a role, or the target of one
    pub profile: String,
    /// How long: 8h, 90m, 1h30m, or seconds; else as the profile says
    #[arg(long, value_parser = seconds)]
    pub duration: Option<u32>,
    /// Read the token code from standard input with "-"; else it is asked for when needed
    #[arg(long, value_name = "-", allow_hyphen_values = true)]
    pub code: Option<String>,
    /// Another MFA device of the same user, for this once: its ARN or serial number
    #[arg(long, value_name = "ARN")]
    pub serial: Option<String>,
    /// Assume a role with the code itself, without a session in between
    #[arg(long)]
    pub direct: bool,
    /// Sign in to this profile only, and leave the identity's other roles alone
    #[arg(long)]
    pub only: bool,
    /// Write even where another program's session stands; long-term keys stay safe
    #[arg(long)]
    pub take_over: bool,
    /// Stay five seconds, and write the session again should another program overwrite it
    #[arg(long)]
    pub watch: bool,
}

/// `daypass keys`
#[derive(Debug, Subcommand)]
pub enum Keys {
    /// Put an access key into the keyring
    Add(Add),
    /// Take an access key out of the keyring
    Remove {
        /// The identity's name
        name: String,
    },
    /// Move a profile's key from the credentials file to the keyring
    Move(Move),
    /// List the access keys that Daypass holds, their ids masked
    List {
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
}

/// `daypass keys move`
#[derive(Debug, Args)]
pub struct Move {
    /// The profile whose key it is
    pub profile: String,
    /// Do it without asking
    #[arg(short, long)]
    pub yes: bool,
    /// Delete the backups that still hold the key, too
    #[arg(long)]
    pub purge: bool,
}

/// `daypass keys add`
#[derive(Debug, Args)]
pub struct Add {
    /// A name for the identity
    pub name: String,
    /// The access key id, AKIA…; else it is asked for
    #[arg(long, value_name = "ID")]
    pub access_key_id: Option<String>,
    /// The MFA device's ARN or serial number
    #[arg(long, value_name = "ARN", conflicts_with = "find")]
    pub serial: Option<String>,
    /// Ask AWS for the MFA device, and whether the key works; at a terminal that is done anyway
    #[arg(long)]
    pub find: bool,
    /// The region whose STS is asked
    #[arg(long)]
    pub region: Option<String>,
    /// The profile that receives the session; else the identity's name
    #[arg(long, value_name = "PROFILE")]
    pub target: Option<String>,
    /// How long sessions last: 8h, 90m, 1h30m, or seconds
    #[arg(long, value_parser = seconds)]
    pub duration: Option<u32>,
    /// Read the secret access key from standard input with "-"; else it is asked for
    #[arg(long, value_name = "-", allow_hyphen_values = true)]
    pub secret: Option<String>,
}

/// Reads the arguments of this process.
///
/// # Errors
/// The exit status, once everything has been said: help is no failure, wrong usage is 2.
pub fn read() -> Result<Arguments, ExitCode> {
    let given: Vec<String> = std::env::args_os().map(|arg| arg.to_string_lossy().into_owned()).collect();
    let arguments = Arguments::try_parse_from(&given).map_err(|error| explain(&error, &given))?;
    let refused = match &arguments.command {
        Command::Login(Login { code: Some(code), .. }) if code != "-" => ("token code", "--code -"),
        Command::Keys(Keys::Add(Add { secret: Some(secret), .. })) if secret != "-" => {
            ("secret access key", "--secret -")
        }
        Command::List { .. }
        | Command::Status { .. }
        | Command::Login(_)
        | Command::Logout { .. }
        | Command::Test { .. }
        | Command::Export { .. }
        | Command::Console { .. }
        | Command::Devices { .. }
        | Command::Explain { .. }
        | Command::Keys(_)
        | Command::Undo(_) => return Ok(arguments),
    };
    let (what, option) = refused;
    output::error(
        &format!("A {what} is never taken as an argument: other users of this machine could read it."),
        &format!("Type it when asked, or pass it on standard input with {option}"),
    );
    Err(ExitCode::from(2))
}

fn seconds(text: &str) -> Result<u32, String> {
    duration::parse(text).map_err(|failure| failure.to_string())
}

/// Shows help, or says what is wrong without repeating what may be a code or a secret.
fn explain(error: &clap::Error, given: &[String]) -> ExitCode {
    if !error.use_stderr() {
        // Nothing can be said where nothing can be written.
        let _ = error.print();
        return ExitCode::SUCCESS;
    }
    let mut text = error.render().to_string();
    for argument in given.iter().skip(1) {
        let value = match argument.split_once('=') {
            Some((option, value)) if option.starts_with("--") => value,
            Some(_) | None => argument,
        };
        if may_be_secret(value) {
            text = text.replace(value, "…");
        }
    }
    output::note(text.trim_end());
    ExitCode::from(2)
}

fn may_be_secret(value: &str) -> bool {
    TokenCode::parse(value).is_ok() || (value.len() >= 16 && !value.starts_with("--"))
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_arguments_make_sense_to_clap() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn codes_and_secrets_are_told_from_words() {
        for value in ["123456", "123-456", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"] {
            assert!(may_be_secret(value), "{value}");
        }
        for value in ["login", "12345", "--access-key-id-of-mine", "work"] {
            assert!(!may_be_secret(value), "{value}");
        }
    }
}
