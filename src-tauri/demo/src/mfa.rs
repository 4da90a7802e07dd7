//! Checking a one-time code: whose device, which code, and whether it was used before.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, Utc};

use crate::account::Identity;
use crate::refusal::Refusal;
use crate::totp;

const INVALID_CODE: &str = "MultiFactorAuthentication failed with invalid MFA one time pass code.";
const FOREIGN_DEVICE: &str = "MultiFactorAuthentication failed, unable to validate MFA code.  \
     Please verify your MFA serial number is valid and associated with this user.";
const HALF_A_PAIR: &str =
    "MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code.";

/// Steps whose code was taken, by serial: each code is good once (RFC 6238, section 5.2).
#[derive(Debug, Default)]
pub(crate) struct UsedCodes(HashMap<String, BTreeSet<u64>>);

impl UsedCodes {
    /// Forgets which codes were used, so that tests need not wait for the next one.
    pub fn forget(&mut self) {
        self.0.clear();
    }

    /// Spends a code and tells whether MFA was given; neither of the pair is a legal call.
    pub fn spend(
        &mut self,
        identity: Option<&Identity>,
        serial: Option<&str>,
        code: Option<&str>,
        now: DateTime<Utc>,
    ) -> Result<bool, Refusal> {
        let (serial, code) = match (serial, code) {
            (None, None) => return Ok(false),
            (Some(serial), Some(code)) => (serial, code),
            (Some(_), None) | (None, Some(_)) => return Err(Refusal::denied(HALF_A_PAIR)),
        };
        let own =
            |identity: &'_ Identity| identity.devices.iter().find(|device| device.serial == serial).cloned();
        let device = identity.and_then(own).ok_or_else(|| Refusal::denied(FOREIGN_DEVICE))?;
        let step = totp::matching_step(&device.seed, now.timestamp(), code);
        let step = step.ok_or_else(|| Refusal::denied(INVALID_CODE))?;
        let fresh = self.0.entry(serial.to_owned()).or_default().insert(step);
        if fresh { Ok(true) } else { Err(Refusal::denied(INVALID_CODE)) }
    }
}
