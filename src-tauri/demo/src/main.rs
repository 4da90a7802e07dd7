//! `daypass-demo-sts`: the demo's STS as a program, for tests in other languages and for benches.

#![forbid(unsafe_code)]
#![warn(clippy::all, clippy::unwrap_used, clippy::panic, clippy::todo, clippy::dbg_macro)]

use std::error::Error;
use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;
use std::sync::Arc;

use clap::Parser;
use daypass_demo::{Account, DemoOptions, DemoServer, TlsIdentity, write_home};
use serde_json::{Value, json};
use tokio::sync::oneshot;

/// Serve a strict STS on loopback until stdin closes or SIGTERM comes
#[derive(Parser)]
#[command(version)]
struct Arguments {
    /// Write an AWS home (config, credentials) into this folder
    #[arg(long)]
    dir: Option<PathBuf>,
    /// Listen on this loopback address
    #[arg(long, default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    address: IpAddr,
    /// Listen on this port; 0 lets the system choose
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// Serve HTTPS with this certificate chain (PEM)
    #[arg(long, requires = "tls_key")]
    tls_cert: Option<PathBuf>,
    /// The private key of --tls-cert (PEM)
    #[arg(long, requires = "tls_cert")]
    tls_key: Option<PathBuf>,
    /// Use the example keys of AWS's documentation instead of random ones
    #[arg(long)]
    fixed_keys: bool,
    /// Add a root user and an inactive key
    #[arg(long)]
    rarities: bool,
    /// Answer /_demo/… on the same port (tests only: gives out one-time codes)
    #[arg(long)]
    control: bool,
    /// Go on when stdin is closed or empty
    #[arg(long)]
    ignore_stdin: bool,
}

#[expect(clippy::print_stdout, reason = "the one line that whoever started it waits for")]
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::parse();
    let server = DemoServer::start(options(&arguments)?).await?;
    let account = server.account();
    if let Some(folder) = &arguments.dir {
        write_home(folder, &account, &server.endpoint())?;
    }
    println!("{}", greeting(&server, &account, arguments.dir.as_deref()));
    until_told(arguments.ignore_stdin).await?;
    server.stop().await;
    Ok(())
}

#[expect(
    clippy::disallowed_methods,
    reason = "the one place that reads the clock: everything below is handed it"
)]
fn options(arguments: &Arguments) -> Result<DemoOptions, Box<dyn Error>> {
    let account = Account::fixed();
    let account = if arguments.rarities { account.with_rarities() } else { account };
    let account = if arguments.fixed_keys { account } else { account.with_own_keys()? };
    let mut options = DemoOptions::new(account, Arc::new(chrono::Utc::now));
    options.address = arguments.address;
    options.port = arguments.port;
    options.control = arguments.control;
    if let (Some(certificate), Some(key)) = (&arguments.tls_cert, &arguments.tls_key) {
        let (certificate_pem, key_pem) = (std::fs::read(certificate)?, std::fs::read(key)?);
        options.tls = Some(TlsIdentity { certificate_pem, key_pem });
    }
    Ok(options)
}

fn greeting(server: &DemoServer, account: &Account, folder: Option<&std::path::Path>) -> Value {
    let identities = account.identities.iter().map(|identity| {
        let keys: Vec<&String> = identity.keys.iter().map(|key| &key.id).collect();
        let serials: Vec<&String> = identity.devices.iter().map(|device| &device.serial).collect();
        json!({ "name": identity.name, "arn": identity.arn, "access_key_ids": keys, "serials": serials })
    });
    let roles: Vec<&String> = account.roles.iter().map(|role| &role.arn).collect();
    json!({
        "endpoint": server.endpoint(),
        "account": account.id,
        "identities": identities.collect::<Vec<_>>(),
        "roles": roles,
        "dir": folder,
    })
}

async fn until_told(ignore_stdin: bool) -> std::io::Result<()> {
    let (closed, stdin_closed) = oneshot::channel();
    // A thread of its own: tokio's stdin would keep the program from ending on SIGTERM.
    let watch = (!ignore_stdin).then(|| {
        std::thread::spawn(move || {
            let _ = std::io::copy(&mut std::io::stdin(), &mut std::io::sink());
            let _ = closed.send(());
        })
    });
    tokio::select! {
        Ok(()) = stdin_closed, if watch.is_some() => Ok(()),
        told = terminated() => told,
    }
}

#[cfg(unix)]
async fn terminated() -> std::io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        _ = terminate.recv() => Ok(()),
        told = tokio::signal::ctrl_c() => told,
    }
}

#[cfg(not(unix))]
async fn terminated() -> std::io::Result<()> {
    tokio::signal::ctrl_c().await
}
