//! AWS STS, asked through the AWS SDK and not believed: every answer is looked at before it counts.
//!
//! The SDK signs, builds and parses. What it does not do is done here: bounds on time and size,
//! tries that cannot spend a token code twice, answers that are whole, fields that may be written
//! (`design/facts.md`, section 7, says what was seen without).

mod answer;
mod directory;
mod drift;
mod envelope;
mod http;
mod meaning;
mod network;
mod no_proxy;
mod parameters;
#[cfg(test)]
mod properties;
mod refusal;
mod tries;
mod written;

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use aws_sdk_sts::Client;
use aws_sdk_sts::config::retry::RetryConfig;
use aws_sdk_sts::config::timeout::TimeoutConfig;
use aws_sdk_sts::config::{
    BehaviorVersion, Builder, Config, Credentials, IdentityCache, Region, SharedCredentialsProvider,
    SharedHttpClient, StalledStreamProtectionConfig,
};
use aws_smithy_async::time::TimeSource;

use daypass_core::aws_time::{Drift, Now};
use daypass_core::failure::Failure;
use daypass_core::keys::{LongTermKey, SessionCredentials};
use daypass_core::ports::{
    Answer, AwsPaths, Caller, Clock, Mfa, RoleAsk, SessionTokenAsk, Signer, TokenIssuer,
};
use daypass_core::route::Route;
use daypass_core::sts_error::StsError;

use drift::Comparison;
use http::CheckedHttp;
use meaning::Action;
use refusal::Refusal;

pub(crate) use http::connector;
pub use network::Network;
pub use tries::Patience;

/// STS over the wire.
pub struct Sts {
    clock: Arc<dyn Clock>,
    paths: AwsPaths,
    network: Network,
    patience: Patience,
    drift: Arc<Comparison>,
    // One client per route: it keeps its connection, and the server's time for the next signature.
    clients: Mutex<HashMap<Route, Client>>,
}

impl Sts {
    /// An issuer that has not connected to anything yet. `paths` are the files that
    /// [`TokenIssuer::identity_of_profile`] reads back.
    #[must_use]
    pub fn new(clock: Arc<dyn Clock>, paths: AwsPaths, network: Network) -> Self {
        Self {
            clock,
            paths,
            network,
            patience: Patience::default(),
            drift: Arc::default(),
            clients: Mutex::default(),
        }
    }

    /// The same issuer with other bounds.
    #[must_use]
    pub fn with_patience(mut self, patience: Patience) -> Self {
        self.patience = patience;
        self
    }

    async fn get_session_token(&self, ask: SessionTokenAsk<'_>) -> Result<SessionCredentials, Failure> {
        let client = self.client(ask.route)?;
        let secrets = secrets(Signer::LongTerm(ask.key), ask.mfa);
        tries::persist(self.patience, || self.try_session_token(&client, ask))
            .await
            .map_err(|refusal| refusal.into_failure(&secrets))
    }

    async fn try_session_token(
        &self,
        client: &Client,
        ask: SessionTokenAsk<'_>,
    ) -> Result<SessionCredentials, Refusal> {
        let answer = client
            .get_session_token()
            .duration_seconds(signed(ask.seconds))
            .set_serial_number(ask.mfa.map(|mfa| mfa.serial.as_str().to_owned()))
            .set_token_code(ask.mfa.map(|mfa| mfa.code.expose().to_owned()))
            .customize()
            .config_override(signed_by(Signer::LongTerm(ask.key)))
            .send()
            .await
            .map_err(|e| Refusal::read(Action::SessionToken, &e))?;
        self.usable(answer.credentials, ask.seconds)
    }

    async fn get_role(&self, ask: RoleAsk<'_>) -> Result<SessionCredentials, Failure> {
        let client = self.client(ask.route)?;
        let secrets = secrets(ask.signer, ask.mfa);
        tries::persist(self.patience, || self.try_role(&client, ask))
            .await
            .map_err(|refusal| refusal.into_failure(&secrets))
    }

    async fn try_role(&self, client: &Client, ask: RoleAsk<'_>) -> Result<SessionCredentials, Refusal> {
        let answer = parameters::with(client.assume_role(), ask.parameters)
            .role_arn(ask.role.as_str())
            .role_session_name(ask.session_name.as_str())
            .duration_seconds(signed(ask.seconds))
            .set_serial_number(ask.mfa.map(|mfa| mfa.serial.as_str().to_owned()))
            .set_token_code(ask.mfa.map(|mfa| mfa.code.expose().to_owned()))
            .customize()
            .config_override(signed_by(ask.signer))
            .send()
            .await
            .map_err(|e| Refusal::read(Action::AssumeRole, &e))?;
        self.usable(answer.credentials, ask.seconds)
    }

    async fn get_identity(&self, profile: &str, route: &Route) -> Result<Caller, Failure> {
        let client = self.client(route)?;
        let written = written::credentials(&self.paths, profile, &client).await?;
        let secrets = [written.secret_access_key(), written.session_token().unwrap_or_default()];
        tries::persist(self.patience, || try_identity(&client, &written))
            .await
            .map_err(|refusal| refusal.into_failure(&secrets))
    }

