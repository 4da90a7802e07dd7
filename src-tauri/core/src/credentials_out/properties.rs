//! What must hold for any bytes and any edit.

use proptest::prelude::*;

use super::*;
use crate::aws_config::AwsConfig;
use crate::ini::{Document, LineKind};

const KEYS: [&str; 3] = ["aws_access_key_id", "aws_session_token", "manager"];

/// Files made of lines that matter, now and then with raw bytes in between.
fn file() -> impl Strategy<Value = Vec<u8>> {
    let line = prop_oneof![
        8 => prop::sample::select(vec![
            "[a]", "[b]", "[a] # c", "[ a ]", " [a]", "[a", "[c d]", "# comment", "  ; indented", "", "  ",
            "aws_access_key_id = AKIA1", "AWS_Access_Key_Id=x", "manager = me # c", "manager=me;c",
            "aws_session_token =", "  aws_session_token = t", "region  = eu", "\tnested = 1", "  more",
            "= v", "junk", "x = 1 = 2", "manager: me", "  Manager :x=", "k: v", "manager = \t v \t",
        ]).prop_map(|s| s.as_bytes().to_vec()),
        1 => prop::collection::vec(any::<u8>(), 0..6),
    ];
    let ending = prop::sample::select(vec!["\n", "\n", "\n", "\r\n", "\r\n", "\r"]);
    let lines = prop::collection::vec((line, ending), 0..14);
    (any::<prop::sample::Index>(), lines, any::<bool>()).prop_map(|(mark, lines, last)| {
        let mut bytes = if mark.index(12) == 0 { b"\xef\xbb\xbf".to_vec() } else { vec![] };
        let count = lines.len();
        for (at, (line, ending)) in lines.into_iter().enumerate() {
            bytes.extend(line);
            if at + 1 < count || last {
                bytes.extend_from_slice(ending.as_bytes());
            }
        }
        bytes
    })
}

/// As [`file`], among more sections than a window has.
pub(super) fn long_file() -> impl Strategy<Value = Vec<u8>> {
    let others = prop::sample::select(vec![
        "[x]\nk = 1\n",
        "[y]\nmanager=\n",
        "[z]\n  k=2\n",
        "[w] # c\r\n# c\r\n",
        "\n[a-b]\nk   = 1\nl  = 2\n",
        " [v]\n",
    ]);
    let others =
        || prop::collection::vec(others.clone(), 0..12).prop_map(|others| others.concat().into_bytes());
    (others(), file(), others(), file(), others()).prop_map(|(a, b, c, d, e)| [a, b, c, d, e].concat())
}

pub(super) fn wish() -> impl Strategy<Value = SectionEdit> {
    let value = "[A-Za-z0-9/+=]{1,12}";
    let set = prop::collection::vec((prop::sample::select(KEYS.to_vec()), value), 0..3);
    let remove = prop::collection::vec(prop::sample::select(KEYS.to_vec()), 0..3);
    let name = prop::sample::select(vec!["a", "b", "new", "c d"]);
    (name, set, remove, any::<bool>()).prop_map(|(name, set, remove, section)| {
        let mut wish = SectionEdit::new(name);
        for (key, value) in set {
            wish = wish.set(key, value);
        }
        for key in remove {
            wish = wish.remove(key);
        }
        if section { wish.remove_section_if_empty() } else { wish }
    })
}

/// Lines that no edit of `KEYS` may touch, without their endings: neither such a key, nor a header,
/// nor empty, nor something that may continue a value.
fn bystanders(bytes: &[u8]) -> Vec<&[u8]> {
    let body = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let lines = body.split(|b| *b == b'\n').map(|l| l.strip_suffix(b"\r").unwrap_or(l));
    lines
        .filter(|line| {
            let text = line.trim_ascii_start();
            let lower = text.to_ascii_lowercase();
            let ours = KEYS.iter().any(|key| lower.starts_with(key.as_bytes()));
            let moved = text == b"# c" || text.starts_with(b"[");
            !ours && !moved && !text.is_empty() && text.len() == line.len()
        })
        .collect()
}

