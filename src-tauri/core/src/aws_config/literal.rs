//! The sections of one file as they stand, none joined with another: readers disagree about which
//! belong together, and [`crate::explain`] asks what each of them sees.

use std::collections::HashSet;

use super::section::{Entries, Entry, Origin};
use crate::ini::{Document, FaultKind, Property};

/// A section under the text of its header.
#[derive(Clone, Debug)]
pub(crate) struct LiteralSection {
    /// The text between the brackets, without blanks at its ends.
    pub header: String,
    /// The header's line, counted from 1.
    pub line: usize,
    /// Its keys, comments behind values left out.
    pub entries: Entries,
    /// Its keys as Python's `configparser` reads them: a comment behind a value belongs to it.
    pub with_comments: Entries,
    /// The keys that are written in other than lower case, in lower case.
    pub shouted: HashSet<String>,
    /// The line of the first key that stands again.
    pub repeated: Option<usize>,
}

/// A file's sections, and the lines that are none of a section's.
#[derive(Clone, Debug, Default)]
pub(crate) struct Literal {
    /// The readable sections in their order.
    pub sections: Vec<LiteralSection>,
    /// What readers stumble over, with its line.
    pub faults: Vec<(usize, FaultKind)>,
}

impl Literal {
    /// Reads a file.
    pub(crate) fn read(bytes: &[u8], origin: Origin) -> Self {
        let document = Document::parse(bytes);
        let faults = document.faults().iter().map(|fault| (fault.line, fault.kind)).collect();
        let named = document.sections().iter().filter(|section| section.name.is_some());
        let sections = named.filter_map(|section| {
            let header = std::str::from_utf8(document.name(section)).ok()?.to_owned();
            let mut read = LiteralSection {
                header,
                line: section.lines.start + 1,
                entries: Entries::default(),
                with_comments: Entries::default(),
                shouted: HashSet::new(),
                repeated: None,
            };
            for property in document.properties(section) {
                read.add(&document, property, origin);
            }
            Some(read)
        });
        Self { sections: sections.collect(), faults }
    }
}

impl LiteralSection {
    fn add(&mut self, document: &Document<'_>, property: &Property, origin: Origin) {
        let key = std::str::from_utf8(document.slice(property.key.clone()));
        let value = String::from_utf8(document.value(property).into_owned());
        // Bytes that are no UTF-8 are among the faults.
        let (Ok(key), Ok(value)) = (key, value) else { return };
        let end = property.comment.as_ref().map_or(property.value.end, |comment| comment.end);
        let whole = match property.last_line == property.line {
            true => String::from_utf8_lossy(document.slice(property.value.start..end)).trim().to_owned(),
            false => value.clone(),
        };
        if self.repeated.is_none() && self.entries.get(key).is_some() {
            self.repeated = Some(property.line + 1);
        }
        let lower = key.to_ascii_lowercase();
        match lower == key {
            true => self.shouted.remove(&lower),
            false => self.shouted.insert(lower),
        };
        self.entries.put(Entry::new(key, value, origin));
        self.with_comments.put(Entry::new(key, whole, origin));
    }
}

/// These keys under one another's, the last one's first.
pub(crate) fn joined<'a>(all: impl IntoIterator<Item = &'a Entries>) -> Entries {
    let mut joined = Entries::default();
    all.into_iter().for_each(|entries| joined.put_all(entries));
    joined
}

/// These keys without some.
pub(crate) fn without(entries: &Entries, left_out: impl Fn(&Entry) -> bool) -> Entries {
    let mut kept = Entries::default();
    entries.iter().filter(|entry| !left_out(entry)).for_each(|entry| kept.put(entry.clone()));
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_stay_apart_and_comments_can_belong_to_values() {
        let text = b"[profile a]\nK = v # c\n[profile a]\nk = w\nk = x\n";
        let read = Literal::read(text, Origin::Config);
        let [first, second] = &read.sections[..] else { panic!("two sections") };
        assert_eq!((first.line, first.entries.get("k")), (1, Some("v")));
        assert_eq!(first.with_comments.get("k"), Some("v # c"));
        assert!(first.shouted.contains("k") && second.shouted.is_empty());
        assert_eq!((first.repeated, second.repeated), (None, Some(5)));
        assert_eq!(joined([&first.entries, &second.entries]).get("k"), Some("x"));
        assert!(without(&first.entries, |entry| entry.key() == "k").is_empty());
    }
}
