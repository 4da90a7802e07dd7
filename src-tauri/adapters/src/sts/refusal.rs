//! What the SDK says went wrong, in the words of the core.

use std::error::Error;

use aws_sdk_sts::error::{ConnectorError, ProvideErrorMetadata, SdkError};
use aws_sdk_sts::operation::RequestId;
use aws_smithy_http::endpoint::error::ResolveEndpointError;

use daypass_core::failure::{Code, Failure};
use daypass_core::profile::visible_up_to;
use daypass_core::sts_error::StsError;
use daypass_core::text;
use rustls::CertificateError;

use super::http::Flaw;
use super::meaning::{Action, kind_of};

/// Longer texts of AWS repeat themselves.
const LONGEST_DETAIL: usize = 600;

/// A failed try.
#[derive(Debug)]
pub(super) struct Refusal {
    pub kind: StsError,
    /// Whether a connection was waited for until its time was up.
    pub waited: bool,
    /// A sentence of our own, where STS had no part in the failure.
    own_words: Option<Box<Failure>>,
    detail: Option<String>,
    request_id: Option<String>,
}

impl Refusal {
    pub(super) fn of(kind: StsError) -> Self {
        Self { kind, waited: false, own_words: None, detail: None, request_id: None }
    }

    pub(super) fn with_detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// Tells an SDK error's kind. Only this adapter looks at texts.
    pub(super) fn read<E>(action: Action, error: &SdkError<E>) -> Self
    where
        E: ProvideErrorMetadata + Error + 'static,
    {
        match error {
            // Whole STS XML of a success that the SDK could not parse: it calls that an error of STS.
            SdkError::ServiceError(context) if context.raw().status().is_success() => {
                malformed(error.request_id())
            }
            SdkError::ServiceError(context) => of_sts(action, context.err(), context.raw().status().as_u16())
                .with_request_id(error.request_id()),
            SdkError::DispatchFailure(failure) => {
                failure.as_connector_error().map_or_else(|| Self::of(StsError::NoAnswer), of_connection)
            }
            SdkError::TimeoutError(_) => Self::of(StsError::NoAnswer),
            // The body was whole STS XML; what the SDK stumbled over stands inside it.
            SdkError::ResponseError(_) => malformed(error.request_id()),
            // `SdkError` is not exhaustive. These never left this machine.
            SdkError::ConstructionFailure(_) | _ => not_sent(chain_text(error)),
        }
    }

    /// The failure for the person. AWS may quote what was sent: `secrets` are taken out of it.
    pub(super) fn into_failure(self, secrets: &[&str]) -> Failure {
        let mut failure = self.own_words.map_or_else(|| self.kind.failure(), |words| *words);
        failure.detail = self.detail.map(|detail| shown(&detail, secrets)).or(failure.detail);
        failure.request_id = self.request_id.map(|id| shown(&id, secrets));
        failure
    }

    fn with_request_id(mut self, id: Option<&str>) -> Self {
        self.request_id = id.map(str::to_owned);
        self
    }
}

fn malformed(request_id: Option<&str>) -> Refusal {
    let detail = "a field of it is missing or malformed";
    Refusal::of(StsError::UnusableAnswer).with_detail(detail).with_request_id(request_id)
}

/// There was no request to send. `why` is the SDK's word.
fn not_sent(why: String) -> Refusal {
    let failure = not_made(&why);
    Refusal { own_words: Some(Box::new(failure)), ..Refusal::of(StsError::Other) }.with_detail(why)
}

fn of_sts(action: Action, error: &impl ProvideErrorMetadata, status: u16) -> Refusal {
    let (code, message) = (error.code().unwrap_or_default(), error.message().unwrap_or_default());
    let detail = match (code, message) {
        ("", "") => format!("an error without a code and without words, status {status}"),
        ("", words) => format!("an error without a code, status {status}: {words}"),
        (code, "") => format!("{code}, without words, status {status}"),
        (code, words) => format!("{code}: {words}"),
    };
    Refusal::of(kind_of(action, code, message, status)).with_detail(detail)
}

/// The connector knows whether anything was sent, but tells only through the errors it wraps.
fn of_connection(error: &ConnectorError) -> Refusal {
    if let Some(flaw) = find::<Flaw>(error) {
        return Refusal::of(flaw.kind()).with_detail(flaw.to_string());
    }
    if let Some(rule) = find::<ResolveEndpointError>(error) {
        return not_sent(rule.to_string());
    }
    let not_connected =
        find::<hyper_util::client::legacy::Error>(error).is_some_and(|error| error.is_connect());
    let kind = match (certificate(error), not_connected) {
        (Some(kind), _) => kind,
        (None, true) => unconnected(error),
        (None, false) => StsError::NoAnswer,
    };
    Refusal { waited: error.is_timeout(), ..Refusal::of(kind) }.with_detail(chain_text(error))
}

