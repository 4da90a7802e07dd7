//! A session as the credentials file tells it, and where it stands at an instant.
//!
//! Every tool writes a session's end in its own way (sources: [`crate::maker`]):
//!
//! | key | who | how |
//! | --- | --- | --- |
//! | `x_security_token_expires` | Daypass, saml2aws, gimme-aws-creds, okta-aws-cli | RFC 3339, any offset |
//! | `aws_session_expiration` | yawsso | UTC with `+0000`, since 1.4 with `+00:00+0000` |
//! | `aws_credential_expiration`, `aws_expiration` | others | ISO 8601 |
//! | `expiration` | aws-mfa | UTC, not named as such |
//! | `expiration` | awsume | **local time**, not named as such (it compares with `datetime.now()`) |
//! | `expiration` | Weep and others | seconds since 1970 |

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};

use crate::aws_config::Profile;
use crate::maker::{Maker, Section, is_ours, marked};
use crate::view::RowState;

/// The key that holds the session's end (saml2aws, okta-aws-cli; starship reads it).
pub const EXPIRES_KEY: &str = "x_security_token_expires";

/// Where tools write a session's end, ours first.
pub(crate) const EXPIRY_KEYS: [&str; 5] =
    [EXPIRES_KEY, "aws_session_expiration", "aws_credential_expiration", "aws_expiration", EXPIRATION];
const EXPIRATION: &str = "expiration";

/// From what clocks on the wall show to an instant: [`crate::local::instant_of`], or UTC where local
/// time does not matter.
pub type Wall<'a> = &'a dyn Fn(NaiveDateTime) -> DateTime<Utc>;

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
pub fn session_in(section: &Profile, wall: Wall<'_>) -> Option<Session> {
    if !has_token(section) {
        return None;
    }
    Some(Session { expires: end_in(section, wall)?, ours: is_ours(section) })
}

/// Whether a section holds a session's token, whatever it tells of an end.
#[must_use]
pub fn has_token(section: &impl Section) -> bool {
    section.filled("aws_session_token").or_else(|| section.filled("aws_security_token")).is_some()
}

/// Whether a section has a word of its session's end, readable or not.
#[must_use]
pub fn has_end(section: &impl Section) -> bool {
    EXPIRY_KEYS.iter().any(|key| section.value(key).is_some())
}

/// The end that a section tells. Where several keys stand in it, two tools wrote there in turn, and
/// the older key is a leftover: the key of the tool that made the section counts. Where that tool
/// is not known either, the earliest end does: a reminder too early is better than none.
fn end_in(section: &Profile, wall: Wall<'_>) -> Option<DateTime<Utc>> {
    let makers = if is_ours(section) { Vec::new() } else { marked(section) };
    let in_local_time = makers == [Maker::Awsume];
    let read = |key: &str| {
        let text = section.get(key)?;
        if key == EXPIRATION && in_local_time { read_local(text, wall) } else { read_end(text) }
    };
    let own = match makers.as_slice() {
        [] if is_ours(section) => Some(EXPIRES_KEY),
        [one] => own_key(one),
        _ => None,
    };
    own.and_then(read).or_else(|| EXPIRY_KEYS.iter().filter_map(|key| read(key)).min())
}

/// Where a tool writes the end of its sessions.
fn own_key(maker: &Maker) -> Option<&'static str> {
    match maker {
        Maker::AwsMfa | Maker::Awsume => Some(EXPIRATION),
        Maker::Saml2aws => Some(EXPIRES_KEY),
        Maker::Yawsso => Some("aws_session_expiration"),
        Maker::MfaLogin
        | Maker::Leapp
        | Maker::AwsSso
        | Maker::AwsLogin
        | Maker::AwsCli
        | Maker::Named(_) => None,
    }
}

/// Until when awsume renews a section by itself: until the end of the session behind it, or of the
/// keys that it fetched last with that. None for sections that it does not renew.
#[must_use]
pub fn renewed_until(section: &Profile, wall: Wall<'_>) -> Option<DateTime<Utc>> {
    section.get("autoawsume").filter(|_| marked(section) == [Maker::Awsume])?;
    let source = read_local(section.get("source_expiration")?, wall)?;
    Some(end_in(section, wall).map_or(source, |end| end.max(source)))
}

