//! Any file and any edits: see the checks.
#![no_main]

#[path = "../../tests/core/fuzzing/editor.rs"]
mod editor;
#[path = "../../tests/core/fuzzing/input.rs"]
mod input;

libfuzzer_sys::fuzz_target!(|data: &[u8]| editor::check(data));
