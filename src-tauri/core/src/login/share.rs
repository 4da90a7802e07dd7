//! One session for several profiles of one key and device.

use crate::catalog::Entry;
use crate::failure::Failure;
use crate::key_source::session_of;
use crate::login::{Ready, SignedIn, Wish, entry, part, ready, unknown_profile};
use crate::ports::Ports;
use crate::survey::survey;
use crate::target;

/// Gives the identity of `wish` the session that `from` has just received, without another request.
///
/// # Errors
/// Whatever stands in the way; the file is then as it was.
pub(crate) async fn share(ports: &Ports, from: &str, wish: &Wish) -> Result<SignedIn, Failure> {
    let found = survey(ports).await?;
    let unknown = |name: &str| unknown_profile(name, &found.catalog);
    let source = found.catalog.identity(from).ok_or_else(|| unknown(from))?;
    let identity = match entry(&found.catalog, &wish.name)? {
        Entry::Identity(identity) => identity,
        Entry::Role(_) => return Err(unknown(&wish.name)),
    };
    let Ready { choice, .. } = ready(&found, identity, wish, wish.seconds)?;
    let session = session_of(&found.aws, &source.target)?;
    let (grant, delivery) = part(&identity.name, &identity.target, session, choice);
    let receipt = target::write(ports, vec![delivery]).await?;
    Ok(SignedIn { grants: vec![grant], receipt, missed: None })
}
