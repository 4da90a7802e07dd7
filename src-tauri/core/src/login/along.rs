//! One code, all profiles: which roles come along with a session, and what came of it.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};

use crate::board::role_obstacle;
use crate::catalog::{Identity, Role};
use crate::duration::LONGEST_CHAINED;
use crate::failure::{Code, Failure};
use crate::keys::SessionCredentials;
use crate::login::fan_out::{Harvest, Pace, fan_out};
use crate::login::tree::Tree;
use crate::login::{Grant, Left, Stop, Wish, part};
use crate::ports::Ports;
use crate::profile::visible;
use crate::survey::Survey;
use crate::target::along::{Companion, Was};
use crate::target::{self, Choice, Delivery};

/// What STS granted, not yet written.
pub(super) struct Won {
    pub(super) parts: Vec<(Grant, Delivery)>,
    pub(super) along: Vec<Companion>,
    pub(super) left: Vec<Left>,
    pub(super) missed: Option<Failure>,
}

impl Won {
    /// What was asked for, and nothing besides.
    pub(super) fn only(part: (Grant, Delivery)) -> Self {
        Self { parts: vec![part], along: Vec::new(), left: Vec::new(), missed: None }
    }
}

/// A role and its step in the tree.
pub(super) struct Fellow<'a> {
    pub role: &'a Role,
    pub step: usize,
}

/// What is assumed with a session that was just granted.
pub(super) struct Party<'a> {
    tree: Tree,
    /// The role that was asked for by name.
    asked: Option<Fellow<'a>>,
    fellows: Vec<Fellow<'a>>,
    left: Vec<Left>,
}

/// Who comes along with `identity`'s session: the role that was `asked` for, first, and every role
/// behind it that is not to be left alone. Roles that must be mended first say so on their rows.
///
/// # Errors
/// What is known to stand in the way of the role that was asked for.
pub(super) fn party<'a>(
    found: &'a Survey,
    identity: &'a Identity,
    asked: Option<&'a Role>,
    wish: &Wish,
    now: DateTime<Utc>,
) -> Result<Party<'a>, Failure> {
    let (catalog, mut tree) = (&found.catalog, Tree::default());
    let asked = match asked {
        Some(role) => Some(Fellow { role, step: tree.add(catalog, identity, role, wish.seconds)? }),
        None => None,
    };
    let (mut fellows, mut left) = (Vec::new(), Vec::new());
    let mut targets: BTreeSet<&str> = BTreeSet::from([identity.target.as_str()]);
    targets.extend(asked.as_ref().map(|fellow| fellow.role.target.as_str()));
    let named = |role: &Role| asked.as_ref().is_some_and(|fellow| fellow.role.name == role.name);
    let all = catalog.roles.iter().filter(|role| role.identity == identity.name && role.comes_along());
    for role in all.filter(|role| !wish.only && !named(role)) {
        if role_obstacle(role).is_some() || outlasts(found, role, now) {
            continue;
        }
        let free = match targets.insert(&role.target) {
            true => target::along::check(found, &role.target),
            false => Err(taken(role)),
        };
        match free.and_then(|()| tree.add(catalog, identity, role, None)) {
            Ok(step) => fellows.push(Fellow { role, step }),
            Err(failure) => left.push(Left { name: role.name.clone(), failure }),
        }
    }
    Ok(Party { tree, asked, fellows, left })
}

/// A role that was assumed directly, for longer than it could come along, keeps what it has.
fn outlasts(found: &Survey, role: &Role, now: DateTime<Utc>) -> bool {
    let along = now + TimeDelta::seconds(i64::from(role.seconds.min(LONGEST_CHAINED)));
    found.catalog.session(&role.target).is_some_and(|session| session.ours && session.expires > along)
}

fn taken(role: &Role) -> Failure {
    Failure::new(
        Code::BadInput,
        text!("The profile “{}” is the target of another session too.", visible(&role.target)),
        text!("Choose a target of its own for this role in the settings."),
    )
}

/// Assumes the party's roles with the session that `signed_in` brought.
pub(super) async fn take_along(
    ports: &Ports,
    found: &Arc<Survey>,
    party: Party<'_>,
    signed_in: (Grant, Delivery),
    wish: &Wish,
    stop: &mut Stop,
) -> Won {
    let (grant, Delivery { target, session, choice }) = signed_in;
    let session = Arc::new(session);
    let Party { tree, asked, fellows, mut left } = party;
    let mut harvest = fan_out(ports, found, &session, &tree, Pace::Full, stop).await;
    let mut parts = Vec::new();
    if let Some(session) = Arc::into_inner(session) {
        parts.push((grant, Delivery { target, session, choice }));
    }
    let mut missed = None;
    if let Some(Fellow { role, step }) = asked {
        let choice = Choice { overwrite_long_term_keys: false, take_over: wish.take_over };
        match take(&mut harvest, step) {
            Ok(session) => parts.push(part(&role.name, &role.target, session, choice)),
            Err(failure) => missed = Some(failure),
        }
    }
    let (along, failed) = companions(&mut harvest, fellows, |_| Was::Anything);
    left.extend(failed.into_iter().filter(|left| left.failure.code != Code::Cancelled));
    Won { parts, along, left, missed }
}

/// What was granted, ready to be written, and what was not.
pub(super) fn companions(
    harvest: &mut Harvest,
    fellows: Vec<Fellow<'_>>,
    was: impl Fn(&Role) -> Was,
) -> (Vec<Companion>, Vec<Left>) {
    let (mut along, mut failed) = (Vec::new(), Vec::new());
    for Fellow { role, step } in fellows {
        match take(harvest, step) {
            Ok(session) => {
                let (grant, delivery) = part(&role.name, &role.target, session, Choice::default());
                along.push(Companion { grant, delivery, was: was(role) });
            }
            Err(failure) => failed.push(Left { name: role.name.clone(), failure }),
        }
    }
    (along, failed)
}

/// Takes a step's session out of the harvest.
pub(super) fn take(harvest: &mut Harvest, step: usize) -> Result<SessionCredentials, Failure> {
    let gone = || {
        Err(Failure::new(Code::Internal, text!("A role was delivered twice."), text!("Try this role again.")))
    };
    harvest.get_mut(step).map_or_else(gone, |result| std::mem::replace(result, gone()))
}
