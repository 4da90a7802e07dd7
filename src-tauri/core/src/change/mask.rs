//! A line as it may be shown: what is known to be harmless, and dots for the rest.
//!
//! Harmless are section names, keys, and the values of [`HARMLESS`] keys. Access key ids show their
//! last four characters. Everything else is dots of one length, whatever they hide. Free text, which
//! is comments and lines that no reader understands, is shown but for what looks like a setting or a
//! secret, or is a secret elsewhere in the texts.

use std::collections::HashSet;

use crate::ini::{Document, LineKind, Property, is_blank, trim};
use crate::keys::masked;
use crate::profile::visible;
use crate::session::EXPIRY_KEYS;

/// What stands for a hidden value.
pub(super) const DOTS: &str = "••••••••";

/// Keys whose values are no secret.
const HARMLESS: [&str; 20] = [
    "region",
    "output",
    "manager",
    "role_arn",
    "mfa_serial",
    "aws_mfa_device",
    "source_profile",
    "credential_source",
    "duration_seconds",
    "role_session_name",
    "aws_account_id",
    "assume_role",
    "assumed_role",
    "assumed_role_arn",
    "x_principal_arn",
    "sts_regional_endpoints",
    "sso_session",
    "sso_region",
    "sso_account_id",
    "sso_role_name",
];
const KEY_ID: &str = "aws_access_key_id";
/// Secret access keys have 40 characters, passwords may have fewer.
const SECRET_LENGTH: usize = 16;

/// The secret values of both texts, whole and line by line.
pub(super) struct Pieces(HashSet<String>);

impl Pieces {
    pub(super) fn of(texts: &[&[u8]]) -> Self {
        let mut pieces = Self(HashSet::new());
        for text in texts {
            let document = Document::parse(text);
            for property in document.sections().iter().flat_map(|section| document.properties(section)) {
                if !is_harmless(document.slice(property.key.clone())) {
                    pieces.add(&lossy(&document.value(property)));
                }
            }
            for line in document.lines() {
                let text = lossy(document.slice(line.start..line.content_end));
                match line.kind {
                    LineKind::Comment | LineKind::Stray | LineKind::Header => pieces.add_setting(&text),
                    LineKind::Blank | LineKind::Property | LineKind::Continuation => {}
                }
            }
        }
        pieces
    }

    /// A setting that no reader reads may have been one.
    fn add_setting(&mut self, text: &str) {
        if let Some((before, value)) = text.split_once('=')
            && !(is_harmless(last_word(before).as_bytes()) && is_one_word(value.trim()))
        {
            self.add(value);
        }
    }

    fn add(&mut self, value: &str) {
        let words = value.split(|c: char| c.is_whitespace() || matches!(c, '=' | '"' | '\''));
        self.0
            .extend(value.split_whitespace().chain(words).filter(|word| !word.is_empty()).map(str::to_owned));
    }

    fn has(&self, word: &str) -> bool {
        self.0.contains(word)
    }
}

/// A text whose lines may be shown.
pub(super) struct Shown<'a> {
    document: Document<'a>,
    /// The property that begins in a line.
    begins: Vec<Option<Property>>,
    secrets: &'a Pieces,
}

impl<'a> Shown<'a> {
    pub(super) fn of(text: &'a [u8], secrets: &'a Pieces) -> Self {
        let document = Document::parse(text);
        let mut begins = vec![None; document.lines().len()];
        for property in document.sections().iter().flat_map(|section| document.properties(section)) {
            if let Some(place) = begins.get_mut(property.line) {
                *place = Some(property.clone());
            }
        }
        Self { document, begins, secrets }
    }

    pub(super) fn count(&self) -> usize {
        self.document.lines().len()
    }

    /// A line by its number, from 0.
    pub(super) fn line(&self, at: usize) -> String {
        let Some(line) = self.document.lines().get(at) else {
            return String::new();
        };
        let text = self.document.slice(line.start..line.content_end);
        let shown = match (line.kind, self.begins.get(at)) {
            (LineKind::Property, Some(Some(property))) => self.property(line.start, property),
            // Whatever it goes on with, a value is hidden better than shown.
            (LineKind::Continuation, _) => {
                let indent = text.iter().take_while(|b| is_blank(**b)).count();
                format!("{}{DOTS}", " ".repeat(indent))
            }
            (LineKind::Header, _) => self.header(&lossy(text)),
            (LineKind::Property | LineKind::Blank | LineKind::Comment | LineKind::Stray, _) => {
                self.free(&lossy(text))
            }
        };
        visible(&shown.replace('\t', "    "))
    }

