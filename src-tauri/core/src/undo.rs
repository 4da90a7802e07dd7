//! Bringing back the credentials file as a backup has it, after showing what that changes.
//!
//! The text comes back whole, so it may bring sessions along that have ended since: they are
//! harmless, and the board shows them as ended. Bringing back keeps a backup of its own, so an undo
//! is undone by the next one.

use std::collections::{BTreeSet, HashSet};

use zeroize::Zeroizing;

use crate::aws_config::{AwsConfig, CredentialsSection};
use crate::backup::Backup;
use crate::board::rfc3339;
use crate::change::Preview;
use crate::failure::{Code, Failure};
use crate::guard::{Guard, Intent, Owners, inspect};
use crate::local::instant_of;
use crate::ports::{AwsFiles, AwsText, Clock, Edited, Ports, Touches, Written};
use crate::profile::visible;
use crate::session::session_in;
use crate::survey::off_the_runtime;
use crate::text::Text;
use crate::view::{BackupView, ChangeView};

/// A backup beside the text that it would take the place of.
pub struct Undo {
    /// The backup.
    pub backup: Backup,
    /// What bringing it back changes.
    pub preview: Preview,
}

impl Undo {
    /// The preview as faces show it, under the number by which it is confirmed.
    #[must_use]
    pub fn view(&self, path: String, ticket: u32) -> ChangeView {
        self.preview.view(path, ticket, Some(BackupView::from(&self.backup)))
    }
}

impl From<&Backup> for BackupView {
    fn from(backup: &Backup) -> Self {
        Self { id: backup.id.clone(), taken: rfc3339(backup.taken), reason: backup.reason }
    }
}

/// The backups, newest first.
///
/// # Errors
/// [`Code::File`].
pub async fn backups(ports: &Ports) -> Result<Vec<Backup>, Failure> {
    let files = ports.files.clone();
    off_the_runtime(move || files.backups()).await
}

/// What bringing a backup back would change: the one of this id, else the newest that differs from
/// the file.
///
/// # Errors
/// [`Code::NoBackup`] when there is none, or none that differs; [`Code::File`].
pub async fn preview(ports: &Ports, id: Option<String>) -> Result<Undo, Failure> {
    let (files, clock) = (ports.files.clone(), ports.clock.clone());
    off_the_runtime(move || {
        let old = Zeroizing::new(files.read()?.credentials);
        let (backup, new) = match id {
            Some(id) => chosen(files.as_ref(), &id)?,
            None => newest_that_differs(files.as_ref(), &old)?,
        };
        if *old == *new {
            return Err(nothing_to_undo(text!("The credentials file is as that backup has it.")));
        }
        let notes = notes(&old, &new, clock.as_ref());
        Ok(Undo { backup, preview: Preview::of(old, new, notes) })
    })
    .await
}

/// Brings a backup back as it was previewed.
///
/// # Errors
/// [`Code::Outdated`] when the file is no longer the one that was shown, [`Code::File`]; nothing was
/// written then.
pub async fn apply(ports: &Ports, undo: &Undo) -> Result<Written, Failure> {
    let (files, preview) = (ports.files.clone(), undo.preview.clone());
    off_the_runtime(move || files.update_credentials(&mut |text| brought_back(text, &preview))).await
}

fn brought_back(text: &AwsText, preview: &Preview) -> Result<Edited, Failure> {
    preview.check_old(&text.credentials)?;
    let there: BTreeSet<String> = section_names(&preview.new).into_iter().collect();
    let made = text.made.intersection(&there).cloned().collect();
    let (credentials, touches) = (preview.new.to_vec(), Touches::Everything);
    Ok(Edited { credentials, touches, structural: true, irreplaceable: true, made })
}

fn chosen(files: &dyn AwsFiles, id: &str) -> Result<(Backup, Zeroizing<Vec<u8>>), Failure> {
    let backup = files.backups()?.into_iter().find(|backup| backup.id == id).ok_or_else(|| {
        Failure::new(
            Code::NoBackup,
            text!("There is no backup “{}”.", visible(id)),
            text!("List the backups with daypass undo --list."),
        )
    })?;
    let text = Zeroizing::new(files.backup_text(&backup)?);
    Ok((backup, text))
}

fn newest_that_differs(files: &dyn AwsFiles, old: &[u8]) -> Result<(Backup, Zeroizing<Vec<u8>>), Failure> {
    let backups = files.backups()?;
    let some = !backups.is_empty();
    for backup in backups {
        let text = Zeroizing::new(files.backup_text(&backup)?);
        if *text != old {
            return Ok((backup, text));
        }
    }
    Err(nothing_to_undo(match some {
        true => text!("The credentials file is as every backup has it."),
        false => text!("There is no backup yet: Daypass has not changed the credentials file."),
    }))
}

fn nothing_to_undo(message: Text) -> Failure {
    Failure::new(Code::NoBackup, message, text!("There is nothing to undo."))
}

/// Which long-term keys come and go, and which living sessions go.
fn notes(old: &[u8], new: &[u8], clock: &dyn Clock) -> Vec<Text> {
    let (now, wall) = (clock.now(), |wall| instant_of(wall, clock));
    let (old, new) = (AwsConfig::read(b"", old), AwsConfig::read(b"", new));
    let mut notes = Vec::new();
    for (key, section, _) in keys_missing(&old, &new) {
        notes.push(text!("The long-term key {} comes back into [{}].", key, section));
    }
    for (key, section, kept) in keys_missing(&new, &old) {
        notes.push(match kept {
            true => text!("The long-term key {} leaves [{}]. It stays in another section.", key, section),
            false => text!(
                "The long-term key {} leaves [{}]. It is nowhere else in the file; a backup is kept.",
                key,
                section
            ),
        });
    }
    for profile in old.profiles() {
        let token =
            |aws: &AwsConfig| aws.profile(profile.name())?.get("aws_session_token").map(str::to_owned);
        if session_in(profile, &wall).is_some_and(|session| session.expires > now)
            && token(&old) != token(&new)
        {
            notes.push(text!("The living session in [{}] goes.", visible(profile.name())));
        }
    }
    notes
}

/// The long-term keys of `all` that do not stand in the same section of `other`, with that section
/// and whether another one has them.
fn keys_missing(other: &AwsConfig, all: &AwsConfig) -> Vec<(Text, String, bool)> {
    let kept: HashSet<_> = other.credentials_sections().iter().map(pair).collect();
    let mut missing = Vec::new();
    for section in all.credentials_sections() {
        let Guard::LongTermKeys { key_id } = inspect(Some(section), Owners::default(), Intent::Write) else {
            continue;
        };
        if other.in_credentials(section.name()).map(pair) != Some(pair(section)) {
            let key = key_id.map_or_else(|| text!("without an id"), Text::verbatim);
            missing.push((key, visible(section.name()), kept.contains(&pair(section))));
        }
    }
    missing
}

fn pair(section: &CredentialsSection) -> (Option<&str>, Option<&str>) {
    (section.get("aws_access_key_id"), section.get("aws_secret_access_key"))
}

fn section_names(text: &[u8]) -> Vec<String> {
    let read = AwsConfig::read(b"", text);
    read.credentials_sections().iter().map(|section| section.name().to_owned()).collect()
}
