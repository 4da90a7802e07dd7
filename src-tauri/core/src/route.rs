//! Where a request goes: region, endpoint, and whom to trust there.

#[cfg(test)]
mod tests;

use std::path::PathBuf;

use crate::failure::{Code, Failure};
use crate::profile::visible;

/// A region, what kind of endpoint is asked there, and an endpoint when it is not AWS's own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Route {
    /// The region whose STS signs and answers.
    pub region: String,
    /// An endpoint that replaces AWS's for STS.
    pub endpoint: Option<String>,
    /// An endpoint that replaces AWS's for IAM.
    pub iam_endpoint: Option<String>,
    /// Whether only endpoints with FIPS 140 cryptography are asked.
    pub fips: bool,
    /// Whether endpoints are asked that answer over IPv6, too.
    pub dual_stack: bool,
    /// A file of certificates that replaces the system's, as the profile names it.
    pub ca_bundle: Option<PathBuf>,
}

/// What the environment says about routes, read once by the adapters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RouteEnv {
    /// `AWS_REGION`, else `AWS_DEFAULT_REGION`.
    pub region: Option<String>,
    /// `AWS_ENDPOINT_URL_STS`.
    pub endpoint_url_sts: Option<String>,
    /// `AWS_ENDPOINT_URL_IAM`.
    pub endpoint_url_iam: Option<String>,
    /// `AWS_ENDPOINT_URL`.
    pub endpoint_url: Option<String>,
    /// `AWS_IGNORE_CONFIGURED_ENDPOINT_URLS`.
    pub ignore_configured_endpoint_urls: Option<String>,
    /// `AWS_USE_FIPS_ENDPOINT`.
    pub use_fips_endpoint: Option<String>,
    /// `AWS_USE_DUALSTACK_ENDPOINT`.
    pub use_dualstack_endpoint: Option<String>,
}

/// What a profile says about its route.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RouteProfile<'a> {
    /// `region`.
    pub region: Option<&'a str>,
    /// `endpoint_url` of `sts` in the profile's services section.
    pub services_sts: Option<&'a str>,
    /// `endpoint_url` of `iam` in the profile's services section.
    pub services_iam: Option<&'a str>,
    /// `endpoint_url`.
    pub endpoint_url: Option<&'a str>,
    /// `ignore_configured_endpoint_urls`.
    pub ignore_configured_endpoint_urls: Option<&'a str>,
    /// `use_fips_endpoint`.
    pub use_fips_endpoint: Option<&'a str>,
    /// `use_dualstack_endpoint`.
    pub use_dualstack_endpoint: Option<&'a str>,
    /// `ca_bundle`.
    pub ca_bundle: Option<&'a str>,
    /// The partition of the profile's MFA device or role, for the default region.
    pub partition: Option<&'a str>,
}

/// Chooses the route. Order of endpoints (AWS SDKs and Tools Reference Guide, "Service-specific
/// endpoints"): `AWS_ENDPOINT_URL_STS`, `AWS_ENDPOINT_URL`, services section, profile; none of them
/// counts where `ignore_configured_endpoint_urls` is true. Of a switch that both set, the
/// environment's counts, as in the SDKs.
/// Without a region, the partition's first region is used: only China and GovCloud have no
/// sensible default, because keys there work in their partition alone and the ARN may be missing.
///
/// # Errors
/// [`Code::BadEndpoint`] for a malformed region, endpoint or switch, and for an endpoint of its own
/// together with a switch that AWS's SDKs refuse beside it.
pub fn choose(env: &RouteEnv, profile: &RouteProfile<'_>) -> Result<Route, Failure> {
    let region =
        profile.region.or(env.region.as_deref()).unwrap_or_else(|| default_region(profile.partition));
    if !is_region(region) {
        return Err(Failure::new(
            Code::BadEndpoint,
            text!("“{}” is not the name of a region.", visible(region)),
            text!("Set region in the profile to one like eu-central-1."),
        ));
    }
    let (endpoint, iam_endpoint) = endpoints(env, profile)?;
    let fips = switch("use_fips_endpoint", env.use_fips_endpoint.as_deref(), profile.use_fips_endpoint)?;
    let dual_stack = switch(
        "use_dualstack_endpoint",
        env.use_dualstack_endpoint.as_deref(),
        profile.use_dualstack_endpoint,
    )?;
    if endpoint.is_some() && (fips || dual_stack) {
        return Err(not_together(fips));
    }
    Ok(Route {
        region: region.to_owned(),
        endpoint,
        iam_endpoint,
        fips,
        dual_stack,
        ca_bundle: profile.ca_bundle.map(PathBuf::from),
    })
}

/// The endpoints that replace AWS's for STS and for IAM.
fn endpoints(
    env: &RouteEnv,
    profile: &RouteProfile<'_>,
) -> Result<(Option<String>, Option<String>), Failure> {
    let ignored = switch(
        "ignore_configured_endpoint_urls",
        env.ignore_configured_endpoint_urls.as_deref(),
        profile.ignore_configured_endpoint_urls,
    )?;
    if ignored {
        return Ok((None, None));
    }
    let first = |own: Option<&str>, section: Option<&str>| {
        let url = own.or(env.endpoint_url.as_deref()).or(section).or(profile.endpoint_url);
        url.map(checked).transpose()
    };
    Ok((
        first(env.endpoint_url_sts.as_deref(), profile.services_sts)?,
        first(env.endpoint_url_iam.as_deref(), profile.services_iam)?,
    ))
}

fn checked(url: &str) -> Result<String, Failure> {
    if is_endpoint(url) {
        return Ok(url.to_owned());
    }
    Err(Failure::new(
        Code::BadEndpoint,
        text!("“{}” is not an endpoint.", visible(url)),
        text!("An endpoint_url starts with https:// and names a host."),
    ))
}

/// A switch of the environment, else of the profile. The SDKs take what is neither true nor false
/// for false: whoever must use FIPS endpoints should hear of the slip instead.
fn switch(name: &str, env: Option<&str>, profile: Option<&str>) -> Result<bool, Failure> {
    let Some(text) = env.or(profile).map(str::trim) else {
        return Ok(false);
    };
    if text.eq_ignore_ascii_case("true") || text.eq_ignore_ascii_case("false") {
        return Ok(text.eq_ignore_ascii_case("true"));
    }
    let place = if env.is_some() { format!("AWS_{}", name.to_ascii_uppercase()) } else { name.to_owned() };
    Err(Failure::new(
        Code::BadEndpoint,
        text!("{} is “{}”, which is neither true nor false.", &place, visible(text)),
        text!("Set {} to true or false.", place),
    ))
}

fn not_together(fips: bool) -> Failure {
    let (wish, key) =
        if fips { ("FIPS", "use_fips_endpoint") } else { ("dual-stack", "use_dualstack_endpoint") };
    Failure::new(
        Code::BadEndpoint,
        text!("Both an endpoint_url and {} endpoints are set, and AWS's SDKs refuse the two together.", wish),
        text!("Remove endpoint_url, or set {} to false.", key),
    )
}

fn default_region(partition: Option<&str>) -> &'static str {
    match partition {
        Some("aws-us-gov") => "us-gov-west-1",
        Some("aws-cn") => "cn-north-1",
        Some("aws-eusc") => "eusc-de-east-1",
        Some("aws-iso") => "us-iso-east-1",
        Some("aws-iso-b") => "us-isob-east-1",
        Some("aws-iso-e") => "eu-isoe-west-1",
        Some("aws-iso-f") => "us-isof-south-1",
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
