//! What may be written, where, and whether the result reads as wanted.

use super::{EditError, SectionEdit};
use crate::ini::{Document, FaultKind, Line, LineKind, Property, Section, trim};
use crate::profile::visible;
use crate::text::Text;

/// Checks names and values of an edit, wherever it goes.
pub(super) fn check(edit: &SectionEdit) -> Result<(), EditError> {
    // Python's configparser hands the keys of [DEFAULT] to every other section.
    if edit.section == "DEFAULT" {
        return Err(section_name(edit, text!("boto3 would give its keys to every profile")));
    }
    let keys = edit.set.iter().map(|(key, _)| key).chain(&edit.remove);
    for key in keys {
        let plain = |b: u8| b.is_ascii_alphanumeric() || b"_-.".contains(&b);
        if key.is_empty() || !key.bytes().all(plain) {
            return Err(EditError::KeyName { name: visible(key) });
        }
    }
    for (key, value) in &edit.set {
        if let Some(why) = unwritable(value) {
            return Err(EditError::Value { key: key.clone(), why });
        }
    }
    Ok(())
}

/// Checks the name of a section that is not there yet.
pub(super) fn check_new_section(edit: &SectionEdit) -> Result<(), EditError> {
    let name = &edit.section;
    let known = |b: u8| b.is_ascii_alphanumeric() || b"_-/.%@:+ ".contains(&b);
    if name.is_empty() {
        return Err(section_name(edit, text!("it is empty")));
    }
    if !name.bytes().all(known) {
        return Err(section_name(edit, text!("only A-Z a-z 0-9 _ - / . % @ : + and blanks may be in it")));
    }
    if name.trim() != name {
        return Err(section_name(edit, text!("it begins or ends with a blank")));
    }
    // smithy-typescript throws for the whole file (parseIni's profileNameBlockList).
    if name == "__proto__" {
        return Err(section_name(edit, text!("JavaScript tools refuse a file with it")));
    }
    Ok(())
}

fn section_name(edit: &SectionEdit, why: Text) -> EditError {
    EditError::SectionName { name: visible(&edit.section), why }
}

/// Why a value must not be written, if so. Readers disagree about all that is refused here:
/// Go cuts at any `#` or `;` and unquotes, JavaScript drops empty values, all trim.
fn unwritable(value: &str) -> Option<Text> {
    let breaks = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}');
    let quoted = |quote| value.starts_with(quote) || value.ends_with(quote);
    if value.is_empty() {
        Some(text!("it is empty"))
    } else if value.chars().any(breaks) {
        Some(text!("it has a line break or another control character in it"))
    } else if value.trim() != value {
        Some(text!("it begins or ends with a blank"))
    } else if value.contains(['#', ';']) {
        Some(text!("it has a # or ; in it, where some AWS tools begin a comment"))
    } else if quoted('"') || quoted('\'') || value.contains('\\') {
        Some(text!("it has quotes or backslashes, which some AWS tools take away"))
    } else {
        None
    }
}

/// Checks that the file is text of one byte a character, as far as this matters to readers.
pub(super) fn check_text(bytes: &[u8]) -> Result<(), EditError> {
    let zero_early = bytes.iter().take(4).any(|b| *b == 0);
    if zero_early || bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return Err(EditError::NotText);
    }
    Ok(())
}

/// Checks that the place of the edit reads the same to all tools.
pub(super) fn check_readable(document: &Document<'_>, name: &str) -> Result<(), EditError> {
    let mut ours = document.sections_named(name).peekable();
    // Faults and sections both come in the order of their lines.
    for fault in document.faults().iter().filter(|f| f.kind == FaultKind::LoneCarriageReturn) {
        let at = fault.line - 1;
        while ours.next_if(|section| section.lines.end <= at).is_some() {}
        let in_ours = ours.peek().is_some_and(|section| section.lines.contains(&at));
        if in_ours || document.lines().get(at).is_some_and(|line| divides(document, line)) {
            return Err(EditError::LoneCarriageReturn { line: fault.line });
        }
    }
    Ok(())
}

/// Whether lone CRs hide a header in a line: to botocore each piece is a line, and this one divides.
fn divides(document: &Document<'_>, line: &Line) -> bool {
    let text = document.slice(line.start..line.content_end);
    let header = |piece: &[u8]| crate::ini::trim(piece).first() == Some(&b'[');
    text.split(|b| *b == b'\r').skip(1).any(header)
}

/// Checks that something may be put behind the last line: a LF there must not turn a CR into a CRLF.
pub(super) fn check_end(document: &Document<'_>) -> Result<(), EditError> {
    let lines = document.lines();
    let last = lines.last().map(|line| document.slice(line.start..line.end));
    match last.is_some_and(|text| text.ends_with(b"\r")) {
        true => Err(EditError::LoneCarriageReturn { line: lines.len() }),
        false => Ok(()),
    }
}

/// Checks that no key of the edit stands there as `key: value`. botocore (configparser) and Go v2 take the
/// first `=` or `:` for the separator, Rust and JavaScript the first `=`: to them, and to us, it is a line
/// without a key, or one whose key has the colon in it.
pub(super) fn check_colons(document: &Document<'_>, edit: &SectionEdit) -> Result<(), EditError> {
    let lines = document.sections_named(&edit.section).flat_map(|section| section.lines.clone());
    for at in lines {
        let Some(line) = document.lines().get(at) else { continue };
        if !matches!(line.kind, LineKind::Stray | LineKind::Property) {
            continue;
        }
        let text = document.slice(line.start..line.content_end);
        let Some(end) = text.iter().position(|b| matches!(b, b':' | b'=')) else { continue };
        let (key, rest) = text.split_at(end);
        let named = edit.key_named(trim(key)).filter(|_| rest.starts_with(b":"));
        if let Some(key) = named {
            return Err(EditError::Colon { key: key.to_owned(), line: at + 1 });
        }
    }
    Ok(())
}

