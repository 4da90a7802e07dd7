//! How far this machine's clock is from AWS's.

use std::sync::Mutex;

use chrono::{DateTime, TimeDelta, Utc};

/// The last measured distance: positive when AWS's clock is ahead of ours.
#[derive(Debug, Default)]
pub(super) struct Drift(Mutex<Option<TimeDelta>>);

impl Drift {
    pub(super) fn last(&self) -> Option<TimeDelta> {
        // A poisoned lock still holds a plain value.
        *self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// Notes an answer's `Date` header. The server is taken to have written it halfway between
    /// question and answer (RFC 5905, section 8), and cut off the fraction of its second.
    pub(super) fn note(&self, date: &str, asked: DateTime<Utc>, answered: DateTime<Utc>) {
        let Ok(server) = DateTime::parse_from_rfc2822(date) else {
            return;
        };
        let here = asked + (answered - asked) / 2;
        let server = server.with_timezone(&Utc) + TimeDelta::milliseconds(500);
        let mut last = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        *last = Some(server - here);
    }

    /// What AWS's clock shows when ours shows `here`.
    pub(super) fn server_time(&self, here: DateTime<Utc>) -> DateTime<Utc> {
        here + self.last().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drift_is_measured_from_the_middle_of_the_exchange() {
        let drift = Drift::default();
        let asked: DateTime<Utc> = "2026-11-22T10:00:00Z".parse().unwrap();
        drift.note("Sun, 22 Nov 2026 10:10:02 GMT", asked, asked + TimeDelta::seconds(4));
        assert_eq!(drift.last(), Some(TimeDelta::milliseconds(600_500)));
        assert_eq!(drift.server_time(asked), asked + TimeDelta::milliseconds(600_500));
    }

    #[test]
    fn nonsense_is_no_measurement() {
        let drift = Drift::default();
        drift.note("yesterday", DateTime::UNIX_EPOCH, DateTime::UNIX_EPOCH);
        assert_eq!(drift.last(), None);
    }
}
