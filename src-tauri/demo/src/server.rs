//! The server on loopback: start it, ask it things, stop it.

use std::fmt;
use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::account::{Account, DeviceCode};
use crate::connections::{Front, serve};
use crate::faults::FaultRule;
use crate::requests::Requests;
use crate::sts::{Clock, Sts};
use crate::tls::{IdentityError, acceptor};

/// A certificate chain and its key.
#[derive(Clone)]
pub struct TlsIdentity {
    /// The chain in PEM, the server's own certificate first.
    pub certificate_pem: Vec<u8>,
    /// The private key in PEM.
    pub key_pem: Vec<u8>,
}

/// How a server is started.
#[derive(Clone)]
pub struct DemoOptions {
    /// A loopback address.
    pub address: IpAddr,
    /// The port; 0 lets the system choose.
    pub port: u16,
    /// HTTPS instead of HTTP.
    pub tls: Option<TlsIdentity>,
    /// Whether `/_demo/…` is answered (tests only: it gives out one-time codes).
    pub control: bool,
    /// Who lives in the account.
    pub account: Account,
    /// The time.
    pub clock: Clock,
}

impl DemoOptions {
    /// Plain HTTP on 127.0.0.1, a port of the system's choice, no control interface.
    pub fn new(account: Account, clock: Clock) -> Self {
        let address = Ipv4Addr::LOCALHOST.into();
        Self { address, port: 0, tls: None, control: false, account, clock }
    }
}

/// Why a server did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The demo never listens to the network.
    #[error("{0} is not a loopback address")]
    NotLoopback(IpAddr),
    /// The port is taken, most likely.
    #[error("cannot listen on {address}: {source}")]
    Listen {
        /// Where.
        address: SocketAddr,
        /// The system's reason.
        source: io::Error,
    },
    /// The certificate or key is no good.
    #[error(transparent)]
    Identity(#[from] IdentityError),
}

/// A running demo STS; dropping it stops it.
pub struct DemoServer {
    address: SocketAddr,
    scheme: &'static str,
    sts: Arc<Sts>,
    // The server runs until this end of the channel is dropped.
    running: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

impl DemoServer {
    /// Starts a server on the current tokio runtime.
    pub async fn start(options: DemoOptions) -> Result<Self, StartError> {
        let DemoOptions { address, port, tls, control, account, clock } = options;
        if !address.is_loopback() {
            return Err(StartError::NotLoopback(address));
        }
        let acceptor = tls.map(|tls| acceptor(&tls.certificate_pem, &tls.key_pem)).transpose()?;
        let address = SocketAddr::new(address, port);
        let failed = |source| StartError::Listen { address, source };
        let listener = TcpListener::bind(address).await.map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        let scheme = if acceptor.is_some() { "https" } else { "http" };
        let sts = Arc::new(Sts::new(account, clock));
        let front = Arc::new(Front { sts: Arc::clone(&sts), control });
        let (running, dropped) = oneshot::channel();
        let task = tokio::spawn(serve(listener, acceptor, front, dropped));
        Ok(Self { address, scheme, sts, running, task })
    }

    /// Returns what `endpoint_url` is set to.
    pub fn endpoint(&self) -> String {
        format!("{}://{}", self.scheme, self.address)
    }

    /// Returns where the server listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Returns the account as it is now.
    pub fn account(&self) -> Account {
        self.sts.state().account.clone()
    }

    /// Changes the account: a key made inactive, a region disabled, a device removed.
    pub fn edit_account(&self, edit: impl FnOnce(&mut Account)) {
        edit(&mut self.sts.state().account);
    }

    /// Returns the code that a device shows now, by the server's clock.
    pub fn device_code(&self, serial: &str) -> Option<DeviceCode> {
        let now = self.now();
        self.sts.state().account.device_code(serial, now)
    }

    /// Returns the time as the server has it.
    pub fn now(&self) -> DateTime<Utc> {
        self.sts.now()
    }

    /// Puts the server's clock off by so much, in place of an earlier offset.
    pub fn set_clock_offset(&self, offset: TimeDelta) {
        self.sts.state().clock_offset = offset;
    }

    /// Forgets which one-time codes were used.
    pub fn reset_codes(&self) {
        self.sts.state().used.forget();
    }

    /// Adds a fault; those of the same kind strike in the order they were added.
    pub fn add_fault(&self, rule: FaultRule) {
        self.sts.state().faults.add(rule);
    }

    /// Returns the faults still in force.
    pub fn faults(&self) -> Vec<FaultRule> {
        self.sts.state().faults.rules().to_vec()
    }

    /// Removes every fault.
    pub fn clear_faults(&self) {
        self.sts.state().faults.clear();
    }

    /// Returns what was asked so far.
    pub fn requests(&self) -> Requests {
        self.sts.state().requests.clone()
    }

    /// Starts counting from nothing.
    pub fn clear_requests(&self) {
        self.sts.state().requests = Requests::default();
    }

    /// Stops the server and waits until its connections are closed.
    pub async fn stop(self) {
        let Self { running, task, .. } = self;
        drop(running);
        // The one error there can be is a panic of the server, and it is stopped then too.
        let _ = task.await;
    }
}

impl fmt::Debug for DemoServer {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("DemoServer").field("endpoint", &self.endpoint()).finish_non_exhaustive()
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "a test's own files and the machine's time")]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpStream;

    use super::*;
    use crate::faults::Fault;

    async fn raw(server: &DemoServer) -> std::io::Result<Vec<u8>> {
        let mut stream = TcpStream::connect(server.address()).await?;
        stream
            .write_all(b"POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
            .await?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await?;
        Ok(answer)
    }

    #[tokio::test]
    async fn damages_the_wire_as_told_and_stops() {
        let options = DemoOptions::new(Account::fixed(), Arc::new(Utc::now));
        let server = DemoServer::start(options).await.unwrap();
        server.add_fault(FaultRule::times(Fault::Reset { processed: true }, 1));
        let reset = raw(&server).await.unwrap_err();
        assert_eq!(reset.kind(), std::io::ErrorKind::ConnectionReset);
        server.add_fault(FaultRule::times(Fault::Interrupted { bytes: Some(10) }, 1));
        let text = String::from_utf8(raw(&server).await.unwrap()).unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        assert_eq!(body, "<ErrorResp");
        assert!(!head.contains("content-length: 10\r\n") && head.contains("content-length: "), "{head}");
        let address = server.address();
        server.stop().await;
        assert!(TcpStream::connect(address).await.is_err(), "nobody listens any more");
    }

    #[tokio::test]
    async fn listens_to_loopback_only() {
        let mut options = DemoOptions::new(Account::fixed(), Arc::new(Utc::now));
        options.address = [0, 0, 0, 0].into();
        let refused = DemoServer::start(options).await;
        assert!(matches!(refused, Err(StartError::NotLoopback(_))));
    }
}
