//! Whether a session ended while it was in use.
//!
//! Nothing tells which sessions are used: no AWS tool says that it read a profile, and the access
//! time of a file is not kept on most machines (mount option `relatime`). What is known is whether
//! somebody may have been at work: the machine was awake, this program saw the session alive, and
//! it saw the end come. A session that is found ended, at the start or after a sleep, was not in
//! use; nor is one in quiet hours.

use chrono::{DateTime, TimeDelta, Utc};

use crate::aws_time::Now;
use crate::notice::Urgency;
use crate::schedule::{Reminder, Watched};
use crate::settings::Memory;

/// The keeper looks at the clock twice a minute while the machine is awake. A longer pause was sleep.
const AWAKE: TimeDelta = TimeDelta::seconds(45);

/// Remembers the sessions that have ended between the last look and this one, unless the machine
/// slept in between. `last` is none at the start.
pub fn witness(watched: &[Watched], memory: &mut Memory, last: Option<DateTime<Utc>>, now: DateTime<Utc>) {
    let Some(last) = last.filter(|last| now - *last <= AWAKE) else {
        return;
    };
    for session in watched.iter().filter(|session| last < session.expires && session.expires <= now) {
        let known = memory.sessions.get_mut(&session.target);
        if let Some(known) = known.filter(|known| known.expires == Some(session.expires)) {
            known.ended_in_use = true;
        }
    }
}

/// Whether the session of this target ended while it was in use, as far as is known.
#[must_use]
pub fn ended(memory: &Memory, target: &str) -> bool {
    memory.sessions.get(target).is_some_and(|known| known.ended_in_use)
}

/// How loud a reminder is: critical at the end of a session in use, and only when it comes at once.
#[must_use]
pub fn urgency(reminder: &Reminder, memory: &Memory, now: Now) -> Urgency {
    let interrupts = reminder
        .sessions
        .iter()
        .any(|session| ended(memory, &session.target) && now.aws() - session.expires <= AWAKE);
    if reminder.ended && interrupts { Urgency::Critical } else { Urgency::Normal }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::SessionMemory;

    fn at(text: &str) -> DateTime<Utc> {
        format!("2026-11-22T{text}Z").parse().unwrap()
    }

    /// The loudness of what is told at `told` about an end at six, which is seen at `now` after a
    /// look at `last`.
    fn heard(last: Option<&str>, now: &str, told: &str) -> Urgency {
        let session =
            Watched { target: "t".to_owned(), name: "t".to_owned(), expires: at("18:00:00"), by: None };
        let mut memory = Memory::default();
        let known = SessionMemory { expires: Some(session.expires), ..SessionMemory::default() };
        memory.sessions.insert("t".to_owned(), known);
        witness(std::slice::from_ref(&session), &mut memory, last.map(at), at(now));
        let ended = at(told) >= session.expires;
        urgency(&Reminder { sessions: vec![session], ended }, &memory, Now::at(at(told), None))
    }

    #[test]
    fn an_end_that_is_seen_to_come_interrupts() {
        assert_eq!(heard(Some("17:59:40"), "18:00:00", "18:00:00"), Urgency::Critical);
        assert_eq!(heard(Some("17:59:40"), "18:00:10", "18:00:10"), Urgency::Critical);
    }

    #[test]
    fn an_end_that_is_found_or_told_late_does_not() {
        assert_eq!(heard(None, "18:00:00", "18:00:00"), Urgency::Normal, "found at the start");
        assert_eq!(heard(Some("17:50:00"), "18:00:10", "18:00:10"), Urgency::Normal, "found at wake");
        assert_eq!(heard(Some("18:00:05"), "18:00:10", "18:00:10"), Urgency::Normal, "gone before");
        assert_eq!(heard(Some("17:59:40"), "18:00:00", "19:00:00"), Urgency::Normal, "after a pause");
    }

    #[test]
    fn what_is_still_to_come_does_not_interrupt() {
        assert_eq!(heard(Some("17:44:40"), "17:45:00", "17:45:00"), Urgency::Normal);
    }
}
