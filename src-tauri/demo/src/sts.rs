//! The service itself: from bytes that arrived to an answer, without any network.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use crate::account::Account;
use crate::actions::{Api, Desk};
use crate::authentication::{authenticate, claimed_key};
use crate::faults::{Delivery, Faults, Instead, Plan};
use crate::federation::SigninTokens;
use crate::form::Form;
use crate::mfa::UsedCodes;
use crate::random;
use crate::refusal::Refusal;
use crate::requests::{RequestRecord, Requests, shown};
use crate::session::{Session, Sessions};
use crate::sigv4::Wire;
use crate::xml;

/// Tells the time; handed in, so that tests can turn it.
pub type Clock = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;

const PORTAL: &str = "<!DOCTYPE html>\n<html><head><title>Welcome</title></head><body>\
    <h1>Free Wi-Fi</h1><form action=\"/login\"><button>Accept and connect</button></form></body></html>\n";

/// An answer, and what the faults of the day do to it.
#[derive(Debug, Clone)]
pub(crate) struct Reply {
    pub status: u16,
    pub content_type: &'static str,
    pub location: Option<String>,
    pub request_id: String,
    pub date: DateTime<Utc>,
    pub body: String,
    pub delay: Option<Duration>,
    pub delivery: Delivery,
}

/// The account, its sessions, and the faults in force.
pub(crate) struct Sts {
    clock: Clock,
    state: Mutex<State>,
}

/// What changes while the service runs.
pub(crate) struct State {
    pub account: Account,
    pub faults: Faults,
    pub requests: Requests,
    pub used: UsedCodes,
    pub clock_offset: TimeDelta,
    pub signins: SigninTokens,
    sessions: Sessions,
}

impl Sts {
    pub fn new(account: Account, clock: Clock) -> Self {
        let state = State {
            account,
            faults: Faults::default(),
            requests: Requests::default(),
            used: UsedCodes::default(),
            clock_offset: TimeDelta::zero(),
            signins: SigninTokens::default(),
            sessions: Sessions::default(),
        };
        Self { clock, state: Mutex::new(state) }
    }

    // A panic elsewhere must not take the server down with it: the state has no half-way shapes.
    pub fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the time as the server has it.
    pub fn now(&self) -> DateTime<Utc> {
        let offset = self.state().clock_offset;
        (self.clock)() + offset
    }

    /// Answers one request.
    pub fn answer(&self, wire: &Wire) -> Reply {
        let form = parameters(wire);
        let action = form.get("Action").unwrap_or_default().to_owned();
        let base = (self.clock)();
        let mut state = self.state();
        let plan = state.faults.plan(&action);
        let offset = plan
            .clock_offset
            .map_or(state.clock_offset, |seconds| TimeDelta::try_seconds(seconds).unwrap_or_default());
        let now = base + offset;
        let outcome = match &plan.instead {
            Some(instead) => replaced(instead),
            None => Outcome::Spoken(state.process(wire, &form, now, &plan)),
        };
        let (reply, error) = worded(outcome, &action, Api::of(&form), now, &plan);
        state.requests.note(RequestRecord {
            action,
            parameters: shown(&form),
            access_key_id: claimed_key(wire),
            status: (reply.delivery != Delivery::Reset).then_some(reply.status),
            error,
        });
        reply
    }
}

impl State {
    /// Finds a session by its access key id.
    pub fn session(&self, key_id: &str) -> Option<&Session> {
        self.sessions.find(key_id)
    }

    fn process(
        &mut self,
        wire: &Wire,
        form: &Form,
        now: DateTime<Utc>,
        plan: &Plan,
    ) -> Result<String, Refusal> {
        if wire.method != "POST" || form.get("Action").is_none() {
            let message = "The request must contain the parameter Action.";
            return Err(Refusal::sender(400, "MissingAction", message));
        }
        let Self { account, sessions, used, .. } = self;
        let api = Api::of(form);
        let caller = authenticate(wire, api.service(), account, sessions, now)?;
        if api == Api::Sts && account.disabled_regions.contains(&caller.region) {
            return Err(Refusal::sender(
                403,
                "RegionDisabledException",
                format!(
                    "STS is not activated in this region for account:{}. Your account administrator \
                     can activate STS in this region using the IAM Console.",
                    account.id
                ),
            ));
        }
        Desk { account, sessions, used, caller: &caller, form, now, plan }.act(api)
    }
}

enum Outcome {
    Spoken(Result<String, Refusal>),
    Redirect(String),
    Portal,
    Reset,
}

fn parameters(wire: &Wire) -> Form {
    let kind = wire.header("content-type").unwrap_or_default();
    let encoded = kind.to_ascii_lowercase().starts_with("application/x-www-form-urlencoded");
    if encoded { Form::parse(&wire.body) } else { Form::default() }
}

fn replaced(instead: &Instead) -> Outcome {
    match instead {
        Instead::ServerError(503) => Outcome::Spoken(Err(Refusal::receiver(
            503,
            "ServiceUnavailable",
            "The request has failed due to a temporary failure of the server.",
        ))),
        Instead::ServerError(status) => {
            Outcome::Spoken(Err(Refusal { status: *status, ..Refusal::internal() }))
        }
        Instead::Throttling(status) => {
            Outcome::Spoken(Err(Refusal::sender(*status, "Throttling", "Rate exceeded")))
        }
        Instead::Refuse { status, code, message } => {
            Outcome::Spoken(Err(Refusal::sender(*status, code.clone(), message.clone())))
        }
        Instead::Reset => Outcome::Reset,
        Instead::Redirect(location) => Outcome::Redirect(location.clone()),
        Instead::CaptivePortal => Outcome::Portal,
    }
}

fn worded(
    outcome: Outcome,
    action: &str,
    api: Api,
    now: DateTime<Utc>,
    plan: &Plan,
) -> (Reply, Option<String>) {
    let request_id = random::request_id().unwrap_or_default();
    let mut reply = Reply {
        status: 200,
        content_type: "text/xml",
        location: None,
        date: now,
        body: String::new(),
        delay: plan.delay,
        delivery: plan.delivery.clone().unwrap_or_default(),
        request_id,
    };
    let mut error = None;
    match outcome {
        Outcome::Spoken(Ok(result)) => {
            reply.body = xml::answer(api.namespace(), action, &result, &reply.request_id);
        }
        Outcome::Spoken(Err(refusal)) => {
            reply.status = refusal.status;
            reply.body = xml::refusal(api.namespace(), &refusal, &reply.request_id);
            error = Some(refusal.code.into_owned());
        }
        Outcome::Redirect(location) => {
            reply.status = 302;
            reply.location = Some(location);
        }
        Outcome::Portal => {
            reply.content_type = "text/html";
            reply.body = PORTAL.to_owned();
        }
        Outcome::Reset => reply.delivery = Delivery::Reset,
    }
    (reply, error)
}
