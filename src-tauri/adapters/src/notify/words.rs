//! What a notice says on a given desktop, and what its buttons mean.

use daypass_core::language::Language;
use daypass_core::notice::{Notice, NoticeAnswer, Urgency};
use daypass_core::text;
use daypass_core::text::{InLanguage, Text};

/// A click on the notice itself (Desktop Notifications Specification, "Actions").
pub(super) const BODY: &str = "default";
const ENTER_CODE: &str = "enter-code";
const SNOOZE: &str = "snooze";

/// What a notification service can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Abilities {
    /// Buttons; without them a click does nothing at all.
    pub actions: bool,
    /// Markup in the body, so that `<` and `&` must be escaped.
    pub markup: bool,
    /// More than a title.
    pub body: bool,
}

/// A notice in the words of one desktop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Words {
    pub title: String,
    pub body: String,
    /// Names and labels.
    pub actions: Vec<(&'static str, Text)>,
}

pub(super) fn of(notice: &Notice, abilities: Abilities) -> Words {
    let click = match (abilities.actions, notice.takes_code) {
        (true, _) => None,
        (false, true) => Some(text!("Click the Daypass icon to enter a code.")),
        (false, false) => Some(text!("Click the Daypass icon to see more.")),
    };
    let (title, mut body) = (notice.title.to_string(), notice.body.to_string());
    if let Some(click) = click {
        body = format!("{body} {}", click.in_language(notice.language));
    }
    let (title, body) = match abilities.body {
        true if abilities.markup => (title, escaped(&body)),
        true => (title, body),
        false => (format!("{title}. {body}"), String::new()),
    };
    Words { title, body, actions: if abilities.actions { actions(notice) } else { Vec::new() } }
}

/// What a click means. Services tell a button by its name, some by its label.
pub(super) fn answer(action: &str, profile: &str) -> Option<NoticeAnswer> {
    let profile = profile.to_owned();
    let is = |label: fn() -> Text| Language::all().any(|language| label().in_language(language) == action);
    if [BODY, ENTER_CODE].contains(&action) || is(enter_code) || is(open) {
        Some(NoticeAnswer::EnterCode { profile })
    } else if action == SNOOZE || is(snooze) {
        Some(NoticeAnswer::Snooze { profile })
    } else {
        None
    }
}

fn actions(notice: &Notice) -> Vec<(&'static str, Text)> {
    let mut actions = vec![(BODY, if notice.takes_code { enter_code() } else { open() })];
    // News has nothing to enter a code for.
    if notice.takes_code && notice.urgency != Urgency::Low {
        actions.push((ENTER_CODE, enter_code()));
    }
    if notice.can_wait {
        actions.push((SNOOZE, snooze()));
    }
    actions.into_iter().map(|(name, label)| (name, label.in_language(notice.language))).collect()
}

fn enter_code() -> Text {
    text!("Enter code")
}

/// Another tool's session takes no code here.
fn open() -> Text {
    text!("Open Daypass")
}

fn snooze() -> Text {
    text!("Snooze 10 min")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn notice(urgency: Urgency) -> Notice {
        Notice {
            id: "a".into(),
            profile: "prod <eu> & us".into(),
            title: "prod <eu> & us ends".into(),
            body: "prod <eu> & us ends in 15 min.".into(),
            language: Language::ENGLISH,
            takes_code: true,
            urgency,
            can_wait: urgency == Urgency::Normal,
            sound: false,
        }
    }

    #[test]
    fn only_a_living_session_can_be_put_off() {
        let abilities = Abilities { actions: true, markup: false, body: true };
        let names = |urgency| {
            of(&notice(urgency), abilities).actions.iter().map(|(name, _)| *name).collect::<Vec<_>>()
        };
        assert_eq!(names(Urgency::Normal), ["default", "enter-code", "snooze"]);
        assert_eq!(names(Urgency::Low), ["default"]);
        assert_eq!(names(Urgency::Critical), ["default", "enter-code"]);
        let ended = Notice { can_wait: false, ..notice(Urgency::Normal) };
        assert_eq!(of(&ended, abilities).actions.len(), 2, "an end that interrupts nobody is one, too");
    }

    #[test]
    fn what_takes_no_code_offers_none() {
        let theirs = |actions| {
            let notice = Notice { takes_code: false, ..notice(Urgency::Normal) };
            of(&notice, Abilities { actions, markup: false, body: true })
        };
        assert_eq!(theirs(true).actions, [(BODY, open()), (SNOOZE, snooze())]);
        assert!(theirs(false).body.ends_with("Click the Daypass icon to see more."));
    }

    #[test]
    fn without_buttons_the_text_says_where_to_click() {
        let words = of(&notice(Urgency::Normal), Abilities { actions: false, markup: false, body: true });
        assert!(words.actions.is_empty());
        assert_eq!(words.body, "prod <eu> & us ends in 15 min. Click the Daypass icon to enter a code.");
    }

    #[test]
    fn markup_is_escaped_in_the_body_where_it_is_parsed() {
        let words = of(&notice(Urgency::Normal), Abilities { actions: true, markup: true, body: true });
        assert_eq!(words.body, "prod &lt;eu&gt; &amp; us ends in 15 min.");
        // The specification knows no markup in the title.
        assert_eq!(words.title, "prod <eu> & us ends");
    }

    #[test]
    fn where_there_is_only_a_title_it_says_all() {
        let words = of(&notice(Urgency::Normal), Abilities { actions: false, markup: true, body: false });
        assert_eq!(words.body, "");
        assert_eq!(
            words.title,
            "prod <eu> & us ends. prod <eu> & us ends in 15 min. Click the Daypass icon to enter a code."
        );
    }

    #[test]
    fn buttons_are_known_by_name_and_by_label() {
        let enter = Some(NoticeAnswer::EnterCode { profile: "p".into() });
        for action in ["default", "enter-code", "Enter code", "Code eingeben"] {
            assert_eq!(answer(action, "p"), enter);
        }
        assert_eq!(answer("Snooze 10 min", "p"), Some(NoticeAnswer::Snooze { profile: "p".into() }));
        assert_eq!(answer("__closed", "p"), None);
    }

    #[test]
    fn buttons_and_hints_speak_the_notice_s_language() {
        let german = notice(Urgency::Normal).in_language(Language::of_tag("de").unwrap());
        let of = |actions| of(&german, Abilities { actions, markup: false, body: true });
        let labels: Vec<String> = of(true).actions.iter().map(|(_, label)| label.to_string()).collect();
        assert_eq!(labels, ["Code eingeben", "Code eingeben", "In 10 min erinnern"]);
        assert!(of(false).body.ends_with(" Ein Klick auf das Daypass-Symbol öffnet das Feld für den Code."));
    }
}
