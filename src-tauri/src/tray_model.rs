//! What the tray shows for a board: icon, tooltip and menu as plain data.

#[cfg(test)]
mod tests;
mod words;

use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use daypass_core::language::Language;
use daypass_core::pause::Pause;
use daypass_core::text::{InLanguage, Text};
use daypass_core::view::{BoardView, RowKind, RowState, RowView};

use crate::glyph::{Glyph, Mark, RING_STEPS};

/// What a person wants from the tray.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Intent {
    /// The icon itself was clicked, at this place if the host tells one.
    Click(Option<crate::popover_place::Point>),
    /// Open the popover: on a row, or on the most urgent one.
    Open(Option<String>),
    /// Open the popover on its settings.
    Settings,
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
    /// One line per identity whose session lives or has ended, the most urgent first.
    pub tooltip: Vec<String>,
    /// What a tooltip says where there is no such line.
    pub idle: String,
    /// The most urgent of them, for hosts that show one line: it has no time in it that runs.
    pub most_urgent: Option<String>,
    /// In the last hour of the session that ends first: how long it lasts, "14 min".
    pub countdown: Option<String>,
    /// The menu.
    pub menu: Vec<MenuLine>,
}

impl TrayModel {
    /// What the tray shows before anything is known: for a moment, and in English.
    #[must_use]
    pub fn empty() -> Self {
        Self {
            glyph: Glyph::default(),
            tooltip: Vec::new(),
            idle: words::idle().to_string(),
            most_urgent: None,
            countdown: None,
            menu: fixed_lines(None, Language::ENGLISH),
        }
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
    let say = |text: Text| text.in_language(board.language).to_string();
    let identities = || board.rows.iter().filter(|row| row.kind == RowKind::Identity);
    let mut menu: Vec<MenuLine> = identities()
        .map(|row| MenuLine::Item {
            label: say(words::menu_line(row, wall)),
            intent: Some(Intent::Open(Some(row.name.clone()))),
        })
        .collect();
    if menu.is_empty() {
        menu.push(MenuLine::Item { label: say(words::open()), intent: Some(Intent::Open(None)) });
    }
    menu.push(MenuLine::Separator);
    if identities().any(is_alive) {
        menu.push(MenuLine::Item { label: say(words::end_all()), intent: Some(Intent::EndAll) });
    }
    menu.extend(fixed_lines(board.paused_until.as_deref(), board.language));
    let shortest = identities().filter(|row| is_alive(row)).min_by_key(|row| expires(row));
    let last_hour = shortest.and_then(expires).filter(|end| *end - now < TimeDelta::hours(1));
    // The board has the most urgent first.
    let told = || identities().filter(|row| is_alive(row) || row.state == RowState::Ended);
    TrayModel {
        glyph: glyph(board, shortest, now),
        tooltip: told().map(|row| say(words::tooltip_line(row, now, wall))).collect(),
        idle: say(words::idle()),
        most_urgent: told().next().map(|row| say(words::menu_line(row, wall))),
        countdown: last_hour.map(|end| words::left(end, now)),
        menu,
    }
}

fn fixed_lines(paused_until: Option<&str>, language: Language) -> Vec<MenuLine> {
    let item = |label: Text, intent| {
        let label = label.in_language(language).to_string();
        MenuLine::Item { label, intent: Some(intent) }
    };
    let mut lines = if paused_until.is_some() {
        vec![item(words::resume(), Intent::Resume)]
    } else {
        vec![
            item(words::pause_hour(), Intent::Pause(Pause::OneHour)),
            item(words::pause_tomorrow(), Intent::Pause(Pause::UntilTomorrow)),
        ]
    };
    lines.push(item(words::settings(), Intent::Settings));
    lines.push(MenuLine::Separator);
    lines.push(item(words::quit(), Intent::Quit));
    lines
}

fn is_alive(row: &RowView) -> bool {
    matches!(row.state, RowState::Active | RowState::EndingSoon)
}

/// The icon tells of identities; the most pressing of them decides. An end that nobody was there to
/// see leaves no mark: the icon says that nothing is active.
fn glyph(board: &BoardView, shortest: Option<&RowView>, now: DateTime<Utc>) -> Glyph {
    let identities = || board.rows.iter().filter(|row| row.kind == RowKind::Identity);
    let mark = if identities().any(|row| row.state == RowState::Ended && row.ended_in_use) {
        Some(Mark::Ended)
    } else if identities().any(|row| row.state == RowState::EndingSoon) {
        Some(Mark::EndingSoon)
    } else {
        None
    };
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
