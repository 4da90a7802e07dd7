//! STS in memory.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::watch;

use crate::aws_time::Drift;
use crate::external_id::ExternalId;
use crate::failure::Failure;
use crate::fakes::{ManualClock, lock};
use crate::keys::SessionCredentials;
use crate::ports::{Answer, Caller, Clock, Mfa, RoleAsk, SessionTokenAsk, Signer, TokenIssuer};
use crate::role_parameters::RoleParameters;
use crate::route::Route;
use crate::secret::Secret;

/// An STS that grants what is asked, or fails as told.
pub struct FakeIssuer {
    clock: Arc<ManualClock>,
    /// What AWS's clock showed at the beginning.
    began: Mutex<DateTime<Utc>>,
    drift: Mutex<Option<Drift>>,
    next: Mutex<VecDeque<Failure>>,
    asked: Mutex<Vec<String>>,
    devices: Mutex<Vec<String>>,
    held: watch::Sender<bool>,
    roles: Roles,
}

/// What befalls AssumeRole alone.
struct Roles {
    next: Mutex<VecDeque<Failure>>,
    held: watch::Sender<bool>,
}

impl FakeIssuer {
    pub(super) fn new(clock: Arc<ManualClock>) -> Self {
        let held = watch::Sender::new(false);
        let roles = Roles { next: Mutex::default(), held: watch::Sender::new(false) };
        Self {
            began: Mutex::new(clock.now() - clock.passed()),
            clock,
            drift: Mutex::default(),
            next: Mutex::default(),
            asked: Mutex::default(),
            devices: Mutex::default(),
            held,
            roles,
        }
    }

    /// AWS's clock is so far ahead of the one here from now on.
    pub fn set_ahead(&self, ahead: TimeDelta) {
        *lock(&self.began) = self.clock.now() - self.clock.passed() + ahead;
    }

    /// What AWS's clock shows. Nobody here can set it.
    pub fn now(&self) -> DateTime<Utc> {
        *lock(&self.began) + self.clock.passed()
    }

    /// The program is started anew: what it has heard is forgotten.
    pub fn forget_drift(&self) {
        *lock(&self.drift) = None;
    }

    /// An answer arrives, and tells the time.
    fn tell_time(&self) {
        let here = self.clock.now();
        *lock(&self.drift) = Some(Drift::measured(self.now() - here, here, self.clock.uptime()));
    }

    /// Whether requests wait for their answer from now on; `false` lets all waiting ones go.
    pub fn hold(&self, held: bool) {
        self.held.send_replace(held);
    }

    /// Whether AssumeRole waits for its answer from now on.
    pub fn hold_roles(&self, held: bool) {
        self.roles.held.send_replace(held);
    }

    /// The next AssumeRole fails like this.
    pub fn fail_next_role(&self, failure: Failure) {
        lock(&self.roles.next).push_back(failure);
    }

    /// The next request fails like this.
    pub fn fail_next(&self, failure: Failure) {
        lock(&self.next).push_back(failure);
    }

    /// The devices of the codes that were sent so far.
    pub fn devices(&self) -> Vec<String> {
        lock(&self.devices).clone()
    }

    fn note_device(&self, mfa: Option<Mfa<'_>>) {
        lock(&self.devices).extend(mfa.map(|mfa| mfa.serial.as_str().to_owned()));
    }

    /// What was asked so far, one line each, without secrets.
    pub fn asked(&self) -> Vec<String> {
        lock(&self.asked).clone()
    }

    async fn grant(&self, asked: String, seconds: u32) -> Result<SessionCredentials, Failure> {
        let count = {
            let mut log = lock(&self.asked);
            log.push(asked);
            log.len()
        };
        // The sender is ours, so the wait ends by an answer only.
        let _ = self.held.subscribe().wait_for(|held| !held).await;
        if let Some(failure) = lock(&self.next).pop_front() {
            return Err(failure);
        }
        self.tell_time();
        Ok(SessionCredentials {
            access_key_id: format!("ASIAFAKE{count:012}"),
            secret_access_key: Secret::new(format!("fake-session-secret-{count}")),
            session_token: Secret::new(format!("fake-session-token-{count}")),
            expires: self.now() + TimeDelta::seconds(i64::from(seconds)),
        })
    }
}

impl TokenIssuer for FakeIssuer {
    fn drift(&self) -> Option<Drift> {
        *lock(&self.drift)
    }

    fn session_token<'a>(&'a self, ask: SessionTokenAsk<'a>) -> Answer<'a, SessionCredentials> {
        self.note_device(ask.mfa);
        let mfa =
            ask.mfa.map_or("none".to_owned(), |mfa| format!("{} {}", mfa.serial.as_str(), mfa.code.expose()));
        let line = format!("GetSessionToken {} mfa={mfa} {}s {}", ask.key.id, ask.seconds, ask.route.region);
        Box::pin(async move { self.grant(line, ask.seconds).await })
    }

    fn assume_role<'a>(&'a self, ask: RoleAsk<'a>) -> Answer<'a, SessionCredentials> {
        self.note_device(ask.mfa);
        let signer = match ask.signer {
            Signer::LongTerm(key) => &key.id,
            Signer::Session(session) => &session.access_key_id,
        };
        let line = format!(
            "AssumeRole {signer} {} as {} external={} mfa={} {}s{}",
            ask.role.as_str(),
            ask.session_name.as_str(),
            ask.parameters.external_id.as_ref().map_or("none", ExternalId::as_str),
            ask.mfa.map_or("none", |mfa| mfa.code.expose()),
            ask.seconds,
            besides(ask.parameters)
        );
        Box::pin(async move {
            let _ = self.roles.held.subscribe().wait_for(|held| !held).await;
            let refused = lock(&self.roles.next).pop_front();
            match refused {
                Some(failure) => Err(failure),
                None => self.grant(line, ask.seconds).await,
            }
        })
    }

    fn identity_of_profile<'a>(&'a self, profile: &'a str, _route: &'a Route) -> Answer<'a, Caller> {
        Box::pin(async move {
            if let Some(failure) = lock(&self.next).pop_front() {
                return Err(failure);
            }
            Ok(Caller {
                account: "123456789012".to_owned(),
                arn: format!("arn:aws:iam::123456789012:user/{profile}"),
            })
        })
    }
}

/// The rarer parameters, where there are any.
fn besides(parameters: &RoleParameters) -> String {
    let mut text = String::new();
    if let Some(source) = &parameters.source_identity {
        text += &format!(" source={}", source.as_str());
    }
    if let Some(policy) = parameters.policy.document() {
        text += &format!(" policy={policy}");
    }
    for arn in parameters.policy.managed() {
        text += &format!(" policy={arn}");
    }
    for (key, value) in parameters.tags.pairs() {
        text += &format!(" tag={key}:{value}");
    }
    for key in parameters.tags.transitive() {
        text += &format!(" transitive={key}");
    }
    text
}
