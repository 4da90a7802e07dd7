//! When a comparison of two clocks holds, and what follows from it.

use super::*;

const HOUR: u64 = 3_600;

fn at(text: &str) -> DateTime<Utc> {
    format!("2026-11-22T{text}Z").parse().unwrap()
}

/// AWS was ten minutes ahead at noon, when the machine had been running for an hour.
fn at_noon() -> Drift {
    Drift::measured(TimeDelta::minutes(10), at("12:00:00"), Duration::from_secs(HOUR))
}

/// AWS's clock when ours shows `here` and the machine has been running for `hours`.
fn aws(here: DateTime<Utc>, hours: u64) -> Option<String> {
    let ahead = at_noon().carried_to(here, Duration::from_secs(hours * HOUR))?;
    Some((here + ahead).format("%d %H:%M").to_string())
}

#[test]
fn clocks_that_went_on_together_are_as_far_apart_as_before() {
    assert_eq!(aws(at("12:00:00"), 1).unwrap(), "22 12:10");
    assert_eq!(aws(at("20:00:00"), 9).unwrap(), "22 20:10", "asleep or awake");
}

#[test]
fn a_clock_set_back_does_not_set_back_aws_s() {
    assert_eq!(aws(at("12:00:00"), 3).unwrap(), "22 14:10");
}

#[test]
fn a_clock_set_forward_is_believed_unless_it_was_set_back_before() {
    assert_eq!(aws(at("15:00:00"), 3), None, "two hours passed, three are shown");
    assert_eq!(aws(at("14:00:01"), 3).unwrap(), "22 14:10", "a second is nothing");
}

#[test]
fn neither_a_new_start_nor_a_long_time_is_trusted() {
    assert_eq!(aws(at("14:00:00"), 0), None, "started anew");
    assert_eq!(aws(at("12:00:00") + TimeDelta::hours(36), 37).unwrap(), "24 00:10");
    assert_eq!(aws(at("12:00:00") + TimeDelta::hours(37), 38), None);
    assert_eq!(aws(at("11:00:00"), 0), None, "and its clock lost its battery");
    // Started anew and running for longer than before: more has passed here than there.
    assert_eq!(aws(at("19:00:00"), 6), None);
}

#[test]
fn a_drift_that_the_date_of_an_answer_cannot_tell_is_none() {
    let small = |ms| Drift { ahead_ms: ms, ..at_noon() };
    let carried = |ms| small(ms).carried_to(at("12:00:00"), Duration::from_secs(HOUR));
    assert_eq!(carried(-2_000), Some(TimeDelta::zero()));
    assert_eq!(carried(2_001), Some(TimeDelta::milliseconds(2_001)));
    assert_eq!(carried(i64::MIN), Some(TimeDelta::zero()), "from a file that somebody broke");
}

#[test]
fn an_end_is_told_by_the_clock_that_the_person_sees() {
    let end = at("18:02:00");
    let told = |seconds| Now::at(at("12:00:00"), Some(TimeDelta::seconds(seconds))).wall_of(end);
    assert_eq!(told(-600), at("18:12:00"));
    assert_eq!(told(600), at("17:52:00"));
    assert_eq!(told(20), end);
    assert_eq!(Now::at(at("12:00:00"), None).wall_of(end), end);
}

#[test]
fn more_than_half_a_minute_is_worth_a_word() {
    let said = |seconds| {
        let trouble = Now::at(at("12:00:00"), Some(TimeDelta::seconds(seconds))).trouble()?;
        assert_eq!(trouble.code, Code::ClockSkew);
        Some(trouble.message)
    };
    assert_eq!(said(30), None);
    assert_eq!(said(-30), None);
    assert_eq!(said(31).unwrap(), "This machine's clock is 31 s behind AWS's.");
    assert_eq!(said(-250).unwrap(), "This machine's clock is 4 min ahead of AWS's.");
    assert_eq!(said(5_400).unwrap(), "This machine's clock is 1 h 30 min behind AWS's.");
    assert_eq!(said(56 * 365 * 86_400).unwrap(), "This machine's clock is 20440 days behind AWS's.");
    assert_eq!(Now::at(at("12:00:00"), None).trouble(), None);
}
