//! What a wish is after, so that two of them for one identity become one request.

use chrono::{DateTime, Utc};

use crate::catalog::{Catalog, Entry, Identity, KeySource};
use crate::login::{Wish, role};
use crate::profile::SerialNumber;
use crate::route::Route;

/// What a wish is after, as far as the board knows.
#[derive(Debug)]
pub(crate) struct Aim {
    /// The row that it is for.
    pub row: String,
    /// The user's session that it brings about on its way.
    session: Option<UserSession>,
    seconds: Option<u32>,
    serial: Option<SerialNumber>,
    direct: bool,
    take_over: bool,
    has_code: bool,
}

/// A session as one GetSessionToken would bring it.
#[derive(Debug)]
struct UserSession {
    identity: String,
    key_id: String,
    serial: Option<SerialNumber>,
    route: Route,
    seconds: u32,
}

/// How a wish stands to one that is on its way already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Beside {
    /// They have nothing to do with each other.
    Apart,
    /// The answer to the first one answers both.
    Same,
    /// The first one signs this identity in, and then this one needs no code.
    Behind(String),
    /// The first one brings the session of this identity: the same key and device.
    Shared(String),
    /// They want different things of one row.
    Contrary,
}

impl Aim {
    /// What `wish` is after.
    pub fn of(catalog: &Catalog, wish: &Wish, now: DateTime<Utc>) -> Self {
        let (take_over, has_code) = (wish.take_over, wish.code.is_some());
        let device = |own: Option<&SerialNumber>| wish.serial.as_ref().or(own).cloned();
        match catalog.find(&wish.name) {
            Some(Entry::Identity(identity)) => {
                let seconds = wish.seconds.unwrap_or(identity.seconds);
                let session = UserSession::of(identity, wish, seconds);
                Self {
                    row: identity.name.clone(),
                    session,
                    seconds: Some(seconds),
                    serial: device(identity.serial.as_ref().ok().and_then(Option::as_ref)),
                    direct: false,
                    take_over,
                    has_code,
                }
            }
            Some(Entry::Role(role)) => {
                let identity = catalog.identity(&role.identity);
                let direct = identity.is_some_and(|identity| role::goes_directly(role, identity, wish));
                let signed_in = |identity: &&Identity| {
                    catalog.session(&identity.target).is_some_and(|session| session.expires > now)
                };
                let needed = identity.filter(|identity| !direct && !signed_in(identity));
                let session = needed.and_then(|identity| UserSession::of(identity, wish, identity.seconds));
                let seconds = Some(wish.seconds.unwrap_or(role.seconds));
                let serial = device(role.serial.as_ref());
                Self { row: role.name.clone(), session, seconds, serial, direct, take_over, has_code }
            }
            None => {
                let (row, seconds, direct) = (wish.name.clone(), wish.seconds, wish.direct);
                Self { row, session: None, seconds, serial: device(None), direct, take_over, has_code }
            }
        }
    }

    /// How this wish stands to `first`, which is on its way.
    pub fn beside(&self, first: &Self) -> Beside {
        if self.has_code && !first.has_code {
            return Beside::Apart;
        }
        let allowed = first.take_over || !self.take_over;
        if self.row == first.row {
            let alike =
                self.seconds == first.seconds && self.serial == first.serial && self.direct == first.direct;
            return if alike && allowed { Beside::Same } else { Beside::Contrary };
        }
        let (Some(theirs), Some(ours)) = (&first.session, &self.session) else {
            return Beside::Apart;
        };
        let (for_identity, alike) =
            (self.row == ours.identity, theirs.seconds == ours.seconds && theirs.serial == ours.serial);
        if theirs.identity == ours.identity {
            return match (for_identity, alike && allowed) {
                // A role takes the session as it comes.
                (false, _) => Beside::Behind(ours.identity.clone()),
                (true, true) => Beside::Same,
                (true, false) => Beside::Contrary,
            };
        }
        match for_identity && alike && theirs.is_as_good_as(ours) {
            true => Beside::Shared(theirs.identity.clone()),
            false => Beside::Apart,
        }
    }
}

impl UserSession {
    fn of(identity: &Identity, wish: &Wish, seconds: u32) -> Option<Self> {
        let key_id = match &identity.key {
            KeySource::Keyring { access_key_id } | KeySource::File { access_key_id, .. } => access_key_id,
            KeySource::Missing => return None,
        };
        Some(Self {
            identity: identity.name.clone(),
            key_id: key_id.clone(),
            serial: wish.serial.clone().or(identity.serial.as_ref().ok()?.clone()),
            route: identity.route.as_ref().ok()?.clone(),
            seconds,
        })
    }

    fn is_as_good_as(&self, other: &Self) -> bool {
        self.key_id == other.key_id && self.serial == other.serial && self.route == other.route
    }
}
