//! `daypass keys`

use daypass_core::enrol::{self, KeyForm};
use daypass_core::failure::{Code, Failure};
use daypass_core::find_device::{self, NewKey};
use daypass_core::keys::masked;
use daypass_core::ports::Ports;
use daypass_core::secret::Secret;
use daypass_core::settings::ProfileSettings;
use daypass_core::survey::off_the_runtime;
use serde_json::{Value, json};

use crate::arguments::{Add, Keys};
use crate::table::table;
use crate::{ask, devices, moving, output};

/// Adds, removes, moves in or lists the keys that the keyring holds for Daypass.
///
/// # Errors
/// The keyring's or the settings' failure, or what is wrong with the input.
pub async fn keys(ports: &Ports, command: Keys) -> Result<(), Failure> {
    match command {
        Keys::Add(form) => add(ports, form).await,
        Keys::Remove { name } => {
            enrol::remove_key(ports, &name).await?;
            output::note(&format!("The key of {name} is gone from the keyring."));
            Ok(())
        }
        Keys::Move(wish) => moving::move_key(ports, wish).await,
        Keys::List { json } => list(ports, json).await,
    }
}

async fn add(ports: &Ports, form: Add) -> Result<(), Failure> {
    let name = form.name.clone();
    let form = filled(ports, form).await?;
    enrol::add_key(ports, form).await?;
    output::note(&format!("The key of {name} is in the keyring."));
    output::note(&format!("Sign in with daypass login {name}"));
    Ok(())
}

/// Asks for what is missing: the person for the key, AWS for the device.
async fn filled(ports: &Ports, form: Add) -> Result<KeyForm, Failure> {
    let access_key_id = match form.access_key_id {
        Some(id) => id,
        None => answer(&ask::visibly("The access key id", "--access-key-id")?),
    };
    let (secret, asked) = match form.secret {
        Some(_) => (ask::line_of_input()?, false),
        None => (ask::hidden("The secret access key", "--secret - on standard input")?, true),
    };
    let mut filled = KeyForm {
        name: form.name,
        access_key_id,
        secret,
        serial: form.serial,
        region: form.region,
        target: form.target,
        seconds: form.duration,
        caller: None,
    };
    // Whoever types the secret can confirm a device too; a script has said all it wants to.
    if form.find || (asked && filled.serial.is_none()) {
        find(ports, &mut filled, form.find).await?;
    }
    Ok(filled)
}

/// Fills in the device and whose the key is. Unless AWS was to be asked, it is no failure when AWS
/// cannot be: only when it refuses the key.
async fn find(ports: &Ports, form: &mut KeyForm, wanted: bool) -> Result<(), Failure> {
    let new = NewKey {
        name: form.name.clone(),
        access_key_id: form.access_key_id.clone(),
        secret: Secret::new(form.secret.expose().to_owned()),
        region: form.region.clone(),
    };
    match find_device::of_new_key(ports, new).await {
        Ok(found) => {
            output::note(&format!("The key works. It is {}.", found.caller.arn));
            form.serial = devices::choose(&found)?;
            form.caller = Some(found.caller);
        }
        Err(failure) if !wanted && is_about_the_way(failure.code) => {
            output::note(&format!("The key was not tried out. {}", failure.message));
            form.serial = devices::typed()?;
        }
        Err(failure) => return Err(failure),
    }
    Ok(())
}

/// Whether AWS was not reached or did not answer, so that nothing is known of the key.
fn is_about_the_way(code: Code) -> bool {
    matches!(
        code,
        Code::Unreachable | Code::Ambiguous | Code::BadAnswer | Code::Throttled | Code::ServiceFault
    )
}

fn answer(line: &Secret) -> String {
    line.expose().trim().to_owned()
}

async fn list(ports: &Ports, as_json: bool) -> Result<(), Failure> {
    let store = ports.settings.clone();
    let settings = off_the_runtime(move || store.load()).await?;
    let held: Vec<(&String, &ProfileSettings, String)> = settings
        .profiles
        .iter()
        .filter_map(|(name, profile)| Some((name, profile, masked(profile.access_key_id.as_deref()?))))
        .collect();
    if as_json {
        return output::json(&held.iter().map(|(name, profile, id)| object(name, profile, id)).collect());
    }
    if held.is_empty() {
        output::note("Daypass holds no keys.\nhint: Add one with daypass keys add NAME");
        return Ok(());
    }
    let line = |(name, profile, id): &(&String, &ProfileSettings, String)| {
        let target = profile.target.as_ref().unwrap_or(name);
        [(*name).clone(), id.clone(), profile.mfa_serial.clone().unwrap_or_default(), target.clone()]
    };
    let lines: Vec<_> = held.iter().map(line).collect();
    output::data(&table(["NAME", "KEY", "MFA DEVICE", "WRITTEN TO"], &lines))
}

fn object(name: &str, profile: &ProfileSettings, id: &str) -> Value {
    json!({
        "name": name,
        "accessKeyId": id,
        "serial": profile.mfa_serial,
        "region": profile.region,
        "target": profile.target.as_deref().unwrap_or(name),
        "durationSeconds": profile.duration_seconds,
    })
}
