//! From bytes to lines, sections and properties, in one pass.

use std::ops::Range;

use super::{Document, Fault, FaultKind, Line, LineKind, Property, Section, is_blank, trim};

pub(super) const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

pub(super) fn scan(bytes: &[u8]) -> Document<'_> {
    let mut scan = Scan {
        document: Document {
            bytes,
            lines: Vec::with_capacity(bytes.len() / 24),
            sections: Vec::with_capacity(bytes.len() / 96),
            properties: Vec::with_capacity(bytes.len() / 48),
            faults: Vec::new(),
        },
        open: Open::Nothing,
        indent: 0,
        // Looked for once: most files have neither, and no line need then be asked.
        all_utf8: std::str::from_utf8(bytes).is_ok(),
        no_return: memchr::memchr(b'\r', bytes).is_none(),
    };
    let mut start = 0;
    if bytes.starts_with(BYTE_ORDER_MARK) {
        start = BYTE_ORDER_MARK.len();
        scan.fault(FaultKind::ByteOrderMark);
    }
    while start < bytes.len() {
        start = scan.line(start);
    }
    scan.document
}

/// What an indented line would continue.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    Nothing,
    Value,
    Nested,
}

struct Scan<'a> {
    document: Document<'a>,
    open: Open,
    /// The indentation of the current section's keys, 0 in a file that all SDKs read.
    indent: usize,
    all_utf8: bool,
    no_return: bool,
}