    fn usable(
        &self,
        credentials: Option<aws_sdk_sts::types::Credentials>,
        asked: u32,
    ) -> Result<SessionCredentials, Refusal> {
        let now = Now::of(self.clock.as_ref(), self.drift.last());
        answer::session(credentials, now.aws(), asked)
            .map_err(|why| Refusal::of(StsError::UnusableAnswer).with_detail(why))
    }

    fn client(&self, route: &Route) -> Result<Client, Failure> {
        let mut clients = self.clients.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(client) = clients.get(route) {
            return Ok(client.clone());
        }
        let client = self.new_client(route)?;
        clients.insert(route.clone(), client.clone());
        Ok(client)
    }

    fn new_client(&self, route: &Route) -> Result<Client, Failure> {
        let http = self.http(route, route.endpoint.as_deref())?;
        let mut config = Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new(route.region.clone()))
            .http_client(http)
            .time_source(OurClock(Arc::clone(&self.clock)))
            // The SDK's own tries would send the same code again.
            .retry_config(RetryConfig::disabled())
            .timeout_config(TimeoutConfig::builder().connect_timeout(self.patience.connect).build())
            // Our own bounds on time and size are stricter.
            .stalled_stream_protection(StalledStreamProtectionConfig::disabled())
            // Keys are handed in with each call and are not kept.
            .identity_cache(IdentityCache::no_cache());
        config.set_endpoint_url(route.endpoint.clone());
        config.set_use_fips(Some(route.fips));
        config.set_use_dual_stack(Some(route.dual_stack));
        Ok(Client::from_conf(config.build()))
    }

    fn http(&self, route: &Route, endpoint: Option<&str>) -> Result<SharedHttpClient, Failure> {
        let (clock, drift) = (Arc::clone(&self.clock), Arc::clone(&self.drift));
        let http = CheckedHttp::new(&self.network, endpoint, route.ca_bundle.as_deref(), clock, drift)?;
        Ok(SharedHttpClient::new(http))
    }
}

impl fmt::Debug for Sts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sts")
            .field("paths", &self.paths)
            .field("network", &self.network)
            .field("patience", &self.patience)
            .finish_non_exhaustive()
    }
}

impl TokenIssuer for Sts {
    fn session_token<'a>(&'a self, ask: SessionTokenAsk<'a>) -> Answer<'a, SessionCredentials> {
        Box::pin(self.get_session_token(ask))
    }

    fn assume_role<'a>(&'a self, ask: RoleAsk<'a>) -> Answer<'a, SessionCredentials> {
        Box::pin(self.get_role(ask))
    }

    fn identity_of_profile<'a>(&'a self, profile: &'a str, route: &'a Route) -> Answer<'a, Caller> {
        Box::pin(self.get_identity(profile, route))
    }

    fn drift(&self) -> Option<Drift> {
        self.drift.last()
    }
}

async fn try_identity(client: &Client, written: &Credentials) -> Result<Caller, Refusal> {
    let answer = client
        .get_caller_identity()
        .customize()
        .config_override(with_credentials(written.clone()))
        .send()
        .await
        .map_err(|e| Refusal::read(Action::CallerIdentity, &e))?;
    answer::caller(answer.account, answer.arn).ok_or_else(|| Refusal::of(StsError::NotSts))
}

/// STS's durations are signed numbers; ours were checked to be far below the limit.
fn signed(seconds: u32) -> i32 {
    i32::try_from(seconds).unwrap_or(i32::MAX)
}

/// The SDK's own copy of the keys lives as long as the call, and is overwritten when dropped.
fn signed_by(signer: Signer<'_>) -> Builder {
    let credentials = match signer {
        Signer::LongTerm(LongTermKey { id, secret }) => {
            Credentials::new(id, secret.expose(), None, None, "daypass")
        }
        Signer::Session(session) => Credentials::new(
            &session.access_key_id,
            session.secret_access_key.expose(),
            Some(session.session_token.expose().to_owned()),
            // Whether the session has ended is for STS to say: our clock may be wrong.
            None,
            "daypass",
        ),
    };
    with_credentials(credentials)
}

fn with_credentials(credentials: Credentials) -> Builder {
    Config::builder().credentials_provider(SharedCredentialsProvider::new(credentials))
}

/// What must not be repeated in a failure.
fn secrets<'a>(signer: Signer<'a>, mfa: Option<Mfa<'a>>) -> Vec<&'a str> {
    let mut secrets = match signer {
        Signer::LongTerm(key) => vec![key.secret.expose()],
        Signer::Session(session) => {
            vec![session.secret_access_key.expose(), session.session_token.expose()]
        }
    };
    secrets.extend(mfa.map(|mfa| mfa.code.expose()));
    secrets
}

/// Signatures carry the same time that everything else here goes by.
struct OurClock(Arc<dyn Clock>);

impl fmt::Debug for OurClock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OurClock")
    }
}

impl TimeSource for OurClock {
    fn now(&self) -> SystemTime {
        SystemTime::from(self.0.now())
    }
}
