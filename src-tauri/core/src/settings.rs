//! What Daypass's own files hold: only what AWS's files have no key for. Never a secret.

pub mod checks;
pub mod last_good;
mod lenient;
pub mod page;
mod quiet_hours;
pub mod row;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::aws_time::Drift;
use crate::caller::KnownCaller;

pub use quiet_hours::QuietHours;

/// The lead times of reminders unless told otherwise, in seconds.
pub const USUAL_REMINDERS: [u32; 3] = [900, 120, 0];
/// Which section receives the session of a key that stands in the file, unless told otherwise.
pub const USUAL_IDENTITY_TARGET: &str = "{name}-mfa";
/// Which section receives a role's keys, unless told otherwise. The role's own name resolves to its
/// `role_arn` in every SDK, so keys written there would never be read (facts of the SDKs' order).
pub const USUAL_ROLE_TARGET: &str = "{name}-session";

/// The settings file. Unknown fields are kept, so that an older Daypass does not erase a newer one's;
/// known fields with values that are not understood are kept among them, and count as not set.
#[derive(Clone, Debug, Serialize, Deserialize, PartialEq)]
#[serde(default, rename_all = "snake_case", remote = "Self")]
pub struct Settings {
    /// Lead times of the reminders before a session's end, in seconds, longest first; 0 is the end
    /// itself.
    #[serde(deserialize_with = "checks::read::ladder", skip_serializing_if = "is_usual_ladder")]
    pub reminders: Vec<u32>,
    /// When no reminder before an end is shown, by the clock on the wall.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quiet_hours: Option<QuietHours>,
    /// Whether reminders make a sound.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub sound: bool,
    /// The keys that open the popover from anywhere: `Ctrl+Alt+P`.
    #[serde(deserialize_with = "checks::read::shortcut", skip_serializing_if = "Option::is_none")]
    pub shortcut: Option<String>,
    /// `light` or `dark`; else the desktop's own.
    #[serde(deserialize_with = "checks::read::theme", skip_serializing_if = "Option::is_none")]
    pub theme: Option<String>,
    /// The language by its tag (BCP 47): `en`, `de`; else the desktop's own.
    #[serde(deserialize_with = "checks::read::language", skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// The AWS config file, where `AWS_CONFIG_FILE` names none.
    #[serde(deserialize_with = "checks::read::place", skip_serializing_if = "Option::is_none")]
    pub config_file: Option<String>,
    /// The credentials file, where `AWS_SHARED_CREDENTIALS_FILE` names none.
    #[serde(deserialize_with = "checks::read::place", skip_serializing_if = "Option::is_none")]
    pub credentials_file: Option<String>,
    /// Which section receives the session of a key in the credentials file: `{name}-mfa`.
    #[serde(deserialize_with = "checks::read::pattern", skip_serializing_if = "Option::is_none")]
    pub identity_target: Option<String>,
    /// Which section receives a role's session: `{name}-session`.
    #[serde(deserialize_with = "checks::read::pattern", skip_serializing_if = "Option::is_none")]
    pub role_target: Option<String>,
    /// Whether the popover's page is kept while it is not used, for a quicker opening.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub keep_page: bool,
    /// Identities whose keys Daypass holds in the keyring, and wishes for discovered profiles, by name.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub profiles: BTreeMap<String, ProfileSettings>,
    /// Fields of a newer Daypass.
    #[serde(flatten)]
    pub unknown: BTreeMap<String, serde_json::Value>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            reminders: USUAL_REMINDERS.to_vec(),
            quiet_hours: None,
            sound: false,
            shortcut: None,
            theme: None,
            language: None,
            config_file: None,
            credentials_file: None,
            identity_target: None,
            role_target: None,
            keep_page: false,
            profiles: BTreeMap::new(),
            unknown: BTreeMap::new(),
        }
    }
}

impl Settings {
    /// The section that receives the session of a key which stands in the file under this name.
    #[must_use]
    pub fn identity_target_of(&self, name: &str) -> String {
        target_of(self.identity_target.as_deref().unwrap_or(USUAL_IDENTITY_TARGET), name)
    }

    /// The section that receives the keys of the role of this name.
    #[must_use]
    pub fn role_target_of(&self, name: &str) -> String {
        target_of(self.role_target.as_deref().unwrap_or(USUAL_ROLE_TARGET), name)
    }
}

