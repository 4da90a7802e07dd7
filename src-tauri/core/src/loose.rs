//! A credentials file that others may read: its mode is the user's, so it stays, and is told once.

use crate::language::Language;
use crate::notice::{Notice, Urgency};
use crate::ports::AwsFiles;

/// What to tell about the file's mode, unless it was told before; `known` is the mode that was told,
/// and becomes the one of now. A mode that was tightened and loosened again is told again.
pub fn news(files: &dyn AwsFiles, known: &mut Option<u32>) -> Option<Notice> {
    let mode = files.loose_mode();
    let before = std::mem::replace(known, mode);
    let mode = mode.filter(|_| before != mode)?;
    let path = files.paths().credentials;
    Some(Notice {
        id: "loose-mode".to_owned(),
        profile: String::new(),
        takes_code: false,
        title: text!("Others can read your AWS credentials"),
        body: text!(
            "{} has mode {}, which Daypass keeps. To keep others out: chmod 600 {0}",
            path.display(),
            format!("{mode:04o}")
        ),
        language: Language::ENGLISH,
        urgency: Urgency::Low,
        can_wait: false,
        sound: false,
    })
}
