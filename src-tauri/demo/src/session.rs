//! Sessions that were issued, kept in memory.

use std::collections::HashMap;
use std::fmt;

use chrono::{DateTime, TimeDelta, Utc};

use crate::random::{self, NoRandomness};

/// Whom a session speaks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Holder {
    /// The result of GetSessionToken: the identity with this ARN.
    Identity { arn: String, id: String },
    /// The result of AssumeRole: a role under a session name.
    Role { role_arn: String, arn: String, id: String },
}

/// Temporary credentials.
#[derive(Clone)]
pub(crate) struct Session {
    pub key_id: String,
    pub secret: String,
    pub token: String,
    pub expires: DateTime<Utc>,
    pub mfa: bool,
    pub holder: Holder,
    pub heritage: Heritage,
}

/// What goes on from a role's session to those of roles assumed with it (IAM User Guide, "Chaining
/// roles with session tags", "Monitor and control actions taken with assumed roles").
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Heritage {
    /// The keys of transitive tags.
    pub tag_keys: Vec<String>,
    /// The source identity.
    pub source_identity: Option<String>,
}

impl Session {
    /// Makes new credentials that end after so many seconds.
    pub fn issue(holder: Holder, mfa: bool, now: DateTime<Utc>, seconds: u32) -> Result<Self, NoRandomness> {
        Ok(Self {
            key_id: random::id("ASIA", 16)?,
            secret: random::secret()?,
            token: random::token()?,
            expires: now + TimeDelta::seconds(seconds.into()),
            mfa,
            holder,
            heritage: Heritage::default(),
        })
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { key_id, secret: _, token: _, expires, mfa, holder, heritage } = self;
        let mut out = out.debug_struct("Session");
        out.field("key_id", key_id).field("expires", expires).field("mfa", mfa);
        out.field("holder", holder).field("heritage", heritage).finish_non_exhaustive()
    }
}

/// Every session issued since the start, expired ones too: those are told apart from unknown ones.
#[derive(Debug, Default)]
pub(crate) struct Sessions(HashMap<String, Session>);

impl Sessions {
    /// Remembers a session.
    pub fn keep(&mut self, session: Session) {
        self.0.insert(session.key_id.clone(), session);
    }

    /// Finds a session by its access key id.
    pub fn find(&self, key_id: &str) -> Option<&Session> {
        self.0.get(key_id)
    }
}
