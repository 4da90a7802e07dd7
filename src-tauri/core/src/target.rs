//! The section that receives temporary keys: what may be written there, how, and how it is cleared.

use zeroize::Zeroizing;

use crate::aws_config::AwsConfig;
use crate::board::rfc3339;
use crate::catalog::LONG_TERM_SUFFIX;
use crate::credentials_out::{SectionEdit, edit};
use crate::failure::{Code, Failure};
use crate::guard::{Guard, Intent, MARKER, MARKER_KEY, inspect};
use crate::keys::SessionCredentials;
use crate::ports::{AwsText, Ports, Written};
use crate::profile::visible;
use crate::session::EXPIRES_KEY;
use crate::survey::off_the_runtime;

/// The keys that are ours in a section of ours.
const OUR_KEYS: [&str; 6] = [
    "aws_access_key_id",
    "aws_secret_access_key",
    "aws_session_token",
    "aws_security_token",
    EXPIRES_KEY,
    MARKER_KEY,
];

/// Says whether a session may be written to `target`, before a code is spent on it.
///
/// aws-mfa's mark is no obstacle where its own layout stands: beside `[x-long-term]` the session
/// belongs into `[x]`, whoever renews it.
///
/// # Errors
/// [`Code::LongTermKeysInTheWay`] or [`Code::ForeignOwner`].
pub fn check(text: &AwsText, target: &str, overwrite_long_term_keys: bool) -> Result<(), Failure> {
    let aws = AwsConfig::read(&text.config, &text.credentials);
    let guard = inspect(aws.in_credentials(target), Intent::Write);
    let chosen = match &guard {
        Guard::LongTermKeys { .. } => overwrite_long_term_keys,
        Guard::OwnedBy { owner } => {
            owner == "aws-mfa" && aws.in_credentials(&format!("{target}{LONG_TERM_SUFFIX}")).is_some()
        }
        Guard::Clear | Guard::NotOurs => false,
    };
    if chosen { Ok(()) } else { guard.check(target) }
}

/// Writes a session's keys to `target`, in one transaction. Returns when they are durable.
///
/// # Errors
/// [`check`]'s, a refusal of the editor, or [`Code::File`]; nothing was written then.
pub async fn write(
    ports: &Ports,
    target: String,
    session: SessionCredentials,
    overwrite_long_term_keys: bool,
) -> Result<Written, Failure> {
    let files = ports.files.clone();
    off_the_runtime(move || {
        let change = keys_of(&target, &session);
        files.update_credentials(&mut |text| {
            check(text, &target, overwrite_long_term_keys)?;
            let new = edit(&text.credentials, std::slice::from_ref(&change))?;
            read_back(text, &new, &target, &session)?;
            Ok(new)
        })
    })
    .await
}

/// Removes a session's keys from `target`, and the section when nothing else was in it.
///
/// # Errors
/// [`Code::NoSession`] when there is none of ours to remove, or [`Code::File`].
pub async fn clear(ports: &Ports, target: String) -> Result<Written, Failure> {
    let files = ports.files.clone();
    off_the_runtime(move || {
        let change = OUR_KEYS
            .iter()
            .fold(SectionEdit::new(&target), |change, key| change.remove(*key))
            .remove_section_if_empty();
        files.update_credentials(&mut |text| {
            is_session_of_ours(text, &target)?;
            Ok(edit(&text.credentials, std::slice::from_ref(&change))?)
        })
    })
    .await
}

fn keys_of(target: &str, session: &SessionCredentials) -> SectionEdit {
    SectionEdit::new(target)
        .set("aws_access_key_id", session.access_key_id.as_str())
        .set("aws_secret_access_key", session.secret_access_key.expose())
        .set("aws_session_token", session.session_token.expose())
        .set(EXPIRES_KEY, rfc3339(session.expires))
        .set(MARKER_KEY, MARKER)
        // botocore reads this older name first: a stale one would silently win over the fresh token.
        .remove("aws_security_token")
}

/// Reads the new bytes as AWS's tools will, before they replace the old ones.
fn read_back(text: &AwsText, new: &[u8], target: &str, session: &SessionCredentials) -> Result<(), Failure> {
    let aws = AwsConfig::read(&text.config, new);
    let profile = aws.profile(target);
    let reads = |key: &str, value: &str| {
        let found = profile.and_then(|p| p.get(key)).map(|v| Zeroizing::new(v.to_owned()));
        found.is_some_and(|found| found.as_str() == value)
    };
    let whole = reads("aws_access_key_id", &session.access_key_id)
        && reads("aws_secret_access_key", session.secret_access_key.expose())
        && reads("aws_session_token", session.session_token.expose())
        && profile.is_some_and(|p| p.get("aws_security_token").is_none());
    if whole {
        return Ok(());
    }
    Err(Failure::new(
        Code::File,
        format!(
            "AWS's tools would not read the new session from profile “{}”; nothing was written.",
            visible(target)
        ),
        "Another section or the config file may define the same keys: see “[profile …]” of that name.",
    ))
}

fn is_session_of_ours(text: &AwsText, target: &str) -> Result<(), Failure> {
    let aws = AwsConfig::read(&text.config, &text.credentials);
    let section = aws.in_credentials(target);
    inspect(section, Intent::Remove).check(target)?;
    if section.is_some_and(|s| s.get("aws_session_token").is_some()) {
        return Ok(());
    }
    Err(Failure::new(
        Code::NoSession,
        format!("Profile “{}” holds no session that Daypass wrote.", visible(target)),
        "There is nothing to end here.",
    ))
}
