//! *Find my MFA device*: whose a key is and which devices its user has, before any code is spent.

use crate::caller::KnownCaller;
use crate::catalog::{Entry, route_of_new};
use crate::enrol::check_key;
use crate::failure::{Code, Failure};
use crate::key_source::fetch_key;
use crate::keys::LongTermKey;
use crate::login::unknown_profile;
use crate::ports::Ports;
use crate::profile::{SerialNumber, visible};
use crate::route::Route;
use crate::secret::Secret;
use crate::survey::{off_the_runtime, survey};

/// A key whose devices are looked for before Daypass holds it.
#[derive(Debug)]
pub struct NewKey {
    /// The identity's name, as typed so far: a profile of that name may say region and endpoint.
    pub name: String,
    /// The access key id.
    pub access_key_id: String,
    /// The secret access key.
    pub secret: Secret,
    /// The region whose STS is asked.
    pub region: Option<String>,
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Whose the key is.
    pub caller: KnownCaller,
    /// The user's devices; or the one that is likely, when AWS did not list them.
    pub devices: Vec<FoundDevice>,
    /// Why AWS did not list the devices: the device is a guess then, for a person to confirm.
    pub guessed_because: Option<Failure>,
}

/// One device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundDevice {
    /// Its serial number or ARN.
    pub serial: String,
    /// What kind of device it is.
    pub kind: DeviceKind,
    /// Why it cannot be used with token codes.
    pub problem: Option<Failure>,
}

/// The kinds of MFA device that AWS knows (IAM User Guide, "AWS Multi-factor authentication in IAM").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeviceKind {
    /// An authenticator app: an ARN with `:mfa/`.
    Virtual,
    /// A token with a display: a plain serial number.
    Hardware,
    /// A passkey or security key, which shows no codes: an ARN with `:u2f/`.
    SecurityKey,
}

impl Found {
    /// The devices that token codes come from.
    pub fn usable(&self) -> impl Iterator<Item = &FoundDevice> {
        self.devices.iter().filter(|device| device.problem.is_none())
    }
}

impl FoundDevice {
    fn of(serial: &str) -> Self {
        let kind = if serial.contains(":u2f/") {
            DeviceKind::SecurityKey
        } else if serial.starts_with("arn:") {
            DeviceKind::Virtual
        } else {
            DeviceKind::Hardware
        };
        Self { serial: visible(serial), kind, problem: SerialNumber::parse(serial).err() }
    }
}

/// Asks AWS about a key that was just typed.
///
/// # Errors
/// What is wrong with the key, without asking AWS; [`Code::KeyRejected`], [`Code::SecretRejected`] or
/// [`Code::ClockSkew`] by AWS's word; or why AWS could not be asked.
pub async fn of_new_key(ports: &Ports, new: NewKey) -> Result<Found, Failure> {
    check_key(&new.access_key_id, &new.secret)?;
    let found = survey(ports).await?;
    let route = route_of_new(&found.aws, &new.name, new.region.as_deref(), &ports.route_env)?;
    let key = LongTermKey { id: new.access_key_id, secret: new.secret };
    find(ports, &key, &route).await
}

/// Asks AWS about an identity's key, and remembers in the settings whose it is.
///
/// # Errors
/// [`Code::UnknownProfile`], the key's absence, or as for [`of_new_key`].
pub async fn of_profile(ports: &Ports, name: &str) -> Result<Found, Failure> {
    let survey = survey(ports).await?;
    let identity = match survey.catalog.find(name) {
        Some(Entry::Identity(identity)) => identity,
        Some(Entry::Role(_)) => return Err(no_user(name)),
        None => return Err(unknown_profile(name, &survey.catalog)),
    };
    let route = identity.route.as_ref().map_err(Clone::clone)?;
    let key = fetch_key(ports, &survey, identity).await?;
    let found = find(ports, &key, route).await?;
    remember(ports, &identity.name, &found.caller).await?;
    Ok(found)
}

/// One question to STS and one to IAM.
async fn find(ports: &Ports, key: &LongTermKey, route: &Route) -> Result<Found, Failure> {
    let caller = ports.directory.caller(key, route).await?;
    let caller = KnownCaller { arn: caller.arn, access_key_id: key.id.clone(), active_at: ports.clock.now() };
    // Whatever kept IAM from answering, the key is good and the usual name is worth a try: many
    // policies let nobody call IAM before a code was given.
    let (devices, guessed_because) = match ports.directory.mfa_devices(key, route).await {
        Ok(serials) => (serials.iter().map(|serial| FoundDevice::of(serial)).collect(), None),
        Err(failure) => {
            let usual = caller.usual_device();
            (
                usual.iter().map(|serial| FoundDevice::of(serial.as_str())).collect(),
                Some(not_listed(&failure)),
            )
        }
    };
    Ok(Found { caller, devices, guessed_because })
}

/// In words of its own: the failure's are about signing in.
fn not_listed(failure: &Failure) -> Failure {
    let message = if failure.code == Code::Denied {
        text!("AWS does not let this user list MFA devices, so the device is a guess.")
    } else {
        text!("AWS IAM did not say which MFA devices there are, so the device is a guess.")
    };
    let hint = text!("Compare it with the one under Security credentials in the IAM console.");
    let detail = failure.detail.clone().or_else(|| Some(failure.message.to_string()));
    Failure { message, hint, detail, ..failure.clone() }
}

fn no_user(name: &str) -> Failure {
    Failure::new(
        Code::NoKey,
        text!("“{}” is a role; MFA devices belong to the user behind it.", visible(name)),
        text!("Name the profile that holds the user's access key."),
    )
}

async fn remember(ports: &Ports, name: &str, caller: &KnownCaller) -> Result<(), Failure> {
    let (store, name, caller) = (ports.settings.clone(), name.to_owned(), caller.clone());
    off_the_runtime(move || {
        let mut settings = store.load()?;
        settings.profiles.entry(name).or_default().caller = Some(caller);
        store.save(&settings)
    })
    .await
}
