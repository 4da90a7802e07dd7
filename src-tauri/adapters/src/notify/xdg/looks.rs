//! A notice as notify-rust hands it to the service.

use std::path::Path;

use daypass_core::notice::{Notice, Urgency};
use notify_rust::{Hint, Notification, Timeout};

use crate::notify::APPLICATION;
use crate::notify::words::Words;

/// With the specification's hints; the sounds' names are of the Sound Naming Specification.
pub(super) fn of(notice: &Notice, words: &Words, icon: Option<&Path>) -> Notification {
    let (urgency, sound) = match notice.urgency {
        Urgency::Low => (notify_rust::Urgency::Low, "message"),
        Urgency::Normal => (notify_rust::Urgency::Normal, "dialog-information"),
        Urgency::Critical => (notify_rust::Urgency::Critical, "dialog-warning"),
    };
    let mut notification = Notification::new();
    notification
        .appname("Daypass")
        .icon(&icon.map(file_uri).unwrap_or_default())
        .summary(&words.title)
        .body(&words.body)
        .urgency(urgency)
        .hint(Hint::DesktopEntry(APPLICATION.to_owned()))
        .hint(Hint::SuppressSound(!notice.sound));
    if notice.sound {
        notification.hint(Hint::SoundName(sound.to_owned()));
    }
    if notice.urgency == Urgency::Critical {
        // Stays until somebody sees it.
        notification.timeout(Timeout::Never);
    }
    for (name, label) in &words.actions {
        notification.action(name, label);
    }
    notification
}

/// RFC 8089; whatever is not plain is escaped.
fn file_uri(path: &Path) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte);
    let escaped = |byte: u8| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    let path: String = path.as_os_str().as_encoded_bytes().iter().map(|byte| escaped(*byte)).collect();
    format!("file://{path}")
}

#[cfg(test)]
mod tests {
    use daypass_core::language::Language;
    use daypass_core::text::Text;

    use super::*;

    fn look(urgency: Urgency, sound: bool) -> Notification {
        let notice = Notice {
            id: String::new(),
            profile: String::new(),
            title: Text::from(""),
            body: Text::from(""),
            language: Language::ENGLISH,
            takes_code: true,
            urgency,
            can_wait: true,
            sound,
        };
        let words =
            Words { title: "T".into(), body: "B".into(), actions: vec![("snooze", Text::from("Later"))] };
        of(&notice, &words, Some(Path::new("/i.png")))
    }

    #[test]
    fn no_sound_is_made_unless_it_is_wished_for() {
        let silent = look(Urgency::Critical, false);
        assert!(silent.hints.contains(&Hint::SuppressSound(true)));
        assert!(!silent.hints.iter().any(|hint| matches!(hint, Hint::SoundName(_))));
        let loud = look(Urgency::Critical, true);
        assert!(loud.hints.contains(&Hint::SuppressSound(false)));
        assert!(loud.hints.contains(&Hint::SoundName("dialog-warning".into())));
    }

    #[test]
    fn only_what_interrupts_stays_until_it_is_seen() {
        assert_eq!(look(Urgency::Critical, false).timeout, Timeout::Never);
        assert_eq!(look(Urgency::Normal, false).timeout, Timeout::Default);
        let urgencies = |urgency, name| {
            assert!(look(urgency, false).hints.contains(&Hint::Urgency(name)));
        };
        urgencies(Urgency::Low, notify_rust::Urgency::Low);
        urgencies(Urgency::Normal, notify_rust::Urgency::Normal);
        urgencies(Urgency::Critical, notify_rust::Urgency::Critical);
    }

    #[test]
    fn the_words_the_buttons_and_the_icon_are_handed_on() {
        let look = look(Urgency::Normal, false);
        assert_eq!(
            (look.summary.as_str(), look.body.as_str(), look.icon.as_str()),
            ("T", "B", "file:///i.png")
        );
        assert_eq!(look.actions, ["snooze", "Later"]);
        assert_eq!(look.appname, "Daypass");
    }

    #[test]
    fn paths_become_addresses() {
        assert_eq!(
            file_uri(Path::new("/home/jäne/my state/icon.png")),
            "file:///home/j%C3%A4ne/my%20state/icon.png"
        );
    }
}
