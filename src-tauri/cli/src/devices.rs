//! `daypass devices`, and the question which device it is.

use daypass_core::failure::{Code, Failure};
use daypass_core::find_device::{self, DeviceKind, Found, FoundDevice};
use daypass_core::ports::Ports;
use daypass_core::text;
use daypass_core::view::FoundDevicesView;
use serde_json::json;

use crate::table::table;
use crate::{ask, output};

/// Lists the MFA devices of the user whose key a profile holds.
///
/// # Errors
/// That there is no such key, AWS's refusal of it, or why AWS could not be asked.
pub async fn devices(ports: &Ports, profile: &str, as_json: bool) -> Result<(), Failure> {
    let found = find_device::of_profile(ports, profile).await?;
    if as_json {
        return output::json(&json!(FoundDevicesView::from(&found)));
    }
    output::note(&format!("The key works. It is {}.", found.caller.arn));
    say_why_guessed(&found);
    if found.devices.is_empty() {
        output::note("This user has no MFA device.");
        return Ok(());
    }
    let line = |device: &FoundDevice| {
        let problem = device.problem.as_ref().map(|problem| problem.message.to_string());
        [device.serial.clone(), kind(device).to_owned(), problem.unwrap_or_default()]
    };
    let lines: Vec<_> = found.devices.iter().map(line).collect();
    output::data(&table(["DEVICE", "KIND", "NOT USABLE BECAUSE"], &lines))
}

/// Lets the person choose among what was found. None is an answer, too.
///
/// # Errors
/// When nobody is there to confirm what needs confirming.
pub fn choose(found: &Found) -> Result<Option<String>, Failure> {
    say_why_guessed(found);
    for device in &found.devices {
        if let Some(problem) = &device.problem {
            output::note(&format!("{} is left out. {problem}", device.serial));
        }
    }
    let usable: Vec<&FoundDevice> = found.usable().collect();
    match usable.as_slice() {
        [] => {
            output::note("There is no MFA device that shows codes.");
            typed()
        }
        [one] if !ask::somebody() && found.guessed_because.is_none() => Ok(Some(one.serial.clone())),
        _ if !ask::somebody() => Err(not_clear(&usable)),
        [one] if ask::yes(&format!("Is {} the MFA device?", one.serial)) => Ok(Some(one.serial.clone())),
        [_] => typed(),
        several => numbered(several),
    }
}

/// Asks for a device in words of its own; nobody is asked where nobody is.
///
/// # Errors
/// When the answer cannot be read.
pub fn typed() -> Result<Option<String>, Failure> {
    if !ask::somebody() {
        return Ok(None);
    }
    let line = ask::visibly("The MFA device, as ARN or serial number (empty for none)", "--serial")?;
    Ok(Some(line.expose().trim().to_owned()).filter(|serial| !serial.is_empty()))
}

fn numbered(devices: &[&FoundDevice]) -> Result<Option<String>, Failure> {
    for (number, device) in (1..).zip(devices) {
        output::note(&format!("  {number}  {} ({})", device.serial, kind(device)));
    }
    let line = ask::visibly("Which of them, by its number (empty for none)", "--serial")?;
    let answer = line.expose().trim();
    if answer.is_empty() {
        return Ok(None);
    }
    let number: Option<usize> = answer.parse().ok();
    let chosen = number.and_then(|number| devices.get(number.checked_sub(1)?));
    chosen.map(|device| Some(device.serial.clone())).ok_or_else(|| {
        Failure::new(
            Code::BadInput,
            text!("There is no device number {}.", answer),
            text!("Answer with a number from 1 to {}.", devices.len()),
        )
    })
}

fn say_why_guessed(found: &Found) {
    if let Some(why) = &found.guessed_because {
        output::note(&why.to_string());
    }
}

fn not_clear(usable: &[&FoundDevice]) -> Failure {
    let serials: Vec<&str> = usable.iter().map(|device| device.serial.as_str()).collect();
    Failure::new(
        Code::BadInput,
        text!("Which MFA device it is takes a person's word, and there is no terminal to ask at."),
        text!("Pass --serial in place of --find, with {}", serials.join(" or ")),
    )
}

fn kind(device: &FoundDevice) -> &'static str {
    match device.kind {
        DeviceKind::Virtual => "authenticator app",
        DeviceKind::Hardware => "hardware token",
        DeviceKind::SecurityKey => "passkey or security key",
    }
}
