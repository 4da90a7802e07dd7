//! Session policies: what a role's session may do less than the role.
//!
//! Source of the limits: AWS STS API Reference, AssumeRole (`Policy`, `PolicyArns`) and
//! PolicyDescriptorType.

use crate::failure::{Code, Failure};
use crate::profile::{RoleArn, arn_field, visible};
use crate::text::Text;

/// The most managed policies of one session.
const MOST_MANAGED: usize = 10;
/// Characters that the inline policy and the ARNs of managed ones take together at most.
const LONGEST: usize = 2_048;

/// An inline policy, managed policies, both or neither.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SessionPolicy {
    document: Option<String>,
    managed: Vec<String>,
}

impl SessionPolicy {
    /// Checks an inline policy's JSON and the ARNs of managed policies, which must be AWS's own or of
    /// the role's account.
    ///
    /// # Errors
    /// [`Code::BadPolicy`] with the reason in words.
    pub fn new(
        document: Option<String>,
        managed: Vec<String>,
        role: Option<&RoleArn>,
    ) -> Result<Self, Failure> {
        if let Some(document) = &document {
            check_document(document)?;
        }
        if managed.len() > MOST_MANAGED {
            let message =
                text!("A session takes {} policy ARNs at most, not {}.", MOST_MANAGED, managed.len());
            return Err(refused(message, text!("Leave some out of policy_arns.")));
        }
        for arn in &managed {
            check_managed(arn, role)?;
        }
        let parts = document.iter().chain(&managed);
        let length: usize = parts.map(|part| part.chars().count()).sum();
        if length > LONGEST {
            return Err(refused(
                text!("Session policy and policy ARNs have {} characters; AWS takes {}.", length, LONGEST),
                text!("Shorten the policy, or name managed policies instead."),
            ));
        }
        Ok(Self { document, managed })
    }

    /// The inline policy's JSON.
    #[must_use]
    pub fn document(&self) -> Option<&str> {
        self.document.as_deref()
    }

    /// The ARNs of managed policies.
    #[must_use]
    pub fn managed(&self) -> &[String] {
        &self.managed
    }
}

/// Whether the text is a JSON object with statements is all that can be said here: what the
/// statements mean is AWS's to judge.
fn check_document(text: &str) -> Result<(), Failure> {
    let hint = text!("Correct session_policy: JSON as in the IAM console, with Version and Statement.");
    let is_taken = |c: char| matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{ff}');
    if let Some(c) = text.chars().find(|c| !is_taken(*c)) {
        let message = text!(
            "The session policy has a character that AWS does not take: “{}”.",
            visible(&c.to_string())
        );
        return Err(refused(
            message,
            text!("Only characters up to ÿ (U+00FF) may stand in it; write others as \\uXXXX."),
        ));
    }
    let value: serde_json::Value = serde_json::from_str(text).map_err(|e| {
        refused(text!("The session policy is no JSON: {}.", visible(&e.to_string())), hint.clone())
    })?;
    match value.get("Statement") {
        Some(statement) if statement.is_array() || statement.is_object() => Ok(()),
        Some(_) | None => Err(refused(text!("The session policy has no Statement."), hint)),
    }
}

/// PolicyDescriptorType: 20 to 2,048 characters. "The policies must exist in the same account as the
/// role."
fn check_managed(text: &str, role: Option<&RoleArn>) -> Result<(), Failure> {
    let is_policy = arn_field(text, 2) == Some("iam")
        && arn_field(text, 5).is_some_and(|resource| resource.starts_with("policy/"));
    if !is_policy || !(20..=LONGEST).contains(&text.len()) {
        return Err(refused(
            text!("“{}” is not the ARN of a managed policy.", visible(text)),
            text!(
                "Use the form arn:aws:iam::ACCOUNT:policy/NAME, or arn:aws:iam::aws:policy/NAME for AWS's own."
            ),
        ));
    }
    let Some(role) = role else { return Ok(()) };
    let account = arn_field(text, 4);
    if (account == Some("aws") || account == role.account()) && arn_field(text, 1) == role.partition() {
        return Ok(());
    }
    Err(refused(
        text!("The policy “{}” is not of the role's account.", visible(text)),
        text!("A session takes AWS's own policies and those of the account that the role is in."),
    ))
}

fn refused(message: Text, hint: Text) -> Failure {
    Failure::new(Code::BadPolicy, message, hint)
}

#[cfg(test)]
mod tests {
    use super::*;

    const POLICY: &str = r#"{"Version":"2012-10-17","Statement":[]}"#;
    const READ_ONLY: &str = "arn:aws:iam::aws:policy/ReadOnlyAccess";

    fn policy(document: &str, managed: &[&str]) -> Result<SessionPolicy, Failure> {
        let role = RoleArn::parse("arn:aws:iam::123456789012:role/ops")?;
        let document = (!document.is_empty()).then(|| document.to_owned());
        SessionPolicy::new(document, managed.iter().map(|arn| (*arn).to_owned()).collect(), Some(&role))
    }

    fn refusal(document: &str, managed: &[&str]) -> String {
        let failure = policy(document, managed).unwrap_err();
        assert_eq!(failure.code, Code::BadPolicy);
        failure.message.to_string()
    }

    #[test]
    fn a_policy_is_kept_as_it_was_written() {
        let own = "arn:aws:iam::123456789012:policy/team/few";
        let kept = policy(POLICY, &[READ_ONLY, own]).unwrap();
        assert_eq!(
            (kept.document(), kept.managed()),
            (Some(POLICY), &[READ_ONLY.to_owned(), own.to_owned()][..])
        );
        assert_eq!(policy("", &[]), Ok(SessionPolicy::default()));
    }

    #[test]
    fn what_is_no_policy_is_refused_in_words() {
        for (document, words) in [
            ("{", "no JSON"),
            ("[]", "no Statement"),
            (r#"{"Statement":"x"}"#, "no Statement"),
            ("{\"Statement\":[\"\u{20ac}\"]}", "does not take"),
        ] {
            assert!(refusal(document, &[]).contains(words), "{document}");
        }
    }

    #[test]
    fn managed_policies_are_aws_s_or_of_the_role_s_account() {
        for (arn, words) in [
            ("ReadOnlyAccess", "not the ARN"),
            ("arn:aws:iam::123456789012:role/ops", "not the ARN"),
            ("arn:aws:iam::210987654321:policy/x", "not of the role's account"),
            ("arn:aws-cn:iam::aws:policy/ReadOnlyAccess", "not of the role's account"),
        ] {
            assert!(refusal("", &[arn]).contains(words), "{arn}");
        }
        assert!(refusal("", &[READ_ONLY; 11]).contains("10 policy ARNs"));
        assert!(policy("", &[READ_ONLY; 10]).is_ok());
    }

    #[test]
    fn inline_and_managed_policies_share_one_limit() {
        let filled = |length: usize| format!("{POLICY}{}", " ".repeat(length - POLICY.len()));
        assert!(policy(&filled(2_048), &[]).is_ok());
        assert!(refusal(&filled(2_049), &[]).contains("2049 characters"));
        assert!(refusal(&filled(2_040), &[READ_ONLY]).contains("AWS takes 2048"));
    }
}
