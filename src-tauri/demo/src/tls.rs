//! TLS for tests and benches, from a certificate and a key in PEM.

use std::sync::Arc;

use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::{Error as PemError, PemObject};
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::{Error as TlsError, ServerConfig};

/// Why a certificate or key was not taken.
#[derive(Debug, thiserror::Error)]
pub enum IdentityError {
    /// The PEM could not be read.
    #[error("the certificate or the key is no PEM: {0}")]
    Pem(#[from] PemError),
    /// The certificate and the key were read, and do not do.
    #[error("the certificate and the key do not do for TLS: {0}")]
    Tls(#[from] TlsError),
}

/// Makes what turns a socket into a TLS stream.
pub(crate) fn acceptor(certificate: &[u8], key: &[u8]) -> Result<TlsAcceptor, IdentityError> {
    let chain = CertificateDer::pem_slice_iter(certificate).collect::<Result<Vec<_>, _>>()?;
    let key = PrivateKeyDer::from_pem_slice(key)?;
    let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(chain, key)?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(TlsAcceptor::from(Arc::new(config)))
}
