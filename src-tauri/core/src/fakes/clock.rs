//! A clock that stands still until it is moved.

use std::pin::Pin;
use std::sync::Mutex;
use std::time::Duration;

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};

use crate::fakes::lock;
use crate::ports::Clock;

/// The distance of the clocks on the wall from UTC.
type Zone = Box<dyn Fn(DateTime<Utc>) -> TimeDelta + Send + Sync>;

/// A clock on the wall, and the time that has really passed.
pub struct ManualClock {
    wall: Mutex<DateTime<Utc>>,
    passed: Mutex<TimeDelta>,
    started: Mutex<TimeDelta>,
    zone: Mutex<Zone>,
}

impl ManualClock {
    /// Stands at `now`, in UTC.
    #[must_use]
    pub fn at(now: DateTime<Utc>) -> Self {
        Self {
            wall: Mutex::new(now),
            passed: Mutex::default(),
            started: Mutex::default(),
            zone: Mutex::new(Box::new(|_| TimeDelta::zero())),
        }
    }

    /// Clocks on the wall are so many seconds ahead of UTC, other ones from `shift` on.
    #[must_use]
    pub fn in_zone_that_shifts(self, before: i32, after: i32, shift: DateTime<Utc>) -> Self {
        self.move_to(move |at| TimeDelta::seconds(i64::from(if at < shift { before } else { after })));
        self
    }

    /// Time passes.
    pub fn advance(&self, step: TimeDelta) {
        *lock(&self.wall) += step;
        *lock(&self.passed) += step;
    }

    /// Somebody sets the clock, forward or back.
    pub fn set(&self, step: TimeDelta) {
        *lock(&self.wall) += step;
    }

    /// The machine is started anew.
    pub fn reboot(&self) {
        *lock(&self.started) = self.passed();
    }

    /// The clocks on the wall are as far from UTC as `zone` says of an instant.
    pub fn move_to(&self, zone: impl Fn(DateTime<Utc>) -> TimeDelta + Send + Sync + 'static) {
        *lock(&self.zone) = Box::new(zone);
    }

    /// How much time has passed since the beginning, whatever the clock shows.
    #[must_use]
    pub fn passed(&self) -> TimeDelta {
        *lock(&self.passed)
    }

    /// What calendar and clock on the wall show at an instant.
    #[must_use]
    pub fn local(&self, at: DateTime<Utc>) -> NaiveDateTime {
        at.naive_utc() + lock(&self.zone)(at)
    }
}

impl Clock for ManualClock {
    fn now(&self) -> DateTime<Utc> {
        *lock(&self.wall)
    }

    fn uptime(&self) -> Duration {
        (self.passed() - *lock(&self.started)).to_std().unwrap_or_default()
    }

    fn wait(&self, time: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        Box::pin(tokio::time::sleep(time))
    }

    fn local_time(&self, at: DateTime<Utc>) -> NaiveTime {
        self.local(at).time()
    }

    fn local_date(&self, at: DateTime<Utc>) -> NaiveDate {
        self.local(at).date()
    }
}
