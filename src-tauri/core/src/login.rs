//! From six digits to a written session.

mod afterwards;
mod again;
pub(crate) mod aim;
mod along;
mod fan_out;
mod limit;
mod role;
pub(crate) mod share;
pub(crate) mod stop;
mod tree;

use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::aws_time::Now;
use crate::board::obstacle;
use crate::catalog::{Catalog, Entry, Identity};
use crate::code::TokenCode;
use crate::duration::{self, LONGEST_ROOT, Purpose};
use crate::failure::{Code, Failure};
use crate::key_source::fetch_key;
use crate::keys::SessionCredentials;
use crate::planner::Plan;
use crate::ports::{Mfa, Ports, SessionTokenAsk};
use crate::preflight;
use crate::profile::{SerialNumber, visible};
use crate::route::Route;
use crate::survey::{Survey, survey};
use crate::target::along::Written;
use crate::target::{self, Choice, Delivery, Receipt};
use crate::used_codes::spend;

use along::Won;

pub(crate) use afterwards::written_at;
pub use afterwards::{logout, logout_all, test};
pub use again::{Refreshed, refresh};
pub use fan_out::Pace;
pub(crate) use role::session_name;
pub use stop::Stop;

/// What a person asks for.
#[derive(Debug)]
pub struct Wish {
    /// The identity or role, by name or target.
    pub name: String,
    /// The six digits, where they are needed.
    pub code: Option<TokenCode>,
    /// How long, in seconds; else as the profile says.
    pub seconds: Option<u32>,
    /// Assume the role with the code itself, without a session in between.
    pub direct: bool,
    /// Write even where another program's session stands.
    pub take_over: bool,
    /// Another MFA device of the same user, for this once; else the profile's.
    pub serial: Option<SerialNumber>,
    /// Leave the identity's other roles alone.
    pub only: bool,
}

impl Wish {
    /// Signs in to `name` as its profile says.
    #[must_use]
    pub fn new(name: impl Into<String>, code: Option<TokenCode>) -> Self {
        Self {
            name: name.into(),
            code,
            seconds: None,
            direct: false,
            take_over: false,
            serial: None,
            only: false,
        }
    }
}

/// What was granted and written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// The row.
    pub name: String,
    /// The section that now holds the keys.
    pub target: String,
    /// Their end.
    pub expires: DateTime<Utc>,
}

/// A role that did not come along, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    /// The row.
    pub name: String,
    /// What stood in the way.
    pub failure: Failure,
}

/// What came of a wish.
pub struct SignedIn {
    /// What was written, all at once. The last grant is the one that was asked for; an identity
    /// signed in on the way to a role comes before it.
    pub grants: Vec<Grant>,
    /// The roles that came along, written with the others.
    pub along: Vec<Grant>,
    /// The roles that should have come along and did not.
    pub left: Vec<Left>,
    /// To look after what was written.
    pub receipt: Receipt,
    /// Why the role itself is missing, when only its identity could be signed in: a code was spent
    /// on that, so what it bought is kept.
    pub missed: Option<Failure>,
    /// How a role was reached, and what that gives.
    pub plan: Option<Plan>,
    /// What a person should know of the row that was asked for.
    pub warnings: Vec<Failure>,
}

/// Signs in: asks STS, and returns only when the credentials file is durable. A session that is
/// granted takes the identity's other roles along, unless the wish is for this one only. Everything
/// that is granted is written in one transaction. `stop` ends the waiting; what a spent code bought
/// by then is kept.
///
/// # Errors
/// Whatever stood in the way; the file is then as it was.
pub async fn login(ports: &Ports, wish: Wish, stop: &mut Stop) -> Result<SignedIn, Failure> {
    let found = Arc::new(survey(ports).await?);
    let entry = wanted(&found, &wish.name)?;
    let won = match entry {
        Entry::Identity(identity) => {
            let party = along::party(&found, identity, None, &wish, found.now(ports).aws())?;
            let signed_in = stop.or(sign_in(ports, &found, identity, &wish, wish.seconds)).await?;
            along::take_along(ports, &found, party, signed_in, &wish, stop).await
        }
        Entry::Role(role) => role::assume(ports, &found, role, &wish, stop).await?,
    };
    let plan = role::taken(&found, entry, &wish, &won.parts);
    let warnings = entry.preflight().warnings.clone();
    Ok(SignedIn { warnings, ..written(ports, won, plan).await? })
}

/// Writes what STS granted, in one transaction.
async fn written(ports: &Ports, won: Won, plan: Option<Plan>) -> Result<SignedIn, Failure> {
    let Won { parts, along, mut left, missed } = won;
    let (grants, deliveries) = parts.into_iter().unzip();
    let Written { receipt, grants: along, left: refused } =
        target::along::write(ports, deliveries, along, None).await?;
    left.extend(refused);
    Ok(SignedIn { grants, along, left, receipt, missed, plan, warnings: Vec::new() })
}

