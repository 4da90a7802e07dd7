//! What the tray shows for a board: icon, tooltip and menu as plain data.

use chrono::{DateTime, NaiveTime, Utc};
use daypass_core::notice::until_words;
use daypass_core::pause::Pause;
use daypass_core::view::{BoardView, RowKind, RowState, RowView};

use crate::glyph::{Glyph, Mark, RING_STEPS};

/// What a person wants from the tray.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Intent {
    /// The icon itself was clicked, at this place if the host tells one.
    Click(Option<crate::popover_place::Point>),
    /// Open the popover: on a row, or on the most urgent one.
    Open(Option<String>),
    /// End every session that Daypass wrote.
    EndAll,
    /// No reminder for a while.
    Pause(Pause),
    /// Reminders again.
    Resume,
    /// End the program; sessions stay until they expire.
    Quit,
    /// There is no tray on this desktop now.
    TrayGone,
    /// A tray has appeared.
    TrayBack,
}

/// A line of the menu.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MenuLine {
    /// Something to choose; without an intent it is there to be read.
    Item {
        /// The words.
        label: String,
        /// What choosing it means.
        intent: Option<Intent>,
    },
    /// A line between groups.
    Separator,
}

/// All that the tray shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrayModel {
    /// The icon.
    pub glyph: Glyph,
    /// One line per identity whose session lives or has ended.
    pub tooltip: Vec<String>,
    /// The menu.
    pub menu: Vec<MenuLine>,
}

impl TrayModel {
    /// What the tray shows before anything is known.
    #[must_use]
    pub fn empty() -> Self {
        Self { glyph: Glyph::default(), tooltip: Vec::new(), menu: fixed_lines(None) }
    }
}

/// The model of a board at `now`, in AWS's time. `wall` tells the end of a session as the clock on the
/// wall will show it.
#[must_use]
pub fn tray_model(
    board: &BoardView,
    now: DateTime<Utc>,
    wall: &dyn Fn(DateTime<Utc>) -> NaiveTime,
) -> TrayModel {
    let identities = || board.rows.iter().filter(|row| row.kind == RowKind::Identity);
    let state = |row: &RowView| state_words(row, now, wall);
    let alive = |row: &&RowView| matches!(row.state, RowState::Active | RowState::EndingSoon);
    let mut menu: Vec<MenuLine> = identities()
        .map(|row| MenuLine::Item {
            label: format!("{}: {}", row.name, state(row)),
            intent: Some(Intent::Open(Some(row.name.clone()))),
        })
        .collect();
    if menu.is_empty() {
        menu.push(MenuLine::Item { label: "Open Daypass…".to_owned(), intent: Some(Intent::Open(None)) });
    }
    menu.push(MenuLine::Separator);
    let some_alive = identities().any(|row| alive(&row));
    if some_alive {
        menu.push(MenuLine::Item { label: "End all sessions".to_owned(), intent: Some(Intent::EndAll) });
    }
    menu.extend(fixed_lines(board.paused_until.as_deref()));
    TrayModel {
        glyph: glyph(board, now),
        tooltip: identities()
            .filter(|row| alive(row) || row.state == RowState::Ended)
            .map(|row| format!("{}: {}", row.name, state(row)))
            .collect(),
        menu,
    }
}

fn fixed_lines(paused_until: Option<&str>) -> Vec<MenuLine> {
    let item = |label: &str, intent| MenuLine::Item { label: label.to_owned(), intent: Some(intent) };
    let mut lines = if paused_until.is_some() {
        vec![item("Resume reminders", Intent::Resume)]
    } else {
        vec![
            item("Pause reminders for 1 hour", Intent::Pause(Pause::OneHour)),
            item("Pause reminders until tomorrow", Intent::Pause(Pause::UntilTomorrow)),
        ]
    };
    lines.push(MenuLine::Separator);
    lines.push(item("Quit Daypass", Intent::Quit));
    lines
}

/// The words for a row's state in a menu or tooltip.
fn state_words(row: &RowView, now: DateTime<Utc>, wall: &dyn Fn(DateTime<Utc>) -> NaiveTime) -> String {
    let end = expires(row);
    match (row.state, end) {
        (RowState::Active | RowState::EndingSoon, Some(end)) => until_words(end, now, wall(end)),
        (RowState::Ended, Some(end)) => format!("ended {}", wall(end).format("%H:%M")),
        (RowState::SigningIn, _) => "signing in".to_owned(),
        (RowState::Problem, _) => "needs attention".to_owned(),
        (RowState::UnknownEnd, _) => "signed in, end unknown".to_owned(),
        (RowState::NotSignedIn | RowState::Active | RowState::EndingSoon | RowState::Ended, _) => {
            "not signed in".to_owned()
        }
    }
}

