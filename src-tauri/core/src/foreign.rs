//! Sessions that other tools made: shown as theirs, reminded for, never written.

mod cached;
mod section;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};

use crate::failure::Failure;
use crate::maker::Maker;
use crate::route::Route;
use crate::settings::{Memory, Unended};

/// Who made a session, where nobody knows. It becomes part of a row's name, and names are the same in
/// every language.
pub(crate) const ANOTHER_TOOL: &str = "another tool";

pub(crate) use cached::in_caches;
pub(crate) use section::in_section;

/// No session of a user lasts longer (GetSessionToken, 129,600 s), and none of a role.
const LONGEST: TimeDelta = TimeDelta::hours(36);

/// A session that another tool made.
#[derive(Clone, Debug, PartialEq)]
pub struct Foreign {
    /// What a person calls it; no two rows have the same name.
    pub name: String,
    /// Who made it, where that can be told.
    pub maker: Option<Maker>,
    /// The profile that works by it; none when no profile does.
    pub target: Option<String>,
    /// Its end, as far as anyone knows.
    pub end: End,
    /// The account's twelve digits, where they are told.
    pub account: Option<String>,
    /// The user or role, where it is told.
    pub principal: Option<String>,
    /// Where it was found.
    pub place: Place,
}

/// Where a session of another tool is.
#[derive(Clone, Debug, PartialEq)]
pub enum Place {
    /// In a section of the AWS files.
    Section {
        /// The section's name.
        name: String,
        /// The id of its key, by which a session without an end is known again.
        key_id: String,
        /// Where a question about it goes.
        route: Result<Route, Failure>,
    },
    /// In a cache of its tool, in this file.
    Cache(String),
}

/// When a session ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// At this instant.
    At(DateTime<Utc>),
    /// Its tool renews it by itself, as a whole until an instant that may be known.
    Renewed {
        /// Until when it lasts if it is not renewed.
        current: DateTime<Utc>,
        /// From when on somebody has to sign in again.
        until: Option<DateTime<Utc>>,
    },
    /// Nobody wrote it down.
    Untold {
        /// It cannot last longer than this.
        latest: Option<DateTime<Utc>>,
    },
}

impl End {
    /// Not written down, in a file that was last changed then.
    #[must_use]
    pub fn untold(file_changed: Option<DateTime<Utc>>) -> Self {
        Self::Untold { latest: file_changed.map(|changed| changed + LONGEST) }
    }

    /// The instant worth a reminder: when somebody has to sign in again. None for what renews itself
    /// without a known end, and for what has none that is known.
    #[must_use]
    pub fn known(self) -> Option<DateTime<Utc>> {
        match self {
            Self::At(end) => Some(end),
            Self::Renewed { until, .. } => until,
            Self::Untold { .. } => None,
        }
    }
}

impl Foreign {
    /// The key of the memory and of notices: the section, or the cache's file.
    #[must_use]
    pub fn key(&self) -> &str {
        match &self.place {
            Place::Section { name, .. } => name,
            Place::Cache(file) => file,
        }
    }

    /// Who made it, as faces say it after "by".
    #[must_use]
    pub fn by(&self) -> String {
        self.maker.as_ref().map_or_else(|| ANOTHER_TOOL.to_owned(), Maker::name)
    }

    /// The latest instant at which it may end, by what was known of it earlier: a file that changes
    /// for other reasons makes no session younger.
    #[must_use]
    pub fn latest(&self, memory: &Memory) -> Option<DateTime<Utc>> {
        let End::Untold { latest } = self.end else { return None };
        let known = self.unended().and_then(|(name, key_id)| {
            memory.unended.get(name).filter(|known| known.key_id == key_id).map(|known| known.latest)
        });
        latest.into_iter().chain(known).min()
    }

    fn unended(&self) -> Option<(&str, &str)> {
        match (&self.place, self.end) {
            (Place::Section { name, key_id, .. }, End::Untold { .. }) => Some((name, key_id)),
            _ => None,
        }
    }
}

/// What is to be remembered of sessions without an end.
#[must_use]
pub fn unended<'a>(
    sessions: impl Iterator<Item = &'a Foreign>,
    memory: &Memory,
) -> BTreeMap<String, Unended> {
    let known = sessions.filter_map(|session| {
        let (name, key_id) = session.unended()?;
        let latest = session.latest(memory)?;
        Some((name.to_owned(), Unended { key_id: key_id.to_owned(), latest }))
    });
    known.collect()
}

/// The account and the user or role of an ARN: `arn:aws:sts::ACCOUNT:assumed-role/NAME/SESSION`.
fn account_and_name(arn: &str) -> Option<(String, String)> {
    let mut parts = arn.splitn(6, ':').skip(4);
    let (account, resource) = (parts.next()?, parts.next()?);
    let mut names = resource.split('/');
    let kind = names.next()?;
    let name = if kind == "assumed-role" { names.next() } else { names.next_back() };
    // `arn:aws:iam::123456789012:root` has no name behind its kind.
    Some((account.to_owned(), name.unwrap_or(kind).to_owned()))
}
