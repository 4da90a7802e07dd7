//! Which variables are set that change what Daypass or AWS's tools do: their names alone.

use super::report::Section;
use crate::environment::Lookup;

const NAMES: [&str; 31] = [
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "AWS_PROFILE",
    "AWS_DEFAULT_PROFILE",
    "AWS_REGION",
    "AWS_DEFAULT_REGION",
    "AWS_CONFIG_FILE",
    "AWS_SHARED_CREDENTIALS_FILE",
    "AWS_LOGIN_CACHE_DIRECTORY",
    "AWS_ENDPOINT_URL",
    "AWS_ENDPOINT_URL_STS",
    "AWS_ENDPOINT_URL_IAM",
    "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
    "AWS_USE_FIPS_ENDPOINT",
    "AWS_USE_DUALSTACK_ENDPOINT",
    "AWS_ROLE_ARN",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
    "AWS_EC2_METADATA_DISABLED",
    "AWS_CA_BUNDLE",
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "ALL_PROXY",
    "NO_PROXY",
    "https_proxy",
    "DAYPASS_KEYRING_SERVICE",
    "RUST_LOG",
    "WAYLAND_DISPLAY",
    "APPIMAGE",
];

pub(super) fn section(lookup: Lookup<'_>) -> Section {
    let is_set = |name: &&str| lookup(name).is_some_and(|value| !value.is_empty());
    let set: Vec<&str> = NAMES.into_iter().filter(is_set).collect();
    let said = if set.is_empty() { "none".to_owned() } else { set.join(", ") };
    Section::new("Environment").line("variables set", said)
}
