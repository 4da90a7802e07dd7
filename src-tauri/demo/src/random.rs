//! Keys, tokens and seeds from the system's randomness.

use crate::refusal::Refusal;

const UPPER_AND_DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const BASE64: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// The system had no randomness to give.
#[derive(Debug, Clone, Copy, thiserror::Error)]
#[error("the system gave no random bytes: {0}")]
pub struct NoRandomness(getrandom::Error);

impl From<NoRandomness> for Refusal {
    fn from(_: NoRandomness) -> Self {
        Refusal::internal()
    }
}

/// Returns `count` random bytes.
pub(crate) fn bytes(count: usize) -> Result<Vec<u8>, NoRandomness> {
    let mut bytes = vec![0; count];
    getrandom::fill(&mut bytes).map_err(NoRandomness)?;
    Ok(bytes)
}

/// Returns an id such as `AKIA…`: four letters of kind, then capitals and digits.
///
/// IAM User Guide, "IAM identifiers", lists the prefixes.
pub(crate) fn id(prefix: &str, count: usize) -> Result<String, NoRandomness> {
    Ok(format!("{prefix}{}", letters(UPPER_AND_DIGITS, count)?))
}

/// Returns a secret access key: 40 characters.
pub(crate) fn secret() -> Result<String, NoRandomness> {
    letters(BASE64, 40)
}

/// Returns a session token of 2,176 base64 characters, a length that whole files were cut at.
///
/// `AWS STS API Reference`, `Credentials`: the size of a token is not fixed, assume no maximum.
pub(crate) fn token() -> Result<String, NoRandomness> {
    Ok(format!("IQoJb3JpZ2luX2Vj{}", letters(BASE64, 2160)?))
}

/// Returns a request id in the shape of a UUID of version 4.
pub(crate) fn request_id() -> Result<String, NoRandomness> {
    let hex = letters(b"0123456789abcdef", 30)?;
    let (a, b, c, d, e) = (&hex[..8], &hex[8..12], &hex[12..15], &hex[15..18], &hex[18..30]);
    Ok(format!("{a}-{b}-4{c}-8{d}-{e}"))
}

// Every alphabet has a power of two of characters, so the remainder is even.
fn letters(alphabet: &[u8], count: usize) -> Result<String, NoRandomness> {
    let pick = |byte: u8| char::from(alphabet[usize::from(byte) % alphabet.len()]);
    Ok(bytes(count)?.into_iter().map(pick).collect())
}
