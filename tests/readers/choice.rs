//! `choice [PROFILE]`: what AWS's SDK for Rust chooses in this environment, as JSON.

use aws_config::BehaviorVersion;
use aws_credential_types::provider::ProvideCredentials;
use aws_credential_types::provider::error::CredentialsError;
use aws_smithy_http_client::Builder;
use aws_smithy_types::error::display::DisplayErrorContext;
use serde_json::{Value, json};

#[tokio::main(flavor = "current_thread")]
#[expect(clippy::print_stdout, reason = "a program for tests")]
async fn main() {
    let mut loader = aws_config::defaults(BehaviorVersion::latest()).http_client(Builder::new().build_http());
    if let Some(profile) = std::env::args().nth(1) {
        loader = loader.profile_name(profile);
    }
    let config = loader.load().await;
    println!("{}", choice(&config).await);
}

async fn choice(config: &aws_config::SdkConfig) -> Value {
    let Some(provider) = config.credentials_provider() else { return json!({ "nothing": true }) };
    match provider.provide_credentials().await {
        Ok(found) => json!({ "key": found.access_key_id(), "token": found.session_token() }),
        Err(CredentialsError::CredentialsNotLoaded(_)) => json!({ "nothing": true }),
        Err(error) => {
            json!({ "error": "CredentialsError", "message": DisplayErrorContext(&error).to_string() })
        }
    }
}
