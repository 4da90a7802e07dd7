//! The text: sections of lines, without what must not be in it.

use std::fmt;

/// No answer of a program is quoted beyond this many characters.
const LONGEST: usize = 200;

/// Sections, in the order in which they were added.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report(Vec<Section>);

/// A title and its lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    title: String,
    lines: Vec<(String, String)>,
}

impl Section {
    /// A section without lines.
    #[must_use]
    pub fn new(title: &str) -> Self {
        Self { title: title.to_owned(), lines: Vec::new() }
    }

    /// One more line.
    #[must_use]
    pub fn line(mut self, label: &str, value: impl Into<String>) -> Self {
        self.lines.push((label.to_owned(), harmless(&value.into())));
        self
    }

    /// Whether nothing is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }
}

impl Report {
    /// One more section, unless it is empty.
    pub fn add(&mut self, section: Section) {
        if !section.is_empty() {
            self.0.push(section);
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, section) in self.0.iter().enumerate() {
            if number > 0 {
                writeln!(f)?;
            }
            writeln!(f, "{}", section.title)?;
            for (label, value) in &section.lines {
                writeln!(f, "  {label}: {value}")?;
            }
        }
        Ok(())
    }
}

/// One line of it, with what looks like an account number, a key's id or an ARN taken out: programs on
/// the bus may call themselves whatever they like.
fn harmless(value: &str) -> String {
    let words = value.split_whitespace().map(|word| if is_private(word) { "…" } else { word });
    let line: String = words.collect::<Vec<_>>().join(" ").chars().filter(|one| !one.is_control()).collect();
    if line.chars().count() <= LONGEST {
        return line;
    }
    line.chars().take(LONGEST).chain(['…']).collect()
}

fn is_private(word: &str) -> bool {
    let digits = word.as_bytes().split(|byte| !byte.is_ascii_digit()).any(|run| run.len() == 12);
    digits || ["AKIA", "ASIA", "AIDA", "AROA", "arn:"].iter().any(|mark| word.contains(mark))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_are_read_line_by_line() {
        let mut report = Report::default();
        report.add(Section::new("Empty"));
        report.add(Section::new("System").line("kernel", "Linux 6.1").line("desktop", "XFCE\n(x11)"));
        report.add(Section::new("Tray").line("host", "none"));
        assert_eq!(
            report.to_string(),
            "System\n  kernel: Linux 6.1\n  desktop: XFCE (x11)\n\nTray\n  host: none\n"
        );
    }

    #[test]
    fn what_looks_like_somebody_s_is_taken_out() {
        for (value, wanted) in [
            ("user 123456789012 here", "user … here"),
            ("arn:aws:iam::123456789012:user/jane", "…"),
            ("key=AKIAIOSFODNN7EXAMPLE", "…"),
            ("1234567890123 bytes", "1234567890123 bytes"),
            ("\u{1b}[31mred", "[31mred"),
        ] {
            assert_eq!(harmless(value), wanted);
        }
        assert_eq!(harmless(&"x".repeat(500)).chars().count(), LONGEST + 1);
    }
}
