//! What AWS's own tools would understand from the two shared files together.
//!
//! [`AwsConfig::read`] joins the literal readings of both files by the rules of smithy-rs
//! (`aws-runtime/src/env_config/normalize.rs`), whose published cases are our tests:
//!
//! - config: `[profile x]`, `[default]`, `[sso-session x]`, `[services x]`; credentials: `[x]`;
//! - `[profile default]` makes `[default]` in the config file unheard;
//! - sections of one name are one profile; of a key that stands twice the last one counts;
//! - where both files have a key, the credentials file's counts;
//! - keys are case-insensitive, names are not; names of other than `A-Za-z0-9_-/.%@:+` are skipped.
//!
//! Where the SDKs disagree, the majority of botocore, Rust, Go v2 and JavaScript v3 decides:
//!
//! - `[profile "x"]` is `x` to botocore and JavaScript, nothing to Rust, `"x"` to Go: read as `x`.
//! - `[profile "x y"]` is a profile to botocore alone: skipped. `[x y]` in the credentials file is one
//!   to botocore alone, too: not to Rust and Go (published case P040), and JavaScript (`parseIni`'s
//!   `prefixKeyRegex`) takes the `x` before a single blank for a kind of section it does not know.
//!   Skipped. Either is named in the problems, and [`AwsConfig::in_credentials`] shows the section all
//!   the same.
//! - `[profile x]` in the credentials file is no profile `x` to anyone (P055).

#[cfg(test)]
mod cases;
pub(crate) mod literal;
mod merge;
mod section;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::fmt;

pub use crate::ini::Severity;
pub use section::{CredentialsSection, Entries, Entry, Origin};

/// Both files, understood.
#[derive(Clone, Debug, Default)]
pub struct AwsConfig {
    profiles: Vec<Profile>,
    profile_index: HashMap<String, usize>,
    sso_sessions: Vec<(String, Entries)>,
    services: Vec<(String, Entries)>,
    sections: Vec<CredentialsSection>,
    section_index: HashMap<String, usize>,
    problems: Vec<Problem>,
}

/// A profile as AWS's tools see it.
#[derive(Clone, Debug)]
pub struct Profile {
    name: String,
    entries: Entries,
    in_config: bool,
    in_credentials: bool,
}

/// Something in a file that AWS's tools refuse, skip, or disagree about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// In which file.
    pub file: Origin,
    /// The line, counted from 1.
    pub line: usize,
    /// [`Severity::Error`] when an AWS SDK refuses the whole file.
    pub severity: Severity,
    /// What is wrong, without a full stop.
    pub sentence: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} file, line {}: {}.", self.file, self.line, self.sentence)
    }
}

impl AwsConfig {
    /// Understands the two files' bytes; a missing file is empty. Never fails: see [`AwsConfig::problems`].
    #[must_use]
    pub fn read(config: &[u8], credentials: &[u8]) -> Self {
        merge::merge(config, credentials)
    }

    /// Whether every SDK reads a profile of this name.
    #[must_use]
    pub fn is_profile_name(name: &str) -> bool {
        merge::is_identifier(name)
    }

    /// All profiles, those of the config file first, in the files' order.
    #[must_use]
    pub fn profiles(&self) -> &[Profile] {
        &self.profiles
    }

    /// One profile.
    #[must_use]
    pub fn profile(&self, name: &str) -> Option<&Profile> {
        self.profile_index.get(name).and_then(|at| self.profiles.get(*at))
    }

    /// The keys of `[sso-session name]`.
    #[must_use]
    pub fn sso_session(&self, name: &str) -> Option<&Entries> {
        find(&self.sso_sessions, name)
    }

    /// The names of all `[sso-session …]` sections, in their order.
    pub fn sso_sessions(&self) -> impl Iterator<Item = &str> {
        self.sso_sessions.iter().map(|(name, _)| name.as_str())
    }

    /// The keys of `[services name]`; a service's endpoint is
    /// `services("x")?.nested("sts", "endpoint_url")`.
    #[must_use]
    pub fn services(&self, name: &str) -> Option<&Entries> {
        find(&self.services, name)
    }

    /// All sections of the credentials file by their literal names, readable for AWS or not.
    #[must_use]
    pub fn credentials_sections(&self) -> &[CredentialsSection] {
        &self.sections
    }

    /// The section of that literal name in the credentials file, duplicates joined.
    #[must_use]
    pub fn in_credentials(&self, name: &str) -> Option<&CredentialsSection> {
        self.section_index.get(name).and_then(|at| self.sections.get(*at))
    }

    /// What AWS's tools refuse, skip, or disagree about.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// Those problems for which at least one AWS SDK refuses the whole file.
    pub fn errors(&self) -> impl Iterator<Item = &Problem> {
        self.problems.iter().filter(|problem| problem.severity == Severity::Error)
    }
}

impl Profile {
    /// The name, without `profile ` and quotes.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// A value. One that spans lines has line feeds in it; a nested block begins with one.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&str> {
        self.entries.get(key)
    }

    /// A value inside a nested block: `nested("s3", "addressing_style")`.
    #[must_use]
    pub fn nested(&self, key: &str, sub: &str) -> Option<&str> {
        self.entries.nested(key, sub)
    }

    /// Which file a value comes from.
    #[must_use]
    pub fn origin(&self, key: &str) -> Option<Origin> {
        self.entries.entry(key).map(Entry::origin)
    }

    /// All keys with their values.
    #[must_use]
    pub fn entries(&self) -> &Entries {
        &self.entries
    }

    /// Whether the config file has a section for it.
    #[must_use]
    pub fn is_in_config(&self) -> bool {
        self.in_config
    }

    /// Whether the credentials file has a section for it.
    #[must_use]
    pub fn is_in_credentials(&self) -> bool {
        self.in_credentials
    }
}

fn find<'a>(list: &'a [(String, Entries)], name: &str) -> Option<&'a Entries> {
    list.iter().find(|(other, _)| other == name).map(|(_, entries)| entries)
}
