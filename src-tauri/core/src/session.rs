//! A session as the credentials file tells it, and where it stands at an instant.

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};

use crate::aws_config::Profile;
use crate::guard::{MARKER, MARKER_KEY};
use crate::view::RowState;

/// The key that holds the session's end (saml2aws, okta-aws-cli; starship reads it).
pub const EXPIRES_KEY: &str = "x_security_token_expires";

/// Where tools write a session's end, ours first.
pub(crate) const EXPIRY_KEYS: [&str; 5] =
    [EXPIRES_KEY, "aws_session_expiration", "aws_credential_expiration", "aws_expiration", "expiration"];

/// A session found in a section.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Session {
    /// The instant from which AWS refuses its keys.
    pub expires: DateTime<Utc>,
    /// Whether Daypass wrote it.
    pub ours: bool,
}

/// The session that a section holds: a token, and an end that can be read.
#[must_use]
pub fn session_in(section: &Profile) -> Option<Session> {
    let token = |key: &str| section.get(key).is_some_and(|token| !token.is_empty());
    if !token("aws_session_token") && !token("aws_security_token") {
        return None;
    }
    let expires = EXPIRY_KEYS.iter().find_map(|key| parse_expiry(section.get(key)?))?;
    let ours = section.get(MARKER_KEY) == Some(MARKER);
    Some(Session { expires, ours })
}

/// Reads an instant as tools write it: RFC 3339, with a numeric zone without colon (yawsso),
/// or without any zone (aws-mfa, which means UTC).
fn parse_expiry(text: &str) -> Option<DateTime<Utc>> {
    let text = text.trim();
    let zoned =
        DateTime::parse_from_rfc3339(text).or_else(|_| DateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%z"));
    if let Ok(at) = zoned {
        return Some(at.to_utc());
    }
    let naive = NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S")
        .or_else(|_| NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S"));
    naive.ok().map(|at| at.and_utc())
}

/// Where a session stands. `soon` is the lead time of the first reminder that applies to it.
#[must_use]
pub fn state(expires: DateTime<Utc>, now: DateTime<Utc>, soon: TimeDelta) -> RowState {
    if now >= expires {
        RowState::Ended
    } else if now >= expires - soon {
        RowState::EndingSoon
    } else {
        RowState::Active
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn every_tool_s_spelling_of_an_end_is_read() {
        for text in [
            "2026-11-22T18:02:00Z",
            "2026-11-22T19:02:00+01:00",
            "2026-11-22T18:02:00+0000",
            "2026-11-22 18:02:00",
            " 2026-11-22T18:02:00.000Z ",
        ] {
            assert_eq!(parse_expiry(text), Some(at("2026-11-22T18:02:00Z")), "{text}");
        }
        assert_eq!(parse_expiry("soon"), None);
    }

    #[test]
    fn a_session_ends_at_its_very_instant() {
        let end = at("2026-11-22T18:00:00Z");
        let soon = TimeDelta::minutes(15);
        assert_eq!(state(end, at("2026-11-22T17:44:59Z"), soon), RowState::Active);
        assert_eq!(state(end, at("2026-11-22T17:45:00Z"), soon), RowState::EndingSoon);
        assert_eq!(state(end, at("2026-11-22T17:59:59Z"), soon), RowState::EndingSoon);
        assert_eq!(state(end, at("2026-11-22T18:00:00Z"), soon), RowState::Ended);
    }

    #[test]
    fn a_section_without_a_token_holds_no_session() {
        let aws = crate::aws_config::AwsConfig::read(
            b"",
            b"[a]\naws_session_token = t\nx_security_token_expires = 2026-11-22T18:02:00Z\nmanager = daypass\n[b]\nx_security_token_expires = 2026-11-22T18:02:00Z\n",
        );
        let found = session_in(aws.profile("a").unwrap());
        assert_eq!(found, Some(Session { expires: at("2026-11-22T18:02:00Z"), ours: true }));
        assert_eq!(session_in(aws.profile("b").unwrap()), None);
    }
}
