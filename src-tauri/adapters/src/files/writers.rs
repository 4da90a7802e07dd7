//! Who has a file open for writing, as `/proc` tells: our own user's processes, all of them for root.
//! Where there is no `/proc`, nobody is known.

use std::fs;
use std::path::Path;

use super::place::Identity;

/// A process that has a file open for writing.
pub(super) struct Writer {
    /// What it calls itself.
    pub(super) name: Option<String>,
}

/// The first process that has the file open for writing, among those that we may look into.
pub(super) fn find(identity: Identity) -> Option<Writer> {
    let processes = fs::read_dir("/proc").ok()?;
    let numbered = processes
        .flatten()
        .filter(|entry| entry.file_name().as_encoded_bytes().first().is_some_and(u8::is_ascii_digit));
    let writer = numbered.into_iter().find(|process| writes(&process.path(), identity))?;
    let name = fs::read_to_string(writer.path().join("comm")).ok();
    Some(Writer { name: name.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()) })
}

fn writes(process: &Path, identity: Identity) -> bool {
    let Ok(open) = fs::read_dir(process.join("fd")) else {
        return false;
    };
    open.flatten().any(|entry| {
        // Following the link gives the open file itself, also one that has lost its name.
        let same = fs::metadata(entry.path()).is_ok_and(|found| Identity::of(&found).is_same_file(identity));
        same && opened_for_writing(&process.join("fdinfo").join(entry.file_name()))
    })
}

/// `flags:` is octal; its last two bits are the access mode (open(2)), 0 for reading only.
fn opened_for_writing(info: &Path) -> bool {
    let text = fs::read_to_string(info).unwrap_or_default();
    let flags = text.lines().find_map(|line| line.strip_prefix("flags:"));
    let flags = flags.and_then(|octal| u64::from_str_radix(octal.trim(), 8).ok());
    flags.is_some_and(|flags| flags & 0b11 != 0)
}
