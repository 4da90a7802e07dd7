//! The sections that Daypass made: only these does it remove again when nothing else is in them.
//!
//! One name per line in our state folder, changed under the lock. A lost list costs an empty header
//! that stays, nothing else.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use super::place::Place;

pub(super) fn read(state_folder: &Path, place: &Place) -> BTreeSet<String> {
    let text = fs::read_to_string(path(state_folder, place)).unwrap_or_default();
    text.lines().map(str::to_owned).collect()
}

pub(super) fn write(state_folder: &Path, place: &Place, made: &BTreeSet<String>) {
    // A name cannot hold a line break: the editor refuses it.
    let text: String = made.iter().flat_map(|name| [name, "\n"]).collect();
    let written = tempfile::Builder::new().prefix(".made-").tempfile_in(state_folder).and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        file.persist(path(state_folder, place)).map_err(|e| e.error)
    });
    if let Err(error) = written {
        tracing::warn!(%error, "the list of our sections was not written");
    }
}

fn path(state_folder: &Path, place: &Place) -> PathBuf {
    state_folder.join(format!("{}.made", place.tag))
}
