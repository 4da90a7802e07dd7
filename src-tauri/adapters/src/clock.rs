//! The machine's own clock.

use chrono::{DateTime, Local, NaiveDate, NaiveTime, Utc};

use daypass_core::ports::Clock;

/// The time as the operating system has it, and the user's own time zone.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place that asks the system for the time")]
    fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }

    fn local_time(&self, at: DateTime<Utc>) -> NaiveTime {
        at.with_timezone(&Local).time()
    }

    fn local_date(&self, at: DateTime<Utc>) -> NaiveDate {
        at.with_timezone(&Local).date_naive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn local_time_and_utc_differ_by_a_zone_only() {
        let now = SystemClock.now();
        let local = SystemClock.local_time(now);
        let offset = local.signed_duration_since(now.time());
        assert_eq!(offset.num_seconds() % 900, 0, "zones are multiples of a quarter of an hour");
    }
}