/// Reads an instant that a tool wrote, in UTC where no zone is named.
#[must_use]
pub fn read_end(text: &str) -> Option<DateTime<Utc>> {
    let text = text.trim();
    // botocore's caches name the zone (`%Z`); yawsso names it twice.
    let text = text.strip_suffix("UTC").or_else(|| text.strip_suffix("+00:00+0000")).unwrap_or(text);
    let zoned = DateTime::parse_from_rfc3339(text)
        .or_else(|_| DateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f%z"))
        .map(|at| at.to_utc());
    zoned.ok().or_else(|| read_naive(text).map(|at| at.and_utc())).or_else(|| read_unix(text))
}

/// Reads an instant of which only what the clock on the wall showed was written.
fn read_local(text: &str, wall: Wall<'_>) -> Option<DateTime<Utc>> {
    read_naive(text.trim()).map(wall).or_else(|| read_end(text))
}

fn read_naive(text: &str) -> Option<NaiveDateTime> {
    let formats = ["%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M:%S%.f"];
    formats.iter().find_map(|format| NaiveDateTime::parse_from_str(text, format).ok())
}

/// Seconds since 1970, of this century.
fn read_unix(text: &str) -> Option<DateTime<Utc>> {
    const YEAR_2000: i64 = 946_684_800;
    const YEAR_2100: i64 = 4_102_444_800;
    let seconds = text.parse().ok().filter(|seconds| (YEAR_2000..YEAR_2100).contains(seconds))?;
    DateTime::from_timestamp(seconds, 0)
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
    use crate::aws_config::AwsConfig;

    const TOKEN: &str = "aws_session_token = t\n";
    /// What a wall two hours ahead of UTC shows.
    const AHEAD: Wall<'static> = &|wall| wall.and_utc() - TimeDelta::hours(2);

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn profile(name: &str, lines: &str) -> Profile {
        let aws = AwsConfig::read(b"", format!("[{name}]\n{TOKEN}{lines}\n").as_bytes());
        aws.profile(name).unwrap().clone()
    }

    /// The time of day of the end that is read, on a wall two hours ahead of UTC.
    fn end(name: &str, lines: &str) -> Option<String> {
        let session = session_in(&profile(name, lines), AHEAD)?;
        Some(session.expires.format("%H:%M").to_string())
    }

    #[test]
    fn every_tool_s_spelling_of_an_end_is_read() {
        for text in [
            "2026-11-22T18:02:00Z",
            "2026-11-22T19:02:00+01:00",
            "2026-11-22T11:32:00-06:30",
            "2026-11-22T18:02:00+0000",
            "2026-11-22T18:02:00+00:00+0000",
            "2026-11-22T18:02:00.000+0000",
            "2026-11-22T18:02:00UTC",
            "2026-11-22 18:02:00",
            "2026-11-22T18:02:00",
            "2026-11-22 18:02:00+00:00",
            " 2026-11-22T18:02:00.000Z ",
            "1795370520",
        ] {
            assert_eq!(read_end(text), Some(at("2026-11-22T18:02:00Z")), "{text}");
        }
        for text in ["", "soon", "12", "99999999999999", "2026-11-22", "2026-13-22T18:02:00Z", "UTC"] {
            assert_eq!(read_end(text), None, "{text}");
        }
    }

    #[test]
    fn awsume_s_ends_are_local_time_and_aws_mfa_s_are_not() {
        let told = "expiration = 2026-11-22 18:02:00";
        assert_eq!(end("a", &format!("assumed_role = False\n{told}")).as_deref(), Some("18:02"));
        assert_eq!(end("a", told).as_deref(), Some("18:02"));
        assert_eq!(end("a", &format!("manager = awsume\n{told}")).as_deref(), Some("16:02"));
        assert_eq!(end("autoawsume-a", told).as_deref(), Some("16:02"));
        // A zone that is named is believed, and seconds since 1970 have none.
        assert_eq!(end("a", "manager = awsume\nexpiration = 2026-11-22T18:02:00Z").as_deref(), Some("18:02"));
        assert_eq!(end("a", "manager = awsume\nexpiration = 1795370520").as_deref(), Some("18:02"));
    }

    #[test]
    fn of_several_ends_the_makers_own_counts_else_the_earliest() {
        let stale = "x_security_token_expires = 2026-11-22T11:00:00Z";
        let mfa = "assumed_role = False\nexpiration = 2026-11-22 18:02:00";
        assert_eq!(end("a", &format!("{stale}\n{mfa}")).as_deref(), Some("18:02"));
        let saml = "x_principal_arn = arn\nx_security_token_expires = 2026-11-22T19:00:00Z";
        assert_eq!(end("a", &format!("{saml}\nexpiration = 2026-11-22 11:00:00")).as_deref(), Some("19:00"));
        assert_eq!(end("a", &format!("{saml}\n{mfa}")).as_deref(), Some("18:02"), "two makers: the earliest");
        assert_eq!(
            end("a", &format!("{stale}\naws_expiration = 2026-11-22T10:00:00Z")).as_deref(),
            Some("10:00")
        );
        // Taken over by Daypass, which leaves the others' keys alone.
        assert_eq!(
            end("a", &format!("manager = daypass\n{mfa}\nx_security_token_expires = 2026-11-22T21:00:00Z"))
                .as_deref(),
            Some("21:00")
        );
        // And overwritten by aws-mfa afterwards.
        let after = format!("manager = daypass\n{stale}\n{mfa}\naws_security_token = t");
        assert_eq!(end("a", &after).as_deref(), Some("18:02"));
        // An own key that cannot be read is none.
        assert_eq!(
            end("a", &format!("{stale}\nassumed_role = False\nexpiration = soon")).as_deref(),
            Some("11:00")
        );
    }

    #[test]
    fn what_awsume_renews_lasts_as_long_as_the_session_behind_it() {
        let lines = "manager = awsume\nautoawsume = true\nexpiration = 2026-11-22 12:00:00\n";
        let until = |more: &str| renewed_until(&profile("a", &format!("{lines}{more}")), AHEAD);
        assert_eq!(until("source_expiration = 2026-11-22 20:00:00"), Some(at("2026-11-22T18:00:00Z")));
        assert_eq!(until("source_expiration = 2026-11-22 11:30:00"), Some(at("2026-11-22T10:00:00Z")));
        assert_eq!(until(""), None);
        let plain = profile("a", "manager = awsume\nsource_expiration = 2026-11-22 20:00:00");
        assert_eq!(renewed_until(&plain, AHEAD), None);
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
        let lines = "x_security_token_expires = 2026-11-22T18:02:00Z\nmanager = daypass\n";
        let aws = AwsConfig::read(b"", format!("[a]\n{TOKEN}{lines}[b]\n{lines}").as_bytes());
        let found = session_in(aws.profile("a").unwrap(), AHEAD);
        assert_eq!(found, Some(Session { expires: at("2026-11-22T18:02:00Z"), ours: true }));
        assert_eq!(session_in(aws.profile("b").unwrap(), AHEAD), None);
    }
}
