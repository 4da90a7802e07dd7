//! Faults that tests switch on: what a bad network or a bad server does to an answer.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// One thing that goes wrong.
///
/// Faults that replace the answer leave the request unprocessed, so a token code is not spent.
/// Faults that damage the answer come after processing: the code is spent, the session exists.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Fault {
    /// The answer comes late; the request is processed first.
    Delay {
        /// How late.
        milliseconds: u64,
    },
    /// Replaces the answer: an AWS error body with a 5xx status.
    ServerError {
        /// The status, such as 500 or 503.
        status: u16,
    },
    /// Replaces the answer: `Throttling`, "Rate exceeded".
    Throttling {
        /// 400 as STS has it, or 503.
        status: u16,
    },
    /// Replaces the answer: any other error, for those that no request brings about here.
    Refuse {
        /// The status.
        status: u16,
        /// The error code, such as `RequestExpired`.
        code: String,
        /// The message.
        message: String,
    },
    /// The connection is reset instead of an answer.
    Reset {
        /// Whether the request is processed before.
        processed: bool,
    },
    /// Damages the answer: status 200 and bytes that are no XML.
    Garbage,
    /// Damages the answer: cut, with a Content-Length that fits.
    Cut {
        /// Bytes that are left; half of them when not given.
        bytes: Option<usize>,
    },
    /// Damages the answer: cut, the connection closed before Content-Length is reached.
    Interrupted {
        /// Bytes that are left; half of them when not given.
        bytes: Option<usize>,
    },
    /// Damages the answer: one byte at a time.
    Drip {
        /// The pause between two bytes.
        milliseconds: u64,
    },
    /// Damages the answer: a body without an end.
    Endless,
    /// The server's clock is off, for checks, expirations and the Date header.
    ClockOffset {
        /// Positive: ahead.
        seconds: i64,
    },
    /// Sessions last this long whatever was asked for.
    Lifetime {
        /// The lifetime, really kept.
        seconds: u32,
    },
    /// The answer's SessionToken is empty.
    EmptyToken,
    /// The answer's SessionToken holds a line feed and a `[default]` section.
    InjectedToken,
    /// The answer's Expiration lies an hour back.
    PastExpiration,
    /// Replaces the answer: 302.
    Redirect {
        /// Where to.
        location: String,
    },
    /// Replaces the answer: status 200 and a sign-in page.
    CaptivePortal,
}

/// A fault and when it strikes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FaultRule {
    /// What goes wrong.
    #[serde(flatten)]
    pub fault: Fault,
    /// How many more requests it strikes; all of them when not given.
    #[serde(default)]
    pub times: Option<u32>,
    /// The one action that it strikes; all of them when not given.
    #[serde(default)]
    pub action: Option<String>,
}

impl FaultRule {
    /// Strikes until cleared.
    pub fn always(fault: Fault) -> Self {
        Self { fault, times: None, action: None }
    }

    /// Strikes the next `times` requests.
    pub fn times(fault: Fault, times: u32) -> Self {
        Self { fault, times: Some(times), action: None }
    }

    /// Strikes only one action, such as `GetSessionToken`.
    #[must_use]
    pub fn on(mut self, action: &str) -> Self {
        self.action = Some(action.to_owned());
        self
    }
}

/// An answer made of something else than the request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Instead {
    ServerError(u16),
    Throttling(u16),
    Refuse { status: u16, code: String, message: String },
    Reset,
    Redirect(String),
    CaptivePortal,
}

/// How an answer gets onto the wire.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) enum Delivery {
    #[default]
    Whole,
    Reset,
    Garbage,
    Cut(Option<usize>),
    Interrupted(Option<usize>),
    Drip(Duration),
    Endless,
}

/// What the answer says of the session token.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum TokenShown {
    #[default]
    Real,
    Empty,
    Injected,
}

/// Everything that goes wrong with one request.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Plan {
    pub delay: Option<Duration>,
    pub clock_offset: Option<i64>,
    pub lifetime: Option<u32>,
    pub token: Option<TokenShown>,
    pub past_expiration: Option<()>,
    pub instead: Option<Instead>,
    pub delivery: Option<Delivery>,
}

