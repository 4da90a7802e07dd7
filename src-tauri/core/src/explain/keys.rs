//! Keys that stand in a file, as each reader takes them up.

use crate::aws_config::{Entries, Origin};
use crate::explain::chain::{Outcome, Walk};
use crate::explain::reading::ReadProfile;
use crate::explain::{Base, Found, Keys, Owner, Reader, Trouble};
use crate::guard::{MARKER, MARKER_KEY};
use crate::keys::is_temporary;

pub(super) const KEY_ID: &str = "aws_access_key_id";
pub(super) const SECRET: &str = "aws_secret_access_key";
pub(super) const SESSION_TOKEN: &str = "aws_session_token";
pub(super) const SECURITY_TOKEN: &str = "aws_security_token";

impl Walk<'_> {
    /// Keys in one file alone (botocore, `SharedCredentialProvider` and `ConfigProvider`).
    pub(super) fn keys_of_file(&self, profile: &str, file: Origin) -> Outcome {
        let Some(read) = self.reading.profile(profile) else { return Outcome::Pass };
        let entries = match file {
            Origin::Credentials => &read.credentials,
            Origin::Config => &read.config,
        };
        let Some(entries) = entries.as_ref().filter(|entries| entries.get(KEY_ID).is_some()) else {
            return Outcome::Pass;
        };
        if entries.get(SECRET).is_none() {
            return Outcome::Fail(partial(profile, SECRET));
        }
        // botocore, `TOKENS`: whichever of these stands there at all, in this order.
        let token = [SECURITY_TOKEN, SESSION_TOKEN].into_iter().find(|key| entries.get(key).is_some());
        uses(keys(profile, file, read, entries, token))
    }

    /// Keys of both files together.
    pub(super) fn keys_of_profile(&self, profile: &str) -> Outcome {
        let Some(read) = self.reading.profile(profile) else { return Outcome::Pass };
        let here = |key: &str| match self.reader {
            // `HasKeys` wants values.
            Reader::Go => read.filled(key).is_some(),
            Reader::Botocore | Reader::Rust | Reader::JavaScript => read.has(key),
        };
        let missing = match (here(KEY_ID), here(SECRET)) {
            (true, true) => {
                let file = read.merged.entry(KEY_ID).map_or(Origin::Credentials, |entry| entry.origin());
                let token = read.filled(SESSION_TOKEN).map(|_| SESSION_TOKEN);
                return uses(keys(profile, file, read, &read.merged, token));
            }
            (true, false) => SECRET,
            (false, true) => KEY_ID,
            (false, false) if read.has(SESSION_TOKEN) => KEY_ID,
            (false, false) => return Outcome::Pass,
        };
        match self.reader {
            // `static_creds_from_profile`.
            Reader::Rust => Outcome::Fail(partial(profile, missing)),
            Reader::Botocore | Reader::Go | Reader::JavaScript => Outcome::Pass,
        }
    }
}

/// A half of a key whose other half is missing.
pub(super) fn partial(profile: &str, missing: &'static str) -> Trouble {
    Trouble::PartialKeys { profile: profile.to_owned(), missing }
}

fn keys(
    profile: &str,
    file: Origin,
    read: &ReadProfile,
    entries: &Entries,
    token: Option<&'static str>,
) -> Keys {
    let marked = read.credentials.as_ref().and_then(|own| own.get(MARKER_KEY)) == Some(MARKER);
    let temporary = entries.get(KEY_ID).is_some_and(is_temporary);
    let owner = match file {
        Origin::Credentials if marked && temporary => Owner::Daypass,
        Origin::Credentials | Origin::Config if temporary || token.is_some() => Owner::Other,
        Origin::Credentials | Origin::Config => Owner::User,
    };
    Keys { file, profile: profile.to_owned(), owner, token }
}

fn uses(keys: Keys) -> Outcome {
    Outcome::Use(Found { base: Base::Keys(keys), roles: Vec::new(), asks_for_code: false })
}
