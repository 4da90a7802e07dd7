//! Where the keys that sign a request come from.

use crate::aws_config::AwsConfig;
use crate::catalog::{Identity, KeySource};
use crate::failure::{Code, Failure};
use crate::keys::{LongTermKey, SessionCredentials, is_temporary};
use crate::ports::Ports;
use crate::profile::visible;
use crate::secret::Secret;
use crate::session::session_in;
use crate::sts_error::StsError;
use crate::survey::{Survey, off_the_runtime};

/// The identity's long-term key: from the keyring when Daypass holds it, else from the files.
///
/// # Errors
/// A `Keyring…` code, [`Code::NoKey`], or [`Code::TemporarySource`].
pub async fn fetch_key(ports: &Ports, found: &Survey, identity: &Identity) -> Result<LongTermKey, Failure> {
    let key = match &identity.key {
        KeySource::Keyring { access_key_id } => {
            let (vault, id) = (ports.vault.clone(), access_key_id.clone());
            let secret = off_the_runtime(move || vault.fetch(&id)).await?;
            secret.map(|secret| LongTermKey { id: access_key_id.clone(), secret })
        }
        KeySource::File { profile, .. } => found.aws.profile(profile).and_then(|p| {
            Some(LongTermKey {
                id: p.get("aws_access_key_id")?.to_owned(),
                secret: Secret::new(p.get("aws_secret_access_key")?.to_owned()),
            })
        }),
        KeySource::Missing => None,
    };
    let key = key.ok_or_else(|| {
        Failure::new(
            Code::NoKey,
            text!("The secret access key of “{}” is not where it should be.", visible(&identity.name)),
            text!("Add the access key to Daypass again."),
        )
    })?;
    if is_temporary(&key.id) {
        return Err(StsError::SessionAsSource.failure());
    }
    Ok(key)
}

/// The session keys that stand in a section.
///
/// # Errors
/// [`Code::NoSession`] when they are not whole.
pub fn session_of(aws: &AwsConfig, target: &str) -> Result<SessionCredentials, Failure> {
    let whole = aws.profile(target).and_then(|p| {
        Some(SessionCredentials {
            access_key_id: p.get("aws_access_key_id")?.to_owned(),
            secret_access_key: Secret::new(p.get("aws_secret_access_key")?.to_owned()),
            session_token: Secret::new(p.get("aws_session_token")?.to_owned()),
            expires: session_in(p, &|wall| wall.and_utc())?.expires,
        })
    });
    whole.ok_or_else(|| {
        Failure::new(
            Code::NoSession,
            text!("The session in profile “{}” is not whole.", visible(target)),
            text!("Sign in again with a new code."),
        )
    })
}
