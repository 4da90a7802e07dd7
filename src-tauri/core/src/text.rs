//! Sentences that remember how they came about, so that they can be said in another language.
//!
//! A [`Text`] is an English template with what fills its gaps. It reads and prints as English until
//! [`InLanguage::in_language`] says it anew. Templates are written with [`text!`](crate::text) and
//! [`counted!`](crate::counted); a test finds each of them in the sources and asks every language of
//! [`crate::language`] for it.

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;
use std::path;
use std::sync::Arc;

use serde::{Serialize, Serializer};

use crate::language::Language;

/// A sentence, or a part of one. It is small and quickly cloned: boards are full of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text(Arc<Parts>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Parts {
    template: Template,
    fillings: Vec<Filling>,
    at_the_start: bool,
    said: String,
}

/// English with gaps: `{}` for the next filling, `{0}` for the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Template {
    /// By this the other languages know it.
    key: &'static str,
    /// What English says in place of it where the number is one, and the number.
    counted: Option<(&'static str, u64)>,
}

/// What stands in a gap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Filling {
    /// Names, numbers and others' words: the same in every language.
    Plain(String),
    /// A part that has a translation of its own.
    Text(Text),
}

/// Something that can be said in another language.
pub trait InLanguage {
    /// The same in `language`; what has no translation stays English.
    #[must_use]
    fn in_language(self, language: Language) -> Self;
}

impl Text {
    /// What [`text!`](crate::text) makes of a template and its fillings.
    #[doc(hidden)]
    #[must_use]
    pub fn new(template: &'static str, fillings: Vec<Filling>) -> Self {
        Self::of(Template { key: template, counted: None }, fillings)
    }

    /// What [`counted!`](crate::counted) makes of a number and its two templates.
    #[doc(hidden)]
    #[must_use]
    pub fn counted(count: u64, one: &'static str, other: &'static str, fillings: Vec<Filling>) -> Self {
        Self::of(Template { key: other, counted: Some((one, count)) }, fillings)
    }

    /// Others' words, which nobody translates.
    #[must_use]
    pub fn verbatim(words: impl Into<String>) -> Self {
        Self::new("{}", vec![Filling::Plain(words.into())])
    }

    /// Several texts with the same words between them.
    #[must_use]
    pub fn joined(parts: impl IntoIterator<Item = Self>, between: &str) -> Self {
        let both = |all: Self, next: Self| {
            let fillings = [Filling::Text(all), Filling::Plain(between.to_owned()), Filling::Text(next)];
            Self::new("{}{}{}", fillings.into())
        };
        parts.into_iter().reduce(both).unwrap_or_else(|| Self::verbatim(""))
    }

    /// The same with a capital letter, for a part that comes to begin a sentence.
    #[must_use]
    pub fn at_the_start(self) -> Self {
        let parts = Arc::unwrap_or_clone(self.0);
        Self(Arc::new(Parts { said: capital(&parts.said), at_the_start: true, ..parts }))
    }

    /// What is said now.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0.said
    }

    fn of(template: Template, fillings: Vec<Filling>) -> Self {
        let said = filled(template.english(), &fillings);
        Self(Arc::new(Parts { template, fillings, at_the_start: false, said }))
    }
}

impl Template {
    fn english(self) -> &'static str {
        match self.counted {
            Some((one, 1)) => one,
            Some(_) | None => self.key,
        }
    }

    fn of(self, language: Language) -> &'static str {
        language.template(self.key, self.counted.map(|(_, count)| count)).unwrap_or(self.english())
    }
}

impl InLanguage for Text {
    fn in_language(self, language: Language) -> Self {
        let Parts { template, fillings, at_the_start, .. } = Arc::unwrap_or_clone(self.0);
        let fillings: Vec<Filling> = fillings.into_iter().map(|part| part.in_language(language)).collect();
        let said = filled(template.of(language), &fillings);
        let said = if at_the_start { capital(&said) } else { said };
        Self(Arc::new(Parts { template, fillings, at_the_start, said }))
    }
}

impl InLanguage for Filling {
    fn in_language(self, language: Language) -> Self {
        match self {
            Self::Plain(words) => Self::Plain(words),
            Self::Text(text) => Self::Text(text.in_language(language)),
        }
    }
}

impl<T: InLanguage> InLanguage for Option<T> {
    fn in_language(self, language: Language) -> Self {
        self.map(|text| text.in_language(language))
    }
}

impl<T: InLanguage> InLanguage for Vec<T> {
    fn in_language(self, language: Language) -> Self {
        self.into_iter().map(|text| text.in_language(language)).collect()
    }
}

impl Filling {
    fn as_str(&self) -> &str {
        match self {
            Self::Plain(words) => words,
            Self::Text(text) => text.as_str(),
        }
    }
}

