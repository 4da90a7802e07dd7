//! Which reminders are due at an instant, and when to look again.
//!
//! All deadlines are instants of AWS's clock, so sleep, clock changes and restarts neither delay
//! a reminder nor repeat it: the memory of what was announced decides, not a running timer. A pause
//! alone lasts until an instant of the clock on the wall.

use std::collections::HashSet;

use chrono::{DateTime, TimeDelta, Utc};

use crate::aws_time::Now;
use crate::settings::{Memory, SessionMemory};

/// How long *Snooze* keeps quiet.
pub const SNOOZE: TimeDelta = TimeDelta::minutes(10);
/// Ends this close together make one notice.
const TOGETHER: TimeDelta = TimeDelta::minutes(1);
/// Two comparisons with AWS's clock differ by less.
const FAR_AHEAD: TimeDelta = TimeDelta::minutes(1);

/// A session that is watched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Watched {
    /// The section that holds it: the key of the memory.
    pub target: String,
    /// The row a person knows it by.
    pub name: String,
    /// Its end.
    pub expires: DateTime<Utc>,
    /// Who made it, in words, when it was not Daypass.
    pub by: Option<String>,
}

/// A reminder that is due: one or several sessions that end within a minute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reminder {
    /// The sessions, soonest end first; never empty.
    pub sessions: Vec<Watched>,
    /// Whether the first has ended.
    pub ended: bool,
}

/// Brings the memory up to the sessions of now: new ones start afresh, gone ones are forgotten.
/// A session that has ended before it was ever seen alive is nothing to tell anyone.
pub fn meet(watched: &[Watched], memory: &mut Memory, ladder: &[u32], now: Now) {
    let targets: HashSet<&str> = watched.iter().map(|w| w.target.as_str()).collect();
    memory.sessions.retain(|target, _| targets.contains(target.as_str()));
    for session in watched {
        let known = memory.sessions.get_mut(&session.target);
        let granted = match known {
            Some(known) if known.expires == Some(session.expires) => {
                take_back(known, session.expires, now);
                continue;
            }
            Some(known) => known.granted.filter(|_| known.expires.is_none()),
            None => None,
        };
        let fresh = SessionMemory {
            expires: Some(session.expires),
            granted,
            announced: if session.expires <= now.aws() { ladder.to_vec() } else { Vec::new() },
            snoozed_until: None,
            ended_in_use: false,
        };
        memory.sessions.insert(session.target.clone(), fresh);
    }
}

/// What was told while the clock on the wall was far ahead, and AWS's now refutes, is still to come.
fn take_back(known: &mut SessionMemory, expires: DateTime<Utc>, now: Now) {
    if now.is_measured() {
        known.announced.retain(|lead| now.aws() >= expires - seconds(*lead) - FAR_AHEAD);
    }
}

/// Takes out of the memory what is due now, and says it. Of several stages that have passed only
/// the last is told; all of them count as announced.
pub fn due(watched: &[Watched], memory: &mut Memory, ladder: &[u32], now: Now) -> Vec<Reminder> {
    if memory.paused_until.is_some_and(|until| now.here() < until) {
        return Vec::new();
    }
    memory.paused_until = None;
    // Nothing is due of an end that is further away than all stages, unless somebody snoozes.
    let furthest = seconds(ladder.iter().copied().max().unwrap_or(0)) + TOGETHER;
    let snoozed = memory.sessions.values().any(|known| known.snoozed_until.is_some());
    let near = |session: &&Watched| snoozed || session.expires - now.aws() <= furthest;
    let mut by_end: Vec<&Watched> = watched.iter().filter(near).collect();
    by_end.sort_by_key(|session| session.expires);
    let mut is_due = |session: &Watched, now: DateTime<Utc>| {
        let known = memory.sessions.get_mut(&session.target);
        known.is_some_and(|known| take_due(known, session.expires, ladder, now))
    };
    let mut reminders: Vec<Reminder> = Vec::new();
    for session in by_end {
        let ended = session.expires <= now.aws();
        // Those before it are further away.
        let near = reminders.last_mut().and_then(|reminder| {
            let after = session.expires - reminder.sessions.first()?.expires;
            (after <= TOGETHER).then_some((reminder, after))
        });
        match near {
            // What would be told within a minute is told along with the first of them.
            Some((reminder, after)) if is_due(session, now.aws() + after) => {
                reminder.sessions.push(session.clone());
            }
            None if is_due(session, now.aws()) => {
                reminders.push(Reminder { sessions: vec![session.clone()], ended });
            }
            Some(_) | None => {}
        }
    }
    reminders
}

