//! Before a new text takes the old one's place, AWS's own reader must find in it what was wanted,
//! and everything else as before.
//!
//! Only the sections around the change are read, from a header before its first byte to the header
//! after its last one. That says as much as reading everything: a header at the beginning of a line
//! starts a section whatever stood before it, so equal bytes outside these two headers read equally;
//! and of sections that stand twice, the rest is the same in both texts. Files with thousands of
//! profiles are written on every sign-in.

use std::collections::BTreeSet;
use std::future::Future;
use std::ops::Range;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use aws_runtime::env_config::file::{EnvConfigFileKind, EnvConfigFiles};
use aws_runtime::env_config::section::{EnvConfigSections, Profile};
use aws_runtime::env_config::source;
use aws_types::os_shim_internal::{Env, Fs};
use daypass_core::aws_config::CredentialsSection;
use daypass_core::ports::{Edited, Touches};
use tracing::subscriber::NoSubscriber;

/// The first section that would read differently than wanted.
pub(super) fn difference(before: &[u8], edited: &Edited) -> Option<String> {
    let Touches::Sections(touched) = &edited.touches else {
        // A backup comes back: everything may differ, and it was read before.
        return None;
    };
    let (old, new) = around_change(before, &edited.credentials);
    let (old, new) = (before.get(old)?, edited.credentials.get(new)?);
    // AWS's reader gives up on the whole file at the first line that it cannot read. It reads the
    // file after the change if it read it before.
    let was = read(old)?;
    let Some(is) = read(new) else {
        return Some(touched.iter().next().cloned().unwrap_or_default());
    };
    let others = was.profiles().chain(is.profiles()).filter(|name| !touched.contains(*name));
    let changed = others.filter(|name| was.get_profile(name) != is.get_profile(name)).min();
    let agree = |name: &&String| agree([(old, &was), (new, &is)], name);
    changed.map(str::to_owned).or_else(|| touched.iter().find(|name| !agree(name)).cloned())
}

/// Whether a section's keys changed for AWS's reader as they did for ours: what we changed is what
/// it now reads, and what we did not change it reads as before.
fn agree(texts: [(&[u8], &EnvConfigSections); 2], name: &str) -> bool {
    let [ours_before, ours_after] = texts.map(|(text, _)| {
        let [section] = CredentialsSection::find(text, [name]);
        section
    });
    let [theirs_before, theirs_after] = texts.map(|(_, sections)| sections.get_profile(name));
    let keys_of = |section: &Option<CredentialsSection>| {
        let entries = section.iter().flat_map(|section| section.entries().iter());
        entries.map(|entry| entry.key().to_owned()).collect::<BTreeSet<String>>()
    };
    (keys_of(&ours_before).union(&keys_of(&ours_after))).all(|key| {
        let ours = |section: &Option<CredentialsSection>| section.as_ref()?.get(key).map(str::to_owned);
        let theirs = |profile: Option<&Profile>| profile?.get(key).map(str::to_owned);
        match ours(&ours_before) == ours(&ours_after) {
            true => theirs(theirs_before) == theirs(theirs_after),
            false => theirs(theirs_after) == ours(&ours_after),
        }
    })
}

/// The two stretches between headers that hold everything in which the texts differ.
fn around_change(old: &[u8], new: &[u8]) -> (Range<usize>, Range<usize>) {
    let before = equal_beginning(old, new);
    let after = equal_end(&old[before..], &new[before..]);
    let start = header_at_or_before(old, before);
    let end = |text: &[u8]| header_after(text, text.len() - after);
    (start..end(old), start..end(new))
}

/// Whole blocks are compared at once: files may be large, and are mostly the same.
const BLOCK: usize = 4096;

fn equal_beginning(old: &[u8], new: &[u8]) -> usize {
    let blocks = old.chunks_exact(BLOCK).zip(new.chunks_exact(BLOCK));
    let start = BLOCK * blocks.take_while(|(a, b)| a == b).count();
    start + old[start..].iter().zip(&new[start..]).take_while(|(a, b)| a == b).count()
}

fn equal_end(old: &[u8], new: &[u8]) -> usize {
    let blocks = old.rchunks_exact(BLOCK).zip(new.rchunks_exact(BLOCK));
    let end = BLOCK * blocks.take_while(|(a, b)| a == b).count();
    let (old, new) = (&old[..old.len() - end], &new[..new.len() - end]);
    end + old.iter().rev().zip(new.iter().rev()).take_while(|(a, b)| a == b).count()
}

/// The last header that begins before `at` and is not touched by the change; the beginning if there
/// is none. Both texts are the same up to `at`.
fn header_at_or_before(text: &[u8], at: usize) -> usize {
    let head = text.get(..at).unwrap_or_default();
    memchr::memmem::rfind(head, b"\n[").map_or(0, |found| found + 1)
}

/// The first header that begins after the change, whole; the end if there is none.
fn header_after(text: &[u8], at: usize) -> usize {
    let tail = text.get(at..).unwrap_or_default();
    memchr::memmem::find(tail, b"\n[").map_or(text.len(), |found| at + found + 1)
}