    fn property(&self, start: usize, property: &Property) -> String {
        let slice = |range| lossy(self.document.slice(range));
        let key = slice(property.key.clone());
        let gap = slice(property.key.end..property.value.start.max(property.equals + 1));
        let before = format!("{}{gap}", self.words(&slice(start..property.key.end)));
        let value = slice(property.value.clone());
        if value.is_empty() && property.comment.is_none() {
            return before;
        }
        let value = if is_harmless(key.as_bytes()) && self.is_plain(&value) {
            ids_hidden(&value)
        } else if key.eq_ignore_ascii_case(KEY_ID) && is_key_id(&value) {
            masked(&value)
        } else {
            // Some readers take the comment for a part of the value.
            return format!("{before}{DOTS}");
        };
        match &property.comment {
            None => format!("{before}{value}"),
            Some(comment) => format!("{before}{value} {}", self.free(&slice(comment.clone()))),
        }
    }

    fn header(&self, text: &str) -> String {
        let (name, comment) = text.split_at(text.find(['#', ';']).unwrap_or(text.len()));
        let plain = trim(name.as_bytes()).ends_with(b"]") && !name.contains(['=', '\r']);
        match plain {
            true => format!("{}{}", ids_hidden(name), self.free(comment)),
            false => self.free(text),
        }
    }

    /// Text that no reader takes for a value, though it may have been one: a setting commented out.
    fn free(&self, text: &str) -> String {
        let Some((before, value)) = text.split_once('=') else {
            return self.words(text);
        };
        let plain = is_harmless(last_word(before).as_bytes()) && self.is_plain(value.trim());
        let value = if plain || value.trim().is_empty() { value } else { DOTS };
        format!("{}={}", self.words(before), ids_hidden(value))
    }

    /// Text without the words that are, or look like, secrets.
    fn words(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        for part in text.split_inclusive(|c: char| c.is_whitespace()) {
            let word = part.trim_end();
            out.push_str(&if self.secrets.has(word) { DOTS.to_owned() } else { unsecret(word) });
            out.push_str(part.get(word.len()..).unwrap_or_default());
        }
        out
    }

    /// Whether a value is what a harmless key may have, and no secret elsewhere.
    fn is_plain(&self, value: &str) -> bool {
        is_one_word(value) && !value.split_whitespace().any(|word| self.secrets.has(word))
    }
}

/// One word, or an instant as aws-mfa writes it.
fn is_one_word(value: &str) -> bool {
    let odd = |c: char| c.is_whitespace() || c.is_control() || c == '=' || c == '\u{fffd}';
    value.bytes().all(|b| b.is_ascii_digit() || b" -:.".contains(&b)) || !value.contains(odd)
}

/// What may be a key, before a `=`.
fn last_word(text: &str) -> &str {
    text.rsplit([' ', '\t', '\r', '#', ';']).find(|word| !word.is_empty()).unwrap_or_default()
}

fn is_harmless(key: &[u8]) -> bool {
    let mut all = HARMLESS.iter().chain(&EXPIRY_KEYS);
    all.any(|harmless| key.eq_ignore_ascii_case(harmless.as_bytes()))
}

fn lossy(text: &[u8]) -> String {
    String::from_utf8_lossy(text).into_owned()
}

/// A word with each run of characters that looks like a secret hidden.
fn unsecret(word: &str) -> String {
    runs(
        word,
        |c| c.is_ascii_alphanumeric() || "+/=".contains(c),
        |run| {
            (run.len() >= SECRET_LENGTH).then(|| if is_key_id(run) { masked(run) } else { DOTS.to_owned() })
        },
    )
}

/// Text with the access key ids in it cut to their ends.
fn ids_hidden(text: &str) -> String {
    runs(text, |c| c.is_ascii_alphanumeric(), |run| is_key_id(run).then(|| masked(run)))
}

/// `AKIA…` and its like: IAM's ids have an upper-case prefix of four letters that begins with A.
fn is_key_id(text: &str) -> bool {
    let plain = |c: u8| c.is_ascii_uppercase() || c.is_ascii_digit();
    text.len() >= SECRET_LENGTH && text.starts_with('A') && text.bytes().all(plain)
}

/// `text` with those runs of characters of one kind replaced for which there is something else.
fn runs(text: &str, kind: impl Fn(char) -> bool, instead: impl Fn(&str) -> Option<String>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let (other, behind) = rest.split_at(rest.find(&kind).unwrap_or(rest.len()));
        let (run, behind) = behind.split_at(behind.find(|c| !kind(c)).unwrap_or(behind.len()));
        out.push_str(other);
        out.push_str(instead(run).as_deref().unwrap_or(run));
        rest = behind;
    }
    out
}
