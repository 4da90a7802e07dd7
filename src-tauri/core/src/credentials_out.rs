//! The editor of the credentials file: bytes in, bytes out, nothing else touched.
//!
//! [`edit`] changes the named keys of the named sections and leaves every other byte as it was:
//! comments, order, line endings, unknown keys, nested blocks, bytes that are no UTF-8. It makes the
//! smallest edit it can and takes over how the neighbours are written. What it promises:
//!
//! - **Others' bytes stay.** [`edit`] reads its own result back and refuses to hand out one in which
//!   any other key reads differently.
//! - **The value readers use is the one updated.** Of a key or section that stands twice AWS's tools
//!   use the last (published cases P034 to P037), so the last one is set; removing takes all of them. A key that
//!   is set is named as asked, for JavaScript tells upper from lower case.
//! - **Every reader can read it.** Values that some tool would cut, unquote or fold are refused, and
//!   a comment behind a value we set moves to a line of its own above: botocore would take it for a
//!   part of the value (P020). Indented comments below a key that is set or removed move to the first
//!   column: the Rust SDK alone would take them for more of the value above. No other line is touched.
//! - **No key is there twice to anyone.** `key: value` is a key to botocore and Go v2 only: where it names
//!   a key of the edit nothing is written, for botocore would refuse a file with both.
//! - **Nothing can be smuggled in.** Line breaks and control characters are refused.
//! - **Adding can be undone to the byte.** A new section comes after exactly one empty line; a file
//!   without a final newline stays one. Removing it takes both back.

mod change;
#[cfg(test)]
mod properties;
mod rules;
mod style;
#[cfg(test)]
mod tests;
mod window;

use std::borrow::Cow;
use std::fmt;

use zeroize::Zeroizing;

use crate::failure::{Code, Failure};
use crate::text::Text;

/// What is to be changed in one section.
#[derive(Clone, Default)]
pub struct SectionEdit {
    section: String,
    set: Vec<(String, Zeroizing<String>)>,
    remove: Vec<String>,
    remove_section_if_empty: bool,
}

impl SectionEdit {
    /// Changes nothing yet.
    #[must_use]
    pub fn new(section: impl Into<String>) -> Self {
        Self { section: section.into(), ..Self::default() }
    }

    /// Sets a key; of a key set twice the last value counts.
    #[must_use]
    pub fn set(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        let key = key.into();
        self.set.retain(|(other, _)| !other.eq_ignore_ascii_case(&key));
        self.set.push((key, Zeroizing::new(value.into())));
        self
    }

    /// Removes a key wherever the section has it. A key that is also set is set.
    #[must_use]
    pub fn remove(mut self, key: impl Into<String>) -> Self {
        self.remove.push(key.into());
        self
    }

    /// Removes the section too if this edit takes its last key and no comment belongs to it.
    #[must_use]
    pub fn remove_section_if_empty(mut self) -> Self {
        self.remove_section_if_empty = true;
        self
    }

    /// The section's name.
    #[must_use]
    pub fn section(&self) -> &str {
        &self.section
    }

    fn value_to_set(&self, key: &[u8]) -> Option<&str> {
        let found = self.set.iter().find(|(other, _)| key.eq_ignore_ascii_case(other.as_bytes()));
        found.map(|(_, value)| value.as_str())
    }

    /// The edit's own word for a key that it sets or removes.
    fn key_named(&self, key: &[u8]) -> Option<&str> {
        let mut all = self.set.iter().map(|(key, _)| key).chain(&self.remove);
        all.find(|other| key.eq_ignore_ascii_case(other.as_bytes())).map(String::as_str)
    }

    fn removes(&self, key: &[u8]) -> bool {
        let named = self.remove.iter().any(|other| key.eq_ignore_ascii_case(other.as_bytes()));
        named && self.value_to_set(key).is_none()
    }
}

impl fmt::Debug for SectionEdit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let keys: Vec<&str> = self.set.iter().map(|(key, _)| key.as_str()).collect();
        f.debug_struct("SectionEdit")
            .field("section", &self.section)
            .field("set", &keys)
            .field("remove", &self.remove)
            .field("remove_section_if_empty", &self.remove_section_if_empty)
            .finish()
    }
}