/// The credentials file as AWS's reader has it; none when it cannot read it.
fn read(text: &[u8]) -> Option<EnvConfigSections> {
    // It refuses a file with a byte that is no UTF-8 altogether; what it would read but for that
    // byte is still worth comparing.
    let text = String::from_utf8_lossy(text);
    let files = EnvConfigFiles::builder().with_contents(EnvConfigFileKind::Credentials, text).build();
    let (env, fs) = (Env::from_slice(&[]), Fs::from_slice(&[]));
    // It warns of sections that it does not read, which are the user's business.
    tracing::subscriber::with_default(NoSubscriber::new(), || {
        let loading = pin!(source::load(&env, &fs, &files));
        // Given the contents, it has nothing to wait for.
        match loading.poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(source) => EnvConfigSections::parse(source.ok()?).ok(),
            Poll::Pending => None,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn difference_of(before: &str, after: &str, touched: &[&str]) -> Option<String> {
        let sections: BTreeSet<String> = touched.iter().map(|name| (*name).to_owned()).collect();
        let edited = Edited {
            credentials: after.as_bytes().to_vec(),
            touches: Touches::Sections(sections),
            structural: false,
            irreplaceable: false,
            made: BTreeSet::new(),
        };
        difference(before.as_bytes(), &edited)
    }

    const FILE: &str = "[a]\nk = 1\n\n[b]\nk = 2\n\n[c]\nk = 3\n";

    #[test]
    fn what_was_wanted_passes() {
        assert_eq!(difference_of(FILE, &FILE.replace("= 2", "= 4"), &["b"]), None);
        assert_eq!(difference_of(FILE, &format!("{FILE}\n[d]\nk = 4\n"), &["d"]), None);
        assert_eq!(difference_of(FILE, "[a]\nk = 1\n\n[c]\nk = 3\n", &["b"]), None);
        assert_eq!(difference_of("", "[a]\nk = 1\n", &["a"]), None);
        assert_eq!(difference_of("# \u{fffd}\n[a]\nk=1", "# \u{fffd}\n[a]\nk=2", &["a"]), None);
    }

    #[test]
    fn what_changes_beside_it_is_seen() {
        assert_eq!(difference_of(FILE, &FILE.replace("= 2", "= 4"), &["a"]).as_deref(), Some("b"));
        assert_eq!(difference_of(FILE, &FILE.replace("[b]\n", ""), &["b"]).as_deref(), Some("a"));
        assert_eq!(difference_of(FILE, &FILE.replace("\n[c]", "[c]"), &["b"]), None);
        assert_eq!(difference_of(FILE, &FILE.replace("[c]", " [c]"), &["b"]).as_deref(), Some("c"));
        assert_eq!(difference_of(FILE, "[d]\nk = 1\n", &["a", "d"]).as_deref(), Some("b"));
        let forged = FILE.replace("= 2", "= 2\n[evil]\nk = 5");
        assert_eq!(difference_of(FILE, &forged, &["b"]).as_deref(), Some("evil"));
    }

    #[test]
    fn a_text_that_aws_cannot_read_any_more_is_seen() {
        assert_eq!(difference_of(FILE, &FILE.replace("[b]", "[b"), &["b"]).as_deref(), Some("b"));
        assert_eq!(difference_of("[a\nk = 1\n", "[a\nk = 2\n", &["a"]), None, "nor could it before");
    }

    #[test]
    fn the_stretch_begins_and_ends_at_headers() {
        let stretch = |old: &str, new: &str| {
            let (was, is) = around_change(old.as_bytes(), new.as_bytes());
            (old[was].to_owned(), new[is].to_owned())
        };
        let changed = FILE.replace("= 2", "= 42");
        assert_eq!(stretch(FILE, &changed), ("[b]\nk = 2\n\n".into(), "[b]\nk = 42\n\n".into()));
        assert_eq!(stretch(FILE, FILE), ("[c]\nk = 3\n".into(), "[c]\nk = 3\n".into()));
        assert_eq!(stretch("[a]\n", "[a]\n[a]\n"), ("[a]\n".into(), "[a]\n[a]\n".into()));
        assert_eq!(stretch("", "[a]\n"), (String::new(), "[a]\n".into()));
    }

    #[test]
    fn equal_ends_are_as_long_as_they_can_be() {
        for (head, tail) in [(0, 0), (1, 9_000), (4_095, 4_096), (4_096, 4_097), (9_000, 1), (8_192, 8_192)] {
            let (head, tail) = (vec![b'h'; head], vec![b't'; tail]);
            let text = |middle: &[u8]| [&head, middle, &tail].concat();
            for (old, new) in [(text(b"1"), text(b"22")), (text(b"1"), text(b"2")), (text(b""), text(b"1"))] {
                assert_eq!(equal_beginning(&old, &new), head.len());
                assert_eq!(equal_end(&old[head.len()..], &new[head.len()..]), tail.len());
            }
            assert_eq!(equal_beginning(&text(b""), &text(b"")), head.len() + tail.len());
        }
    }
}
