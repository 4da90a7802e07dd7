//! When no reminder is shown, by the clock on the wall.

use chrono::{DateTime, NaiveTime, TimeDelta, Timelike, Utc};
use serde::{Deserialize, Serialize};

use crate::failure::{Code, Failure};
use crate::profile::visible;

/// From when until when it is quiet each day, in local time; over midnight when the end comes first.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, PartialEq, Eq)]
#[serde(try_from = "Written", into = "Written")]
pub struct QuietHours {
    from: NaiveTime,
    until: NaiveTime,
}

/// As they stand in the file. A field more is a newer Daypass's, and changes what they mean.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    from: String,
    until: String,
}

impl QuietHours {
    /// Reads two times of day: the first quiet minute, and the first one after.
    ///
    /// # Errors
    /// [`Code::BadInput`] for what is no time, and for no time at all.
    pub fn new(from: &str, until: &str) -> Result<Self, Failure> {
        let (from, until) = (time(from)?, time(until)?);
        if from == until {
            return Err(Failure::new(
                Code::BadInput,
                text!("Quiet hours that end at the minute of their beginning are none."),
                text!("Choose another end, or switch quiet hours off."),
            ));
        }
        Ok(Self { from, until })
    }

    /// The first quiet minute, as `HH:MM`.
    #[must_use]
    pub fn from(&self) -> String {
        self.from.format("%H:%M").to_string()
    }

    /// The first minute after, as `HH:MM`.
    #[must_use]
    pub fn until(&self) -> String {
        self.until.format("%H:%M").to_string()
    }

    /// Whether it is quiet while clocks on the wall show `wall`.
    #[must_use]
    pub fn is_quiet(&self, wall: NaiveTime) -> bool {
        if self.from < self.until {
            (self.from..self.until).contains(&wall)
        } else {
            wall >= self.from || wall < self.until
        }
    }

    /// When it is no longer quiet, if it is at `here`; `local` tells what clocks on the wall show.
    ///
    /// The minutes are gone through as they will be shown, so an hour that summer time leaves out
    /// or brings twice is met as it comes.
    pub fn end_after(
        &self,
        here: DateTime<Utc>,
        local: impl Fn(DateTime<Utc>) -> NaiveTime,
    ) -> Option<DateTime<Utc>> {
        let wall = local(here);
        if !self.is_quiet(wall) {
            return None;
        }
        let begun = TimeDelta::seconds(i64::from(wall.second()))
            + TimeDelta::nanoseconds(i64::from(wall.nanosecond()));
        // Zones are whole minutes apart (but for times before the telegraph).
        let minutes = (1..=LONGEST).map(|minute| here - begun + TimeDelta::minutes(minute));
        minutes.into_iter().find(|at| !self.is_quiet(local(*at)))
    }
}

/// A day, and two hours more for the night in which the clock is set back.
const LONGEST: i64 = 26 * 60;

fn time(text: &str) -> Result<NaiveTime, Failure> {
    NaiveTime::parse_from_str(text.trim(), "%H:%M").map_err(|_| {
        Failure::new(
            Code::BadInput,
            text!("“{}” is not a time of day.", visible(text)),
            text!("Write it with hours and minutes, like 22:00."),
        )
    })
}

impl TryFrom<Written> for QuietHours {
    type Error = Failure;

    fn try_from(written: Written) -> Result<Self, Failure> {
        Self::new(&written.from, &written.until)
    }
}

impl From<QuietHours> for Written {
    fn from(hours: QuietHours) -> Self {
        Self { from: hours.from(), until: hours.until() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fakes::ManualClock;
    use crate::ports::Clock;

    fn hours(from: &str, until: &str) -> QuietHours {
        QuietHours::new(from, until).unwrap()
    }

    #[test]
    fn a_day_is_cut_at_its_minutes() {
        let wall = |text: &str| NaiveTime::parse_from_str(text, "%H:%M:%S").unwrap();
        let quiet = |from: &str, until: &str, at: &str| hours(from, until).is_quiet(wall(at));
        for (from, until, at, is_quiet) in [
            ("12:00", "13:00", "11:59:59", false),
            ("12:00", "13:00", "12:00:00", true),
            ("12:00", "13:00", "12:59:59", true),
            ("12:00", "13:00", "13:00:00", false),
            ("22:00", "07:00", "21:59:59", false),
            ("22:00", "07:00", "22:00:00", true),
            ("22:00", "07:00", "00:00:00", true),
            ("22:00", "07:00", "06:59:59", true),
            ("22:00", "07:00", "07:00:00", false),
            ("00:00", "07:00", "00:00:00", true),
            ("22:00", "00:00", "23:59:59", true),
            ("22:00", "00:00", "00:00:00", false),
        ] {
            assert_eq!(quiet(from, until, at), is_quiet, "{from} to {until} at {at}");
        }
    }

    #[test]
    fn what_is_no_time_of_day_is_refused() {
        for (from, until) in
            [("", "07:00"), ("24:00", "07:00"), ("22:00", "7 am"), ("22:00:00", "07:00"), ("22", "7")]
        {
            assert_eq!(QuietHours::new(from, until).unwrap_err().code, Code::BadInput, "{from} {until}");
        }
        assert!(QuietHours::new("07:00", "7:00").unwrap_err().message.contains("are none"));
        assert_eq!(
            (hours("7:05", "07:06").from(), hours("7:05", "07:06").until()),
            ("07:05".into(), "07:06".into())
        );
    }

    /// The end as UTC, from `here` on, where clocks go from `before` to `after` hours at `shift`.
    fn end(quiet: (&str, &str), here: &str, zone: (i32, i32, &str)) -> Option<String> {
        let (before, after, shift) = zone;
        let here = here.parse().unwrap();
        let clock =
            ManualClock::at(here).in_zone_that_shifts(before * 3_600, after * 3_600, shift.parse().unwrap());
        let end = hours(quiet.0, quiet.1).end_after(here, |at| clock.local_time(at));
        end.map(|end| end.format("%d %H:%M:%S").to_string())
    }

    #[test]
    fn the_end_is_found_over_midnight_and_nights_of_other_lengths() {
        let berlin = (1, 1, "2030-01-01T00:00:00Z");
        let night = ("22:00", "07:00");
        assert_eq!(end(night, "2026-11-22T20:59:59Z", berlin), None);
        assert_eq!(end(night, "2026-11-22T21:00:00Z", berlin).as_deref(), Some("23 06:00:00"));
        assert_eq!(end(night, "2026-11-23T05:59:30.500Z", berlin).as_deref(), Some("23 06:00:00"));
        // 29 March 2026: 02:00 becomes 03:00, an hour of sleep less.
        let spring = (1, 2, "2026-03-29T01:00:00Z");
        assert_eq!(end(night, "2026-03-28T23:00:00Z", spring).as_deref(), Some("29 05:00:00"));
        assert_eq!(end(("22:00", "02:30"), "2026-03-29T00:30:00Z", spring).as_deref(), Some("29 01:00:00"));
        // 25 October 2026: 03:00 becomes 02:00. The end comes at its first time.
        let autumn = (2, 1, "2026-10-25T01:00:00Z");
        assert_eq!(end(night, "2026-10-24T22:00:00Z", autumn).as_deref(), Some("25 06:00:00"));
        assert_eq!(end(("22:00", "02:30"), "2026-10-24T23:00:00Z", autumn).as_deref(), Some("25 00:30:00"));
        assert_eq!(end(("07:00", "06:59"), "2026-11-22T06:00:00Z", berlin).as_deref(), Some("23 05:59:00"));
    }
}
