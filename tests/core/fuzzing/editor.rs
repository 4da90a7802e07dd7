//! What the editor promises for any file and any edits. Shared by the fuzz target `editor` and the
//! corpus test. Nothing of the editor's own checks is used here.

use arbitrary::{Arbitrary, Unstructured};
use daypass_core::aws_config::{AwsConfig, CredentialsSection, Profile};
use daypass_core::credentials_out::{EditError, edit};
use daypass_core::ini::{Document, FaultKind, LineKind, Property, Section};

use super::input::{Input, Wish};

/// Panics if the editor breaks a promise.
pub fn check(data: &[u8]) {
    let Ok(Input { wishes, file }) = Input::arbitrary(&mut Unstructured::new(data)) else { return };
    check_edits(file, &wishes);
    // Each alone as well: an edit of several may be refused for one of them.
    for wish in wishes.iter().filter(|_| wishes.len() > 1) {
        check_edits(file, std::slice::from_ref(wish));
    }
}

fn check_edits(file: &[u8], wishes: &[Wish]) {
    let edits: Vec<_> = wishes.iter().map(Wish::edit).collect();
    match edit(file, &edits) {
        Err(error) => refused_for_a_reason(file, wishes, &error),
        Ok(after) => {
            assert!(!wishes.iter().any(forges), "written: {wishes:?}");
            let (old, new) = (Document::parse(file), Document::parse(&after));
            assert_eq!(others(&old, wishes), others(&new, wishes), "others' keys");
            lines_stay(&old, &new, wishes);
            profiles_stay(file, &after, wishes);
            reads_back(&after, wishes);
            final_newline_stays(&old, &new, wishes);
            if let [wish] = wishes {
                let again = edit(&after, &edits);
                // A NUL or a UTF-16 mark may have moved to the first bytes.
                if again != Err(EditError::NotText) {
                    assert_eq!(again.as_ref(), Ok(&after), "edited twice");
                    removed_again(file, &old, &after, wish);
                }
            }
        }
    }
}

/// What no file may ever get, whatever it looks like.
fn forges(wish: &Wish) -> bool {
    let breaks = |text: &str| text.chars().any(|c| c.is_control() || "\u{2028}\u{2029}".contains(c));
    let odd = |key: &str| key.is_empty() || breaks(key) || key.contains(['=', '[', ']', '#', ' ', ':']);
    let cut = |value: &str| breaks(value) || value.is_empty() || value.contains(['#', ';', '\\']);
    wish.set.iter().any(|(key, value)| odd(key) || cut(value))
        || wish.remove.iter().any(|key| odd(key))
        || wish.section == "DEFAULT"
}

/// Sound wishes on sound text are done, and no refusal tells a value.
fn refused_for_a_reason(file: &[u8], wishes: &[Wish], error: &EditError) {
    let document = Document::parse(file);
    match error {
        EditError::SectionName { .. } | EditError::KeyName { .. } | EditError::Value { .. } => {}
        // With several edits the one before may have brought these to the first bytes.
        EditError::NotText => {
            let first = if wishes.len() > 1 { file.len() } else { 4 };
            assert!(file.iter().take(first).any(|b| matches!(b, 0 | 0xfe | 0xff)));
        }
        EditError::LoneCarriageReturn { line } => {
            let there = |fault: &daypass_core::ini::Fault| {
                fault.kind == FaultKind::LoneCarriageReturn && fault.line == *line
            };
            assert!(wishes.len() > 1 || document.faults().iter().any(there));
        }
        EditError::Colon { key, line } => {
            let text = |line: &daypass_core::ini::Line| document.slice(line.start..line.content_end);
            let named = |text: &[u8]| {
                let found = text.split(|b| *b == b':').next().unwrap().trim_ascii();
                found.len() < text.len() && found.eq_ignore_ascii_case(key.as_bytes())
            };
            let there = document.lines().get(line - 1).is_some_and(|line| named(text(line)));
            assert!(wishes.len() > 1 || there, "no colon on line {line}");
        }
        // An indented header would continue a key put above it.
        EditError::ReadsDifferently { .. } => {
            let indented = document.faults().iter().any(|fault| fault.kind == FaultKind::IndentedHeader);
            assert!(indented, "refused without a reason: {wishes:?}");
        }
    }
    let said = format!("{error} {error:?} {}", error.hint());
    let secret = |value: &str| value.len() >= 16 && value.is_ascii();
    for (_, value) in wishes.iter().flat_map(|wish| &wish.set).filter(|(_, value)| secret(value)) {
        let is_name = wishes.iter().flat_map(Wish::all_names).any(|name| name.contains(value.as_str()));
        assert!(is_name || !said.contains(value.as_str()), "{said}");
    }
}

