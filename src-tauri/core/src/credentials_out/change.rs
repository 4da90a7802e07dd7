//! One edit applied: first what is set, then what is removed, each on a fresh reading.

use std::collections::BTreeSet;
use std::ops::Range;

use super::style::{Style, line_ending};
use super::{EditError, SectionEdit, rules};
use crate::ini::{Document, Line, LineKind, Property, Section, is_blank};

pub(super) fn apply(document: &Document<'_>, bytes: &[u8], edit: &SectionEdit) -> Result<Vec<u8>, EditError> {
    rules::check_readable(document, &edit.section)?;
    rules::check_colons(document, edit)?;
    let there = document.sections_named(&edit.section).next().is_some();
    match there {
        false if edit.set.is_empty() => Ok(bytes.to_vec()),
        false => {
            rules::check_new_section(edit)?;
            rules::check_end(document)?;
            Ok(append(document, bytes, edit))
        }
        true => {
            let changed = set(document, bytes, edit);
            let takes = |section| {
                let mut all = document.properties(section).iter();
                all.any(|property| edit.removes(document.slice(property.key.clone())))
            };
            match document.sections_named(&edit.section).any(takes) {
                true => Ok(remove(&changed, edit)),
                false => Ok(changed),
            }
        }
    }
}

/// Appends a section. The file's missing final newline stays missing, so that removing the section
/// can tell that it must take the newline back with it.
fn append(document: &Document<'_>, bytes: &[u8], edit: &SectionEdit) -> Vec<u8> {
    let last = document.lines().len().saturating_sub(1);
    let ending = line_ending(document, last);
    let style = Style::near(document, document.sections().len());
    let mut text = bytes.to_vec();
    let mut unterminated = false;
    if let Some(line) = document.lines().last() {
        unterminated = !line.is_terminated();
        text.extend_from_slice(ending);
        if unterminated {
            text.extend_from_slice(ending);
        }
    }
    text.push(b'[');
    text.extend_from_slice(edit.section.as_bytes());
    text.push(b']');
    for (key, value) in &edit.set {
        text.extend_from_slice(ending);
        text.extend_from_slice(&style.line(key, value));
    }
    if !unterminated {
        text.extend_from_slice(ending);
    }
    text
}

fn set(document: &Document<'_>, bytes: &[u8], edit: &SectionEdit) -> Vec<u8> {
    let sections: Vec<&Section> = document.sections_named(&edit.section).collect();
    let mut splices = Splices::default();
    let mut added = Vec::new();
    for (key, value) in &edit.set {
        let last = |section| document.properties(section).iter().rfind(|p| document.is_key(p, key));
        match sections.iter().rev().find_map(|section| Some((*section, last(section)?))) {
            Some((section, property)) => replace(document, section, property, (key, value), &mut splices),
            None => added.push((key, value)),
        }
    }
    if let (Some(section), false) = (sections.last(), added.is_empty()) {
        let style = Style::of(document, section);
        let at = last_written_line(document, section);
        let ending = line_ending(document, at);
        let mut text = Vec::new();
        let terminated = document.lines().get(at).is_some_and(|line| line.is_terminated());
        for (key, value) in added {
            let line = style.line(key, value);
            let parts = if terminated { [&line, ending] } else { [ending, &line] };
            text.extend(parts.concat());
        }
        let end = document.lines().get(at).map_or(bytes.len(), |line| line.end);
        splices.put(end..end, text);
    }
    splices.apply(bytes)
}

/// The last line of a section that is neither blank nor a comment in the first column: its last key's,
/// the header's. An indented comment is part of the value above it to Rust.
fn last_written_line(document: &Document<'_>, section: &Section) -> usize {
    let written = |at: &usize| {
        let kind = document.lines().get(*at).map(|line| line.kind);
        match kind {
            None | Some(LineKind::Blank) => false,
            Some(LineKind::Comment) => !indentation(document, *at).is_empty(),
            Some(LineKind::Header | LineKind::Property | LineKind::Continuation | LineKind::Stray) => true,
        }
    };
    section.lines.clone().rev().find(written).unwrap_or(section.lines.start)
}

fn replace(
    document: &Document<'_>,
    section: &Section,
    property: &Property,
    (key, value): (&str, &str),
    splices: &mut Splices,
) {
    // To JavaScript a key in another case is another key.
    if document.slice(property.key.clone()) != key.as_bytes() {
        splices.put(property.key.clone(), key.as_bytes().to_vec());
    }
    unindent_comments_below(document, property, splices);
    let same = document.value(property).as_ref() == value.as_bytes();
    let Some(line) = document.lines().get(property.line) else {
        return;
    };
    if same && property.comment.is_none() {
        return;
    }
    if let Some(comment) = &property.comment {
        // In the first column, for what stands above may be set as well.
        let mut above = crate::ini::trim(document.slice(comment.clone())).to_vec();
        above.extend_from_slice(line_ending(document, property.line));
        splices.put(line.start..line.start, above);
    }
    let old_end = property.comment.as_ref().map_or(property.value.end, |_| line.content_end);
    if property.value.is_empty() {
        let mut text = Style::of(document, section).after_equals().to_vec();
        text.extend_from_slice(value.as_bytes());
        splices.put(property.equals + 1..old_end, text);
    } else {
        splices.put(property.value.start..old_end, value.as_bytes().to_vec());
    }
    delete_lines(document, &document.continuations(property).collect(), splices);
}

