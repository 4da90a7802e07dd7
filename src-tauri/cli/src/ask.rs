//! Questions to the person: at the terminal, or answered on standard input.

use std::io::{self, BufRead, IsTerminal, Read, Write};

use daypass_core::failure::{Code, Failure};
use daypass_core::secret::Secret;

/// Longer than any code, secret or id.
const LONGEST: u64 = 4096;

/// Reads the first line of standard input, without its end.
///
/// # Errors
/// When there is none.
pub fn line_of_input() -> Result<Secret, Failure> {
    let mut line = String::new();
    io::stdin().lock().take(LONGEST).read_line(&mut line).map_err(|error| unreadable(&error))?;
    if line.is_empty() {
        return Err(Failure::new(
            Code::BadInput,
            "Standard input is empty.",
            "Pass one line on standard input, or leave the option out to be asked.",
        ));
    }
    line.truncate(line.trim_end_matches(['\r', '\n']).len());
    Ok(Secret::new(line))
}

/// Asks at the terminal, showing what is typed. `option` says how scripts answer instead.
///
/// # Errors
/// When there is no terminal.
pub fn visibly(question: &str, option: &str) -> Result<Secret, Failure> {
    terminal(question, option)?;
    // The prompt is no data, and a prompt that cannot be shown does not keep anyone from typing.
    let _ = write!(io::stderr(), "{question}: ").and_then(|()| io::stderr().flush());
    line_of_input()
}

/// Asks at the terminal without showing what is typed.
///
/// # Errors
/// As for [`visibly`].
pub fn hidden(question: &str, option: &str) -> Result<Secret, Failure> {
    terminal(question, option)?;
    rpassword::prompt_password(format!("{question}: ")).map(Secret::new).map_err(|error| unreadable(&error))
}

/// Whether there is somebody to ask.
pub fn somebody() -> bool {
    io::stdin().is_terminal()
}

fn terminal(question: &str, option: &str) -> Result<(), Failure> {
    if somebody() {
        return Ok(());
    }
    Err(Failure::new(
        Code::CodeNeeded,
        format!("{question} is needed, and there is no terminal to ask at."),
        format!("Pass it with {option}"),
    ))
}

fn unreadable(error: &io::Error) -> Failure {
    Failure::new(Code::BadInput, "The answer could not be read.", "Try again.").with_detail(error.to_string())
}
