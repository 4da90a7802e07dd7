//! Certificates: ours, a stranger's, an expired one, another host's.

use std::ffi::OsString;
use std::sync::Arc;

use chrono::Utc;
use daypass_adapters::sts::Network;
use daypass_core::failure::{Code, Failure};
use daypass_core::keys::SessionCredentials;
use daypass_demo::{Account, DemoOptions, DemoServer, TlsIdentity};
use rcgen::{CertificateParams, KeyPair, date_time_ymd};
use tempfile::NamedTempFile;

use super::stage::Stage;

/// A certificate and its key, both in PEM.
fn certificate(host: &str, expired: bool) -> TlsIdentity {
    let key = KeyPair::generate().unwrap();
    let mut params = CertificateParams::new(vec![host.to_owned()]).unwrap();
    if expired {
        params.not_before = date_time_ymd(2020, 1, 1);
        params.not_after = date_time_ymd(2021, 1, 1);
    }
    let certificate = params.self_signed(&key).unwrap();
    TlsIdentity { certificate_pem: certificate.pem().into(), key_pem: key.serialize_pem().into() }
}

fn served(tls: TlsIdentity) -> DemoOptions {
    DemoOptions { tls: Some(tls), ..DemoOptions::new(Account::fixed(), Arc::new(Utc::now)) }
}

fn bundle(tls: &TlsIdentity) -> NamedTempFile {
    let file = NamedTempFile::new().unwrap();
    std::fs::write(file.path(), &tls.certificate_pem).unwrap();
    file
}

/// A server, and the file that makes its certificate trusted.
pub fn trusted_server() -> (DemoOptions, NamedTempFile) {
    let tls = certificate("127.0.0.1", false);
    let bundle = bundle(&tls);
    (served(tls), bundle)
}

async fn log_in(
    options: DemoOptions,
    bundle: &NamedTempFile,
) -> (Stage, Result<SessionCredentials, Failure>) {
    let path = OsString::from(bundle.path());
    let network = Network::from_lookup(&|name| (name == "AWS_CA_BUNDLE").then(|| path.clone()));
    let stage = Stage::with(DemoServer::start(options).await.unwrap(), network);
    let answer = stage.log_in().await;
    (stage, answer)
}

#[tokio::test]
async fn a_bundle_makes_its_own_authority_trusted() {
    let (options, bundle) = trusted_server();
    let (stage, answer) = log_in(options, &bundle).await;
    answer.unwrap();
    assert_eq!(stage.requests(), 1);
}

#[tokio::test]
async fn strange_expired_and_misplaced_certificates_are_refused_before_the_code_is_sent() {
    let stranger = certificate("127.0.0.1", false);
    for (host, expired, is_strange) in
        [("127.0.0.1", false, true), ("127.0.0.1", true, false), ("example.com", false, false)]
    {
        let tls = certificate(host, expired);
        let bundle = bundle(if is_strange { &stranger } else { &tls });
        let (stage, answer) = log_in(served(tls), &bundle).await;
        let failure = answer.unwrap_err();
        assert_eq!((failure.code, stage.requests()), (Code::Unreachable, 0), "{failure:?}");
        assert!(failure.message.contains("certificate"), "{failure:?}");
    }
}

#[tokio::test]
async fn a_server_that_speaks_no_tls_is_unreachable() {
    let mut stage = Stage::new().await;
    stage.route.endpoint = stage.route.endpoint.map(|url| url.replace("http://", "https://"));
    let failure = stage.log_in().await.unwrap_err();
    assert_eq!((failure.code, stage.requests()), (Code::Unreachable, 0), "{failure:?}");
}