/// Why a certificate was refused, if that is what happened.
fn certificate(error: &ConnectorError) -> Option<StsError> {
    let refused = chain(error).find_map(|cause| match cause.downcast_ref() {
        Some(rustls::Error::InvalidCertificate(why)) => Some(why),
        _ => None,
    })?;
    // `CertificateError` is not exhaustive. Whatever else is wrong: it is not to be trusted.
    Some(match refused {
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => StsError::CertificateExpired,
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            StsError::CertificateTooNew
        }
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            StsError::CertificateOfAnother
        }
        _ => StsError::Untrusted,
    })
}

/// The tunnel's error type has no public name, so its text must do (hyper-util, `TunnelError`).
fn unconnected(error: &ConnectorError) -> StsError {
    let tunnel = chain(error).map(ToString::to_string).find(|text| text.starts_with("tunnel error: "));
    match tunnel {
        Some(text) if text.ends_with("proxy authorization required") => StsError::ProxyLogin,
        Some(_) => StsError::ProxyRefused,
        None => StsError::Unreachable,
    }
}

fn find<'a, T: Error + 'static>(error: &'a (dyn Error + 'static)) -> Option<&'a T> {
    chain(error).find_map(|cause| cause.downcast_ref())
}

/// All causes. An `io::Error` hides what it carries from `source`, so it is asked for that itself.
fn chain<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(error), |&error| match error.downcast_ref::<std::io::Error>() {
        Some(io) => io.get_ref().map(|inner| inner as &(dyn Error + 'static)),
        None => error.source(),
    })
}

/// The causes in words, each once.
fn chain_text(error: &(dyn Error + 'static)) -> String {
    let mut parts: Vec<String> = Vec::new();
    for cause in chain(error) {
        let text = cause.to_string();
        if !parts.iter().any(|part| part.contains(&text)) {
            parts.push(text);
        }
    }
    parts.join(": ")
}

/// Text from outside, without what is secret, without forged lines, and of bounded length.
fn shown(text: &str, secrets: &[&str]) -> String {
    let mut text = text.to_owned();
    for secret in secrets.iter().filter(|secret| !secret.is_empty()) {
        text = text.replace(secret, "…");
    }
    visible_up_to(&text, LONGEST_DETAIL)
}

/// Why there is no request, by the words of the SDK's endpoint rules.
fn not_made(why: &str) -> Failure {
    let (message, hint) = if why.contains("custom endpoint") {
        (
            text!(
                "An endpoint_url and FIPS or dual-stack endpoints are set together, and AWS's SDKs refuse that."
            ),
            text!("Remove endpoint_url, or set use_fips_endpoint and use_dualstack_endpoint to false."),
        )
    } else if why.contains("does not support one or both") {
        (
            text!("AWS has no endpoints that are both FIPS and dual-stack in this region's partition."),
            text!("Set use_fips_endpoint or use_dualstack_endpoint to false."),
        )
    } else if why.contains("does not support FIPS") {
        (
            text!("AWS has no FIPS endpoints in this region's partition."),
            text!("Set use_fips_endpoint to false, or choose another region."),
        )
    } else if why.contains("does not support DualStack") {
        (
            text!("AWS has no dual-stack endpoints in this region's partition."),
            text!("Set use_dualstack_endpoint to false, or choose another region."),
        )
    } else {
        (
            text!("No request could be made for this region or endpoint."),
            text!("Check region and endpoint_url of the profile."),
        )
    };
    Failure::new(Code::BadEndpoint, message, hint)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_endpoint_rules_words_have_sentences() {
        for (words, sentence) in [
            ("Invalid Configuration: FIPS and custom endpoint are not supported", "An endpoint_url and"),
            ("Invalid Configuration: Dualstack and custom endpoint are not supported", "An endpoint_url and"),
            ("FIPS is enabled but this partition does not support FIPS", "no FIPS endpoints"),
            ("DualStack is enabled but this partition does not support DualStack", "no dual-stack endpoints"),
            (
                "FIPS and DualStack are enabled, but this partition does not support one or both",
                "both FIPS and dual-stack",
            ),
            ("Invalid Configuration: Missing Region", "No request could be made"),
        ] {
            let failure = not_made(words);
            assert!(failure.message.contains(sentence), "{words}: {failure}");
            assert_eq!(failure.code, Code::BadEndpoint);
        }
    }

    #[test]
    fn quoted_secrets_and_line_breaks_do_not_pass() {
        let refusal = Refusal::of(StsError::Validation).with_detail("Value '123456'\nat 'tokenCode'");
        let failure = refusal.into_failure(&["123456", ""]);
        assert_eq!(failure.detail.as_deref(), Some("Value '…'\u{fffd}at 'tokenCode'"));
    }

    #[test]
    fn long_texts_and_hidden_characters_do_not_pass() {
        let text = format!("\u{202e}\u{1b}[2J{}", "a".repeat(2 * LONGEST_DETAIL));
        let detail = Refusal::of(StsError::Other).with_detail(text).into_failure(&[]).detail.unwrap();
        assert_eq!(detail.chars().count(), LONGEST_DETAIL + 1, "and the mark that more was there");
        assert!(detail.starts_with("\u{fffd}\u{fffd}[2Jaaa") && detail.ends_with("a…"), "{detail}");
    }
}
