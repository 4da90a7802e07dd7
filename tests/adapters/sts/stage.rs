//! A demo STS, an issuer that talks to it, and a user who has a key and a device.

use std::ffi::OsString;
use std::sync::Arc;
use std::time::Duration;

use chrono::Utc;
use daypass_adapters::clock::SystemClock;
use daypass_adapters::sts::{Network, Patience, Sts};
use daypass_core::code::TokenCode;
use daypass_core::external_id::ExternalId;
use daypass_core::failure::Failure;
use daypass_core::keys::{LongTermKey, SessionCredentials};
use daypass_core::ports::{AwsPaths, Mfa, RoleAsk, SessionTokenAsk, Signer, TokenIssuer};
use daypass_core::profile::{RoleArn, SerialNumber};
use daypass_core::role_parameters::RoleParameters;
use daypass_core::route::Route;
use daypass_core::secret::Secret;
use daypass_core::session_name::SessionName;
use daypass_demo::{ACCOUNT_ID, Account, DemoOptions, DemoServer, Fault, FaultRule};

pub const KEY: &str = "AKIAIOSFODNN7EXAMPLE";
pub const SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

pub struct Stage {
    pub server: DemoServer,
    pub sts: Sts,
    pub route: Route,
    pub key: LongTermKey,
    pub serial: SerialNumber,
}

impl Stage {
    pub async fn new() -> Self {
        let options = DemoOptions::new(Account::fixed().with_rarities(), Arc::new(Utc::now));
        Self::with(DemoServer::start(options).await.unwrap(), Network::default())
    }

    pub fn with(server: DemoServer, network: Network) -> Self {
        Self {
            sts: quick(network),
            route: Route {
                region: "eu-central-1".into(),
                endpoint: Some(server.endpoint()),
                iam_endpoint: Some(server.endpoint()),
                ..Route::default()
            },
            key: LongTermKey { id: KEY.into(), secret: Secret::new(SECRET.into()) },
            serial: SerialNumber::parse(&format!("arn:aws:iam::{ACCOUNT_ID}:mfa/demo")).unwrap(),
            server,
        }
    }

    /// Makes the way there again, by these variables.
    pub fn pass_through(&mut self, pairs: &[(&str, &str)]) {
        let network = Network::from_lookup(&|name| {
            pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| OsString::from(value))
        });
        self.sts = quick(network);
    }

    /// Another issuer of the same kind, to be given away.
    pub fn another(&self) -> Sts {
        quick(Network::default())
    }

    /// What the device shows now.
    pub fn code(&self) -> TokenCode {
        let shown = self.server.device_code(self.serial.as_str()).unwrap();
        TokenCode::parse(&shown.code).unwrap()
    }

    pub async fn log_in(&self) -> Result<SessionCredentials, Failure> {
        self.log_in_with(&self.code()).await
    }

    pub async fn log_in_with(&self, code: &TokenCode) -> Result<SessionCredentials, Failure> {
        let mfa = Some(Mfa { serial: &self.serial, code });
        let (key, route) = (&self.key, &self.route);
        let answer = self.sts.session_token(SessionTokenAsk { key, mfa, seconds: 3600, route }).await;
        no_secret_in(&answer, &[SECRET, code.expose()]);
        answer
    }

    /// Takes a role with the key and, if wished, the device.
    pub async fn take(&self, role: &str, wish: Wish<'_>) -> Result<SessionCredentials, Failure> {
        let role = RoleArn::parse(&format!("arn:aws:iam::{ACCOUNT_ID}:role/{role}")).unwrap();
        let code = self.code();
        let external_id = wish.external_id.map(|id| ExternalId::parse(id).unwrap());
        let plain = RoleParameters { external_id, ..RoleParameters::default() };
        let answer = self
            .sts
            .assume_role(RoleAsk {
                signer: wish.session.map_or(Signer::LongTerm(&self.key), Signer::Session),
                role: &role,
                session_name: &SessionName::parse("daypass-demo").unwrap(),
                parameters: wish.parameters.unwrap_or(&plain),
                mfa: wish.mfa.then_some(Mfa { serial: &self.serial, code: &code }),
                seconds: wish.seconds,
                route: &self.route,
            })
            .await;
        no_secret_in(&answer, &[SECRET, code.expose()]);
        answer
    }

    pub fn strike(&self, fault: Fault, times: u32) {
        self.server.add_fault(FaultRule::times(fault, times));
    }

    /// How many requests arrived since the last time somebody asked.
    pub fn requests(&self) -> u64 {
        let total = self.server.requests().total;
        self.server.clear_requests();
        total
    }
}

/// An issuer with the default bounds, but for the pauses between tries.
fn quick(network: Network) -> Sts {
    let patience = Patience { pause: Duration::from_millis(20), ..Patience::default() };
    Sts::new(Arc::new(SystemClock), nowhere(), network).with_patience(patience)
}

/// How a role is taken; with the device and for an hour unless said otherwise.
#[derive(Clone, Copy)]
pub struct Wish<'a> {
    pub mfa: bool,
    pub session: Option<&'a SessionCredentials>,
    pub external_id: Option<&'a str>,
    pub parameters: Option<&'a RoleParameters>,
    pub seconds: u32,
}

impl Default for Wish<'_> {
    fn default() -> Self {
        Self { mfa: true, session: None, external_id: None, parameters: None, seconds: 3600 }
    }
}

/// Files that are not there.
pub fn nowhere() -> AwsPaths {
    AwsPaths { config: "/nonexistent/config".into(), credentials: "/nonexistent/credentials".into() }
}

/// Whatever came back, nothing that a log or a screen could show holds a secret.
fn no_secret_in(answer: &Result<SessionCredentials, Failure>, secrets: &[&str]) {
    let shown = match answer {
        Ok(session) => format!("{session:?}"),
        Err(failure) => format!("{failure:?}{failure}"),
    };
    for secret in secrets {
        assert!(!shown.contains(secret), "a secret shows: {shown}");
    }
}
