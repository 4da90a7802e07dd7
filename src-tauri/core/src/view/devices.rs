//! What *Find my MFA device* found.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::board::rfc3339;
use crate::caller::KnownCaller;
use crate::find_device::{DeviceKind, Found, FoundDevice};
use crate::view::FailureView;

/// A user and their MFA devices.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "camelCase")]
pub struct FoundDevicesView {
    /// Whose the key is; handed back with the form, so that it is remembered.
    pub caller: CallerView,
    /// The account's twelve digits.
    pub account: Option<String>,
    /// The user's name, `root` for the root user.
    pub user: Option<String>,
    /// The user's devices, or the one that is likely.
    pub devices: Vec<DeviceView>,
    /// Why the device is a guess; null when AWS listed the devices.
    pub guessed_because: Option<FailureView>,
}

/// Whose a key is, as AWS said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "camelCase")]
pub struct CallerView {
    /// The user's ARN.
    pub arn: String,
    /// The key that it was said of.
    pub access_key_id: String,
    /// When it was said, RFC 3339.
    pub active_at: String,
}

/// One MFA device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "camelCase")]
pub struct DeviceView {
    /// Its serial number or ARN.
    pub serial: String,
    /// What it is.
    pub kind: DeviceKindView,
    /// Why it cannot be used; null when it can.
    pub problem: Option<FailureView>,
}

/// The kinds of MFA device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "kebab-case")]
pub enum DeviceKindView {
    /// An authenticator app.
    Virtual,
    /// A token with a display.
    Hardware,
    /// A passkey or security key.
    SecurityKey,
}

impl From<&Found> for FoundDevicesView {
    fn from(found: &Found) -> Self {
        let caller = &found.caller;
        Self {
            account: caller.account().map(str::to_owned),
            user: caller.user().map(str::to_owned),
            caller: CallerView::from(caller),
            devices: found.devices.iter().map(DeviceView::from).collect(),
            guessed_because: found.guessed_because.as_ref().map(FailureView::from),
        }
    }
}

impl From<&KnownCaller> for CallerView {
    fn from(caller: &KnownCaller) -> Self {
        Self {
            arn: caller.arn.clone(),
            access_key_id: caller.access_key_id.clone(),
            active_at: rfc3339(caller.active_at),
        }
    }
}

impl CallerView {
    /// What a face hands back; none when that is no instant.
    #[must_use]
    pub fn known(self) -> Option<KnownCaller> {
        let active_at: DateTime<Utc> = self.active_at.parse().ok()?;
        Some(KnownCaller { arn: self.arn, access_key_id: self.access_key_id, active_at })
    }
}

impl From<&FoundDevice> for DeviceView {
    fn from(device: &FoundDevice) -> Self {
        Self {
            serial: device.serial.clone(),
            kind: match device.kind {
                DeviceKind::Virtual => DeviceKindView::Virtual,
                DeviceKind::Hardware => DeviceKindView::Hardware,
                DeviceKind::SecurityKey => DeviceKindView::SecurityKey,
            },
            problem: device.problem.as_ref().map(FailureView::from),
        }
    }
}
