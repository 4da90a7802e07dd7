//! How often the log warns. Its lines name profiles, so none is quoted.

use std::fs;
use std::path::Path;

use super::report::Section;

/// More than a week of it is not read.
const FILES: usize = 8;
/// Larger log files are not read.
const LARGEST: u64 = 8 * 1024 * 1024;

pub(super) fn section(state_folder: &Path) -> Section {
    let texts = texts(&state_folder.join("log"));
    let count =
        |level: &str| texts.iter().flat_map(|text| text.lines()).filter(|line| line.contains(level)).count();
    Section::new("Log")
        .line("files", texts.len().to_string())
        .line("warnings", count(" WARN ").to_string())
        .line("errors", count(" ERROR ").to_string())
}

fn texts(folder: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let paths =
        entries.flatten().filter(|entry| entry.metadata().is_ok_and(|m| m.is_file() && m.len() <= LARGEST));
    paths.take(FILES).filter_map(|entry| fs::read_to_string(entry.path()).ok()).collect()
}
