//! Finds `text!` and `counted!` in the sources of all that a person at the desktop reads. The command
//! line is not among them: it speaks English.

use std::fs;
use std::iter::Peekable;
use std::path::{Path, PathBuf};
use std::str::Chars;

/// The crates whose sentences are translated, from the core's folder.
const SOURCES: [&str; 3] = ["src", "../adapters/src", "../src"];

/// A template somewhere in the sources.
#[derive(Debug)]
pub struct Sentence {
    pub template: String,
    pub counted: bool,
    #[expect(dead_code, reason = "shown where a test fails")]
    pub file: PathBuf,
}

/// Every template with a word in it.
pub fn sentences() -> Vec<Sentence> {
    let mut found = Vec::new();
    for folder in SOURCES {
        visit(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut found);
    }
    found
}

fn visit(path: &Path, found: &mut Vec<Sentence>) {
    if path.is_dir() {
        let mut entries: Vec<PathBuf> =
            fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()).collect();
        entries.sort();
        entries.iter().for_each(|entry| visit(entry, found));
    } else if path.extension().is_some_and(|extension| extension == "rs") && !is_of_tests(path) {
        found.extend(in_source(&fs::read_to_string(path).unwrap(), path));
    }
}

/// Tests, fakes and the macros themselves say what nobody reads.
fn is_of_tests(path: &Path) -> bool {
    let parts: Vec<_> = path.iter().filter_map(|part| part.to_str()).collect();
    ["tests.rs", "tests", "fakes", "fakes.rs", "text.rs"].iter().any(|name| parts.contains(name))
}

fn in_source(source: &str, file: &Path) -> Vec<Sentence> {
    let source = source.split("#[cfg(test)]\nmod tests {").next().unwrap();
    let calls =
        |name: &'static str| source.match_indices(name).map(move |(at, _)| &source[at + name.len()..]);
    let plain = calls("text!(").filter_map(literal).map(|(template, _)| (template, false));
    // The number comes first, then the words for one, then those that the languages know it by.
    let counted = calls("counted!(").filter_map(|call| {
        let (_, rest) = call.split_once(",")?;
        let (_, rest) = literal(rest)?;
        let (template, _) = literal(rest.trim_start().strip_prefix(',')?)?;
        Some((template, true))
    });
    let all = plain.chain(counted).filter(|(template, _)| has_a_word(template));
    all.map(|(template, counted)| Sentence { template, counted, file: file.to_owned() }).collect()
}

/// What only puts others' words one after the other needs no translation.
fn has_a_word(template: &str) -> bool {
    template.chars().any(char::is_alphabetic)
}

/// The string literal with which the text begins, and what follows it.
fn literal(text: &str) -> Option<(String, &str)> {
    let mut chars = text.trim_start().strip_prefix('"')?.chars().peekable();
    let mut read = String::new();
    loop {
        match chars.next()? {
            '"' => return Some((read, chars.collect::<String>().leak())),
            '\\' => read.extend(escaped(&mut chars)),
            c => read.push(c),
        }
    }
}

/// What stands behind a backslash (The Rust Reference, "String literals").
#[expect(clippy::panic, reason = "a test may fail where it stands")]
fn escaped(chars: &mut Peekable<Chars<'_>>) -> Option<char> {
    match chars.next()? {
        '\n' => {
            while chars.next_if(|c| c.is_whitespace()).is_some() {}
            None
        }
        c @ ('"' | '\\') => Some(c),
        c => panic!("\\{c} in a sentence: teach the test to read it"),
    }
}

#[test]
fn sentences_are_found_as_the_compiler_reads_them() {
    let source = "x(text!(\n    \"One \\\"two\\\" \\\\u \\\n     three {}.\",\n    y)); text!(\"{}{}\", a, b); text!(\"last\")\n\
                  counted!(n, \"{} bird\", \"{} birds\", n)\n#[cfg(test)]\nmod tests { text!(\"not this\") }";
    let found = in_source(source, Path::new("x.rs"));
    let found: Vec<_> = found.iter().map(|one| (one.template.as_str(), one.counted)).collect();
    assert_eq!(found, [("One \"two\" \\u three {}.", false), ("last", false), ("{} birds", true)]);
}
