//! The words of the tray.

use chrono::{DateTime, NaiveTime, Utc};
use daypass_core::text;
use daypass_core::text::Text;
use daypass_core::view::{RowState, RowView};

use super::expires;

pub(super) fn open() -> Text {
    text!("Open Daypass…")
}

pub(super) fn end_all() -> Text {
    text!("End all sessions")
}

pub(super) fn pause_hour() -> Text {
    text!("Pause reminders for 1 hour")
}

pub(super) fn pause_tomorrow() -> Text {
    text!("Pause reminders until tomorrow")
}

pub(super) fn resume() -> Text {
    text!("Resume reminders")
}

pub(super) fn settings() -> Text {
    text!("Settings…")
}

pub(super) fn idle() -> Text {
    text!("Not signed in")
}

pub(super) fn quit() -> Text {
    text!("Quit Daypass")
}

/// A row in the menu. Its words change with its state alone: a menu that told what is left would
/// be made anew each minute, read or not.
pub(super) fn menu_line(row: &RowView, wall: &dyn Fn(DateTime<Utc>) -> NaiveTime) -> Text {
    text!("{}: {}", &row.name, state(row, wall))
}

/// A row in the tooltip, with what is left.
pub(super) fn tooltip_line(
    row: &RowView,
    now: DateTime<Utc>,
    wall: &dyn Fn(DateTime<Utc>) -> NaiveTime,
) -> Text {
    let line = menu_line(row, wall);
    match expires(row).filter(|end| *end > now) {
        Some(end) => text!("{} ({} left)", line, left(end, now)),
        None => line,
    }
}

/// How long it lasts: in whole hours, rounded down, so that the words change once an hour for most
/// of a day; in the last hour in minutes, rounded up as in a notice.
pub(super) fn left(end: DateTime<Utc>, now: DateTime<Utc>) -> String {
    let minutes = ((end - now).num_seconds().max(0) + 59) / 60;
    match minutes {
        0 | 1 => "1 min".to_owned(),
        2..=59 => format!("{minutes} min"),
        _ => format!("{} h", minutes / 60),
    }
}

fn state(row: &RowView, wall: &dyn Fn(DateTime<Utc>) -> NaiveTime) -> Text {
    match (row.state, expires(row)) {
        (RowState::Active | RowState::EndingSoon, Some(end)) => {
            text!("until {}", clock(wall(end)))
        }
        (RowState::Ended, Some(end)) => text!("ended {}", clock(wall(end))),
        (RowState::SigningIn, _) => text!("signing in"),
        (RowState::Problem, _) => text!("needs attention"),
        (RowState::UnknownEnd, _) => text!("signed in, end unknown"),
        (RowState::NotSignedIn | RowState::Active | RowState::EndingSoon | RowState::Ended, _) => {
            text!("not signed in")
        }
    }
}

fn clock(wall: NaiveTime) -> String {
    wall.format("%H:%M").to_string()
}
