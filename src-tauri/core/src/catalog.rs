//! From the two AWS files and our settings to identities, roles and other tools' sessions.

mod identities;
mod roles;
mod routes;
mod sources;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::{DateTime, Utc};

use crate::aws_config::AwsConfig;
use crate::caller::KnownCaller;
use crate::failure::Failure;
use crate::foreign::{self, End, Foreign};
use crate::preflight::{self, KnownKeys, Preflight};
use crate::profile::{RoleArn, SerialNumber};
use crate::role_parameters::RoleParameters;
use crate::route::{Route, RouteEnv};
use crate::session::{Session, Wall, session_in};
use crate::settings::{ProfileSettings, Settings};
use crate::tool_caches::CacheFile;

pub(crate) use identities::names_identity;
pub(crate) use routes::route_of_new;
pub(crate) use sources::names_role;

/// The suffix that aws-mfa gives to the section with the long-term key.
pub(crate) const LONG_TERM_SUFFIX: &str = "-long-term";

/// Everything that was found.
#[derive(Debug, Default)]
pub struct Catalog {
    /// Users' keys.
    pub identities: Vec<Identity>,
    /// Roles behind them.
    pub roles: Vec<Role>,
    /// Roles whose sources lead to no key.
    pub stranded: Vec<Stranded>,
    /// Sessions that other tools made, apart from those in targets of ours.
    pub foreign: Vec<Foreign>,
    /// Sessions that other tools made in targets of ours, by section.
    pub in_targets: BTreeMap<String, Foreign>,
    /// The sessions found in the files, by section.
    pub sessions: HashMap<String, Session>,
    /// What in the files could not be used, one sentence each.
    pub warnings: Vec<String>,
}

/// A user's long-term key with its MFA device.
#[derive(Debug)]
pub struct Identity {
    /// What a person calls it.
    pub name: String,
    /// Where its key is.
    pub key: KeySource,
    /// Its MFA device, if it has one; a malformed one is a problem to be shown.
    pub serial: Result<Option<SerialNumber>, Failure>,
    /// The section that receives its session.
    pub target: String,
    /// How long its sessions shall last, in seconds.
    pub seconds: u32,
    /// Where its requests go.
    pub route: Result<Route, Failure>,
    /// Whose its key is, if AWS was ever asked.
    pub caller: Option<KnownCaller>,
    /// Whether the user chose that temporary keys may replace long-term ones in the target.
    pub overwrite_long_term_keys: bool,
    /// What is known of a sign-in in advance.
    pub preflight: Preflight,
}

/// A row that can be signed in to.
#[derive(Clone, Copy, Debug)]
pub enum Entry<'a> {
    /// A user's key.
    Identity(&'a Identity),
    /// A role behind one.
    Role(&'a Role),
}

/// Where a long-term key is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeySource {
    /// In the keyring, under this access key id.
    Keyring {
        /// The access key id.
        access_key_id: String,
    },
    /// In the AWS files, in the profile of this name.
    File {
        /// The profile's name.
        profile: String,
        /// The access key id.
        access_key_id: String,
    },
    /// Nowhere that Daypass can see.
    Missing,
}

impl KeySource {
    /// The access key id, where there is one.
    #[must_use]
    pub fn access_key_id(&self) -> Option<&str> {
        match self {
            Self::Keyring { access_key_id } | Self::File { access_key_id, .. } => Some(access_key_id),
            Self::Missing => None,
        }
    }
}

/// A role that a profile describes.
#[derive(Debug, PartialEq)]
pub struct Role {
    /// The profile's name.
    pub name: String,
    /// The role; a malformed ARN is a problem to be shown.
    pub arn: Result<RoleArn, Failure>,
    /// The identity or role whose keys assume it, as `source_profile` names it.
    pub source: String,
    /// The identity at the end of the chain of sources.
    pub identity: String,
    /// The device that the profile itself names.
    pub serial: Option<SerialNumber>,
    /// What its sessions are asked for; a malformed value, of the device too, is a problem to be shown.
    pub parameters: Result<RoleParameters, Failure>,
    /// How long its sessions shall last, in seconds.
    pub seconds: u32,
    /// The section that receives its keys.
    pub target: String,
    /// Where its requests go.
    pub route: Result<Route, Failure>,
    /// What is known of a sign-in in advance.
    pub preflight: Preflight,
    /// Whether it is assumed with a code of its own, and so neither taken along nor refreshed.
    pub direct: bool,
    /// Whether its keys are refreshed while the identity's session lives.
    pub refresh: bool,
}

impl Role {
    /// Whether it comes along with its identity's session.
    #[must_use]
    pub fn comes_along(&self) -> bool {
        !self.direct && self.refresh
    }
}

/// A role whose chain of `source_profile`s goes in a circle or ends at a profile that is not there.
#[derive(Debug, PartialEq)]
pub struct Stranded {
    /// The profile's name.
    pub name: String,
    /// The section that would receive its keys.
    pub target: String,
    /// The role's account.
    pub account: Option<String>,
    /// The role's name.
    pub principal: Option<String>,
    /// What is wrong with its sources.
    pub failure: Failure,
}

/// What is to be known besides the files' text to understand other tools' sessions.
pub struct Around<'a> {
    /// Local time, in which some tools write.
    pub wall: Wall<'a>,
    /// Now, where what ended long ago is to be left out.
    pub now: Option<DateTime<Utc>>,
    /// When the credentials file was last changed.
    pub credentials_changed: Option<DateTime<Utc>>,
    /// Whether Leapp is at work on the file.
    pub leapp: bool,
    /// What the tools' own caches hold.
    pub caches: &'a [CacheFile],
}

