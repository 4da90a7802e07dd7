//! A role's session: through the identity's session, or directly with a code.

use crate::aws_time::Now;
use crate::board::{obstacle, role_obstacle};
use crate::catalog::{Catalog, Identity, Role, names_identity};
use crate::duration::{self, LONGEST_CHAINED, Purpose};
use crate::failure::{Code, Failure};
use crate::key_source::{fetch_key, session_of};
use crate::keys::SessionCredentials;
use crate::login::{Grant, Stop, Wish, Won, part, ready, sign_in, unknown_profile, with_code};
use crate::ports::{Mfa, Ports, RoleAsk, Signer};
use crate::preflight;
use crate::profile::{SerialNumber, visible};
use crate::session_name::SessionName;
use crate::survey::Survey;
use crate::target::{self, Choice, Delivery};
use crate::used_codes::spend;

/// Assumes a role; signs its identity in first when that has no session.
pub(super) async fn assume(
    ports: &Ports,
    found: &Survey,
    role: &Role,
    wish: &Wish,
    stop: &mut Stop,
) -> Result<Won, Failure> {
    let now = found.now(ports);
    match plan(found, role, wish, wish.code.is_some(), now)? {
        Plan::Direct(ready) => {
            let session = stop.or(assume_directly(ports, found, role, wish, ready)).await?;
            Ok(Won { parts: vec![of_role(role, wish, session)], missed: None })
        }
        Plan::Through { identity, alive: true, steps } => {
            let session = session_of(&found.aws, &identity.target)?;
            let session = stop.or(walk(ports, identity, &session, steps)).await?;
            Ok(Won { parts: vec![of_role(role, wish, session)], missed: None })
        }
        Plan::Through { identity, alive: false, steps } => {
            let signed_in = stop.or(sign_in(ports, found, identity, wish, None)).await?;
            let walked = stop.or(walk(ports, identity, &signed_in.1.session, steps)).await;
            let mut parts = vec![signed_in];
            let missed = match walked {
                Ok(session) => {
                    parts.push(of_role(role, wish, session));
                    None
                }
                Err(failure) => Some(failure),
            };
            Ok(Won { parts, missed })
        }
    }
}

/// Assumes role after role, each with the keys of the one before.
async fn walk(
    ports: &Ports,
    identity: &Identity,
    start: &SessionCredentials,
    steps: Vec<(&Role, u32)>,
) -> Result<SessionCredentials, Failure> {
    let mut reached: Option<SessionCredentials> = None;
    for (step, seconds) in steps {
        let signer = Signer::Session(reached.as_ref().unwrap_or(start));
        reached = Some(ask_role(ports, step, identity, signer, None, seconds).await?);
    }
    reached.ok_or_else(|| {
        Failure::new(Code::Internal, "There is no way to this role.", "Check its source_profile.")
    })
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
    let aloud = wish.direct || wish.seconds.is_some();
    match wish.code.is_some() || device(aloud)?.is_some() {
        true => device(true),
        false => Ok(None),
    }
}

/// How a role will be reached, once nothing that is known here stands in the way.
enum Plan<'a> {
    /// With the identity's key and a code.
    Direct(Direct<'a>),
    /// Through the identity's session, which may have to be fetched first.
    Through { identity: &'a Identity, alive: bool, steps: Vec<(&'a Role, u32)> },
}

struct Direct<'a> {
    identity: &'a Identity,
    serial: Option<&'a SerialNumber>,
    seconds: u32,
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
    if wants_direct(role, identity, wish, has_code) {
        return Ok(Plan::Direct(direct(role, identity, wish)?));
    }
    let steps = steps(catalog, role, identity, wish.seconds)?;
    let session = catalog.session(&identity.target);
    let alive = session.is_some_and(|session| session.expires > now.aws());
    Ok(Plan::Through { identity, alive, steps })
}

/// Whether a wish leads to the role without a session in between.
pub(super) fn goes_directly(role: &Role, identity: &Identity, wish: &Wish) -> bool {
    wants_direct(role, identity, wish, wish.code.is_some())
}

/// Directly when asked to, or when the wish is longer than a session in between allows.
fn wants_direct(role: &Role, identity: &Identity, wish: &Wish, has_code: bool) -> bool {
    let long = wish.seconds.unwrap_or(role.seconds) > LONGEST_CHAINED;
    wish.direct || (long && has_code && names_identity(identity, &role.source))
}

fn direct<'a>(role: &'a Role, identity: &'a Identity, wish: &'a Wish) -> Result<Direct<'a>, Failure> {
    if let Some(failure) = obstacle(identity) {
        return Err(failure);
    }
    if !names_identity(identity, &role.source) {
        return Err(Failure::new(
            Code::BadInput,
            format!(
                "“{}” is reached through another role, so no code can be sent with it.",
                visible(&role.name)
            ),
            "Sign in through the session instead.",
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

async fn ask_role(
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

/// The chain with a duration for each role, once nothing that is known here stands in the way.
fn steps<'a>(
    catalog: &'a Catalog,
    role: &'a Role,
    identity: &Identity,
    wished: Option<u32>,
) -> Result<Vec<(&'a Role, u32)>, Failure> {
    let step = |step: &'a Role| {
        let wished = if step.name == role.name { wished } else { None };
        match role_obstacle(step) {
            Some(failure) => Err(failure),
            None => Ok((step, chained_seconds(step, wished)?)),
        }
    };
    chain(catalog, role, identity).into_iter().map(step).collect()
}

/// The roles from the identity's session to `role`, in the order in which they are assumed.
fn chain<'a>(catalog: &'a Catalog, role: &'a Role, identity: &Identity) -> Vec<&'a Role> {
    let mut steps = vec![role];
    let mut source = role.source.as_str();
    while !names_identity(identity, source) && steps.len() <= catalog.roles.len() {
        let Some(next) = catalog.roles.iter().find(|r| r.name == source) else {
            break;
        };
        steps.push(next);
        source = &next.source;
    }
    steps.reverse();
    steps
}

/// A role through a session lasts an hour at most: a longer value of the profile is cut to it, a
/// longer wish is refused with the reason.
fn chained_seconds(role: &Role, wished: Option<u32>) -> Result<u32, Failure> {
    duration::check(wished.unwrap_or_else(|| role.seconds.min(LONGEST_CHAINED)), Purpose::ChainedRole)
}

/// Names the user in CloudTrail.
fn session_name(identity: &Identity) -> SessionName {
    let serial = identity.serial.as_ref().ok().and_then(Option::as_ref);
    let known = identity.preflight.known.user();
    let user = known.or_else(|| serial.and_then(SerialNumber::device_name));
    SessionName::of_user(user.unwrap_or(&identity.name))
}
