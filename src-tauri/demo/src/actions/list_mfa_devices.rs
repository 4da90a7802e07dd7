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
const MOST: usize = 1_000;
const USUALLY: usize = 100;

impl Desk<'_> {
    pub(super) fn list_mfa_devices(&self) -> Result<String, Refusal> {
        let most = match self.form.get("MaxItems") {
            Some(text) => text.parse().ok().filter(|count| (1..=MOST).contains(count)),
            None => Some(USUALLY),
        };
        let most = most.ok_or_else(|| Refusal::invalid("Invalid MaxItems."))?;
        if self.caller.standing == Standing::UserSession && !self.caller.mfa {
            return Err(Refusal::unknown_token());
        }
        if self.account.devices_hidden && !self.caller.mfa {
            return Err(self.denied("with an explicit deny in an identity-based policy"));
        }
        let own = self.account.identities.iter().find(|one| one.arn == self.caller.arn);
        let asked = self.form.get("UserName");
        // The demo's users may see their own devices and nobody else's, as AWS's sample policy has it.
        let allowed = |one: &&Identity| one.rank == Rank::Root || asked.is_none_or(|name| name == one.name);
        let identity = own.filter(allowed).ok_or_else(|| self.not_yours())?;
        let shown = self.account.identity(asked.unwrap_or(&identity.name)).ok_or_else(|| {
            let name = asked.unwrap_or_default();
            let message = format!("The user with name {name} cannot be found.");
            Refusal::sender(404, "NoSuchEntity", message)
        })?;
        self.page(shown, most)
    }

    /// The devices from the marker on, as many as one answer holds.
    fn page(&self, shown: &Identity, most: usize) -> Result<String, Refusal> {
        let start = match self.form.get("Marker") {
            Some(marker) => unmarked(marker).ok_or_else(|| Refusal::invalid("Invalid Marker."))?,
            None => 0,
        };
        let count = self.account.devices_per_page.unwrap_or(most).min(most);
        let end = shown.devices.len().min(start.saturating_add(count));
        let listed = shown.devices.get(start..end).unwrap_or_default();
        let devices: String = listed.iter().map(|one| member(&shown.name, &one.serial)).collect();
        let is_cut = end < shown.devices.len();
        let mut result = xml::text("IsTruncated", if is_cut { "true" } else { "false" });
        if is_cut {
            result += &xml::text("Marker", &marked(end));
        }
        Ok(result + &xml::around("MFADevices", &devices))
    }

    fn not_yours(&self) -> Refusal {
        self.denied(&format!("because no identity-based policy allows the {ACTION} action"))
    }

    fn denied(&self, why: &str) -> Refusal {
        let name = self.form.get("UserName").unwrap_or_default();
        Refusal::not_authorized(&self.caller.arn, ACTION, &format!("user {name} {why}"))
    }
}

/// A marker means nothing to who hands it back, and has characters that a form must escape.
fn marked(start: usize) -> String {
    format!("AAIA+/{start}==")
}

fn unmarked(marker: &str) -> Option<usize> {
    marker.strip_prefix("AAIA+/")?.strip_suffix("==")?.parse().ok()
}

fn member(user: &str, serial: &str) -> String {
    let fields =
        [xml::text("UserName", user), xml::text("SerialNumber", serial), xml::text("EnableDate", ENABLED)];
    xml::around("member", &fields.concat())
}
