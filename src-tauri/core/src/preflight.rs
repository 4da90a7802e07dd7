//! What can be known of a sign-in before anything is sent: better said now than after a code is spent.
//!
//! What makes the call surely fail is an *obstacle* and refuses it; what may be well is a *warning*
//! on the row. Nothing here asks AWS. What AWS has said of a key elsewhere is handed in as
//! [`KnownKeys`].

mod chain;
mod device;
mod durations;
mod place;
mod shadows;
mod source;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, HashMap};

use crate::aws_config::AwsConfig;
use crate::board::endpoint;
use crate::caller::KnownCaller;
use crate::catalog::{Catalog, Identity, KeySource, Role};
use crate::failure::{Code, Failure};
use crate::keys::is_temporary;
use crate::profile::{RoleArn, SerialNumber, arn_field, visible};
use crate::route::RouteEnv;
use crate::settings::Settings;
use crate::sts_error::StsError;
use crate::survey::Survey;

pub use shadows::CredentialEnv;
pub(crate) use source::is_session_as_source;

/// What was found for one row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Preflight {
    /// Why a sign-in would surely fail.
    pub obstacle: Option<Failure>,
    /// What a person should know and may be well all the same.
    pub warnings: Vec<Failure>,
    /// What AWS has said of the identity's key; nothing for a role.
    pub known: KnownKey,
}

/// What AWS has said of a long-term key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KnownKey {
    /// Whose it is, by GetCallerIdentity.
    pub caller: Option<KnownCaller>,
    /// The serial numbers of its user's MFA devices, by ListMFADevices.
    pub devices: Option<Vec<String>>,
    /// Why AWS refuses it: deleted, inactive, of another partition.
    pub rejected: Option<Failure>,
}

/// By access key id.
pub type KnownKeys = BTreeMap<String, KnownKey>;

impl KnownKey {
    /// The name of the IAM user, without its path.
    #[must_use]
    pub fn user(&self) -> Option<&str> {
        self.caller.as_ref().filter(|_| !self.is_root())?.user()
    }

    fn is_root(&self) -> bool {
        self.caller.as_ref().is_some_and(|caller| arn_field(&caller.arn, 5) == Some("root"))
    }
}

/// Looks at every identity and role of a catalog, and notes at them what was found. May be called
/// again when more is known of the keys.
pub fn look(catalog: &mut Catalog, aws: &AwsConfig, settings: &Settings, env: &RouteEnv, known: &KnownKeys) {
    for at in 0..catalog.identities.len() {
        let Some(identity) = catalog.identities.get_mut(at) else { continue };
        let mut known = key_id(identity).and_then(|id| known.get(id)).cloned().unwrap_or_default();
        // What AWS said once of this key stays true: a key never changes its owner.
        known.caller = known.caller.or_else(|| identity.caller.clone());
        identity.preflight.known = known;
        identity.preflight.obstacle = of_identity(identity, aws).err();
        identity.preflight.warnings = warnings_of_identity(identity, aws, settings, env);
    }
    let by_name: HashMap<&str, &Identity> = catalog.identities.iter().map(|i| (i.name.as_str(), i)).collect();
    let of_one =
        |role: &Role| of_role(catalog, role, by_name.get(role.identity.as_str()).copied(), aws, settings);
    let found: Vec<_> = catalog.roles.iter().map(of_one).collect();
    for (role, preflight) in catalog.roles.iter_mut().zip(found) {
        role.preflight = preflight;
    }
}

/// Adds the warning that this machine's environment deserves to each identity.
pub fn look_at_environment(catalog: &mut Catalog, env: CredentialEnv) {
    if let Some(warning) = shadows::of_environment(env) {
        for identity in &mut catalog.identities {
            identity.preflight.warnings.push(warning.clone());
        }
    }
}

/// Says whether a device can be of the identity's user, as far as that is known: the profile's own
/// device, or one that was chosen for this once.
///
/// # Errors
/// [`Code::DeviceRejected`].
pub fn check_device(identity: &Identity, serial: Option<&SerialNumber>) -> Result<(), Failure> {
    match (serial, key_id(identity)) {
        (Some(serial), Some(id)) if goes_to_aws(identity) => {
            device::check(serial, id, &identity.preflight.known)
        }
        _ => Ok(()),
    }
}

