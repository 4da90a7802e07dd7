//! The session policies of AssumeRole.
//!
//! Source: AWS STS API Reference, "AssumeRole" (`Policy`, `PolicyArns`, errors).

use super::Desk;
use crate::limits::{ARN, Limits, PLAIN};
use crate::refusal::Refusal;

/// Characters that policies and tags may take together before they no longer fit.
const PACKED_SPACE: usize = 2_048;
/// Characters of the inline policy and the ARNs of managed ones.
const PLAIN_SPACE: usize = 2_048;

impl Desk<'_> {
    pub(super) fn limit_policies(&self, limits: &mut Limits) {
        let arns = self.form.members("PolicyArns", ".arn");
        limits.count("policyArns", arns.len(), 10);
        for (index, arn) in arns.iter().enumerate() {
            limits.text(&format!("policyArns.{}.member.arn", index + 1), Some(arn), (20, 2_048), ARN);
        }
        let managed: usize = arns.iter().map(|arn| arn.chars().count()).sum();
        limits.text("policy", self.form.get("Policy"), (1, PLAIN_SPACE.saturating_sub(managed)), PLAIN);
    }

    // AWS packs policies and tags in a format of its own; plain characters stand in for it.
    pub(super) fn packed_percent(&self) -> Result<usize, Refusal> {
        let policy = self.form.get("Policy");
        if let Some(problem) = policy.and_then(problem) {
            return Err(Refusal::sender(400, "MalformedPolicyDocument", problem));
        }
        let arns = self.form.members("PolicyArns", ".arn");
        if let Some(arn) = arns.iter().find(|arn| !self.is_policy_here(arn)) {
            return Err(Refusal::invalid(format!("{arn} is invalid")));
        }
        let keys = self.form.members("Tags", ".Key");
        let values = self.form.members("Tags", ".Value");
        let parts = [arns, keys, values].concat().into_iter().chain(policy);
        let percent = (parts.map(str::len).sum::<usize>() * 100).div_ceil(PACKED_SPACE);
        if percent > 100 {
            return Err(Refusal::sender(
                400,
                "PackedPolicyTooLarge",
                format!("Packed policy consumes {percent}% of allotted space, please use smaller policy."),
            ));
        }
        Ok(percent)
    }

    fn is_policy_here(&self, arn: &str) -> bool {
        let own = format!("arn:aws:iam::{}:policy/", self.account.id);
        arn.starts_with("arn:aws:iam::aws:policy/") || arn.starts_with(&own)
    }
}

fn problem(text: &str) -> Option<&'static str> {
    let Ok(serde_json::Value::Object(policy)) = serde_json::from_str(text) else {
        return Some("Syntax errors in policy.");
    };
    let statements = match policy.get("Statement") {
        Some(serde_json::Value::Array(all)) => all.iter().collect(),
        Some(one @ serde_json::Value::Object(_)) => vec![one],
        Some(_) | None => return Some("Syntax errors in policy."),
    };
    let names_somebody = |one: &&serde_json::Value| one.get("Principal").is_some();
    statements.iter().any(names_somebody).then_some("The policy should not specify a principal.")
}
