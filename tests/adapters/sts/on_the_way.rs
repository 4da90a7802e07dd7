//! What stands between here and STS: certificates, proxies, addresses. Where nothing got through, the
//! person is told what is in the way, nothing is written, and the code is as good as before.

use std::net::Ipv6Addr;
use std::sync::Arc;
use std::time::Duration;

use chrono::Utc;
use daypass_adapters::sts::{Network, Patience};
use daypass_core::failure::{CodeFate, Failure};
use daypass_demo::{Account, DemoOptions, DemoServer, TlsIdentity};
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair, date_time_ymd};
use tempfile::NamedTempFile;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use super::desk::{Desk, Home, Said, fate_is_true, quick, serve, shown, wish};
use super::proxy::{network, proxy};
use super::stage::SECRET;
use super::words::{
    CERTIFICATE_EXPIRED, CERTIFICATE_OF_ANOTHER, CERTIFICATE_TOO_NEW, NOT_STS, PROXY_LOGIN, PROXY_REFUSED,
    UNREACHABLE, UNTRUSTED,
};

const PASSWORD: &str = "hunter2";
/// `jane:hunter2`, as RFC 7617 writes it.
const LOGIN: &str = "Basic amFuZTpodW50ZXIy";

/// An authority of somebody's own.
struct Authority {
    issuer: Issuer<'static, KeyPair>,
    bundle: NamedTempFile,
}

impl Authority {
    fn new() -> Self {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let bundle = NamedTempFile::new().unwrap();
        std::fs::write(bundle.path(), params.self_signed(&key).unwrap().pem()).unwrap();
        Self { issuer: Issuer::new(params, key), bundle }
    }

    /// A server's certificate for a host, good from one new year to another.
    fn certify(&self, host: &str, (from, until): (i32, i32)) -> TlsIdentity {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new(vec![host.to_owned()]).unwrap();
        (params.not_before, params.not_after) = (date_time_ymd(from, 1, 1), date_time_ymd(until, 1, 1));
        let certificate = params.signed_by(&key, &self.issuer).unwrap();
        TlsIdentity { certificate_pem: certificate.pem().into(), key_pem: key.serialize_pem().into() }
    }

    fn pair(&self) -> (&'static str, String) {
        ("AWS_CA_BUNDLE", self.bundle.path().to_str().unwrap().to_owned())
    }
}

const GOOD_YEARS: (i32, i32) = (2020, 4000);

async fn over_tls(tls: TlsIdentity) -> DemoServer {
    let options = DemoOptions::new(Account::fixed().with_rarities(), Arc::new(Utc::now));
    DemoServer::start(DemoOptions { tls: Some(tls), ..options }).await.unwrap()
}

/// Signs in through this network, which lets nothing through.
async fn stopped(
    server: &DemoServer,
    home: &Home,
    network: Network,
    patience: Patience,
    said: Said,
) -> Failure {
    let code = shown(server);
    let desk = Desk::behind(home, network, patience);
    let failure = desk.refused(wish(&code), &[SECRET, PASSWORD, &code]).await;
    assert_eq!((failure.code, failure.message.as_str(), failure.hint.as_str()), said, "{failure:?}");
    assert_eq!((server.requests().total, failure.fate), (0, CodeFate::Unspent), "{failure:?}");
    assert!(failure.detail.is_some(), "{failure:?}");
    if server.endpoint().starts_with("http://") {
        assert!(fate_is_true(server, &code, &failure).await, "{failure:?}");
    }
    failure
}

