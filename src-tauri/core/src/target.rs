//! The sections that receive temporary keys: what may be written there, how, and how they are cleared.

pub(crate) mod along;
pub(crate) mod moving;

use std::collections::BTreeSet;

use crate::aws_config::{AwsConfig, CredentialsSection};
use crate::board::rfc3339;
use crate::catalog::LONG_TERM_SUFFIX;
use crate::credentials_out::{SectionEdit, edit};
use crate::failure::{Code, Failure};
use crate::guard::{Guard, Intent, MARKER, MARKER_KEY, Owners, inspect};
use crate::keys::SessionCredentials;
use crate::ports::{AwsText, Edited, Ports, Touches, Written};
use crate::profile::visible;
use crate::session::EXPIRES_KEY;
use crate::survey::{Survey, off_the_runtime};

/// The keys that are ours in a section of ours.
const OUR_KEYS: [&str; 6] = [
    "aws_access_key_id",
    "aws_secret_access_key",
    "aws_session_token",
    "aws_security_token",
    EXPIRES_KEY,
    MARKER_KEY,
];

/// What a person has chosen may be written over. Nothing, unless they said so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// Long-term keys: they are lost then, but for the backup.
    pub overwrite_long_term_keys: bool,
    /// Sessions of another program.
    pub take_over: bool,
}

/// A session on its way to its section.
#[derive(Debug)]
pub struct Delivery {
    /// The section.
    pub target: String,
    /// The session.
    pub session: SessionCredentials,
    /// What it may be written over.
    pub choice: Choice,
}

/// What was written where, to be looked after for a while: see [`crate::overwritten`].
pub struct Receipt {
    /// Whether the file changed.
    pub written: Written,
    /// Section by section.
    pub(crate) parcels: Vec<Parcel>,
}

/// One section's part of a transaction.
#[derive(Clone)]
pub(crate) struct Parcel {
    pub(crate) target: String,
    pub(crate) access_key_id: String,
    choice: Choice,
    change: SectionEdit,
}

/// Says whether a session may be written to `target`, before a code is spent on it.
///
/// aws-mfa's mark is no obstacle where its own layout stands: beside `[x-long-term]` the session
/// belongs into `[x]`, whoever renews it.
///
/// # Errors
/// [`Code::LongTermKeysInTheWay`] or [`Code::ForeignOwner`].
pub fn check(found: &Survey, target: &str, choice: Choice) -> Result<(), Failure> {
    let owners = Owners { leapp: found.leapp };
    let twin = found.aws.in_credentials(&long_term_twin(target)).is_some();
    may_be_written(found.aws.in_credentials(target), owners, twin, target, choice).map(drop)
}

/// What stands in the section, when it may be written over.
fn may_be_written(
    section: Option<&CredentialsSection>,
    owners: Owners,
    has_long_term_twin: bool,
    target: &str,
    choice: Choice,
) -> Result<Guard, Failure> {
    if !AwsConfig::is_profile_name(target) {
        return Err(Failure::new(
            Code::BadInput,
            text!("AWS's tools do not agree about a profile named “{}”.", visible(target)),
            text!("Choose a target profile of letters, digits and any of _ - / . % @ : + without spaces."),
        ));
    }
    let guard = inspect(section, owners, Intent::Write);
    let chosen = match &guard {
        Guard::LongTermKeys { .. } => choice.overwrite_long_term_keys,
        Guard::OwnedBy { owner } => choice.take_over || (owner == "aws-mfa" && has_long_term_twin),
        Guard::Clear | Guard::NotOurs => false,
    };
    if !chosen {
        guard.clone().check(target)?;
    }
    Ok(guard)
}

/// Whether a parcel's section may be written as the file is now, and what stands there: none, or a
/// section behind this guard. Only the section and its twin decide, and files with thousands of
/// sections are read on each sign-in.
fn standing(text: &AwsText, parcel: &Parcel) -> Result<Option<Guard>, Failure> {
    let Parcel { target, choice, .. } = parcel;
    let [section, twin] = CredentialsSection::find(&text.credentials, [target, &long_term_twin(target)]);
    let owners = Owners { leapp: text.leapp };
    let guard = may_be_written(section.as_ref(), owners, twin.is_some(), target, *choice)?;
    Ok(section.map(|_| guard))
}

