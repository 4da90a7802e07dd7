//! Refusals in AWS's own words.
//!
//! Source: AWS STS API Reference, "Common Errors" and each action's "Errors"; wordings as seen in
//! the wild are collected in `design/facts.md`, section 5.2.

use std::borrow::Cow;

/// Who is to blame, in AWS's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Blame {
    /// The request was wrong.
    Sender,
    /// The service failed.
    Receiver,
}

/// An answer that is not a success.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    /// The HTTP status.
    pub status: u16,
    /// Who is to blame.
    pub blame: Blame,
    /// The error code, such as `AccessDenied`.
    pub code: Cow<'static, str>,
    /// The message, as AWS writes it.
    pub message: String,
}

impl Refusal {
    /// Refuses with a status and a code of the sender's fault.
    pub(crate) fn sender(
        status: u16,
        code: impl Into<Cow<'static, str>>,
        message: impl Into<String>,
    ) -> Self {
        Self { status, blame: Blame::Sender, code: code.into(), message: message.into() }
    }

    /// Refuses with a status and a code of the service's fault.
    pub(crate) fn receiver(
        status: u16,
        code: impl Into<Cow<'static, str>>,
        message: impl Into<String>,
    ) -> Self {
        Self { status, blame: Blame::Receiver, code: code.into(), message: message.into() }
    }

    pub(crate) fn denied(message: impl Into<String>) -> Self {
        Self::sender(403, "AccessDenied", message)
    }

    pub(crate) fn invalid(message: impl Into<String>) -> Self {
        Self::sender(400, "ValidationError", message)
    }

    pub(crate) fn parameter(message: impl Into<String>) -> Self {
        Self::sender(400, "InvalidParameterValue", message)
    }

    pub(crate) fn signature(message: impl Into<String>) -> Self {
        Self::sender(403, "SignatureDoesNotMatch", message)
    }

    pub(crate) fn incomplete(message: impl Into<String>) -> Self {
        Self::sender(400, "IncompleteSignature", message)
    }

    pub(crate) fn unknown_token() -> Self {
        Self::sender(403, "InvalidClientTokenId", "The security token included in the request is invalid.")
    }

    pub(crate) fn expired_token() -> Self {
        Self::sender(403, "ExpiredToken", "The security token included in the request is expired")
    }

    pub(crate) fn internal() -> Self {
        Self::receiver(500, "InternalFailure", "An internal error has occurred.")
    }

    pub(crate) fn not_authorized(arn: &str, action: &str, resource: &str) -> Self {
        Self::denied(format!("User: {arn} is not authorized to perform: {action} on resource: {resource}"))
    }
}
