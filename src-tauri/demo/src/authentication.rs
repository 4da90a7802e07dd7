//! Who calls: the key behind a claim, and whether the signature is its own.
//!
//! Source: STS API Reference, "Common Errors" (which refusal for which kind of key).

use chrono::{DateTime, Utc};

use crate::account::{Account, Rank};
use crate::claim::{Claim, WRONG_SIGNATURE};
use crate::refusal::Refusal;
use crate::session::{Heritage, Holder, Sessions};
use crate::sigv4::{self, Wire};

/// What kind of credentials a caller holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// Keys of a user or of root.
    LongTerm,
    /// The result of GetSessionToken.
    UserSession,
    /// The result of AssumeRole.
    RoleSession,
}

/// A caller whose signature was found right.
#[derive(Debug, Clone)]
pub(crate) struct Caller {
    pub arn: String,
    pub id: String,
    pub standing: Standing,
    pub root: bool,
    pub mfa: bool,
    /// The role behind a role session, as trust policies name it.
    pub role_arn: Option<String>,
    pub heritage: Heritage,
    pub region: String,
}

/// Returns the access key id that a request claims.
pub(crate) fn claimed_key(wire: &Wire) -> Option<String> {
    Claim::of(wire, "sts").ok().map(|claim| claim.key_id)
}

/// Finds out who calls, or refuses as STS does.
pub(crate) fn authenticate(
    wire: &Wire,
    service: &str,
    account: &Account,
    sessions: &Sessions,
    now: DateTime<Utc>,
) -> Result<Caller, Refusal> {
    let claim = Claim::of(wire, service)?;
    let token = wire.header("x-amz-security-token");
    let (secret, mut caller) = match token {
        None => long_term(account, &claim.key_id)?,
        Some(token) => temporary(account, sessions, &claim.key_id, &token, now)?,
    };
    claim.check_scope(service)?;
    claim.check_coverage(wire)?;
    claim.check_time(now)?;
    let Claim { stamp, scope, signed, signature, .. } = &claim;
    if !sigv4::fits(wire, signed, stamp, scope, &secret, signature) {
        return Err(Refusal::signature(WRONG_SIGNATURE));
    }
    caller.region = claim.scope.region;
    Ok(caller)
}

fn long_term(account: &Account, key_id: &str) -> Result<(String, Caller), Refusal> {
    let (identity, key) = account.key(key_id).ok_or_else(Refusal::unknown_token)?;
    if !key.active {
        return Err(Refusal::unknown_token());
    }
    let caller = Caller {
        arn: identity.arn.clone(),
        id: identity.id.clone(),
        standing: Standing::LongTerm,
        root: identity.rank == Rank::Root,
        mfa: false,
        role_arn: None,
        heritage: Heritage::default(),
        region: String::new(),
    };
    Ok((key.secret.clone(), caller))
}

fn temporary(
    account: &Account,
    sessions: &Sessions,
    key_id: &str,
    token: &str,
    now: DateTime<Utc>,
) -> Result<(String, Caller), Refusal> {
    let session = sessions.find(key_id).filter(|session| session.token == token);
    let session = session.ok_or_else(Refusal::unknown_token)?;
    if session.expires <= now {
        return Err(Refusal::expired_token());
    }
    let (arn, id, standing, role_arn) = match &session.holder {
        Holder::Identity { arn, id } => (arn, id, Standing::UserSession, None),
        Holder::Role { role_arn, arn, id } => (arn, id, Standing::RoleSession, Some(role_arn)),
    };
    let root = account.identities.iter().any(|one| one.arn == *arn && one.rank == Rank::Root);
    let caller = Caller {
        arn: arn.clone(),
        id: id.clone(),
        standing,
        root,
        mfa: session.mfa,
        role_arn: role_arn.cloned(),
        heritage: session.heritage.clone(),
        region: String::new(),
    };
    Ok((session.secret.clone(), caller))
}
