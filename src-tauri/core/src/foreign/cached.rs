//! Other tools' sessions in their caches, and which profiles work by them.
//!
//! A role's keys in the AWS CLI's cache are a row only where the CLI would ask for a code to fetch new
//! ones. All others it renews from a session that has a row of its own, or should have none: keys
//! that no profile asks for are not found by any tool again.

use std::cell::LazyCell;
use std::collections::HashMap;

use chrono::TimeDelta;
use sha1::Digest;

use crate::aws_config::{AwsConfig, Profile};
use crate::catalog::Around;
use crate::foreign::{End, Foreign, Place, account_and_name};
use crate::maker::Maker;
use crate::tool_caches::{CacheFile, Cached};

/// Tools never tidy their caches up: what ended longer ago than this is a leftover.
const LEFTOVER: TimeDelta = TimeDelta::days(7);

/// The sessions in the caches that somebody signed in to.
pub(crate) fn in_caches(aws: &AwsConfig, around: &Around<'_>) -> Vec<Foreign> {
    // Made once, and only where a cache asks for it: there may be thousands of profiles.
    let roles = LazyCell::new(|| roles_with_codes(aws));
    let sessions = around.caches.iter().filter_map(|file| match &file.cached {
        Cached::SsoToken { .. } => sso(aws, file),
        Cached::LoginToken { .. } => login(aws, file),
        Cached::RoleKeys { .. } => role(roles.get(&file.name)?, file),
    });
    sessions.filter(|session| !is_leftover(session, around)).collect()
}

fn is_leftover(session: &Foreign, around: &Around<'_>) -> bool {
    let last = match session.end {
        End::At(end) => Some(end),
        End::Renewed { current, .. } => Some(current),
        End::Untold { .. } => None,
    };
    last.zip(around.now).is_some_and(|(last, now)| now - last > LEFTOVER)
}

fn sso(aws: &AwsConfig, file: &CacheFile) -> Option<Foreign> {
    let Cached::SsoToken { start_url, expires, renewable_until } = &file.cached else { return None };
    let by_session = aws.sso_sessions().find(|session| sha1(session) == file.name);
    let url = start_url.as_deref().filter(|url| sha1(url) == file.name);
    // Tokens under other names are those of other programs than the AWS CLI and the SDKs.
    let name = by_session.or_else(|| url.map(host))?;
    let users: Vec<&Profile> = match by_session {
        Some(session) => with(aws, "sso_session", session),
        None => with(aws, "sso_start_url", url?),
    };
    let end = match renewable_until {
        Some(until) if until > expires => End::Renewed { current: *expires, until: None },
        Some(_) | None => End::At(*expires),
    };
    let only = users.first().filter(|_| users.len() == 1);
    let said = |key: &str| only.and_then(|profile| profile.get(key)).map(str::to_owned);
    Some(Foreign {
        account: said("sso_account_id"),
        principal: said("sso_role_name"),
        ..cached(name, Maker::AwsSso, users.first().copied(), end, file, "sso")
    })
}

fn login(aws: &AwsConfig, file: &CacheFile) -> Option<Foreign> {
    let Cached::LoginToken { expires, renewable } = file.cached else { return None };
    let is_its = |profile: &&Profile| {
        profile.get("login_session").is_some_and(|session| sha256(session.trim()) == file.name)
    };
    let profile = aws.profiles().iter().find(is_its)?;
    let (account, principal) = account_and_name(profile.get("login_session")?.trim()).unzip();
    let end = if renewable { End::Renewed { current: expires, until: None } } else { End::At(expires) };
    let session = cached(profile.name(), Maker::AwsLogin, Some(profile), end, file, "login");
    Some(Foreign { account, principal, ..session })
}

fn role(profile: &Profile, file: &CacheFile) -> Option<Foreign> {
    let Cached::RoleKeys { expires } = file.cached else { return None };
    let (account, principal) = account_and_name(profile.get("role_arn")?).unzip();
    let session = cached(profile.name(), Maker::AwsCli, Some(profile), End::At(expires), file, "cli");
    Some(Foreign { account, principal, ..session })
}

/// The roles for which the AWS CLI asks for a code, by the names of their files in its cache.
fn roles_with_codes(aws: &AwsConfig) -> HashMap<String, &Profile> {
    let asks_for_code = aws.profiles().iter().filter(|profile| profile.get("mfa_serial").is_some());
    // Of several profiles that ask for the same the first is named.
    asks_for_code.rev().filter_map(|profile| Some((sha1(&request(profile)?), profile))).collect()
}

fn cached(
    name: &str,
    maker: Maker,
    profile: Option<&Profile>,
    end: End,
    file: &CacheFile,
    folder: &str,
) -> Foreign {
    Foreign {
        name: name.to_owned(),
        maker: Some(maker),
        target: profile.map(|profile| profile.name().to_owned()),
        end,
        account: None,
        principal: None,
        place: Place::Cache(format!("~/.aws/{folder}/cache/{}.json", file.name)),
    }
}

fn with<'a>(aws: &'a AwsConfig, key: &str, value: &str) -> Vec<&'a Profile> {
    aws.profiles().iter().filter(|profile| profile.get(key) == Some(value)).collect()
}

/// The host of a URL, for a person to know it by.
fn host(url: &str) -> &str {
    url.split("://").nth(1).and_then(|rest| rest.split(['/', '?', '#']).next()).unwrap_or(url)
}

/// What the AWS CLI asks STS for by this profile, as it spells it for its cache: Python's
/// `json.dumps(args, sort_keys=True)`, without a session name of its own making (botocore
/// `AssumeRoleCredentialFetcher`).
fn request(profile: &Profile) -> Option<String> {
    let text = |key: &str, name: &str| Some(format!("\"{name}\": {}", quoted(profile.get(key)?)));
    // A duration that is no number is passed over (botocore `_get_role_config`).
    let seconds = profile.get("duration_seconds").and_then(|text| text.trim().parse::<i64>().ok());
    let arn = text("role_arn", "RoleArn")?;
    let parts = [
        seconds.map(|seconds| format!("\"DurationSeconds\": {seconds}")),
        text("external_id", "ExternalId"),
        Some(arn),
        text("role_session_name", "RoleSessionName"),
        text("mfa_serial", "SerialNumber"),
    ];
    Some(format!("{{{}}}", parts.into_iter().flatten().collect::<Vec<_>>().join(", ")))
}

/// A string as Python's `json.dumps` writes it: what is not ASCII as escapes.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for character in text.chars() {
        match character {
            '"' | '\\' => quoted.extend(['\\', character]),
            '\n' => quoted.push_str("\\n"),
            ' '..='~' => quoted.push(character),
            _ => {
                let mut units = [0; 2];
                let escapes = character.encode_utf16(&mut units).iter().map(|unit| format!("\\u{unit:04x}"));
                quoted.extend(escapes);
            }
        }
    }
    quoted.push('"');
    quoted
}

fn sha1(text: &str) -> String {
    hex(&sha1::Sha1::digest(text.as_bytes()))
}

fn sha256(text: &str) -> String {
    hex(&sha2::Sha256::digest(text.as_bytes()))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
