//! One edit applied to as much of the file as matters to it.
//!
//! The rest is neither read nor compared, only copied. That is enough for the promise that it reads as
//! before: a window begins and ends where [`Parts`] begin, a part reads the same whatever its neighbours
//! are, and [`rules::leaves_the_seams`] sees to it that the changed window begins and ends there too.

use std::ops::Range;

use super::{EditError, SectionEdit, change, rules};
use crate::ini::{Document, Parts};

/// How many sections away manners are looked for, and so how many parts a window has on either side of
/// what is edited. At least one, so that the lines around an edited section are in it.
pub(super) const NEAR: usize = 4;

/// The text after the edit; none when it changes nothing.
pub(super) fn apply(text: &[u8], edit: &SectionEdit) -> Result<Option<Vec<u8>>, EditError> {
    rules::check_text(text)?;
    within(text, edit, window(text, &edit.section))
}

/// The bytes in which every section of that name stands, or where one would be appended.
fn window(text: &[u8], name: &str) -> Range<usize> {
    let parts = Parts::find(text, &[name]);
    // Whether such a line harms and which number it has depends on all the others.
    if parts.has_lone_return() {
        return 0..text.len();
    }
    let holds = |part: &[u8]| Document::parse(part).sections_named(name).next().is_some();
    let mut named = parts.candidates().filter(|(_, part)| holds(part)).map(|(number, _)| number);
    let (first, last) = match named.next() {
        Some(first) => (first, named.last().unwrap_or(first)),
        None => (parts.len(), parts.len()),
    };
    parts.range(first.saturating_sub(NEAR)..last + 1 + NEAR)
}

/// The text after an edit of that window, which no other is touched by.
fn within(text: &[u8], edit: &SectionEdit, window: Range<usize>) -> Result<Option<Vec<u8>>, EditError> {
    let slice = |range: Range<usize>| text.get(range).unwrap_or_default();
    let (before, old, behind) =
        (slice(0..window.start), slice(window.clone()), slice(window.end..text.len()));
    let read = Document::parse(old);
    let above = || memchr::memchr_iter(b'\n', before).count();
    let new = change::apply(&read, old, edit).map_err(|error| error.below(above()))?;
    if new == old {
        return Ok(None);
    }
    rules::check_result(&read, &Document::parse(&new), edit)?;
    if !rules::leaves_the_seams(before, &new, behind) {
        return Err(rules::reads_differently(edit.section.as_bytes()));
    }
    Ok(Some([before, &new, behind].concat()))
}

#[cfg(test)]
mod tests {
    use super::super::properties::{long_file, wish};
    use super::*;

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(3000))]

        #[test]
        fn an_edit_of_the_window_is_an_edit_of_the_whole(bytes in long_file(), wish in wish()) {
            proptest::prop_assume!(rules::check_text(&bytes).is_ok());
            proptest::prop_assert_eq!(apply(&bytes, &wish), within(&bytes, &wish, 0..bytes.len()));
        }
    }

    #[test]
    fn a_window_has_four_parts_on_either_side() {
        let text: Vec<u8> = (10..30).flat_map(|n| format!("[{n}]\n").into_bytes()).collect();
        let lines = |name| {
            let window = window(&text, name);
            (window.start / 5, window.end / 5)
        };
        assert_eq!(lines("10"), (0, 5));
        assert_eq!(lines("20"), (6, 15));
        assert_eq!(lines("29"), (15, 20));
        assert_eq!(lines("99"), (16, 20));
        let twice = [&text[..], b"[15]\n[x]\n", &text].concat();
        assert_eq!(window(&twice, "15"), 5..(22 + 10) * 5 - 1);
    }

    #[test]
    fn what_only_looks_like_the_section_opens_no_window() {
        let others = "[x]\n".repeat(9);
        let text = format!("[a]\nk = 1\n [b]\n{others}");
        assert_eq!(window(text.as_bytes(), "b"), text.len() - NEAR * 4..text.len());
    }

    #[test]
    fn a_lone_carriage_return_is_found_outside_the_window() {
        let others = "[x]\n".repeat(9);
        let text = format!("[y]\nk = 1\r[z]\n{others}[a]\n{others}l = 1\r");
        let error = apply(text.as_bytes(), &SectionEdit::new("a").set("k", "1"));
        assert_eq!(error, Err(EditError::LoneCarriageReturn { line: 2 }));
    }
}
