//! Where a request goes: region and endpoint.

use crate::failure::{Code, Failure};
use crate::profile::visible;

/// A region, and an endpoint when it is not AWS's own for that region.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Route {
    /// The region whose STS signs and answers.
    pub region: String,
    /// An endpoint that replaces AWS's.
    pub endpoint: Option<String>,
}

/// What the environment says about routes, read once by the adapters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RouteEnv {
    /// `AWS_REGION`, else `AWS_DEFAULT_REGION`.
    pub region: Option<String>,
    /// `AWS_ENDPOINT_URL_STS`.
    pub endpoint_url_sts: Option<String>,
    /// `AWS_ENDPOINT_URL`.
    pub endpoint_url: Option<String>,
    /// `AWS_IGNORE_CONFIGURED_ENDPOINT_URLS`.
    pub ignore_configured_endpoint_urls: bool,
}

/// What a profile says about its route.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RouteProfile<'a> {
    /// `region`.
    pub region: Option<&'a str>,
    /// `endpoint_url` of `sts` in the profile's services section.
    pub services_sts: Option<&'a str>,
    /// `endpoint_url`.
    pub endpoint_url: Option<&'a str>,
    /// The partition of the profile's MFA device or role, for the default region.
    pub partition: Option<&'a str>,
}

/// Chooses the route. Order of endpoints (AWS SDKs and Tools Reference Guide, "Service-specific
/// endpoints"): `AWS_ENDPOINT_URL_STS`, `AWS_ENDPOINT_URL`, services section, profile.
/// Without a region, the partition's first region is used: only China and GovCloud have no
/// sensible default, because keys there work in their partition alone and the ARN may be missing.
///
/// # Errors
/// [`Code::BadEndpoint`] for a malformed region or endpoint.
pub fn choose(env: &RouteEnv, profile: &RouteProfile<'_>) -> Result<Route, Failure> {
    let region =
        profile.region.or(env.region.as_deref()).unwrap_or_else(|| default_region(profile.partition));
    if !is_region(region) {
        return Err(Failure::new(
            Code::BadEndpoint,
            format!("“{}” is not the name of a region.", visible(region)),
            "Set region in the profile to one like eu-central-1.",
        ));
    }
    let configured = || {
        if env.ignore_configured_endpoint_urls { None } else { profile.services_sts.or(profile.endpoint_url) }
    };
    let endpoint = env.endpoint_url_sts.as_deref().or(env.endpoint_url.as_deref()).or_else(configured);
    if let Some(url) = endpoint
        && !is_endpoint(url)
    {
        return Err(Failure::new(
            Code::BadEndpoint,
            format!("“{}” is not an endpoint.", visible(url)),
            "An endpoint_url starts with https:// and names a host.",
        ));
    }
    Ok(Route { region: region.to_owned(), endpoint: endpoint.map(str::to_owned) })
}

fn default_region(partition: Option<&str>) -> &'static str {
    match partition {
        Some("aws-us-gov") => "us-gov-west-1",
        Some("aws-cn") => "cn-north-1",
        Some("aws-eusc") => "eusc-de-east-1",
        Some("aws-iso") => "us-iso-east-1",
        Some("aws-iso-b") => "us-isob-east-1",
        Some(_) | None => "us-east-1",
    }
}

/// A region becomes part of a host name, so only what a host label allows may pass.
fn is_region(text: &str) -> bool {
    (1..=63).contains(&text.len())
        && !text.starts_with('-')
        && !text.ends_with('-')
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

fn is_endpoint(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| {
        !rest.is_empty()
            && !rest.starts_with('/')
            && !rest.contains('@')
            && !text.chars().any(|c| c.is_whitespace() || c.is_control())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn env(sts: Option<&str>, all: Option<&str>) -> RouteEnv {
        RouteEnv {
            endpoint_url_sts: sts.map(str::to_owned),
            endpoint_url: all.map(str::to_owned),
            ..RouteEnv::default()
        }
    }

    #[test]
    fn the_most_specific_endpoint_wins() {
        let profile = RouteProfile {
            services_sts: Some("https://services.example"),
            endpoint_url: Some("https://profile.example"),
            ..RouteProfile::default()
        };
        let of = |env: &RouteEnv, profile: &RouteProfile<'_>| choose(env, profile).unwrap().endpoint;
        assert_eq!(
            of(&env(Some("https://a.example"), Some("https://b.example")), &profile).as_deref(),
            Some("https://a.example")
        );
        assert_eq!(of(&env(None, Some("https://b.example")), &profile).as_deref(), Some("https://b.example"));
        assert_eq!(of(&env(None, None), &profile).as_deref(), Some("https://services.example"));
        let ignoring = RouteEnv { ignore_configured_endpoint_urls: true, ..RouteEnv::default() };
        assert_eq!(of(&ignoring, &profile), None);
    }

    #[test]
    fn the_profile_region_wins_over_the_environment() {
        let env = RouteEnv { region: Some("us-west-2".into()), ..RouteEnv::default() };
        let profile = RouteProfile { region: Some("eu-central-1"), ..RouteProfile::default() };
        assert_eq!(choose(&env, &profile).unwrap().region, "eu-central-1");
        assert_eq!(choose(&env, &RouteProfile::default()).unwrap().region, "us-west-2");
    }

    #[test]
    fn without_a_region_the_partition_decides() {
        let profile = RouteProfile { partition: Some("aws-us-gov"), ..RouteProfile::default() };
        assert_eq!(choose(&RouteEnv::default(), &profile).unwrap().region, "us-gov-west-1");
        assert_eq!(choose(&RouteEnv::default(), &RouteProfile::default()).unwrap().region, "us-east-1");
    }

    #[test]
    fn malformed_places_are_refused_before_a_code_is_spent() {
        for region in ["", "eu_central_1", "evil.example/", "EU-CENTRAL-1"] {
            let profile = RouteProfile { region: Some(region), ..RouteProfile::default() };
            assert_eq!(
                choose(&RouteEnv::default(), &profile).unwrap_err().code,
                Code::BadEndpoint,
                "{region}"
            );
        }
        for url in ["sts.example", "ftp://x", "https://", "https://user@host", "https://a b"] {
            assert_eq!(
                choose(&env(Some(url), None), &RouteProfile::default()).unwrap_err().code,
                Code::BadEndpoint,
                "{url}"
            );
        }
    }
}