/// The template with its gaps filled; a gap that nothing fills stays empty.
fn filled(template: &str, fillings: &[Filling]) -> String {
    let (mut said, mut next) = (String::with_capacity(template.len()), 0);
    let mut parts = template.split('{');
    said.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let (gap, rest) = part.split_once('}').unwrap_or(("", part));
        let index = gap.parse().unwrap_or_else(|_| {
            next += 1;
            next - 1
        });
        said.push_str(fillings.get(index).map_or("", Filling::as_str));
        said.push_str(rest);
    }
    said
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// How many fillings a template has gaps for, counted when the program is compiled, where a brace
/// with anything but a number in it is refused: a name there would be filled in behind our back.
#[doc(hidden)]
#[must_use]
pub const fn gaps(template: &str) -> usize {
    let bytes = template.as_bytes();
    let (mut at, mut next, mut most) = (0, 0, 0);
    while at < bytes.len() {
        assert!(bytes[at] != b'}', "a brace that closes no gap");
        if bytes[at] == b'{' {
            at += 1;
            let numbered = bytes[at].is_ascii_digit();
            let index = if numbered { (bytes[at] - b'0') as usize } else { next };
            if numbered {
                at += 1;
            } else {
                next += 1;
            }
            assert!(bytes[at] == b'}', "a gap is {{}} or {{0}} to {{9}}");
            if index + 1 > most {
                most = index + 1;
            }
        }
        at += 1;
    }
    most
}

/// A [`Text`]: `text!("The profile “{}” is not there.", visible(name))`. Gaps are `{}`, or `{0}` where
/// one filling stands twice; a filling may be a [`Text`] itself.
#[macro_export]
macro_rules! text {
    ($template:literal $(, $filling:expr)* $(,)?) => {{
        const { assert!($crate::text::gaps($template) == <[&str]>::len(&[$(stringify!($filling)),*])) }
        $crate::text::Text::new($template, [$($crate::text::Filling::from($filling)),*].into())
    }};
}

/// A [`Text`] that depends on a number: `counted!(count, "{} session", "{} sessions", count)`.
#[macro_export]
macro_rules! counted {
    ($count:expr, $one:literal, $other:literal $(, $filling:expr)* $(,)?) => {{
        const { assert!($crate::text::gaps($one) <= <[&str]>::len(&[$(stringify!($filling)),*])) }
        const { assert!($crate::text::gaps($other) == <[&str]>::len(&[$(stringify!($filling)),*])) }
        let count = u64::try_from($count).unwrap_or(u64::MAX);
        $crate::text::Text::counted(count, $one, $other, [$($crate::text::Filling::from($filling)),*].into())
    }};
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0.said)
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0.said
    }
}

impl PartialEq<str> for Text {
    fn eq(&self, other: &str) -> bool {
        self.0.said == other
    }
}

impl PartialEq<&str> for Text {
    fn eq(&self, other: &&str) -> bool {
        self.0.said == *other
    }
}

impl PartialEq<String> for Text {
    fn eq(&self, other: &String) -> bool {
        self.0.said == *other
    }
}

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0.said)
    }
}

/// Tests make failures by the dozen; the program itself writes each sentence with `text!`.
#[cfg(any(test, feature = "fakes"))]
impl From<&str> for Text {
    fn from(words: &str) -> Self {
        Self::verbatim(words)
    }
}

#[cfg(any(test, feature = "fakes"))]
impl From<String> for Text {
    fn from(words: String) -> Self {
        Self::verbatim(words)
    }
}

impl From<Text> for Filling {
    fn from(text: Text) -> Self {
        Self::Text(text)
    }
}

impl From<&Text> for Filling {
    fn from(text: &Text) -> Self {
        Self::Text(text.clone())
    }
}

macro_rules! plain_filling {
    ($($kind:ty),*) => {
        $(impl From<$kind> for Filling {
            fn from(words: $kind) -> Self {
                Self::Plain(words.to_string())
            }
        })*
    };
}

plain_filling!(&str, &&str, String, &String, Cow<'_, str>, path::Display<'_>, u16, u32, u64, usize, i64);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_reads_as_english() {
        let text = text!("“{}” and “{}” are {} of {0}.", "a", String::from("b"), 2_usize);
        assert_eq!(text, "“a” and “b” are 2 of a.");
        assert!(text.contains("are 2"));
        assert_eq!(format!("{text}"), text.as_str());
        assert_eq!(serde_json::to_string(&text).unwrap(), "\"“a” and “b” are 2 of a.\"");
    }

    #[test]
    fn numbers_choose_their_words() {
        let sessions = |count: usize| counted!(count, "one session", "{} sessions", count).to_string();
        assert_eq!([sessions(0), sessions(1), sessions(2)], ["0 sessions", "one session", "2 sessions"]);
    }

    #[test]
    fn parts_may_begin_a_sentence() {
        let part = text!("“{}” is gone", "x");
        assert_eq!(text!("{}.", text!("it is gone").at_the_start()), "It is gone.");
        assert_eq!(Text::joined([part.clone(), part], ", "), "“x” is gone, “x” is gone");
        assert_eq!(Text::joined([], ", "), "");
    }

    #[test]
    fn fillings_keep_their_braces() {
        assert_eq!(text!("{} and {}.", "{1}", "}{"), "{1} and }{.");
    }

    #[test]
    fn what_no_language_knows_stays_english() {
        for language in Language::all() {
            let text = text!("{} untranslated sparrows", 2_u32).in_language(language);
            assert_eq!(text, "2 untranslated sparrows", "{language:?}");
        }
    }
}
