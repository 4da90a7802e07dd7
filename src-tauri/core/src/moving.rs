//! *Move key to keyring*: a long-term key leaves the credentials file for the system keyring.
//!
//! The order keeps the key in at least one place whatever ends the program in between:
//!
//! 1. The keyring takes the secret, and gives it back when asked.
//! 2. The settings remember which key it is, and what of the identity would leave the file with it.
//! 3. The file is edited, in one transaction that keeps a backup.
//!
//! Before the first step it is worked out on paper that the same identity stands there after the
//! last one: see [`plan`]. A move that was interrupted is finished by doing it again.

mod plan;

use memchr::memmem;
use zeroize::Zeroizing;

use crate::catalog::{Catalog, Entry, KeySource};
use crate::change::{Preview, outdated};
use crate::enrol;
use crate::failure::{Code, Failure};
use crate::login::unknown_profile;
use crate::ports::{AwsFiles, AwsText, Edited, Ports, Touches, Vault};
use crate::profile::visible;
use crate::secret::Secret;
use crate::survey::{off_the_runtime, survey};
use crate::view::ChangeView;
use plan::Plan;

/// A move that was looked at and not made yet.
pub struct Move {
    /// The identity.
    pub name: String,
    /// The section of the credentials file that its key leaves.
    pub section: String,
    /// What changes in the file.
    pub preview: Preview,
}

impl Move {
    /// The preview as faces show it, under the number by which it is confirmed.
    #[must_use]
    pub fn view(&self, path: String, ticket: u32) -> ChangeView {
        self.preview.view(path, ticket, None)
    }
}

/// What moving an identity's key would change in the credentials file. Changes nothing itself.
///
/// # Errors
/// [`Code::InKeyring`] when it is there already, [`Code::UnknownProfile`], [`Code::NoKey`], and
/// [`Code::BadInput`] with the reason why it cannot be moved.
pub async fn preview(ports: &Ports, name: &str) -> Result<Move, Failure> {
    let (files, store, name) = (ports.files.clone(), ports.settings.clone(), name.to_owned());
    off_the_runtime(move || {
        let settings = store.load()?;
        let text = files.read()?;
        let plan = plan::plan(&text, &settings, &name)?;
        let preview = Preview::of(Zeroizing::new(text.credentials), plan.credentials, plan.notes);
        Ok(Move { name: plan.name, section: plan.section, preview })
    })
    .await
}

/// Moves the key as it was previewed, and says how many backups of the file still hold it.
///
/// # Errors
/// [`Code::Outdated`] when the file is no longer the one that was shown, or the keyring's, the
/// settings' or the file's failure. The key then still stands in the file.
pub async fn apply(ports: &Ports, shown: &Move) -> Result<usize, Failure> {
    let (files, store, vault) = (ports.files.clone(), ports.settings.clone(), ports.vault.clone());
    let (name, preview) = (shown.name.clone(), shown.preview.clone());
    off_the_runtime(move || {
        let text = files.read()?;
        let plan = plan::plan(&text, &store.load()?, &name)?;
        preview.check_old(&text.credentials)?;
        if plan.credentials != preview.new {
            return Err(outdated());
        }
        into_keyring(vault.as_ref(), &plan)?;
        store.save(&plan.settings).map_err(half_done)?;
        files.update_credentials(&mut |text| left(text, &preview, &plan)).map_err(half_done)?;
        // The move is done; a backup that cannot be looked into does not undo it.
        Ok(held_by(files.as_ref(), &plan.access_key_id, &plan.secret).unwrap_or(0))
    })
    .await
}

/// Deletes the backups that hold an identity's key, and says how many there were. Only once the
/// keyring gives the key back: a backup may be the last copy of it.
///
/// # Errors
/// [`Code::UnknownProfile`], [`Code::BadInput`] while the key still stands in the file,
/// [`Code::NoKey`] when the keyring does not have it, or the keyring's or the file's failure.
pub async fn purge(ports: &Ports, name: &str) -> Result<usize, Failure> {
    let access_key_id = moved_key(&survey(ports).await?.catalog, name)?;
    let (files, vault) = (ports.files.clone(), ports.vault.clone());
    off_the_runtime(move || {
        let secret = vault.fetch(&access_key_id)?.ok_or_else(not_there)?;
        files.purge_backups(&mut |text| holds(text, &access_key_id, &secret))
    })
    .await
}

fn into_keyring(vault: &dyn Vault, plan: &Plan) -> Result<(), Failure> {
    let there = vault.fetch(&plan.access_key_id)?;
    if there.is_some_and(|there| there.expose() != plan.secret.expose()) {
        return Err(Failure::new(
            Code::Keyring,
            text!("The keyring holds another secret for the same access key id, and only one can be right."),
            text!("Try both, then put the right one into the keyring with daypass keys add."),
        ));
    }
    enrol::keep(vault, &plan.access_key_id, &plan.secret)
}

fn left(text: &AwsText, preview: &Preview, plan: &Plan) -> Result<Edited, Failure> {
    preview.check_old(&text.credentials)?;
    let mut made = text.made.clone();
    if plan.section_goes {
        made.remove(&plan.section);
    }
    let touches = Touches::Sections([plan.section.clone()].into());
    let credentials = plan.credentials.to_vec();
    Ok(Edited { credentials, touches, structural: true, irreplaceable: true, made })
}

/// The keyring has the key, and the file has it too.
fn half_done(failure: Failure) -> Failure {
    let hint = text!(
        "{} The key is in the keyring and still in the file: moving it again finishes the work.",
        failure.hint
    );
    Failure { hint, ..failure }
}

fn moved_key(catalog: &Catalog, name: &str) -> Result<String, Failure> {
    let Some(Entry::Identity(identity)) = catalog.find(name) else {
        return Err(unknown_profile(name, catalog));
    };
    match &identity.key {
        KeySource::Keyring { access_key_id } => Ok(access_key_id.clone()),
        KeySource::File { profile, .. } => Err(Failure::new(
            Code::BadInput,
            text!("The key of “{}” still stands in [{}].", visible(name), visible(profile)),
            text!("Move it to the keyring first; the backups keep it until then."),
        )),
        KeySource::Missing => Err(not_there()),
    }
}

fn not_there() -> Failure {
    Failure::new(
        Code::NoKey,
        text!("The keyring does not have this key, so the backups that may hold it stay."),
        text!("Bring one of them back with daypass undo, or add the key again."),
    )
}

fn held_by(files: &dyn AwsFiles, access_key_id: &str, secret: &Secret) -> Result<usize, Failure> {
    let mut count = 0;
    for backup in files.backups()? {
        let text = Zeroizing::new(files.backup_text(&backup)?);
        count += usize::from(holds(&text, access_key_id, secret));
    }
    Ok(count)
}

/// Whether a text has the key anywhere, in a comment too.
fn holds(text: &[u8], access_key_id: &str, secret: &Secret) -> bool {
    let has = |part: &str| memmem::find(text, part.as_bytes()).is_some();
    has(access_key_id) || has(secret.expose())
}