/// Whether the key is the root user's, as far as is known.
#[must_use]
pub fn is_root(identity: &Identity, serial: Option<&SerialNumber>) -> bool {
    serial.is_some_and(SerialNumber::is_root) || identity.preflight.known.is_root()
}

/// Names the reason why there is no row of this name, where it is that its keys are a session's.
#[must_use]
pub fn session_instead_of_key(found: &Survey, name: &str) -> Option<Failure> {
    source::problem(found.aws.profile(name)?)
}

fn of_identity(identity: &Identity, aws: &AwsConfig) -> Result<(), Failure> {
    let known = &identity.preflight.known;
    if let KeySource::File { profile, .. } = &identity.key
        && let Some(failure) = aws.profile(profile).and_then(source::problem)
    {
        return Err(failure);
    }
    if key_id(identity).is_some_and(is_temporary) {
        return Err(StsError::SessionAsSource.failure());
    }
    if let Some(rejected) = &known.rejected {
        return Err(rejected.clone());
    }
    let serial = own_device(identity);
    check_device(identity, serial)?;
    if let Ok(route) = &identity.route
        && goes_to_aws(identity)
    {
        let caller = known.caller.as_ref().and_then(KnownCaller::partition);
        place::check(&route.region, caller, text!("the access key"))?;
        place::check(&route.region, serial.and_then(SerialNumber::partition), text!("the MFA device"))?;
    }
    Ok(())
}

fn warnings_of_identity(
    identity: &Identity,
    aws: &AwsConfig,
    settings: &Settings,
    env: &RouteEnv,
) -> Vec<Failure> {
    let serial = own_device(identity);
    let region = place::unsaid(identity, aws, settings, env).filter(|_| goes_to_aws(identity));
    let user = serial.and_then(|serial| device::of_another_name(serial, &identity.preflight.known));
    let found = [
        durations::of_identity(identity, aws, settings, is_root(identity, serial)),
        region,
        user,
        shadows::of_section(aws, &identity.target),
    ];
    found.into_iter().flatten().collect()
}

fn of_role(
    catalog: &Catalog,
    role: &Role,
    identity: Option<&Identity>,
    aws: &AwsConfig,
    settings: &Settings,
) -> Preflight {
    let device = identity.and_then(|identity| check_device(identity, role.serial.as_ref()).err());
    let warnings = [
        durations::of_role(role, aws, settings),
        // Its own device is asked for a code only when the role is assumed directly.
        device,
        shadows::of_section(aws, &role.target),
    ];
    Preflight {
        obstacle: identity.and_then(|identity| obstacle_of_role(catalog, role, identity).err()),
        warnings: warnings.into_iter().flatten().collect(),
        known: KnownKey::default(),
    }
}

fn obstacle_of_role(catalog: &Catalog, role: &Role, identity: &Identity) -> Result<(), Failure> {
    let serial = own_device(identity);
    if is_root(identity, serial) {
        // AWS STS API Reference, AssumeRole: "You cannot use AWS account root user credentials".
        return Err(Failure::new(
            Code::Denied,
            text!("AWS lets no root user assume a role, and “{}” is one.", visible(&identity.name)),
            text!("Set source_profile to an IAM user that the role trusts."),
        ));
    }
    let partition = role.arn.as_ref().ok().and_then(RoleArn::partition);
    if let Ok(route) = &role.route
        && endpoint(&role.route).is_none()
    {
        place::check(&route.region, partition, text!("the role"))?;
    }
    if goes_to_aws(identity) {
        place::check_same(partition, serial.and_then(SerialNumber::partition))?;
    }
    chain::check(catalog, role)
}

fn own_device(identity: &Identity) -> Option<&SerialNumber> {
    identity.serial.as_ref().ok().and_then(Option::as_ref)
}

/// Behind an endpoint of somebody else, account numbers and regions may mean nothing.
fn goes_to_aws(identity: &Identity) -> bool {
    endpoint(&identity.route).is_none()
}

fn key_id(identity: &Identity) -> Option<&str> {
    identity.key.access_key_id()
}
