//! A role's session: through the identity's session, or directly with a code.

use std::sync::Arc;

use crate::aws_time::Now;
use crate::board::{obstacle, role_obstacle};
use crate::catalog::{Entry, Identity, Role, names_identity};
use crate::duration::{self, Purpose};
use crate::failure::{Code, Failure};
use crate::key_source::{fetch_key, session_of};
use crate::keys::SessionCredentials;
use crate::login::along::{Won, party, take, take_along};
use crate::login::fan_out::{Pace, fan_out};
use crate::login::tree::Tree;
use crate::login::{Grant, Stop, Wish, limit, part, ready, sign_in, unknown_profile, with_code};
use crate::planner::{self, Plan as Trade, Way, Wishes, way};
use crate::ports::{Mfa, Ports, RoleAsk, Signer};
use crate::preflight;
use crate::profile::{SerialNumber, visible};
use crate::session_name::SessionName;
use crate::survey::Survey;
use crate::target::{self, Choice, Delivery};
use crate::used_codes::spend;

/// Assumes a role; signs its identity in first when that has no session, and then takes the
/// identity's other roles along.
pub(super) async fn assume(
    ports: &Ports,
    found: &Arc<Survey>,
    role: &Role,
    wish: &Wish,
    stop: &mut Stop,
) -> Result<Won, Failure> {
    let now = found.now(ports);
    match plan(found, role, wish, wish.code.is_some(), now)? {
        Plan::Direct(ready) => {
            let ready = limit::within(ports, role, wish, ready).await?;
            let seconds = ready.seconds;
            let answer = stop.or(assume_directly(ports, found, role, wish, ready)).await;
            let session = limit::learn(ports, role, seconds, answer).await?;
            Ok(Won::only(of_role(role, wish, session)))
        }
        Plan::Through { identity, alive: true } => {
            let session = Arc::new(session_of(&found.aws, &identity.target)?);
            let mut tree = Tree::default();
            let step = tree.add(&found.catalog, identity, role, wish.seconds)?;
            let mut harvest = fan_out(ports, found, &session, &tree, Pace::Full, stop).await;
            Ok(Won::only(of_role(role, wish, take(&mut harvest, step)?)))
        }
        Plan::Through { identity, alive: false } => {
            let party = party(found, identity, Some(role), wish, now.aws())?;
            let signed_in = stop.or(sign_in(ports, found, identity, wish, None)).await?;
            Ok(take_along(ports, found, party, signed_in, wish, stop).await)
        }
    }
}

fn of_role(role: &Role, wish: &Wish, session: SessionCredentials) -> (Grant, Delivery) {
    part(&role.name, &role.target, session, choice(wish))
}

/// A role's target never takes the place of long-term keys.
fn choice(wish: &Wish) -> Choice {
    Choice { overwrite_long_term_keys: false, take_over: wish.take_over }
}

/// The device whose code a wish for this role needs or brings.
pub(super) fn device_of<'a>(
    found: &'a Survey,
    role: &'a Role,
    wish: &'a Wish,
    now: Now,
) -> Result<Option<&'a SerialNumber>, Failure> {
    let device = |has_code| match plan(found, role, wish, has_code, now)? {
        Plan::Direct(ready) => Ok(ready.serial),
        Plan::Through { alive: true, .. } => Ok(None),
        Plan::Through { identity, .. } => Ok(ready(found, identity, wish, None)?.serial),
    };
    // Only a wish said aloud is worth a code: a profile's long value is cut to an hour instead.
    let aloud = wish.direct || role.direct || wish.seconds.is_some();
    match wish.code.is_some() || device(aloud)?.is_some() {
        true => device(true),
        false => Ok(None),
    }
}

/// The plan by which these grants came to a role.
pub(super) fn taken(
    found: &Survey,
    entry: Entry<'_>,
    wish: &Wish,
    won: &[(Grant, Delivery)],
) -> Option<Trade> {
    let Entry::Role(role) = entry else {
        return None;
    };
    let identity = found.catalog.identity(&role.identity)?;
    let new = won.iter().find(|(grant, _)| grant.target == identity.target).map(|(grant, _)| grant.expires);
    let old = found.catalog.session(&identity.target).map(|session| session.expires);
    let wishes = Wishes { direct: wish.direct, seconds: wish.seconds, code: wish.code.is_some() };
    Some(planner::plan(role, identity, wishes, new.or(old)))
}

