//! GetSessionToken: a session for a user or for root, with or without MFA.
//!
//! Source: AWS STS API Reference, "GetSessionToken".

use super::Desk;
use crate::authentication::Standing;
use crate::limits::{DIGITS, Limits, SERIAL};
use crate::refusal::Refusal;
use crate::session::{Holder, Session};

const RANGE: (u32, u32) = (900, 129_600);
const DEFAULT: u32 = 43_200;
/// Root gets an hour at most; a longer wish is clipped, not refused.
const ROOT_MAXIMUM: u32 = 3_600;

impl Desk<'_> {
    pub(super) fn get_session_token(&mut self) -> Result<String, Refusal> {
        let mut limits = Limits::default();
        let asked = limits.seconds(self.form.get("DurationSeconds"), RANGE, DEFAULT);
        limits.text("serialNumber", self.form.get("SerialNumber"), (9, 256), SERIAL);
        limits.text("tokenCode", self.form.get("TokenCode"), (6, 6), DIGITS);
        limits.verdict()?;
        if self.caller.standing != Standing::LongTerm {
            return Err(Refusal::denied("Cannot call GetSessionToken with session credentials"));
        }
        let mfa = self.spend_code()?;
        let granted = if self.caller.root { asked.min(ROOT_MAXIMUM) } else { asked };
        let holder = Holder::Identity { arn: self.caller.arn.clone(), id: self.caller.id.clone() };
        let session = Session::issue(holder, mfa, self.now, self.lifetime(granted))?;
        Ok(self.hand_out(session))
    }
}
