//! Connections: bytes in, bytes out, and the reset on purpose.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use http_body_util::{BodyExt, Limited};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::{TokioIo, TokioTimer};
use socket2::{SockRef, Socket};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;

use crate::body::{Body, response, whole};
use crate::control;
use crate::federation;
use crate::sigv4::Wire;
use crate::sts::Sts;

/// No request of the query protocol comes near this.
const BODY_LIMIT: usize = 256 * 1024;
const HEADER_TIME: Duration = Duration::from_secs(30);
/// After a failed accept (no descriptors left, mostly), before the next.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// What every connection talks to.
pub(crate) struct Front {
    pub sts: Arc<Sts>,
    pub control: bool,
}

/// Takes connections until the other end of `stopped` is dropped, then closes them all.
pub(crate) async fn serve(
    listener: TcpListener,
    tls: Option<TlsAcceptor>,
    front: Arc<Front>,
    mut stopped: oneshot::Receiver<()>,
) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    connections.spawn(welcome(stream, tls.clone(), Arc::clone(&front)));
                }
                Err(_) => tokio::time::sleep(ACCEPT_PAUSE).await,
            },
            Some(_) = connections.join_next(), if !connections.is_empty() => {}
            _ = &mut stopped => break,
        }
    }
    drop(listener);
    connections.shutdown().await;
}

async fn welcome(stream: TcpStream, tls: Option<TlsAcceptor>, front: Arc<Front>) {
    // A second handle on the same socket: SO_LINGER is set through it at the moment of a reset.
    let Ok(socket) = SockRef::from(&stream).try_clone() else {
        return;
    };
    // Answers leave in one piece anyway; this only keeps Nagle from holding back a drip.
    let _ = stream.set_nodelay(true);
    let ended = match tls {
        None => converse(stream, socket, front).await,
        Some(tls) => match tls.accept(stream).await {
            Ok(stream) => converse(stream, socket, front).await,
            Err(_) => return,
        },
    };
    // A connection ends in an error whenever a client goes away or a fault cuts it: nothing to report.
    drop(ended);
}

async fn converse<S>(stream: S, socket: Socket, front: Arc<Front>) -> hyper::Result<()>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let socket = Arc::new(socket);
    let service = service_fn(move |request| {
        let (front, socket) = (Arc::clone(&front), Arc::clone(&socket));
        async move {
            let answered = answer(&front, request).await;
            if answered.is_err() {
                // Closing with a linger of nothing makes the kernel send RST instead of FIN.
                let _ = socket.set_linger(Some(Duration::ZERO));
            }
            answered
        }
    });
    hyper::server::conn::http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADER_TIME)
        .auto_date_header(false)
        .serve_connection(TokioIo::new(stream), service)
        .await
}

async fn answer(front: &Front, request: Request<Incoming>) -> io::Result<Response<Body>> {
    let Some(wire) = received(request).await else {
        let mut response = Response::new(whole("The request is too long or was cut off.\n"));
        *response.status_mut() = hyper::StatusCode::PAYLOAD_TOO_LARGE;
        return Ok(response);
    };
    if front.control && wire.path.starts_with("/_demo/") {
        return Ok(control::answer(&front.sts, &wire));
    }
    if wire.method == "GET" && wire.path == "/federation" {
        return Ok(federation::answer(&front.sts, &wire));
    }
    let reply = front.sts.answer(&wire);
    if let Some(delay) = reply.delay {
        tokio::time::sleep(delay).await;
    }
    response(reply)
}

async fn received(request: Request<Incoming>) -> Option<Wire> {
    let (head, body) = request.into_parts();
    let body = Limited::new(body, BODY_LIMIT).collect().await.ok()?.to_bytes();
    let text = |value: &[u8]| String::from_utf8_lossy(value).into_owned();
    let headers = head.headers.iter();
    Some(Wire {
        method: head.method.as_str().to_owned(),
        path: head.uri.path().to_owned(),
        query: head.uri.query().unwrap_or_default().to_owned(),
        headers: headers.map(|(name, value)| (name.to_string(), text(value.as_bytes()))).collect(),
        body: body.to_vec(),
    })
}
