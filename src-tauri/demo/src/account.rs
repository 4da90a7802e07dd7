//! The demo's AWS account as plain data: who lives in it, with which keys, devices and roles.

use std::collections::BTreeSet;
use std::fmt;

use chrono::{DateTime, Utc};

use crate::totp;

/// The account id of AWS's documentation, which belongs to nobody.
pub const ACCOUNT_ID: &str = "123456789012";
/// The external id that the role `auditor` asks for.
pub const EXTERNAL_ID: &str = "daypass-demo";

/// An AWS account.
#[derive(Debug, Clone)]
pub struct Account {
    /// Twelve digits.
    pub id: String,
    /// The users, and the root user when there is one.
    pub identities: Vec<Identity>,
    /// The roles.
    pub roles: Vec<Role>,
    /// Regions that STS is not activated in.
    pub disabled_regions: BTreeSet<String>,
    /// Whether a policy keeps users from listing MFA devices before they have given a code.
    pub devices_hidden: bool,
    /// How many devices IAM lists at once, whatever was asked for: it may always list fewer.
    pub devices_per_page: Option<usize>,
}

/// What kind of identity long-term keys belong to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rank {
    /// The account's root user.
    Root,
    /// An IAM user.
    User,
}

/// The root user or an IAM user.
#[derive(Debug, Clone)]
pub struct Identity {
    /// Root or user.
    pub rank: Rank,
    /// The user's name; `root` for the root user.
    pub name: String,
    /// `AIDA…` for a user, the account id for root.
    pub id: String,
    /// Its ARN.
    pub arn: String,
    /// Long-term keys.
    pub keys: Vec<AccessKey>,
    /// MFA devices.
    pub devices: Vec<Device>,
}

/// A long-term access key.
#[derive(Clone)]
pub struct AccessKey {
    /// `AKIA` and 16 characters.
    pub id: String,
    /// 40 characters.
    pub secret: String,
    /// Whether the key is active.
    pub active: bool,
}

/// An MFA device.
#[derive(Clone)]
pub struct Device {
    /// An ARN for a virtual device, a serial number for a hardware one.
    pub serial: String,
    /// The RFC 6238 seed.
    pub seed: Vec<u8>,
}

/// A role and who may take it.
#[derive(Debug, Clone)]
pub struct Role {
    /// The role's name.
    pub name: String,
    /// `AROA…`.
    pub id: String,
    /// Its ARN.
    pub arn: String,
    /// `MaxSessionDuration`, in seconds.
    pub max_session_seconds: u32,
    /// The trust policy.
    pub trust: Trust,
}

/// A trust policy, as far as the demo knows them.
#[derive(Debug, Clone, Default)]
pub struct Trust {
    /// ARNs of users and roles, or the account's root ARN for everyone in the account.
    pub principals: Vec<String>,
    /// The `sts:ExternalId` asked for.
    pub external_id: Option<String>,
    /// Whether `aws:MultiFactorAuthPresent` must be true.
    pub mfa: bool,
    /// Whether `sts:TagSession` is allowed.
    pub tags: bool,
    /// Whether `sts:SetSourceIdentity` is allowed.
    pub source_identity: bool,
}

/// A one-time code and how long a device goes on showing it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct DeviceCode {
    /// Six digits.
    pub code: String,
    /// Seconds until the next code, 1 to 30.
    pub seconds_left: u64,
}

impl Account {
    /// Returns the code that a device shows at an instant, or `None` for a serial not known.
    pub fn device_code(&self, serial: &str, now: DateTime<Utc>) -> Option<DeviceCode> {
        let device = self.devices().find(|device| device.serial == serial)?;
        let unix = now.timestamp();
        let into_step = u64::try_from(unix).unwrap_or(0) % totp::STEP_SECONDS;
        Some(DeviceCode {
            code: totp::code(&device.seed, totp::step_at(unix)),
            seconds_left: totp::STEP_SECONDS - into_step,
        })
    }

    /// Returns every MFA device.
    pub fn devices(&self) -> impl Iterator<Item = &Device> {
        self.identities.iter().flat_map(|identity| &identity.devices)
    }

    /// Returns the identity of a name.
    pub fn identity(&self, name: &str) -> Option<&Identity> {
        self.identities.iter().find(|identity| identity.name == name)
    }

    /// Returns the owner of a long-term key, and the key.
    pub(crate) fn key(&self, id: &str) -> Option<(&Identity, &AccessKey)> {
        let all = |identity| Identity::pairs(identity);
        self.identities.iter().flat_map(all).find(|(_, key)| key.id == id)
    }
}

impl Identity {
    /// Returns a user of the demo account without keys and devices.
    pub fn user(name: &str, id: &str) -> Self {
        Self {
            rank: Rank::User,
            name: name.into(),
            id: id.into(),
            arn: format!("arn:aws:iam::{ACCOUNT_ID}:user/{name}"),
            keys: Vec::new(),
            devices: Vec::new(),
        }
    }

    /// Adds an active key.
    #[must_use]
    pub fn with_key(mut self, id: &str, secret: &str) -> Self {
        self.keys.push(AccessKey { id: id.into(), secret: secret.into(), active: true });
        self
    }

    /// Adds an MFA device.
    #[must_use]
    pub fn with_device(mut self, serial: &str, seed: &[u8]) -> Self {
        self.devices.push(Device { serial: serial.into(), seed: seed.into() });
        self
    }

    fn pairs(&self) -> impl Iterator<Item = (&Self, &AccessKey)> {
        self.keys.iter().map(move |key| (self, key))
    }
}

impl Role {
    /// Returns a role of the demo account.
    pub fn new(name: &str, id: &str, max_session_seconds: u32, trust: Trust) -> Self {
        let arn = format!("arn:aws:iam::{ACCOUNT_ID}:role/{name}");
        Self { name: name.into(), id: id.into(), arn, max_session_seconds, trust }
    }
}

impl Device {
    /// Returns the seed in base32, to type into an authenticator app.
    pub fn seed_base32(&self) -> String {
        totp::base32(&self.seed)
    }
}

impl fmt::Debug for AccessKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { id, secret: _, active } = self;
        out.debug_struct("AccessKey").field("id", id).field("active", active).finish_non_exhaustive()
    }
}

impl fmt::Debug for Device {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Device").field("serial", &self.serial).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_how_long_a_code_stays() {
        let at = |unix| DateTime::from_timestamp(unix, 0).unwrap();
        let account = Account::fixed();
        assert_eq!(account.device_code("GAHT12345678", at(60)).unwrap().seconds_left, 30);
        assert_eq!(account.device_code("GAHT12345678", at(89)).unwrap().seconds_left, 1);
        assert_eq!(account.device_code("none", at(0)), None);
    }

    #[test]
    fn keeps_secrets_out_of_debug_output() {
        let text = format!("{:?}", Account::fixed());
        assert!(!text.contains("EXAMPLEKEY") && !text.contains("seed"), "{text}");
    }
}