/// How a role will be reached, once nothing that is known here stands in the way.
enum Plan<'a> {
    /// With the identity's key and a code.
    Direct(Direct<'a>),
    /// Through the identity's session, which may have to be fetched first.
    Through { identity: &'a Identity, alive: bool },
}

pub(super) struct Direct<'a> {
    identity: &'a Identity,
    serial: Option<&'a SerialNumber>,
    pub(super) seconds: u32,
}

fn plan<'a>(
    found: &'a Survey,
    role: &'a Role,
    wish: &'a Wish,
    has_code: bool,
    now: Now,
) -> Result<Plan<'a>, Failure> {
    let catalog = &found.catalog;
    let identity =
        catalog.identity(&role.identity).ok_or_else(|| unknown_profile(&role.identity, catalog))?;
    if let Some(failure) = role_obstacle(role) {
        return Err(failure);
    }
    target::check(found, &role.target, choice(wish))?;
    let wishes = Wishes { direct: wish.direct, seconds: wish.seconds, code: has_code };
    if way(role, identity, wishes) == Way::Direct {
        return Ok(Plan::Direct(direct(role, identity, wish)?));
    }
    // What stands in the way of the role, or of one before it, is better known now.
    Tree::default().add(catalog, identity, role, wish.seconds)?;
    let session = catalog.session(&identity.target);
    let alive = session.is_some_and(|session| session.expires > now.aws());
    Ok(Plan::Through { identity, alive })
}

/// Whether a wish leads to the role without a session in between.
pub(super) fn goes_directly(role: &Role, identity: &Identity, wish: &Wish) -> bool {
    let code = wish.code.is_some();
    way(role, identity, Wishes { direct: wish.direct, seconds: wish.seconds, code }) == Way::Direct
}

fn direct<'a>(role: &'a Role, identity: &'a Identity, wish: &'a Wish) -> Result<Direct<'a>, Failure> {
    if let Some(failure) = obstacle(identity) {
        return Err(failure);
    }
    if !names_identity(identity, &role.source) {
        return Err(Failure::new(
            Code::BadInput,
            text!(
                "“{}” is reached through another role, so no code can be sent with it.",
                visible(&role.name)
            ),
            text!("Sign in through the session instead."),
        ));
    }
    let own = identity.serial.as_ref().map_err(Clone::clone)?.as_ref();
    let serial = wish.serial.as_ref().or(role.serial.as_ref()).or(own);
    preflight::check_device(identity, serial)?;
    let seconds = duration::check(wish.seconds.unwrap_or(role.seconds), Purpose::Role)?;
    Ok(Direct { identity, serial, seconds })
}

async fn assume_directly(
    ports: &Ports,
    found: &Survey,
    role: &Role,
    wish: &Wish,
    ready: Direct<'_>,
) -> Result<SessionCredentials, Failure> {
    let Direct { identity, serial, seconds } = ready;
    let mfa = with_code(serial, wish.code.as_ref())?;
    let key = fetch_key(ports, found, identity).await?;
    let signer = Signer::LongTerm(&key);
    spend(ports, mfa, ask_role(ports, role, identity, signer, mfa, seconds)).await
}

pub(super) async fn ask_role(
    ports: &Ports,
    role: &Role,
    identity: &Identity,
    signer: Signer<'_>,
    mfa: Option<Mfa<'_>>,
    seconds: u32,
) -> Result<SessionCredentials, Failure> {
    let parameters = role.parameters.as_ref().map_err(Clone::clone)?;
    let session_name = parameters.session_name.clone().unwrap_or_else(|| session_name(identity));
    let ask = RoleAsk {
        signer,
        role: role.arn.as_ref().map_err(Clone::clone)?,
        session_name: &session_name,
        parameters,
        mfa,
        seconds,
        route: role.route.as_ref().map_err(Clone::clone)?,
    };
    ports.issuer.assume_role(ask).await
}

/// Names the user in CloudTrail.
pub(crate) fn session_name(identity: &Identity) -> SessionName {
    let serial = identity.serial.as_ref().ok().and_then(Option::as_ref);
    let known = identity.preflight.known.user();
    let user = known.or_else(|| serial.and_then(SerialNumber::device_name));
    SessionName::of_user(user.unwrap_or(&identity.name))
}
