//! The machine's own clock.

mod pauses;

use std::pin::Pin;
use std::time::Duration;

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

    fn uptime(&self) -> Duration {
        uptime()
    }

    fn wait(&self, time: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        Box::pin(pauses::pause(time))
    }

    fn local_time(&self, at: DateTime<Utc>) -> NaiveTime {
        at.with_timezone(&Local).time()
    }

    fn local_date(&self, at: DateTime<Utc>) -> NaiveDate {
        at.with_timezone(&Local).date_naive()
    }
}

#[cfg(unix)]
fn uptime() -> Duration {
    use rustix::time::{ClockId, clock_gettime};

    // The one that goes on while the machine sleeps: CLOCK_MONOTONIC does on macOS, not on Linux
    // (clock_gettime(3) of either).
    #[cfg(any(target_os = "linux", target_os = "android"))]
    const ASLEEP_TOO: ClockId = ClockId::Boottime;
    #[cfg(not(any(target_os = "linux", target_os = "android")))]
    const ASLEEP_TOO: ClockId = ClockId::Monotonic;
    Duration::try_from(clock_gettime(ASLEEP_TOO)).unwrap_or_default()
}

#[cfg(windows)]
fn uptime() -> Duration {
    daypass_syscalls::power::uptime()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uptime_goes_on_by_itself() {
        let before = SystemClock.uptime();
        let since = crate::stopwatch::Stopwatch::start();
        std::thread::sleep(Duration::from_millis(20));
        let (passed, shown) = (since.elapsed(), SystemClock.uptime() - before);
        assert!(shown >= passed && shown < passed + Duration::from_secs(5), "{shown:?} for {passed:?}");
    }

    #[test]
    fn local_time_and_utc_differ_by_a_zone_only() {
        let now = SystemClock.now();
        let local = SystemClock.local_time(now);
        let offset = local.signed_duration_since(now.time());
        assert_eq!(offset.num_seconds() % 900, 0, "zones are multiples of a quarter of an hour");
    }
}