fn of<'w>(wishes: &'w [Wish], name: &'w [u8]) -> impl Iterator<Item = &'w Wish> {
    wishes.iter().filter(move |wish| wish.section.as_bytes() == name)
}

fn is_edited(document: &Document<'_>, section: &Section, property: &Property, wishes: &[Wish]) -> bool {
    let key = document.slice(property.key.clone());
    section.name.is_some() && of(wishes, document.name(section)).any(|wish| wish.names(key))
}

/// Every key that no wish names: section, key, value, in the file's order.
fn others(document: &Document<'_>, wishes: &[Wish]) -> Vec<(Vec<u8>, Vec<u8>, Vec<u8>)> {
    let mut all = Vec::new();
    for section in document.sections() {
        for property in document.properties(section) {
            if !is_edited(document, section, property, wishes) {
                let key = document.slice(property.key.clone()).to_vec();
                all.push((document.name(section).to_vec(), key, document.value(property).into_owned()));
            }
        }
    }
    all
}

/// A line, its ending, and whether it may move to the first column.
type Line<'a> = (&'a [u8], &'a [u8], bool);

/// All lines but those of the edited keys, and but empty lines and headers where sections come and go.
fn bystanders<'a>(document: &Document<'a>, wishes: &[Wish]) -> Vec<Line<'a>> {
    let mut mine = vec![false; document.lines().len()];
    // With several edits one may bring a comment below what the next one edits.
    let mut may_move = vec![wishes.len() > 1; document.lines().len()];
    for section in document.sections() {
        for property in document.properties(section) {
            if is_edited(document, section, property, wishes) {
                mine[property.line] = true;
                document.continuations(property).for_each(|at| mine[at] = true);
                let kinds = document.lines().iter().map(|line| line.kind).enumerate().skip(property.line + 1);
                let ends = |kind| matches!(kind, LineKind::Header | LineKind::Property | LineKind::Stray);
                kinds.take_while(|(_, kind)| !ends(*kind)).for_each(|(at, _)| may_move[at] = true);
            }
        }
        // A header with a comment is never written and never removed.
        if section.name.is_some() && of(wishes, document.name(section)).next().is_some() {
            mine[section.lines.start] = !section.has_header_comment;
        }
    }
    let numbered = document.lines().iter().enumerate();
    let others = numbered.filter(|(at, line)| !mine[*at] && line.start < line.content_end);
    let moves = |at: usize, line: &daypass_core::ini::Line| may_move[at] && line.kind == LineKind::Comment;
    let shown = |(at, l): (usize, &daypass_core::ini::Line)| {
        (document.slice(l.start..l.content_end), document.slice(l.content_end..l.end), moves(at, l))
    };
    others.map(shown).collect()
}

/// Every other line is there still, in its order and byte for byte, but for the indentation of comments
/// below an edited key; what is new are comments that stood behind an edited value.
fn lines_stay(old: &Document<'_>, new: &Document<'_>, wishes: &[Wish]) {
    let mut moved = comments_behind(old, wishes);
    let mut left = bystanders(old, wishes).into_iter().peekable();
    for (text, ending, _) in bystanders(new, wishes) {
        let same = |(was, with, may_move): &Line<'_>| {
            // Only a last line may gain or lose its ending, or with several edits do both in turn.
            let last = with.is_empty() || ending.is_empty() || wishes.len() > 1;
            (*was == text || (*may_move && was.trim_ascii_start() == text)) && (*with == ending || last)
        };
        if left.next_if(same).is_none() {
            let comment = moved.iter().position(|comment| *comment == text.trim_ascii());
            assert!(comment.is_some(), "a line that was not there: {}", text.escape_ascii());
            moved.swap_remove(comment.unwrap());
        }
    }
    assert_eq!(left.next(), None, "a line is gone");
    let empty =
        |document: &Document<'_>| document.lines().iter().filter(|l| l.start == l.content_end).count();
    let sections: usize = wishes.len();
    assert!(empty(old).abs_diff(empty(new)) <= sections + doubled(old, wishes), "empty lines");
}

