//! `daypass list`

use daypass_core::failure::Failure;
use daypass_core::ports::Ports;
use daypass_core::view::{KeyPlace, RowKind};

use crate::output;
use crate::rows::{self, Row, rows};
use crate::table::table;

/// Lists what can be signed in to.
///
/// # Errors
/// The files' or the settings' failure.
pub async fn list(ports: &Ports, json: bool) -> Result<(), Failure> {
    let mut rows = rows(ports, None).await?;
    rows.retain(|row| row.view.kind != RowKind::Foreign);
    if json {
        return output::json(&rows::json(&rows));
    }
    if rows.is_empty() {
        nothing_found(ports);
        return Ok(());
    }
    let lines: Vec<_> = rows.iter().map(line).collect();
    output::data(&table(["PROFILE", "KIND", "ACCOUNT", "USER OR ROLE", "KEY", "WRITTEN TO"], &lines))?;
    covers(&rows)
}

/// Says how far one code goes.
fn covers(rows: &[Row]) -> Result<(), Failure> {
    let lines = rows.iter().filter_map(|row| {
        row.view.covers.map(|count| format!("{}: 1 code covers {count} profiles\n", row.view.name))
    });
    let lines: String = lines.collect();
    if lines.is_empty() { Ok(()) } else { output::data(&format!("\n{lines}")) }
}

/// Says where was looked, and how to begin.
pub fn nothing_found(ports: &Ports) {
    let paths = ports.files.paths();
    output::note(&format!(
        "No profile with an access key or an MFA device in {} and {}.",
        paths.config.display(),
        paths.credentials.display()
    ));
    output::note("hint: Add an access key with daypass keys add NAME");
}

fn line(row: &Row) -> [String; 6] {
    let view = &row.view;
    let kind = match view.kind {
        RowKind::Identity => "identity",
        RowKind::Role => "role",
        RowKind::Foreign => "other tool",
    };
    let key = match (view.kind, view.key) {
        (_, KeyPlace::Keyring) => "keyring",
        (_, KeyPlace::File) => "file",
        (RowKind::Identity, KeyPlace::None) => "missing",
        (RowKind::Role | RowKind::Foreign, KeyPlace::None) => "",
    };
    [
        row.title(),
        kind.to_owned(),
        view.account.clone().unwrap_or_default(),
        view.principal.clone().unwrap_or_default(),
        key.to_owned(),
        view.target.clone(),
    ]
}
