//! `daypass`: everything the tray does, for scripts and for people over ssh.
//!
//! Data goes to standard output, everything else to standard error. Exit status: 0 done, 1 failed,
//! 2 wrong usage.
#![forbid(unsafe_code)]

mod arguments;
mod ask;
mod change;
mod clock;
mod company;
mod devices;
mod explain;
mod keys;
mod lending;
mod list;
mod login;
mod logout;
mod moving;
mod output;
mod ports;
mod rows;
mod run;
mod status;
mod table;
mod test;
mod undo;
mod when;

fn main() -> std::process::ExitCode {
    run::run()
}
