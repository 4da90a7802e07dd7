//! What a native notification says.

use chrono::{DateTime, NaiveTime, Utc};

use crate::aws_time::Now;
use crate::duration;
use crate::failure::{Code, Failure};
use crate::profile::visible;
use crate::schedule::{Reminder, Watched};

/// A notice, ready to be shown. Its texts hold no key, no ARN and no code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Replaces an earlier notice with the same id, and is withdrawn by it.
    pub id: String,
    /// The row that *Enter code* opens.
    pub profile: String,
    /// One line: "prod ends in 15 min (18:02)".
    pub title: String,
    /// One sentence.
    pub body: String,
    /// Whether a code can be entered for it here.
    pub takes_code: bool,
    /// How loud it is.
    pub urgency: Urgency,
    /// Whether it can be put off: an ended session cannot.
    pub can_wait: bool,
    /// Whether it may make a sound.
    pub sound: bool,
}

/// How loud a notice is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Urgency {
    /// News that need no answer.
    Low,
    /// Before the end, and at an end that interrupts nobody.
    Normal,
    /// At the end of a session in use ([`crate::in_use`]).
    Critical,
}

/// What a person did with a notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoticeAnswer {
    /// *Enter code*, or a click on the body.
    EnterCode {
        /// The notice's profile.
        profile: String,
    },
    /// *Snooze 10 min*.
    Snooze {
        /// The notice's profile.
        profile: String,
    },
}

/// The words for a reminder. `wall` is the end as the clock on the wall shows it.
#[must_use]
pub fn words(reminder: &Reminder, now: Now, wall: NaiveTime) -> Option<Notice> {
    let first = reminder.sessions.first()?;
    let names: Vec<&str> = reminder.sessions.iter().map(|s| s.name.as_str()).collect();
    let (who, verb) = match names.as_slice() {
        [one] => ((*one).to_owned(), ("ends", "has ended")),
        many => (format!("{} sessions", many.len()), ("end", "have ended")),
    };
    let wall = wall.format("%H:%M");
    let all_ended = reminder.sessions.iter().all(|session| session.expires <= now.aws());
    let title = if reminder.ended && all_ended {
        format!("{who} {} ({wall})", verb.1)
    } else if reminder.ended {
        format!("{who} {} now ({wall})", verb.0)
    } else {
        // Rounded up: at 14 min 30 s left, "15 min" is what a person would say.
        let left = (first.expires - now.aws()).num_seconds().max(0);
        let left = if left > 60 { format!("{} min", (left + 59) / 60) } else { format!("{left} s") };
        format!("{who} {} in {left} ({wall})", verb.0)
    };
    let ours = reminder.sessions.iter().find(|s| s.by.is_none());
    let step = step(reminder);
    let body = if names.len() > 1 { format!("{}. {step}", names.join(", ")) } else { step };
    Some(Notice {
        id: notice_id(&first.target),
        profile: ours.unwrap_or(first).name.clone(),
        takes_code: ours.is_some(),
        title,
        body,
        urgency: Urgency::Normal,
        can_wait: !reminder.ended,
        sound: false,
    })
}

/// What is to be done: another tool's session is renewed there, not here.
fn step(reminder: &Reminder) -> String {
    match reminder.sessions.as_slice() {
        [Watched { by: Some(tool), .. }] => format!("Made by {tool}: sign in there again."),
        sessions if sessions.iter().all(|s| s.by.is_some()) => {
            "Sign in again with the tools that made them.".to_owned()
        }
        _ => "Enter a code to go on working.".to_owned(),
    }
}

/// The same notice, which says besides why these roles were not refreshed by themselves.
#[must_use]
pub fn not_refreshed(notice: Notice, names: &[&str], all: bool, failure: &Failure) -> Notice {
    // No code was on its way, so there is nothing to say about one.
    let why = match failure.code == Code::Unreachable {
        true => "AWS STS could not be reached.",
        false => failure.message.as_str(),
    };
    let reason = format!("{} could not be refreshed: {why} Daypass goes on trying.", names.join(", "));
    let body = if all { reason } else { format!("{} {reason}", notice.body) };
    Notice { body, ..notice }
}