/// Whether a parcel may be put into the text as it is now.
pub(crate) fn may_be_put(text: &AwsText, parcel: &Parcel) -> bool {
    standing(text, parcel).is_ok()
}

fn long_term_twin(target: &str) -> String {
    format!("{target}{LONG_TERM_SUFFIX}")
}

/// Writes sessions to their targets, all of them or none, in one transaction. Returns when they are
/// durable.
///
/// # Errors
/// [`check`]'s, a refusal of the editor, or [`Code::File`]; nothing was written then.
pub async fn write(ports: &Ports, deliveries: Vec<Delivery>) -> Result<Receipt, Failure> {
    let files = ports.files.clone();
    off_the_runtime(move || {
        let parcels: Vec<Parcel> = deliveries.iter().map(Parcel::of).collect();
        drop(deliveries);
        let written = files.update_credentials(&mut |text| put(text, &parcels))?;
        Ok(Receipt { written, parcels })
    })
    .await
}

/// The text with these parcels in it.
pub(crate) fn put(text: &AwsText, parcels: &[Parcel]) -> Result<Edited, Failure> {
    let mut made = text.made.clone();
    let (mut structural, mut irreplaceable) = (false, false);
    for parcel in parcels {
        match standing(text, parcel)? {
            None => {
                made.insert(parcel.target.clone());
                structural = true;
            }
            Some(guard) => irreplaceable |= matches!(guard, Guard::LongTermKeys { .. }),
        }
    }
    structural |= irreplaceable;
    let changes: Vec<SectionEdit> = parcels.iter().map(|parcel| parcel.change.clone()).collect();
    // The editor reads its own result back: what was set is read as set, the rest as before.
    let credentials = edit(&text.credentials, &changes)?;
    let touches = Touches::Sections(parcels.iter().map(|parcel| parcel.target.clone()).collect());
    Ok(Edited { credentials, touches, structural, irreplaceable, made })
}

/// Removes the sessions' keys from `targets`, all in one transaction, and the sections that Daypass
/// made when nothing else is in them.
///
/// # Errors
/// [`Code::NoSession`] when there is none of ours to remove, or [`Code::File`].
pub async fn clear(ports: &Ports, targets: Vec<String>) -> Result<Written, Failure> {
    let files = ports.files.clone();
    off_the_runtime(move || files.update_credentials(&mut |text| cleared(text, &targets))).await
}

fn cleared(text: &AwsText, targets: &[String]) -> Result<Edited, Failure> {
    let mut changes = Vec::new();
    for target in targets {
        is_session_of_ours(text, target)?;
        let change = OUR_KEYS.iter().fold(SectionEdit::new(target), |change, key| change.remove(*key));
        changes.push(match text.made.contains(target) {
            true => change.remove_section_if_empty(),
            false => change,
        });
    }
    let credentials = edit(&text.credentials, &changes)?;
    let mut made = text.made.clone();
    let mut structural = false;
    for target in targets.iter().filter(|target| text.made.contains(*target)) {
        if CredentialsSection::find(&credentials, [target]) == [None] {
            made.remove(target);
            structural = true;
        }
    }
    let touches = Touches::Sections(targets.iter().cloned().collect::<BTreeSet<_>>());
    Ok(Edited { credentials, touches, structural, irreplaceable: false, made })
}

impl Parcel {
    fn of(delivery: &Delivery) -> Self {
        let Delivery { target, session, choice } = delivery;
        Self {
            target: target.clone(),
            access_key_id: session.access_key_id.clone(),
            choice: *choice,
            change: keys_of(target, session),
        }
    }
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
    inspect(section.as_ref(), Owners { leapp: text.leapp }, Intent::Remove).check(target)?;
    if section.is_some_and(|s| s.get("aws_session_token").is_some()) {
        return Ok(());
    }
    Err(Failure::new(
        Code::NoSession,
        text!("Profile “{}” holds no session that Daypass wrote.", visible(target)),
        text!("There is nothing to end here."),
    ))
}
