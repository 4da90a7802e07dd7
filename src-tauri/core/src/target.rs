//! The section that receives temporary keys: what may be written there, how, and how it is cleared.

use crate::aws_config::{AwsConfig, CredentialsSection};
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
pub fn check(aws: &AwsConfig, target: &str, overwrite_long_term_keys: bool) -> Result<(), Failure> {
    let twin = aws.in_credentials(&long_term_twin(target)).is_some();
    may_be_written(aws.in_credentials(target), twin, target, overwrite_long_term_keys)
}

fn may_be_written(
    section: Option<&CredentialsSection>,
    has_long_term_twin: bool,
    target: &str,
    overwrite_long_term_keys: bool,
) -> Result<(), Failure> {
    if !AwsConfig::is_profile_name(target) {
        return Err(Failure::new(
            Code::BadInput,
            format!("AWS's tools do not agree about a profile named “{}”.", visible(target)),
            "Choose a target profile of letters, digits and any of _ - / . % @ : + without spaces.",
        ));
    }
    let guard = inspect(section, Intent::Write);
    let chosen = match &guard {
        Guard::LongTermKeys { .. } => overwrite_long_term_keys,
        Guard::OwnedBy { owner } => owner == "aws-mfa" && has_long_term_twin,
        Guard::Clear | Guard::NotOurs => false,
    };
    if chosen { Ok(()) } else { guard.check(target) }
}

fn long_term_twin(target: &str) -> String {
    format!("{target}{LONG_TERM_SUFFIX}")
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
            // Only these two sections decide, and files with thousands of them are read on each sign-in.
            let [section, twin] =
                CredentialsSection::find(&text.credentials, [&target, &long_term_twin(&target)]);
            may_be_written(section.as_ref(), twin.is_some(), &target, overwrite_long_term_keys)?;
            // The editor reads its own result back: what was set is read as set, the rest as before.
            Ok(edit(&text.credentials, std::slice::from_ref(&change))?)
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

fn is_session_of_ours(text: &AwsText, target: &str) -> Result<(), Failure> {
    let [section] = CredentialsSection::find(&text.credentials, [target]);
    inspect(section.as_ref(), Intent::Remove).check(target)?;
    if section.is_some_and(|s| s.get("aws_session_token").is_some()) {
        return Ok(());
    }
    Err(Failure::new(
        Code::NoSession,
        format!("Profile “{}” holds no session that Daypass wrote.", visible(target)),
        "There is nothing to end here.",
    ))
}
