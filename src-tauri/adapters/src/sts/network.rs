//! Proxies and certificates, as the environment names them.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use aws_smithy_http_client::proxy::ProxyConfig;
use aws_smithy_http_client::tls::{TlsContext, TrustStore};
use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;

use daypass_core::failure::{Code, Failure};
use daypass_core::text;

use super::no_proxy;

/// Where requests pass and whom they trust on the way.
#[derive(Clone, Default)]
pub struct Network {
    https_proxy: Option<String>,
    http_proxy: Option<String>,
    no_proxy: Option<String>,
    ca_bundle: Option<PathBuf>,
}

// A proxy's URL may hold a password.
impl std::fmt::Debug for Network {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Network")
            .field("https_proxy", &self.https_proxy.is_some())
            .field("http_proxy", &self.http_proxy.is_some())
            .field("no_proxy", &self.no_proxy)
            .field("ca_bundle", &self.ca_bundle)
            .finish()
    }
}

impl Network {
    /// Reads the variables that the AWS CLI reads (AWS CLI User Guide, "Using an HTTP proxy" and
    /// `AWS_CA_BUNDLE`); the lower-case name wins, as in curl and botocore.
    #[must_use]
    pub fn from_lookup(lookup: &dyn Fn(&str) -> Option<OsString>) -> Self {
        let raw = |name: &str| lookup(name).filter(|value| !value.is_empty());
        let text = |name: &str| {
            raw(&name.to_ascii_lowercase()).or_else(|| raw(name)).and_then(|value| value.into_string().ok())
        };
        Self {
            https_proxy: text("HTTPS_PROXY").or_else(|| text("ALL_PROXY")),
            http_proxy: text("HTTP_PROXY").or_else(|| text("ALL_PROXY")),
            no_proxy: text("NO_PROXY"),
            ca_bundle: raw("AWS_CA_BUNDLE").map(PathBuf::from),
        }
    }

    /// The proxy for an endpoint, or for AWS's own.
    pub(super) fn proxy(&self, endpoint: Option<&str>) -> Result<Option<Proxy>, Failure> {
        let endpoint_is_https = is_https(endpoint);
        let url = if endpoint_is_https { &self.https_proxy } else { &self.http_proxy };
        let Some(url) = url else { return Ok(None) };
        // "proxy:3128" is what people write, and what curl takes.
        let url = if url.contains("://") { url.clone() } else { format!("http://{url}") };
        let config = ProxyConfig::all(url.as_str()).map_err(|_| not_a_proxy(endpoint_is_https))?;
        let config = match &self.no_proxy {
            Some(rules) => match no_proxy::rules_for(rules, endpoint) {
                Some(rules) => config.no_proxy(rules),
                None => return Ok(None),
            },
            None => config,
        };
        Ok(Some(Proxy { config, over_tls: url.starts_with("https://") }))
    }

    /// Whom to trust. Reading the system's certificates takes milliseconds, so a connection that
    /// needs none does not read them. A bundle replaces them, as in the AWS CLI: `AWS_CA_BUNDLE`, else
    /// the profile's `ca_bundle` (AWS SDKs and Tools Reference Guide, "General configuration").
    pub(super) fn trust(&self, profile: Option<&Path>, tls_is_used: bool) -> Result<TlsContext, Failure> {
        let of_env = self.ca_bundle.as_deref().map(|path| ("AWS_CA_BUNDLE", path));
        let store = match of_env.or(profile.map(|path| ("ca_bundle", path))) {
            _ if !tls_is_used => TrustStore::empty(),
            Some((named_by, path)) => TrustStore::empty().with_pem_certificate(read_bundle(named_by, path)?),
            None => TrustStore::default(),
        };
        let context = TlsContext::builder().with_trust_store(store).build();
        context.map_err(|e| {
            Failure::new(Code::Internal, text!("TLS could not be set up."), text!("Please report this."))
                .with_detail(e.to_string())
        })
    }
}

/// A proxy, and whether the way to it is TLS itself.
pub(super) struct Proxy {
    pub config: ProxyConfig,
    pub over_tls: bool,
}

/// Whether requests to this endpoint, or to AWS's own, go over TLS.
pub(super) fn is_https(endpoint: Option<&str>) -> bool {
    !endpoint.is_some_and(|url| url.starts_with("http://"))
}

/// Reads a bundle and tries every certificate, because the HTTP client panics on a bad one.
fn read_bundle(named_by: &str, path: &Path) -> Result<Vec<u8>, Failure> {
    let bad = |why: String| bad_bundle(named_by, path, why);
    let bytes = std::fs::read(path).map_err(|e| bad(e.to_string()))?;
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_slice_iter(&bytes) {
        let certificate = certificate.map_err(|e| bad(e.to_string()))?;
        roots.add(certificate).map_err(|e| bad(e.to_string()))?;
    }
    if roots.is_empty() {
        return Err(bad("it holds no certificate".to_owned()));
    }
    Ok(bytes)
}

fn bad_bundle(named_by: &str, path: &Path, why: String) -> Failure {
    Failure::new(
        Code::BadEndpoint,
        text!("{} names {}, which cannot be used.", named_by, path.display()),
        text!("Point {} at a file of certificates in PEM form, or remove it.", named_by),
    )
    .with_detail(why)
}

fn not_a_proxy(https: bool) -> Failure {
    let name = if https { "HTTPS_PROXY" } else { "HTTP_PROXY" };
    Failure::new(
        Code::BadEndpoint,
        text!("{} does not name a proxy that can be used.", name),
        text!("A proxy is written like http://proxy.example.com:3128."),
    )
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "a test's own files and times")]
mod tests {
    use super::*;

    fn network(pairs: &[(&str, &str)]) -> Network {
        Network::from_lookup(&|name| {
            let found = pairs.iter().find(|(key, _)| *key == name);
            found.map(|(_, value)| OsString::from(value))
        })
    }

    #[test]
    fn each_scheme_has_its_proxy() {
        let network = network(&[("HTTPS_PROXY", "upper:1"), ("https_proxy", "https://lower:2")]);
        assert!(network.proxy(None).unwrap().unwrap().over_tls, "the lower-case name wins");
        assert!(network.proxy(Some("http://localhost")).unwrap().is_none());
    }

    #[test]
    fn a_proxy_without_a_scheme_is_an_http_proxy() {
        assert!(!network(&[("ALL_PROXY", "proxy:3128")]).proxy(None).unwrap().unwrap().over_tls);
    }

    #[test]
    fn an_unusable_proxy_is_named_without_its_password() {
        let network = network(&[("HTTPS_PROXY", "socks5://jane:hunter2@proxy")]);
        let failure = network.proxy(None).err().unwrap();
        assert_eq!(failure.code, Code::BadEndpoint);
        assert!(!format!("{failure:?}{network:?}").contains("hunter2"));
    }

    #[test]
    fn a_bundle_that_is_none_is_refused_and_only_when_tls_is_used() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), "not a certificate").unwrap();
        let network = network(&[("AWS_CA_BUNDLE", file.path().to_str().unwrap())]);
        assert_eq!(network.trust(None, true).err().unwrap().code, Code::BadEndpoint);
        assert!(network.trust(None, false).is_ok());
    }
}
