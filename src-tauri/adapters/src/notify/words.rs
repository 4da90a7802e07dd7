//! What a notice says on a given desktop, and what its buttons mean.

use daypass_core::notice::{Notice, NoticeAnswer, Urgency};

/// A click on the notice itself (Desktop Notifications Specification, "Actions").
pub(super) const BODY: &str = "default";
const ENTER_CODE: (&str, &str) = ("enter-code", "Enter code");
/// Another tool's session takes no code here.
const OPEN: &str = "Open Daypass";
const SNOOZE: (&str, &str) = ("snooze", "Snooze 10 min");

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
    pub actions: Vec<(&'static str, &'static str)>,
}

pub(super) fn of(notice: &Notice, abilities: Abilities) -> Words {
    let mut body = notice.body.clone();
    if !abilities.actions {
        let click = match notice.takes_code {
            true => " Click the Daypass icon to enter a code.",
            false => " Click the Daypass icon to see more.",
        };
        body.push_str(click);
    }
    let (title, body) = match abilities.body {
        true if abilities.markup => (notice.title.clone(), escaped(&body)),
        true => (notice.title.clone(), body),
        false => (format!("{}. {body}", notice.title), String::new()),
    };
    Words { title, body, actions: if abilities.actions { actions(notice) } else { Vec::new() } }
}

/// What a click means. Services tell a button by its name, macOS by its label.
pub(super) fn answer(action: &str, profile: &str) -> Option<NoticeAnswer> {
    let profile = profile.to_owned();
    if [BODY, ENTER_CODE.0, ENTER_CODE.1, OPEN].contains(&action) {
        Some(NoticeAnswer::EnterCode { profile })
    } else if action == SNOOZE.0 || action == SNOOZE.1 {
        Some(NoticeAnswer::Snooze { profile })
    } else {
        None
    }
}

fn actions(notice: &Notice) -> Vec<(&'static str, &'static str)> {
    let mut actions = vec![(BODY, if notice.takes_code { ENTER_CODE.1 } else { OPEN })];
    // News has nothing to enter a code for.
    if notice.takes_code && notice.urgency != Urgency::Low {
        actions.push(ENTER_CODE);
    }
    if notice.can_wait {
        actions.push(SNOOZE);
    }
    actions
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
        assert_eq!(theirs(true).actions, [(BODY, OPEN), SNOOZE]);
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
        for action in ["default", "enter-code", "Enter code"] {
            assert_eq!(answer(action, "p"), enter);
        }
        assert_eq!(answer("Snooze 10 min", "p"), Some(NoticeAnswer::Snooze { profile: "p".into() }));
        assert_eq!(answer("__closed", "p"), None);
    }
}
