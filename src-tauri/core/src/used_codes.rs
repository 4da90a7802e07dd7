//! Which codes AWS has taken. It takes each code once (RFC 6238, section 5.2): the next sign-in with
//! the same device has to wait for the next one, whatever profile and key it is for.

use std::collections::{BTreeMap, HashMap};
use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::aws_time::Now;
use crate::code::TokenCode;
use crate::failure::{Code, CodeFate, Failure};
use crate::ports::{Mfa, Ports};
use crate::profile::SerialNumber;
use crate::secret::Secret;
use crate::survey::off_the_runtime;

/// How long a device shows a code, in seconds (RFC 6238, section 4.1; AWS's devices use its default).
const STEP_SECONDS: i64 = 30;

/// For how many steps before and after its own a note is of use: STS takes codes of neighbouring steps.
const KEPT_STEPS: u64 = 3;

/// The longest nap of somebody who waits: timers of the runtime stop while the machine sleeps.
const LONGEST_NAP: Duration = Duration::from_secs(1);

/// The step of the last code that AWS took from each device: unix time divided by thirty.
/// Never the code itself. May be lost without harm.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UsedSteps(BTreeMap<String, i64>);

impl UsedSteps {
    /// Notes that a code of this step was taken; what is of no use any more is forgotten.
    pub fn note(&mut self, serial: &SerialNumber, step: i64) {
        self.0.retain(|_, known| known.abs_diff(step) <= KEPT_STEPS);
        let known = self.0.entry(serial.as_str().to_owned()).or_insert(step);
        *known = step.max(*known);
    }

    /// How long the device's next code is still to come; none when a code may be sent now.
    #[must_use]
    pub fn wait(&self, serial: &SerialNumber, now: DateTime<Utc>) -> Option<TimeDelta> {
        wait_after(*self.0.get(serial.as_str())?, now)
    }

    /// How long until the next one of all devices may be used again.
    #[must_use]
    pub fn next_wait(&self, now: DateTime<Utc>) -> Option<TimeDelta> {
        self.0.values().filter_map(|step| wait_after(*step, now)).min()
    }
}

/// A clock that was set back by a second or two can be one step behind; of one that was set back
/// further nobody has to wait for the rest.
fn wait_after(used: i64, now: DateTime<Utc>) -> Option<TimeDelta> {
    let here = step_at(now);
    let ahead = used.checked_sub(here).filter(|ahead| [0, 1].contains(ahead))?;
    Some(left_of_step(now) + TimeDelta::seconds(ahead * STEP_SECONDS))
}

/// The step of an instant.
#[must_use]
pub fn step_at(at: DateTime<Utc>) -> i64 {
    at.timestamp().div_euclid(STEP_SECONDS)
}

/// How long the step of an instant still lasts.
fn left_of_step(at: DateTime<Utc>) -> TimeDelta {
    let into = TimeDelta::milliseconds(at.timestamp_millis().rem_euclid(STEP_SECONDS * 1_000));
    TimeDelta::seconds(STEP_SECONDS) - into
}

/// Whole seconds of a wait, rounded up: whoever has waited them finds the next code.
#[must_use]
pub fn seconds_of(wait: TimeDelta) -> i64 {
    (wait.num_milliseconds() + 999).div_euclid(1_000)
}

/// What this process sent for each device. Only here are digits kept, for a minute or two.
#[derive(Default)]
pub struct UsedCodes(Mutex<HashMap<SerialNumber, Arc<tokio::sync::Mutex<Sent>>>>);

/// The digits that will not do again, oldest first.
#[derive(Default)]
struct Sent(Vec<Spoilt>);

struct Spoilt {
    digits: Secret,
    step: i64,
    /// Whether AWS took it; else it was refused.
    taken: bool,
}

impl UsedCodes {
    fn of(&self, serial: &SerialNumber) -> Arc<tokio::sync::Mutex<Sent>> {
        let mut devices = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        devices.entry(serial.clone()).or_default().clone()
    }
}

impl Sent {
    /// The same digits again get the same answer: that needs no request.
    fn check(&self, code: &TokenCode, step: i64) -> Result<(), Failure> {
        let again = |spoilt: &&Spoilt| spoilt.is_of_use(step) && spoilt.digits.expose() == code.expose();
        match self.0.iter().find(again) {
            Some(spoilt) => Err(spoilt.failure()),
            None => Ok(()),
        }
    }

    fn note(&mut self, code: &TokenCode, step: i64, taken: bool) {
        self.0.retain(|spoilt| spoilt.is_of_use(step));
        self.0.push(Spoilt { digits: Secret::new(code.expose().to_owned()), step, taken });
    }
}

impl Spoilt {
    fn is_of_use(&self, now: i64) -> bool {
        self.step.abs_diff(now) <= KEPT_STEPS
    }

    fn failure(&self) -> Failure {
        let message = match self.taken {
            true => text!("This code has been used: AWS takes each code once, so it was not sent again."),
            false => text!("AWS has refused this code already, so it was not sent again."),
        };
        Failure::new(Code::CodeRejected, message, text!("Wait for the next code and type that one."))
    }
}

