//! Where a profile's requests go, by what the files and the settings say.

use crate::aws_config::AwsConfig;
use crate::failure::{Code, Failure};
use crate::route::{Route, RouteEnv, RouteProfile, choose};
use crate::settings::ProfileSettings;

/// The route by the first of these profiles that says something, settings first.
pub(super) fn route(
    aws: &AwsConfig,
    profiles: &[&str],
    wish: &ProfileSettings,
    partition: Option<&str>,
    env: &RouteEnv,
) -> Result<Route, Failure> {
    let of = |key: &str| profiles.iter().find_map(|name| aws.profile(name)?.get(key));
    let services = of("services");
    let services = match services {
        Some(name) => match aws.services(name) {
            Some(section) => Some(section),
            None => {
                return Err(Failure::new(
                    Code::BadEndpoint,
                    text!("The profile names a services section “{}” that does not exist.", name),
                    text!(
                        "Add [services …] to the config file, or remove the line “services” from the profile."
                    ),
                ));
            }
        },
        None => None,
    };
    let of_service = |service: &str| services.and_then(|section| section.nested(service, "endpoint_url"));
    let wished = |switch: Option<bool>| switch.map(|on| if on { "true" } else { "false" });
    choose(
        env,
        &RouteProfile {
            region: wish.region.as_deref().or_else(|| of("region")),
            services_sts: of_service("sts"),
            services_iam: of_service("iam"),
            endpoint_url: of("endpoint_url"),
            ignore_configured_endpoint_urls: of("ignore_configured_endpoint_urls"),
            use_fips_endpoint: wished(wish.use_fips_endpoint).or_else(|| of("use_fips_endpoint")),
            use_dualstack_endpoint: wished(wish.use_dualstack_endpoint)
                .or_else(|| of("use_dualstack_endpoint")),
            ca_bundle: of("ca_bundle"),
            partition,
        },
    )
}

/// The route of an identity that is about to be made.
///
/// # Errors
/// [`Code::BadEndpoint`].
pub(crate) fn route_of_new(
    aws: &AwsConfig,
    name: &str,
    region: Option<&str>,
    env: &RouteEnv,
) -> Result<Route, Failure> {
    let wish = ProfileSettings { region: region.map(str::to_owned), ..ProfileSettings::default() };
    route(aws, &[name], &wish, None, env)
}
