//! What may be written, where, and whether the result reads as wanted.

use super::{EditError, SectionEdit};
use crate::ini::{Document, FaultKind, Property, Section};
use crate::profile::visible;

/// Checks names and values of an edit, wherever it goes.
pub(super) fn check(edit: &SectionEdit) -> Result<(), EditError> {
    // Python's configparser hands the keys of [DEFAULT] to every other section.
    if edit.section == "DEFAULT" {
        return Err(section_name(edit, "boto3 would give its keys to every profile"));
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
        return Err(section_name(edit, "it is empty"));
    }
    if !name.bytes().all(known) {
        return Err(section_name(edit, "only A-Z a-z 0-9 _ - / . % @ : + and blanks may be in it"));
    }
    if name.trim() != name {
        return Err(section_name(edit, "it begins or ends with a blank"));
    }
    // smithy-typescript throws for the whole file (parseIni's profileNameBlockList).
    if name == "__proto__" {
        return Err(section_name(edit, "JavaScript tools refuse a file with it"));
    }
    Ok(())
}

fn section_name(edit: &SectionEdit, why: &'static str) -> EditError {
    EditError::SectionName { name: visible(&edit.section), why }
}

/// Why a value must not be written, if so. Readers disagree about all that is refused here:
/// Go cuts at any `#` or `;` and unquotes, JavaScript drops empty values, all trim.
fn unwritable(value: &str) -> Option<&'static str> {
    let breaks = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}');
    let quoted = |quote| value.starts_with(quote) || value.ends_with(quote);
    if value.is_empty() {
        Some("it is empty")
    } else if value.chars().any(breaks) {
        Some("it has a line break or another control character in it")
    } else if value.trim() != value {
        Some("it begins or ends with a blank")
    } else if value.contains(['#', ';']) {
        Some("it has a # or ; in it, where some AWS tools begin a comment")
    } else if quoted('"') || quoted('\'') || value.contains('\\') {
        Some("it has quotes or backslashes, which some AWS tools take away")
    } else {
        None
    }
}

/// Checks that the place of the edit reads the same to all tools.
pub(super) fn check_readable(document: &Document<'_>, bytes: &[u8], name: &str) -> Result<(), EditError> {
    let zero_early = bytes.iter().take(4).any(|b| *b == 0);
    if zero_early || bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return Err(EditError::NotText);
    }
    let lone = document.faults().iter().filter(|f| f.kind == FaultKind::LoneCarriageReturn);
    for fault in lone {
        let at = fault.line - 1;
        let ours = document.sections_named(name).any(|section| section.lines.contains(&at));
        if ours
            || document.lines().get(at).is_some_and(|line| {
                // To botocore each piece is a line: the last one would swallow ours, a header would divide.
                let text = document.slice(line.start..line.content_end);
                let header = |piece: &[u8]| crate::ini::trim(piece).first() == Some(&b'[');
                !line.is_terminated() || text.split(|b| *b == b'\r').skip(1).any(header)
            })
        {
            return Err(EditError::LoneCarriageReturn { line: fault.line });
        }
    }
    Ok(())
}

/// Reads the result back: what was set is there, what was removed is gone, the rest reads as before.
pub(super) fn check_result(
    old: &Document<'_>,
    new: &Document<'_>,
    edits: &[SectionEdit],
) -> Result<(), EditError> {
    let differs =
        |name: &[u8]| EditError::ReadsDifferently { section: String::from_utf8_lossy(name).into_owned() };
    let mut left = untouched(old, edits);
    let mut right = untouched(new, edits);
    loop {
        match (left.next(), right.next()) {
            (None, None) => break,
            (Some(a), Some(b)) if a.0 == b.0 && a.1 == b.1 && old.value(a.2) == new.value(b.2) => {}
            (Some((name, ..)), _) | (None, Some((name, ..))) => return Err(differs(name)),
        }
    }
    match edits.iter().enumerate().find(|(at, edit)| !holds(new, edit, edits.get(at + 1..))) {
        Some((_, edit)) => Err(differs(edit.section.as_bytes())),
        None => Ok(()),
    }
}

/// All properties that no edit names, with section and key.
fn untouched<'d>(
    document: &'d Document<'_>,
    edits: &'d [SectionEdit],
) -> impl Iterator<Item = (&'d [u8], &'d [u8], &'d Property)> {
    let of_section = move |section: &'d Section| {
        let name = document.name(section);
        document.properties(section).iter().map(move |p| (name, document.slice(p.key.clone()), p))
    };
    document.sections().iter().flat_map(of_section).filter(|(name, key, _)| {
        let mut here = edits.iter().filter(|edit| edit.section.as_bytes() == *name);
        !here.any(|edit| edit.value_to_set(key).is_some() || edit.removes(key))
    })
}

/// Whether an edit's wish is fulfilled, where `later` edits have none of their own.
fn holds(document: &Document<'_>, edit: &SectionEdit, later: Option<&[SectionEdit]>) -> bool {
    let changed_later = |key: &str| {
        let mut same = later.unwrap_or_default().iter().filter(|l| l.section == edit.section);
        same.any(|l| l.value_to_set(key.as_bytes()).is_some() || l.removes(key.as_bytes()))
    };
    let last = |key: &str| {
        let all = document.sections_named(&edit.section).flat_map(|section| document.properties(section));
        all.filter(|p| document.is_key(p, key)).last().map(|p| document.value(p))
    };
    let set = edit.set.iter().filter(|(key, _)| !changed_later(key));
    let gone = edit.remove.iter().filter(|key| edit.removes(key.as_bytes()) && !changed_later(key));
    set.into_iter().all(|(key, value)| last(key).as_deref() == Some(value.as_bytes()))
        && gone.into_iter().all(|key| last(key).is_none())
}
