//! A change to the credentials file, line by line.

use daypass_core::change::Preview;
use daypass_core::failure::Failure;
use daypass_core::ports::Ports;
use daypass_core::view::ChangeKind;

use crate::output;

/// Shows what would go and come, and what the lines do not say by themselves.
///
/// # Errors
/// When standard output cannot be written.
pub fn show(ports: &Ports, shown: &Preview) -> Result<(), Failure> {
    let mut text = format!("{}\n", ports.files.paths().credentials.display());
    for line in &shown.lines {
        let (sign, words) = match line.kind {
            ChangeKind::Same => (' ', line.text.as_str()),
            ChangeKind::Removed => ('-', line.text.as_str()),
            ChangeKind::Added => ('+', line.text.as_str()),
            ChangeKind::Gap => (' ', "…"),
        };
        text.push_str(format!("{sign} {words}").trim_end());
        text.push('\n');
    }
    output::data(&text)?;
    for note in &shown.notes {
        output::note(note);
    }
    Ok(())
}
