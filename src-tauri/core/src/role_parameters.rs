//! What a role's session is asked for besides its duration: name, external id, policy, tags.

use crate::aws_config::Profile;
use crate::external_id::ExternalId;
use crate::failure::{Code, Failure};
use crate::profile::RoleArn;
use crate::session_name::SessionName;
use crate::session_policy::SessionPolicy;
use crate::session_tags::{SessionTags, parse_keys, parse_pairs};
use crate::settings::RoleSettings;
use crate::source_identity::SourceIdentity;

/// The parameters of AssumeRole that a profile may have, each checked against AWS's limits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RoleParameters {
    /// How the session is named; without one, [`SessionName::of_user`] names the user.
    pub session_name: Option<SessionName>,
    /// The external id, when the role's trust policy asks for one.
    pub external_id: Option<ExternalId>,
    /// The source identity.
    pub source_identity: Option<SourceIdentity>,
    /// What the session may do less than the role.
    pub policy: SessionPolicy,
    /// The session's tags.
    pub tags: SessionTags,
}

impl RoleParameters {
    /// Reads a role's parameters: what our settings say, else the profile's own keys. Those are
    /// AWS's `role_session_name` and `external_id`, and aws-vault's `session_tags`,
    /// `transitive_session_tags` and `source_identity`.
    ///
    /// # Errors
    /// [`Code::BadInput`] or [`Code::BadPolicy`], for the first that AWS would not take.
    pub fn read(profile: &Profile, wish: &RoleSettings, role: Option<&RoleArn>) -> Result<Self, Failure> {
        let said = |wish: &Option<String>, key: &str| {
            wish.as_deref().or_else(|| profile.get(key)).map(str::trim).map(str::to_owned)
        };
        let pairs = match &wish.tags {
            Some(tags) => tags.clone().into_iter().collect(),
            None => profile.get("session_tags").map_or_else(|| Ok(Vec::new()), parse_pairs)?,
        };
        let transitive = match &wish.transitive_tags {
            Some(keys) => keys.clone(),
            None => profile.get("transitive_session_tags").map(parse_keys).unwrap_or_default(),
        };
        let document = wish.session_policy.as_ref().map(text_of).transpose()?;
        Ok(Self {
            session_name: said(&wish.session_name, "role_session_name")
                .as_deref()
                .map(SessionName::parse)
                .transpose()?,
            external_id: said(&wish.external_id, "external_id")
                .as_deref()
                .map(ExternalId::parse)
                .transpose()?,
            source_identity: said(&wish.source_identity, "source_identity")
                .as_deref()
                .map(SourceIdentity::parse)
                .transpose()?,
            policy: SessionPolicy::new(document, wish.policy_arns.clone(), role)?,
            tags: SessionTags::new(pairs, transitive)?,
        })
    }
}

/// A policy stands in the settings as text, or as the JSON object that it is.
fn text_of(policy: &serde_json::Value) -> Result<String, Failure> {
    match policy {
        serde_json::Value::String(text) => Ok(text.clone()),
        serde_json::Value::Object(_) => Ok(policy.to_string()),
        serde_json::Value::Null
        | serde_json::Value::Bool(_)
        | serde_json::Value::Number(_)
        | serde_json::Value::Array(_) => Err(Failure::new(
            Code::BadPolicy,
            text!("session_policy is neither a policy nor a text with one."),
            text!("Write the policy's JSON object there, as in the IAM console."),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws_config::AwsConfig;

    const ROLE: &str = "arn:aws:iam::123456789012:role/ops";

    fn given(lines: &str, settings: &str) -> (Profile, RoleSettings) {
        let aws = AwsConfig::read(format!("[profile x]\n{lines}\n").as_bytes(), b"");
        (aws.profile("x").unwrap().clone(), serde_json::from_str(settings).unwrap())
    }

    fn read(lines: &str, settings: &str) -> Result<RoleParameters, Failure> {
        let (profile, wish) = given(lines, settings);
        RoleParameters::read(&profile, &wish, Some(&RoleArn::parse(ROLE)?))
    }

    #[test]
    fn a_profile_that_says_nothing_asks_for_nothing() {
        assert_eq!(read("region = eu-central-1", "{}"), Ok(RoleParameters::default()));
    }

    #[test]
    fn the_profile_s_own_keys_are_read() {
        let found = read(
            "role_session_name = jane\nexternal_id = e-1\nsource_identity = jane.doe\n\
             session_tags = team=a,Project=b\ntransitive_session_tags = team",
            "{}",
        )
        .unwrap();
        assert_eq!(found.session_name.as_ref().map(SessionName::as_str), Some("jane"));
        assert_eq!(found.external_id.as_ref().map(ExternalId::as_str), Some("e-1"));
        assert_eq!(found.source_identity.as_ref().map(SourceIdentity::as_str), Some("jane.doe"));
        assert_eq!(found.tags.pairs(), [("team".into(), "a".into()), ("Project".into(), "b".into())]);
        assert_eq!(found.tags.transitive(), ["team"]);
    }

    #[test]
    fn settings_come_first_and_may_say_more() {
        let found = read(
            "role_session_name = jane\nexternal_id = e-1\nsession_tags = team=a",
            r#"{"session_name":"other","external_id":"e-2","source_identity":"me","tags":{"x":"y"},
                "transitive_tags":["x"],"session_policy":{"Statement":[]},
                "policy_arns":["arn:aws:iam::aws:policy/ReadOnlyAccess"]}"#,
        )
        .unwrap();
        assert_eq!(found.session_name.as_ref().map(SessionName::as_str), Some("other"));
        assert_eq!(found.external_id.as_ref().map(ExternalId::as_str), Some("e-2"));
        assert_eq!(found.source_identity.as_ref().map(SourceIdentity::as_str), Some("me"));
        assert_eq!(found.tags.pairs(), [("x".into(), "y".into())]);
        assert_eq!(found.policy.document(), Some(r#"{"Statement":[]}"#));
        assert_eq!(found.policy.managed(), ["arn:aws:iam::aws:policy/ReadOnlyAccess"]);
        let as_text = read("", r#"{"session_policy":"{ \"Statement\": [] }"}"#).unwrap();
        assert_eq!(
            as_text.policy.document(),
            Some(r#"{ "Statement": [] }"#),
            "a text stays as it was written"
        );
    }

    #[test]
    fn whatever_aws_would_not_take_is_said() {
        for (lines, settings, code) in [
            ("role_session_name = jane doe", "{}", Code::BadInput),
            ("external_id = e 1", "{}", Code::BadInput),
            ("source_identity = aws:x", "{}", Code::BadInput),
            ("session_tags = team", "{}", Code::BadInput),
            ("transitive_session_tags = team", "{}", Code::BadInput),
            ("", r#"{"session_policy":"no"}"#, Code::BadPolicy),
            ("", r#"{"session_policy":7}"#, Code::BadPolicy),
            ("", r#"{"policy_arns":["x"]}"#, Code::BadPolicy),
        ] {
            assert_eq!(read(lines, settings).unwrap_err().code, code, "{lines} {settings}");
        }
    }
}
