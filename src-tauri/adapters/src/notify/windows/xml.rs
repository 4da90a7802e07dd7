//! A toast as Windows reads it (Microsoft, "Toast content schema").

use daypass_core::notice::{Notice, Urgency};

use crate::notify::words::{self, Words};

pub(in crate::notify) fn toast(notice: &Notice, words: &Words) -> String {
    let scenario = match notice.urgency {
        Urgency::Low | Urgency::Normal => "",
        // Stays on the screen until it is answered; only with a button, which it always has.
        Urgency::Critical => " scenario=\"reminder\"",
    };
    let sound = match notice.sound {
        true => "<audio src=\"ms-winsoundevent:Notification.Reminder\"/>",
        false => "<audio silent=\"true\"/>",
    };
    // A click on the toast itself sends what `launch` says.
    let buttons: String = words
        .actions
        .iter()
        .filter(|(name, _)| *name != words::BODY)
        .map(|(name, label)| format!("<action content=\"{}\" arguments=\"{name}\"/>", escaped(label)))
        .collect();
    format!(
        "<toast launch=\"{}\"{scenario}><visual><binding template=\"ToastGeneric\"><text>{}</text>\
         <text>{}</text></binding></visual><actions>{buttons}</actions>{sound}</toast>",
        words::BODY,
        escaped(&words.title),
        escaped(&words.body),
    )
}

fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
    // Control characters have no place in XML, not even escaped.
    text.chars().filter(|character| !character.is_control()).collect()
}
