//! The HTTP client under the SDK: one connector, and answers that are looked at before they are parsed.

use std::fmt;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use aws_smithy_http_client::Connector;
use aws_smithy_http_client::tls::{Provider, TlsContext, rustls_provider::CryptoMode};
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::byte_stream::ByteStream;

use daypass_core::failure::Failure;
use daypass_core::ports::Clock;
use daypass_core::sts_error::StsError;

use super::drift::Comparison;
use super::envelope::{self, Envelope};
use super::network::{Network, Proxy, is_https};
use super::tries;

/// Why an answer must not reach the SDK's parser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Flaw {
    /// STS granted something, and the rest is missing.
    Cut,
    /// The connection ended before the answer said anything.
    BrokenOff,
    /// Somebody else answered.
    Foreign { status: u16, location: Option<String> },
    /// A proxy wants to know who asks.
    ProxyLogin,
    /// Longer than anything that STS sends, though it began as a success.
    TooLongSuccess,
    /// Longer than anything that STS sends.
    TooLong,
}

impl Flaw {
    pub(super) fn kind(&self) -> StsError {
        match self {
            Self::Cut | Self::TooLongSuccess => StsError::UnusableAnswer,
            Self::BrokenOff => StsError::NoAnswer,
            Self::Foreign { .. } | Self::TooLong => StsError::NotSts,
            Self::ProxyLogin => StsError::ProxyLogin,
        }
    }
}

impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cut => f.write_str("the answer ends in the middle"),
            Self::BrokenOff => f.write_str("the connection ended before the answer did"),
            Self::Foreign { status, location: None } => {
                write!(f, "status {status}, and the answer is not the XML of STS")
            }
            Self::Foreign { status, location: Some(location) } => {
                write!(f, "status {status}, which points to {location}")
            }
            Self::ProxyLogin => f.write_str("status 407, proxy authentication required"),
            Self::TooLongSuccess | Self::TooLong => f.write_str("the answer is longer than 64 KiB"),
        }
    }
}

impl std::error::Error for Flaw {}

/// An HTTP client for one route. The connector, and with it TLS, is made at the first request.
pub(super) struct CheckedHttp {
    proxy: Option<Proxy>,
    trust: TlsContext,
    clock: Arc<dyn Clock>,
    drift: Arc<Comparison>,
    connector: OnceLock<SharedHttpConnector>,
}

impl CheckedHttp {
    /// A client for an endpoint, or for AWS's own; `ca_bundle` is the profile's.
    pub(super) fn new(
        network: &Network,
        endpoint: Option<&str>,
        ca_bundle: Option<&Path>,
        clock: Arc<dyn Clock>,
        drift: Arc<Comparison>,
    ) -> Result<Self, Failure> {
        let proxy = network.proxy(endpoint)?;
        let tls_is_used = is_https(endpoint) || proxy.as_ref().is_some_and(|proxy| proxy.over_tls);
        let trust = network.trust(ca_bundle, tls_is_used)?;
        Ok(Self { trust, proxy, clock, drift, connector: OnceLock::new() })
    }

    fn connector(&self, settings: &HttpConnectorSettings) -> Connector {
        over(self.proxy.as_ref(), self.trust.clone(), settings.clone())
    }
}

/// A connector for an address that is not STS's, over the same proxies and with the same trust.
pub(crate) fn connector(
    network: &Network,
    address: &str,
    ca_bundle: Option<&Path>,
    settings: HttpConnectorSettings,
) -> Result<Connector, Failure> {
    let proxy = network.proxy(Some(address))?;
    let tls_is_used = is_https(Some(address)) || proxy.as_ref().is_some_and(|proxy| proxy.over_tls);
    let trust = network.trust(ca_bundle, tls_is_used)?;
    Ok(over(proxy.as_ref(), trust, settings))
}

fn over(proxy: Option<&Proxy>, trust: TlsContext, settings: HttpConnectorSettings) -> Connector {
    let provider = Provider::Rustls(CryptoMode::Ring);
    let mut builder =
        Connector::builder().connector_settings(settings).tls_provider(provider).tls_context(trust);
    builder.set_proxy_config(proxy.map(|proxy| proxy.config.clone()));
    builder.build()
}

