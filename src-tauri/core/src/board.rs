//! All that is known of every session, and how it looks.

mod bare;
mod others;
mod roles;
#[cfg(test)]
mod tests;

use std::cell::LazyCell;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Deref;

use chrono::{DateTime, SecondsFormat, Utc};

use crate::aws_time::Now;
use crate::caller::KnownCaller;
use crate::catalog::{Catalog, Identity, KeySource, Role, names_identity};
use crate::duration::LONGEST_CHAINED;
use crate::failure::{Code, Failure};
use crate::in_use;
use crate::language::Language;
use crate::maker::Maker;
use crate::planner::{Wishes, plan};
use crate::ports::AwsPaths;
use crate::profile::{RoleArn, SerialNumber, visible};
use crate::refresh::Setbacks;
use crate::schedule::{Watched, soon};
use crate::session::state;
use crate::settings::{Memory, Settings};
use crate::used_codes::UsedSteps;
use crate::view::{BoardView, FailureView, FilesView, KeyPlace, RowKind, RowState, RowView};

use roles::{plan_view, stranded_row};

/// What the files, the settings and the running requests say together.
#[derive(Debug, Default)]
pub struct Board {
    /// Identities, roles and sessions as last read.
    pub catalog: Catalog,
    /// Our settings as last read.
    pub settings: Settings,
    /// What must outlive a restart.
    pub memory: Memory,
    /// The steps whose code AWS took.
    pub used_steps: UsedSteps,
    /// The rows whose request is on its way.
    pub signing_in: BTreeSet<String>,
    /// The last failure of a row, until its next try.
    pub failures: BTreeMap<String, Failure>,
    /// What is wrong for every row.
    pub banner: Option<Failure>,
    /// The roles whose last refresh failed.
    pub setbacks: Setbacks,
    /// Whether somebody refreshes roles for this board.
    pub refreshes: bool,
}

impl Board {
    /// The sessions that reminders watch: those of our rows, and other tools'.
    #[must_use]
    pub fn watched(&self) -> Vec<Watched> {
        let identities = self.catalog.identities.iter().map(|i| (&i.name, &i.target));
        let roles = self.catalog.roles.iter().map(|r| (&r.name, &r.target));
        let of_rows = identities.chain(roles).filter_map(|(name, target)| {
            let expires = self.catalog.session(target)?.expires;
            Some(Watched { target: target.clone(), name: name.clone(), expires, by: None })
        });
        of_rows.chain(self.watched_of_others()).collect()
    }

    /// The board as faces see it at `now`.
    #[must_use]
    pub fn view(&self, paths: &AwsPaths, demo: bool, now: Now) -> BoardView {
        let mut roles: HashMap<&str, Vec<&Role>> = HashMap::new();
        // The roles of one identity stand together as a rule.
        for run in self.catalog.roles.chunk_by(|a, b| a.identity == b.identity) {
            if let Some(first) = run.first() {
                roles.entry(&first.identity).or_default().extend(run);
            }
        }
        let roles = |identity: &Identity| roles.get(identity.name.as_str()).map_or(&[][..], Vec::as_slice);
        // Asked for only by roles that end soon.
        let quiet = LazyCell::new(|| self.quiet(now.aws()));
        let row = |identity| self.identity_row(identity, roles(identity), &quiet, demo, now);
        let mut rows: Vec<RowView> = self.catalog.identities.iter().map(row).collect();
        rows.sort_by(by_urgency);
        rows.extend(self.catalog.stranded.iter().map(stranded_row));
        rows.extend(self.catalog.foreign.iter().map(|f| self.foreign_row(f, now.aws())));
        BoardView {
            rows,
            banner: self.banner.clone().or_else(|| now.trouble()).as_ref().map(FailureView::from),
            paused_until: self.memory.paused_until.filter(|until| *until > now.here()).map(rfc3339),
            drift: i32::try_from(now.drift().num_seconds()).unwrap_or_default(),
            demo,
            files: FilesView {
                config: paths.config.display().to_string(),
                credentials: paths.credentials.display().to_string(),
            },
            language: Language::ENGLISH,
        }
    }

