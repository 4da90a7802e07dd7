//! `daypass keys`

use daypass_core::enrol::{self, KeyForm};
use daypass_core::failure::Failure;
use daypass_core::keys::masked;
use daypass_core::ports::Ports;
use daypass_core::secret::Secret;
use daypass_core::settings::ProfileSettings;
use daypass_core::survey::off_the_runtime;
use serde_json::{Value, json};

use crate::arguments::{Add, Keys};
use crate::table::table;
use crate::{ask, moving, output};

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
    enrol::add_key(ports, filled(form)?).await?;
    output::note(&format!("The key of {name} is in the keyring."));
    output::note(&format!("Sign in with daypass login {name}"));
    Ok(())
}

/// Asks for what is missing.
fn filled(form: Add) -> Result<KeyForm, Failure> {
    let access_key_id = match form.access_key_id {
        Some(id) => id,
        None => answer(&ask::visibly("The access key id", "--access-key-id")?),
    };
    let (secret, asked) = match form.secret {
        Some(_) => (ask::line_of_input()?, false),
        None => (ask::hidden("The secret access key", "--secret - on standard input")?, true),
    };
    let serial = match form.serial {
        // Whoever types the secret can say this too; a script has said all it wants to.
        None if asked => {
            let question = "The MFA device, as ARN or serial number (empty for none)";
            Some(answer(&ask::visibly(question, "--serial")?)).filter(|serial| !serial.is_empty())
        }
        given => given,
    };
    Ok(KeyForm {
        name: form.name,
        access_key_id,
        secret,
        serial,
        region: form.region,
        target: form.target,
        seconds: form.duration,
        caller: None,
    })
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
