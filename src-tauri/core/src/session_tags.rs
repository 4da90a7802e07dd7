//! Session tags: pairs that policies may ask for, and which of them go on through a chain of roles.
//!
//! Source of the limits: AWS STS API Reference, AssumeRole (`Tags`, `TransitiveTagKeys`) and Tag; IAM
//! User Guide, "Pass session tags in AWS STS" and "Rules for tagging in IAM and AWS STS".

use crate::failure::{Code, Failure};
use crate::profile::visible;
use crate::text::Text;

/// The most tags of one session.
const MOST: usize = 50;

/// Tags in the order in which they were given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SessionTags {
    pairs: Vec<(String, String)>,
    transitive: Vec<String>,
}

impl SessionTags {
    /// Checks tags, and that each transitive key is the key of one. Keys differ by more than case:
    /// AWS keeps `Team` and `team` as one.
    ///
    /// # Errors
    /// [`Code::BadInput`] with the reason in words.
    pub fn new(pairs: Vec<(String, String)>, transitive: Vec<String>) -> Result<Self, Failure> {
        if pairs.len() > MOST {
            return Err(refused(text!("A session takes {} tags at most, not {}.", MOST, pairs.len())));
        }
        for (at, (key, value)) in pairs.iter().enumerate() {
            check_pair(key, value)?;
            if pairs.iter().take(at).any(|(other, _)| same_key(other, key)) {
                return Err(refused(text!(
                    "The session tag “{}” is given twice; case makes no difference.",
                    visible(key)
                )));
            }
        }
        for (at, key) in transitive.iter().enumerate() {
            if !pairs.iter().any(|(other, _)| same_key(other, key)) {
                return Err(refused(text!(
                    "“{}” is to be transitive, but it is no session tag of this profile.",
                    visible(key)
                )));
            }
            if transitive.iter().take(at).any(|other| same_key(other, key)) {
                return Err(refused(text!("The transitive tag “{}” is named twice.", visible(key))));
            }
        }
        Ok(Self { pairs, transitive })
    }

    /// Keys and values.
    #[must_use]
    pub fn pairs(&self) -> &[(String, String)] {
        &self.pairs
    }

    /// The keys of those tags that go on to the sessions of roles assumed from this one.
    #[must_use]
    pub fn transitive(&self) -> &[String] {
        &self.transitive
    }

    /// A tag here that cannot be set because it came down from the session before: AWS refuses to
    /// change what is transitive.
    #[must_use]
    pub fn conflict(&self, inherited: &[String]) -> Option<&str> {
        let keys = self.pairs.iter().map(|(key, _)| key.as_str());
        keys.into_iter().find(|key| inherited.iter().any(|other| same_key(other, key)))
    }
}

/// Reads `key=value,key=value`, as aws-vault writes `session_tags` (its USAGE.md).
///
/// # Errors
/// [`Code::BadInput`] when a part has no `=`.
pub fn parse_pairs(text: &str) -> Result<Vec<(String, String)>, Failure> {
    let pair = |part: &str| match part.split_once('=') {
        Some((key, value)) => Ok((key.trim().to_owned(), value.trim().to_owned())),
        None => Err(refused(text!("“{}” in session_tags is no key=value.", visible(part.trim())))),
    };
    text.split(',').filter(|part| !part.trim().is_empty()).map(pair).collect()
}

/// Reads `key,key`, as aws-vault writes `transitive_session_tags`.
#[must_use]
pub fn parse_keys(text: &str) -> Vec<String> {
    text.split(',').map(str::trim).filter(|key| !key.is_empty()).map(str::to_owned).collect()
}

fn check_pair(key: &str, value: &str) -> Result<(), Failure> {
    let reserved = |text: &str| text.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("aws:"));
    let name = visible(key);
    let problem = if !(1..=128).contains(&key.chars().count()) {
        text!("The session tag “{}” needs a key of 1 to 128 characters.", name)
    } else if value.chars().count() > 256 {
        text!("The session tag “{}” has a value of more than 256 characters.", name)
    } else if !key.chars().chain(value.chars()).all(is_tag_character) {
        text!(
            "The session tag “{}” has a character that AWS does not take: letters, digits, spaces and _ . : / = + - @ may stand in tags.",
            name
        )
    } else if reserved(key) {
        text!("The session tag “{}” begins with aws:, which AWS keeps for itself.", name)
    } else {
        return Ok(());
    };
    Err(refused(problem))
}

