//! The least that a sign-in can be: one GetSessionToken through the AWS SDK with ring, and nothing else.
//! No profile is looked up, no answer is looked at, no file is written. `tools/bench/run --part login`
//! measures `daypass login` beside it.
//!
//! Arguments: serial number, token code, seconds. Key, region and endpoint come from AWS's variables.
#![expect(clippy::disallowed_methods, reason = "there is nobody to hand the environment in")]
#![expect(clippy::print_stdout, reason = "its one line of output")]

use std::error::Error;

use aws_sdk_sts::Client;
use aws_sdk_sts::config::{BehaviorVersion, Config, Credentials, Region};
use aws_smithy_http_client::Builder;
use aws_smithy_http_client::tls::Provider;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let mut argument = || arguments.next().ok_or("serial number, token code and seconds are needed");
    let (serial, code, seconds) = (argument()?, argument()?, argument()?.parse()?);
    let (id, secret) = (std::env::var("AWS_ACCESS_KEY_ID")?, std::env::var("AWS_SECRET_ACCESS_KEY")?);
    let config = Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new(std::env::var("AWS_REGION")?))
        .endpoint_url(std::env::var("AWS_ENDPOINT_URL")?)
        .credentials_provider(Credentials::new(id, secret, None, None, "bare"))
        .http_client(Builder::new().tls_provider(Provider::Rustls(CryptoMode::Ring)).build_https())
        .build();
    let ask = Client::from_conf(config).get_session_token().serial_number(serial).token_code(code);
    let answer = ask.duration_seconds(seconds).send().await?;
    let session = answer.credentials().ok_or("an answer without credentials")?;
    println!("Expiration: {}", session.expiration());
    Ok(())
}