/// Marks the passed stages of one session; true when one of them had not been told.
fn take_due(known: &mut SessionMemory, expires: DateTime<Utc>, ladder: &[u32], now: DateTime<Utc>) -> bool {
    let ended = now >= expires;
    if !ended && known.snoozed_until.is_some_and(|until| now < until) {
        return false;
    }
    let snooze_over = !ended && known.snoozed_until.take().is_some();
    let left = expires - now;
    let passed: Vec<u32> = ladder
        .iter()
        .copied()
        .filter(|lead| left <= seconds(*lead) && applies(*lead, known, expires))
        .filter(|lead| !known.announced.contains(lead))
        .collect();
    known.announced.extend(&passed);
    if ended {
        // Earlier stages that slept through the end are moot: only the end itself is news.
        passed.contains(&0)
    } else {
        snooze_over || !passed.is_empty()
    }
}

/// A stage at or before the session's very beginning would announce the end of what was just begun.
fn applies(lead: u32, known: &SessionMemory, expires: DateTime<Utc>) -> bool {
    known.granted.is_none_or(|granted| granted < expires - seconds(lead))
}

/// The lead time that turns a row amber: the longest stage that applies.
#[must_use]
pub fn soon(known: Option<&SessionMemory>, ladder: &[u32], expires: DateTime<Utc>) -> TimeDelta {
    let none = SessionMemory::default();
    let known = known.unwrap_or(&none);
    let lead = ladder.iter().copied().filter(|lead| applies(*lead, known, expires)).max();
    seconds(lead.unwrap_or(0))
}

/// The next instant of this machine's clock at which [`due`] may have something to say.
#[must_use]
pub fn next(watched: &[Watched], memory: &Memory, ladder: &[u32], now: Now) -> Option<DateTime<Utc>> {
    let aws = now.aws();
    let stages = watched.iter().flat_map(|session| {
        let left = session.expires - aws;
        ladder.iter().map(move |lead| left - seconds(*lead))
    });
    let snoozes = memory.sessions.values().filter_map(|known| Some(known.snoozed_until? - aws));
    let wait = stages.chain(snoozes).filter(|wait| *wait > TimeDelta::zero()).min();
    let told = wait.map(|wait| now.here_at(aws + wait));
    told.into_iter().chain(memory.paused_until.filter(|until| *until > now.here())).min()
}

/// Keeps quiet about a session for [`SNOOZE`]; its end is told all the same.
pub fn snooze(memory: &mut Memory, target: &str, now: Now) {
    if let Some(known) = memory.sessions.get_mut(target) {
        known.snoozed_until = Some(now.aws() + SNOOZE);
    }
}

