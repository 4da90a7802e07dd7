//! A session's keys where a user's own key should be.

use crate::aws_config::Profile;
use crate::failure::{Code, Failure};
use crate::keys::is_temporary;
use crate::session::session_in;
use crate::sts_error::StsError;

/// Whether a profile wants to be signed in to, and has only a session's keys to do it with. A session
/// whose end is known is some program's work, and is shown as that.
pub(crate) fn is_session_as_source(profile: &Profile) -> bool {
    let wanted = ["mfa_serial", "aws_mfa_device"].iter().any(|key| profile.get(key).is_some());
    wanted
        && profile.get("role_arn").is_none()
        && session_in(profile, &|wall| wall.and_utc()).is_none()
        && problem(profile).is_some()
}

/// What is wrong with a profile's keys as the source of a session (AWS STS API Reference,
/// GetSessionToken: it must be called with long-term keys).
pub(super) fn problem(profile: &Profile) -> Option<Failure> {
    let id = profile.get("aws_access_key_id")?;
    if is_temporary(id) {
        return Some(StsError::SessionAsSource.failure());
    }
    let token = |key: &str| profile.get(key).is_some_and(|token| !token.is_empty());
    (token("aws_session_token") || token("aws_security_token")).then(|| {
        Failure::new(
            Code::TemporarySource,
            text!("A session token stands beside the key of this profile, so it is taken for a session's."),
            text!("If the key is the user's own, remove aws_session_token and aws_security_token there; else give \
             Daypass the user's long-term key."))
    })
}
