//! An entry in the autostart folder (freedesktop.org, Desktop Application Autostart Specification 0.5;
//! Desktop Entry Specification 1.5).

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use daypass_core::failure::Failure;
use daypass_core::ports::StartAtLogin;

use super::{AT_LOGIN, Program, no_name, not_changed, remove, replace};

/// The file's name: the same as that of the program's own desktop entry.
const ENTRY: &str = "autostart/dev.daypass.desktop.desktop";

/// The entry of one user.
#[derive(Clone, Debug)]
pub struct XdgAutostart {
    entry: PathBuf,
    program: Program,
}

impl XdgAutostart {
    /// The entry below `XDG_CONFIG_HOME` that starts `program`.
    #[must_use]
    pub fn new(config_home: &Path, program: Program) -> Self {
        Self { entry: config_home.join(ENTRY), program }
    }
}

impl StartAtLogin for XdgAutostart {
    fn is_on(&self) -> Option<bool> {
        Some(fs::read_to_string(&self.entry).is_ok_and(|text| starts(&text)))
    }

    fn set(&self, on: bool) -> Result<(), Failure> {
        let done = if on {
            let program = self.program.text().filter(|text| is_nameable(text)).ok_or_else(no_name)?;
            replace(&self.entry, &entry(program))
        } else {
            remove(&self.entry)
        };
        done.map_err(|error: io::Error| not_changed(&self.entry.display().to_string(), &error))
    }
}

/// Whether a session starts what the entry names: desktops turn an entry off by a key of their own.
fn starts(text: &str) -> bool {
    let mut in_group = false;
    let (mut hidden, mut enabled, mut exec) = (false, true, false);
    for line in text.lines().map(str::trim) {
        if line.starts_with('[') {
            in_group = line == "[Desktop Entry]";
        }
        let Some((key, value)) = line.split_once('=').filter(|_| in_group) else {
            continue;
        };
        match key.trim_end() {
            "Hidden" => hidden = value.trim_start() == "true",
            "X-GNOME-Autostart-enabled" => enabled = value.trim_start() != "false",
            "Exec" => exec = true,
            _ => {}
        }
    }
    exec && enabled && !hidden
}

/// The specification forbids `=` in the path of a program; `env` would read it as a variable.
fn is_nameable(program: &str) -> bool {
    !program.contains('=')
}

fn entry(program: &str) -> String {
    // GLib looks for the first word before it reads `%%` as `%`, and finds no such program.
    let started_by = if program.contains('%') { "env " } else { "" };
    format!(
        "[Desktop Entry]\n\
         Type=Application\n\
         Version=1.0\n\
         Name=Daypass\n\
         Comment=Day passes for AWS in the tray\n\
         Exec={started_by}{} {AT_LOGIN}\n\
         Icon=daypass\n\
         Terminal=false\n\
         StartupNotify=false\n\
         X-GNOME-Autostart-enabled=true\n",
        value(&argument(program))
    )
}

/// One argument of a command line, quoted (section "The Exec key").
fn argument(text: &str) -> String {
    let mut quoted = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' | '`' | '$' | '\\' => quoted.extend(['\\', letter]),
            '%' => quoted.push_str("%%"),
            _ => quoted.push(letter),
        }
    }
    quoted.push('"');
    quoted
}

/// A value of type string (section "Possible value types"): a second escaping, over that of arguments.
fn value(text: &str) -> String {
    text.replace('\\', "\\\\").replace('\n', "\\n").replace('\t', "\\t").replace('\r', "\\r")
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;

    use super::*;

    const NOTHING: &dyn Fn(&str) -> Option<OsString> = &|_| None;

    fn at(home: &Path, program: &str) -> XdgAutostart {
        XdgAutostart::new(home, Program::running_from(Path::new(program), NOTHING))
    }

    #[test]
    fn on_writes_the_entry_and_off_removes_it() {
        let home = tempfile::tempdir().unwrap();
        let item = at(home.path(), "/usr/bin/daypass-desktop");
        assert_eq!(item.is_on(), Some(false));
        item.set(false).unwrap();
        item.set(true).unwrap();
        assert_eq!(item.is_on(), Some(true));
        let text = fs::read_to_string(home.path().join("autostart/dev.daypass.desktop.desktop")).unwrap();
        assert!(text.contains("\nExec=\"/usr/bin/daypass-desktop\" --at-login\n"), "{text}");
        item.set(false).unwrap();
        assert_eq!(item.is_on(), Some(false));
        assert_eq!(fs::read_dir(home.path().join("autostart")).unwrap().count(), 0, "nothing is left");
    }

    #[test]
    fn what_a_desktop_turned_off_is_off_until_it_is_turned_on_here() {
        let home = tempfile::tempdir().unwrap();
        let item = at(home.path(), "/usr/bin/daypass-desktop");
        for switch in ["Hidden=true", "Hidden = true", "X-GNOME-Autostart-enabled=false"] {
            item.set(true).unwrap();
            let text = fs::read_to_string(&item.entry).unwrap();
            replace(&item.entry, &format!("{text}{switch}\n")).unwrap();
            assert_eq!(item.is_on(), Some(false), "{switch}");
            item.set(true).unwrap();
            assert_eq!(item.is_on(), Some(true), "{switch}");
        }
    }

    #[test]
    fn keys_of_other_groups_and_comments_do_not_count() {
        let text =
            "[Desktop Entry]\nExec=daypass\n# Hidden=true\nHidden=false\n[Desktop Action x]\nHidden=true\n";
        assert!(starts(text));
        assert!(!starts(""), "an emptied entry starts nothing");
        assert!(!starts("[Other]\nExec=daypass\n"));
    }

    #[test]
    fn what_a_shell_would_read_in_a_path_is_escaped_twice() {
        assert_eq!(
            value(&argument(r#"/a b/"c"/$d/`e`/f\g/100%"#)),
            r#""/a b/\\"c\\"/\\$d/\\`e\\`/f\\\\g/100%%""#
        );
        assert_eq!(value(&argument("/new\nline")), r#""/new\nline""#);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_path_that_no_entry_can_spell_is_refused() {
        use std::os::unix::ffi::OsStrExt;
        let home = tempfile::tempdir().unwrap();
        for file in [b"/opt/\xff/daypass".as_slice(), b"/opt/a=b/daypass"] {
            let file = Path::new(std::ffi::OsStr::from_bytes(file));
            let item = XdgAutostart::new(home.path(), Program::running_from(file, NOTHING));
            assert!(item.set(true).is_err());
            assert_eq!(item.is_on(), Some(false));
        }
    }

    #[test]
    fn a_folder_that_cannot_be_made_is_told() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let failure = at(file.path(), "/usr/bin/daypass-desktop").set(true).unwrap_err();
        assert!(failure.message.contains("autostart"), "{failure}");
    }
}