fn remove(bytes: &[u8], edit: &SectionEdit) -> Vec<u8> {
    let document = Document::parse(bytes);
    let mut lines = BTreeSet::new();
    let mut splices = Splices::default();
    for section in document.sections_named(&edit.section) {
        let goes = |property: &&Property| edit.removes(document.slice(property.key.clone()));
        let going: Vec<&Property> = document.properties(section).iter().filter(goes).collect();
        for property in &going {
            lines.insert(property.line);
            lines.extend(document.continuations(property));
            unindent_comments_below(&document, property, &mut splices);
        }
        let emptied = !going.is_empty() && going.len() == document.properties(section).len();
        if emptied && edit.remove_section_if_empty && is_bare(&document, section, &lines) {
            lines.insert(section.lines.start);
            lines.extend(empty_line_above(&document, section));
        }
    }
    delete_lines(&document, &lines, &mut splices);
    splices.apply(bytes)
}

/// Moves the indented comments below a property to the first column: to Rust (aws-runtime's
/// `read_property_continuation`) they would go on with what was set, or with what stands above what was
/// removed, and below a header it refuses the file.
fn unindent_comments_below(document: &Document<'_>, property: &Property, splices: &mut Splices) {
    let below = document.lines().iter().enumerate().skip(property.line + 1);
    let goes_on = |line: &Line| match line.kind {
        LineKind::Blank | LineKind::Comment | LineKind::Continuation => true,
        LineKind::Header | LineKind::Property | LineKind::Stray => false,
    };
    for (at, _) in below.take_while(|(_, line)| goes_on(line)).filter(|(_, l)| l.kind == LineKind::Comment) {
        splices.put(indentation(document, at), Vec::new());
    }
}

/// The blanks that line number `at` begins with.
fn indentation(document: &Document<'_>, at: usize) -> Range<usize> {
    let line = document.lines().get(at).map_or(0..0, |line| line.start..line.content_end);
    let blanks = document.slice(line.clone()).iter().take_while(|b| is_blank(**b)).count();
    line.start..line.start + blanks
}

/// Whether nothing else stands in a section. Comments behind an empty line belong to what follows.
fn is_bare(document: &Document<'_>, section: &Section, going: &BTreeSet<usize>) -> bool {
    let mut rest = section.lines.clone().skip(1).filter(|at| !going.contains(at));
    let kind = |at: usize| document.lines().get(at).map_or(LineKind::Blank, |line| line.kind);
    let strays = section.lines.clone().any(|at| kind(at) == LineKind::Stray);
    let own_comment = rest.next().is_some_and(|at| kind(at) == LineKind::Comment);
    !section.has_header_comment && !strays && !own_comment
}

/// The one empty line that [`append`] puts before a section.
fn empty_line_above(document: &Document<'_>, section: &Section) -> Option<usize> {
    let above = section.lines.start.checked_sub(1)?;
    let line = document.lines().get(above)?;
    (line.start == line.content_end).then_some(above)
}

/// Deletes whole lines. If the file's unterminated last line goes, the line that is last then is
/// left unterminated in its place.
fn delete_lines(document: &Document<'_>, lines: &BTreeSet<usize>, splices: &mut Splices) {
    let all = document.lines();
    for line in lines.iter().filter_map(|at| all.get(*at)) {
        splices.put(line.start..line.end, Vec::new());
    }
    let unterminated = all.last().is_some_and(|line| !line.is_terminated());
    if unterminated && lines.contains(&(all.len() - 1)) {
        let survivor = (0..all.len()).rev().find(|at| !lines.contains(at));
        if let Some(line) = survivor.and_then(|at| all.get(at)) {
            splices.put(line.content_end..line.end, Vec::new());
        }
    }
}

/// Replacements of byte ranges that do not overlap.
#[derive(Default)]
struct Splices(Vec<(Range<usize>, Vec<u8>)>);

impl Splices {
    fn put(&mut self, range: Range<usize>, text: Vec<u8>) {
        self.0.push((range, text));
    }

    fn apply(mut self, bytes: &[u8]) -> Vec<u8> {
        self.0.sort_by_key(|(range, _)| (range.start, range.end));
        let grown: usize = self.0.iter().map(|(_, text)| text.len()).sum();
        let mut result = Vec::with_capacity(bytes.len() + grown);
        let mut at = 0;
        for (range, text) in self.0 {
            result.extend_from_slice(bytes.get(at..range.start).unwrap_or_default());
            result.extend_from_slice(&text);
            at = range.end;
        }
        result.extend_from_slice(bytes.get(at..).unwrap_or_default());
        result
    }
}