    fn identity_row(
        &self,
        identity: &Identity,
        roles: &[&Role],
        quiet: &impl Deref<Target = BTreeSet<String>>,
        demo: bool,
        now: Now,
    ) -> RowView {
        let serial = identity.serial.as_ref().ok().and_then(Option::as_ref);
        let owner = identity.caller.as_ref();
        let covers = self.covers(identity, roles);
        let session = self.catalog.session(&identity.target);
        let session_ends = session.map(|session| session.expires).filter(|end| *end > now.aws());
        let row = |role: &&Role| self.role_row(role, identity, session_ends, quiet, now);
        let mut roles: Vec<RowView> = roles.iter().map(row).collect();
        roles.sort_by(|a, b| a.name.cmp(&b.name));
        let standing = self.standing(&identity.name, &identity.target, obstacle(identity), now);
        RowView {
            name: identity.name.clone(),
            kind: RowKind::Identity,
            account: owner.and_then(KnownCaller::account).or_else(|| serial?.account()).map(str::to_owned),
            principal: owner.and_then(KnownCaller::user).or_else(|| serial?.device_name()).map(str::to_owned),
            target: identity.target.clone(),
            state: standing.state,
            expires: standing.expires,
            latest: standing.latest,
            renews: false,
            maker: standing.maker,
            testable: true,
            lifetime: standing.lifetime,
            needs_code: serial.is_some(),
            next_code_at: self.next_code_at(serial, now),
            serial: serial.map(|s| s.as_str().to_owned()),
            endpoint: if demo { None } else { endpoint(&identity.route) },
            key: match identity.key {
                KeySource::Keyring { .. } => KeyPlace::Keyring,
                KeySource::File { .. } => KeyPlace::File,
                KeySource::Missing => KeyPlace::None,
            },
            problem: standing.problem,
            warnings: views(&identity.preflight.warnings),
            covers,
            plan: None,
            ended_in_use: in_use::ended(&self.memory, &identity.target),
            roles,
        }
    }

    fn role_row(
        &self,
        role: &Role,
        identity: &Identity,
        session_ends: Option<DateTime<Utc>>,
        quiet: &impl Deref<Target = BTreeSet<String>>,
        now: Now,
    ) -> RowView {
        let arn = role.arn.as_ref().ok();
        let mut standing = self.standing(&role.name, &role.target, role_obstacle(role), now);
        if standing.state == RowState::EndingSoon && quiet.contains(&role.target) {
            standing.state = RowState::Active;
        }
        let taken = session_ends.is_some() && !role.direct;
        let device = if taken { None } else { device_of(role, identity) };
        let wishes = Wishes { code: device.is_some(), ..Wishes::default() };
        RowView {
            name: role.name.clone(),
            kind: RowKind::Role,
            account: arn.and_then(RoleArn::account).map(str::to_owned),
            principal: arn.map(|arn| arn.name().to_owned()),
            target: role.target.clone(),
            state: standing.state,
            expires: standing.expires,
            latest: standing.latest,
            renews: false,
            maker: standing.maker,
            testable: true,
            lifetime: standing.lifetime,
            needs_code: device.is_some(),
            next_code_at: self.next_code_at(device, now),
            serial: role.serial.as_ref().map(|s| s.as_str().to_owned()),
            endpoint: None,
            key: KeyPlace::None,
            problem: standing.problem,
            warnings: views(&role.preflight.warnings),
            covers: None,
            plan: Some(plan_view(&plan(role, identity, wishes, session_ends))),
            ended_in_use: false,
            roles: Vec::new(),
        }
    }

    fn next_code_at(&self, device: Option<&SerialNumber>, now: Now) -> Option<String> {
        let wait = self.used_steps.wait(device?, now.aws())?;
        Some(rfc3339(now.here() + wait))
    }

    fn standing(&self, name: &str, target: &str, obstacle: Option<Failure>, now: Now) -> Standing {
        let session = self.catalog.session(target);
        let theirs = self.catalog.in_targets.get(target);
        let untold = theirs.filter(|_| session.is_none()).map(|theirs| self.moment(theirs, now.aws()));
        let known = self.memory.sessions.get(target);
        let failure = self.failures.get(name);
        let state = match session {
            _ if self.signing_in.contains(name) => RowState::SigningIn,
            _ if obstacle.is_some() => RowState::Problem,
            Some(s) => state(s.expires, now.aws(), soon(known, &self.settings.reminders, s.expires)),
            None => untold.as_ref().map_or(RowState::NotSignedIn, |moment| moment.state),
        };
        let lifetime = session.zip(known).and_then(|(session, known)| {
            let granted = known.granted.filter(|_| known.expires == Some(session.expires))?;
            u32::try_from((session.expires - granted).num_seconds()).ok()
        });
        Standing {
            state,
            expires: session.map(|s| rfc3339(s.expires)),
            latest: untold.and_then(|moment| moment.latest).map(rfc3339),
            maker: theirs.and_then(|theirs| theirs.maker.as_ref()).map(Maker::name),
            lifetime,
            problem: obstacle.as_ref().or(failure).map(FailureView::from),
        }
    }
}

