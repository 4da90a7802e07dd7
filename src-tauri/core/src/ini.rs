//! The literal reading of an AWS shared file: which bytes are a header, a key, a value.
//!
//! A [`Document`] is a map over bytes it does not own. Nothing is decoded, folded or dropped, so an
//! editor can change a few bytes and leave every other one as it was: LF or CRLF, a byte order mark,
//! a missing final newline, bytes that are no UTF-8.
//!
//! The grammar is that of the AWS SDKs (smithy-rs, `aws-runtime/src/env_config/parse.rs`, whose
//! published cases are our tests). Lines that an SDK would refuse the whole file for are kept as
//! [`Fault`]s instead: a person with one bad line still wants to see the other profiles. Where the
//! SDKs disagree the majority of botocore, Rust, Go v2 and JavaScript v3 is followed, and said below.

mod fault;
mod parts;
mod scan;
#[cfg(test)]
pub(crate) mod tests;

use std::borrow::Cow;
use std::ops::Range;

pub use fault::{Fault, FaultKind, Severity};
pub(crate) use parts::Parts;

/// What one line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineKind {
    /// Nothing but blanks and tabs.
    Blank,
    /// A comment on its own line, indented or not.
    Comment,
    /// A section header, readable or not.
    Header,
    /// `key = value` at its section's indentation.
    Property,
    /// An indented line that goes on with the property above.
    Continuation,
    /// A line that is none of these.
    Stray,
}

/// One line as byte positions. A lone CR is no line break: only botocore takes it for one.
#[derive(Clone, Copy, Debug)]
pub struct Line {
    /// First byte; on the first line, after the byte order mark if there is one.
    pub start: usize,
    /// One past the last byte before the line ending.
    pub content_end: usize,
    /// One past the line ending (`\n` or `\r\n`); equal to `content_end` on an unterminated last line.
    pub end: usize,
    /// What the line is.
    pub kind: LineKind,
}

impl Line {
    /// Whether the line has an ending of its own.
    #[must_use]
    pub fn is_terminated(&self) -> bool {
        self.end > self.content_end
    }
}

/// A header and what stands below it, up to the next header.
#[derive(Clone, Debug)]
pub struct Section {
    /// The text between the brackets without blanks at its ends; none when the header is unreadable.
    pub name: Option<Range<usize>>,
    /// Lines of the section by number (from 0); the first is the header.
    pub lines: Range<usize>,
    /// Whether the header line carries a comment.
    pub has_header_comment: bool,
    /// Which of the document's properties are in it: see [`Document::properties`].
    properties: Range<usize>,
}

/// `key = value # comment` and the lines that continue it.
#[derive(Clone, Debug)]
pub struct Property {
    /// The line of the key (from 0).
    pub line: usize,
    /// The key, in the case in which it is written.
    pub key: Range<usize>,
    /// Where the `=` is.
    pub equals: usize,
    /// The value on the key's own line, without blanks at its ends.
    pub value: Range<usize>,
    /// A trailing comment, from its `#` or `;` to the end of the line.
    pub comment: Option<Range<usize>>,
    /// The last line that continues the value; the key's own when none does. Blank lines and
    /// comments may stand in between.
    pub last_line: usize,
}

/// The reading of one file. `Debug` shows positions only: the bytes may be secret.
#[derive(Clone)]
pub struct Document<'a> {
    bytes: &'a [u8],
    lines: Vec<Line>,
    sections: Vec<Section>,
    properties: Vec<Property>,
    faults: Vec<Fault>,
}

impl<'a> Document<'a> {
    /// Reads `bytes`. Never fails: what cannot be read is a [`Fault`].
    #[must_use]
    pub fn parse(bytes: &'a [u8]) -> Self {
        scan::scan(bytes)
    }

    /// All lines.
    #[must_use]
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// All sections in their order, duplicates and unreadable ones included.
    #[must_use]
    pub fn sections(&self) -> &[Section] {
        &self.sections
    }

    /// What readers stumble over.
    #[must_use]
    pub fn faults(&self) -> &[Fault] {
        &self.faults
    }

    /// The bytes of a range.
    #[must_use]
    pub fn slice(&self, range: Range<usize>) -> &'a [u8] {
        self.bytes.get(range).unwrap_or_default()
    }

    /// A section's name; empty when its header is unreadable.
    #[must_use]
    pub fn name(&self, section: &Section) -> &'a [u8] {
        section.name.clone().map_or(&[], |name| self.slice(name))
    }

    /// The sections of that name, in their order. Names are compared byte for byte.
    pub fn sections_named<'s>(&'s self, name: &'s str) -> impl Iterator<Item = &'s Section> {
        self.sections
            .iter()
            .filter(move |section| section.name.is_some() && self.name(section) == name.as_bytes())
    }

    /// Whether a property's key is `key`; keys are case-insensitive (published case P037), but
    /// to JavaScript, which departs (smithy-typescript `parseIni`).
    #[must_use]
    pub fn is_key(&self, property: &Property, key: &str) -> bool {
        self.slice(property.key.clone()).eq_ignore_ascii_case(key.as_bytes())
    }

    /// A property's whole value: its own line, then each continuation after a line feed.
    #[must_use]
    pub fn value(&self, property: &Property) -> Cow<'a, [u8]> {
        let first = self.slice(property.value.clone());
        if property.last_line == property.line {
            return Cow::Borrowed(first);
        }
        let mut whole = first.to_vec();
        for line in self.continuations(property).filter_map(|at| self.lines.get(at)) {
            whole.push(b'\n');
            whole.extend_from_slice(trim(self.slice(line.start..line.content_end)));
        }
        Cow::Owned(whole)
    }

    /// A section's properties in their order.
    #[must_use]
    pub fn properties(&self, section: &Section) -> &[Property] {
        self.properties.get(section.properties.clone()).unwrap_or_default()
    }

    /// The numbers of the lines that continue a property's value.
    pub fn continuations(&self, property: &Property) -> impl Iterator<Item = usize> {
        let lines = property.line..=property.last_line;
        let continues =
            |at: &usize| self.lines.get(*at).is_some_and(|line| line.kind == LineKind::Continuation);
        lines.filter(continues)
    }
}

impl std::fmt::Debug for Document<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Document")
            .field("lines", &self.lines.len())
            .field("sections", &self.sections)
            .field("faults", &self.faults)
            .finish_non_exhaustive()
    }
}

/// Whether a byte is a blank in AWS's grammar, which knows only these two.
#[must_use]
pub(crate) fn is_blank(byte: u8) -> bool {
    byte == b' ' || byte == b'\t'
}

/// `text` without blanks at its ends.
#[must_use]
pub(crate) fn trim(text: &[u8]) -> &[u8] {
    let start = text.iter().position(|b| !is_blank(*b)).unwrap_or(text.len());
    let end = text.iter().rposition(|b| !is_blank(*b)).map_or(start, |at| at + 1);
    text.get(start..end).unwrap_or_default()
}
