//! Instants as people here read them.

use chrono::{DateTime, TimeZone, Utc};
use daypass_core::duration::words;

/// "18:02" today, "2026-11-23 06:02" on another day.
pub fn local<Zone: TimeZone>(at: DateTime<Utc>, now: DateTime<Utc>, zone: &Zone) -> String {
    let (local, today) = (at.with_timezone(zone).naive_local(), now.with_timezone(zone).date_naive());
    let format = if local.date() == today { "%H:%M" } else { "%Y-%m-%d %H:%M" };
    local.format(format).to_string()
}

/// From here on nobody counts hours.
const TWO_DAYS: u32 = 172_800;

/// "8 h 59 min", "12 min ago"; to the nearest minute, the last one by seconds.
pub fn left(at: DateTime<Utc>, now: DateTime<Utc>) -> String {
    let seconds = (at - now).num_seconds();
    let length = u32::try_from(seconds.unsigned_abs()).unwrap_or(u32::MAX);
    let length = if length < 60 { length } else { length.saturating_add(30) / 60 * 60 };
    let length = if length < TWO_DAYS { words(length) } else { format!("{} days", length / 86_400) };
    if seconds > 0 { length } else { format!("{length} ago") }
}

#[cfg(test)]
mod tests {
    use chrono::FixedOffset;

    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        format!("2026-11-22T{text}Z").parse().unwrap()
    }

    #[test]
    fn another_day_is_named() {
        let berlin = FixedOffset::east_opt(3_600).unwrap();
        assert_eq!(local(at("17:02:00"), at("09:00:00"), &berlin), "18:02");
        assert_eq!(local(at("23:30:00"), at("09:00:00"), &berlin), "2026-11-23 00:30");
    }

    #[test]
    fn what_is_left_and_what_is_past() {
        assert_eq!(left(at("18:00:00"), at("09:00:31")), "8 h 59 min");
        assert_eq!(left(at("18:00:00"), at("09:00:01")), "9 h");
        assert_eq!(left(at("09:01:00"), at("09:00:01")), "59 s");
        assert_eq!(left(at("09:00:00"), at("09:12:29")), "12 min ago");
        assert_eq!(left(at("09:00:00"), at("09:00:00")), "0 s ago");
        assert_eq!(left("2020-11-22T09:00:00Z".parse().unwrap(), at("09:00:00")), "2191 days ago");
    }
}