fn target_of(pattern: &str, name: &str) -> String {
    pattern.replacen(checks::NAME, name, 1)
}

fn is_usual_ladder(ladder: &[u32]) -> bool {
    ladder == USUAL_REMINDERS
}

/// What is set for one profile; each field overrides what the AWS files say.
#[derive(Clone, Debug, Default, Serialize, Deserialize, PartialEq)]
#[serde(default, rename_all = "snake_case", remote = "Self")]
pub struct ProfileSettings {
    /// The id of the long-term key that the keyring holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub access_key_id: Option<String>,
    /// The MFA device.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mfa_serial: Option<String>,
    /// The region whose STS is asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// Whether only endpoints with FIPS 140 cryptography are asked; `AWS_USE_FIPS_ENDPOINT` wins.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub use_fips_endpoint: Option<bool>,
    /// Whether endpoints are asked that answer over IPv6, too; `AWS_USE_DUALSTACK_ENDPOINT` wins.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub use_dualstack_endpoint: Option<bool>,
    /// How long sessions last, in seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duration_seconds: Option<u32>,
    /// The section that receives the session.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
    /// Whose the key is, as AWS said when it was last asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub caller: Option<KnownCaller>,
    /// The user's choice that temporary keys may replace long-term ones in the target.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub overwrite_long_term_keys: bool,
    /// What a role's session is asked for.
    #[serde(flatten)]
    pub role: RoleSettings,
    /// A role is assumed with a code of its own: up to twelve hours at a time, not refreshed.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub direct: bool,
    /// False: a role is left alone until it is asked for. Else it comes along with its identity's
    /// session and is refreshed while that lives.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refresh: Option<bool>,
    /// Fields of a newer Daypass.
    #[serde(flatten)]
    pub unknown: BTreeMap<String, serde_json::Value>,
}

/// What is set for the sessions of one role (`docs/settings.md`).
#[derive(Clone, Debug, Default, Serialize, Deserialize, PartialEq)]
#[serde(default, rename_all = "snake_case")]
pub struct RoleSettings {
    /// How the session is named in CloudTrail.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session_name: Option<String>,
    /// The external id that the role's trust policy asks for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
    /// The source identity.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_identity: Option<String>,
    /// An inline session policy: its JSON, or a text with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session_policy: Option<serde_json::Value>,
    /// The ARNs of managed session policies.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub policy_arns: Vec<String>,
    /// Session tags by key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tags: Option<BTreeMap<String, String>>,
    /// The keys of the tags that go on through a chain of roles.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transitive_tags: Option<Vec<String>>,
}

/// What must survive a restart for reminders to come once only. May be lost without harm.
#[derive(Clone, Debug, Default, Serialize, Deserialize, PartialEq)]
#[serde(default)]
pub struct Memory {
    /// By target profile.
    pub sessions: BTreeMap<String, SessionMemory>,
    /// Until when no reminder is shown.
    pub paused_until: Option<DateTime<Utc>>,
    /// The credentials file's mode that others may read it by, once it was told.
    pub loose_mode: Option<u32>,
    /// How far AWS's clock was from ours when it was last compared.
    pub drift: Option<Drift>,
    /// Sessions of other tools without an end, by section.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub unended: BTreeMap<String, Unended>,
}

/// What is remembered of a session whose end nobody wrote down.
#[derive(Clone, Debug, Serialize, Deserialize, PartialEq)]
pub struct Unended {
    /// Which session: the id of its key.
    pub key_id: String,
    /// It has ended by then, as was known when it was first seen.
    pub latest: DateTime<Utc>,
}

/// What is remembered of one session.
#[derive(Clone, Debug, Default, Serialize, Deserialize, PartialEq)]
#[serde(default)]
pub struct SessionMemory {
    /// Which session: its end.
    pub expires: Option<DateTime<Utc>>,
    /// When it was granted.
    pub granted: Option<DateTime<Utc>>,
    /// The lead times whose reminder was shown or is moot, in seconds.
    pub announced: Vec<u32>,
    /// No reminder before this instant.
    pub snoozed_until: Option<DateTime<Utc>>,
    /// It ended before our eyes, so maybe before somebody's who used it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub ended_in_use: bool,
}
