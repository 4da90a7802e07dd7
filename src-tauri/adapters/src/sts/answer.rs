//! The fields of a success, checked before anybody writes them to a file.

use aws_sdk_sts::types::Credentials;
use chrono::{DateTime, TimeDelta, Utc};

use daypass_core::keys::SessionCredentials;
use daypass_core::ports::Caller;
use daypass_core::secret::Secret;

/// A signature is accepted from clocks that are a quarter of an hour off, so that is how wrong our
/// notion of AWS's time may be where no answer has told it yet; some minutes are left for slow networks.
const TOLERANCE: TimeDelta = TimeDelta::minutes(20);

/// Takes STS's credentials, or says which field is not usable. `asked` is the session's length in
/// seconds as asked for: STS may grant less, never more, and an end that is far too late would keep
/// every reminder silent when the session dies.
///
/// A line feed in a token would forge a section in the credentials file, an empty one would erase
/// a working session, and the SDK hands out both (`design/facts.md`, sections 7 and 8).
pub(super) fn session(
    credentials: Option<Credentials>,
    server_time: DateTime<Utc>,
    asked: u32,
) -> Result<SessionCredentials, &'static str> {
    let given = credentials.ok_or("there are no credentials in it")?;
    let expires = DateTime::from_timestamp(given.expiration.secs(), given.expiration.subsec_nanos());
    let session = SessionCredentials {
        access_key_id: given.access_key_id,
        secret_access_key: Secret::new(given.secret_access_key),
        session_token: Secret::new(given.session_token),
        expires: expires.ok_or("its expiration is no instant")?,
    };
    if !is_one_word(&session.access_key_id) {
        return Err("its access key id is empty or holds forbidden characters");
    }
    if !is_one_word(session.secret_access_key.expose()) {
        return Err("its secret key is empty or holds forbidden characters");
    }
    if !is_one_word(session.session_token.expose()) {
        return Err("its session token is empty or holds forbidden characters");
    }
    if session.expires <= server_time {
        return Err("its expiration lies in the past");
    }
    if session.expires - server_time > TimeDelta::seconds(asked.into()) + TOLERANCE {
        return Err("its expiration lies much later than was asked for");
    }
    Ok(session)
}

/// Takes STS's word on who calls, if it looks like one: people are shown it.
pub(super) fn caller(account: Option<String>, arn: Option<String>) -> Option<Caller> {
    let (account, arn) = (account?, arn?);
    let is_account = account.len() == 12 && account.bytes().all(|byte| byte.is_ascii_digit());
    (is_account && is_one_word(&arn) && arn.starts_with("arn:")).then_some(Caller { account, arn })
}

/// Visible ASCII without a space, as every key and token of AWS is.
fn is_one_word(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(id: &str, secret: &str, token: &str, seconds: i64) -> Option<Credentials> {
        let expiration = aws_smithy_types::DateTime::from_secs(seconds);
        let builder = Credentials::builder().access_key_id(id).secret_access_key(secret);
        builder.session_token(token).expiration(expiration).build().ok()
    }

    #[test]
    fn good_credentials_pass() {
        let now = DateTime::from_timestamp(1000, 0).unwrap();
        let session = session(given("ASIA1", "s/+=", "t", 1001), now, 900).unwrap();
        assert_eq!((session.access_key_id.as_str(), session.expires.timestamp()), ("ASIA1", 1001));
    }

    #[test]
    fn every_field_is_looked_at() {
        let now = DateTime::from_timestamp(1000, 0).unwrap();
        for (id, secret, token, seconds) in [
            ("", "s", "t", 2000),
            ("A B", "s", "t", 2000),
            ("A", "", "t", 2000),
            ("A", "s\r", "t", 2000),
            ("A", "s", "", 2000),
            ("A", "s", "t\n[default]", 2000),
            ("A", "s", "tök", 2000),
            ("A", "s", "t", 1000),
            ("A", "s", "t", 1000 + 3600 + 20 * 60 + 1),
            // The end of the year 9999.
            ("A", "s", "t", 253_402_300_799),
            ("A", "s", "t", i64::MAX),
        ] {
            assert!(
                session(given(id, secret, token, seconds), now, 3600).is_err(),
                "{id:?} {secret:?} {token:?} {seconds}"
            );
        }
        assert!(session(None, now, 3600).is_err());
    }

    #[test]
    fn a_caller_has_an_account_and_an_arn() {
        let told =
            |account: &str, arn: &str| caller(Some(account.to_owned()), Some(arn.to_owned())).is_some();
        let jane = "arn:aws:iam::123456789012:user/team/jane";
        assert!(told("123456789012", jane));
        for (account, arn) in [
            ("12345678901", jane),
            ("12345678901a", jane),
            ("123456789012", "jane"),
            ("123456789012", "arn:aws:iam::123456789012:user/j\u{202e}ane"),
            ("123456789012", "arn:aws:iam::123456789012:user/j\nane"),
        ] {
            assert!(!told(account, arn), "{account} {arn:?}");
        }
        assert_eq!(caller(None, Some(jane.to_owned())), None);
    }

    #[test]
    fn a_session_may_be_shorter_than_asked_and_hardly_longer() {
        let now = DateTime::from_timestamp(1000, 0).unwrap();
        for seconds in [1001, 1000 + 3600, 1000 + 3600 + 20 * 60] {
            assert!(session(given("A", "s", "t", seconds), now, 3600).is_ok(), "{seconds}");
        }
    }
}
