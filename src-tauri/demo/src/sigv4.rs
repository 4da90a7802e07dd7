//! Signature Version 4, the server's side.
//!
//! Source: IAM User Guide, "Create a signed AWS API request" (canonical request, string to sign,
//! signing key), checked against the `get-vanilla` vectors of AWS's SigV4 test suite.

use std::fmt::Write;

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

/// The one algorithm taken.
pub(crate) const ALGORITHM: &str = "AWS4-HMAC-SHA256";
/// The last part of every credential scope.
pub(crate) const TERMINATOR: &str = "aws4_request";

/// What a request looked like on the wire, as far as a signature covers it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Wire {
    /// The HTTP method.
    pub method: String,
    /// The path as sent.
    pub path: String,
    /// The query as sent, without the question mark.
    pub query: String,
    /// Header names in lower case and their values, in the order of arrival.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Wire {
    /// Returns all values of a header, joined as SigV4 wants them.
    pub(crate) fn header(&self, name: &str) -> Option<String> {
        let values: Vec<String> = self
            .headers
            .iter()
            .filter(|(key, _)| key == name)
            .map(|(_, value)| value.split_whitespace().collect::<Vec<_>>().join(" "))
            .collect();
        (!values.is_empty()).then(|| values.join(","))
    }
}

/// Where a signature is good for: a day, a region, a service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Scope {
    pub date: String,
    pub region: String,
    pub service: String,
}

impl Scope {
    fn text(&self) -> String {
        format!("{}/{}/{}/{TERMINATOR}", self.date, self.region, self.service)
    }
}

/// Tells whether the signature in hexadecimal is this request's, compared in constant time.
pub(crate) fn fits(
    wire: &Wire,
    signed: &[String],
    stamp: &str,
    scope: &Scope,
    secret: &str,
    hex: &str,
) -> bool {
    let text = string_to_sign(wire, signed, stamp, scope);
    let Some(presented) = from_hex(hex) else {
        return false;
    };
    let Some(mut mac) = keyed(&signing_key(secret, scope)) else {
        return false;
    };
    mac.update(text.as_bytes());
    mac.verify_slice(&presented).is_ok()
}

fn string_to_sign(wire: &Wire, signed: &[String], stamp: &str, scope: &Scope) -> String {
    let request = canonical_request(wire, signed);
    let hash = to_hex(&Sha256::digest(request.as_bytes()));
    format!("{ALGORITHM}\n{stamp}\n{}\n{hash}", scope.text())
}

fn canonical_request(wire: &Wire, signed: &[String]) -> String {
    let mut text = format!("{}\n{}\n{}\n", wire.method, wire.path, canonical_query(&wire.query));
    for name in signed {
        let value = wire.header(name).unwrap_or_default();
        text.push_str(&format!("{name}:{value}\n"));
    }
    let names = signed.join(";");
    let body = to_hex(&Sha256::digest(&wire.body));
    text.push_str(&format!("\n{names}\n{body}"));
    text
}

fn canonical_query(query: &str) -> String {
    let mut pairs: Vec<String> = query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| if pair.contains('=') { pair.to_owned() } else { format!("{pair}=") })
        .collect();
    pairs.sort();
    pairs.join("&")
}

fn signing_key(secret: &str, scope: &Scope) -> Vec<u8> {
    let parts = [&scope.date, &scope.region, &scope.service, TERMINATOR];
    let first = format!("AWS4{secret}").into_bytes();
    parts.into_iter().fold(first, |key, part| hmac(&key, part))
}

fn hmac(key: &[u8], text: &str) -> Vec<u8> {
    let Some(mut mac) = keyed(key) else {
        return Vec::new();
    };
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

// HMAC takes a key of any length; `None` has no case, and refuses if it ever had one.
fn keyed(key: &[u8]) -> Option<Hmac<Sha256>> {
    <Hmac<Sha256> as KeyInit>::new_from_slice(key).ok()
}

fn to_hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    let pairs = text.as_bytes().chunks(2);
    pairs.map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()).collect()
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// Signs as a client does, for the tests of the other modules.
    pub(crate) fn sign(wire: &Wire, names: &[String], stamp: &str, scope: &Scope, secret: &str) -> String {
        let text = string_to_sign(wire, names, stamp, scope);
        to_hex(&hmac(&signing_key(secret, scope), &text))
    }

    const SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    const STAMP: &str = "20150830T123600Z";

    fn scope() -> Scope {
        Scope { date: "20150830".into(), region: "us-east-1".into(), service: "service".into() }
    }

    fn vanilla(method: &str, query: &str) -> Wire {
        Wire {
            method: method.into(),
            path: "/".into(),
            query: query.into(),
            headers: vec![
                ("host".into(), "example.amazonaws.com".into()),
                ("x-amz-date".into(), STAMP.into()),
            ],
            body: Vec::new(),
        }
    }

    fn names() -> Vec<String> {
        vec!["host".into(), "x-amz-date".into()]
    }

    #[test]
    fn answers_aws_test_vectors() {
        let vectors = [
            ("GET", "", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"),
            ("POST", "", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"),
            (
                "GET",
                "Param2=value2&Param1=value1",
                "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
            ),
        ];
        for (method, query, signature) in vectors {
            let wire = vanilla(method, query);
            assert_eq!(sign(&wire, &names(), STAMP, &scope(), SECRET), signature, "{method} {query}");
            assert!(fits(&wire, &names(), STAMP, &scope(), SECRET, signature));
        }
    }

    #[test]
    fn derives_the_signing_key_of_the_guide() {
        let scope = Scope { date: "20150830".into(), region: "us-east-1".into(), service: "iam".into() };
        let key = signing_key("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", &scope);
        assert_eq!(to_hex(&key), "c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9");
    }

    #[test]
    fn refuses_a_touched_body_a_wrong_secret_and_nonsense() {
        let wire = vanilla("POST", "");
        let good = sign(&wire, &names(), STAMP, &scope(), SECRET);
        let touched = Wire { body: b"x".to_vec(), ..wire.clone() };
        assert!(!fits(&touched, &names(), STAMP, &scope(), SECRET, &good));
        assert!(!fits(&wire, &names(), STAMP, &scope(), "other", &good));
        assert!(!fits(&wire, &names(), STAMP, &scope(), SECRET, ""));
        assert!(!fits(&wire, &names(), STAMP, &scope(), SECRET, "zz"));
        assert!(!fits(&wire, &names(), STAMP, &scope(), SECRET, &good[..63]));
    }
}
