//! Keys and values of one section. Values of the credentials file do not show themselves.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use zeroize::Zeroizing;

/// Which of the two files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Origin {
    /// `~/.aws/config`.
    Config,
    /// `~/.aws/credentials`.
    Credentials,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Config => "config",
            Self::Credentials => "credentials",
        })
    }
}

/// A key with its value.
#[derive(Clone, PartialEq, Eq)]
pub struct Entry {
    key: Cow<'static, str>,
    // Shared, because a section of the credentials file is kept literally and as a profile.
    value: Arc<Zeroizing<String>>,
    origin: Origin,
}

/// The keys that nearly every section has, so that thousands of sections need no copies of them.
const COMMON: [&str; 4] = ["aws_access_key_id", "aws_secret_access_key", "aws_session_token", "region"];

impl Entry {
    pub(super) fn new(key: &str, value: String, origin: Origin) -> Self {
        let common = COMMON.iter().find(|common| key.eq_ignore_ascii_case(common));
        let key = common.map_or_else(|| Cow::Owned(key.to_ascii_lowercase()), |key| Cow::Borrowed(*key));
        Self { key, value: Arc::new(Zeroizing::new(value)), origin }
    }

    /// The key in lower case.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The value.
    #[must_use]
    pub fn value(&self) -> &str {
        &self.value
    }

    /// The file it comes from.
    #[must_use]
    pub fn origin(&self) -> Origin {
        self.origin
    }

    /// Keys may stand in the config file too, so the name decides as well.
    fn is_secret(&self) -> bool {
        let named = ["secret", "token"].iter().any(|word| self.key.contains(word));
        named || self.origin == Origin::Credentials
    }
}

impl fmt::Debug for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let value = if self.is_secret() { "…" } else { self.value.as_str() };
        write!(f, "{} = {value:?} ({})", self.key, self.origin)
    }
}

/// The keys of a section, in the order of their first appearance.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Entries {
    list: Vec<Entry>,
    /// Where each key is in the list, once there are [`MANY`]; empty before.
    index: HashMap<Cow<'static, str>, usize>,
}

/// From here on looking through all keys for each that is put would be felt.
const MANY: usize = 32;

impl Entries {
    /// A value.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&str> {
        self.entry(key).map(Entry::value)
    }

    /// A value inside a nested block; of one that stands twice the last one.
    #[must_use]
    pub fn nested(&self, key: &str, sub: &str) -> Option<&str> {
        let pairs = self.pairs(key).filter(|(name, _)| *name == sub);
        pairs.last().map(|(_, value)| value)
    }

    /// All pairs of a nested block. A value that is no block has none.
    pub fn pairs<'a>(&'a self, key: &str) -> impl Iterator<Item = (&'a str, &'a str)> {
        let block = self.get(key).filter(|value| value.starts_with('\n')).unwrap_or_default();
        let pairs = block.split('\n').filter_map(|line| line.split_once('='));
        pairs.map(|(name, value)| (name.trim(), value.trim()))
    }

    /// A key with its value.
    #[must_use]
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.list.iter().find(|entry| entry.key.eq_ignore_ascii_case(key))
    }

    /// All keys with their values.
    pub fn iter(&self) -> std::slice::Iter<'_, Entry> {
        self.list.iter()
    }

    /// Whether there is no key.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// How many keys there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// [`Entries::put`] for each of these.
    pub(super) fn put_all(&mut self, others: &Self) {
        if self.list.is_empty() {
            self.clone_from(others);
        } else {
            others.iter().cloned().for_each(|entry| self.put(entry));
        }
    }

    /// Of a key that comes again the later value counts, at the place of the first.
    pub(super) fn put(&mut self, entry: Entry) {
        match self.position(&entry.key).and_then(|at| self.list.get_mut(at)) {
            Some(old) => *old = entry,
            None => {
                self.list.push(entry);
                self.note_last();
            }
        }
    }

    fn position(&self, key: &str) -> Option<usize> {
        match self.index.is_empty() {
            true => self.list.iter().position(|entry| entry.key == key),
            false => self.index.get(key).copied(),
        }
    }

    fn note_last(&mut self) {
        let noted = match self.list.len() {
            ..MANY => return,
            MANY => 0,
            length => length - 1,
        };
        let new = self.list.iter().enumerate().skip(noted);
        self.index.extend(new.map(|(at, entry)| (entry.key.clone(), at)));
    }
}

impl fmt::Debug for Entries {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(&self.list).finish()
    }
}

impl<'a> IntoIterator for &'a Entries {
    type Item = &'a Entry;
    type IntoIter = std::slice::Iter<'a, Entry>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// A section of the credentials file by its literal name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CredentialsSection {
    pub(super) name: String,
    pub(super) entries: Entries,
}

impl CredentialsSection {
    /// Reads only these sections of a credentials file: much less work than [`AwsConfig::read`]
    /// where the file has thousands.
    ///
    /// [`AwsConfig::read`]: super::AwsConfig::read
    #[must_use]
    pub fn find<const N: usize>(credentials: &[u8], names: [&str; N]) -> [Option<Self>; N] {
        super::merge::find_sections(credentials, names)
    }

    /// The text between the brackets, without blanks at its ends.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// A value.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&str> {
        self.entries.get(key)
    }

    /// The keys in their order.
    #[must_use]
    pub fn entries(&self) -> &Entries {
        &self.entries
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_index_finds_each_of_many_keys() {
        let mut entries = Entries::default();
        for number in 0..100 {
            entries.put(Entry::new(&format!("k{number}"), String::new(), Origin::Config));
            let indexed = if entries.len() < MANY { 0 } else { entries.len() };
            assert_eq!(entries.index.len(), indexed);
        }
        let found: Vec<_> = (0..100).filter_map(|number| entries.position(&format!("k{number}"))).collect();
        assert_eq!(found, (0..100).collect::<Vec<_>>());
    }
}
