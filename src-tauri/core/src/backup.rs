//! When a copy of the credentials file is kept, and for how long.

use chrono::{DateTime, NaiveDate, Utc};

use crate::view::BackupReason;

/// How many backups are kept; the oldest go.
pub const KEPT: usize = 10;

/// A copy of the credentials file as it was before a change of ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backup {
    /// Its name among the backups.
    pub id: String,
    /// When it was taken.
    pub taken: DateTime<Utc>,
    /// Why.
    pub reason: BackupReason,
}

/// Whether the text has to be kept before it is changed: once a day, and before every structural
/// change. `last` is the day of the newest backup, as the user's calendar has it.
#[must_use]
pub fn is_due(last: Option<NaiveDate>, today: NaiveDate, structural: bool) -> Option<BackupReason> {
    if last != Some(today) {
        return Some(BackupReason::Day);
    }
    structural.then_some(BackupReason::Structure)
}

/// The backups that go when one more has come. `newest_first` holds that one already.
#[must_use]
pub fn surplus(newest_first: &[Backup]) -> &[Backup] {
    newest_first.get(KEPT..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    #[test]
    fn one_a_day_and_one_for_each_structural_change() {
        let today = NaiveDate::from_ymd_opt(2026, 3, 1).expect("date");
        let yesterday = today.pred_opt();
        assert_eq!(is_due(None, today, false), Some(BackupReason::Day));
        assert_eq!(is_due(yesterday, today, false), Some(BackupReason::Day));
        assert_eq!(is_due(yesterday, today, true), Some(BackupReason::Day));
        assert_eq!(is_due(Some(today), today, false), None);
        assert_eq!(is_due(Some(today), today, true), Some(BackupReason::Structure));
        // The clock was set back: better one too many.
        assert_eq!(is_due(today.succ_opt(), today, false), Some(BackupReason::Day));
    }

    #[test]
    fn the_oldest_go_once_there_are_more_than_ten() {
        let backup = |age: i64| Backup {
            id: age.to_string(),
            taken: DateTime::<Utc>::UNIX_EPOCH - TimeDelta::days(age),
            reason: BackupReason::Day,
        };
        let ten: Vec<Backup> = (0..10).map(backup).collect();
        assert!(surplus(&ten).is_empty());
        let twelve: Vec<Backup> = (0..12).map(backup).collect();
        let gone: Vec<&str> = surplus(&twelve).iter().map(|b| b.id.as_str()).collect();
        assert_eq!(gone, ["10", "11"]);
    }
}
