//! What a role cannot ask for because of the roles before it.

use crate::catalog::{Catalog, Role};
use crate::failure::{Code, Failure};
use crate::profile::visible;
use crate::text::Text;

/// Follows a role's sources: transitive tags and the source identity of an earlier session come down
/// to it, and AWS refuses to change either (AWS STS API Reference, AssumeRole, `Tags`; IAM User
/// Guide, "Monitor and control actions taken with assumed roles").
pub(super) fn check(catalog: &Catalog, role: &Role) -> Result<(), Failure> {
    let Ok(own) = &role.parameters else { return Ok(()) };
    if own.tags.pairs().is_empty() && own.source_identity.is_none() {
        return Ok(());
    }
    let mut source = role.source.as_str();
    // A chain longer than the number of roles goes in a circle.
    for _ in 0..catalog.roles.len() {
        let Some(before) = catalog.roles.iter().find(|other| other.name == source) else { break };
        if let Ok(theirs) = &before.parameters {
            if let Some(key) = own.tags.conflict(theirs.tags.transitive()) {
                return Err(refused(
                    text!(
                        "The session tag “{}” comes down from the role “{}”, where it is transitive, and cannot be set again.",
                        visible(key),
                        visible(&before.name)
                    ),
                    text!("Remove the tag here, or from the transitive tags there."),
                ));
            }
            let changed = own.source_identity.as_ref().zip(theirs.source_identity.as_ref());
            if changed.is_some_and(|(ours, theirs)| ours != theirs) {
                return Err(refused(
                    text!(
                        "The role “{}” sets another source identity, which stays through the whole chain.",
                        visible(&before.name)
                    ),
                    text!("Remove source_identity here, or make both the same."),
                ));
            }
        }
        source = &before.source;
    }
    Ok(())
}

fn refused(message: Text, hint: Text) -> Failure {
    Failure::new(Code::BadInput, message, hint)
}
