//! One-time codes of virtual and hardware MFA devices: RFC 6238 with SHA-1, 6 digits, 30 seconds.

use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;

/// Seconds that a code is shown for (RFC 6238, section 4.1).
pub const STEP_SECONDS: u64 = 30;

/// Returns which step of 30 seconds a unix time falls into.
pub(crate) fn step_at(unix: i64) -> u64 {
    u64::try_from(unix).unwrap_or(0) / STEP_SECONDS
}

/// Returns the six digits of a step (RFC 4226, section 5.3).
pub(crate) fn code(seed: &[u8], step: u64) -> String {
    format!("{:06}", truncated(seed, step) % 1_000_000)
}

/// Returns the step whose code this is: the current one, or one either side (RFC 6238, section 5.2).
pub(crate) fn matching_step(seed: &[u8], unix: i64, presented: &str) -> Option<u64> {
    let now = step_at(unix);
    [now, now.saturating_sub(1), now + 1].into_iter().find(|step| code(seed, *step) == presented)
}

/// Returns a seed in base32, as authenticator apps take it.
pub(crate) fn base32(seed: &[u8]) -> String {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let mut text = String::new();
    for chunk in seed.chunks(5) {
        let mut block = [0_u8; 8];
        block[3..3 + chunk.len()].copy_from_slice(chunk);
        let bits = u64::from_be_bytes(block);
        let count = (chunk.len() * 8).div_ceil(5);
        for place in 0..count {
            let index = (bits >> (35 - 5 * place)) & 31;
            text.push(char::from(ALPHABET[index as usize]));
        }
    }
    text
}

fn truncated(seed: &[u8], step: u64) -> u32 {
    // HMAC takes a key of any length, so the error of this constructor has no case.
    let Ok(mut mac) = <Hmac<Sha1> as KeyInit>::new_from_slice(seed) else {
        return 0;
    };
    mac.update(&step.to_be_bytes());
    let digest = mac.finalize().into_bytes();
    let offset = usize::from(digest[19] & 0x0f);
    let word = [digest[offset], digest[offset + 1], digest[offset + 2], digest[offset + 3]];
    u32::from_be_bytes(word) & 0x7fff_ffff
}

#[cfg(test)]
mod tests {
    use super::*;

    const SEED: &[u8] = b"12345678901234567890";

    #[test]
    fn answers_the_test_vectors_of_rfc_6238() {
        let vectors = [
            (59, 94_287_082),
            (1_111_111_109, 7_081_804),
            (1_111_111_111, 14_050_471),
            (1_234_567_890, 89_005_924),
            (2_000_000_000, 69_279_037),
            (20_000_000_000, 65_353_130),
        ];
        for (unix, eight_digits) in vectors {
            assert_eq!(truncated(SEED, step_at(unix)) % 100_000_000, eight_digits, "at {unix}");
        }
        assert_eq!(code(SEED, step_at(59)), "287082");
        assert_eq!(code(SEED, step_at(1_111_111_109)), "081804");
    }

    #[test]
    fn takes_one_step_either_side_and_no_more() {
        let now = 1_234_567_890;
        let at = |steps: i64| code(SEED, step_at(now + 30 * steps));
        assert_eq!(matching_step(SEED, now, &at(0)), Some(step_at(now)));
        assert_eq!(matching_step(SEED, now, &at(-1)), Some(step_at(now) - 1));
        assert_eq!(matching_step(SEED, now, &at(1)), Some(step_at(now) + 1));
        assert_eq!(matching_step(SEED, now, &at(2)), None);
        assert_eq!(matching_step(SEED, now, &at(-2)), None);
    }

    #[test]
    fn writes_seeds_in_base32() {
        assert_eq!(base32(SEED), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        assert_eq!(base32(b"foob"), "MZXW6YQ");
    }
}
