//! Which profiles are roles, and behind which identity.

use crate::aws_config::{AwsConfig, Profile};
use crate::catalog::routes::route;
use crate::catalog::{Identity, Role, names_identity};
use crate::duration::DEFAULT_ROLE;
use crate::preflight::Preflight;
use crate::profile::{RoleArn, SerialNumber};
use crate::role_parameters::RoleParameters;
use crate::route::RouteEnv;
use crate::settings::{ProfileSettings, Settings};

/// The suffix of the section that receives a role's keys: the role's own name resolves to its
/// `role_arn` in every SDK, so keys written there would never be read (facts of the SDKs' order).
const ROLE_SUFFIX: &str = "-session";

/// The roles whose chain of sources ends at an identity.
pub(super) fn find(
    aws: &AwsConfig,
    identities: &[Identity],
    settings: &Settings,
    env: &RouteEnv,
) -> Vec<Role> {
    let mut roles: Vec<Role> =
        aws.profiles().iter().filter_map(|profile| role(aws, profile, identities, settings, env)).collect();
    attach_to_identities(&mut roles, identities);
    roles
}

fn role(
    aws: &AwsConfig,
    profile: &Profile,
    identities: &[Identity],
    settings: &Settings,
    env: &RouteEnv,
) -> Option<Role> {
    let name = profile.name();
    // A role written beside `credential_source` gets its keys from a machine, not from a person.
    let (arn, source) = (profile.get("role_arn")?, profile.get("source_profile")?);
    let arn = RoleArn::parse(arn);
    let none = ProfileSettings::default();
    let wish = settings.profiles.get(name).unwrap_or(&none);
    let serial = wish.mfa_serial.as_deref().or_else(|| profile.get("mfa_serial"));
    let serial = serial.map(SerialNumber::parse).transpose();
    let parameters = match &serial {
        Ok(_) => RoleParameters::read(profile, &wish.role, arn.as_ref().ok()),
        Err(failure) => Err(failure.clone()),
    };
    let partition = arn.as_ref().ok().and_then(RoleArn::partition);
    let source_name =
        identities.iter().find(|i| names_identity(i, source)).map_or(source, |i| i.name.as_str());
    // A role's region is its own, or its source's: the SDKs do not inherit it, but a person expects it.
    let route = route(aws, &[name, source, source_name], wish, partition, env);
    let seconds = wish.duration_seconds.or_else(|| profile.get("duration_seconds")?.trim().parse().ok());
    Some(Role {
        name: name.to_owned(),
        arn,
        source: source.to_owned(),
        identity: String::new(),
        serial: serial.ok().flatten(),
        parameters,
        seconds: seconds.unwrap_or(DEFAULT_ROLE),
        target: wish.target.clone().unwrap_or_else(|| format!("{name}{ROLE_SUFFIX}")),
        route,
        preflight: Preflight::default(),
    })
}

/// Follows each role's sources to an identity; roles that reach none are not ours to sign in to.
fn attach_to_identities(roles: &mut Vec<Role>, identities: &[Identity]) {
    let sources: Vec<(String, String)> = roles.iter().map(|r| (r.name.clone(), r.source.clone())).collect();
    for role in roles.iter_mut() {
        let mut source = role.source.as_str();
        // A chain longer than the number of roles goes in a circle.
        for _ in 0..=sources.len() {
            if let Some(identity) = identities.iter().find(|i| names_identity(i, source)) {
                role.identity.clone_from(&identity.name);
                break;
            }
            match sources.iter().find(|(name, _)| name == source) {
                Some((_, next)) => source = next,
                None => break,
            }
        }
    }
    roles.retain(|role| !role.identity.is_empty());
}
