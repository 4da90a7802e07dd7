//! What a native notification says.

use chrono::NaiveTime;

use crate::aws_time::Now;
use crate::failure::{Code, Failure};
use crate::foreign::ANOTHER_TOOL;
use crate::language::Language;
use crate::profile::visible;
use crate::schedule::{Reminder, Watched};
use crate::text::{InLanguage, Text};

/// A notice, ready to be shown. Its texts hold no key, no ARN and no code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Replaces an earlier notice with the same id, and is withdrawn by it.
    pub id: String,
    /// The row that *Enter code* opens.
    pub profile: String,
    /// One line: "prod ends in 15 min (18:02)".
    pub title: Text,
    /// One sentence.
    pub body: Text,
    /// What its reader speaks: buttons have words of their own.
    pub language: Language,
    /// Whether a code can be entered for it here.
    pub takes_code: bool,
    /// How loud it is.
    pub urgency: Urgency,
    /// Whether it can be put off: an ended session cannot.
    pub can_wait: bool,
    /// Whether it may make a sound.
    pub sound: bool,
}

impl InLanguage for Notice {
    fn in_language(self, language: Language) -> Self {
        let (title, body) = (self.title.in_language(language), self.body.in_language(language));
        Self { title, body, language, ..self }
    }
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
    let title = title(reminder, first, now, &wall.format("%H:%M").to_string());
    let ours = reminder.sessions.iter().find(|s| s.by.is_none());
    let step = step(reminder);
    let body = if names.len() > 1 { text!("{}. {}", names.join(", "), step) } else { step };
    Some(Notice {
        id: notice_id(&first.target),
        profile: ours.unwrap_or(first).name.clone(),
        takes_code: ours.is_some(),
        title,
        body,
        language: Language::ENGLISH,
        urgency: Urgency::Normal,
        can_wait: !reminder.ended,
        sound: false,
    })
}

/// Who ends, when, and what the clock on the wall shows then.
fn title(reminder: &Reminder, first: &Watched, now: Now, wall: &str) -> Text {
    let all_ended = reminder.sessions.iter().all(|session| session.expires <= now.aws());
    // Rounded up: at 14 min 30 s left, "15 min" is what a person would say.
    let left = (first.expires - now.aws()).num_seconds().max(0);
    let left = if left > 60 { format!("{} min", (left + 59) / 60) } else { format!("{left} s") };
    let (name, count) = (&first.name, reminder.sessions.len());
    match (reminder.ended, all_ended, count) {
        (true, true, 1) => text!("{} has ended ({})", name, wall),
        (true, true, _) => {
            counted!(count, "{} session has ended ({})", "{} sessions have ended ({})", count, wall)
        }
        (true, false, 1) => text!("{} ends now ({})", name, wall),
        (true, false, _) => {
            counted!(count, "{} session ends now ({})", "{} sessions end now ({})", count, wall)
        }
        (false, _, 1) => text!("{} ends in {} ({})", name, left, wall),
        (false, _, _) => {
            counted!(count, "{} session ends in {} ({})", "{} sessions end in {} ({})", count, left, wall)
        }
    }
}

/// What is to be done: another tool's session is renewed there, not here.
fn step(reminder: &Reminder) -> Text {
    match reminder.sessions.as_slice() {
        [Watched { by: Some(tool), .. }] if tool == ANOTHER_TOOL => {
            text!("Made by another tool: sign in there again.")
        }
        [Watched { by: Some(tool), .. }] => text!("Made by {}: sign in there again.", tool),
        sessions if sessions.iter().all(|s| s.by.is_some()) => {
            text!("Sign in again with the tools that made them.")
        }
        _ => text!("Enter a code to go on working."),
    }
}

/// The same notice, which says besides why these roles were not refreshed by themselves.
#[must_use]
pub fn not_refreshed(notice: Notice, names: &[&str], all: bool, failure: &Failure) -> Notice {
    // No code was on its way, so there is nothing to say about one.
    let why = match failure.code == Code::Unreachable {
        true => text!("AWS STS could not be reached."),
        false => failure.message.clone(),
    };
    let reason = text!("{} could not be refreshed: {} Daypass goes on trying.", names.join(", "), why);
    let body = if all { reason } else { text!("{} {}", &notice.body, reason) };
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
        title: text!("Your session was overwritten and is back"),
        body: text!(
            "Another program put an older text over {}. Daypass wrote it again; nothing else changed.",
            who
        ),
        language: Language::ENGLISH,
        urgency: Urgency::Low,
        can_wait: false,
        sound: false,
    })
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
        words(&reminder(names, ended), Now::at(now, None), wall).unwrap().title.to_string()
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
            (notice.body.to_string(), notice.profile, notice.takes_code)
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
