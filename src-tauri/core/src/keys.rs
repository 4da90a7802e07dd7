//! Long-term keys and session credentials.

use chrono::{DateTime, Utc};

use crate::secret::Secret;

/// The access key of an IAM user or root user: an id that starts with `AKIA`, and its secret.
#[derive(Debug)]
pub struct LongTermKey {
    /// The access key id. Not secret, yet never shown whole: see [`masked`].
    pub id: String,
    /// The secret access key.
    pub secret: Secret,
}

/// What STS grants: keys that end.
#[derive(Debug)]
pub struct SessionCredentials {
    /// The access key id, `ASIA…`.
    pub access_key_id: String,
    /// The secret access key.
    pub secret_access_key: Secret,
    /// The session token; AWS fixes no maximum size.
    pub session_token: Secret,
    /// The instant from which AWS refuses these keys.
    pub expires: DateTime<Utc>,
}

/// Says whether an access key id belongs to temporary credentials
/// (IAM User Guide, "Unique identifiers": `ASIA` is temporary, `AKIA` is long-term).
#[must_use]
pub fn is_temporary(access_key_id: &str) -> bool {
    access_key_id.starts_with("ASIA")
}

/// The account that an access key id carries, if it does.
///
/// AWS does not document it, but its GetAccessKeyInfo agrees: behind the prefix stand 80 bits in
/// base32. The first is set in ids made since 2019, and the next 40 are then the account's number
/// (Tal Be'ery, "A short note on AWS KEY ID"; Reversec, "A bitwise analysis of AWS access key
/// identifiers"). Older ids carry something else there.
#[must_use]
pub fn account_of(access_key_id: &str) -> Option<String> {
    let code = access_key_id.strip_prefix("AKIA").or_else(|| access_key_id.strip_prefix("ASIA"))?;
    if code.len() != 16 {
        return None;
    }
    let mut bits: u128 = 0;
    for byte in code.bytes() {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'2'..=b'7' => byte - b'2' + 26,
            _ => return None,
        };
        bits = bits << 5 | u128::from(value);
    }
    let of_the_new_kind = bits >> 79 == 1;
    let account = bits >> 39 & ((1 << 40) - 1);
    (of_the_new_kind && (1..1_000_000_000_000).contains(&account)).then(|| format!("{account:012}"))
}

/// Shows the last four characters of an access key id, enough to tell keys apart.
#[must_use]
pub fn masked(access_key_id: &str) -> String {
    let tail: Vec<char> = access_key_id.chars().rev().take(4).collect();
    let tail: String = tail.into_iter().rev().collect();
    format!("…{tail}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_tail_of_a_key_id_is_shown() {
        assert_eq!(masked("AKIAIOSFODNN7EXAMPLE"), "…MPLE");
        assert_eq!(masked("é"), "…é");
    }

    #[test]
    fn newer_access_key_ids_carry_their_account() {
        // Made for this test, for AWS's documented example account; AWS never issued them.
        assert_eq!(account_of("AKIARZPUZDIKFJOD3HTR").as_deref(), Some("123456789012"));
        assert_eq!(account_of("ASIARZPUZDIKAAAAAAAA").as_deref(), Some("123456789012"));
        for id in [
            "AKIAIOSFODNN7EXAMPLE",
            "AKIAI44QH8DHBEXAMPLE",
            "AKIARZPUZDIKFJOD3HT",
            "AIDARZPUZDIKFJOD3HTR",
            "AKIArzpuzdikfjod3htr",
            "AKIA7777777777777777",
            "AKIAQAAAAAAAAAAAAAAA",
            "",
        ] {
            assert_eq!(account_of(id), None, "{id}");
        }
    }

    #[test]
    fn temporary_keys_are_told_by_their_prefix() {
        assert!(is_temporary("ASIAIOSFODNN7EXAMPLE"));
        assert!(!is_temporary("AKIAIOSFODNN7EXAMPLE"));
    }
}