/// The icon tells of identities; the most pressing of them decides.
fn glyph(board: &BoardView, now: DateTime<Utc>) -> Glyph {
    let identities = || board.rows.iter().filter(|row| row.kind == RowKind::Identity);
    let has = |state: RowState| identities().any(|row| row.state == state);
    let mark = if has(RowState::Ended) {
        Some(Mark::Ended)
    } else if has(RowState::EndingSoon) {
        Some(Mark::EndingSoon)
    } else {
        None
    };
    let shortest = identities()
        .filter(|row| matches!(row.state, RowState::Active | RowState::EndingSoon))
        .min_by_key(|row| expires(row));
    Glyph { ring: shortest.map(|row| ring(row, now)), mark }
}

/// The share of the session that is left, in steps of the ring; never empty while it lives.
fn ring(row: &RowView, now: DateTime<Utc>) -> u8 {
    let (Some(end), Some(lifetime)) = (expires(row), row.lifetime.filter(|l| *l > 0)) else {
        return RING_STEPS;
    };
    let left = (end - now).num_seconds().max(0);
    let steps = (left * i64::from(RING_STEPS) + i64::from(lifetime) - 1) / i64::from(lifetime);
    u8::try_from(steps.clamp(1, i64::from(RING_STEPS))).unwrap_or(RING_STEPS)
}

fn expires(row: &RowView) -> Option<DateTime<Utc>> {
    row.expires.as_deref()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use daypass_core::view::{FilesView, KeyPlace};

    fn row(name: &str, state: RowState, expires: Option<&str>) -> RowView {
        RowView {
            name: name.to_owned(),
            kind: RowKind::Identity,
            account: None,
            principal: None,
            target: name.to_owned(),
            state,
            expires: expires.map(str::to_owned),
            latest: None,
            ended_in_use: false,
            renews: false,
            maker: None,
            testable: true,
            lifetime: Some(43_200),
            needs_code: true,
            next_code_at: None,
            serial: None,
            endpoint: None,
            key: KeyPlace::File,
            problem: None,
            warnings: Vec::new(),
            covers: None,
            plan: None,
            roles: Vec::new(),
        }
    }

    fn board(rows: Vec<RowView>) -> BoardView {
        let files = FilesView { config: String::new(), credentials: String::new() };
        BoardView { rows, banner: None, paused_until: None, drift: 0, demo: false, files }
    }

    fn model(rows: Vec<RowView>, now: &str) -> TrayModel {
        tray_model(&board(rows), now.parse().unwrap(), &|at| at.time())
    }

    fn labels(model: &TrayModel) -> Vec<&str> {
        model
            .menu
            .iter()
            .map(|line| match line {
                MenuLine::Item { label, .. } => label.as_str(),
                MenuLine::Separator => "—",
            })
            .collect()
    }

    const NOON: &str = "2026-11-22T12:00:00Z";
    const SIX: Option<&str> = Some("2026-11-22T18:00:00Z");

    #[test]
    fn every_identity_has_a_line_that_opens_it() {
        let model =
            model(vec![row("prod", RowState::Active, SIX), row("dev", RowState::NotSignedIn, None)], NOON);
        assert_eq!(
            labels(&model),
            [
                "prod: until 18:00 (6 h left)",
                "dev: not signed in",
                "—",
                "End all sessions",
                "Pause reminders for 1 hour",
                "Pause reminders until tomorrow",
                "—",
                "Quit Daypass"
            ]
        );
        assert_eq!(model.tooltip, ["prod: until 18:00 (6 h left)"]);
    }

    #[test]
    fn the_tooltip_tells_of_sessions_that_ended_too() {
        let ended = row("prod", RowState::Ended, Some("2026-11-22T11:00:00Z"));
        let model = model(vec![ended, row("dev", RowState::NotSignedIn, None)], NOON);
        assert_eq!(model.tooltip, ["prod: ended 11:00"]);
    }

    #[test]
    fn an_empty_board_still_opens() {
        assert_eq!(labels(&model(vec![], NOON))[0], "Open Daypass…");
    }

    #[test]
    fn the_most_pressing_identity_marks_the_icon() {
        let glyph = |rows| model(rows, NOON).glyph;
        let (active, soon, ended) = (
            row("a", RowState::Active, SIX),
            row("b", RowState::EndingSoon, Some("2026-11-22T12:10:00Z")),
            row("c", RowState::Ended, Some("2026-11-22T11:00:00Z")),
        );
        assert_eq!(glyph(vec![row("n", RowState::NotSignedIn, None)]), Glyph { ring: None, mark: None });
        assert_eq!(glyph(vec![active.clone()]), Glyph { ring: Some(6), mark: None });
        assert_eq!(glyph(vec![active.clone(), soon]), Glyph { ring: Some(1), mark: Some(Mark::EndingSoon) });
        assert_eq!(glyph(vec![active, ended]), Glyph { ring: Some(6), mark: Some(Mark::Ended) });
    }
}