/// `[\p{L}\p{Z}\p{N}_.:/=+\-@]`. The standard library's letters are a few marks more than `\p{L}`:
/// those AWS itself refuses, before it looks at a code.
fn is_tag_character(c: char) -> bool {
    let separator = c.is_whitespace() && !c.is_control();
    c.is_alphabetic() || c.is_numeric() || separator || "_.:/=+-@".contains(c)
}

fn same_key(one: &str, other: &str) -> bool {
    one.to_lowercase() == other.to_lowercase()
}

fn refused(message: Text) -> Failure {
    Failure::new(
        Code::BadInput,
        message,
        text!("Correct tags and transitive_tags in Daypass's settings, or session_tags in the config file."),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tags(pairs: &[(&str, &str)], transitive: &[&str]) -> Result<SessionTags, Failure> {
        let pairs = pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        SessionTags::new(pairs, transitive.iter().map(|key| (*key).to_owned()).collect())
    }

    fn refusal(pairs: &[(&str, &str)], transitive: &[&str]) -> String {
        let failure = tags(pairs, transitive).unwrap_err();
        assert_eq!(failure.code, Code::BadInput);
        failure.message.to_string()
    }

    #[test]
    fn tags_within_aws_s_limits_are_kept_in_their_order() {
        let (key, value) = ("k".repeat(128), "v".repeat(256));
        let given = [("Team", "späti 7"), ("a_b.c:d/e=f+g-h@i", ""), (key.as_str(), value.as_str())];
        let kept = tags(&given, &["team"]).unwrap();
        let kept: Vec<(&str, &str)> = kept.pairs().iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
        assert_eq!(kept, given);
    }

    #[test]
    fn tags_outside_them_are_refused_in_words() {
        let (key, value) = ("k".repeat(129), "v".repeat(257));
        for (key, value, words) in [
            ("", "v", "1 to 128"),
            (key.as_str(), "v", "1 to 128"),
            ("k", value.as_str(), "256"),
            ("k", "a,b", "does not take"),
            ("k\u{7}", "v", "does not take"),
            ("k", "a\tb", "does not take"),
            ("AWS:k", "v", "for itself"),
        ] {
            let message = refusal(&[(key, value)], &[]);
            assert!(message.contains(words), "{key}={value}: {message}");
        }
        let many: Vec<String> = (0..51).map(|n| format!("k{n}")).collect();
        let many: Vec<(&str, &str)> = many.iter().map(|key| (key.as_str(), "v")).collect();
        assert!(refusal(&many, &[]).contains("50"));
        assert!(tags(&many[..50], &[]).is_ok());
    }

    #[test]
    fn keys_are_told_apart_by_more_than_case_and_transitive_ones_are_tags() {
        assert!(refusal(&[("Team", "a"), ("team", "b")], &[]).contains("twice"));
        assert!(refusal(&[("team", "a")], &["project"]).contains("“project”"));
        assert!(refusal(&[("team", "a")], &["team", "TEAM"]).contains("twice"));
    }

    #[test]
    fn aws_vault_s_lists_are_read() {
        let pairs = parse_pairs(" key1=value1, key2 = a=b,,").unwrap();
        assert_eq!(pairs, [("key1".into(), "value1".into()), ("key2".into(), "a=b".into())]);
        assert!(parse_pairs("key1").unwrap_err().message.contains("“key1”"));
        assert_eq!(parse_keys(" key1, ,key2 "), ["key1", "key2"]);
    }

    #[test]
    fn an_inherited_tag_cannot_be_set_again() {
        let tags = tags(&[("Team", "a"), ("project", "b")], &[]).unwrap();
        assert_eq!(tags.conflict(&["PROJECT".to_owned()]), Some("project"));
        assert_eq!(tags.conflict(&["other".to_owned()]), None);
    }
}
