//! XML answers shaped like AWS's own.
//!
//! Source: the response samples of AWS STS API Reference and IAM API Reference (ListMFADevices).

use chrono::{DateTime, SecondsFormat, Utc};

use crate::refusal::{Blame, Refusal};

/// The namespace of STS's answers.
pub(crate) const STS: &str = "https://sts.amazonaws.com/doc/2011-06-15/";
/// The namespace of IAM's answers.
pub(crate) const IAM: &str = "https://iam.amazonaws.com/doc/2010-05-08/";

/// Returns an element around markup.
pub(crate) fn around(name: &str, inner: &str) -> String {
    format!("<{name}>{inner}</{name}>")
}

/// Returns an element with text.
pub(crate) fn text(name: &str, value: &str) -> String {
    around(name, &escaped(value))
}

/// Returns an instant as AWS writes it.
pub(crate) fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// Returns the whole answer of an action.
pub(crate) fn answer(namespace: &str, action: &str, result: &str, request_id: &str) -> String {
    let result = around(&format!("{action}Result"), result);
    let metadata = around("ResponseMetadata", &text("RequestId", request_id));
    let name = format!("{action}Response");
    format!("<{name} xmlns=\"{namespace}\">\n  {result}\n  {metadata}\n</{name}>\n")
}

/// Returns the whole answer of a refusal.
pub(crate) fn refusal(namespace: &str, refusal: &Refusal, request_id: &str) -> String {
    let blame = match refusal.blame {
        Blame::Sender => "Sender",
        Blame::Receiver => "Receiver",
    };
    let error = [text("Type", blame), text("Code", &refusal.code), text("Message", &refusal.message)];
    let error = around("Error", &error.concat());
    let id = text("RequestId", request_id);
    format!("<ErrorResponse xmlns=\"{namespace}\">\n  {error}\n  {id}\n</ErrorResponse>\n")
}

fn escaped(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    for character in value.chars() {
        match character {
            '&' => text.push_str("&amp;"),
            '<' => text.push_str("&lt;"),
            '>' => text.push_str("&gt;"),
            '"' => text.push_str("&quot;"),
            other => text.push(other),
        }
    }
    text
}
