//! How the neighbours are written: line ending, indentation, what stands around `=`.

use super::window::NEAR;
use crate::ini::{Document, Line, Property, Section};

/// The way to write a new `key = value` line.
pub(super) struct Style {
    indent: Vec<u8>,
    before_equals: Gap,
    after_equals: Vec<u8>,
}

/// What stands between a key and its `=`.
enum Gap {
    As(Vec<u8>),
    /// The file's author lines the signs up at this distance from the key's first byte.
    Column(usize),
}

impl Style {
    /// As the last keys of `section` are written; else as the nearest keys of the file, at column 0.
    pub(super) fn of(document: &Document<'_>, section: &Section) -> Self {
        let own = document.properties(section).iter().rfind(is_plain);
        if let (Some(property), Some(last)) = (own, document.properties(section).last()) {
            let mut style = Self::like(document, property);
            // Indented more than the key above, a line would go on with that key's value.
            style.indent = Self::like(document, last).indent;
            return style;
        }
        Self::near(document, document.sections().partition_point(|s| s.lines.start < section.lines.start))
    }

    /// As the keys nearest to section number `number` are written, at column 0: rather those above.
    pub(super) fn near(document: &Document<'_>, number: usize) -> Self {
        let (above, below) = document.sections().split_at(number.min(document.sections().len()));
        let above = above.iter().rev().take(NEAR);
        let found = above
            .flat_map(|section| document.properties(section).iter().rev())
            .chain(below.iter().take(NEAR).flat_map(|section| document.properties(section)))
            .find(is_plain);
        let mut style = found.map_or_else(Self::usual, |property| Self::like(document, property));
        style.indent.clear();
        if let Gap::Column(_) = style.before_equals {
            style = Self::usual();
        }
        style
    }

    fn like(document: &Document<'_>, property: &Property) -> Self {
        let line_start = document.lines().get(property.line).map_or(0, |line| line.start);
        let before = document.slice(property.key.end..property.equals).to_vec();
        let aligned = before.len() > 1 && before.iter().all(|b| *b == b' ');
        Self {
            indent: document.slice(line_start..property.key.start).to_vec(),
            before_equals: match aligned {
                true => Gap::Column(property.equals - property.key.start),
                false => Gap::As(before),
            },
            after_equals: document.slice(property.equals + 1..property.value.start).to_vec(),
        }
    }

    /// As the AWS CLI writes.
    fn usual() -> Self {
        Self { indent: vec![], before_equals: Gap::As(b" ".to_vec()), after_equals: b" ".to_vec() }
    }

    /// A line without its ending.
    pub(super) fn line(&self, key: &str, value: &str) -> Vec<u8> {
        let mut line = self.indent.clone();
        line.extend_from_slice(key.as_bytes());
        match &self.before_equals {
            Gap::As(gap) => line.extend_from_slice(gap),
            Gap::Column(column) => {
                let gap = column.saturating_sub(key.len()).max(1);
                line.resize(line.len() + gap, b' ');
            }
        }
        line.push(b'=');
        line.extend_from_slice(&self.after_equals);
        line.extend_from_slice(value.as_bytes());
        line
    }

    /// What stands between `=` and the value.
    pub(super) fn after_equals(&self) -> &[u8] {
        &self.after_equals
    }
}

/// Whether a key has a value on its own line, and so shows how its author writes one.
fn is_plain(property: &&Property) -> bool {
    !property.value.is_empty()
}

/// The line ending to use behind line `at`: its own, else the nearest above, else LF.
pub(super) fn line_ending<'a>(document: &Document<'a>, at: usize) -> &'a [u8] {
    let above = document.lines().get(..=at).unwrap_or(document.lines());
    let ending = |line: &Line| document.slice(line.content_end..line.end);
    above.iter().rfind(|line| line.is_terminated()).map_or(b"\n", ending)
}