impl Default for Around<'_> {
    /// Nothing is known, and walls show UTC.
    fn default() -> Self {
        let wall = &|wall: chrono::NaiveDateTime| wall.and_utc();
        Self { wall, now: None, credentials_changed: None, leapp: false, caches: &[] }
    }
}

impl Catalog {
    /// Takes what the AWS files say and adds what our settings say. For all that concerns other
    /// tools' sessions use [`Catalog::seen`].
    #[must_use]
    pub fn of(aws: &AwsConfig, settings: &Settings, env: &RouteEnv) -> Self {
        Self::seen(aws, settings, env, &Around::default())
    }

    /// Takes what the AWS files say, adds what our settings say and what there is around them.
    #[must_use]
    pub fn seen(aws: &AwsConfig, settings: &Settings, env: &RouteEnv, around: &Around<'_>) -> Self {
        let identities = identities::find(aws, settings, env);
        let (roles, stranded) = roles::find(aws, &identities, settings, env);
        let profiles = || aws.profiles().iter();
        let sessions: HashMap<String, Session> =
            profiles().filter_map(|p| Some((p.name().to_owned(), session_in(p, around.wall)?))).collect();
        let targets: HashSet<&str> = identities
            .iter()
            .map(|i| i.target.as_str())
            .chain(roles.iter().map(|r| r.target.as_str()))
            .collect();
        let in_sections = profiles().filter_map(|profile| {
            let wish = ProfileSettings::default();
            foreign::in_section(aws, profile, around, || {
                routes::route(aws, &[profile.name()], &wish, None, env)
            })
        });
        let (in_targets, mut in_sections): (Vec<_>, Vec<_>) =
            in_sections.partition(|session| targets.contains(session.name.as_str()));
        in_sections.sort_by(|a, b| a.name.cmp(&b.name));
        // Session keys in the place of a user's own, without an end: the identity's row says so.
        let is_identity = |name: &str| identities.iter().any(|i| i.name == name);
        in_sections.retain(|f| !(is_identity(&f.name) && matches!(f.end, End::Untold { .. })));
        let mut names: HashSet<String> = identities.iter().map(|i| i.name.clone()).collect();
        names.extend(roles.iter().map(|r| r.name.clone()));
        let others = in_sections.into_iter().chain(foreign::in_caches(aws, around));
        let foreign = others.map(|session| named_apart(session, &mut names)).collect();
        let in_targets = in_targets.into_iter().map(|session| (session.name.clone(), session)).collect();
        let warnings = aws.problems().iter().map(ToString::to_string).collect();
        let mut catalog = Self { identities, roles, stranded, foreign, in_targets, sessions, warnings };
        preflight::look(&mut catalog, aws, settings, env, &KnownKeys::default());
        catalog
    }

    /// What a person means by `name`: a row's own name, else the target of one.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<Entry<'_>> {
        let identity = |i| Entry::Identity(i);
        let role = |r| Entry::Role(r);
        None.or_else(|| self.identities.iter().find(|i| i.name == name).map(identity))
            .or_else(|| self.roles.iter().find(|r| r.name == name).map(role))
            .or_else(|| self.identities.iter().find(|i| i.target == name).map(identity))
            .or_else(|| self.roles.iter().find(|r| r.target == name).map(role))
    }

    /// The session of another tool that a person means by `name`: a row's own name, else the profile
    /// that works by it.
    #[must_use]
    pub fn foreign(&self, name: &str) -> Option<&Foreign> {
        let named = || self.foreign.iter().find(|f| f.name == name);
        named().or_else(|| self.foreign.iter().find(|f| f.target.as_deref() == Some(name)))
    }

    /// The identity of this name.
    #[must_use]
    pub fn identity(&self, name: &str) -> Option<&Identity> {
        self.identities.iter().find(|i| i.name == name)
    }

    /// The session in a section of the files.
    #[must_use]
    pub fn session(&self, target: &str) -> Option<&Session> {
        self.sessions.get(target)
    }
}

/// Gives a session whose name a row has already one of its own.
fn named_apart(mut session: Foreign, names: &mut HashSet<String>) -> Foreign {
    let plain = session.name.clone();
    for again in 0_usize.. {
        if names.insert(session.name.clone()) {
            break;
        }
        let which = if again == 0 { String::new() } else { format!(" {}", again + 1) };
        session.name = format!("{plain} ({}{which})", session.by());
    }
    session
}

impl Entry<'_> {
    /// The row's name.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Identity(identity) => &identity.name,
            Self::Role(role) => &role.name,
        }
    }

    /// The section that receives its keys.
    #[must_use]
    pub fn target(&self) -> &str {
        match self {
            Self::Identity(identity) => &identity.target,
            Self::Role(role) => &role.target,
        }
    }

    /// What is known of a sign-in in advance.
    #[must_use]
    pub fn preflight(&self) -> &Preflight {
        match self {
            Self::Identity(identity) => &identity.preflight,
            Self::Role(role) => &role.preflight,
        }
    }

    /// Where its requests go.
    ///
    /// # Errors
    /// [`crate::failure::Code::BadEndpoint`], as found when the files were read.
    pub fn route(&self) -> Result<&Route, Failure> {
        let route = match self {
            Self::Identity(identity) => &identity.route,
            Self::Role(role) => &role.route,
        };
        route.as_ref().map_err(Clone::clone)
    }
}
