//! The way to the AWS console: a role's session for an address that opens it once.

use daypass_adapters::console::Console;
use daypass_adapters::sts::Network;
use daypass_core::failure::Code;
use daypass_core::keys::SessionCredentials;
use daypass_core::lend::Lent;
use daypass_core::route::Route;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::stage::{Stage, Wish};

fn lent(credentials: SessionCredentials, of_role: bool) -> Lent {
    let route = Route { region: "eu-central-1".into(), ..Route::default() };
    Lent { target: "demo-developer-session".into(), route, credentials, of_role }
}

/// What a browser would be answered: the first line, and the page.
async fn browse(address: &str) -> (String, String) {
    let rest = address.strip_prefix("http://").unwrap();
    let (host, path) = rest.split_once('/').unwrap();
    let mut stream = TcpStream::connect(host).await.unwrap();
    let request = format!("GET /{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    let (head, page) = answer.split_once("\r\n\r\n").unwrap();
    (head.lines().next().unwrap().to_owned(), page.to_owned())
}

#[tokio::test]
async fn a_role_s_session_opens_the_console_once() {
    let stage = Stage::new().await;
    let session = stage.take("developer", Wish::default()).await.unwrap();
    let secrets = [session.secret_access_key.expose().to_owned(), session.session_token.expose().to_owned()];
    let console = Console::at(&stage.server.endpoint());
    let address = console.address(&lent(session, true)).await.unwrap();
    assert!(secrets.iter().all(|secret| !address.expose().contains(secret)), "the keys stay here");
    let (status, page) = browse(address.expose()).await;
    assert_eq!(status, "HTTP/1.1 200 OK");
    assert!(page.contains("assumed-role/developer/daypass-demo"), "{page}");
    let (status, _) = browse(address.expose()).await;
    assert_eq!(status, "HTTP/1.1 400 Bad Request", "a second time");
}

#[tokio::test]
async fn a_user_s_own_session_is_not_even_sent() {
    let stage = Stage::new().await;
    let session = stage.log_in().await.unwrap();
    // Nobody listens there.
    let console = Console::at("http://127.0.0.1:9");
    let failure = console.address(&lent(session, false)).await.unwrap_err();
    assert_eq!(failure.code, Code::NoConsole);
}

#[tokio::test]
async fn what_the_sign_in_page_refuses_is_said_without_the_session() {
    let stage = Stage::new().await;
    // The files say that it is a role's; AWS knows better.
    let session = stage.log_in().await.unwrap();
    let token = session.session_token.expose().to_owned();
    let console = Console::at(&stage.server.endpoint());
    let failure = console.address(&lent(session, true)).await.unwrap_err();
    assert_eq!((failure.code, failure.detail.as_deref()), (Code::NoConsole, Some("status 400")));
    assert!(!format!("{failure:?}").contains(&token));
}

#[tokio::test]
async fn another_endpoint_and_an_unknown_partition_have_no_console() {
    let stage = Stage::new().await;
    let console = Console::of_aws(Network::default());
    let mut elsewhere = lent(stage.take("developer", Wish::default()).await.unwrap(), true);
    elsewhere.route.endpoint = Some("http://127.0.0.1:9".into());
    let failure = console.address(&elsewhere).await.unwrap_err();
    assert!(failure.message.contains("http://127.0.0.1:9"), "{}", failure.message);
    elsewhere.route = Route { region: "us-iso-east-1".into(), ..Route::default() };
    let failure = console.address(&elsewhere).await.unwrap_err();
    assert_eq!(failure.code, Code::NoConsole);
    assert!(failure.message.contains("us-iso-east-1"), "{}", failure.message);
}

#[tokio::test]
async fn a_page_that_is_not_aws_s_is_told_from_a_refusal() {
    let stage = Stage::new().await;
    let session = stage.take("developer", Wish::default()).await.unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    let portal = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut head = [0; 16 * 1024];
        let _ = stream.read(&mut head).await.unwrap();
        stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\n<html></html>").await.unwrap();
    });
    let failure = Console::at(&endpoint).address(&lent(session, true)).await.unwrap_err();
    assert_eq!(failure.code, Code::Unreachable);
    portal.await.unwrap();
}

#[tokio::test]
async fn nobody_there_is_said_without_the_session() {
    let stage = Stage::new().await;
    let session = stage.take("developer", Wish::default()).await.unwrap();
    let secrets = [session.secret_access_key.expose().to_owned(), session.session_token.expose().to_owned()];
    let failure = Console::at("http://127.0.0.1:9").address(&lent(session, true)).await.unwrap_err();
    assert_eq!(failure.code, Code::Unreachable);
    let shown = format!("{failure:?}");
    assert!(
        secrets.iter().all(|secret| !shown.contains(secret) && !shown.contains(&secret[..12])),
        "{shown}"
    );
}
