//! Which roles are assumed again before their keys end, and when.
//!
//! A role through a session lasts an hour at most (IAM User Guide, "Role chaining"), the session up
//! to 36. While it lives, roles are refreshed when a third of their time is left: that leaves 20
//! minutes of an hour for tries. All instants are of the wall clock, so sleep and restarts neither
//! lose a refresh nor repeat it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{DateTime, TimeDelta, Utc};

use crate::board::role_obstacle;
use crate::catalog::{Catalog, Identity, Role};
use crate::duration::LONGEST_CHAINED;
use crate::failure::{Code, Failure};
use crate::settings::Memory;

/// Roles that are due within this time of one that is due go with it, into one transaction.
const TOGETHER: TimeDelta = TimeDelta::minutes(5);
/// The pauses after failures in a row, in seconds; the last one goes on.
const PAUSES: [i64; 4] = [60, 120, 240, 300];
/// A pause is up to so many seconds longer, so that machines that failed together do not come back
/// together: their sessions end at different seconds.
const JITTER: i64 = 15;

/// Whether a failure is of the kind that passes by itself: the network, or AWS's own trouble.
#[must_use]
pub fn is_passing(code: Code) -> bool {
    [Code::Unreachable, Code::Throttled, Code::ServiceFault, Code::Ambiguous, Code::BadAnswer].contains(&code)
}

/// A role whose keys are refreshed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The role.
    pub role: String,
    /// The identity whose session assumes it.
    pub identity: String,
    /// The section with its keys.
    pub target: String,
    /// From when on.
    pub due: DateTime<Utc>,
}

/// The last try of a role that failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setback {
    /// How many tries in a row have failed.
    pub tries: u32,
    /// Why.
    pub failure: Failure,
    /// No try before this instant.
    pub not_before: DateTime<Utc>,
    /// The end of the session that stood in the role's section then: of another one it says nothing.
    of: Option<DateTime<Utc>>,
}

/// The roles whose last refresh failed, by name. A restart forgets them and tries at once.
#[derive(Clone, Debug, Default)]
pub struct Setbacks(BTreeMap<String, Setback>);

impl Setbacks {
    /// The setback of a role, if it is about the session that stands there now.
    #[must_use]
    pub fn of(&self, catalog: &Catalog, role: &Role) -> Option<&Setback> {
        self.0.get(&role.name).filter(|setback| setback.of == end(catalog, role))
    }

    /// A try has failed.
    pub fn add(&mut self, catalog: &Catalog, role: &Role, failure: Failure, now: DateTime<Utc>) {
        let tries = self.of(catalog, role).map_or(1, |setback| setback.tries.saturating_add(1));
        // The identity's session is the same for all of its roles: those that failed together are
        // tried together.
        let session = catalog.identity(&role.identity).and_then(|i| catalog.session(&i.target));
        let not_before = now + pause(tries, session.map(|session| session.expires));
        let setback = Setback { tries, failure, not_before, of: end(catalog, role) };
        self.0.insert(role.name.clone(), setback);
    }

    /// Whether a role's last try failed for a reason that passes: then one request is enough to find
    /// out whether it has.
    #[must_use]
    pub fn is_trouble(&self, role: &str) -> bool {
        self.0.get(role).is_some_and(|setback| is_passing(setback.failure.code))
    }

    /// A role was signed in, or is to be left alone.
    pub fn forget(&mut self, role: &str) {
        self.0.remove(role);
    }

    /// Forgets what is no longer true. Without its identity's session a role is owed none.
    pub fn tidy(&mut self, catalog: &Catalog, now: DateTime<Utc>) {
        let lives = |role: &Role| {
            let identity = catalog.identity(&role.identity).and_then(|i| catalog.session(&i.target));
            identity.is_some_and(|session| session.expires > now)
        };
        self.0.retain(|name, setback| {
            let role = catalog.roles.iter().find(|role| role.name == *name);
            role.is_some_and(|role| setback.of == end(catalog, role) && (setback.of.is_some() || lives(role)))
        });
    }

    /// Whether a role without a session is owed one: it should have come along, and the trouble passes.
    fn is_owed(&self, catalog: &Catalog, role: &Role) -> bool {
        self.of(catalog, role).is_some_and(|setback| setback.of.is_none() && is_passing(setback.failure.code))
    }
}

fn end(catalog: &Catalog, role: &Role) -> Option<DateTime<Utc>> {
    catalog.session(&role.target).map(|session| session.expires)
}

/// How long to wait after so many failures in a row.
fn pause(tries: u32, seed: Option<DateTime<Utc>>) -> TimeDelta {
    let last = PAUSES.len() - 1;
    let step = usize::try_from(tries.saturating_sub(1)).map_or(last, |step| step.min(last));
    let share = seed.map_or(0, |end| end.timestamp()) + i64::from(tries);
    TimeDelta::seconds(PAUSES.get(step).copied().unwrap_or(JITTER) + share.rem_euclid(JITTER + 1))
}

