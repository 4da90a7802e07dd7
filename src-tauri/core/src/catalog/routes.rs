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
    let services_sts = match services {
        Some(name) => match aws.services(name) {
            Some(section) => section.nested("sts", "endpoint_url"),
            None => {
                return Err(Failure::new(
                    Code::BadEndpoint,
                    format!("The profile names a services section “{name}” that does not exist."),
                    "Add [services …] to the config file, or remove the line “services” from the profile.",
                ));
            }
        },
        None => None,
    };
    choose(
        env,
        &RouteProfile {
            region: wish.region.as_deref().or_else(|| of("region")),
            services_sts,
            endpoint_url: of("endpoint_url"),
            partition,
        },
    )
}