fn views(warnings: &[Failure]) -> Vec<FailureView> {
    warnings.iter().map(FailureView::from).collect()
}

/// The device whose code brings a role when its identity has no session: a profile that wants more
/// than an hour goes directly with a code, by its own device if it names one.
fn device_of<'a>(role: &'a Role, identity: &'a Identity) -> Option<&'a SerialNumber> {
    let own = identity.serial.as_ref().ok().and_then(Option::as_ref)?;
    let direct = role.direct || role.seconds > LONGEST_CHAINED && names_identity(identity, &role.source);
    Some(role.serial.as_ref().filter(|_| direct).unwrap_or(own))
}

struct Standing {
    state: RowState,
    expires: Option<String>,
    latest: Option<String>,
    maker: Option<String>,
    lifetime: Option<u32>,
    problem: Option<FailureView>,
}

/// What must be mended before a code may be spent on this identity.
#[must_use]
pub fn obstacle(identity: &Identity) -> Option<Failure> {
    if let Err(failure) = &identity.serial {
        return Some(failure.clone());
    }
    if let Err(failure) = &identity.route {
        return Some(failure.clone());
    }
    if let Some(failure) = &identity.preflight.obstacle {
        return Some(failure.clone());
    }
    match identity.key {
        KeySource::Missing => Some(Failure::new(
            Code::NoKey,
            text!("There is no access key for “{}” in the AWS files.", visible(&identity.name)),
            text!("Add its access key to Daypass, which keeps it in the system keyring."),
        )),
        KeySource::File { .. } | KeySource::Keyring { .. } => None,
    }
}

/// What must be mended before a code may be spent on this role.
#[must_use]
pub fn role_obstacle(role: &Role) -> Option<Failure> {
    let in_the_profile =
        role.arn.as_ref().err().or(role.parameters.as_ref().err()).or(role.route.as_ref().err());
    in_the_profile.or(role.preflight.obstacle.as_ref()).cloned()
}

/// The ends of AWS's own host names, one partition after the other, regular and dual-stack (the
/// partitions of the AWS SDKs).
const AWS_SUFFIXES: [&str; 14] = [
    ".amazonaws.com",
    ".api.aws",
    ".amazonaws.com.cn",
    ".api.amazonwebservices.com.cn",
    ".amazonaws.eu",
    ".api.amazonwebservices.eu",
    ".c2s.ic.gov",
    ".api.aws.ic.gov",
    ".sc2s.sgov.gov",
    ".api.aws.scloud",
    ".cloud.adc-e.uk",
    ".api.cloud-aws.adc-e.uk",
    ".csp.hci.ic.gov",
    ".api.aws.hci.ic.gov",
];

/// An endpoint worth showing: any that is not AWS's own.
pub(crate) fn endpoint(route: &Result<crate::route::Route, Failure>) -> Option<String> {
    let url = route.as_ref().ok()?.endpoint.as_deref()?;
    let host = url.split("://").nth(1)?.split(['/', ':', '?']).next()?;
    (!AWS_SUFFIXES.iter().any(|suffix| host.ends_with(suffix))).then(|| url.to_owned())
}

/// Ended first (the latest end on top), then what ends soonest, then what was never signed in,
/// problems last.
fn by_urgency(a: &RowView, b: &RowView) -> Ordering {
    let rank = |row: &RowView| match row.state {
        RowState::SigningIn => 0,
        RowState::Ended => 1,
        RowState::EndingSoon => 2,
        RowState::Active => 3,
        RowState::UnknownEnd => 4,
        RowState::NotSignedIn => 5,
        RowState::Problem => 6,
    };
    let by_end = match a.state {
        RowState::Ended => b.expires.cmp(&a.expires),
        RowState::SigningIn
        | RowState::EndingSoon
        | RowState::Active
        | RowState::UnknownEnd
        | RowState::NotSignedIn
        | RowState::Problem => a.expires.cmp(&b.expires),
    };
    rank(a).cmp(&rank(b)).then(by_end).then_with(|| a.name.cmp(&b.name))
}

/// An instant as the files and faces spell it: RFC 3339, whole seconds, `Z`.
#[must_use]
pub fn rfc3339(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}
