//! STS in memory.

use std::collections::{BTreeMap, VecDeque};
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
    lag: Mutex<TimeDelta>,
}

/// What befalls AssumeRole alone.
struct Roles {
    next: Mutex<VecDeque<Failure>>,
    held: watch::Sender<Held>,
    broken: Mutex<BTreeMap<String, Failure>>,
    flight: Mutex<(usize, usize)>,
}

/// Which roles wait for their answer.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Held {
    None,
    All,
    One(String),
}

/// The name under which all roles fail.
const EVERY_ROLE: &str = "*";

impl FakeIssuer {
    pub(super) fn new(clock: Arc<ManualClock>) -> Self {
        let held = watch::Sender::new(false);
        let roles = Roles {
            next: Mutex::default(),
            held: watch::Sender::new(Held::None),
            broken: Mutex::default(),
            flight: Mutex::default(),
        };
        Self {
            began: Mutex::new(clock.now() - clock.passed()),
            clock,
            drift: Mutex::default(),
            next: Mutex::default(),
            asked: Mutex::default(),
            devices: Mutex::default(),
            held,
            roles,
            lag: Mutex::default(),
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
        self.roles.held.send_replace(if held { Held::All } else { Held::None });
    }

    /// This role alone waits for its answer from now on, until [`Self::hold_roles`] lets it go.
    pub fn hold_role(&self, name: &str) {
        self.roles.held.send_replace(Held::One(name.to_owned()));
    }

    /// This role fails like this from now on; none mends it.
    pub fn break_role(&self, name: &str, failure: Option<Failure>) {
        let mut broken = lock(&self.roles.broken);
        match failure {
            Some(failure) => drop(broken.insert(name.to_owned(), failure)),
            None => drop(broken.remove(name)),
        }
    }

    /// Every role fails like this from now on; none mends them.
    pub fn break_roles(&self, failure: Option<Failure>) {
        self.break_role(EVERY_ROLE, failure);
    }

    /// The most roles that were asked for at the same time.
    pub fn most_roles_at_once(&self) -> usize {
        lock(&self.roles.flight).1
    }

    /// The next AssumeRole fails like this.
    pub fn fail_next_role(&self, failure: Failure) {
        lock(&self.roles.next).push_back(failure);
    }

    /// The next request fails like this.
    pub fn fail_next(&self, failure: Failure) {
        lock(&self.next).push_back(failure);
    }

    /// Its clock is so many seconds behind ours from now on.
    pub fn lag(&self, seconds: i64) {
        *lock(&self.lag) = TimeDelta::seconds(seconds);
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
            expires: self.now() - *lock(&self.lag) + TimeDelta::seconds(i64::from(seconds)),
        })
    }
}

impl Roles {
    /// Counts a request until it is answered or given up.
    fn take_off(&self) -> impl Drop + use<'_> {
        struct Flight<'a>(&'a Mutex<(usize, usize)>);
        impl Drop for Flight<'_> {
            fn drop(&mut self) {
                lock(self.0).0 -= 1;
            }
        }
        let mut flight = lock(&self.flight);
        *flight = (flight.0 + 1, flight.1.max(flight.0 + 1));
        Flight(&self.flight)
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
            let _flight = self.roles.take_off();
            let name = ask.role.name();
            let free = |held: &Held| *held == Held::None || matches!(held, Held::One(one) if one != name);
            let _ = self.roles.held.subscribe().wait_for(free).await;
            let refused = lock(&self.roles.next).pop_front();
            let broken = || {
                let broken = lock(&self.roles.broken);
                broken.get(name).or_else(|| broken.get(EVERY_ROLE)).cloned()
            };
            match refused.or_else(broken) {
                Some(failure) => {
                    lock(&self.asked).push(format!("{line} refused"));
                    Err(failure)
                }
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
