//! What faces see: one vocabulary for the page, its events and `--json`.
//!
//! Nothing here is secret: no key, no token, no code. Instants are RFC 3339 in UTC.

mod devices;
mod settings;
mod spoken;

use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;

use crate::aws_time::Now;
use crate::failure::Failure;
use crate::language::Language;
use crate::text::Text;

pub use devices::{CallerView, DeviceKindView, DeviceView, FoundDevicesView};
pub use settings::{
    DurationView, FieldView, PlaceView, ProfileSettingsForm, ProfileSettingsView, QuietHoursView,
    SettingsForm, SettingsView, ThemeView,
};

/// The whole board. Every event carries all of it, so a face never has to merge.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "camelCase")]
pub struct BoardView {
    /// Identities in order of urgency, each with its roles; sessions of other tools come last.
    pub rows: Vec<RowView>,
    /// Something that is wrong for every row, or nothing.
    pub banner: Option<FailureView>,
    /// Until when no reminder is shown, RFC 3339; null when they are on.
    pub paused_until: Option<String>,
    /// How far AWS's clock is ahead of this machine's, in seconds; negative when it is behind, 0 when
    /// they agree or nothing is known. Ends of sessions are instants of AWS's clock.
    pub drift: i32,
    /// Whether this is the demo account.
    pub demo: bool,
    /// The files that are read and written, for the settings page and for empty boards.
    pub files: FilesView,
    /// The language of its sentences, for what is said around them.
    #[serde(skip)]
    #[cfg_attr(feature = "bindings", ts(skip))]
    pub language: Language,
}

impl BoardView {
    /// The instant at which this machine's clock shows `here`, as AWS's shows it too.
    #[must_use]
    pub fn now(&self, here: DateTime<Utc>) -> Now {
        Now::at(here, Some(TimeDelta::seconds(i64::from(self.drift))))
    }
}

/// Where the AWS files of this board are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "camelCase")]
pub struct FilesView {
    /// The config file's path.
    pub config: String,
    /// The credentials file's path.
    pub credentials: String,
}

/// One identity, role, or session of another tool.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "camelCase")]
pub struct RowView {
    /// The profile's name: what a person asks for.
    pub name: String,
    /// What kind of row this is.
    pub kind: RowKind,
    /// The twelve digits of the account, where known.
    pub account: Option<String>,
    /// The IAM user, or the role's name for a role.
    pub principal: Option<String>,
    /// The profile that receives the temporary keys: what tools are pointed at. Empty for a session of
    /// another tool that no profile works by.
    pub target: String,
    /// Where the session stands.
    pub state: RowState,
    /// When the session ends, RFC 3339 with `Z`; null without a session, or when nobody knows.
    pub expires: Option<String>,
    /// The instant by which a session without a known end has ended, RFC 3339 with `Z`.
    pub latest: Option<String>,
    /// Whether its tool renews the session without asking anyone.
    pub renews: bool,
    /// The other tool that made the session; null for ours, and where none can be named.
    pub maker: Option<String>,
    /// Whether AWS can be asked who the session is.
    pub testable: bool,
    /// How long the whole session lasts, in seconds, where known; for the bar of remaining time.
    pub lifetime: Option<u32>,
    /// Whether signing in now takes a token code.
    pub needs_code: bool,
    /// When the next code can be sent, RFC 3339, while the one that the device shows now is used;
    /// null when a code may be sent now, and where none is needed.
    pub next_code_at: Option<String>,
    /// The MFA device's serial number or ARN.
    pub serial: Option<String>,
    /// The endpoint, when it is not AWS's own: shown before a code is sent there.
    pub endpoint: Option<String>,
    /// Where the long-term key lives.
    pub key: KeyPlace,
    /// Why the row is in state `problem`, or why the last try failed.
    pub problem: Option<FailureView>,
    /// What should be known before or after signing in, and does not keep from it.
    pub warnings: Vec<FailureView>,
    /// How many profiles one code covers, this one included; null when it covers this one only.
    pub covers: Option<u32>,
    /// How a role is reached, and what that gives; null for other kinds.
    pub plan: Option<PlanView>,
    /// Whether its session ended while it was in use ([`crate::in_use`]). For the tray: the page
    /// says how long ago.
    #[serde(skip)]
    #[cfg_attr(feature = "bindings", ts(skip))]
    pub ended_in_use: bool,
    /// The roles reached through this identity; empty for other kinds.
    pub roles: Vec<RowView>,
}

