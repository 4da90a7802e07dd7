//! What readers stumble over.

use std::fmt;

use crate::text::Text;

/// How bad a fault is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Readers disagree about the line, or skip it.
    Warning,
    /// At least one AWS SDK refuses the whole file for it.
    Error,
}

/// A place that at least one AWS reader refuses or reads differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong with it.
    pub kind: FaultKind,
}

/// The kinds of fault. The first words of most sentences are those of AWS's published cases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// A property or continuation before the first header.
    NoSection,
    /// `[name` without its bracket.
    UnclosedHeader,
    /// A line in a section without `=`.
    NoEquals,
    /// `= value`.
    NoKey,
    /// A nested line without `=`.
    NestedNoEquals,
    /// A nested `= value`.
    NestedNoKey,
    /// An indented line with nothing above to continue.
    NothingToContinue,
    /// Keys that are indented: botocore and JavaScript read them, Rust and Go do not.
    IndentedKeys,
    /// A header that is indented: botocore and JavaScript read it, Rust and Go do not.
    IndentedHeader,
    /// The file begins with a byte order mark: only JavaScript reads its first line.
    ByteOrderMark,
    /// Bytes that are no UTF-8: botocore refuses the file, Rust reads it as empty.
    NotUtf8,
    /// A CR that belongs to no CRLF: botocore begins a new line there, the others do not.
    LoneCarriageReturn,
}

impl FaultKind {
    /// How bad it is.
    #[must_use]
    pub fn severity(self) -> Severity {
        match self {
            Self::LoneCarriageReturn => Severity::Warning,
            Self::NoSection
            | Self::UnclosedHeader
            | Self::NoEquals
            | Self::NoKey
            | Self::NestedNoEquals
            | Self::NestedNoKey
            | Self::NothingToContinue
            | Self::IndentedKeys
            | Self::IndentedHeader
            | Self::ByteOrderMark
            | Self::NotUtf8 => Severity::Error,
        }
    }

    /// What is wrong, without a full stop.
    #[must_use]
    pub fn sentence(self) -> Text {
        match self {
            Self::NoSection => text!("Expected a profile definition before the first key"),
            Self::UnclosedHeader => text!("Profile definition must end with ']'"),
            Self::NoEquals => text!("Expected an '=' sign defining a property"),
            Self::NoKey => text!("Property did not have a name"),
            Self::NestedNoEquals => text!("Expected an '=' sign defining a sub-property"),
            Self::NestedNoKey => text!("Sub-property did not have a name"),
            Self::NothingToContinue => text!("Expected a property definition, found continuation"),
            Self::IndentedKeys => text!("Keys are indented, which only some AWS tools read"),
            Self::IndentedHeader => text!("The section header is indented, which only some AWS tools read"),
            Self::ByteOrderMark => {
                text!("The file begins with a byte order mark, which most AWS tools refuse")
            }
            Self::NotUtf8 => text!("The line is not UTF-8, for which most AWS tools refuse the whole file"),
            Self::LoneCarriageReturn => {
                text!("A carriage return stands within the line, where AWS tools disagree about a line break")
            }
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.kind.sentence())
    }
}
