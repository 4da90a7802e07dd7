//! `sso_…`: when each reader turns to IAM Identity Center, and what it wants complete.

use crate::explain::chain::{Outcome, Walk, uses};
use crate::explain::reading::ReadProfile;
use crate::explain::{Base, Reader, Trouble};

const START_URL: &str = "sso_start_url";
const REGION: &str = "sso_region";
const ACCOUNT: &str = "sso_account_id";
const ROLE: &str = "sso_role_name";
const SESSION: &str = "sso_session";

/// Whether the profile's credentials come from there.
pub(super) fn sso(walk: &Walk<'_>, profile: &str) -> Outcome {
    let Some(read) = walk.reading.profile(profile) else { return Outcome::Pass };
    // botocore `_PROFILE_REQUIRED_CONFIG_VARS`; Rust `sso_from_profile`; Go `hasSSOConfiguration`;
    // JavaScript `isSsoProfile`.
    let begins: &[&str] = match walk.reader {
        Reader::Botocore => &[ROLE, ACCOUNT],
        Reader::Rust | Reader::Go | Reader::JavaScript => &[ACCOUNT, REGION, ROLE, START_URL, SESSION],
    };
    if !begins.iter().any(|key| read.has(key)) {
        return Outcome::Pass;
    }
    let found = || uses(Base::Sso { profile: profile.to_owned() });
    match read.get(SESSION) {
        Some(session) => match walk.reading.sso_session(session) {
            None => Outcome::Fail(Trouble::SsoSessionMissing {
                profile: profile.to_owned(),
                session: session.to_owned(),
            }),
            Some(section) => {
                let conflict = conflict(walk.reader, read, section);
                let conflict = conflict.map(|key| Trouble::SsoConflict { profile: profile.to_owned(), key });
                let has = |key: &str| read.has(key) || section.get(key).is_some();
                conflict
                    .map(Outcome::Fail)
                    .or_else(|| incomplete(walk.reader, &has, profile))
                    .unwrap_or_else(found)
            }
        },
        None => incomplete(walk.reader, &|key| read.has(key), profile).unwrap_or_else(found),
    }
}

/// botocore looks for a bearer token before it makes any client, whatever credentials it has, and does
/// not make one where `sso_session` leads nowhere (`tokens.py`, `SSOTokenProvider._load_sso_config`).
pub(super) fn clientless(walk: &Walk<'_>, profile: &str) -> Option<Trouble> {
    let session = walk.reading.profile(profile)?.get(SESSION).filter(|_| walk.reader == Reader::Botocore)?;
    let Some(section) = walk.reading.sso_session(session) else {
        return Some(Trouble::SsoSessionMissing { profile: profile.to_owned(), session: session.to_owned() });
    };
    let missing = [START_URL, REGION].into_iter().find(|key| section.get(key).is_none())?;
    Some(Trouble::SsoIncomplete { profile: profile.to_owned(), missing })
}

/// Keys that may not stand in the profile, or not with another value than in its session.
fn conflict(
    reader: Reader,
    read: &ReadProfile,
    section: &crate::aws_config::Entries,
) -> Option<&'static str> {
    let differs = |key: &str| {
        let (ours, theirs) = (read.get(key), section.get(key));
        ours.is_some() && theirs.is_some() && ours != theirs
    };
    let keys = [START_URL, REGION];
    match reader {
        // `_resolve_sso_session_reference`; `validateSSOTokenProviderConfiguration`.
        Reader::Botocore | Reader::Go => keys.into_iter().find(|key| differs(key)),
        // `sso_from_profile`: they stand in the session alone.
        Reader::Rust => keys.into_iter().find(|key| read.has(key)),
        // The session's values are taken.
        Reader::JavaScript => None,
    }
}

fn incomplete(reader: Reader, has: &dyn Fn(&str) -> bool, profile: &str) -> Option<Outcome> {
    let one_of_two = has(ROLE) != has(ACCOUNT);
    let order = match reader {
        Reader::Rust if !one_of_two => [REGION, START_URL, ROLE, ACCOUNT],
        Reader::Botocore | Reader::Rust | Reader::Go | Reader::JavaScript => {
            [ROLE, ACCOUNT, START_URL, REGION]
        }
    };
    let missing = order.into_iter().find(|key| !has(key))?;
    let trouble = Trouble::SsoIncomplete { profile: profile.to_owned(), missing };
    Some(match reader {
        // `missing_field` and `TokenProviderConfig` say that nothing was loaded; half a pair is an error.
        Reader::Rust if !one_of_two => Outcome::GiveUp(trouble),
        Reader::Go if has(SESSION) && has(START_URL) && has(REGION) => return None,
        Reader::Botocore | Reader::Rust | Reader::Go | Reader::JavaScript => Outcome::Fail(trouble),
    })
}
