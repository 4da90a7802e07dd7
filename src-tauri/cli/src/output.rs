//! Where words go: data to standard output, everything else to standard error.

use std::io::{self, Write};

use daypass_core::failure::{Code, Failure};
use daypass_core::text;
use serde_json::Value;

/// Writes data.
///
/// # Errors
/// When standard output cannot be written; a reader that has seen enough is no failure.
pub fn data(text: &str) -> Result<(), Failure> {
    match io::stdout().write_all(text.as_bytes()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Failure::new(
            Code::Internal,
            text!("Standard output cannot be written."),
            text!("Check where it leads to."),
        )
        .with_detail(error.to_string())),
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Writes data as JSON.
///
/// # Errors
/// As for [`data`].
pub fn json(value: &Value) -> Result<(), Failure> {
    data(&format!("{value:#}\n"))
}

/// Says something that is no data.
pub fn note(text: &str) {
    // Nothing can be said where nothing can be written.
    let _ = writeln!(io::stderr(), "{text}");
}

/// Says what is wrong and what to do.
pub fn error(message: &str, hint: &str) {
    note(&format!("error: {message}\nhint: {hint}"));
}

/// Says a failure; with AWS's own words when asked to.
pub fn failure(failure: &Failure, verbose: bool) {
    error(&failure.message, &failure.hint);
    if verbose {
        let lines = [
            ("code", Some(failure.code.name())),
            ("details", failure.detail.as_deref()),
            ("request id", failure.request_id.as_deref()),
        ];
        for (name, text) in lines {
            if let Some(text) = text {
                note(&format!("{name}: {text}"));
            }
        }
    }
}