/// The words for sessions that another program overwrote and that were written again.
#[must_use]
pub fn overwritten_words(targets: &[String]) -> Option<Notice> {
    let first = targets.first()?;
    let who = targets.iter().map(|target| format!("[{}]", visible(target))).collect::<Vec<_>>().join(", ");
    Some(Notice {
        id: "overwritten".to_owned(),
        profile: first.clone(),
        takes_code: true,
        title: "Your session was overwritten and is back".to_owned(),
        body: format!(
            "Another program put an older text over {who}. Daypass wrote it again; nothing else changed."
        ),
        urgency: Urgency::Low,
        can_wait: false,
        sound: false,
    })
}

/// How a living session is described where there is one line: "until 18:02 (11 h 59 min left)".
#[must_use]
pub fn until_words(expires: DateTime<Utc>, now: DateTime<Utc>, wall: NaiveTime) -> String {
    // Minutes are rounded up, as in a notice.
    let left = ((expires - now).num_seconds().max(0) + 59) / 60;
    let left = match left {
        0 | 1 => "under 1 min".to_owned(),
        minutes => duration::words(u32::try_from(minutes * 60).unwrap_or(u32::MAX)),
    };
    format!("until {} ({left} left)", wall.format("%H:%M"))
}

/// The id of a session's notices: one per target, so that a later stage replaces an earlier one.
#[must_use]
pub fn notice_id(target: &str) -> String {
    format!("session:{target}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reminder(names: &[&str], ended: bool) -> Reminder {
        let sessions = names
            .iter()
            .map(|name| Watched {
                target: format!("{name}-mfa"),
                name: (*name).to_owned(),
                expires: "2026-11-22T17:02:00Z".parse().unwrap(),
                by: name.strip_prefix("their-").map(str::to_owned),
            })
            .collect();
        Reminder { sessions, ended }
    }

    fn title(names: &[&str], ended: bool, now: &str) -> String {
        let now = format!("2026-11-22T{now}Z").parse().unwrap();
        let wall = NaiveTime::from_hms_opt(18, 2, 0).unwrap();
        words(&reminder(names, ended), Now::at(now, None), wall).unwrap().title
    }

    #[test]
    fn one_line_says_until_when() {
        let until = |now: &str| {
            let (end, now) = ("2026-11-22T17:02:00Z", format!("2026-11-22T{now}Z"));
            until_words(
                end.parse().unwrap(),
                now.parse().unwrap(),
                NaiveTime::from_hms_opt(18, 2, 0).unwrap(),
            )
        };
        assert_eq!(until("05:02:00"), "until 18:02 (12 h left)");
        assert_eq!(until("15:31:10"), "until 18:02 (1 h 31 min left)");
        assert_eq!(until("17:00:30"), "until 18:02 (2 min left)");
        assert_eq!(until("17:01:32"), "until 18:02 (under 1 min left)");
    }

    #[test]
    fn titles_say_who_how_long_and_when() {
        assert_eq!(title(&["prod"], false, "16:47:00"), "prod ends in 15 min (18:02)");
        assert_eq!(title(&["prod"], false, "16:47:20"), "prod ends in 15 min (18:02)");
        assert_eq!(title(&["prod"], false, "17:01:50"), "prod ends in 10 s (18:02)");
        assert_eq!(title(&["prod"], true, "17:02:00"), "prod has ended (18:02)");
        assert_eq!(title(&["a", "b"], false, "16:52:00"), "2 sessions end in 10 min (18:02)");
        assert_eq!(title(&["a", "b"], true, "17:03:00"), "2 sessions have ended (18:02)");
    }

    #[test]
    fn another_tool_s_session_is_renewed_there() {
        let wall = NaiveTime::from_hms_opt(18, 2, 0).unwrap();
        let told = |names: &[&str]| {
            let now = Now::at("2026-11-22T16:47:00Z".parse().unwrap(), None);
            let notice = words(&reminder(names, false), now, wall).unwrap();
            (notice.body, notice.profile, notice.takes_code)
        };
        let of = |body: &str, profile: &str, takes_code| (body.to_owned(), profile.to_owned(), takes_code);
        assert_eq!(
            told(&["their-saml2aws"]),
            of("Made by saml2aws: sign in there again.", "their-saml2aws", false)
        );
        assert_eq!(
            told(&["their-a", "their-b"]),
            of("their-a, their-b. Sign in again with the tools that made them.", "their-a", false)
        );
        assert_eq!(
            told(&["their-a", "prod"]),
            of("their-a, prod. Enter a code to go on working.", "prod", true)
        );
    }
}
