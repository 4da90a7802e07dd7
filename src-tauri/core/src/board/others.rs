//! The rows of sessions that other tools made.

use chrono::{DateTime, Utc};

use crate::board::bare::bare;
use crate::board::{Board, rfc3339};
use crate::failure::Failure;
use crate::foreign::{End, Foreign, Place};
use crate::maker::Maker;
use crate::schedule::{Watched, soon};
use crate::session::state;
use crate::view::{FailureView, RowKind, RowState, RowView};

/// How a session of another tool stands at an instant.
pub(super) struct Moment {
    pub(super) state: RowState,
    pub(super) expires: Option<DateTime<Utc>>,
    pub(super) latest: Option<DateTime<Utc>>,
    pub(super) renews: bool,
}

impl Board {
    /// Those sessions of other tools whose end is worth a reminder.
    pub(super) fn watched_of_others(&self) -> impl Iterator<Item = Watched> {
        self.catalog.foreign.iter().filter_map(|session| {
            Some(Watched {
                target: session.key().to_owned(),
                name: session.name.clone(),
                expires: session.end.known()?,
                by: Some(session.by()),
            })
        })
    }

    pub(super) fn foreign_row(&self, session: &Foreign, now: DateTime<Utc>) -> RowView {
        let Moment { state, expires, latest, renews } = self.moment(session, now);
        RowView {
            account: session.account.clone(),
            principal: session.principal.clone(),
            target: session.target.clone().unwrap_or_default(),
            state,
            expires: expires.map(rfc3339),
            latest: latest.map(rfc3339),
            renews,
            maker: session.maker.as_ref().map(Maker::name),
            testable: matches!(session.place, Place::Section { .. }),
            problem: self.failures.get(&session.name).map(|failure: &Failure| FailureView::from(failure)),
            ..bare(&session.name, RowKind::Foreign)
        }
    }

    /// Where it stands by what its tool wrote of its end.
    pub(super) fn moment(&self, session: &Foreign, now: DateTime<Utc>) -> Moment {
        let ends = |end| {
            let known = self.memory.sessions.get(session.key());
            let state = state(end, now, soon(known, &self.settings.reminders, end));
            Moment { state, expires: Some(end), latest: None, renews: false }
        };
        let no_end = |state, latest, renews| Moment { state, expires: None, latest, renews };
        match session.end {
            End::At(end) => ends(end),
            // Nobody has renewed it in time, whatever was meant to.
            End::Renewed { current, until: Some(_) } if current <= now => ends(current),
            End::Renewed { until: Some(until), .. } => Moment { renews: true, ..ends(until) },
            End::Renewed { current, until: None } if now < current => no_end(RowState::Active, None, true),
            // The next use tries to renew it; whether it may, only its tool's server knows.
            End::Renewed { until: None, .. } => no_end(RowState::UnknownEnd, None, true),
            End::Untold { .. } => {
                let latest = session.latest(&self.memory);
                let is_over = latest.is_some_and(|latest| latest <= now);
                no_end(if is_over { RowState::Ended } else { RowState::UnknownEnd }, latest, false)
            }
        }
    }
}
