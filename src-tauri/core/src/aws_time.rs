//! AWS's time as far as it is known here.
//!
//! Sessions end by AWS's clock, and this machine's may be wrong. Every answer of STS tells AWS's time
//! ([`Drift`]); [`Now`] is an instant as both clocks show it. Whatever is compared with a session's
//! end is [`Now::aws`]; signatures, backups and pauses go by [`Now::here`].
//!
//! How long a comparison holds is told by a third clock that nobody can set: the time since the
//! machine started, sleep included ([`Clock::uptime`]). Both clocks went on as long as that one did.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::duration::words;
use crate::failure::{Code, Failure};
use crate::ports::Clock;
use crate::text::Text;

/// No session that lives is older (GetSessionToken: 129,600 s), and a bare quartz goes wrong by some
/// ten seconds in that time.
const LONGEST_TRUST: TimeDelta = TimeDelta::hours(36);
/// Two clocks are not read at the very same moment.
const UNNOTICED: TimeDelta = TimeDelta::seconds(2);
/// The `Date` of an answer has whole seconds, and the way to AWS and back takes time.
const NOISE: TimeDelta = TimeDelta::seconds(2);
/// A drift beyond this is shown.
const SHOWN: TimeDelta = TimeDelta::seconds(30);
/// Not even a clock that lost its battery is further off.
const ABSURD: TimeDelta = TimeDelta::days(36_525);
const TWO_DAYS: u32 = 172_800;

/// One comparison of AWS's clock with this machine's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drift {
    /// How far AWS's clock was ahead, in milliseconds; negative when it was behind.
    pub ahead_ms: i64,
    /// What this machine's clock showed then.
    pub here: DateTime<Utc>,
    /// How long the machine had been running then, in milliseconds.
    pub uptime_ms: u64,
}

impl Drift {
    /// A comparison made when this machine's clock showed `here`.
    #[must_use]
    pub fn measured(ahead: TimeDelta, here: DateTime<Utc>, uptime: Duration) -> Self {
        let uptime_ms = u64::try_from(uptime.as_millis()).unwrap_or(u64::MAX);
        Self { ahead_ms: ahead.num_milliseconds(), here, uptime_ms }
    }

    /// How far AWS's clock was ahead.
    #[must_use]
    pub fn ahead(self) -> TimeDelta {
        let ahead = TimeDelta::try_milliseconds(self.ahead_ms).unwrap_or(TimeDelta::MAX);
        if ahead.abs() > ABSURD { TimeDelta::zero() } else { ahead }
    }

    /// How far AWS's clock is ahead of one that shows `here` now; none when that cannot be told.
    fn carried_to(self, here: DateTime<Utc>, uptime: Duration) -> Option<TimeDelta> {
        // A shorter time means that the machine was started anew, and its clock perhaps set meanwhile.
        let passed = uptime.checked_sub(Duration::from_millis(self.uptime_ms))?;
        let passed = TimeDelta::from_std(passed).ok().filter(|passed| *passed <= LONGEST_TRUST)?;
        let jump = (here - self.here) - passed;
        // A clock that was set forward may have been corrected after the whole machine, a virtual
        // one, stood still: then the other two lag behind. What the system says now is believed.
        // A clock set back has no such reason, and AWS's goes on as it did.
        let ahead = self.ahead() - (jump <= UNNOTICED).then_some(jump)?;
        Some(if ahead.abs() <= NOISE { TimeDelta::zero() } else { ahead })
    }
}

/// One instant, as both clocks show it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Now {
    here: DateTime<Utc>,
    /// Every row of every board asks for it.
    aws: DateTime<Utc>,
    ahead: Option<TimeDelta>,
}

impl Now {
    /// Now, by what was learned last.
    #[must_use]
    pub fn of(clock: &dyn Clock, last: Option<Drift>) -> Self {
        let (here, uptime) = (clock.now(), clock.uptime());
        Self::at(here, last.and_then(|drift| drift.carried_to(here, uptime)))
    }

    /// An instant of a machine whose clock shows `here` and whose drift is known, or is not.
    #[must_use]
    pub fn at(here: DateTime<Utc>, ahead: Option<TimeDelta>) -> Self {
        Self { here, aws: here + ahead.unwrap_or_default(), ahead }
    }

    /// AWS's time: what the end of a session is compared with.
    #[must_use]
    pub fn aws(self) -> DateTime<Utc> {
        self.aws
    }

    /// This machine's time: what signatures carry, and what a person reads off the wall.
    #[must_use]
    pub fn here(self) -> DateTime<Utc> {
        self.here
    }

    /// How far AWS's clock is ahead, zero when that is not known.
    #[must_use]
    pub fn drift(self) -> TimeDelta {
        self.ahead.unwrap_or_default()
    }

    /// Whether AWS's clock was compared, and nothing has happened since that makes this doubtful.
    #[must_use]
    pub fn is_measured(self) -> bool {
        self.ahead.is_some()
    }

    /// What this machine's clock will show when AWS's shows `at`.
    #[must_use]
    pub fn here_at(self, at: DateTime<Utc>) -> DateTime<Utc> {
        at - self.drift()
    }

    /// The end of a session as it is told in hours and minutes: by the clock that the person looks at.
    /// A drift of seconds would only turn 18:02 into 18:01.
    #[must_use]
    pub fn wall_of(self, end: DateTime<Utc>) -> DateTime<Utc> {
        if self.drift().abs() > SHOWN { self.here_at(end) } else { end }
    }

    /// What is wrong with this machine's clock, when it is worth a word.
    #[must_use]
    pub fn trouble(self) -> Option<Failure> {
        let ahead = self.drift();
        let off = u32::try_from(ahead.num_seconds().unsigned_abs()).unwrap_or(u32::MAX);
        (ahead.abs() > SHOWN).then(|| {
            Failure::new(
                Code::ClockSkew,
                match ahead > TimeDelta::zero() {
                    true => text!("This machine's clock is {} behind AWS's.", amount(off)),
                    false => text!("This machine's clock is {} ahead of AWS's.", amount(off)),
                },
                text!("{} Until then Daypass counts in AWS's time.", how_to_set_the_clock()),
            )
        })
    }
}

/// To the nearest minute from one minute on.
fn amount(seconds: u32) -> Text {
    match seconds {
        0..60 => Text::verbatim(words(seconds)),
        60..TWO_DAYS => Text::verbatim(words(seconds.saturating_add(30) / 60 * 60)),
        TWO_DAYS.. => text!("{} days", seconds / 86_400),
    }
}

/// How a person has the network set the clock.
fn how_to_set_the_clock() -> Text {
    if cfg!(target_os = "macos") {
        text!("Turn on “Set time and date automatically” in System Settings, General, Date & Time.")
    } else if cfg!(windows) {
        text!("Choose “Sync now” in Settings, Time & language, Date & time.")
    } else {
        text!("Have the network set it: sudo timedatectl set-ntp true (in WSL: sudo hwclock -s).")
    }
}

#[cfg(test)]
mod tests;