/// The device whose code a wish needs or brings: a face asks for a code only when there is one.
///
/// # Errors
/// [`Code::UnknownProfile`], or what would stand in the way of a code.
pub fn device_of<'a>(
    found: &'a Survey,
    wish: &'a Wish,
    now: Now,
) -> Result<Option<&'a SerialNumber>, Failure> {
    match wanted(found, &wish.name)? {
        Entry::Identity(identity) => Ok(ready(found, identity, wish, wish.seconds)?.serial),
        Entry::Role(role) => role::device_of(found, role, wish, now),
    }
}

async fn sign_in(
    ports: &Ports,
    found: &Survey,
    identity: &Identity,
    wish: &Wish,
    seconds: Option<u32>,
) -> Result<(Grant, Delivery), Failure> {
    let Ready { serial, seconds, route, choice } = ready(found, identity, wish, seconds)?;
    let mfa = with_code(serial, wish.code.as_ref())?;
    let key = fetch_key(ports, found, identity).await?;
    let ask = SessionTokenAsk { key: &key, mfa, seconds, route };
    let session = spend(ports, mfa, ports.issuer.session_token(ask)).await?;
    Ok(part(&identity.name, &identity.target, session, choice))
}

fn part(name: &str, target: &str, session: SessionCredentials, choice: Choice) -> (Grant, Delivery) {
    let grant = Grant { name: name.to_owned(), target: target.to_owned(), expires: session.expires };
    (grant, Delivery { target: target.to_owned(), session, choice })
}

/// What an identity's request is made of, besides key and code.
struct Ready<'a> {
    serial: Option<&'a SerialNumber>,
    seconds: u32,
    route: &'a Route,
    choice: Choice,
}

/// Finds everything that would fail without AWS's help: better known before a code is spent.
fn ready<'a>(
    found: &Survey,
    identity: &'a Identity,
    wish: &'a Wish,
    wished: Option<u32>,
) -> Result<Ready<'a>, Failure> {
    if let Some(failure) = obstacle(identity) {
        return Err(failure);
    }
    let own = identity.serial.as_ref().map_err(Clone::clone)?.as_ref();
    let serial = wish.serial.as_ref().or(own);
    preflight::check_device(identity, serial)?;
    let seconds = user_seconds(identity, serial, wished)?;
    let route = identity.route.as_ref().map_err(Clone::clone)?;
    let choice =
        Choice { overwrite_long_term_keys: identity.overwrite_long_term_keys, take_over: wish.take_over };
    target::check(found, &identity.target, choice)?;
    Ok(Ready { serial, seconds, route, choice })
}

/// Device and code always go together; a user without a device needs neither.
fn with_code<'a>(
    serial: Option<&'a SerialNumber>,
    code: Option<&'a TokenCode>,
) -> Result<Option<Mfa<'a>>, Failure> {
    match (serial, code) {
        (Some(serial), Some(code)) => Ok(Some(Mfa { serial, code })),
        (Some(_), None) => Err(Failure::new(
            Code::CodeNeeded,
            text!("This profile has an MFA device, so a token code is needed."),
            text!("Type the six digits that the device shows now."),
        )),
        (None, Some(_)) => Err(Failure::new(
            Code::BadInput,
            text!("This profile has no MFA device, so there is nothing to send the code with."),
            text!("Set mfa_serial for the profile in the config file, or sign in without a code."),
        )),
        (None, None) => Ok(None),
    }
}

fn user_seconds(
    identity: &Identity,
    serial: Option<&SerialNumber>,
    wished: Option<u32>,
) -> Result<u32, Failure> {
    if preflight::is_root(identity, serial) {
        return duration::check(wished.unwrap_or_else(|| identity.seconds.min(LONGEST_ROOT)), Purpose::Root);
    }
    duration::check(wished.unwrap_or(identity.seconds), Purpose::User)
}

/// What is to be signed in to; a profile that holds only a session's keys is named as that.
fn wanted<'a>(found: &'a Survey, name: &str) -> Result<Entry<'a>, Failure> {
    let instead = |unknown| preflight::session_instead_of_key(found, name).unwrap_or(unknown);
    entry(&found.catalog, name).map_err(instead)
}

fn entry<'a>(catalog: &'a Catalog, name: &str) -> Result<Entry<'a>, Failure> {
    let lost = || catalog.stranded.iter().find(|role| role.name == name).map(|role| role.failure.clone());
    catalog.find(name).ok_or_else(|| lost().unwrap_or_else(|| unknown_profile(name, catalog)))
}

/// Says that there is no such profile, and which there are.
#[must_use]
pub fn unknown_profile(name: &str, catalog: &Catalog) -> Failure {
    let names: Vec<&str> = catalog
        .identities
        .iter()
        .map(|i| i.name.as_str())
        .chain(catalog.roles.iter().map(|r| r.name.as_str()))
        .take(8)
        .collect();
    let hint = if names.is_empty() {
        text!("Add an access key first: no profile with a long-term key was found.")
    } else {
        text!("Profiles that can be signed in to: {}.", names.join(", "))
    };
    Failure::new(Code::UnknownProfile, text!("There is no profile “{}” to sign in to.", visible(name)), hint)
}
