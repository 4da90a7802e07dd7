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
    fn temporary_keys_are_told_by_their_prefix() {
        assert!(is_temporary("ASIAIOSFODNN7EXAMPLE"));
        assert!(!is_temporary("AKIAIOSFODNN7EXAMPLE"));
    }
}
