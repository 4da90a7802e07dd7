//! Which profiles are roles, and behind which identity.

use crate::aws_config::{AwsConfig, Profile};
use crate::catalog::routes::route;
use crate::catalog::sources::{End, circle, follow, lost, missing};
use crate::catalog::{Identity, Role, Stranded, names_identity};
use crate::duration::DEFAULT_ROLE;
use crate::preflight::Preflight;
use crate::profile::{RoleArn, SerialNumber};
use crate::role_parameters::RoleParameters;
use crate::route::RouteEnv;
use crate::settings::{ProfileSettings, Settings};

/// The roles whose chain of sources ends at an identity, and those whose chain ends nowhere.
pub(super) fn find(
    aws: &AwsConfig,
    identities: &[Identity],
    settings: &Settings,
    env: &RouteEnv,
) -> (Vec<Role>, Vec<Stranded>) {
    let all: Vec<Role> =
        aws.profiles().iter().filter_map(|profile| role(aws, profile, identities, settings, env)).collect();
    let ends: Vec<End> = all.iter().map(|role| follow(aws, &all, identities, role)).collect();
    let (mut roles, mut stranded) = (Vec::new(), Vec::new());
    for (mut role, end) in all.into_iter().zip(ends) {
        match end {
            End::Identity(identity) => {
                role.identity = identity;
                roles.push(role);
            }
            End::Circle(names) => stranded.push(lost(role, circle(&names))),
            End::Missing { profile, source } => stranded.push(lost(role, missing(&profile, &source))),
            // A machine's keys, an SSO session, another program: not ours to sign in to.
            End::Elsewhere => {}
        }
    }
    (roles, stranded)
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
        target: wish.target.clone().unwrap_or_else(|| settings.role_target_of(name)),
        route,
        preflight: Preflight::default(),
        direct: wish.direct,
        refresh: wish.refresh.unwrap_or(true),
    })
}
