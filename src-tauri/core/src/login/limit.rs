//! What is known of a role's longest session, before and after a direct request.

use crate::catalog::Role;
use crate::failure::{Code, Failure};
use crate::keys::SessionCredentials;
use crate::login::Wish;
use crate::login::role::Direct;
use crate::ports::Ports;
use crate::profile::RoleArn;
use crate::role_limit::with_offer;
use crate::survey::off_the_runtime;

/// A profile's own value is cut to what AWS is known to grant; a wish said aloud is tried.
///
/// # Errors
/// [`Code::Internal`] when the store panicked.
pub(super) async fn within<'a>(
    ports: &Ports,
    role: &Role,
    wish: &Wish,
    mut ready: Direct<'a>,
) -> Result<Direct<'a>, Failure> {
    let (None, Ok(arn)) = (wish.seconds, &role.arn) else {
        return Ok(ready);
    };
    let (store, arn, seconds) = (ports.settings.clone(), arn.clone(), ready.seconds);
    ready.seconds = off_the_runtime(move || Ok(store.role_limits().within(&arn, seconds))).await?;
    Ok(ready)
}

/// Remembers what the answer says of the role's maximum, and offers the next try.
///
/// # Errors
/// The answer's own failure.
pub(super) async fn learn(
    ports: &Ports,
    role: &Role,
    seconds: u32,
    answer: Result<SessionCredentials, Failure>,
) -> Result<SessionCredentials, Failure> {
    let Ok(arn) = role.arn.clone() else {
        return answer;
    };
    match answer {
        Ok(session) => {
            // A session that was granted is not lost over a note.
            let _ = keep(ports, arn, seconds, true).await;
            Ok(session)
        }
        Err(failure) if failure.code == Code::RoleMaximum => {
            let _ = keep(ports, arn, seconds, false).await;
            Err(with_offer(failure, seconds))
        }
        Err(failure) => Err(failure),
    }
}

async fn keep(ports: &Ports, arn: RoleArn, seconds: u32, granted: bool) -> Result<(), Failure> {
    let store = ports.settings.clone();
    off_the_runtime(move || {
        let mut limits = store.role_limits();
        let news = if granted {
            limits.granted(&arn, seconds)
        } else {
            limits.refused(&arn, seconds);
            true
        };
        if news {
            store.remember_role_limits(&limits);
        }
        Ok(())
    })
    .await
}
