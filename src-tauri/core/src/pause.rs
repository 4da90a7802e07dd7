//! How long reminders are paused.

use chrono::{DateTime, NaiveTime, TimeDelta, Utc};

use crate::ports::Clock;

/// A length to choose from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pause {
    /// For an hour.
    OneHour,
    /// Until six in the morning of the next day.
    UntilTomorrow,
}

impl Pause {
    /// The end of a pause that begins now. Days of 23 and of 25 hours end at six, too.
    #[must_use]
    pub fn end(self, clock: &dyn Clock) -> DateTime<Utc> {
        let now = clock.now();
        match self {
            Self::OneHour => now + TimeDelta::hours(1),
            Self::UntilTomorrow => {
                let local = |at| clock.local_date(at).and_time(clock.local_time(at));
                let morning = local(now).date().and_time(NaiveTime::MIN) + TimeDelta::hours(24 + 6);
                let guess = now + (morning - local(now));
                guess + (morning - local(guess))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fakes::ManualClock;

    /// The end of a pause until tomorrow, on a wall in Berlin, which changes at one in the morning of UTC.
    fn tomorrow(now: &str, summer_from: &str, summer_until: &str) -> String {
        let at = |text: &str| -> DateTime<Utc> { format!("{text}Z").parse().unwrap() };
        let clock = ManualClock::at(at(now));
        let summer = at(summer_from)..at(summer_until);
        clock.move_to(move |at| TimeDelta::hours(if summer.contains(&at) { 2 } else { 1 }));
        Pause::UntilTomorrow.end(&clock).to_rfc3339()
    }

    #[test]
    fn tomorrow_begins_at_six_on_the_wall_whatever_the_clocks_do_at_night() {
        let spring = |now| tomorrow(now, "2026-03-29T01:00:00", "2026-10-25T01:00:00");
        assert_eq!(spring("2026-11-22T16:30:00"), "2026-11-23T05:00:00+00:00");
        assert_eq!(spring("2026-03-28T16:30:00"), "2026-03-29T04:00:00+00:00", "a day of 23 hours");
        assert_eq!(spring("2026-10-24T16:30:00"), "2026-10-25T05:00:00+00:00", "a day of 25 hours");
        assert_eq!(spring("2026-07-01T21:59:00"), "2026-07-02T04:00:00+00:00", "a minute before midnight");
    }

    #[test]
    fn an_hour_is_an_hour() {
        let clock = ManualClock::at("2026-03-29T00:30:00Z".parse().unwrap());
        assert_eq!(Pause::OneHour.end(&clock).to_rfc3339(), "2026-03-29T01:30:00+00:00");
    }
}