/// The roles that are refreshed by themselves at `now`.
#[must_use]
pub fn kept(catalog: &Catalog, memory: &Memory, setbacks: &Setbacks, now: DateTime<Utc>) -> Vec<Kept> {
    let alive: HashMap<&str, DateTime<Utc>> = catalog
        .identities
        .iter()
        .filter_map(|identity| Some((identity.name.as_str(), begun(catalog, memory, identity, now)?)))
        .collect();
    let keep = |role: &Role| {
        let begun = alive.get(role.identity.as_str()).filter(|_| is_refreshed(role))?;
        let due = match catalog.session(&role.target) {
            // What ended before the identity's session began was not missed by anybody.
            Some(session) if session.ours && session.expires > *begun => {
                due_at(role, memory, session.expires)
            }
            Some(_) => return None,
            None => setbacks.is_owed(catalog, role).then_some(now)?,
        };
        Some(Kept {
            role: role.name.clone(),
            identity: role.identity.clone(),
            target: role.target.clone(),
            due,
        })
    };
    catalog.roles.iter().filter_map(keep).collect()
}

/// Whether a role is one that Daypass refreshes at all.
#[must_use]
pub fn is_refreshed(role: &Role) -> bool {
    role.comes_along() && role_obstacle(role).is_none()
}

/// When the identity's living session began, as far as is known: else what its profile asks for
/// before its end.
fn begun(
    catalog: &Catalog,
    memory: &Memory,
    identity: &Identity,
    now: DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    let session = catalog.session(&identity.target).filter(|session| session.expires > now)?;
    let known = memory.sessions.get(&identity.target).filter(|known| known.expires == Some(session.expires));
    let asked = TimeDelta::seconds(i64::from(identity.seconds));
    Some(known.and_then(|known| known.granted).unwrap_or(session.expires - asked))
}

/// When a third is left of the time that the keys last, or would last if they were fetched now.
fn due_at(role: &Role, memory: &Memory, expires: DateTime<Utc>) -> DateTime<Utc> {
    let asked = TimeDelta::seconds(i64::from(role.seconds.min(LONGEST_CHAINED)));
    let known = memory.sessions.get(&role.target).filter(|known| known.expires == Some(expires));
    match known.and_then(|known| known.granted) {
        // A clock that is hours ahead sees each new session as ended: that must not make a storm.
        Some(granted) => (expires - (expires - granted).min(asked) / 3).max(granted + TOGETHER),
        None => expires - asked / 3,
    }
}

/// The sections whose session needs no reminder: they are refreshed, and nothing has gone wrong.
#[must_use]
pub fn quiet(
    catalog: &Catalog,
    memory: &Memory,
    setbacks: &Setbacks,
    now: DateTime<Utc>,
) -> BTreeSet<String> {
    let names: HashMap<&str, &Role> = by_name(catalog);
    let sound =
        |kept: &Kept| names.get(kept.role.as_str()).is_some_and(|role| setbacks.of(catalog, role).is_none());
    kept(catalog, memory, setbacks, now).into_iter().filter(sound).map(|kept| kept.target).collect()
}

/// What is to be refreshed now: roles by identity. When one is due, those that will soon be go along.
#[must_use]
pub fn due(
    catalog: &Catalog,
    memory: &Memory,
    setbacks: &Setbacks,
    now: DateTime<Utc>,
) -> BTreeMap<String, Vec<String>> {
    let names = by_name(catalog);
    let may = |kept: &&Kept| {
        let setback = names.get(kept.role.as_str()).and_then(|role| setbacks.of(catalog, role));
        setback.is_none_or(|setback| now >= setback.not_before)
    };
    let all = kept(catalog, memory, setbacks, now);
    let ready: Vec<&Kept> = all.iter().filter(may).collect();
    let ripe: BTreeSet<&str> =
        ready.iter().filter(|kept| kept.due <= now).map(|kept| kept.identity.as_str()).collect();
    let mut groups: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for kept in
        ready.iter().filter(|kept| kept.due <= now + TOGETHER && ripe.contains(kept.identity.as_str()))
    {
        groups.entry(kept.identity.clone()).or_default().push(kept.role.clone());
    }
    groups
}

/// The next instant at which [`due`] has something to say.
#[must_use]
pub fn next(
    catalog: &Catalog,
    memory: &Memory,
    setbacks: &Setbacks,
    now: DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    let names = by_name(catalog);
    let at = |kept: &Kept| {
        let setback = names.get(kept.role.as_str()).and_then(|role| setbacks.of(catalog, role));
        setback.map_or(kept.due, |setback| kept.due.max(setback.not_before))
    };
    kept(catalog, memory, setbacks, now).iter().map(at).filter(|at| *at > now).min()
}

fn by_name(catalog: &Catalog) -> HashMap<&str, &Role> {
    catalog.roles.iter().map(|role| (role.name.as_str(), role)).collect()
}
