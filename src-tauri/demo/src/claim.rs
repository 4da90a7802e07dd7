//! What a request claims in its Authorization header, and whether the claim is in order.
//!
//! Source: IAM User Guide, "Create a signed AWS API request" and "Troubleshoot Signature Version 4
//! signed requests" (wordings, 15 minutes of tolerance).

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};

use crate::refusal::Refusal;
use crate::sigv4::{self, Scope, Wire};

const TOLERANCE: TimeDelta = TimeDelta::minutes(15);
const STAMP: &str = "%Y%m%dT%H%M%SZ";
/// The answer to a signature that is not the key's own.
pub(crate) const WRONG_SIGNATURE: &str = "The request signature we calculated does not match the signature you \
     provided. Check your AWS Secret Access Key and signing method. Consult the service \
     documentation for details.";

/// What the Authorization header says, not yet believed.
pub(crate) struct Claim {
    pub key_id: String,
    pub scope: Scope,
    pub terminator: String,
    pub signed: Vec<String>,
    pub signature: String,
    pub stamp: String,
}

impl Claim {
    /// Reads the headers of a request.
    pub fn of(wire: &Wire, service: &str) -> Result<Self, Refusal> {
        let header = wire.header("authorization").ok_or_else(|| {
            let message = "Request is missing Authentication Token";
            Refusal::sender(403, "MissingAuthenticationToken", message)
        })?;
        let (algorithm, parts) = header.split_once(' ').unwrap_or((&header, ""));
        if algorithm != sigv4::ALGORITHM {
            return Err(Refusal::incomplete(format!("Unsupported AWS 'algorithm': '{algorithm}'.")));
        }
        let credential = part(parts, "Credential")?;
        let signed = part(parts, "SignedHeaders")?.split(';').map(str::to_owned).collect();
        let signature = part(parts, "Signature")?;
        let stamp = wire.header("x-amz-date").ok_or_else(|| {
            Refusal::incomplete(
                "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.",
            )
        })?;
        let (key_id, scope, terminator) = scoped(&credential, service)?;
        Ok(Self { key_id, scope, terminator, signed, signature, stamp })
    }

    /// Refuses a scope of another service, region, day or ending.
    pub fn check_scope(&self, service: &str) -> Result<(), Refusal> {
        let Scope { date, region, service: named } = &self.scope;
        if named != service {
            return Err(Refusal::signature(format!(
                "Credential should be scoped to correct service: '{service}'. "
            )));
        }
        // The real IAM takes only us-east-1; with an `endpoint_url`, SDKs sign with the profile's region.
        if !is_region(region) {
            return Err(Refusal::signature(format!(
                "Credential should be scoped to a valid region, not '{region}'. "
            )));
        }
        if self.terminator != sigv4::TERMINATOR {
            return Err(Refusal::signature(format!(
                "Credential should be scoped with a valid terminator: 'aws4_request', not '{}'. ",
                self.terminator
            )));
        }
        let day = self.stamp.get(..8).unwrap_or_default();
        if date != day {
            return Err(Refusal::signature(format!(
                "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from \
                 HTTP: '{date}' != '{day}', from '{}'.",
                self.stamp
            )));
        }
        Ok(())
    }

    /// Refuses headers left out of the signature: SigV4 asks for `host` and every `x-amz-` header under the signature.
    pub fn check_coverage(&self, wire: &Wire) -> Result<(), Refusal> {
        let is_signed = |name: &str| self.signed.iter().any(|signed| signed == name);
        if !is_signed("host") {
            return Err(Refusal::signature(
                "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.",
            ));
        }
        if !self.signed.is_sorted() {
            return Err(Refusal::signature(WRONG_SIGNATURE));
        }
        let names = wire.headers.iter().map(|(name, _)| name);
        let bare = names.filter(|name| name.starts_with("x-amz-")).find(|name| !is_signed(name));
        if let Some(name) = bare {
            return Err(Refusal::signature(format!(
                "'{name}' must be a 'SignedHeader' in the AWS Authorization."
            )));
        }
        Ok(())
    }

    /// Refuses a date more than 15 minutes off.
    pub fn check_time(&self, now: DateTime<Utc>) -> Result<(), Refusal> {
        let stamp = &self.stamp;
        let Ok(at) = NaiveDateTime::parse_from_str(stamp, STAMP) else {
            return Err(Refusal::incomplete(format!(
                "Date must be in ISO-8601 'basic format'. Got '{stamp}'. \
                 See http://en.wikipedia.org/wiki/ISO_8601"
            )));
        };
        let (at, shown) = (at.and_utc(), now.format(STAMP));
        let (earliest, latest) = (now - TOLERANCE, now + TOLERANCE);
        if at < earliest {
            let earliest = earliest.format(STAMP);
            return Err(Refusal::signature(format!(
                "Signature expired: {stamp} is now earlier than {earliest} ({shown} - 15 min.)"
            )));
        }
        if at > latest {
            let latest = latest.format(STAMP);
            return Err(Refusal::signature(format!(
                "Signature not yet current: {stamp} is still later than {latest} ({shown} + 15 min.)"
            )));
        }
        Ok(())
    }
}

fn part(parts: &str, name: &str) -> Result<String, Refusal> {
    let value = |part: &str| part.trim().strip_prefix(name)?.strip_prefix('=').map(str::to_owned);
    parts
        .split(',')
        .find_map(value)
        .ok_or_else(|| Refusal::incomplete(format!("Authorization header requires '{name}' parameter.")))
}

fn scoped(credential: &str, service: &str) -> Result<(String, Scope, String), Refusal> {
    let fields: Vec<String> = credential.split('/').map(str::to_owned).collect();
    let Ok([key_id, date, region, named, terminator]) = <[String; 5]>::try_from(fields) else {
        return Err(Refusal::incomplete(format!(
            "Credential must have exactly 5 slash-delimited elements, e.g. \
             keyid/date/region/{service}/aws4_request, got '{credential}'"
        )));
    };
    Ok((key_id, Scope { date, region, service: named }, terminator))
}

// `eu-central-1`, `us-gov-west-1`; `aws-global` is an SDK's own word that STS refuses.
fn is_region(region: &str) -> bool {
    let parts: Vec<&str> = region.split('-').collect();
    let lower = |part: &&str| !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase());
    let Some((number, words)) = parts.split_last() else {
        return false;
    };
    words.len() >= 2
        && words[0].len() >= 2
        && words.iter().all(lower)
        && !number.is_empty()
        && number.chars().all(|c| c.is_ascii_digit())
}
