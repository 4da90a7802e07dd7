//! One session for several profiles of one key and device.

use std::sync::Arc;

use crate::catalog::Entry;
use crate::failure::Failure;
use crate::key_source::session_of;
use crate::login::along::{party, take_along};
use crate::login::{Ready, SignedIn, Stop, Wish, entry, part, ready, unknown_profile, written};
use crate::ports::Ports;
use crate::survey::survey;

/// Gives the identity of `wish` the session that `from` has just received, without another request.
///
/// # Errors
/// Whatever stands in the way; the file is then as it was.
pub(crate) async fn share(ports: &Ports, from: &str, wish: &Wish) -> Result<SignedIn, Failure> {
    let found = Arc::new(survey(ports).await?);
    let unknown = |name: &str| unknown_profile(name, &found.catalog);
    let source = found.catalog.identity(from).ok_or_else(|| unknown(from))?;
    let identity = match entry(&found.catalog, &wish.name)? {
        Entry::Identity(identity) => identity,
        Entry::Role(_) => return Err(unknown(&wish.name)),
    };
    let Ready { choice, .. } = ready(&found, identity, wish, wish.seconds)?;
    let session = session_of(&found.aws, &source.target)?;
    let (grant, delivery) = part(&identity.name, &identity.target, session, choice);
    let party = party(&found, identity, None, wish, found.now(ports).aws())?;
    // Without a code there is nothing to be kept when nobody waits any more.
    let won = take_along(ports, &found, party, (grant, delivery), wish, &mut Stop::never()).await;
    written(ports, won, None).await
}