/// Sends a request that may carry a code, as soon as AWS can take one from this device, and
/// remembers what became of it. One code of a device is on its way at a time, whoever sends it.
///
/// # Errors
/// The request's own failure, or [`Code::CodeRejected`] for digits that this process sent before.
pub(crate) async fn spend<T>(
    ports: &Ports,
    mfa: Option<Mfa<'_>>,
    request: impl Future<Output = Result<T, Failure>>,
) -> Result<T, Failure> {
    let Some(Mfa { serial, code }) = mfa else {
        return request.await;
    };
    let device = ports.codes.of(serial);
    // What becomes of the one before decides about this one.
    let mut sent = device.lock().await;
    if !sent.0.is_empty() {
        sent.check(code, step_at(now(ports).await.aws()))?;
    }
    next_code(ports, serial).await;
    let sent_at = ports.clock.now();
    let result = request.await;
    // The answer has told AWS's time, by which steps are counted.
    let step = step_at(sent_at + now(ports).await.drift());
    match result.as_ref().map_or_else(|failure| failure.fate, |_| CodeFate::Spent) {
        CodeFate::Spent => {
            sent.note(code, step, true);
            note(ports, serial, step).await;
        }
        // An unknown device says nothing about the digits: another user's request may need them.
        CodeFate::Refused if result.as_ref().is_err_and(|failure| failure.code == Code::CodeRejected) => {
            sent.note(code, step, false);
        }
        // Nobody knows: the person is told so, and decides.
        CodeFate::Refused | CodeFate::Unspent | CodeFate::Unknown => {}
    }
    result
}

/// How long the device's next code is still to come, when the one that it shows now is used.
pub async fn wait_for(ports: &Ports, serial: &SerialNumber) -> Option<TimeDelta> {
    let used = used_steps(ports).await;
    // Mostly nothing was noted, and AWS's time need not be looked up for that.
    if used.0.is_empty() { None } else { used.wait(serial, now(ports).await.aws()) }
}

/// Returns as soon as a code of this device may be sent.
pub async fn next_code(ports: &Ports, serial: &SerialNumber) {
    // Asked again after each nap: the clock may be set, and another program may use the next code.
    while let Some(wait) = wait_for(ports, serial).await {
        tokio::time::sleep(wait.to_std().unwrap_or_default().min(LONGEST_NAP)).await;
    }
}

/// How long until the next code of some device, when that of one is used.
pub async fn wait_for_any(ports: &Ports) -> Option<TimeDelta> {
    let used = used_steps(ports).await;
    if used.0.is_empty() { None } else { used.next_wait(now(ports).await.aws()) }
}

/// The steps that this and other programs of ours have noted.
pub async fn used_steps(ports: &Ports) -> UsedSteps {
    let store = ports.settings.clone();
    off_the_runtime(move || Ok(store.used_steps())).await.unwrap_or_default()
}

async fn note(ports: &Ports, serial: &SerialNumber, step: i64) {
    let (store, serial) = (ports.settings.clone(), serial.clone());
    let noted = off_the_runtime(move || {
        store.note_used_step(&serial, step);
        Ok(())
    });
    // Without the note a code may be sent in vain; that is no reason to fail here.
    let _ = noted.await;
}

/// Now, with what is known of AWS's time, by which devices count their steps.
pub async fn now(ports: &Ports) -> Now {
    if ports.issuer.drift().is_some() {
        return ports.now(None);
    }
    let store = ports.settings.clone();
    ports.now(off_the_runtime(move || Ok(store.recall().drift)).await.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        format!("2026-11-22T{text}Z").parse().unwrap()
    }

    fn device(name: &str) -> SerialNumber {
        SerialNumber::parse(&format!("arn:aws:iam::123456789012:mfa/{name}")).unwrap()
    }

    /// How many seconds are to wait at `now` when a code was taken at `used`.
    fn wait(used: &str, now: &str) -> Option<i64> {
        let mut steps = UsedSteps::default();
        steps.note(&device("jane"), step_at(at(used)));
        steps.wait(&device("jane"), at(now)).map(seconds_of)
    }

    #[test]
    fn a_used_step_is_waited_out_to_its_end_and_no_longer() {
        assert_eq!(wait("09:00:07", "09:00:07"), Some(23));
        assert_eq!(wait("09:00:07", "09:00:29.999"), Some(1));
        assert_eq!(wait("09:00:07", "09:00:30"), None);
    }

    #[test]
    fn a_clock_that_was_set_back_locks_nobody_out() {
        assert_eq!(wait("09:00:31", "09:00:29"), Some(31), "the same code could still be shown");
        assert_eq!(wait("09:01:00", "09:00:29"), None);
        assert_eq!(wait("23:00:00", "09:00:00"), None);
    }

    #[test]
    fn each_device_has_steps_of_its_own_and_old_ones_are_forgotten() {
        let mut steps = UsedSteps::default();
        steps.note(&device("jane"), 101);
        steps.note(&device("john"), 103);
        steps.note(&device("jane"), 100);
        assert_eq!(steps.0.values().collect::<Vec<_>>(), [&101, &103], "a later step is not taken back");
        steps.note(&device("john"), 105);
        assert_eq!(steps.0.keys().collect::<Vec<_>>(), [device("john").as_str()]);
    }

    #[test]
    fn a_file_with_impossible_numbers_is_no_obstacle() {
        let text = format!(r#"{{"{}": {}}}"#, device("jane").as_str(), i64::MIN);
        let mut steps: UsedSteps = serde_json::from_str(&text).unwrap();
        assert_eq!(steps.wait(&device("jane"), at("09:00:00")), None);
        steps.note(&device("jane"), step_at(at("09:00:00")));
        assert_eq!(steps.next_wait(at("09:00:10")).map(seconds_of), Some(20));
    }
}
