//! Credentials files and edits of them that AWS's own readers are asked about, before and after.
//!
//! A file is sound at first: sections and keys once each, as all readers read them. Then a few odd
//! lines fall into it.

use daypass_core::credentials_out::SectionEdit;
use proptest::prelude::*;

/// The keys that are set and removed.
pub const KEYS: [&str; 4] = ["aws_access_key_id", "aws_secret_access_key", "aws_session_token", "manager"];

/// All other keys that the files have.
pub const OTHER_KEYS: [&str; 8] = ["region", "s3", "output", "x", "role_session_name", "empty", "k", "more"];

/// A file and what is wished of it.
#[derive(Clone)]
pub struct Case {
    /// The file.
    pub before: Vec<u8>,
    /// The section that is edited.
    pub section: &'static str,
    /// Keys with their new values.
    pub set: Vec<(&'static str, String)>,
    /// Keys that go.
    pub remove: Vec<&'static str>,
}

impl Case {
    /// The wish as the editor takes it.
    pub fn edit(&self) -> SectionEdit {
        let mut edit = SectionEdit::new(self.section);
        for (key, value) in &self.set {
            edit = edit.set(*key, value);
        }
        for key in &self.remove {
            edit = edit.remove(*key);
        }
        edit
    }
}

impl std::fmt::Debug for Case {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { before, section, set, remove } = self;
        write!(f, "[{section}] set {set:?} remove {remove:?} in \"{}\"", before.escape_ascii())
    }
}

/// Any case.
pub fn case() -> impl Strategy<Value = Case> {
    let sections =
        prop::sample::select(vec!["a", "a", "a", "b", "new", "a.b/c@d:e+f%g", "my profile", "été"]);
    let each = prop::option::weighted(0.5, "[A-Za-z0-9/+=]{0,11}[A-Za-z0-9/+]");
    let values = prop::collection::vec(each, KEYS.len());
    let removed = prop::sample::subsequence(KEYS.to_vec(), 0..=KEYS.len());
    (file(), sections, values, removed).prop_map(|(before, section, values, remove)| {
        let set = KEYS.into_iter().zip(values).filter_map(|(key, value)| Some((key, value?)));
        let set: Vec<_> = set.collect();
        let remove = remove.into_iter().filter(|key| set.iter().all(|(other, _)| other != key)).collect();
        Case { before, section, set, remove }
    })
}

/// Sections that all readers read; blanks, dots and other characters but the first four.
const SECTIONS: [&str; 6] = ["a", "b", "default", "other", "a.b/c@d:e+f%g", "my profile"];

/// Lines that all readers take for the same, however little they agree about the value.
const LINES: [&str; 15] = [
    "aws_access_key_id = AKIAIOSFODNN7EXAMPLE",
    "aws_secret_access_key=a=b/c+d==",
    "aws_session_token\t=\tt",
    "manager = me # mine",
    "region  = eu\n\tmore",
    "s3 =\n  addressing_style = path\n\n  max_queue_size = 10",
    "output = json;c",
    "x = 1 = 2",
    "# comment",
    "; comment",
    "  # indented comment",
    "",
    "  ",
    "role_session_name = \u{fc}",
    "empty =",
];

/// Lines about which readers disagree, or for which some refuse the file.
const ODD: [&[u8]; 35] = [
    b"[a]",
    b"[b]",
    b"[a] # c",
    b"[b] ; c",
    b"[b] # [c]",
    b"[a]# c",
    b"[a]\nmanager = twice",
    b"[a]\naws_access_key_id = once\naws_access_key_id = twice",
    b"[a]\naws_secret_access_key = once\n[a]\naws_secret_access_key = twice",
    b"[a]\nmanager = once\nmanager = twice",
    b"[b]\naws_session_token = once\n[b]\naws_session_token = twice",
    b"aws_session_token = once\naws_session_token = twice",
    b"manager = once\nmanager = twice",
    b"[profile a]",
    b"[\"quoted\"]",
    b"['a']",
    "[été]".as_bytes(),
    b"[unclosed",
    b"aws_access_key_id = twice",
    b"AWS_Access_Key_Id = other case",
    b"MANAGER=other case",
    b"aws_session_token = once\nAWS_SESSION_TOKEN = twice",
    b"manager: with a colon",
    b"Aws_Session_Token : colon=",
    b"manager = \"quoted\"",
    b"manager =",
    b"aws_session_token =\n  nested = 1",
    b"aws_session_token = 1\n  2",
    b"k = 1\rl = 2",
    b"k = 1\r",
    b"junk",
    b"= no key",
    b"  more = 1",
    b"# M\xfcller",
    b"k = \xff",
];

fn file() -> impl Strategy<Value = Vec<u8>> {
    let names = prop::sample::subsequence(SECTIONS.to_vec(), 0..=SECTIONS.len()).prop_shuffle();
    let line = || prop::sample::subsequence(LINES.to_vec(), 0..6).prop_shuffle();
    let bodies = prop::collection::vec(line(), SECTIONS.len());
    let odd = prop::collection::vec((any::<prop::sample::Index>(), prop::sample::select(ODD.to_vec())), 0..3);
    let odd = prop_oneof![2 => Just(vec![]), 3 => odd];
    let ending = prop::sample::select(vec!["\n", "\n", "\r\n"]);
    let mark = prop::bool::weighted(0.05);
    (names, bodies, odd, ending, any::<bool>(), mark).prop_map(|(names, bodies, odd, ending, last, mark)| {
        let mut lines: Vec<Vec<u8>> = Vec::new();
        for (name, body) in names.iter().zip(bodies) {
            lines.push(format!("[{name}]").into_bytes());
            lines.extend(body.iter().map(|line| line.as_bytes().to_vec()));
        }
        for (at, line) in odd {
            let at = at.index(lines.len() + 1);
            lines.insert(at, line.to_vec());
        }
        let mut text = lines.join(&b"\n"[..]);
        if last && !text.is_empty() {
            text.push(b'\n');
        }
        let ended: Vec<&[u8]> = text.split(|b| *b == b'\n').collect();
        let text = ended.join(ending.as_bytes());
        if mark { [b"\xef\xbb\xbf", text.as_slice()].concat() } else { text }
    })
}