/// The file with those comments in the first column that an edit moves there: the indented ones between
/// each key that it sets or removes and the next line that is no part of that key.
fn with_comments_moved(bytes: &[u8], wish: &SectionEdit) -> Vec<u8> {
    let document = Document::parse(bytes);
    let keys = wish.set.iter().map(|(key, _)| key).chain(wish.remove.iter());
    let mut moved = std::collections::BTreeSet::new();
    for key in keys {
        let all = document.sections_named(&wish.section).flat_map(|section| document.properties(section));
        let all: Vec<_> = all.filter(|property| document.is_key(property, key)).collect();
        let only_last =
            if wish.value_to_set(key.as_bytes()).is_some() { all.len().saturating_sub(1) } else { 0 };
        for property in &all[only_last..] {
            let below = (property.line + 1..document.lines().len()).map(|at| (at, document.lines()[at].kind));
            let ends = |kind| matches!(kind, LineKind::Header | LineKind::Property | LineKind::Stray);
            let until_next = below.take_while(|(_, kind)| !ends(*kind));
            moved.extend(until_next.filter(|(_, kind)| *kind == LineKind::Comment).map(|(at, _)| at));
        }
    }
    let mut after = bytes[..document.lines().first().map_or(bytes.len(), |line| line.start)].to_vec();
    for (at, line) in document.lines().iter().enumerate() {
        let text = document.slice(line.start..line.end);
        after.extend(if moved.contains(&at) { text.trim_ascii_start() } else { text });
    }
    after
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn what_was_set_is_read_back_and_what_was_removed_is_gone(bytes in file(), wish in wish()) {
        let Ok(after) = edit(&bytes, std::slice::from_ref(&wish)) else { return Ok(()) };
        let read = AwsConfig::read(b"", &after);
        let section = read.in_credentials(&wish.section);
        for (key, value) in &wish.set {
            prop_assert_eq!(section.and_then(|s| s.get(key)), Some(value.as_str()));
        }
        for key in wish.remove.iter().filter(|key| wish.removes(key.as_bytes())) {
            prop_assert_eq!(section.and_then(|s| s.get(key)), None);
        }
    }

    #[test]
    fn an_edit_of_sound_text_is_never_refused(bytes in file(), wish in wish()) {
        let bytes: Vec<u8> = bytes.into_iter().filter(|b| !matches!(b, b'\r' | 0 | 0xfe)).collect();
        let read = crate::ini::Document::parse(&bytes);
        // An indented header would continue a key put above it: refused, and rightly so.
        let indented = read.faults().iter().any(|f| f.kind == crate::ini::FaultKind::IndentedHeader);
        let result = edit(&bytes, &[wish]);
        prop_assert!(indented || matches!(result, Ok(_) | Err(EditError::Colon { .. })), "{:?}", result);
    }

    #[test]
    fn an_edit_made_twice_is_made_once(bytes in file(), wish in wish()) {
        let Ok(once) = edit(&bytes, std::slice::from_ref(&wish)) else { return Ok(()) };
        let twice = edit(&once, std::slice::from_ref(&wish)).expect("second edit");
        prop_assert_eq!(once, twice);
    }

    #[test]
    fn all_other_lines_stay_in_their_order(bytes in file(), wish in wish()) {
        let before = with_comments_moved(&bytes, &wish);
        let Ok(after) = edit(&bytes, &[wish]) else { return Ok(()) };
        prop_assert_eq!(bystanders(&before), bystanders(&after));
    }

    #[test]
    fn a_change_of_one_value_changes_no_byte_before_or_behind_it(bytes in file(), value in "[A-Z]{1,9}") {
        let old = AwsConfig::read(b"", &bytes);
        let Some(was) = old.in_credentials("a").and_then(|s| s.get("manager")) else { return Ok(()) };
        prop_assume!(!was.contains('\n') && !was.is_empty() && !bytes.windows(3).any(|w| w == b"# c"));
        let wish = SectionEdit::new("a").set("manager", value.clone());
        let Ok(after) = edit(&bytes, std::slice::from_ref(&wish)) else { return Ok(()) };
        let bytes = with_comments_moved(&bytes, &wish);
        let ahead = bytes.iter().zip(&after).take_while(|(a, b)| a == b).count();
        let behind = bytes.iter().rev().zip(after.iter().rev()).take_while(|(a, b)| a == b).count();
        let left = bytes.len().saturating_sub(ahead + behind);
        prop_assert!(left <= was.len(), "{} bytes differ", left);
        prop_assert_eq!(after.len() + was.len(), bytes.len() + value.len());
    }

    #[test]
    fn removing_what_was_added_gives_the_original(bytes in file(), name in prop::sample::select(vec!["a", "new", "c d"])) {
        let old = AwsConfig::read(b"", &bytes);
        let before = old.in_credentials(name);
        let new = before.is_none_or(|s| KEYS.iter().all(|key| s.get(key).is_none()));
        // An unreadable value of such a key is not in the view, but in the way.
        if !new || std::str::from_utf8(&bytes).is_err() {
            return Ok(());
        }
        let mut add = SectionEdit::new(name);
        let mut take = SectionEdit::new(name);
        for key in KEYS {
            add = add.set(key, "v");
            take = take.remove(key);
        }
        if before.is_none() {
            take = take.remove_section_if_empty();
        }
        let Ok(with) = edit(&bytes, &[add]) else { return Ok(()) };
        prop_assert_ne!(&with, &bytes);
        prop_assert_eq!(edit(&with, &[take]).expect("removal"), bytes);
    }
}
