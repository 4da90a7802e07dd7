//! Somebody between Daypass and STS, who lets STS do its work or not, and answers as he likes.

use std::net::SocketAddr;
use std::time::Duration;

use daypass_demo::DemoServer;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

/// What he does with each request.
#[derive(Clone, Copy)]
pub struct Script {
    /// Whether STS gets the request.
    pub passes_on: bool,
    /// What he says, given what STS said (nothing when it was not asked).
    pub says: fn(&str) -> Vec<Piece>,
}

/// A part of an answer.
pub enum Piece {
    /// These bytes.
    Bytes(Vec<u8>),
    /// These bytes, one by one with such pauses.
    Drip(Vec<u8>, Duration),
    /// These bytes again and again.
    Forever(Vec<u8>),
    /// Nothing more, until the client leaves.
    Silence,
    /// The connection is closed.
    Close,
    /// The connection is reset.
    Reset,
}

/// What he saw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seen {
    /// A whole request.
    Request,
    /// The first part of an answer left.
    Answering,
    /// The client has left.
    Gone,
}

pub struct Meddler {
    pub endpoint: String,
    pub seen: UnboundedReceiver<Seen>,
}

/// Stands before a server.
pub async fn before(server: &DemoServer, script: Script) -> Meddler {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    let (tell, seen) = unbounded_channel();
    let behind = server.address();
    tokio::spawn(async move {
        while let Ok((client, _)) = listener.accept().await {
            tokio::spawn(meddle(client, behind, script, tell.clone()));
        }
    });
    Meddler { endpoint, seen }
}

async fn meddle(mut client: TcpStream, server: SocketAddr, script: Script, tell: UnboundedSender<Seen>) {
    while let Some(request) = message(&mut client).await {
        let _ = tell.send(Seen::Request);
        let answer = if script.passes_on { ask(server, &request).await } else { String::new() };
        for piece in (script.says)(&answer) {
            if !say(&mut client, piece, &tell).await {
                return;
            }
        }
    }
    let _ = tell.send(Seen::Gone);
}

/// Whether the connection goes on.
async fn say(client: &mut TcpStream, piece: Piece, tell: &UnboundedSender<Seen>) -> bool {
    match piece {
        Piece::Bytes(bytes) => {
            let sent = client.write_all(&bytes).await.is_ok();
            let _ = tell.send(Seen::Answering);
            return sent;
        }
        Piece::Drip(bytes, pause) => {
            for byte in bytes {
                if client.write_all(&[byte]).await.is_err() {
                    break;
                }
                let _ = tell.send(Seen::Answering);
                tokio::time::sleep(pause).await;
            }
        }
        Piece::Forever(bytes) => while client.write_all(&bytes).await.is_ok() {},
        Piece::Silence => {
            let _ = client.read_to_end(&mut Vec::new()).await;
        }
        Piece::Close => return false,
        Piece::Reset => {
            client.set_zero_linger().unwrap();
            return false;
        }
    }
    let _ = tell.send(Seen::Gone);
    false
}

async fn ask(server: SocketAddr, request: &[u8]) -> String {
    let mut stream = TcpStream::connect(server).await.unwrap();
    stream.write_all(request).await.unwrap();
    let answer = String::from_utf8(message(&mut stream).await.unwrap()).unwrap();
    answer.split_once("\r\n\r\n").unwrap().1.to_owned()
}

/// A whole request or answer: its head, and as much body as that says. None at the end.
async fn message(stream: &mut TcpStream) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    while !bytes.ends_with(b"\r\n\r\n") {
        bytes.push(stream.read_u8().await.ok()?);
    }
    let head = String::from_utf8(bytes.clone()).unwrap().to_ascii_lowercase();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length:"));
    let mut body = vec![0; length.map_or(0, |length| length.trim().parse().unwrap())];
    stream.read_exact(&mut body).await.ok()?;
    bytes.extend(body);
    Some(bytes)
}
