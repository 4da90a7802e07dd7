//! The settings page and the form of one row, as faces show them and send them back.

use serde::{Deserialize, Serialize};

use crate::view::{FailureView, KeyPlace, RowKind};

/// What counts now, whoever decided it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "camelCase")]
pub struct SettingsView {
    /// Lead times of the reminders before a session's end, in seconds, longest first; 0 is the end itself.
    pub reminders: Vec<u32>,
    /// When no reminder is shown; null: at no time.
    pub quiet_hours: Option<QuietHoursView>,
    /// Whether reminders make a sound.
    pub sound: bool,
    /// Whether Daypass starts when the person logs in; null where that is not offered, as in the demo.
    pub start_at_login: Option<bool>,
    /// The keys that open the popover from anywhere: `Ctrl+Alt+P`; null for none.
    pub shortcut: Option<String>,
    /// Why that shortcut does not work here, or nothing.
    pub shortcut_problem: Option<FailureView>,
    /// Light, dark, or as the desktop.
    pub theme: ThemeView,
    /// The language by its tag (BCP 47); null: the desktop's.
    pub language: Option<String>,
    /// The AWS config file.
    pub config_file: PlaceView,
    /// The credentials file.
    pub credentials_file: PlaceView,
    /// Which section receives the session of a key in the credentials file: `{name}-mfa`.
    pub identity_target: String,
    /// Which section receives a role's session: `{name}-session`.
    pub role_target: String,
    /// Whether the popover's page is kept while it is not used, for a quicker opening.
    pub keep_page: bool,
    /// Where these settings are kept.
    pub settings_path: String,
    /// What in the settings file is not understood, or nothing. Of a file that is not understood at
    /// all, what was read last counts, else the defaults.
    pub problem: Option<FailureView>,
}

/// When it is quiet each day, in local time as `HH:MM`; over midnight when the end comes first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "camelCase")]
pub struct QuietHoursView {
    /// The first quiet minute.
    pub from: String,
    /// The first minute after.
    pub until: String,
}

/// The colours of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "kebab-case")]
pub enum ThemeView {
    /// As the desktop.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// Where an AWS file is, and who says so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "camelCase")]
pub struct PlaceView {
    /// Where it is.
    pub path: String,
    /// What the person chose here; null for nothing.
    pub chosen: Option<String>,
    /// The environment variable that decides, so that no choice here counts; null for none.
    pub variable: Option<String>,
}

/// The settings page as it is sent back. Null is the default.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "camelCase")]
pub struct SettingsForm {
    /// As in [`SettingsView`].
    pub reminders: Vec<u32>,
    /// As in [`SettingsView`].
    pub quiet_hours: Option<QuietHoursView>,
    /// As in [`SettingsView`].
    pub sound: bool,
    /// As in [`SettingsView`]; null changes nothing.
    pub start_at_login: Option<bool>,
    /// As in [`SettingsView`].
    pub shortcut: Option<String>,
    /// As in [`SettingsView`].
    pub theme: ThemeView,
    /// As in [`SettingsView`].
    pub language: Option<String>,
    /// The chosen path of the AWS config file.
    pub config_file: Option<String>,
    /// The chosen path of the credentials file.
    pub credentials_file: Option<String>,
    /// As in [`SettingsView`].
    pub identity_target: String,
    /// As in [`SettingsView`].
    pub role_target: String,
    /// As in [`SettingsView`].
    pub keep_page: bool,
}

/// What is set for one identity or role, and what counts without it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "camelCase")]
pub struct ProfileSettingsView {
    /// The profile's name.
    pub name: String,
    /// What kind of row it is.
    pub kind: RowKind,
    /// Where its long-term key lives.
    pub key: KeyPlace,
    /// The MFA device.
    pub serial: FieldView,
    /// The region whose STS is asked.
    pub region: FieldView,
    /// The section that receives the session.
    pub target: FieldView,
    /// How long sessions last.
    pub duration: DurationView,
    /// Whether the role comes along with its identity's session; null: not a role.
    pub refresh: Option<bool>,
    /// Whether the role is assumed with a code of its own; null: not a role.
    pub direct: Option<bool>,
    /// How the session is named in CloudTrail; null: not a role.
    pub session_name: Option<FieldView>,
    /// The external id; null: not a role.
    pub external_id: Option<FieldView>,
    /// The source identity; null: not a role.
    pub source_identity: Option<FieldView>,
}

/// A text that can be chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "camelCase")]
pub struct FieldView {
    /// What the person chose; null for nothing.
    pub chosen: Option<String>,
    /// What counts without a choice; null when nothing does.
    pub usual: Option<String>,
}

/// A duration that can be chosen, in seconds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "camelCase")]
pub struct DurationView {
    /// What the person chose; null for nothing.
    pub chosen: Option<u32>,
    /// What counts without a choice.
    pub usual: u32,
    /// The shortest that AWS grants.
    pub shortest: u32,
    /// The longest that AWS grants, for a role as `direct` is now.
    pub longest: u32,
}

/// The form of one row as it is sent back. Null is not chosen; of an identity the fields of roles
/// are passed over.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "camelCase")]
pub struct ProfileSettingsForm {
    /// The profile's name.
    pub name: String,
    /// As in [`ProfileSettingsView`].
    pub serial: Option<String>,
    /// As in [`ProfileSettingsView`].
    pub region: Option<String>,
    /// As in [`ProfileSettingsView`].
    pub target: Option<String>,
    /// As in [`ProfileSettingsView`], in seconds.
    pub duration: Option<u32>,
    /// As in [`ProfileSettingsView`].
    pub refresh: Option<bool>,
    /// As in [`ProfileSettingsView`].
    pub direct: Option<bool>,
    /// As in [`ProfileSettingsView`].
    pub session_name: Option<String>,
    /// As in [`ProfileSettingsView`].
    pub external_id: Option<String>,
    /// As in [`ProfileSettingsView`].
    pub source_identity: Option<String>,
}