fn seconds(lead: u32) -> TimeDelta {
    TimeDelta::seconds(i64::from(lead))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LADDER: [u32; 3] = [900, 120, 0];

    fn at(text: &str) -> DateTime<Utc> {
        format!("2026-11-22T{text}Z").parse().unwrap()
    }

    fn now(text: &str) -> Now {
        Now::at(at(text), None)
    }

    fn watched(name: &str, end: &str) -> Watched {
        Watched { target: name.to_owned(), name: name.to_owned(), expires: at(end), by: None }
    }

    /// Meets the sessions and lists what is due, as `name/ended`.
    fn tick(sessions: &[Watched], memory: &mut Memory, now: &str) -> Vec<String> {
        let now = self::now(now);
        meet(sessions, memory, &LADDER, now);
        due(sessions, memory, &LADDER, now)
            .into_iter()
            .map(|r| {
                let names: Vec<_> = r.sessions.iter().map(|s| s.name.as_str()).collect();
                format!("{}{}", names.join("+"), if r.ended { " ended" } else { "" })
            })
            .collect()
    }

    #[test]
    fn each_stage_is_told_once() {
        let (sessions, mut memory) = ([watched("prod", "18:00:00")], Memory::default());
        let told: Vec<_> =
            ["12:00:00", "17:44:59", "17:45:00", "17:45:30", "17:58:00", "17:58:30", "18:00:00", "18:00:30"]
                .iter()
                .map(|now| tick(&sessions, &mut memory, now))
                .collect();
        let quiet: Vec<String> = vec![];
        let soon = vec!["prod".to_owned()];
        assert_eq!(
            told,
            [&quiet, &quiet, &soon, &quiet, &soon, &quiet, &vec!["prod ended".to_owned()], &quiet]
                .map(Clone::clone)
        );
    }

    #[test]
    fn a_restart_does_not_repeat_what_was_told() {
        let (sessions, mut memory) = ([watched("prod", "18:00:00")], Memory::default());
        assert_eq!(tick(&sessions, &mut memory, "17:46:00").len(), 1);
        let mut after_restart: Memory =
            serde_json::from_str(&serde_json::to_string(&memory).unwrap()).unwrap();
        assert!(tick(&sessions, &mut after_restart, "17:47:00").is_empty());
    }

    #[test]
    fn sleeping_over_all_stages_leaves_one_word_about_the_end() {
        let (sessions, mut memory) = ([watched("prod", "18:00:00")], Memory::default());
        assert!(tick(&sessions, &mut memory, "12:00:00").is_empty());
        assert_eq!(tick(&sessions, &mut memory, "23:00:00"), ["prod ended"]);
        assert!(tick(&sessions, &mut memory, "23:00:30").is_empty());
    }

    #[test]
    fn a_session_that_was_never_seen_alive_is_not_mourned() {
        let (sessions, mut memory) = ([watched("old", "08:00:00")], Memory::default());
        assert!(tick(&sessions, &mut memory, "12:00:00").is_empty());
    }

    #[test]
    fn a_renewed_session_starts_a_new_ladder() {
        let mut memory = Memory::default();
        assert_eq!(tick(&[watched("prod", "18:00:00")], &mut memory, "17:50:00"), ["prod"]);
        let renewed = [watched("prod", "23:00:00")];
        assert!(tick(&renewed, &mut memory, "17:51:00").is_empty());
        assert_eq!(tick(&renewed, &mut memory, "22:45:00"), ["prod"]);
    }

    #[test]
    fn a_fifteen_minute_session_does_not_end_in_fifteen_minutes_at_its_birth() {
        let (sessions, mut memory) = ([watched("prod", "12:15:00")], Memory::default());
        meet(&sessions, &mut memory, &LADDER, now("12:00:00"));
        memory.sessions.get_mut("prod").unwrap().granted = Some(at("12:00:00"));
        assert!(tick(&sessions, &mut memory, "12:00:00").is_empty());
        assert_eq!(tick(&sessions, &mut memory, "12:13:00"), ["prod"]);
    }

    #[test]
    fn snoozing_is_quiet_for_ten_minutes_but_not_about_the_end() {
        let (sessions, mut memory) = ([watched("prod", "18:00:00")], Memory::default());
        assert_eq!(tick(&sessions, &mut memory, "17:45:00"), ["prod"]);
        snooze(&mut memory, "prod", now("17:46:00"));
        assert!(tick(&sessions, &mut memory, "17:55:59").is_empty());
        assert_eq!(tick(&sessions, &mut memory, "17:56:00"), ["prod"]);
        snooze(&mut memory, "prod", now("17:56:00"));
        assert!(tick(&sessions, &mut memory, "17:59:00").is_empty());
        assert_eq!(tick(&sessions, &mut memory, "18:00:00"), ["prod ended"]);
    }

    #[test]
    fn a_snooze_is_over_though_every_stage_is_still_to_come() {
        let (sessions, mut memory) = ([watched("prod", "18:00:00")], Memory::default());
        assert_eq!(tick(&sessions, &mut memory, "17:30:00"), Vec::<String>::new());
        snooze(&mut memory, "prod", now("17:30:00"));
        assert!(tick(&sessions, &mut memory, "17:39:59").is_empty());
        assert_eq!(tick(&sessions, &mut memory, "17:40:00"), ["prod"]);
    }

    #[test]
    fn pausing_holds_everything_back_and_then_tells_the_latest() {
        let (sessions, mut memory) = ([watched("prod", "18:00:00")], Memory::default());
        memory.paused_until = Some(at("17:59:00"));
        assert!(tick(&sessions, &mut memory, "17:45:00").is_empty());
        assert_eq!(tick(&sessions, &mut memory, "17:59:00"), ["prod"]);
    }

    #[test]
    fn ends_within_a_minute_make_one_notice() {
        let sessions = [watched("a", "18:00:00"), watched("b", "18:00:50"), watched("c", "18:05:00")];
        let mut memory = Memory::default();
        assert_eq!(tick(&sessions, &mut memory, "17:50:30"), ["a+b", "c"]);
    }

    #[test]
    fn what_would_be_told_within_a_minute_is_told_at_once() {
        let sessions = [watched("b", "18:00:50"), watched("c", "18:01:01"), watched("a", "18:00:00")];
        let mut memory = Memory::default();
        assert_eq!(tick(&sessions, &mut memory, "17:45:00"), ["a+b"]);
        assert!(tick(&sessions, &mut memory, "17:45:50").is_empty());
        assert_eq!(tick(&sessions, &mut memory, "17:46:01"), ["c"]);
        assert_eq!(tick(&sessions, &mut memory, "18:00:00"), ["a+b ended", "c"]);
    }

    #[test]
    fn a_clock_set_back_repeats_nothing() {
        let (sessions, mut memory) = ([watched("prod", "18:00:00")], Memory::default());
        assert_eq!(tick(&sessions, &mut memory, "17:50:00"), ["prod"]);
        assert!(tick(&sessions, &mut memory, "15:50:00").is_empty());
        assert!(tick(&sessions, &mut memory, "17:50:10").is_empty());
    }

    #[test]
    fn the_next_look_is_at_the_next_stage() {
        let (sessions, memory) = ([watched("prod", "18:00:00")], Memory::default());
        assert_eq!(next(&sessions, &memory, &LADDER, now("12:00:00")), Some(at("17:45:00")));
        assert_eq!(next(&sessions, &memory, &LADDER, now("17:45:00")), Some(at("17:58:00")));
        assert_eq!(next(&sessions, &memory, &LADDER, now("18:00:00")), None);
    }
}
