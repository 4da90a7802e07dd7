//! What Go does otherwise: it loads a profile with all its sources first, and checks them, before it
//! looks for credentials (aws-sdk-go-v2, `config/shared_config.go`).

use crate::explain::chain::{Outcome, Walk};
use crate::explain::keys::{KEY_ID, SECRET, partial};
use crate::explain::readers::table;
use crate::explain::reading::ReadProfile;
use crate::explain::roles::{source_missing, without_credentials};
use crate::explain::{Base, Found, Trouble};

/// `setFromIniSections`: whether the profile and its sources make sense at all.
pub(super) fn load(walk: &Walk<'_>, profile: &str, visited: &mut Vec<String>) -> Result<(), Trouble> {
    let Some(read) = walk.reading.profile(profile) else {
        return Err(Trouble::ProfileMissing { profile: profile.to_owned() });
    };
    half_a_key(read, profile)?;
    let again = visited.iter().any(|other| other == profile);
    if !again {
        needs_role(read, profile)?;
    }
    if !visited.is_empty() && has_keys(read) {
        return Ok(());
    }
    visited.push(profile.to_owned());
    one_kind(read, profile, again)?;
    let source = read.filled("source_profile").filter(|_| !again);
    if let Some(source) = source {
        if walk.reading.profile(source).is_none() {
            return Err(source_missing(profile, source));
        }
        load(walk, source, visited)?;
        let source_again = visited.iter().filter(|other| *other == source).count() > 1;
        let leads_on = walk.reading.profile(source).is_some_and(|read| leads_on(read, source_again));
        return if leads_on { Ok(()) } else { Err(without_credentials(source)) };
    }
    match read.filled("sso_session") {
        Some(session) if walk.reading.sso_session(session).is_none() => {
            Err(Trouble::SsoSessionMissing { profile: profile.to_owned(), session: session.to_owned() })
        }
        Some(_) | None => Ok(()),
    }
}

/// `resolveCredsFromProfile`.
pub(super) fn profile(walk: &Walk<'_>, profile: &str, visited: &mut Vec<String>) -> Outcome {
    let tables = table(walk.reader);
    let again = visited.iter().any(|other| other == profile);
    visited.push(profile.to_owned());
    let steps = if again { tables.own_source } else { tables.profile };
    let base = walk.first(steps, profile, visited);
    let Some(read) = walk.reading.profile(profile) else {
        // No profile was asked for and there is no `[default]`.
        return walk.first(tables.own_source, profile, visited);
    };
    let role = read.filled("role_arn").filter(|_| !again).map(str::to_owned);
    let exchanged = matches!(&base, Outcome::Use(Found { base: Base::WebIdentity { .. }, roles, .. }) if roles.is_empty())
        && read.filled("source_profile").is_none();
    match role {
        Some(role) if !exchanged => walk.assumed(base, role, read, profile),
        Some(_) | None => base,
    }
}

/// The source of a profile, whose own credentials then do not count.
pub(super) fn source(walk: &Walk<'_>, of: &str, visited: &mut Vec<String>) -> Outcome {
    let source = walk.reading.profile(of).and_then(|read| read.filled("source_profile"));
    let Some(source) = source else { return Outcome::Pass };
    // `load` returns from a source with keys before it looks at that one's own source.
    if walk.reading.profile(source).is_some_and(has_keys) {
        let Outcome::Use(found) = walk.keys_of_profile(source) else { return Outcome::Pass };
        let again = visited.iter().any(|other| other == source);
        let read = walk.reading.profile(source);
        let role = read.and_then(|read| read.filled("role_arn")).filter(|_| !again);
        return match (role, read) {
            (Some(role), Some(read)) => walk.assumed(Outcome::Use(found), role.to_owned(), read, source),
            (Some(_) | None, _) => Outcome::Use(found),
        };
    }
    profile(walk, source, visited)
}

/// `mergeSections`: half a key in the credentials file, else in the config file, is an error.
fn half_a_key(read: &ReadProfile, profile: &str) -> Result<(), Trouble> {
    let Some(section) = read.credentials.as_ref().or(read.config.as_ref()) else { return Ok(()) };
    match (section.get(KEY_ID).is_some(), section.get(SECRET).is_some()) {
        (true, false) => Err(partial(profile, SECRET)),
        (false, true) => Err(partial(profile, KEY_ID)),
        (true, true) | (false, false) => Ok(()),
    }
}

/// `validateCredentialsRequireARN`.
fn needs_role(read: &ReadProfile, profile: &str) -> Result<(), Trouble> {
    let keys = ["source_profile", "credential_source", "web_identity_token_file"];
    match keys.into_iter().find(|key| read.filled(key).is_some()) {
        Some(key) if read.filled("role_arn").is_none() => {
            Err(Trouble::NoRoleArn { profile: profile.to_owned(), key })
        }
        Some(_) | None => Ok(()),
    }
}

/// `validateCredentialType`.
fn one_kind(read: &ReadProfile, profile: &str, again: bool) -> Result<(), Trouble> {
    let kinds = ["source_profile", "credential_source", "credential_process", "web_identity_token_file"];
    let counts = |key: &str| !(again && key == "source_profile") && read.filled(key).is_some();
    if kinds.into_iter().filter(|key| counts(key)).count() > 1 {
        let both = read.filled("source_profile").is_some() && read.filled("credential_source").is_some();
        let profile = profile.to_owned();
        return Err(if both { Trouble::TwoSources { profile } } else { Trouble::ManyKinds { profile } });
    }
    Ok(())
}

/// `hasCredentials`.
fn leads_on(read: &ReadProfile, again: bool) -> bool {
    let keys = [
        "credential_source",
        "credential_process",
        "web_identity_token_file",
        "login_session",
        "sso_session",
        "sso_region",
        "sso_account_id",
        "sso_start_url",
        "sso_role_name",
    ];
    has_keys(read)
        || (!again && read.filled("source_profile").is_some())
        || keys.iter().any(|key| read.filled(key).is_some())
}

fn has_keys(read: &ReadProfile) -> bool {
    read.filled(KEY_ID).is_some() && read.filled(SECRET).is_some()
}
