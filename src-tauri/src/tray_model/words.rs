//! The words of the tray.

use chrono::{DateTime, NaiveTime, Utc};
use daypass_core::view::{RowState, RowView};

use super::expires;

pub(super) const OPEN: &str = "Open Daypass…";
pub(super) const END_ALL: &str = "End all sessions";
pub(super) const PAUSE_HOUR: &str = "Pause reminders for 1 hour";
pub(super) const PAUSE_TOMORROW: &str = "Pause reminders until tomorrow";
pub(super) const RESUME: &str = "Resume reminders";
pub(super) const SETTINGS: &str = "Settings…";
pub(super) const QUIT: &str = "Quit Daypass";

/// A row in the menu. Its words change with its state alone: a menu that told what is left would
/// be made anew each minute, read or not.
pub(super) fn menu_line(row: &RowView, wall: &dyn Fn(DateTime<Utc>) -> NaiveTime) -> String {
    format!("{}: {}", row.name, state(row, wall))
}

/// A row in the tooltip, with what is left.
pub(super) fn tooltip_line(
    row: &RowView,
    now: DateTime<Utc>,
    wall: &dyn Fn(DateTime<Utc>) -> NaiveTime,
) -> String {
    let line = menu_line(row, wall);
    match expires(row).filter(|end| *end > now) {
        Some(end) => format!("{line} ({} left)", left(end, now)),
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

fn state(row: &RowView, wall: &dyn Fn(DateTime<Utc>) -> NaiveTime) -> String {
    match (row.state, expires(row)) {
        (RowState::Active | RowState::EndingSoon, Some(end)) => {
            format!("until {}", wall(end).format("%H:%M"))
        }
        (RowState::Ended, Some(end)) => format!("ended {}", wall(end).format("%H:%M")),
        (RowState::SigningIn, _) => "signing in".to_owned(),
        (RowState::Problem, _) => "needs attention".to_owned(),
        (RowState::UnknownEnd, _) => "signed in, end unknown".to_owned(),
        (RowState::NotSignedIn | RowState::Active | RowState::EndingSoon | RowState::Ended, _) => {
            "not signed in".to_owned()
        }
    }
}
