//! Who has a file open for writing, as `/proc` tells: our own user's processes, all of them for root.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use super::place::Identity;

/// Whether any process that we may look into has the file open for writing.
pub(super) fn has_writer(identity: Identity) -> bool {
    let Ok(processes) = fs::read_dir("/proc") else {
        return false;
    };
    let numbered = processes
        .flatten()
        .filter(|entry| entry.file_name().as_encoded_bytes().first().is_some_and(u8::is_ascii_digit));
    numbered.into_iter().any(|process| writes(&process.path(), identity))
}

fn writes(process: &Path, identity: Identity) -> bool {
    let Ok(open) = fs::read_dir(process.join("fd")) else {
        return false;
    };
    open.flatten().any(|entry| {
        // Following the link gives the open file itself, also one that has lost its name.
        let same = fs::metadata(entry.path())
            .is_ok_and(|found| (found.dev(), found.ino()) == (identity.device, identity.inode));
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