/// The kinds of row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "kebab-case")]
pub enum RowKind {
    /// A long-term key with its MFA device.
    Identity,
    /// A role behind an identity.
    Role,
    /// A session that another tool wrote: shown, never touched.
    Foreign,
}

/// The states of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "kebab-case")]
pub enum RowState {
    /// No session.
    NotSignedIn,
    /// A request is on its way.
    SigningIn,
    /// A session that works.
    Active,
    /// A session that ends within the first reminder's time.
    EndingSoon,
    /// A session of another tool that nobody wrote the end of.
    UnknownEnd,
    /// A session that has ended.
    Ended,
    /// Something must be mended first.
    Problem,
}

impl RowState {
    /// The name as `--json` spells it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::NotSignedIn => "not-signed-in",
            Self::SigningIn => "signing-in",
            Self::Active => "active",
            Self::EndingSoon => "ending-soon",
            Self::UnknownEnd => "unknown-end",
            Self::Ended => "ended",
            Self::Problem => "problem",
        }
    }
}

/// How a role is reached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "camelCase")]
pub struct PlanView {
    /// The way to it.
    pub way: PlanWay,
    /// How long its keys last, in seconds.
    pub seconds: u32,
    /// Whether they are renewed without a code while the identity's session lasts.
    pub renewed: bool,
    /// When that session ends, RFC 3339; null when there is none.
    pub until: Option<String>,
}

/// The ways to a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "kebab-case")]
pub enum PlanWay {
    /// Through the identity's session.
    Session,
    /// With the user's key and a code.
    Direct,
}

/// Where a long-term key lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "kebab-case")]
pub enum KeyPlace {
    /// In the system keyring.
    Keyring,
    /// In the credentials or config file.
    File,
    /// Nowhere that Daypass can see, or not needed.
    None,
}

/// A failure as faces show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "camelCase")]
pub struct FailureView {
    /// The failure's code, such as `code-rejected`.
    pub code: String,
    /// What happened.
    #[cfg_attr(feature = "bindings", ts(type = "string"))]
    pub message: Text,
    /// What to do next.
    #[cfg_attr(feature = "bindings", ts(type = "string"))]
    pub hint: Text,
    /// AWS's own text.
    pub detail: Option<String>,
    /// AWS's request id.
    pub request_id: Option<String>,
}

impl From<&Failure> for FailureView {
    fn from(failure: &Failure) -> Self {
        Self {
            code: failure.code.name().to_owned(),
            message: failure.message.clone(),
            hint: failure.hint.clone(),
            detail: failure.detail.clone(),
            request_id: failure.request_id.clone(),
        }
    }
}

/// The code that the demo account's MFA device shows now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "camelCase")]
pub struct DemoCodeView {
    /// Six digits.
    pub code: String,
    /// How long they last, in seconds.
    pub seconds_left: u32,
}

/// A change to the credentials file as it is shown before it is made. Secrets are masked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "camelCase")]
pub struct ChangeView {
    /// The file's path.
    pub path: String,
    /// The lines that go and come, with some around them.
    pub lines: Vec<ChangeLine>,
    /// What the lines do not say by themselves, one sentence each.
    #[cfg_attr(feature = "bindings", ts(type = "Array<string>"))]
    pub notes: Vec<Text>,
    /// What to hand back to have exactly this change made.
    pub ticket: u32,
    /// The backup that comes back; null for a change that is none.
    pub backup: Option<BackupView>,
}

/// One line of a change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "camelCase")]
pub struct ChangeLine {
    /// What becomes of it.
    pub kind: ChangeKind,
    /// The line, its secrets masked; empty for a gap.
    pub text: String,
}

/// What becomes of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "kebab-case")]
pub enum ChangeKind {
    /// It stays.
    Same,
    /// It goes.
    Removed,
    /// It comes.
    Added,
    /// Lines that stay and are not shown.
    Gap,
}

/// A copy of the credentials file as it was before a change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "camelCase")]
pub struct BackupView {
    /// Its name among the backups.
    pub id: String,
    /// When it was taken, RFC 3339.
    pub taken: String,
    /// Why it was taken.
    pub reason: BackupReason,
}

/// Why a backup was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "kebab-case")]
pub enum BackupReason {
    /// Before the first change of a day.
    Day,
    /// Before a section came or went, or a key was moved.
    Structure,
}
