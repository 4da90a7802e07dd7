//! Which profiles are users' long-term keys.

use std::collections::{HashMap, HashSet};

use crate::aws_config::{AwsConfig, Profile};
use crate::catalog::routes::route;
use crate::catalog::{Identity, KeySource, LONG_TERM_SUFFIX};
use crate::duration::DEFAULT_USER;
use crate::keys::is_temporary;
use crate::preflight::{Preflight, is_session_as_source};
use crate::profile::SerialNumber;
use crate::route::RouteEnv;
use crate::settings::{ProfileSettings, Settings};

/// The identities of keyring and files, those of the keyring first.
pub(super) fn find(aws: &AwsConfig, settings: &Settings, env: &RouteEnv) -> Vec<Identity> {
    let devices = devices_named_by_roles(aws);
    let mut found: Vec<Identity> = Vec::new();
    for (name, wish) in &settings.profiles {
        if let Some(id) = &wish.access_key_id {
            let key = KeySource::Keyring { access_key_id: id.clone() };
            found.push(identity(aws, name, key, (wish, settings), &devices, env));
        }
    }
    let none = ProfileSettings::default();
    let mut known: HashSet<String> = found.iter().map(|i| i.name.clone()).collect();
    for profile in aws.profiles() {
        let Some((name, key)) = key_of(profile, aws) else {
            continue;
        };
        if known.insert(name.to_owned()) {
            let wish = settings.profiles.get(name).unwrap_or(&none);
            found.push(identity(aws, name, key, (wish, settings), &devices, env));
        }
    }
    // Last of all, so that a session in an identity's target is not taken for a key of its own.
    for profile in aws.profiles().iter().filter(|profile| is_session_as_source(profile)) {
        let name = profile.name();
        let is_target = found.iter().any(|identity| identity.target == name);
        if !is_target && known.insert(name.to_owned()) {
            let wish = settings.profiles.get(name).unwrap_or(&none);
            let access_key_id = profile.get("aws_access_key_id").unwrap_or_default().to_owned();
            let key = KeySource::File { profile: name.to_owned(), access_key_id };
            let identity = identity(aws, name, key, (wish, settings), &devices, env);
            found.push(Identity {
                target: wish.target.clone().unwrap_or_else(|| name.to_owned()),
                ..identity
            });
        }
    }
    found
}

/// The devices that roles name, by their source profile. The AWS CLI sends a role's `mfa_serial`
/// with the source's key, so it is the source user's device: people often write it only there.
fn devices_named_by_roles(aws: &AwsConfig) -> HashMap<&str, &str> {
    let named = aws.profiles().iter().filter(|p| p.get("role_arn").is_some());
    // Collected backwards, so that of several roles the first one decides.
    named.rev().filter_map(|p| Some((p.get("source_profile")?, p.get("mfa_serial")?))).collect()
}

/// What makes a profile an identity: a long-term key, or an MFA device whose key is elsewhere.
fn key_of<'a>(profile: &'a Profile, aws: &AwsConfig) -> Option<(&'a str, KeySource)> {
    let section = profile.name();
    let name = section.strip_suffix(LONG_TERM_SUFFIX).filter(|n| !n.is_empty()).unwrap_or(section);
    if let Some(id) = profile.get("aws_access_key_id") {
        let has_token = profile.get("aws_session_token").is_some_and(|t| !t.is_empty());
        let long_term = !has_token && !is_temporary(id) && profile.get("aws_secret_access_key").is_some();
        return long_term.then(|| {
            let source = KeySource::File { profile: section.to_owned(), access_key_id: id.to_owned() };
            (name, source)
        });
    }
    let wants_key = profile.get("mfa_serial").is_some()
        && profile.get("role_arn").is_none()
        && ["sso_session", "sso_start_url", "credential_process", "web_identity_token_file", "login_session"]
            .iter()
            .all(|key| profile.get(key).is_none())
        && aws.profile(&format!("{section}{LONG_TERM_SUFFIX}")).is_none();
    wants_key.then_some((name, KeySource::Missing))
}

fn identity(
    aws: &AwsConfig,
    name: &str,
    key: KeySource,
    (wish, settings): (&ProfileSettings, &Settings),
    devices: &HashMap<&str, &str>,
    env: &RouteEnv,
) -> Identity {
    let section = match &key {
        KeySource::File { profile, .. } => profile.as_str(),
        KeySource::Keyring { .. } | KeySource::Missing => name,
    };
    let setting = |key: &str| {
        let of = |name: &str| aws.profile(name).and_then(|p| p.get(key));
        of(section).or_else(|| of(name))
    };
    let target = wish.target.clone().unwrap_or_else(|| {
        if section == name && matches!(key, KeySource::File { .. }) && !wish.overwrite_long_term_keys {
            // The plain name holds the long-term key.
            settings.identity_target_of(name)
        } else {
            name.to_owned()
        }
    });
    let serial = wish
        .mfa_serial
        .as_deref()
        .or_else(|| setting("aws_mfa_device"))
        .or_else(|| setting("mfa_serial"))
        .or_else(|| [name, section, &target].iter().find_map(|source| devices.get(source).copied()))
        .map(SerialNumber::parse)
        .transpose();
    let partition = serial.as_ref().ok().and_then(|s| s.as_ref()?.partition());
    let route = route(aws, &[name, section], wish, partition, env);
    let seconds = wish.duration_seconds.or_else(|| setting("duration_seconds")?.trim().parse().ok());
    // What AWS said of another key says nothing of this one.
    let caller = wish.caller.clone().filter(|c| Some(c.access_key_id.as_str()) == key.access_key_id());
    Identity {
        name: name.to_owned(),
        key,
        caller,
        serial,
        target,
        seconds: seconds.unwrap_or(DEFAULT_USER),
        route,
        overwrite_long_term_keys: wish.overwrite_long_term_keys,
        preflight: Preflight::default(),
    }
}

/// Whether a `source_profile` means this identity: by its name, its key's section or its target.
pub(crate) fn names_identity(identity: &Identity, source: &str) -> bool {
    let in_file = matches!(&identity.key, KeySource::File { profile, .. } if profile == source);
    identity.name == source || identity.target == source || in_file
}
