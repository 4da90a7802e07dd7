//! The credentials that the written files give, read as any program on the AWS SDK reads them.

use aws_config::BehaviorVersion;
use aws_config::profile::ProfileFileCredentialsProvider;
use aws_config::provider_config::ProviderConfig;
use aws_credential_types::Credentials;
use aws_credential_types::provider::ProvideCredentials;
use aws_credential_types::provider::error::CredentialsError;
use aws_runtime::env_config::file::{EnvConfigFileKind, EnvConfigFiles};
use aws_sdk_sts::Client;
use aws_sdk_sts::config::SharedHttpClient;

use daypass_core::failure::{Code, Failure};
use daypass_core::ports::AwsPaths;
use daypass_core::profile::visible;
use daypass_core::text;

/// Resolves a profile, `role_arn` and all, from these two files and from nothing else.
pub(super) async fn credentials(
    paths: &AwsPaths,
    profile: &str,
    client: &Client,
) -> Result<Credentials, Failure> {
    let files = EnvConfigFiles::builder()
        .with_file(EnvConfigFileKind::Config, &paths.config)
        .with_file(EnvConfigFileKind::Credentials, &paths.credentials)
        .build();
    let provider = ProfileFileCredentialsProvider::builder()
        .configure(&surroundings(client))
        .profile_files(files)
        .profile_name(profile)
        .build();
    provider.provide_credentials().await.map_err(|error| not_given(profile, &error))
}

/// The provider may have to ask STS itself: through the same checked connection.
fn surroundings(client: &Client) -> ProviderConfig {
    let config = client.config();
    let mut surroundings = ProviderConfig::empty()
        .with_behavior_version(Some(BehaviorVersion::latest()))
        .with_region(config.region().cloned());
    if let Some(http) = config.http_client() {
        surroundings = surroundings.with_http_client(SharedHttpClient::clone(&http));
    }
    if let Some(time) = config.time_source() {
        surroundings = surroundings.with_time_source(time);
    }
    if let Some(sleep) = config.sleep_impl() {
        surroundings = surroundings.with_sleep_impl(sleep);
    }
    surroundings
}

fn not_given(profile: &str, error: &CredentialsError) -> Failure {
    let name = visible(profile);
    let failure = match error {
        CredentialsError::CredentialsNotLoaded(_) => Failure::new(
            Code::NoSession,
            text!("The AWS files give no credentials for “{}”.", name),
            text!("Sign in to this profile first."),
        ),
        _ => Failure::new(
            Code::File,
            text!("AWS programs cannot read credentials for “{}” from the AWS files.", name),
            text!("See the details, and check what else the profile's section in the config file says."),
        ),
    };
    let reason = std::error::Error::source(error).map_or_else(|| error.to_string(), ToString::to_string);
    failure.with_detail(reason)
}
