//! The sections that Daypass made: only these does it remove again when nothing else is in them.
//!
//! One name per line in our state folder, changed under the lock. A lost list costs an empty header
//! that stays, nothing else.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::place::Place;
use crate::private;

pub(super) fn read(state_folder: &Path, place: &Place) -> BTreeSet<String> {
    let text = fs::read_to_string(path(state_folder, place)).unwrap_or_default();
    text.lines().map(str::to_owned).collect()
}

pub(super) fn write(state_folder: &Path, place: &Place, made: &BTreeSet<String>) {
    // A name cannot hold a line break: the editor refuses it.
    let text: String = made.iter().flat_map(|name| [name, "\n"]).collect();
    // One name, and ours while we have the lock: what a killed run left there is written over.
    let beside = path(state_folder, place).with_extension("made.new");
    if let Err(error) = put(&beside, &text).and_then(|()| fs::rename(&beside, path(state_folder, place))) {
        tracing::warn!(%error, "the list of our sections was not written");
    }
}

/// Removes what a killed run left. Call under the lock.
pub(super) fn clear_litter(state_folder: &Path, place: &Place) {
    // There is nothing, as a rule.
    let _ = fs::remove_file(path(state_folder, place).with_extension("made.new"));
}

fn put(path: &Path, text: &str) -> io::Result<()> {
    private::create(path)?.write_all(text.as_bytes())
}

fn path(state_folder: &Path, place: &Place) -> PathBuf {
    state_folder.join(format!("{}.made", place.tag))
}
