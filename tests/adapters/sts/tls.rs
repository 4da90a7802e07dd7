//! Certificates: ours, a stranger's, an expired one, another host's.

use std::ffi::OsString;
use std::sync::Arc;

use chrono::Utc;
use daypass_adapters::sts::Network;
use daypass_core::failure::{Code, Failure};
use daypass_core::keys::SessionCredentials;
use daypass_core::ports::Directory;
use daypass_demo::{Account, DemoOptions, DemoServer, TlsIdentity};
use rcgen::{CertificateParams, KeyPair, date_time_ymd};
use tempfile::NamedTempFile;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

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

#[tokio::test]
async fn a_bundle_of_the_profile_is_as_good_and_the_environment_s_comes_first() {
    let (options, bundle) = trusted_server();
    let mut stage = Stage::with(DemoServer::start(options).await.unwrap(), Network::default());
    stage.route.ca_bundle = Some(bundle.path().to_owned());
    stage.log_in().await.unwrap();
    stage.sts.mfa_devices(&stage.key, &stage.route).await.unwrap();
    assert_eq!(stage.requests(), 2);
    let other = bundle_of_a_stranger();
    stage.pass_through(&[("AWS_CA_BUNDLE", other.path().to_str().unwrap())]);
    let failure = stage.log_in().await.unwrap_err();
    assert_eq!((failure.code, stage.requests()), (Code::Unreachable, 0), "{failure:?}");
}

#[tokio::test]
async fn a_bundle_of_the_profile_that_is_none_is_named() {
    let mut stage = Stage::new().await;
    stage.route.endpoint = Some("https://127.0.0.1:1".into());
    stage.route.ca_bundle = Some("/nonexistent/corp.pem".into());
    let failure = stage.log_in().await.unwrap_err();
    assert_eq!(failure.code, Code::BadEndpoint);
    assert_eq!(failure.message, "ca_bundle names /nonexistent/corp.pem, which cannot be used.");
}

fn bundle_of_a_stranger() -> NamedTempFile {
    bundle(&certificate("127.0.0.1", false))
}

/// The bodies of a handshake's extensions of this type (RFC 8446, section 4.2).
fn extension(hello: &[u8], wanted: u16) -> Option<&[u8]> {
    let take = |at: usize, width: usize| -> usize {
        hello[at..at + width].iter().fold(0, |number, byte| number << 8 | usize::from(*byte))
    };
    // Record header, handshake header, version, random; then three lists, each with its length.
    let session = 5 + 4 + 2 + 32;
    let suites = session + 1 + take(session, 1);
    let compressions = suites + 2 + take(suites, 2);
    let mut at = compressions + 1 + take(compressions, 1) + 2;
    while at < hello.len() {
        let (kind, length) = (take(at, 2), take(at + 2, 2));
        if kind == usize::from(wanted) {
            return Some(&hello[at + 4..at + 4 + length]);
        }
        at += 4 + length;
    }
    None
}

#[tokio::test]
async fn nothing_older_than_tls_1_2_is_offered_or_taken() {
    const SUPPORTED_VERSIONS: u16 = 43;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("https://{}", listener.local_addr().unwrap());
    let server = tokio::spawn(async move {
        let (mut client, _) = listener.accept().await.unwrap();
        let mut hello = vec![0; 5];
        client.read_exact(&mut hello).await.unwrap();
        let length = usize::from(hello[3]) << 8 | usize::from(hello[4]);
        hello.resize(5 + length, 0);
        client.read_exact(&mut hello[5..]).await.unwrap();
        // A ServerHello of TLS 1.1: version, random, no session, AES-128 with SHA-1, no compression.
        let mut body = vec![3, 2];
        body.extend([7; 32]);
        body.extend([0, 0, 0x2f, 0]);
        let mut record = vec![22, 3, 2, 0, 42, 2, 0, 0, 38];
        record.extend(body);
        client.write_all(&record).await.unwrap();
        let mut rest = Vec::new();
        client.read_to_end(&mut rest).await.unwrap();
        (hello, rest)
    });
    let (_, bundle) = trusted_server();
    let mut stage = Stage::new().await;
    stage.route.endpoint = Some(endpoint);
    stage.route.ca_bundle = Some(bundle.path().to_owned());
    let failure = stage.sts.caller(&stage.key, &stage.route).await.unwrap_err();
    assert_eq!(failure.code, Code::Unreachable, "{failure:?}");
    let (hello, rest) = server.await.unwrap();
    let offered = extension(&hello, SUPPORTED_VERSIONS).unwrap();
    assert_eq!(offered, [4, 3, 4, 3, 3], "TLS 1.3 and TLS 1.2");
    // An alert, fatal, protocol_version (RFC 8446, section 6), and not a byte more.
    assert_eq!(rest[5..], [2, 70]);
}
