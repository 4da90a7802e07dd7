//! AssumeRole: a role for those its trust policy names.
//!
//! Source: AWS STS API Reference, "AssumeRole"; IAM User Guide, "Roles terms and concepts" (role
//! chaining), "The confused deputy problem" (external id).

use super::Desk;
use crate::account::Role;
use crate::authentication::Standing;
use crate::limits::{ARN, DIGITS, EXTERNAL_ID, Limits, NAME, SERIAL};
use crate::refusal::Refusal;
use crate::session::{Holder, Session};
use crate::xml;

const RANGE: (u32, u32) = (900, 43_200);
const DEFAULT: u32 = 3_600;
const CHAINED_MAXIMUM: u32 = 3_600;

impl Desk<'_> {
    pub(super) fn assume_role(&mut self) -> Result<String, Refusal> {
        let asked = self.check_limits()?;
        if self.caller.root {
            return Err(Refusal::denied("Roles may not be assumed by root accounts."));
        }
        let mfa = self.spend_code()? || self.caller.mfa;
        let role = self.trusted_role(mfa)?.clone();
        let packed = self.packed_percent()?;
        let heritage = self.heritage(&role)?;
        self.check_duration(asked, &role)?;
        let name = self.form.get("RoleSessionName").unwrap_or_default();
        let id = format!("{}:{name}", role.id);
        let arn = format!("arn:aws:sts::{}:assumed-role/{}/{name}", self.account.id, role.name);
        let user = xml::text("AssumedRoleId", &id) + &xml::text("Arn", &arn);
        let mut result = xml::around("AssumedRoleUser", &user);
        // A role's session carries no MFA of its own: aws:MultiFactorAuthPresent is not in it.
        let holder = Holder::Role { role_arn: role.arn, arn, id };
        let session = Session::issue(holder, false, self.now, self.lifetime(asked))?;
        let source_identity = heritage.source_identity.clone();
        result += &self.hand_out(Session { heritage, ..session });
        if packed > 0 {
            result += &xml::text("PackedPolicySize", &packed.to_string());
        }
        if let Some(source) = source_identity {
            result += &xml::text("SourceIdentity", &source);
        }
        Ok(result)
    }

    fn check_limits(&self) -> Result<u32, Refusal> {
        let form = self.form;
        let mut limits = Limits::default();
        limits.required("roleArn", form.get("RoleArn"));
        limits.required("roleSessionName", form.get("RoleSessionName"));
        limits.text("roleArn", form.get("RoleArn"), (20, 2_048), ARN);
        limits.text("roleSessionName", form.get("RoleSessionName"), (2, 64), NAME);
        limits.text("externalId", form.get("ExternalId"), (2, 1_224), EXTERNAL_ID);
        limits.text("serialNumber", form.get("SerialNumber"), (9, 256), SERIAL);
        limits.text("tokenCode", form.get("TokenCode"), (6, 6), DIGITS);
        self.limit_policies(&mut limits);
        self.limit_heritage(&mut limits);
        let asked = limits.seconds(form.get("DurationSeconds"), RANGE, DEFAULT);
        limits.verdict()?;
        // A malformed ARN is a malformed request: nothing else of it has been looked at, its code included.
        let arn = form.get("RoleArn").unwrap_or_default();
        if !arn.starts_with("arn:") || arn.split(':').count() < 6 {
            return Err(Refusal::invalid(format!("{arn} is invalid")));
        }
        Ok(asked)
    }

    // A role that does not exist and one that does not trust the caller are told apart by nobody.
    fn trusted_role(&self, mfa: bool) -> Result<&Role, Refusal> {
        let arn = self.form.get("RoleArn").unwrap_or_default();
        let external_id = self.form.get("ExternalId");
        let trusts = |role: &&Role| {
            let trust = &role.trust;
            trust.principals.iter().any(|principal| self.is(principal))
                && (!trust.mfa || mfa)
                && trust.external_id.as_deref().is_none_or(|asked| Some(asked) == external_id)
        };
        let role = self.account.roles.iter().find(|role| role.arn == arn).filter(trusts);
        role.ok_or_else(|| Refusal::not_authorized(&self.caller.arn, "sts:AssumeRole", arn))
    }

    fn is(&self, principal: &str) -> bool {
        let whole_account = format!("arn:aws:iam::{}:root", self.account.id);
        principal == self.caller.arn
            || Some(principal) == self.caller.role_arn.as_deref()
            || principal == whole_account
            || principal == self.account.id
    }

    fn check_duration(&self, asked: u32, role: &Role) -> Result<(), Refusal> {
        if self.caller.standing != Standing::LongTerm && asked > CHAINED_MAXIMUM {
            return Err(Refusal::invalid(
                "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed \
                 by role chaining.",
            ));
        }
        if asked > role.max_session_seconds {
            return Err(Refusal::invalid(
                "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
            ));
        }
        Ok(())
    }
}