/// Reads the result back: what was set is there, what was removed is gone, the rest reads as before.
pub(super) fn check_result(
    old: &Document<'_>,
    new: &Document<'_>,
    edit: &SectionEdit,
) -> Result<(), EditError> {
    let mut left = untouched(old, edit);
    let mut right = untouched(new, edit);
    loop {
        match (left.next(), right.next()) {
            (None, None) => break,
            (Some(a), Some(b)) if a.0 == b.0 && a.1 == b.1 && old.value(a.2) == new.value(b.2) => {}
            (Some((name, ..)), _) | (None, Some((name, ..))) => return Err(reads_differently(name)),
        }
    }
    match holds(new, edit) {
        true => Ok(()),
        false => Err(reads_differently(edit.section.as_bytes())),
    }
}

/// Whether a changed window still begins and ends where parts of the file do. Then neither continues
/// what stands before it, nor is it continued by what stands behind.
pub(super) fn leaves_the_seams(before: &[u8], window: &[u8], behind: &[u8]) -> bool {
    let begins = before.is_empty() || window.starts_with(b"[");
    begins && (behind.is_empty() || window.ends_with(b"\n"))
}

pub(super) fn reads_differently(section: &[u8]) -> EditError {
    EditError::ReadsDifferently { section: String::from_utf8_lossy(section).into_owned() }
}

/// All properties that the edit does not name, with section and key.
fn untouched<'d>(
    document: &'d Document<'_>,
    edit: &'d SectionEdit,
) -> impl Iterator<Item = (&'d [u8], &'d [u8], &'d Property)> {
    let of_section = move |section: &'d Section| {
        let name = document.name(section);
        document.properties(section).iter().map(move |p| (name, document.slice(p.key.clone()), p))
    };
    document.sections().iter().flat_map(of_section).filter(|(name, key, _)| {
        edit.section.as_bytes() != *name || !(edit.value_to_set(key).is_some() || edit.removes(key))
    })
}

/// Whether an edit's wish is fulfilled.
fn holds(document: &Document<'_>, edit: &SectionEdit) -> bool {
    let last = |key: &str| {
        let all = document.sections_named(&edit.section).flat_map(|section| document.properties(section));
        all.filter(|p| document.is_key(p, key)).last().map(|p| document.value(p))
    };
    let gone = edit.remove.iter().filter(|key| edit.removes(key.as_bytes()));
    edit.set.iter().all(|(key, value)| last(key).as_deref() == Some(value.as_bytes()))
        && gone.into_iter().all(|key| last(key).is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_result_in_which_anything_else_reads_differently_is_refused() {
        let old = "[a]\nk = 1\nl = 2\n[b]\nk = 3\n";
        let wish = SectionEdit::new("a").set("k", "9").remove("m");
        let check = |new: &str| {
            check_result(&Document::parse(old.as_bytes()), &Document::parse(new.as_bytes()), &wish)
        };
        let differs = |section: &str| Err(EditError::ReadsDifferently { section: section.to_owned() });
        assert_eq!(check("# c\n[a]\nl = 2\nk = 1\nK = 9\n[c]\n[b]\nk = 3\n"), Ok(()));
        // The wish itself: not set, set too early, not removed.
        assert_eq!(check(old), differs("a"));
        assert_eq!(check("[a]\nk = 9\nl = 2\nk = 1\n[b]\nk = 3\n"), differs("a"));
        assert_eq!(check("[a]\nk = 9\nl = 2\nm = 1\n[b]\nk = 3\n"), differs("a"));
        // Another value, another key, another section's name, less, more.
        assert_eq!(check("[a]\nk = 9\nl = 1\n[b]\nk = 3\n"), differs("a"));
        assert_eq!(check("[a]\nk = 9\nl = 2\n[b]\nk = 9\n"), differs("b"));
        assert_eq!(check("[a]\nk = 9\nn = 2\n[b]\nk = 3\n"), differs("a"));
        assert_eq!(check("[a]\nk = 9\nl = 2\n[c]\nk = 3\n"), differs("b"));
        assert_eq!(check("[a]\nk = 9\nl = 2\n"), differs("b"));
        assert_eq!(check("[a]\nk = 9\nl = 2\n[b]\nk = 3\n[c]\nx = 1\n"), differs("c"));
    }

    #[test]
    fn a_window_must_begin_with_a_header_and_end_with_a_line() {
        assert!(leaves_the_seams(b"", b"k = 1", b""));
        assert!(leaves_the_seams(b"[a]\n", b"[b]\n", b"[c]\n"));
        assert!(leaves_the_seams(b"[a]\n", b"[b]", b""));
        assert!(leaves_the_seams(b"", b"k = 1\n", b"[c]\n"));
        assert!(!leaves_the_seams(b"[a]\n", b" [b]\n", b""));
        assert!(!leaves_the_seams(b"[a]\n", b"", b""));
        assert!(!leaves_the_seams(b"", b"[b]", b"[c]\n"));
    }
}
