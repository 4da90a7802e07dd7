//! What one reader makes of the two files: which sections are profiles to it, and which of their keys.

use std::collections::HashMap;

use crate::aws_config::literal::{Literal, LiteralSection, joined, without};
use crate::aws_config::{AwsConfig, Entries, Origin};
use crate::explain::{Files, Reader, Trouble};
use crate::ini::FaultKind;
use crate::profile::visible;
use crate::text::Text;

/// Both files as one reader understands them.
pub(super) struct Reading {
    profiles: HashMap<String, ReadProfile>,
    sso_sessions: HashMap<String, Entries>,
    /// Why it reads nothing at all.
    pub refused: Option<Trouble>,
}

/// A profile as one reader understands it.
#[derive(Default)]
pub(super) struct ReadProfile {
    /// The keys of both files, the credentials file's first.
    pub merged: Entries,
    /// The config file's alone.
    pub config: Option<Entries>,
    /// The credentials file's alone.
    pub credentials: Option<Entries>,
}

impl ReadProfile {
    /// A value.
    pub(super) fn get(&self, key: &str) -> Option<&str> {
        self.merged.get(key)
    }

    /// A value that is not empty.
    pub(super) fn filled(&self, key: &str) -> Option<&str> {
        self.get(key).filter(|value| !value.is_empty())
    }

    /// Whether the key stands there.
    pub(super) fn has(&self, key: &str) -> bool {
        self.get(key).is_some()
    }
}

impl Reading {
    /// Reads both files as `reader` does.
    pub(super) fn of(files: &Files, reader: Reader) -> Self {
        let mut reading = Self {
            profiles: HashMap::new(),
            sso_sessions: HashMap::new(),
            refused: refusal(&files.config, Origin::Config, reader)
                .or_else(|| refusal(&files.credentials, Origin::Credentials, reader)),
        };
        reading.add_config(&files.config, reader);
        for section in &files.credentials.sections {
            if let Some(name) = credentials_name(&section.header, reader) {
                let own = keys(section, reader);
                let into = &mut reading.profiles.entry(name.to_owned()).or_default().credentials;
                *into = Some(joined(into.iter().chain([&own])));
            }
        }
        for profile in reading.profiles.values_mut() {
            profile.merged = joined(profile.config.iter().chain(&profile.credentials));
        }
        reading
    }

    fn add_config(&mut self, config: &Literal, reader: Reader) {
        let prefixed = |section: &LiteralSection| matches!(config_name(&section.header, reader), Some(Kind::Profile { name, prefixed: true }) if name == "default");
        let prefixed_default = config.sections.iter().any(prefixed);
        for section in &config.sections {
            let own = keys(section, reader);
            match config_name(&section.header, reader) {
                Some(Kind::Profile { name, prefixed }) => {
                    // Of `[default]` and `[profile default]` botocore takes the later one
                    // (`build_profile_map`), JavaScript the prefixed one (`getConfigData`).
                    let loses = name == "default" && prefixed_default && !prefixed;
                    if loses && reader != Reader::Botocore {
                        continue;
                    }
                    let into = &mut self.profiles.entry(name).or_default().config;
                    let before = into.take().filter(|_| reader != Reader::Botocore);
                    *into = Some(joined(before.iter().chain([&own])));
                }
                Some(Kind::SsoSession(name)) => {
                    let into = self.sso_sessions.entry(name).or_default();
                    *into = joined([&*into, &own]);
                }
                None => {}
            }
        }
    }

    /// A profile.
    pub(super) fn profile(&self, name: &str) -> Option<&ReadProfile> {
        self.profiles.get(name)
    }

    /// The keys of `[sso-session name]`.
    pub(super) fn sso_session(&self, name: &str) -> Option<&Entries> {
        self.sso_sessions.get(name)
    }
}

/// What a header of the config file declares.
enum Kind {
    Profile { name: String, prefixed: bool },
    SsoSession(String),
}

