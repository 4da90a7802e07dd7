//! *Copy diagnostics*: what this machine and this program say of themselves, as text without names.

use std::collections::BTreeMap;
use std::io::Write;
use std::process::ExitCode;
use std::time::Duration;

use daypass_adapters::clock::SystemClock;
use daypass_adapters::diagnostics::of_this_user;
use daypass_adapters::diagnostics::report::{Report, Section};
use daypass_core::ports::Clock;
use daypass_core::view::{BoardView, RowView};
use tauri::{AppHandle, Manager, Runtime};
use tokio::time::timeout;

use crate::desk::Desk;
use crate::shortcut::PopoverShortcut;

/// How long the program's own parts may take to answer.
const DEADLINE: Duration = Duration::from_secs(2);

/// All that is known, of the running program too. Answers within some seconds, whoever hangs.
pub async fn text<R: Runtime>(app: &AppHandle<R>) -> String {
    let of_machine = tauri::async_runtime::spawn_blocking(of_this_user);
    let (running, machine) = tokio::join!(running(app), of_machine);
    // A question that panicked is a report without its answer.
    whole(Some(running), machine.unwrap_or_default())
}

/// Prints what is known without the running program.
pub fn print() -> ExitCode {
    let text = whole(None, of_this_user());
    match std::io::stdout().write_all(text.as_bytes()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

fn whole(running: Option<Section>, machine: Report) -> String {
    let mut own = Report::default();
    own.add(program());
    if let Some(running) = running {
        own.add(running);
    }
    format!("{own}\n{machine}")
}

fn program() -> Section {
    let version = env!("CARGO_PKG_VERSION");
    let version = option_env!("DAYPASS_COMMIT")
        .map_or_else(|| version.to_owned(), |commit| format!("{version} (commit {commit})"));
    Section::new("Daypass")
        .line("version", version)
        .line("build", if cfg!(debug_assertions) { "for development" } else { "release" })
        .line("webview", tauri::webview_version().unwrap_or_else(|_| "not known".to_owned()))
        .line("taken", SystemClock.now().format("%Y-%m-%dT%H:%M:%SZ").to_string())
}

async fn running<R: Runtime>(app: &AppHandle<R>) -> Section {
    let section = Section::new("Running").line("shortcut", shortcut(app)).line("screens", screens(app).await);
    let Some(desk) = app.try_state::<Desk>() else {
        return section;
    };
    let section = section.line("demo", if desk.is_demo() { "yes" } else { "no" });
    match timeout(DEADLINE, desk.keeper().board()).await {
        Ok(Ok(board)) => rows(section, &board),
        Ok(Err(failure)) => section.line("board", failure.code.name()),
        Err(_) => section.line("board", "does not answer"),
    }
}

fn shortcut<R: Runtime>(app: &AppHandle<R>) -> String {
    let problem = app.try_state::<PopoverShortcut>().and_then(|shortcut| shortcut.problem());
    problem.map_or_else(|| "no problem".to_owned(), |failure| failure.message.to_string())
}

async fn screens<R: Runtime>(app: &AppHandle<R>) -> String {
    let app = app.clone();
    // The desktop answers on its own thread, if it does.
    let asked = tauri::async_runtime::spawn_blocking(move || app.available_monitors());
    let Ok(Ok(Ok(screens))) = timeout(DEADLINE, asked).await else {
        return "not known".to_owned();
    };
    let words = screens.iter().map(|screen| {
        let size = screen.size();
        format!("{}×{} at {}", size.width, size.height, screen.scale_factor())
    });
    words.collect::<Vec<_>>().join(", ")
}

/// How many rows are in which state, and what is wrong with how many: no names.
fn rows(section: Section, board: &BoardView) -> Section {
    let all: Vec<&RowView> =
        board.rows.iter().flat_map(|row| std::iter::once(row).chain(&row.roles)).collect();
    let states = all.iter().map(|row| row.state.name());
    let troubles = all.iter().flat_map(|row| row.problem.iter().chain(&row.warnings)).chain(&board.banner);
    section
        .line("rows", counted(states))
        .line("problems", counted(troubles.map(|trouble| trouble.code.as_str())))
        .line("clock", format!("AWS's is {} s ahead", board.drift))
}

fn counted<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for name in names {
        *counts.entry(name).or_default() += 1;
    }
    if counts.is_empty() {
        return "none".to_owned();
    }
    counts.iter().map(|(name, count)| format!("{count} {name}")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_counted_by_their_states() {
        assert_eq!(counted(["active", "ended", "active"].into_iter()), "2 active, 1 ended");
        assert_eq!(counted(std::iter::empty()), "none");
    }

    #[test]
    fn the_program_s_own_words_come_first() {
        let mut machine = Report::default();
        machine.add(Section::new("System").line("kernel", "6.1"));
        let text = whole(Some(Section::new("Running").line("demo", "no")), machine);
        assert!(text.starts_with(&format!("Daypass\n  version: {}", env!("CARGO_PKG_VERSION"))), "{text}");
        assert!(text.ends_with("\n\nRunning\n  demo: no\n\nSystem\n  kernel: 6.1\n"), "{text}");
    }
}