impl Plan {
    // Tells whether the fault found its place free. Otherwise an earlier rule comes first, and this
    // one waits for its turn: so "throttle twice, then reset" is two rules.
    fn takes(&mut self, fault: &Fault) -> bool {
        let pause = |milliseconds: &u64| Duration::from_millis(*milliseconds);
        match fault {
            Fault::Delay { milliseconds } => fill(&mut self.delay, pause(milliseconds)),
            Fault::ClockOffset { seconds } => fill(&mut self.clock_offset, *seconds),
            Fault::Lifetime { seconds } => fill(&mut self.lifetime, *seconds),
            Fault::EmptyToken => fill(&mut self.token, TokenShown::Empty),
            Fault::InjectedToken => fill(&mut self.token, TokenShown::Injected),
            Fault::PastExpiration => fill(&mut self.past_expiration, ()),
            Fault::ServerError { status } => self.replaces(Instead::ServerError(*status)),
            Fault::Throttling { status } => self.replaces(Instead::Throttling(*status)),
            Fault::Refuse { status, code, message } => self.replaces(Instead::Refuse {
                status: *status,
                code: code.clone(),
                message: message.clone(),
            }),
            Fault::Reset { processed: false } => self.replaces(Instead::Reset),
            Fault::Redirect { location } => self.replaces(Instead::Redirect(location.clone())),
            Fault::CaptivePortal => self.replaces(Instead::CaptivePortal),
            Fault::Reset { processed: true } => self.damages(Delivery::Reset),
            Fault::Garbage => self.damages(Delivery::Garbage),
            Fault::Cut { bytes } => self.damages(Delivery::Cut(*bytes)),
            Fault::Interrupted { bytes } => self.damages(Delivery::Interrupted(*bytes)),
            Fault::Drip { milliseconds } => self.damages(Delivery::Drip(pause(milliseconds))),
            Fault::Endless => self.damages(Delivery::Endless),
        }
    }

    fn replaces(&mut self, instead: Instead) -> bool {
        self.delivery.is_none() && fill(&mut self.instead, instead)
    }

    fn damages(&mut self, delivery: Delivery) -> bool {
        self.instead.is_none() && fill(&mut self.delivery, delivery)
    }
}

fn fill<T>(place: &mut Option<T>, value: T) -> bool {
    let free = place.is_none();
    place.get_or_insert(value);
    free
}

/// The rules in force.
#[derive(Debug, Default)]
pub(crate) struct Faults(Vec<FaultRule>);

impl Faults {
    pub fn add(&mut self, rule: FaultRule) {
        self.0.push(rule);
    }

    pub fn clear(&mut self) {
        self.0.clear();
    }

    pub fn rules(&self) -> &[FaultRule] {
        &self.0
    }

    /// Returns what goes wrong with the next request, and counts it.
    pub fn plan(&mut self, action: &str) -> Plan {
        let mut plan = Plan::default();
        for rule in &mut self.0 {
            let meant = rule.action.as_deref().is_none_or(|only| only == action);
            if meant && rule.times != Some(0) && plan.takes(&rule.fault) {
                rule.times = rule.times.map(|times| times.saturating_sub(1));
            }
        }
        self.0.retain(|rule| rule.times != Some(0));
        plan
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strikes_in_turn_and_so_often() {
        let mut faults = Faults::default();
        faults.add(FaultRule::times(Fault::Throttling { status: 400 }, 2));
        faults.add(FaultRule::times(Fault::Garbage, 1).on("GetSessionToken"));
        faults.add(FaultRule::always(Fault::EmptyToken));
        let first = faults.plan("GetSessionToken");
        assert_eq!(first.instead, Some(Instead::Throttling(400)));
        assert_eq!(first.token, Some(TokenShown::Empty));
        faults.plan("GetSessionToken");
        assert_eq!(faults.plan("AssumeRole").delivery, None);
        assert_eq!(faults.plan("GetSessionToken").delivery, Some(Delivery::Garbage));
        assert_eq!(faults.rules().len(), 1);
    }

    #[test]
    fn reads_rules_from_json() {
        let rule: FaultRule = serde_json::from_str(r#"{"kind":"delay","milliseconds":5,"times":1}"#).unwrap();
        assert_eq!(rule, FaultRule::times(Fault::Delay { milliseconds: 5 }, 1));
        let rule: FaultRule = serde_json::from_str(r#"{"kind":"cut"}"#).unwrap();
        assert_eq!(rule, FaultRule::always(Fault::Cut { bytes: None }));
        let text =
            r#"{"kind":"refuse","status":400,"code":"RequestExpired","message":"Request has expired."}"#;
        let rule: FaultRule = serde_json::from_str(text).unwrap();
        let (code, message) = ("RequestExpired".to_owned(), "Request has expired.".to_owned());
        assert_eq!(rule.fault, Fault::Refuse { status: 400, code, message });
    }
}
