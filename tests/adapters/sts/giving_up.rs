//! Esc, at each stage of a request: the person waits no longer, nothing goes on behind their back, and
//! nothing is written.

use std::sync::Arc;
use std::time::{Duration, Instant};

use daypass_adapters::sts::{Network, Patience};
use daypass_core::failure::{Code, CodeFate, Failure};
use daypass_core::login::{Stop, Wish, login};
use daypass_demo::{DemoServer, Fault, FaultRule};
use tokio::io::AsyncReadExt;
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::timeout;

use super::desk::{Desk, Home, quick, serve, shown, wish};
use super::meddler::{self, Meddler, Piece, Script, Seen};

/// A sign-in on its way, and Esc.
struct OnItsWay {
    desk: Arc<Desk>,
    esc: watch::Sender<bool>,
    task: JoinHandle<Result<(), Failure>>,
}

fn set_off(home: &Home, wish: Wish, patience: Patience) -> OnItsWay {
    let desk = Arc::new(Desk::behind(home, Network::default(), patience));
    let (esc, mut stop) = Stop::new();
    let ports = desk.ports.clone();
    let task = tokio::spawn(async move { login(&ports, wish, &mut stop).await.map(drop) });
    OnItsWay { desk, esc, task }
}

impl OnItsWay {
    /// Presses Esc. "At once" is a tenth of a second: what a person does not notice.
    async fn give_up(self) {
        let before = self.desk.picture();
        let pressed = Instant::now();
        self.esc.send(true).unwrap();
        let failure = self.task.await.unwrap().unwrap_err();
        let took = pressed.elapsed();
        assert!(took < Duration::from_millis(100), "{took:?}");
        // How far the request got is not known, so the code is not called good.
        assert_eq!((failure.code, failure.fate), (Code::Cancelled, CodeFate::Unknown));
        assert_eq!(self.desk.picture(), before);
    }
}

/// Waits for what must come, but not for ever.
async fn soon<T>(what: impl Future<Output = T>) -> T {
    timeout(Duration::from_secs(5), what).await.expect("it never came")
}

async fn left(meddler: &mut Meddler) {
    while soon(meddler.seen.recv()).await.unwrap() != Seen::Gone {}
}

/// Whoever is at the other end has closed the connection.
async fn closed(connection: &mut TcpStream) {
    soon(connection.read_to_end(&mut Vec::new())).await.unwrap();
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn while_connecting() {
    let server = serve().await;
    // A queue for one that is full: the next connection gets no answer at all.
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let full = socket.listen(0).unwrap();
    let address = full.local_addr().unwrap();
    let mut queue = Vec::new();
    while let Ok(connected) = timeout(Duration::from_millis(300), TcpStream::connect(address)).await {
        queue.push(connected.unwrap());
    }
    let code = shown(&server);
    let sign_in = set_off(&Home::at(format!("http://{address}")), wish(&code), quick());
    let connecting = async {
        while !syn_sent_to(address.port()) {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    soon(connecting).await;
    sign_in.give_up().await;
    let gone = async {
        while syn_sent_to(address.port()) {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    soon(gone).await;
}

/// Whether a socket of ours still knocks at this port: state 2 in the kernel's table of TCP sockets.
/// The knocks of the test's own queue are over by then.
#[cfg(target_os = "linux")]
fn syn_sent_to(port: u16) -> bool {
    let table = std::fs::read_to_string("/proc/net/tcp").unwrap();
    let there = format!(":{port:04X}");
    table.lines().any(|line| {
        let mut fields = line.split_whitespace().skip(2);
        fields.next().is_some_and(|remote| remote.ends_with(&there)) && fields.next() == Some("02")
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn while_tls_is_agreed_on() {
    let server = serve().await;
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("https://{}", silent.local_addr().unwrap());
    let sign_in = set_off(&Home::at(endpoint), wish(&shown(&server)), quick());
    let (mut connection, _) = soon(silent.accept()).await.unwrap();
    // The first record of TLS has come, and waits for an answer.
    assert_eq!(soon(connection.read_u8()).await.unwrap(), 22);
    sign_in.give_up().await;
    closed(&mut connection).await;
}

async fn halfway(says: fn(&str) -> Vec<Piece>, until: Seen) {
    let server = serve().await;
    let mut meddler = meddler::before(&server, Script { passes_on: true, says }).await;
    let sign_in = set_off(&Home::at(meddler.endpoint.clone()), wish(&shown(&server)), quick());
    while soon(meddler.seen.recv()).await.unwrap() != until {}
    sign_in.give_up().await;
    left(&mut meddler).await;
    assert_eq!(server.requests().total, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn while_an_answer_is_waited_for() {
    halfway(|_| vec![Piece::Silence], Seen::Request).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn while_an_answer_comes_slowly() {
    let says = |said: &str| {
        let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", said.len());
        vec![Piece::Bytes(head.into()), Piece::Drip(said.into(), Duration::from_millis(20))]
    };
    halfway(says, Seen::Answering).await;
}

async fn asked(server: &DemoServer, times: u64) {
    let asked = async {
        while server.requests().total < times {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    soon(asked).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn while_it_is_about_to_ask_again() {
    let server = serve().await;
    server.add_fault(FaultRule::times(Fault::Throttling { status: 400 }, 1));
    let pause = Duration::from_millis(900);
    let sign_in = set_off(&Home::of(&server), wish(&shown(&server)), Patience { pause, ..quick() });
    asked(&server, 1).await;
    sign_in.give_up().await;
    // A second try would have come by now, and it would have been granted.
    tokio::time::sleep(pause * 3 / 2).await;
    assert_eq!(server.requests().total, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn between_a_session_and_its_role_what_the_code_bought_is_kept() {
    let server = serve().await;
    server.add_fault(FaultRule::always(Fault::Delay { milliseconds: 60_000 }).on("AssumeRole"));
    let wish = Wish { name: "developer".into(), ..wish(&shown(&server)) };
    let desk = Arc::new(Desk::new(&Home::of(&server).with_role("developer")));
    let (esc, mut stop) = Stop::new();
    let ports = desk.ports.clone();
    let task = tokio::spawn(async move { login(&ports, wish, &mut stop).await });
    asked(&server, 2).await;
    esc.send(true).unwrap();
    let signed_in = soon(task).await.unwrap().unwrap();
    assert_eq!(signed_in.grants.iter().map(|grant| grant.target.as_str()).collect::<Vec<_>>(), ["demo-mfa"]);
    assert_eq!(signed_in.missed.unwrap().code, Code::Cancelled);
}
