//! How long the sessions of a role may be, as far as AWS has said.
//!
//! STS refuses a duration above a role's `MaxSessionDuration` without naming that maximum
//! (`ValidationError`, "The requested DurationSeconds exceeds the MaxSessionDuration set for this
//! role."). So what was refused and what was granted is remembered, and the next try asks for less.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::duration;
use crate::failure::Failure;
use crate::profile::RoleArn;

/// The maxima that administrators choose, longest first, in seconds.
const USUAL: [u32; 5] = [43_200, 28_800, 14_400, 7_200, 3_600];

/// What was learned of each role, by its ARN. May be lost without harm.
#[derive(Clone, Debug, Default, Serialize, Deserialize, PartialEq, Eq)]
#[serde(default)]
pub struct RoleLimits {
    roles: BTreeMap<String, RoleLimit>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize, PartialEq, Eq)]
#[serde(default)]
struct RoleLimit {
    /// The shortest duration that was refused, in seconds.
    too_long: u32,
    /// The longest one below it that was granted.
    works: Option<u32>,
}

impl RoleLimits {
    /// What to ask for where a profile says `seconds`.
    #[must_use]
    pub fn within(&self, role: &RoleArn, seconds: u32) -> u32 {
        match self.roles.get(role.as_str()) {
            Some(limit) if seconds >= limit.too_long => {
                limit.works.or_else(|| next_lower(limit.too_long)).unwrap_or(seconds)
            }
            Some(_) | None => seconds,
        }
    }

    /// AWS refused so many seconds.
    pub fn refused(&mut self, role: &RoleArn, seconds: u32) {
        let limit = self.roles.entry(role.as_str().to_owned()).or_default();
        if limit.too_long == 0 || seconds < limit.too_long {
            limit.too_long = seconds;
        }
        limit.works = limit.works.filter(|works| *works < seconds);
    }

    /// AWS granted so many seconds. Says whether that is news.
    pub fn granted(&mut self, role: &RoleArn, seconds: u32) -> bool {
        let Some(limit) = self.roles.get_mut(role.as_str()) else {
            return false;
        };
        if seconds >= limit.too_long {
            // Somebody has raised the role's maximum.
            return self.roles.remove(role.as_str()).is_some();
        }
        let news = limit.works.is_none_or(|works| works < seconds);
        limit.works = limit.works.max(Some(seconds));
        news
    }
}

/// The next lower duration that a role's maximum may be, in seconds.
#[must_use]
pub fn next_lower(seconds: u32) -> Option<u32> {
    USUAL.into_iter().find(|usual| *usual < seconds)
}

/// The refusal of `seconds`, with what to try instead.
#[must_use]
pub fn with_offer(failure: Failure, seconds: u32) -> Failure {
    let Some(lower) = next_lower(seconds) else {
        return failure;
    };
    let lower = duration::words(lower);
    let hint = text!("Try {}: a profile that asks for more is asked for {0} from now on.", lower);
    Failure { hint, ..failure }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn role() -> RoleArn {
        RoleArn::parse("arn:aws:iam::123456789012:role/ops").unwrap()
    }

    #[test]
    fn a_refused_duration_is_followed_by_the_next_lower_one_until_one_works() {
        let mut limits = RoleLimits::default();
        assert_eq!(limits.within(&role(), 43_200), 43_200, "nothing is known");
        limits.refused(&role(), 43_200);
        assert_eq!(limits.within(&role(), 43_200), 28_800);
        limits.refused(&role(), 28_800);
        assert_eq!(limits.within(&role(), 43_200), 14_400);
        assert_eq!(limits.within(&role(), 28_800), 14_400);
        assert_eq!(limits.within(&role(), 7_200), 7_200, "a shorter wish is left as it is");
        assert!(limits.granted(&role(), 14_400));
        assert!(!limits.granted(&role(), 14_400), "known");
        assert_eq!(limits.within(&role(), 43_200), 14_400);
    }

    #[test]
    fn an_odd_limit_that_works_is_kept_and_a_raised_one_forgotten() {
        let mut limits = RoleLimits::default();
        assert!(!limits.granted(&role(), 3_600), "of a role that refused nothing nothing is kept");
        limits.refused(&role(), 43_200);
        assert!(limits.granted(&role(), 36_000));
        assert_eq!(limits.within(&role(), 43_200), 36_000);
        assert!(limits.granted(&role(), 43_200), "the role's maximum was raised");
        assert_eq!(limits, RoleLimits::default());
    }

    #[test]
    fn a_maximum_that_was_lowered_is_learned_anew() {
        let mut limits = RoleLimits::default();
        limits.refused(&role(), 43_200);
        limits.granted(&role(), 28_800);
        limits.refused(&role(), 28_800);
        assert_eq!(limits.within(&role(), 28_800), 14_400);
    }

    #[test]
    fn the_offer_is_the_next_lower_usual_duration() {
        let offers: Vec<Option<u32>> = [43_200, 36_000, 28_800, 3_601, 3_600].map(next_lower).to_vec();
        assert_eq!(offers, [Some(28_800), Some(28_800), Some(14_400), Some(3_600), None]);
    }
}
