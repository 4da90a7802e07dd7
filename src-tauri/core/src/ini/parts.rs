//! The parts of a file that read by themselves as they read in their place.
//!
//! A part goes from one `[` in the first column to the next. Such a `[` begins a section whatever
//! stands above it, and the reading then forgets the open value and the indentation; nor does anything
//! look ahead to it. So the lines, sections and keys of a part are the same whether it is read alone,
//! among its neighbours or with the whole file. What stands before the first such `[` is a part too.
//!
//! Finding the parts costs little more than looking for brackets. Whoever wants one section of
//! thousands reads one part, and whoever changes it need not read the others.

use std::ops::Range;

use super::is_blank;
use super::scan::BYTE_ORDER_MARK;

/// Where the parts of a file begin, and which of them may hold certain sections.
pub(crate) struct Parts<'a> {
    bytes: &'a [u8],
    starts: Vec<usize>,
    /// Numbers of parts, rising.
    candidates: Vec<usize>,
    has_lone_return: bool,
}

impl<'a> Parts<'a> {
    /// Divides `bytes` and notes the parts in which a section of one of these names may stand.
    pub(crate) fn find(bytes: &'a [u8], names: &[&str]) -> Self {
        let mut parts = Self { bytes, starts: vec![0], candidates: Vec::new(), has_lone_return: false };
        for at in memchr::memchr2_iter(b'[', b'\r', bytes) {
            if bytes.get(at) == Some(&b'\r') {
                parts.has_lone_return |= bytes.get(at + 1) != Some(&b'\n');
            } else {
                parts.bracket(at, names);
            }
        }
        parts
    }

    fn bracket(&mut self, at: usize, names: &[&str]) {
        let before = self.bytes.get(..at).unwrap_or_default();
        let blanks = before.iter().rev().take_while(|b| is_blank(**b)).count();
        let above = before.get(..at - blanks).unwrap_or_default();
        if !(above.is_empty() || above.ends_with(b"\n") || above == BYTE_ORDER_MARK) {
            return;
        }
        if blanks == 0 && at > 0 {
            self.starts.push(at);
        }
        let number = self.starts.len() - 1;
        let rest = self.bytes.get(at + 1..).unwrap_or_default();
        if self.candidates.last() != Some(&number) && names.iter().any(|name| names_so(rest, name)) {
            self.candidates.push(number);
        }
    }

    /// How many parts there are.
    pub(crate) fn len(&self) -> usize {
        self.starts.len()
    }

    /// Whether there is a CR that belongs to no CRLF.
    pub(crate) fn has_lone_return(&self) -> bool {
        self.has_lone_return
    }

    /// The parts in which a section of the wanted names may stand. There may be none in it, for only a
    /// reading tells an indented header from the continuation of a value; in no other part is one.
    pub(crate) fn candidates(&self) -> impl Iterator<Item = (usize, &'a [u8])> {
        let part =
            |number: &usize| (*number, self.bytes.get(self.range(*number..*number + 1)).unwrap_or_default());
        self.candidates.iter().map(part)
    }

    /// The bytes of some consecutive parts.
    pub(crate) fn range(&self, numbers: Range<usize>) -> Range<usize> {
        let start = |number: usize| self.starts.get(number).copied().unwrap_or(self.bytes.len());
        start(numbers.start)..start(numbers.end)
    }
}

/// Whether a header that goes on with `rest` behind its `[` can be one of `name`.
fn names_so(rest: &[u8], name: &str) -> bool {
    let behind = unindented(rest).strip_prefix(name.as_bytes());
    behind.is_some_and(|behind| unindented(behind).starts_with(b"]"))
}

fn unindented(text: &[u8]) -> &[u8] {
    let blanks = text.iter().take_while(|b| is_blank(**b)).count();
    text.get(blanks..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::{Document, tests::any_text};
    use super::*;

    fn parts(bytes: &[u8]) -> Vec<&[u8]> {
        let parts = Parts::find(bytes, &[]);
        (0..parts.len()).map(|number| &bytes[parts.range(number..number + 1)]).collect()
    }

    fn candidates(text: &str, name: &str) -> Vec<usize> {
        Parts::find(text.as_bytes(), &[name]).candidates().map(|(number, _)| number).collect()
    }

    #[test]
    fn a_part_goes_from_one_unindented_bracket_to_the_next() {
        assert_eq!(parts(b"# c\n[a]\nk = [1]\n [b]\n[c"), [&b"# c\n"[..], b"[a]\nk = [1]\n [b]\n", b"[c"]);
        assert_eq!(parts(b"[a]\n[b]"), [&b"[a]\n"[..], b"[b]"]);
        assert_eq!(parts(b"\xef\xbb\xbf[a]\r\n[b]"), [&b"\xef\xbb\xbf"[..], b"[a]\r\n", b"[b]"]);
        assert_eq!(parts(b"x\xef\xbb\xbf[a]\r[b]"), [&b"x\xef\xbb\xbf[a]\r[b]"[..]]);
        assert_eq!(parts(b""), [b""]);
    }

    #[test]
    fn a_candidate_is_where_the_name_stands_in_brackets() {
        let text = "[b]\n[a]\nk = 1\n [ab]\n[ \ta ] # c\n[aa]\n[a b]\nk = 1\n [a]\n [a]\n[x]\nk = [a]\n[a";
        assert_eq!(candidates(text, "a"), [1, 2, 4]);
        assert_eq!(candidates(text, "a b"), [4]);
        assert_eq!(candidates("[a]\n", "a"), [0]);
        assert_eq!(candidates("\u{feff}[a]\n", "a"), [1]);
        assert_eq!(candidates("\u{feff} [a]\n", "a"), [0]);
        assert_eq!(candidates("[]\n[ ]\n[b]\n", ""), [0, 1]);
    }

    #[test]
    fn a_lone_return_is_seen() {
        let lone = |text: &str| Parts::find(text.as_bytes(), &[]).has_lone_return();
        assert!(!lone("[a]\r\nk = 1\r\n"));
        assert!(lone("[a]\r\nk = 1\r") && lone("\r\r\n") && lone("k\rl\r\n"));
    }

    type Shown = (Vec<u8>, Vec<(Vec<u8>, Vec<u8>)>);

    fn shown(bytes: &[u8]) -> Vec<Shown> {
        let document = Document::parse(bytes);
        let pair =
            |p: &super::super::Property| (document.slice(p.key.clone()).to_vec(), document.value(p).to_vec());
        let of = |s| (document.name(s).to_vec(), document.properties(s).iter().map(pair).collect());
        document.sections().iter().map(of).collect()
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(2000))]

        #[test]
        fn parts_read_alone_give_what_the_whole_file_gives(bytes in any_text()) {
            let apart: Vec<Shown> = parts(&bytes).into_iter().flat_map(shown).collect();
            proptest::prop_assert_eq!(apart, shown(&bytes));
        }

        #[test]
        fn a_section_stands_in_candidates_only(bytes in any_text(), name in "[ak]{0,2}") {
            let within: usize = Parts::find(&bytes, &[&name])
                .candidates()
                .map(|(_, part)| Document::parse(part).sections_named(&name).count())
                .sum();
            proptest::prop_assert_eq!(within, Document::parse(&bytes).sections_named(&name).count());
        }
    }
}