impl Scan<'_> {
    /// Reads the line that begins at `start` and returns where the next one does.
    fn line(&mut self, start: usize) -> usize {
        let rest = self.document.slice(start..self.document.bytes.len());
        let (length, ending) = match memchr::memchr(b'\n', rest) {
            Some(at) if at > 0 && rest.get(at - 1) == Some(&b'\r') => (at - 1, 2),
            Some(at) => (at, 1),
            None => (rest.len(), 0),
        };
        let content = start..start + length;
        let text = self.document.slice(content.clone());
        if !self.all_utf8 && std::str::from_utf8(text).is_err() {
            self.fault(FaultKind::NotUtf8);
        }
        if !self.no_return && text.contains(&b'\r') {
            self.fault(FaultKind::LoneCarriageReturn);
        }
        let kind = self.content(content.clone());
        let end = content.end + ending;
        self.document.lines.push(Line { start, content_end: content.end, end, kind });
        if let Some(section) = self.document.sections.last_mut() {
            section.lines.end = self.document.lines.len();
        }
        end
    }

    fn content(&mut self, line: Range<usize>) -> LineKind {
        let text = self.document.slice(line.clone());
        let trimmed = trim(text);
        let indent = text.iter().take_while(|b| is_blank(**b)).count();
        match trimmed.first() {
            None => LineKind::Blank,
            // Indented too: so botocore, Go and JavaScript; Rust alone would take it for a continuation.
            Some(b'#' | b';') => LineKind::Comment,
            Some(b'[') if indent == 0 || self.begins_anew(indent) => {
                if indent > 0 {
                    self.fault(FaultKind::IndentedHeader);
                }
                self.header(line)
            }
            Some(_) if indent == 0 => self.property(line, 0),
            // A tie: botocore and JavaScript read indented keys, Rust and Go do not. Read them, for
            // most people come from the CLI, and say so once for each section.
            Some(_) if self.begins_anew(indent) && trimmed.contains(&b'=') && self.in_section() => {
                if self.open == Open::Nothing {
                    self.fault(FaultKind::IndentedKeys);
                }
                self.property(line, indent)
            }
            Some(_) => self.continuation(line),
        }
    }

    /// Whether an indented line begins something new (Python's configparser decides so, too).
    fn begins_anew(&self, indent: usize) -> bool {
        self.open == Open::Nothing || (self.indent > 0 && indent <= self.indent)
    }

    fn in_section(&self) -> bool {
        !self.document.sections.is_empty()
    }

    fn header(&mut self, line: Range<usize>) -> LineKind {
        let text = self.document.slice(line.clone());
        // No blank is needed before this comment (published case P024): `[a]# c` is `a` to Rust, Go and
        // botocore (configparser's SECTCRE). JavaScript (parseIni) cuts comments behind a blank only, sees
        // no header, and gives the keys below to the section above.
        let cut = text.iter().position(|b| matches!(b, b'#' | b';'));
        let name = self.trimmed(line.start..cut.map_or(line.end, |at| line.start + at));
        // A tie: `[ a ]` is `a` to Rust and Go, ` a ` to botocore (SECTCRE) and JavaScript (parseIni). AWS's
        // published cases have it trimmed.
        let inside = match self.document.slice(name.clone()) {
            [b'[', .., b']'] => Some(self.trimmed(name.start + 1..name.end - 1)),
            _ => None,
        };
        if inside.is_none() {
            self.fault(FaultKind::UnclosedHeader);
        }
        let number = self.document.lines.len();
        self.document.sections.push(Section {
            name: inside,
            lines: number..number + 1,
            has_header_comment: cut.is_some(),
            properties: self.document.properties.len()..self.document.properties.len(),
        });
        self.open = Open::Nothing;
        self.indent = 0;
        LineKind::Header
    }

    fn property(&mut self, line: Range<usize>, indent: usize) -> LineKind {
        if !self.in_section() {
            self.fault(FaultKind::NoSection);
            return LineKind::Stray;
        }
        let comment = self.comment(line.clone());
        let body = line.start..comment.as_ref().map_or(line.end, |comment| comment.start);
        // A tie: the first of `=` and `:` separates to botocore (configparser) and Go (internal/ini), only `=`
        // to Rust and JavaScript. AWS's published cases know no `:`.
        let Some(at) = memchr::memchr(b'=', self.document.slice(body.clone())) else {
            self.fault(FaultKind::NoEquals);
            return LineKind::Stray;
        };
        let equals = body.start + at;
        let key = self.trimmed(body.start..equals);
        if key.is_empty() {
            self.fault(FaultKind::NoKey);
            return LineKind::Stray;
        }
        let value = self.trimmed(equals + 1..body.end);
        self.open = if value.is_empty() { Open::Nested } else { Open::Value };
        self.indent = indent;
        let number = self.document.lines.len();
        self.document.properties.push(Property {
            line: number,
            key,
            equals,
            value,
            comment,
            last_line: number,
        });
        if let Some(section) = self.document.sections.last_mut() {
            section.properties.end = self.document.properties.len();
        }
        LineKind::Property
    }

    /// So Rust, Go and botocore. To JavaScript (parseIni) no line continues another: `  k = v` below a key
    /// with a value is a key of its own, and a line without `=` is nothing.
    fn continuation(&mut self, line: Range<usize>) -> LineKind {
        if !self.in_section() {
            self.fault(FaultKind::NoSection);
            return LineKind::Stray;
        }
        match self.open {
            Open::Nothing => {
                self.fault(FaultKind::NothingToContinue);
                return LineKind::Stray;
            }
            Open::Nested => self.check_nested(line),
            Open::Value => {}
        }
        let number = self.document.lines.len();
        if let Some(property) = self.document.properties.last_mut() {
            property.last_line = number;
        }
        LineKind::Continuation
    }

    fn check_nested(&mut self, line: Range<usize>) {
        let end = self.comment(line.clone()).map_or(line.end, |comment| comment.start);
        let body = trim(self.document.slice(line.start..end));
        match body.iter().position(|b| *b == b'=') {
            None => self.fault(FaultKind::NestedNoEquals),
            Some(0) => self.fault(FaultKind::NestedNoKey),
            Some(_) => {}
        }
    }

    /// A comment after a value: `#` or `;` with a blank before it (published case P025), so Rust and
    /// JavaScript. Go (internal/ini) cuts at any `#` or `;`, and to botocore (configparser without
    /// `inline_comment_prefixes`) the comment is part of the value.
    fn comment(&self, line: Range<usize>) -> Option<Range<usize>> {
        let text = self.document.slice(line.clone());
        memchr::memchr2(b'#', b';', text)?;
        let at =
            text.windows(2).position(|pair| matches!(pair, [before, b'#' | b';'] if is_blank(*before)))?;
        Some(line.start + at + 1..line.end)
    }

    fn trimmed(&self, range: Range<usize>) -> Range<usize> {
        let text = self.document.slice(range.clone());
        let start = text.iter().position(|b| !is_blank(*b)).unwrap_or(text.len());
        let length = trim(text).len();
        range.start + start..range.start + start + length
    }

    fn fault(&mut self, kind: FaultKind) {
        let line = self.document.lines.len() + 1;
        self.document.faults.push(Fault { line, kind });
    }
}
