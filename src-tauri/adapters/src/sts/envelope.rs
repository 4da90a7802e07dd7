//! Is this body an answer of STS, and is it whole?
//!
//! The SDK does not ask: it takes half a session token out of a cut body for a success, and reads
//! 64 MiB of anything to its end (`design/facts.md`, section 7).

/// More than twenty times the longest session token seen.
pub(super) const LIMIT: usize = 64 * 1024;

/// The elements that STS answers with (AWS STS API Reference, "Response Elements" of each action).
const SUCCESSES: [&str; 5] = [
    "GetSessionTokenResponse",
    "AssumeRoleResponse",
    "GetCallerIdentityResponse",
    // IAM speaks the same protocol (IAM API Reference, "ListMFADevices").
    "ListMFADevicesResponse",
    // A written profile may name a web identity; reading it back is then this call.
    "AssumeRoleWithWebIdentityResponse",
];
const ERROR: &str = "ErrorResponse";

/// What a body is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Envelope {
    /// Whole, and of the kind that its status promises.
    Whole,
    /// STS granted something, and the rest of the answer is missing: the code is spent.
    CutSuccess,
    /// STS refused something, and the rest of the answer is missing.
    CutError,
    /// Nothing that STS sends.
    Foreign,
}

/// Judges a body by its first and its last element.
pub(super) fn judge(status: u16, body: &[u8]) -> Envelope {
    let Some(root) = root_element(body) else {
        return Envelope::Foreign;
    };
    let is_success = SUCCESSES.contains(&root);
    if !is_success && root != ERROR {
        return Envelope::Foreign;
    }
    if is_success != (200..300).contains(&status) {
        return Envelope::Foreign;
    }
    let closing = format!("</{root}>");
    match (body.trim_ascii_end().ends_with(closing.as_bytes()), is_success) {
        (true, _) => Envelope::Whole,
        (false, true) => Envelope::CutSuccess,
        (false, false) => Envelope::CutError,
    }
}

/// The name of the first element, after a byte order mark and the XML declaration.
fn root_element(body: &[u8]) -> Option<&str> {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    let mut rest = body.trim_ascii_start();
    if let Some(declaration) = rest.strip_prefix(b"<?xml") {
        let end = declaration.windows(2).position(|pair| pair == b"?>")?;
        rest = declaration.get(end + 2..)?.trim_ascii_start();
    }
    let rest = rest.strip_prefix(b"<")?;
    let end = rest.iter().position(|byte| b" \t\r\n>".contains(byte))?;
    std::str::from_utf8(rest.get(..end)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str =
        "<?xml version=\"1.0\"?>\n<GetSessionTokenResponse xmlns=\"x\"><a/></GetSessionTokenResponse>\n";

    #[test]
    fn a_whole_answer_passes() {
        assert_eq!(judge(200, GOOD.as_bytes()), Envelope::Whole);
        assert_eq!(judge(403, b"<ErrorResponse><Error/></ErrorResponse>"), Envelope::Whole);
    }

    #[test]
    fn a_cut_answer_is_told_from_a_foreign_one() {
        for length in 0..GOOD.trim_end().len() {
            let known = GOOD[..length].contains("GetSessionTokenResponse ");
            let expected = if known { Envelope::CutSuccess } else { Envelope::Foreign };
            assert_eq!(judge(200, &GOOD.as_bytes()[..length]), expected, "{length}");
        }
        assert_eq!(judge(503, b"<ErrorResponse><Err"), Envelope::CutError);
    }

    #[test]
    fn pages_redirects_and_mismatched_statuses_are_foreign() {
        assert_eq!(judge(200, b"<html><body>Sign in</body></html>"), Envelope::Foreign);
        assert_eq!(judge(200, b"<!DOCTYPE html>"), Envelope::Foreign);
        assert_eq!(judge(302, b""), Envelope::Foreign);
        assert_eq!(judge(200, b"<ErrorResponse></ErrorResponse>"), Envelope::Foreign);
        assert_eq!(judge(403, GOOD.as_bytes()), Envelope::Foreign);
        assert_eq!(judge(200, b"{\"Credentials\":{}}"), Envelope::Foreign);
    }
}
