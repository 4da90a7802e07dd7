//! ListMFADevices of IAM: the devices of the calling user.
//!
//! Source: IAM API Reference, "ListMFADevices"; STS API Reference, "GetSessionToken" (a session
//! without MFA may not call IAM).

use super::Desk;
use crate::account::{Identity, Rank};
use crate::authentication::Standing;
use crate::refusal::Refusal;
use crate::xml;

const ACTION: &str = "iam:ListMFADevices";
const ENABLED: &str = "2026-01-15T09:00:00Z";

impl Desk<'_> {
    pub(super) fn list_mfa_devices(&self) -> Result<String, Refusal> {
        if self.caller.standing == Standing::UserSession && !self.caller.mfa {
            return Err(Refusal::unknown_token());
        }
        let own = self.account.identities.iter().find(|one| one.arn == self.caller.arn);
        let asked = self.form.get("UserName");
        // The demo's users may see their own devices and nobody else's, as AWS's sample policy has it.
        let allowed = |one: &&Identity| one.rank == Rank::Root || asked.is_none_or(|name| name == one.name);
        let identity = own.filter(allowed).ok_or_else(|| self.not_yours(asked))?;
        let shown = self.account.identity(asked.unwrap_or(&identity.name)).ok_or_else(|| {
            let name = asked.unwrap_or_default();
            let message = format!("The user with name {name} cannot be found.");
            Refusal::sender(404, "NoSuchEntity", message)
        })?;
        let devices: String = shown.devices.iter().map(|one| member(&shown.name, &one.serial)).collect();
        Ok(xml::around("MFADevices", &devices) + &xml::text("IsTruncated", "false"))
    }

    fn not_yours(&self, asked: Option<&str>) -> Refusal {
        let resource = format!(
            "user {} because no identity-based policy allows the {ACTION} action",
            asked.unwrap_or_default()
        );
        Refusal::not_authorized(&self.caller.arn, ACTION, &resource)
    }
}

fn member(user: &str, serial: &str) -> String {
    let fields =
        [xml::text("UserName", user), xml::text("SerialNumber", serial), xml::text("EnableDate", ENABLED)];
    xml::around("member", &fields.concat())
}