/// Why an edit was refused. No sentence contains a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EditError {
    /// A new section's name that some AWS tool could not read.
    SectionName {
        /// The name, with control characters shown as escapes.
        name: String,
        /// Why not.
        why: Text,
    },
    /// A key of other than letters, digits, `_`, `-` and `.`.
    KeyName {
        /// The name, with control characters shown as escapes.
        name: String,
    },
    /// A value that could forge a line or that some AWS tool would read differently.
    Value {
        /// The key.
        key: String,
        /// Why not.
        why: Text,
    },
    /// The file is no text that AWS's tools read.
    NotText,
    /// A CR without LF where it would matter.
    LoneCarriageReturn {
        /// The line, counted from 1.
        line: usize,
    },
    /// `key: value` in place of a key that the edit names.
    Colon {
        /// The key, as the edit names it.
        key: String,
        /// The line, counted from 1.
        line: usize,
    },
    /// The result would have read differently than wanted; a fault of the editor.
    ReadsDifferently {
        /// The section.
        section: String,
    },
}

impl EditError {
    /// What is wrong.
    #[must_use]
    pub fn sentence(&self) -> Text {
        match self {
            Self::SectionName { name, why } => text!("\"{}\" cannot be a section's name: {}.", name, why),
            Self::KeyName { name } => {
                text!("\"{}\" cannot be a key: only letters, digits, _, - and . may be in it.", name)
            }
            Self::Value { key, why } => text!("The value for {} was not written: {}.", key, why),
            Self::NotText => text!("The file is UTF-16 or binary, which no AWS tool reads."),
            Self::LoneCarriageReturn { line } => text!(
                "Line {} has a carriage return within it, where AWS tools disagree about a line break.",
                *line
            ),
            Self::Colon { key, line } => {
                text!("{} stands on line {} with a colon, which only some AWS tools read.", key, *line)
            }
            Self::ReadsDifferently { section } => {
                text!("The edit of [{}] would have changed something else.", section)
            }
        }
    }

    /// What to do next.
    #[must_use]
    pub fn hint(&self) -> Text {
        match self {
            Self::SectionName { .. } => text!("Choose another target profile."),
            Self::KeyName { .. } | Self::Value { .. } => text!("Nothing was written. Try again."),
            Self::NotText => text!("Save the file as UTF-8 and try again."),
            Self::LoneCarriageReturn { .. } => text!("Save the file with normal line ends and try again."),
            Self::Colon { .. } => text!("Write the line with = in place of the colon, and try again."),
            Self::ReadsDifferently { .. } => {
                text!(
                    "Nothing was written. Please report this with the lines around the section, keys removed."
                )
            }
        }
    }

    /// The error as it is told of a text that stands below `lines` others.
    fn below(self, lines: usize) -> Self {
        match self {
            Self::LoneCarriageReturn { line } => Self::LoneCarriageReturn { line: line + lines },
            Self::Colon { key, line } => Self::Colon { key, line: line + lines },
            Self::SectionName { .. }
            | Self::KeyName { .. }
            | Self::Value { .. }
            | Self::NotText
            | Self::ReadsDifferently { .. } => self,
        }
    }
}

impl fmt::Display for EditError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.sentence().fmt(f)
    }
}

impl std::error::Error for EditError {}

impl From<EditError> for Failure {
    fn from(error: EditError) -> Self {
        let code = match error {
            EditError::SectionName { .. } | EditError::KeyName { .. } => Code::BadInput,
            EditError::Value { .. } => Code::BadAnswer,
            EditError::NotText | EditError::LoneCarriageReturn { .. } | EditError::Colon { .. } => Code::File,
            EditError::ReadsDifferently { .. } => Code::Internal,
        };
        Self::new(code, error.sentence(), error.hint())
    }
}

/// Applies `edits` in turn to the credentials file's `bytes`.
///
/// # Errors
/// [`EditError`]; then nothing should be written.
pub fn edit(bytes: &[u8], edits: &[SectionEdit]) -> Result<Vec<u8>, EditError> {
    let mut text = Cow::Borrowed(bytes);
    for edit in edits {
        rules::check(edit)?;
        if let Some(changed) = window::apply(&text, edit)? {
            text = Cow::Owned(changed);
        }
    }
    Ok(text.into_owned())
}
