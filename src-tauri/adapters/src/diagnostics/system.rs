//! The system, the desktop and its language.

use std::fs;

use super::report::Section;
use crate::environment::Lookup;

pub(super) fn section(lookup: Lookup<'_>) -> Section {
    let section =
        Section::new("System").line("system", format!("{} {}", std::env::consts::OS, std::env::consts::ARCH));
    let section = of_linux(section);
    [
        ("desktop", "XDG_CURRENT_DESKTOP"),
        ("session", "XDG_SESSION_TYPE"),
        ("drawn by", "GDK_BACKEND"),
        ("locale", "LC_ALL"),
        ("locale of messages", "LC_MESSAGES"),
        ("locale", "LANG"),
        ("languages", "LANGUAGE"),
    ]
    .into_iter()
    .fold(section, |section, (label, name)| match plain(lookup, name) {
        Some(value) => section.line(label, value),
        None => section,
    })
}

/// A value as long as it is a word of the platform's own kind.
fn plain(lookup: Lookup<'_>, name: &str) -> Option<String> {
    let value = lookup(name)?.into_string().ok().filter(|value| !value.is_empty())?;
    let is_plain = |one: char| one.is_ascii_alphanumeric() || "-_.:@".contains(one);
    Some(if value.len() <= 60 && value.chars().all(is_plain) { value } else { "set".to_owned() })
}

fn of_linux(section: Section) -> Section {
    let kernel = fs::read_to_string("/proc/sys/kernel/osrelease");
    let section = match kernel {
        Ok(release) => section.line("kernel", release),
        Err(_) => section,
    };
    match fs::read_to_string("/etc/os-release").ok().as_deref().and_then(distribution) {
        Some(name) => section.line("distribution", name),
        None => section,
    }
}

/// The name for people (os-release(5)).
fn distribution(text: &str) -> Option<&str> {
    let value = text.lines().find_map(|line| line.strip_prefix("PRETTY_NAME="))?;
    Some(value.trim_matches(['"', '\'']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_distribution_has_a_name_for_people() {
        assert_eq!(
            distribution("ID=debian\nPRETTY_NAME=\"Debian GNU/Linux 12\"\n"),
            Some("Debian GNU/Linux 12")
        );
        assert_eq!(distribution("ID=debian\n"), None);
    }

    #[test]
    fn of_an_odd_value_it_is_said_that_it_is_set() {
        let text = |value: &'static str| plain(&move |_| Some(value.into()), "LANG");
        assert_eq!(text("ubuntu:GNOME").as_deref(), Some("ubuntu:GNOME"));
        assert_eq!(text("jane's own desktop").as_deref(), Some("set"));
        assert_eq!(text(""), None);
    }
}