fn config_name(header: &str, reader: Reader) -> Option<Kind> {
    if header == "default" {
        return Some(Kind::Profile { name: header.to_owned(), prefixed: false });
    }
    let (kind, name) = header.split_once([' ', '\t'])?;
    let name = match reader {
        // `_parse_section`: as a shell splits words, and there must be two.
        Reader::Botocore => shell_word(name.trim())?,
        // `parseIni`'s prefixKeyRegex: one blank, and quotes that match.
        Reader::JavaScript => plain(unquoted(name))?,
        // `validate_identifier`; `renameProfileSection`.
        Reader::Rust | Reader::Go => plain(name.trim())?,
    };
    match kind {
        "profile" => Some(Kind::Profile { name: name.to_owned(), prefixed: true }),
        "sso-session" => Some(Kind::SsoSession(name.to_owned())),
        _ => None,
    }
}

fn credentials_name(header: &str, reader: Reader) -> Option<&str> {
    match reader {
        // `full_config` takes every section by its literal name.
        Reader::Botocore => Some(header),
        Reader::Rust | Reader::Go => plain(header),
        // What looks like `kind name` is of an unknown kind.
        Reader::JavaScript => match header.split_once([' ', '\t']) {
            Some((_, name)) if plain(unquoted(name)).is_some() => None,
            Some(_) | None => Some(header),
        },
    }
}

fn plain(name: &str) -> Option<&str> {
    AwsConfig::is_profile_name(name).then_some(name)
}

fn unquoted(name: &str) -> &str {
    let inside = |quote| name.strip_prefix(quote).and_then(|rest: &str| rest.strip_suffix(quote));
    inside('"').or_else(|| inside('\'')).unwrap_or(name)
}

/// A single word of a shell, quoted as a whole or not at all.
fn shell_word(text: &str) -> Option<&str> {
    let inside = unquoted(text);
    let odd = |c: char| matches!(c, '"' | '\'' | '\\') || (inside.len() == text.len() && c.is_whitespace());
    (!inside.contains(odd)).then_some(inside)
}

fn keys(section: &LiteralSection, reader: Reader) -> Entries {
    match reader {
        Reader::Botocore => section.with_comments.clone(),
        Reader::Rust | Reader::Go => section.entries.clone(),
        // Keys are compared as they are written, and a key without a value begins a block.
        Reader::JavaScript => without(&section.entries, |entry| {
            section.shouted.contains(entry.key()) || entry.value().is_empty()
        }),
    }
}

fn refusal(file: &Literal, origin: Origin, reader: Reader) -> Option<Trouble> {
    let refused = |line: usize, sentence: Text| Trouble::FileRefused { file: origin, line, sentence };
    let fault = file.faults.iter().find(|(_, kind)| refuses(reader, *kind));
    let fault = fault.map(|(line, kind)| refused(*line, kind.sentence()));
    fault.or_else(|| match reader {
        // Python's `configparser` is strict about what stands twice.
        Reader::Botocore => twice(file).map(|(line, why)| refused(line, why)),
        Reader::Rust | Reader::Go | Reader::JavaScript => None,
    })
}

/// Seen with the readers themselves (tests/readers); Go skips what it does not understand
/// (`internal/ini`), and JavaScript refuses nothing.
fn refuses(reader: Reader, kind: FaultKind) -> bool {
    let either = match reader {
        Reader::Botocore | Reader::Rust => true,
        Reader::Go | Reader::JavaScript => false,
    };
    match kind {
        FaultKind::NoSection
        | FaultKind::UnclosedHeader
        | FaultKind::NoEquals
        | FaultKind::NoKey
        | FaultKind::NestedNoEquals
        | FaultKind::ByteOrderMark => either,
        FaultKind::NestedNoKey
        | FaultKind::NothingToContinue
        | FaultKind::IndentedKeys
        | FaultKind::IndentedHeader => reader == Reader::Rust,
        FaultKind::NotUtf8 => reader == Reader::Botocore,
        FaultKind::LoneCarriageReturn => false,
    }
}

fn twice(file: &Literal) -> Option<(usize, Text)> {
    let mut seen = std::collections::HashSet::new();
    file.sections.iter().find_map(|section| {
        if !seen.insert(section.header.as_str()) {
            return Some((section.line, text!("[{}] stands there twice", visible(&section.header))));
        }
        section.repeated.map(|line| (line, text!("The key stands there twice")))
    })
}
