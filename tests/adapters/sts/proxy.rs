//! A proxy in between, with and without a password.

use std::ffi::OsString;
use std::sync::Arc;

use chrono::Utc;
use daypass_adapters::sts::Network;
use daypass_core::failure::Code;
use daypass_demo::{Account, DemoOptions, DemoServer};
use tokio::io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use super::stage::Stage;
use super::tls;

/// A proxy that tunnels and passes on, and tells the head of each request it got.
pub async fn proxy(password: Option<&'static str>) -> (String, UnboundedReceiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let (heads, seen) = unbounded_channel();
    tokio::spawn(async move {
        while let Ok((connection, _)) = listener.accept().await {
            let heads = heads.clone();
            tokio::spawn(async move {
                let head = serve(connection, password).await;
                heads.send(head).unwrap();
            });
        }
    });
    (address, seen)
}

async fn serve(mut client: TcpStream, password: Option<&str>) -> String {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(client.read_u8().await.unwrap());
    }
    let text = String::from_utf8(head.clone()).unwrap();
    let allowed = password.is_none_or(|password| text.contains(password));
    if !allowed {
        let refusal = b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n";
        client.write_all(refusal).await.unwrap();
        return text;
    }
    let mut words = text.split_whitespace();
    let (method, target) = (words.next().unwrap(), words.next().unwrap());
    let host = target.trim_start_matches("http://").trim_end_matches('/');
    let mut server = TcpStream::connect(host).await.unwrap();
    if method == "CONNECT" {
        client.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n").await.unwrap();
    } else {
        server.write_all(&head).await.unwrap();
    }
    tokio::spawn(async move { copy_bidirectional(&mut client, &mut server).await });
    text
}

pub fn network(pairs: Vec<(&'static str, String)>) -> Network {
    Network::from_lookup(&|name| {
        let found = pairs.iter().find(|(key, _)| *key == name);
        found.map(|(_, value)| OsString::from(value))
    })
}

pub(super) async fn plain(pairs: Vec<(&'static str, String)>) -> Stage {
    let options = DemoOptions::new(Account::fixed(), Arc::new(Utc::now));
    Stage::with(DemoServer::start(options).await.unwrap(), network(pairs))
}

#[tokio::test]
async fn a_plain_endpoint_is_asked_through_the_proxy() {
    let (address, mut seen) = proxy(None).await;
    let stage = plain(vec![("HTTP_PROXY", address)]).await;
    stage.log_in().await.unwrap();
    assert!(seen.recv().await.unwrap().starts_with("POST http://"));
}

#[tokio::test]
async fn hosts_without_proxy_are_asked_directly() {
    let (address, mut seen) = proxy(None).await;
    let stage = plain(vec![("HTTP_PROXY", address), ("NO_PROXY", "localhost,127.0.0.1".into())]).await;
    stage.log_in().await.unwrap();
    assert!(seen.try_recv().is_err());
}

#[tokio::test]
async fn tls_goes_through_a_tunnel_that_sees_nothing_but_the_password() {
    // jane:hunter2
    let (address, mut seen) = proxy(Some("Basic amFuZTpodW50ZXIy")).await;
    let (options, bundle) = tls::trusted_server();
    let pairs = vec![
        ("https_proxy", format!("http://jane:hunter2@{address}")),
        ("AWS_CA_BUNDLE", bundle.path().to_str().unwrap().to_owned()),
    ];
    let stage = Stage::with(DemoServer::start(options).await.unwrap(), network(pairs));
    stage.log_in().await.unwrap();
    assert_eq!(stage.requests(), 1);
    let head = seen.recv().await.unwrap();
    assert!(head.starts_with("CONNECT 127.0.0.1:"), "{head}");
    assert!(!head.contains("GetSessionToken"));
}

#[tokio::test]
async fn a_proxy_that_wants_a_password_leaves_the_code_unspent() {
    let (address, _seen) = proxy(Some("Basic amFuZTpodW50ZXIy")).await;
    let (options, bundle) = tls::trusted_server();
    let pairs = vec![
        ("https_proxy", format!("http://jane:wrong@{address}")),
        ("AWS_CA_BUNDLE", bundle.path().to_str().unwrap().to_owned()),
    ];
    let stage = Stage::with(DemoServer::start(options).await.unwrap(), network(pairs));
    let failure = stage.log_in().await.unwrap_err();
    assert_eq!((failure.code, stage.requests()), (Code::Unreachable, 0), "{failure:?}");
    assert!(!format!("{failure:?}").contains("wrong"), "{failure:?}");
}
