//! Roles assumed again with the session that stands in the file: no code, nobody asked.

use std::sync::Arc;

use crate::catalog::Role;
use crate::failure::{Code, Failure};
use crate::key_source::session_of;
use crate::login::along::{Fellow, companions};
use crate::login::fan_out::{Pace, fan_out};
use crate::login::tree::Tree;
use crate::login::{Grant, Left, Stop, unknown_profile};
use crate::ports::Ports;
use crate::survey::survey;
use crate::target::Receipt;
use crate::target::along::{Under, Was, check, write};

/// What came of a refresh.
pub struct Refreshed {
    /// What was written, in one transaction. A role whose session was ended or renewed meanwhile is
    /// in neither list.
    pub grants: Vec<Grant>,
    /// To look after what was written; none when nothing was.
    pub receipt: Option<Receipt>,
    /// Why the others were not.
    pub left: Vec<Left>,
}

/// Assumes these roles of an identity anew with the session in the file, and writes them in one
/// transaction. Never takes a code. Roles that are to be left alone by now are left alone.
///
/// # Errors
/// [`Code::SessionEnded`] when the identity has no living session, [`Code::Cancelled`], or the
/// file's failure; nothing was written then.
pub async fn refresh(
    ports: &Ports,
    identity: &str,
    names: &[String],
    pace: Pace,
    stop: &mut Stop,
) -> Result<Refreshed, Failure> {
    let found = Arc::new(survey(ports).await?);
    let catalog = &found.catalog;
    let identity = catalog.identity(identity).ok_or_else(|| unknown_profile(identity, catalog))?;
    let now = found.now(ports).aws();
    if catalog.session(&identity.target).is_none_or(|session| session.expires <= now) {
        return Err(Failure::new(
            Code::SessionEnded,
            text!("The session behind this role has ended."),
            text!("Sign in again with a new code."),
        ));
    }
    let session = Arc::new(session_of(&found.aws, &identity.target)?);
    let (mut tree, mut fellows, mut left) = (Tree::default(), Vec::new(), Vec::new());
    let mine = |role: &&Role| role.identity == identity.name && role.comes_along();
    for role in catalog.roles.iter().filter(mine).filter(|role| names.contains(&role.name)) {
        match check(&found, &role.target).and_then(|()| tree.add(catalog, identity, role, None)) {
            Ok(step) => fellows.push(Fellow { role, step }),
            Err(failure) => left.push(Left { name: role.name.clone(), failure }),
        }
    }
    let mut harvest = fan_out(ports, &found, &session, &tree, pace, stop).await;
    let key = |target: &str| found.aws.in_credentials(target)?.get("aws_access_key_id").map(str::to_owned);
    let (along, failed) = companions(&mut harvest, fellows, |role| Was::Key(key(&role.target)));
    if failed.iter().any(|left| left.failure.code == Code::Cancelled) {
        return Err(crate::login::stop::cancelled());
    }
    left.extend(failed);
    if along.is_empty() {
        return Ok(Refreshed { grants: Vec::new(), receipt: None, left });
    }
    let under = Under { target: identity.target.clone(), access_key_id: session.access_key_id.clone() };
    let written = write(ports, Vec::new(), along, Some(under)).await?;
    left.extend(written.left);
    Ok(Refreshed { grants: written.grants, receipt: Some(written.receipt), left })
}