#[tokio::test(flavor = "multi_thread")]
async fn an_authority_of_one_s_own_is_trusted_when_named() {
    let authority = Authority::new();
    let server = over_tls(authority.certify("127.0.0.1", GOOD_YEARS)).await;
    let desk = Desk::behind(&Home::of(&server), network(vec![authority.pair()]), quick());
    desk.log_in(wish(&shown(&server))).await.unwrap();
    assert_eq!(server.requests().total, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn each_kind_of_bad_certificate_has_its_sentence() {
    let (authority, stranger) = (Authority::new(), Authority::new());
    let host = "127.0.0.1";
    let lonely = {
        let key = KeyPair::generate().unwrap();
        let certificate = CertificateParams::new(vec![host.to_owned()]).unwrap().self_signed(&key).unwrap();
        TlsIdentity { certificate_pem: certificate.pem().into(), key_pem: key.serialize_pem().into() }
    };
    for (tls, said) in [
        (stranger.certify(host, GOOD_YEARS), UNTRUSTED),
        (lonely, UNTRUSTED),
        (authority.certify(host, (2020, 2021)), CERTIFICATE_EXPIRED),
        (authority.certify(host, (3990, 4000)), CERTIFICATE_TOO_NEW),
        (authority.certify("sts.example.com", GOOD_YEARS), CERTIFICATE_OF_ANOTHER),
    ] {
        let server = over_tls(tls).await;
        stopped(&server, &Home::of(&server), network(vec![authority.pair()]), quick(), said).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn proxies_with_and_without_password_let_through() {
    let authority = Authority::new();
    for password in [None, Some(LOGIN)] {
        let (address, mut seen) = proxy(password).await;
        let login = password.map_or(String::new(), |_| format!("jane:{PASSWORD}@"));
        let url = format!("http://{login}{address}");
        let pairs = || vec![("HTTPS_PROXY", url.clone()), ("HTTP_PROXY", url.clone()), authority.pair()];
        for server in [serve().await, over_tls(authority.certify("127.0.0.1", GOOD_YEARS)).await] {
            let desk = Desk::behind(&Home::of(&server), network(pairs()), quick());
            desk.log_in(wish(&shown(&server))).await.unwrap();
            let head = seen.recv().await.unwrap();
            assert!(head.contains(&server.address().to_string()), "{head}");
            assert_eq!(server.requests().total, 1);
        }
    }
}

/// A proxy that says one thing to everybody, and counts how often it is asked.
async fn stubborn(says: &'static [u8]) -> (String, UnboundedReceiver<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let (count, asked) = unbounded_channel();
    tokio::spawn(async move {
        while let Ok((mut client, _)) = listener.accept().await {
            let mut head = Vec::new();
            while !head.ends_with(b"\r\n\r\n") {
                head.push(client.read_u8().await.unwrap());
            }
            count.send(()).unwrap();
            client.write_all(says).await.unwrap();
            if says.is_empty() {
                continue;
            }
            // Read to the end first: closing with unread bytes would reset what was said.
            client.shutdown().await.unwrap();
            let _ = client.read_to_end(&mut Vec::new()).await;
        }
    });
    (address, asked)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proxy_that_opens_no_tunnel_is_named() {
    const LOCKED: &[u8] = b"HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\n\r\n";
    let authority = Authority::new();
    let server = over_tls(authority.certify("127.0.0.1", GOOD_YEARS)).await;
    let rows: [(&[u8], Said, &str, usize); 5] = [
        // Asked once: some wrong passwords later the account would be locked.
        (LOCKED, PROXY_LOGIN, "proxy authorization required", 1),
        (b"HTTP/1.1 502 Bad Gateway\r\n\r\n", PROXY_REFUSED, "unsuccessful", 3),
        (b"HTTP/1.1 403 Forbidden\r\n\r\n<html>Not this host</html>", PROXY_REFUSED, "unsuccessful", 3),
        (b"SSH-2.0-OpenSSH_9.2p1\r\n", PROXY_REFUSED, "unsuccessful", 3),
        (b"", PROXY_REFUSED, "unexpected end of file", 3),
    ];
    for (says, said, detail, times) in rows {
        for login in ["", "jane:hunter2@"] {
            let (address, mut asked) = stubborn(says).await;
            let pairs = vec![("HTTPS_PROXY", format!("http://{login}{address}")), authority.pair()];
            let failure = stopped(&server, &Home::of(&server), network(pairs), quick(), said).await;
            assert!(failure.detail.unwrap().contains(detail), "{said:?}");
            let count = std::iter::from_fn(|| asked.try_recv().ok()).count();
            assert_eq!(count, times, "{said:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proxy_before_a_plain_endpoint_is_named_where_it_can_be() {
    let server = serve().await;
    let (address, _asked) = proxy(Some(LOGIN)).await;
    let pairs = vec![("HTTP_PROXY", format!("http://jane:wrong@{address}"))];
    stopped(&server, &Home::of(&server), network(pairs), quick(), PROXY_LOGIN).await;

    let (address, _asked) = stubborn(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 2\r\n\r\nno").await;
    let desk = Desk::behind(&Home::of(&server), network(vec![("HTTP_PROXY", address)]), quick());
    let code = shown(&server);
    server.reset_codes();
    server.clear_requests();
    let failure = desk.refused(wish(&code), &[SECRET, &code]).await;
    assert_eq!((failure.code, failure.message.as_str(), failure.hint.as_str()), NOT_STS, "{failure:?}");
    // It may have asked STS and lost the answer.
    assert_eq!((server.requests().total, failure.fate), (0, CodeFate::Unknown));
}

async fn nobody() -> String {
    let closed = TcpListener::bind("127.0.0.1:0").await.unwrap();
    closed.local_addr().unwrap().to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proxy_that_is_down_is_named() {
    let authority = Authority::new();
    let (plain, tls) = (serve().await, over_tls(authority.certify("127.0.0.1", GOOD_YEARS)).await);
    let down = nobody().await;
    let through = |name| network(vec![(name, down.clone()), authority.pair()]);
    let failure = stopped(&tls, &Home::of(&tls), through("HTTPS_PROXY"), quick(), PROXY_REFUSED).await;
    assert!(failure.detail.unwrap().contains("refused"));
    let failure = stopped(&plain, &Home::of(&plain), through("HTTP_PROXY"), quick(), UNREACHABLE).await;
    assert!(failure.detail.unwrap().contains("refused"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_address_of_this_machine_in_ipv6_is_an_endpoint_like_others() {
    let options = DemoOptions::new(Account::fixed().with_rarities(), Arc::new(Utc::now));
    let options = DemoOptions { address: Ipv6Addr::LOCALHOST.into(), ..options };
    let server = DemoServer::start(options).await.unwrap();
    let home = Home::of(&server);
    assert!(home.endpoint.starts_with("http://[::1]:"), "{}", home.endpoint);
    Desk::new(&home).log_in(wish(&shown(&server))).await.unwrap();
    assert_eq!(server.requests().total, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn where_nobody_is_nothing_is_sent() {
    let server = serve().await;
    let tls = server.endpoint().replace("http://", "https://");
    for (endpoint, detail) in [
        (format!("http://{}", nobody().await), "refused"),
        (format!("https://{}", nobody().await), "refused"),
        (format!("http://[::1]:{}", nobody().await.rsplit(':').next().unwrap()), ""),
        ("http://sts.invalid".to_owned(), ""),
        // Somebody is there, who speaks no TLS.
        (tls, ""),
    ] {
        let failure = stopped(&server, &Home::at(endpoint), Network::default(), quick(), UNREACHABLE).await;
        assert!(failure.detail.unwrap().contains(detail));
        server.reset_codes();
        server.clear_requests();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_never_says_a_word_of_tls_is_given_up() {
    let server = serve().await;
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("https://{}", silent.local_addr().unwrap());
    let patience = Patience { connect: Duration::from_millis(300), ..quick() };
    let authority = Authority::new();
    stopped(&server, &Home::at(endpoint), network(vec![authority.pair()]), patience, UNREACHABLE).await;
    // So with a proxy that takes the request for a tunnel and says nothing.
    server.reset_codes();
    server.clear_requests();
    let pairs = vec![authority.pair(), ("HTTPS_PROXY", silent.local_addr().unwrap().to_string())];
    let home = Home::at("https://sts.example.com".into());
    stopped(&server, &home, network(pairs), patience, UNREACHABLE).await;
}
