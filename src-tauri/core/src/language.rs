//! The languages that Daypass speaks.
//!
//! English stands in the sources. Every other language is a file of `languages/`: a JSON object from
//! the English template to its own. The page has catalogues of its own (`ui/src/messages`).

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::OnceLock;

use serde::Deserialize;

/// A language that Daypass speaks.
#[derive(Clone, Copy)]
pub struct Language(&'static Catalogue);

/// A language's file, read when it is first spoken.
struct Catalogue {
    /// BCP 47.
    tag: &'static str,
    file: &'static str,
    words: OnceLock<Words>,
}

/// What a file of `languages/` holds.
#[derive(Debug, Default, Deserialize)]
struct Words {
    plural: Plural,
    texts: HashMap<String, Entry>,
}

/// Which numbers have words of their own (Unicode CLDR, "Language Plural Rules", for whole numbers).
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Plural {
    /// One, and all others: German, Dutch, Italian, Swedish, …
    #[default]
    OneOther,
    /// Nought and one, and all others: French, Portuguese of Brazil.
    NoughtOneOther,
    /// No difference: Japanese, Chinese, Korean, …
    Other,
    /// One, few (2 to 4, but not 12 to 14), many: Polish.
    OneFewMany,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Entry {
    Always(String),
    /// By CLDR's name of the category: `one`, `few`, `many`, `other`.
    Counted(BTreeMap<String, String>),
}

/// One list for both: whoever asks for tags alone, as the command line does, holds no catalogue.
macro_rules! languages {
    ($($tag:literal),*) => {
        /// The tags of all languages (BCP 47), English first.
        pub const TAGS: &[&str] = &["en", $($tag),*];

        static OTHERS: [Catalogue; TAGS.len() - 1] =
            [$(Catalogue::new($tag, include_str!(concat!("languages/", $tag, ".json")))),*];
    };
}

// A further language is its tag here and a file beside German's.
languages!("de");

static ENGLISH: Catalogue = Catalogue::new("en", r#"{"plural": "one-other", "texts": {}}"#);

impl Language {
    /// English: what the sources are written in, and the command line speaks.
    pub const ENGLISH: Self = Self(&ENGLISH);

    /// All of them, English first.
    pub fn all() -> impl Iterator<Item = Self> {
        std::iter::once(Self::ENGLISH).chain(OTHERS.iter().map(Self))
    }

    /// The language of a tag, by its whole or by what stands before the first `-` (RFC 4647,
    /// "Lookup"): `de-AT` is `de`. POSIX's `de_AT.UTF-8` is understood, too.
    #[must_use]
    pub fn of_tag(tag: &str) -> Option<Self> {
        let tag = tag.split(['.', '@']).next()?.replace('_', "-");
        let whole = Self::all().find(|language| language.tag().eq_ignore_ascii_case(&tag));
        let first = tag.split('-').next()?;
        whole.or_else(|| Self::all().find(|language| language.tag().eq_ignore_ascii_case(first)))
    }

    /// The first of these tags that there is a language for, else English.
    pub fn first_of<'a>(tags: impl IntoIterator<Item = &'a str>) -> Self {
        tags.into_iter().find_map(Self::of_tag).unwrap_or_default()
    }

    /// Its tag (BCP 47), such as `de`.
    #[must_use]
    pub fn tag(self) -> &'static str {
        self.0.tag
    }

    /// What it says for an English template, and where that depends on a number, for this number.
    pub(crate) fn template(self, english: &str, count: Option<u64>) -> Option<&'static str> {
        let words = self.0.words();
        match (words.texts.get(english)?, count) {
            (Entry::Always(template), _) => Some(template),
            (Entry::Counted(forms), Some(count)) => {
                forms.get(words.plural.category(count)).or_else(|| forms.get("other")).map(String::as_str)
            }
            (Entry::Counted(forms), None) => forms.get("other").map(String::as_str),
        }
    }
}

impl Default for Language {
    fn default() -> Self {
        Self::ENGLISH
    }
}

impl PartialEq for Language {
    fn eq(&self, other: &Self) -> bool {
        self.tag() == other.tag()
    }
}

impl Eq for Language {}

impl fmt::Debug for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Language").field(&self.tag()).finish()
    }
}

impl Catalogue {
    const fn new(tag: &'static str, file: &'static str) -> Self {
        Self { tag, file, words: OnceLock::new() }
    }

    /// A file that cannot be read says nothing, and English is spoken. A test reads every file.
    fn words(&'static self) -> &'static Words {
        self.words.get_or_init(|| serde_json::from_str(self.file).unwrap_or_default())
    }
}

impl Plural {
    fn category(self, count: u64) -> &'static str {
        match self {
            Self::OneOther if count == 1 => "one",
            Self::NoughtOneOther if count <= 1 => "one",
            Self::OneFewMany if count == 1 => "one",
            Self::OneFewMany if (2..=4).contains(&(count % 10)) && !(12..=14).contains(&(count % 100)) => {
                "few"
            }
            Self::OneFewMany => "many",
            Self::OneOther | Self::NoughtOneOther | Self::Other => "other",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_their_words() {
        let said = |plural: Plural| [0, 1, 2, 5, 12, 22, 112].map(|count| plural.category(count));
        assert_eq!(said(Plural::OneOther), ["other", "one", "other", "other", "other", "other", "other"]);
        assert_eq!(said(Plural::NoughtOneOther), ["one", "one", "other", "other", "other", "other", "other"]);
        assert_eq!(said(Plural::Other), ["other"; 7]);
        assert_eq!(said(Plural::OneFewMany), ["many", "one", "few", "many", "many", "few", "many"]);
    }

    #[test]
    fn a_number_chooses_the_template() {
        let german = Language::of_tag("de").unwrap();
        let template = |count| german.template("{} sessions have ended ({})", count).unwrap();
        assert_eq!(template(Some(1)), "{0} Sitzung ist abgelaufen ({1})");
        assert_eq!(template(Some(2)), "{0} Sitzungen sind abgelaufen ({1})");
        assert_eq!(template(None), template(Some(0)));
        assert_eq!(german.template("Nobody says this.", None), None);
        assert_eq!(Language::ENGLISH.template("Quit Daypass", None), None);
    }
}
