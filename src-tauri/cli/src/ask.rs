//! Questions to the person: at the terminal, or answered on standard input.

use std::io::{self, BufRead, IsTerminal, Read, Write};

use daypass_core::failure::{Code, Failure};
use daypass_core::secret::Secret;
use daypass_core::text;

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
            text!("Standard input is empty."),
            text!("Pass one line on standard input, or leave the option out to be asked."),
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

/// Asks for a yes before something is done, unless it was given as `--yes`.
///
/// # Errors
/// [`Code::Cancelled`] on any other answer; [`Code::BadInput`] when there is no terminal.
pub fn agreement(question: &str, given: bool) -> Result<(), Failure> {
    if given || (somebody() && yes(question)) {
        return Ok(());
    }
    Err(match somebody() {
        true => {
            Failure::new(Code::Cancelled, text!("Nothing was changed."), text!("Answer with y to go ahead."))
        }
        false => Failure::new(
            Code::BadInput,
            text!("This takes a yes, and there is no terminal to ask at."),
            text!("Look at the lines above, then pass --yes"),
        ),
    })
}

/// Asks a question that is answered with yes or no at the terminal; no answer is a no.
pub fn yes(question: &str) -> bool {
    let _ = write!(io::stderr(), "{question} [y/N] ").and_then(|()| io::stderr().flush());
    let answer = line_of_input().ok();
    answer.is_some_and(|line| ["y", "yes"].contains(&line.expose().trim().to_ascii_lowercase().as_str()))
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
        text!("{} is needed, and there is no terminal to ask at.", question),
        text!("Pass it with {}", option),
    ))
}

fn unreadable(error: &io::Error) -> Failure {
    Failure::new(Code::BadInput, text!("The answer could not be read."), text!("Try again."))
        .with_detail(error.to_string())
}