/// A last line without an ending hands that on to the line that is last then. An empty line is
/// nothing without its ending, so where the edited line stood behind one the file ends in a line feed.
fn final_newline_stays(old: &Document<'_>, new: &Document<'_>, wishes: &[Wish]) {
    let (Some(was), Some(is)) = (old.lines().last(), new.lines().last()) else { return };
    let after_an_empty_line =
        || bystanders(old, wishes).last().is_none_or(|(_, ending, _)| !ending.is_empty());
    let unterminated_still = || !is.is_terminated() || after_an_empty_line();
    assert!(if was.is_terminated() { is.is_terminated() } else { unterminated_still() }, "the final newline");
}

fn comments_behind<'a>(document: &Document<'a>, wishes: &[Wish]) -> Vec<&'a [u8]> {
    let mut all = Vec::new();
    for section in document.sections() {
        for property in document.properties(section) {
            if let (true, Some(comment)) = (is_edited(document, section, property, wishes), &property.comment)
            {
                all.push(document.slice(comment.clone()).trim_ascii());
            }
        }
    }
    all
}

/// How many sections beyond the first each wish may take with it.
fn doubled(document: &Document<'_>, wishes: &[Wish]) -> usize {
    let named = |wish: &Wish| document.sections_named(&wish.section).count();
    wishes.iter().map(named).sum()
}

fn pairs(profile: &Profile) -> Vec<(&str, &str)> {
    profile.entries().iter().map(|entry| (entry.key(), entry.value())).collect()
}

fn profiles_stay(before: &[u8], after: &[u8], wishes: &[Wish]) {
    let (old, new) = (AwsConfig::read(b"", before), AwsConfig::read(b"", after));
    fn all<'c>(config: &'c AwsConfig, wishes: &[Wish]) -> Vec<(&'c str, Vec<(&'c str, &'c str)>)> {
        let others = config.profiles().iter().filter(|p| of(wishes, p.name().as_bytes()).next().is_none());
        others.map(|profile| (profile.name(), pairs(profile))).collect()
    }
    assert_eq!(all(&old, wishes), all(&new, wishes), "other profiles");
}

/// The last word of the wishes on a key of a section: its value, or that it is gone.
fn last_word<'w>(wishes: &'w [Wish], section: &'w str, key: &str) -> Option<&'w str> {
    let last = of(wishes, section.as_bytes()).filter(|wish| wish.names(key.as_bytes())).last();
    let set = last.and_then(|wish| wish.set.iter().find(|(other, _)| other.eq_ignore_ascii_case(key)));
    set.map(|(_, value)| value.as_str())
}

fn reads_back(after: &[u8], wishes: &[Wish]) {
    let read = AwsConfig::read(b"", after);
    for wish in wishes {
        let section = read.in_credentials(&wish.section);
        let [found] = CredentialsSection::find(after, [wish.section.as_str()]);
        assert_eq!(found.as_ref(), section);
        for key in wish.set.iter().map(|(key, _)| key).chain(&wish.remove) {
            let wanted = last_word(wishes, &wish.section, key);
            assert_eq!(section.and_then(|section| section.get(key)), wanted, "[{}] {key}", wish.section);
            if AwsConfig::is_profile_name(&wish.section) {
                assert_eq!(read.profile(&wish.section).and_then(|profile| profile.get(key)), wanted);
            }
        }
    }
}

/// What only added keys or a section is undone to the byte.
fn removed_again(file: &[u8], old: &Document<'_>, after: &[u8], wish: &Wish) {
    let there = |section| old.properties(section).iter().any(|p| wish.names(old.slice(p.key.clone())));
    if wish.set.is_empty() || old.sections_named(&wish.section).any(there) {
        return;
    }
    let mut back = wish.undone();
    back.and_section = old.sections_named(&wish.section).next().is_none();
    let undone = edit(after, &[back.edit()]);
    assert_eq!(undone.as_deref(), Ok(file), "{}", after.escape_ascii());
    assert!(old.lines().iter().all(|line| line.kind != LineKind::Header) || !after.is_empty());
}
