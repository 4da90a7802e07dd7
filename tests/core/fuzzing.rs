//! Every file of the fuzz targets' corpus, through the very checks that the targets make.
//!
//! `make fuzz` looks for new input; what it once found is in the corpus and checked here each time.

mod editor;
mod input;
mod reader;

use std::panic::AssertUnwindSafe;
use std::path::{Path, PathBuf};

/// Runs `check` on every file of a target's corpus.
fn check_corpus(target: &str, check: impl Fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus").join(target);
    let mut paths: Vec<_> = folder.read_dir().unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(paths.len() >= 50, "the corpus in {} is not whole", folder.display());
    let fails = |path: &PathBuf| {
        let bytes = std::fs::read(path).unwrap();
        std::panic::catch_unwind(AssertUnwindSafe(|| check(&bytes))).is_err()
    };
    let failed: Vec<_> = paths.into_iter().filter(fails).collect();
    assert!(failed.is_empty(), "these fail, each as told above: {failed:#?}");
}

#[test]
fn every_file_of_the_reader_s_corpus_passes_its_checks() {
    check_corpus("reader", reader::check);
}

#[test]
fn every_file_of_the_editor_s_corpus_passes_its_checks() {
    check_corpus("editor", editor::check);
}
