//! How far this machine's clock is from AWS's.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use daypass_core::aws_time::Drift;

/// No call lasts as long: a clock that moved further meanwhile was set, or slept.
const LONGEST_CALL: TimeDelta = TimeDelta::seconds(30);

/// The last comparison with AWS's clock.
#[derive(Debug, Default)]
pub(super) struct Comparison(Mutex<Option<Drift>>);

impl Comparison {
    pub(super) fn last(&self) -> Option<Drift> {
        // A poisoned lock still holds a plain value.
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes an answer's `Date` header, when the machine had been running for `uptime`. The server is
    /// taken to have written it halfway between question and answer (RFC 5905, section 8), and cut off
    /// the fraction of its second.
    pub(super) fn note(&self, date: &str, asked: DateTime<Utc>, answered: DateTime<Utc>, uptime: Duration) {
        let Ok(server) = DateTime::parse_from_rfc2822(date) else {
            return;
        };
        let took = answered - asked;
        if took < TimeDelta::zero() || took > LONGEST_CALL {
            return;
        }
        let server = server.with_timezone(&Utc) + TimeDelta::milliseconds(500);
        let ahead = server - (asked + took / 2);
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *last = Some(Drift::measured(ahead, answered, uptime));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DATE: &str = "Sun, 22 Nov 2026 10:10:02 GMT";

    fn ahead(date: &str, took: i64) -> Option<TimeDelta> {
        let comparison = Comparison::default();
        let asked: DateTime<Utc> = "2026-11-22T10:00:00Z".parse().unwrap();
        comparison.note(date, asked, asked + TimeDelta::seconds(took), Duration::from_secs(7));
        comparison.last().map(Drift::ahead)
    }

    #[test]
    fn drift_is_measured_from_the_middle_of_the_exchange() {
        assert_eq!(ahead(DATE, 4), Some(TimeDelta::milliseconds(600_500)));
    }

    #[test]
    fn nonsense_is_no_measurement() {
        assert_eq!(ahead("yesterday", 4), None);
    }

    #[test]
    fn a_clock_that_was_set_during_the_call_measures_nothing() {
        assert_eq!(ahead(DATE, -1), None);
        assert_eq!(ahead(DATE, 31), None);
    }
}
