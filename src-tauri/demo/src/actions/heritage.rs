//! Session tags and the source identity of AssumeRole.
//!
//! Source: IAM User Guide, "Pass session tags in AWS STS" and "Monitor and control actions taken with
//! assumed roles"; wordings as LocalStack's STS has them from AWS.

use super::Desk;
use crate::account::Role;
use crate::limits::{Limits, NAME, TAG};
use crate::refusal::Refusal;
use crate::session::Heritage;

impl Desk<'_> {
    pub(super) fn limit_heritage(&self, limits: &mut Limits) {
        let (keys, values) = (self.form.members("Tags", ".Key"), self.form.members("Tags", ".Value"));
        limits.count("tags", keys.len(), 50);
        for (index, key) in keys.iter().enumerate() {
            let name = format!("tags.{}.member", index + 1);
            limits.text(&format!("{name}.key"), Some(key), (1, 128), TAG);
            limits.required(&format!("{name}.value"), values.get(index).copied());
            limits.text(&format!("{name}.value"), values.get(index).copied(), (0, 256), TAG);
        }
        let transitive = self.form.members("TransitiveTagKeys", "");
        limits.count("transitiveTagKeys", transitive.len(), 50);
        for key in &transitive {
            limits.text("transitiveTagKeys", Some(key), (1, 128), TAG);
        }
        limits.text("sourceIdentity", self.form.get("SourceIdentity"), (2, 64), NAME);
    }

    /// Checks what a valid request may still not ask for, and says what goes on to later sessions.
    pub(super) fn heritage(&self, role: &Role) -> Result<Heritage, Refusal> {
        let before = &self.caller.heritage;
        let lower = |list: &str, suffix: &str| -> Vec<String> {
            self.form.members(list, suffix).iter().map(|key| key.to_lowercase()).collect()
        };
        let (keys, transitive) = (lower("Tags", ".Key"), lower("TransitiveTagKeys", ""));
        if (1..keys.len()).any(|at| keys[..at].contains(&keys[at])) {
            return Err(Refusal::parameter(
                "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
            ));
        }
        if keys.iter().any(|key| key.starts_with("aws:")) {
            return Err(Refusal::parameter("Tag keys beginning with aws: are reserved for system use."));
        }
        if transitive.iter().any(|key| !keys.contains(key)) {
            return Err(Refusal::invalid(
                "The specified transitive tag key must be included in the requested tags.",
            ));
        }
        if keys.iter().any(|key| before.tag_keys.contains(key)) {
            return Err(Refusal::parameter(
                "One of the specified transitive tag keys can't be set because it conflicts with a \
                 transitive tag key from the calling session.",
            ));
        }
        if !keys.is_empty() && !role.trust.tags {
            return Err(Refusal::not_authorized(&self.caller.arn, "sts:TagSession", &role.arn));
        }
        let tag_keys = before.tag_keys.iter().cloned().chain(transitive).collect();
        Ok(Heritage { tag_keys, source_identity: self.source_identity(role)? })
    }

    // Once set it stays through the whole chain.
    fn source_identity(&self, role: &Role) -> Result<Option<String>, Refusal> {
        let before = self.caller.heritage.source_identity.as_deref();
        let asked = self.form.get("SourceIdentity");
        let changed = before.is_some_and(|before| asked.is_some_and(|asked| asked != before));
        let passed_on = asked.or(before);
        if changed || (passed_on.is_some() && !role.trust.source_identity) {
            return Err(Refusal::not_authorized(&self.caller.arn, "sts:SetSourceIdentity", &role.arn));
        }
        Ok(passed_on.map(str::to_owned))
    }
}
