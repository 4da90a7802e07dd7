//! From what a clock on the wall shows to the instant that is meant.

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};

use crate::ports::Clock;

/// The instant at which clocks on the wall show `wall`.
///
/// An hour that comes twice when summer time ends means its first time: better reminded early than
/// late. An hour that is left out when summer time begins is counted on as if the clock had not been
/// moved, which is how Python's `datetime` reads it (PEP 495, fold 0).
#[must_use]
pub fn instant_of(wall: NaiveDateTime, clock: &dyn Clock) -> DateTime<Utc> {
    let as_utc = wall.and_utc();
    let shown = |at: DateTime<Utc>| clock.local_date(at).and_time(clock.local_time(at));
    // A day is more than any zone is away from UTC, and zones do not change twice within two days.
    let with_offset_at = |at: DateTime<Utc>| as_utc - (shown(at) - at.naive_utc());
    let before = with_offset_at(as_utc - TimeDelta::days(1));
    let after = with_offset_at(as_utc + TimeDelta::days(1));
    match (shown(before) == wall, shown(after) == wall) {
        (true, true) => before.min(after),
        (false, true) => after,
        (true, false) | (false, false) => before,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fakes::ManualClock;

    /// A zone that goes from `before` to `after` hours east of UTC at `at`.
    fn zone(before: i32, after: i32, at: &str) -> ManualClock {
        let at = at.parse().unwrap();
        ManualClock::at(at).in_zone_that_shifts(before * 3_600, after * 3_600, at)
    }

    fn meant(clock: &ManualClock, wall: &str) -> String {
        instant_of(NaiveDateTime::parse_from_str(wall, "%Y-%m-%d %H:%M:%S").unwrap(), clock)
            .format("%d %H:%M")
            .to_string()
    }

    #[test]
    fn an_hour_that_summer_time_leaves_out_is_counted_on() {
        // Berlin, 29 March 2026: 02:00 becomes 03:00.
        let berlin = zone(1, 2, "2026-03-29T01:00:00Z");
        assert_eq!(meant(&berlin, "2026-03-29 01:59:00"), "29 00:59");
        assert_eq!(meant(&berlin, "2026-03-29 02:30:00"), "29 01:30", "03:30 on the wall");
        assert_eq!(meant(&berlin, "2026-03-29 03:00:00"), "29 01:00");
        assert_eq!(meant(&berlin, "2026-03-28 12:00:00"), "28 11:00");
        assert_eq!(meant(&berlin, "2026-03-30 12:00:00"), "30 10:00");
    }

    #[test]
    fn an_hour_that_comes_twice_means_its_first_time() {
        // New York, 1 November 2026: 02:00 becomes 01:00.
        let new_york = zone(-4, -5, "2026-11-01T06:00:00Z");
        assert_eq!(meant(&new_york, "2026-11-01 00:59:00"), "01 04:59");
        assert_eq!(meant(&new_york, "2026-11-01 01:30:00"), "01 05:30");
        assert_eq!(meant(&new_york, "2026-11-01 02:00:00"), "01 07:00");
    }

    #[test]
    fn zones_far_from_utc_and_none_at_all() {
        assert_eq!(meant(&zone(14, 14, "2026-11-22T00:00:00Z"), "2026-11-22 00:30:00"), "21 10:30");
        assert_eq!(meant(&zone(-12, -12, "2026-11-22T00:00:00Z"), "2026-11-22 23:30:00"), "23 11:30");
        assert_eq!(meant(&zone(0, 0, "2026-11-22T00:00:00Z"), "2026-11-22 18:02:00"), "22 18:02");
    }
}
