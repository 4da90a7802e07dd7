//! Putting a long-term key into the keyring, and taking it out.

use crate::caller::KnownCaller;
use crate::duration::{self, Purpose};
use crate::failure::{Code, Failure};
use crate::keys::is_temporary;
use crate::ports::{Ports, Vault};
use crate::profile::{SerialNumber, check_section_name, visible};
use crate::route::{RouteEnv, RouteProfile, choose};
use crate::secret::Secret;
use crate::settings::ProfileSettings;
use crate::survey::off_the_runtime;

/// A filled-in form for *Add an access key*.
#[derive(Debug)]
pub struct KeyForm {
    /// The identity's name.
    pub name: String,
    /// The access key id, `AKIA…`.
    pub access_key_id: String,
    /// The secret access key; it goes to the keyring and never comes back.
    pub secret: Secret,
    /// The MFA device.
    pub serial: Option<String>,
    /// The region whose STS is asked.
    pub region: Option<String>,
    /// The section that receives the session; else the identity's name.
    pub target: Option<String>,
    /// How long sessions last, in seconds.
    pub seconds: Option<u32>,
    /// Whose the key is, if AWS was asked before.
    pub caller: Option<KnownCaller>,
}

/// Checks the form, puts the secret into the keyring, and remembers the rest in the settings.
///
/// # Errors
/// [`Code::BadInput`] for a field, or the keyring's or the settings' failure.
pub async fn add_key(ports: &Ports, form: KeyForm) -> Result<(), Failure> {
    let profile = checked(&form)?;
    let (vault, store) = (ports.vault.clone(), ports.settings.clone());
    off_the_runtime(move || {
        let mut settings = store.load()?;
        keep(vault.as_ref(), &form.access_key_id, &form.secret)?;
        let entry = settings.profiles.entry(form.name.clone()).or_default();
        let unknown = std::mem::take(&mut entry.unknown);
        *entry = ProfileSettings { unknown, ..profile };
        store.save(&settings)
    })
    .await
}

/// Forgets an identity's key: the secret in the keyring, then what the settings say of it.
///
/// # Errors
/// [`Code::UnknownProfile`] when Daypass holds no key of that name.
pub async fn remove_key(ports: &Ports, name: &str) -> Result<(), Failure> {
    let (vault, store, name) = (ports.vault.clone(), ports.settings.clone(), name.to_owned());
    off_the_runtime(move || {
        let mut settings = store.load()?;
        let held = settings.profiles.get(&name).and_then(|p| p.access_key_id.clone());
        let Some(access_key_id) = held else {
            return Err(Failure::new(
                Code::UnknownProfile,
                text!("Daypass holds no key named “{}”.", visible(&name)),
                text!("Keys that stand in the AWS files are the files' own; Daypass leaves them there."),
            ));
        };
        // The keyring first: when it fails, the entry still says where the secret is.
        let shared = settings
            .profiles
            .iter()
            .any(|(other, p)| *other != name && p.access_key_id.as_deref() == Some(&access_key_id));
        if !shared {
            vault.forget(&access_key_id)?;
        }
        settings.profiles.remove(&name);
        store.save(&settings)
    })
    .await
}

/// Puts a secret into the keyring and sees that it is there.
///
/// # Errors
/// The keyring's failure, or [`Code::Keyring`] when it does not give the secret back.
pub(crate) fn keep(vault: &dyn Vault, access_key_id: &str, secret: &Secret) -> Result<(), Failure> {
    vault.store(access_key_id, secret)?;
    // A keyring that accepts and forgets is found out now, not at 9 am tomorrow.
    let kept = vault.fetch(access_key_id)?;
    if kept.is_some_and(|kept| kept.expose() == secret.expose()) {
        return Ok(());
    }
    Err(Failure::new(
        Code::Keyring,
        text!("The keyring took the secret but does not give it back."),
        text!("Check that a default keyring exists and is unlocked, then try again."),
    ))
}

/// Says what is wrong with a long-term key, without asking AWS.
///
/// # Errors
/// [`Code::BadInput`] or [`Code::TemporarySource`].
pub(crate) fn check_key(id: &str, secret: &Secret) -> Result<(), Failure> {
    if is_temporary(id) {
        return Err(crate::sts_error::StsError::SessionAsSource.failure());
    }
    // IAM API Reference, AccessKey: 16 to 128 of [\w].
    if !(16..=128).contains(&id.len()) || !id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_') {
        return Err(Failure::new(
            Code::BadInput,
            text!("That is not an access key id."),
            text!("Copy it from the IAM console: it starts with AKIA and has 20 characters."),
        ));
    }
    let secret = secret.expose();
    if secret.len() < 16 || secret.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return Err(Failure::new(
            Code::BadInput,
            text!("That is not a secret access key."),
            text!("Copy it again: 40 characters without spaces. AWS shows it only when the key is made."),
        ));
    }
    Ok(())
}

fn checked(form: &KeyForm) -> Result<ProfileSettings, Failure> {
    check_section_name(&form.name)?;
    if let Some(target) = &form.target {
        check_section_name(target)?;
    }
    check_key(&form.access_key_id, &form.secret)?;
    let route = RouteProfile { region: form.region.as_deref(), ..RouteProfile::default() };
    choose(&RouteEnv::default(), &route)?;
    if let Some(seconds) = form.seconds {
        duration::check(seconds, Purpose::User)?;
    }
    Ok(ProfileSettings {
        access_key_id: Some(form.access_key_id.clone()),
        mfa_serial: form
            .serial
            .as_deref()
            .map(|s| SerialNumber::parse(s).map(|s| s.as_str().to_owned()))
            .transpose()?,
        region: form.region.clone(),
        duration_seconds: form.seconds,
        target: form.target.clone(),
        caller: form.caller.clone().filter(|caller| caller.access_key_id == form.access_key_id),
        ..ProfileSettings::default()
    })
}
