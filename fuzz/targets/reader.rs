//! Any two files: see the checks.
#![no_main]

#[path = "../../tests/core/fuzzing/reader.rs"]
mod reader;

libfuzzer_sys::fuzz_target!(|data: &[u8]| reader::check(data));
