//! `daypass status`

use chrono::{DateTime, Local, Utc};
use daypass_core::aws_time::Now;
use daypass_core::failure::Failure;
use daypass_core::ports::Ports;
use daypass_core::view::{RowKind, RowState, RowView};

use crate::clock;
use crate::list::nothing_found;
use crate::output;
use crate::rows::{self, Row, rows};
use crate::table::table;
use crate::when;

/// Shows where sessions stand.
///
/// # Errors
/// The files' or the settings' failure, or that there is no such profile.
pub async fn status(ports: &Ports, profile: Option<&str>, json: bool) -> Result<(), Failure> {
    let rows = rows(ports, profile).await?;
    if json {
        return output::json(&rows::json(&rows));
    }
    if rows.is_empty() {
        nothing_found(ports);
        return Ok(());
    }
    let now = clock::now(ports);
    clock::trouble(now);
    let lines: Vec<_> = rows.iter().map(|row| line(row, now)).collect();
    output::data(&table(["PROFILE", "STATE", "UNTIL", "LEFT", "WRITTEN TO"], &lines))?;
    for row in &rows {
        if let Some(problem) = &row.view.problem {
            output::data(&format!("\n{}: {}\n  {}\n", row.view.name, problem.message, problem.hint))?;
        }
    }
    for row in &rows {
        for warning in &row.view.warnings {
            output::data(&format!(
                "\nwarning: {}: {}\n  {}\n",
                row.view.name, warning.message, warning.hint
            ))?;
        }
    }
    Ok(())
}

fn line(row: &Row, now: Now) -> [String; 5] {
    let view = &row.view;
    let expires: Option<DateTime<Utc>> = view.expires.as_deref().and_then(|text| text.parse().ok());
    let written_to = match view.kind {
        RowKind::Identity | RowKind::Role => match &view.maker {
            Some(maker) => format!("{}, by {maker}", view.target),
            None => view.target.clone(),
        },
        RowKind::Foreign => format!("by {}", view.maker.as_deref().unwrap_or("another tool")),
    };
    let ends = match (expires, view.renews) {
        (Some(at), _) => when::local(now.wall_of(at), now.here(), &Local),
        (None, true) => "renews itself".to_owned(),
        (None, false) => latest(view, now),
    };
    [
        row.title(),
        in_words(view.state).to_owned(),
        ends,
        expires.map(|at| when::left(at, now.aws())).unwrap_or_default(),
        written_to,
    ]
}

/// Of an end that nobody wrote down the latest time there is.
fn latest(view: &RowView, now: Now) -> String {
    let at: Option<DateTime<Utc>> = view.latest.as_deref().and_then(|text| text.parse().ok());
    at.map(|at| format!("at the latest {}", when::local(now.wall_of(at), now.here(), &Local)))
        .unwrap_or_default()
}

fn in_words(state: RowState) -> &'static str {
    match state {
        RowState::NotSignedIn => "not signed in",
        RowState::SigningIn => "signing in",
        RowState::Active => "active",
        RowState::EndingSoon => "ending soon",
        RowState::UnknownEnd => "unknown end",
        RowState::Ended => "ended",
        RowState::Problem => "problem",
    }
}
