//! `daypass explain`

use daypass_adapters::environment::Environment;
use daypass_core::explain::Question;
use daypass_core::explain::view::{ExplainView, look};
use daypass_core::failure::{Code, Failure};
use daypass_core::ports::Ports;
use daypass_core::profile::visible;
use daypass_core::text;
use serde_json::Value;

use crate::output;

/// Tells which credentials AWS's tools would use for a profile, and why.
///
/// # Errors
/// The files' or the settings' failure; [`Code::NotUsed`] when what Daypass wrote is not used by all of
/// them or, where it wrote nothing, when one of them finds no credentials.
pub async fn explain(ports: &Ports, profile: Option<String>, json: bool) -> Result<(), Failure> {
    let surroundings = Environment::of_this_process().surroundings;
    let view = look(ports, Question { profile, surroundings }).await?;
    if json {
        // A view is plain data, which always becomes JSON.
        output::json(&serde_json::to_value(&view).unwrap_or(Value::Null))?;
    } else {
        output::data(&text(&view))?;
    }
    if view.fine { Ok(()) } else { Err(not_used(&view)) }
}

fn text(view: &ExplainView) -> String {
    let mut text = String::new();
    let widest = view.readers.iter().map(|reader| reader.name.chars().count()).max().unwrap_or_default();
    for reader in &view.readers {
        let other = (reader.profile != view.profile).then(|| format!("[{}] ", visible(&reader.profile)));
        let other = other.unwrap_or_default();
        text.push_str(&format!("{:widest$}  {other}{}\n", reader.name, reader.reason));
    }
    for advice in &view.advice {
        let whose = match advice.readers.len() == view.readers.len() {
            true => "All of them".to_owned(),
            false => advice.readers.join("; "),
        };
        text.push_str(&format!("\n{whose}: {}\n  {}\n", advice.shadow, advice.change));
    }
    for note in &view.notes {
        text.push_str(&format!("\n{note}\n"));
    }
    text
}

fn not_used(view: &ExplainView) -> Failure {
    let profile = visible(&view.profile);
    let message = match view.ours {
        true => text!("Not every tool uses the session that Daypass wrote to “{}”.", profile),
        false => text!("Not every tool finds credentials for “{}”.", profile),
    };
    let first = view.advice.first();
    let hint = first.map_or_else(|| text!("Sign in to it, then ask again."), |advice| advice.change.clone());
    Failure::new(Code::NotUsed, message, hint)
}
