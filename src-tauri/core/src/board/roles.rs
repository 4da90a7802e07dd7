//! What the board knows of roles besides their sessions: how they are reached, whether they are
//! refreshed by themselves, and those that lead nowhere.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};

use crate::board::bare::bare;
use crate::board::{Board, rfc3339};
use crate::catalog::{Identity, Role, Stranded};
use crate::notice::{Notice, not_refreshed};
use crate::planner::{Plan, Way};
use crate::refresh::{self, is_refreshed, kept};
use crate::schedule::{Reminder, Watched};
use crate::view::{FailureView, PlanView, PlanWay, RowKind, RowState, RowView};

impl Board {
    /// The sections whose session is renewed without a word.
    pub(crate) fn quiet(&self, now: DateTime<Utc>) -> BTreeSet<String> {
        match self.refreshes {
            true => refresh::quiet(&self.catalog, &self.memory, &self.setbacks, now),
            false => BTreeSet::new(),
        }
    }

    /// The sessions whose end is worth a word: all that are watched, but for roles that are refreshed
    /// by themselves and with which nothing has gone wrong.
    #[must_use]
    pub fn told(&self, now: DateTime<Utc>) -> Vec<Watched> {
        let quiet = self.quiet(now);
        self.watched().into_iter().filter(|watched| !quiet.contains(&watched.target)).collect()
    }

    /// When a role is to be refreshed next.
    pub(crate) fn next_refresh(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        refresh::next(&self.catalog, &self.memory, &self.setbacks, now)
    }

    /// How many profiles one code of this identity covers, where that is more than one. `roles` are
    /// those behind it.
    pub(crate) fn covers(&self, identity: &Identity, roles: &[&Role]) -> Option<u32> {
        let covered =
            roles.iter().filter(|role| is_refreshed(role) && !self.failures.contains_key(&role.name));
        let count = u32::try_from(covered.count()).ok()? + 1;
        (count > 1 && matches!(identity.serial, Ok(Some(_)))).then_some(count)
    }

    /// A reminder of roles that should have been refreshed says why they were not.
    pub(crate) fn with_reason(&self, notice: Notice, reminder: &Reminder, now: DateTime<Utc>) -> Notice {
        let tried = kept(&self.catalog, &self.memory, &self.setbacks, now);
        let of = |watched: &Watched| {
            let role = self.catalog.roles.iter().find(|role| role.target == watched.target)?;
            let still = tried.iter().any(|kept| kept.target == watched.target);
            self.setbacks.of(&self.catalog, role).filter(|_| still)
        };
        let failed = reminder.sessions.iter().filter_map(|watched| Some((watched, of(watched)?)));
        let failed: Vec<_> = failed.collect();
        let Some((_, setback)) = failed.first() else {
            return notice;
        };
        let names: Vec<&str> = failed.iter().map(|(watched, _)| watched.name.as_str()).collect();
        not_refreshed(notice, &names, names.len() == reminder.sessions.len(), &setback.failure)
    }
}

/// A role that leads to no identity stands for itself, with the reason.
pub(super) fn stranded_row(role: &Stranded) -> RowView {
    RowView {
        account: role.account.clone(),
        principal: role.principal.clone(),
        target: role.target.clone(),
        state: RowState::Problem,
        problem: Some(FailureView::from(&role.failure)),
        ..bare(&role.name, RowKind::Role)
    }
}

/// A plan as faces see it.
pub(super) fn plan_view(plan: &Plan) -> PlanView {
    let way = match plan.way {
        Way::Session => PlanWay::Session,
        Way::Direct => PlanWay::Direct,
    };
    PlanView { way, seconds: plan.seconds, renewed: plan.renewed, until: plan.until.map(rfc3339) }
}
