//! Every sentence of the sources in every language.

mod sources;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use daypass_core::failure::{Code, Failure};
use daypass_core::language::Language;
use daypass_core::text::{InLanguage, gaps};
use daypass_core::{counted, text};
use serde::Deserialize;
use serde_json::Value;

use sources::{Sentence, sentences};

/// What is the same in both languages.
const SAME: [&str; 0] = [];

/// A file of `languages/`.
#[derive(Deserialize)]
struct File {
    plural: String,
    texts: BTreeMap<String, Value>,
}

/// The files by their tags.
fn files() -> BTreeMap<String, File> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/languages");
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let read = |path: PathBuf| {
        let tag = path.file_stem().unwrap().to_str().unwrap().to_owned();
        (tag, serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap())
    };
    paths.map(read).collect()
}

/// The forms of a template: one, or one for each kind of number.
fn forms(entry: &Value) -> Vec<&str> {
    match entry {
        Value::Object(forms) => forms.values().map(|form| form.as_str().unwrap()).collect(),
        entry => vec![entry.as_str().unwrap()],
    }
}

/// Which fillings a template has, each once: `{}` counts on, `{0}` names its place.
fn fillings(template: &str) -> BTreeSet<usize> {
    let mut next = 0;
    let gaps = template.split('{').skip(1).map(|part| part.split_once('}').unwrap().0);
    gaps.map(|gap| {
        gap.parse().unwrap_or_else(|_| {
            next += 1;
            next - 1
        })
    })
    .collect()
}

#[test]
fn every_file_is_a_language() {
    let spoken: Vec<&str> = Language::all().map(Language::tag).collect();
    let files: Vec<String> = std::iter::once("en".to_owned()).chain(files().into_keys()).collect();
    assert_eq!(spoken, files);
}

#[test]
fn every_sentence_is_in_every_language() {
    let said: BTreeMap<String, Sentence> =
        sentences().into_iter().map(|sentence| (sentence.template.clone(), sentence)).collect();
    assert!(said.len() > 300, "{} sentences were found", said.len());
    for (tag, File { texts, .. }) in files() {
        let missing: Vec<_> = said.values().filter(|one| !texts.contains_key(&one.template)).collect();
        assert!(missing.is_empty(), "{tag} lacks {missing:#?}");
        let superfluous: Vec<_> = texts.keys().filter(|template| !said.contains_key(*template)).collect();
        assert!(superfluous.is_empty(), "nothing says {superfluous:#?} of {tag}");
    }
}

#[test]
fn every_language_fills_in_what_english_does() {
    for (tag, File { texts, .. }) in files() {
        for (english, entry) in &texts {
            for form in forms(entry) {
                assert!(!form.trim().is_empty(), "{tag}: {english}");
                assert_eq!(fillings(form), fillings(english), "{tag}: {form}");
                assert_eq!(gaps(form), gaps(english), "{tag}: {form}");
                assert!(form != english || SAME.contains(&form), "{tag} leaves {english} in English");
                let last = |text: &str| text.chars().last().filter(|c| ".:?!…".contains(*c));
                assert_eq!(last(form), last(english), "{tag}: {form}");
            }
        }
    }
}

#[test]
fn numbers_have_all_their_forms() {
    let counted: BTreeSet<String> =
        sentences().into_iter().filter(|one| one.counted).map(|one| one.template).collect();
    for (tag, File { plural, texts }) in files() {
        let categories: &[&str] = match plural.as_str() {
            "one-other" | "nought-one-other" => &["one", "other"],
            "one-few-many" => &["few", "many", "one"],
            "other" => &["other"],
            unknown => panic!("{tag} counts in an unknown way: {unknown}"),
        };
        for (english, entry) in texts {
            let forms = entry.as_object().map(|forms| forms.keys().map(String::as_str).collect::<Vec<_>>());
            let wanted = counted.contains(&english).then(|| categories.to_vec());
            assert_eq!(forms, wanted, "{tag}: {english}");
        }
    }
}

#[test]
fn a_failure_is_said_in_german() {
    let german = Language::of_tag("de-AT").unwrap();
    let failure = Failure::new(
        Code::UnknownProfile,
        text!("There is no profile “{}” to sign in to.", "{0} “a”"),
        text!("Profiles that can be signed in to: {}.", "b, c"),
    );
    let said = failure.clone().in_language(german);
    assert_eq!(
        said.to_string(),
        "Es gibt kein Profil „{0} “a”“ zum Anmelden. Profile, bei denen man sich anmelden kann: b, c."
    );
    assert_eq!(said.in_language(Language::ENGLISH), failure);
}

#[test]
fn parts_are_said_in_german_too() {
    let german = Language::of_tag("de").unwrap();
    let inner = text!("AWS does not let this user assume the role.");
    let outer = text!("It is reached through “{}”. {}", "top", inner);
    assert_eq!(
        outer.in_language(german),
        "Sie wird über „top“ erreicht. AWS lässt diesen Benutzer die Rolle nicht annehmen."
    );
    let part = text!("there is no profile “{}” that could be read", "x").at_the_start();
    assert_eq!(text!("{}.", part).in_language(german), "Es gibt kein Profil „x“, das sich lesen ließe.");
    let unknown = counted!(2_u32, "{} untold sparrow", "{} untold sparrows", 2_u32);
    assert_eq!(unknown.in_language(german), "2 untold sparrows");
}

#[test]
fn tags_are_looked_up() {
    let tag = |tag: &str| Language::of_tag(tag).map(Language::tag);
    for german in ["de", "DE", "de-AT", "de_DE.UTF-8", "de_DE@euro", "de.UTF-8"] {
        assert_eq!(tag(german), Some("de"), "{german}");
    }
    assert_eq!(tag("en_GB.UTF-8"), Some("en"));
    for unknown in ["", "C", "POSIX", "C.UTF-8", "fr", "deu", "d"] {
        assert_eq!(tag(unknown), None, "{unknown}");
    }
    assert_eq!(Language::first_of(["fr", "de_CH", "en"]).tag(), "de");
    assert_eq!(Language::first_of(["fr", "C"]).tag(), "en");
}