// Everything inside is either endless or may name a proxy's password.
impl fmt::Debug for CheckedHttp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CheckedHttp")
    }
}

impl HttpClient for CheckedHttp {
    fn http_connector(
        &self,
        settings: &HttpConnectorSettings,
        _components: &RuntimeComponents,
    ) -> SharedHttpConnector {
        let make = || {
            let inner = SharedHttpConnector::new(self.connector(settings));
            checked(inner, Arc::clone(&self.clock), Arc::clone(&self.drift))
        };
        self.connector.get_or_init(make).clone()
    }
}

/// Puts the checks on top of a connector.
pub(super) fn checked(
    inner: SharedHttpConnector,
    clock: Arc<dyn Clock>,
    drift: Arc<Comparison>,
) -> SharedHttpConnector {
    SharedHttpConnector::new(CheckedConnector { inner, clock, drift })
}

struct CheckedConnector {
    inner: SharedHttpConnector,
    clock: Arc<dyn Clock>,
    drift: Arc<Comparison>,
}

impl fmt::Debug for CheckedConnector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CheckedConnector")
    }
}

impl HttpConnector for CheckedConnector {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let (clock, drift) = (Arc::clone(&self.clock), Arc::clone(&self.drift));
        let answer = self.inner.call(request);
        HttpConnectorFuture::new(async move {
            let asked = clock.now();
            let mut response = answer.await?;
            let answered = clock.now();
            let body = read(&mut response).await.map_err(reject)?;
            // Only STS's own clock counts, not that of a page in between or of a cache.
            if let (Some(date), None) = (response.headers().get("date"), response.headers().get("age")) {
                drift.note(date, asked, answered, clock.uptime());
            }
            *response.body_mut() = SdkBody::from(body);
            Ok(response)
        })
    }
}

fn reject(flaw: Flaw) -> ConnectorError {
    ConnectorError::other(Box::new(flaw), None)
}

/// Reads a body up to the limit, and lets only whole answers of STS through. What counts is the body:
/// its Content-Type may be anything, for nothing is gained by wasting the code of a good answer.
async fn read(response: &mut HttpResponse) -> Result<Vec<u8>, Flaw> {
    let status = response.status().as_u16();
    let mut chunks = ByteStream::new(response.take_body());
    let (mut body, mut granted) = (Vec::new(), false);
    loop {
        match chunks.next().await {
            Some(Ok(chunk)) => body.extend_from_slice(&chunk),
            Some(Err(_)) => return Err(broken_off(status, &body)),
            None => break,
        }
        if !granted && envelope::judge(status, &body) == Envelope::CutSuccess {
            granted = true;
            tries::note_success();
        }
        if body.len() > envelope::LIMIT {
            return Err(too_long(status, &body));
        }
    }
    match envelope::judge(status, &body) {
        Envelope::Whole => Ok(body),
        Envelope::CutSuccess => Err(Flaw::Cut),
        Envelope::CutError => Err(Flaw::BrokenOff),
        Envelope::Foreign if status == 407 => Err(Flaw::ProxyLogin),
        Envelope::Foreign => {
            let location = response.headers().get("location").map(str::to_owned);
            Err(Flaw::Foreign { status, location })
        }
    }
}

/// The connection ended before the body did. What arrived may still say that STS has granted.
fn broken_off(status: u16, body: &[u8]) -> Flaw {
    match envelope::judge(status, body) {
        Envelope::CutSuccess | Envelope::Whole => Flaw::Cut,
        Envelope::CutError | Envelope::Foreign => Flaw::BrokenOff,
    }
}

/// So is it with a body that does not end.
fn too_long(status: u16, body: &[u8]) -> Flaw {
    match envelope::judge(status, body) {
        Envelope::CutSuccess | Envelope::Whole => Flaw::TooLongSuccess,
        Envelope::CutError | Envelope::Foreign => Flaw::TooLong,
    }
}
