//! The difference between two texts of the credentials file, as it may be shown.
//!
//! Exact line by line, line ends included; what may be secret is masked: see [`mask`]. A secret that
//! changes shows as a line that goes and one that comes, and both look alike.

mod mask;
#[cfg(test)]
mod tests;

use std::ops::Range;

use imara_diff::{Algorithm, Diff, InternedInput};
use zeroize::Zeroizing;

use crate::failure::{Code, Failure};
use crate::text::Text;
use crate::view::{BackupView, ChangeKind, ChangeLine, ChangeView};
use mask::{Pieces, Shown};

/// A change to the credentials file that is shown before it is made.
#[derive(Clone)]
pub struct Preview {
    /// The difference, as it may be shown.
    pub lines: Vec<ChangeLine>,
    /// What the lines do not say by themselves.
    pub notes: Vec<Text>,
    pub(crate) old: Zeroizing<Vec<u8>>,
    pub(crate) new: Zeroizing<Vec<u8>>,
}

impl Preview {
    pub(crate) fn of(old: Zeroizing<Vec<u8>>, new: Zeroizing<Vec<u8>>, notes: Vec<Text>) -> Self {
        Self { lines: between(&old, &new), notes, old, new }
    }

    /// Refuses a text that is no longer the one whose difference was shown.
    pub(crate) fn check_old(&self, text: &[u8]) -> Result<(), Failure> {
        if text == self.old.as_slice() { Ok(()) } else { Err(outdated()) }
    }

    /// The preview as faces show it, under the number by which it is confirmed.
    pub(crate) fn view(&self, path: String, ticket: u32, backup: Option<BackupView>) -> ChangeView {
        ChangeView { path, lines: self.lines.clone(), notes: self.notes.clone(), ticket, backup }
    }
}

/// The change is no longer the one that was shown.
pub(crate) fn outdated() -> Failure {
    Failure::new(
        Code::Outdated,
        text!("The credentials file has changed since the difference was shown, so nothing was written."),
        text!("Look at the new difference and confirm that."),
    )
}

/// How many lines that stay are shown around those that change.
const CONTEXT: usize = 2;

/// What becomes of each line, with [`CONTEXT`] around the changes; empty when nothing changes.
#[must_use]
pub fn between(old: &[u8], new: &[u8]) -> Vec<ChangeLine> {
    let hunks = hunks(old, new);
    if hunks.is_empty() {
        return Vec::new();
    }
    let secrets = Pieces::of(&[old, new]);
    let (old, new) = (Shown::of(old, &secrets), Shown::of(new, &secrets));
    let mut lines = Vec::new();
    // The next line of either text that was not accounted for yet.
    let (mut at, mut twin) = (0, 0);
    for hunk in &hunks {
        let stays = hunk.before.start - at;
        // Behind the first change the lines around two changes may meet.
        let after = if lines.is_empty() { 0 } else { CONTEXT.min(stays) };
        let before = CONTEXT.min(stays - after);
        lines.extend(same(&old, &new, (at, twin), after));
        if after + before < stays {
            lines.push(ChangeLine { kind: ChangeKind::Gap, text: String::new() });
        }
        let skipped = stays - before;
        lines.extend(same(&old, &new, (at + skipped, twin + skipped), before));
        lines.extend(hunk.before.clone().map(|at| line(ChangeKind::Removed, old.line(at))));
        lines.extend(hunk.after.clone().map(|at| line(ChangeKind::Added, new.line(at))));
        (at, twin) = (hunk.before.end, hunk.after.end);
    }
    let stays = old.count() - at;
    lines.extend(same(&old, &new, (at, twin), CONTEXT.min(stays)));
    if stays > CONTEXT {
        lines.push(ChangeLine { kind: ChangeKind::Gap, text: String::new() });
    }
    lines
}

/// Lines of the old text and those of the new one that take their place.
struct Hunk {
    before: Range<usize>,
    after: Range<usize>,
}

fn hunks(old: &[u8], new: &[u8]) -> Vec<Hunk> {
    let mut input: InternedInput<&[u8]> = InternedInput::default();
    input.update_before(old.split_inclusive(|b| *b == b'\n'));
    input.update_after(new.split_inclusive(|b| *b == b'\n'));
    let mut diff = Diff::compute(Algorithm::Myers, &input);
    diff.postprocess_lines(&input);
    let wide = |range: Range<u32>| range.start as usize..range.end as usize;
    diff.hunks().map(|hunk| Hunk { before: wide(hunk.before), after: wide(hunk.after) }).collect()
}

/// `count` lines that stay, from these places on.
fn same<'a>(
    old: &'a Shown<'_>,
    new: &'a Shown<'_>,
    (at, twin): (usize, usize),
    count: usize,
) -> impl Iterator<Item = ChangeLine> + 'a {
    (0..count).map(move |step| {
        // What stands above decides what a line means: the reading that hides more is shown.
        let (here, there) = (old.line(at + step), new.line(twin + step));
        line(ChangeKind::Same, if here == there { here } else { mask::DOTS.to_owned() })
    })
}

fn line(kind: ChangeKind, text: String) -> ChangeLine {
    ChangeLine { kind, text }
}
