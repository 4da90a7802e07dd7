//! Which file a session must start to get this program again.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use crate::environment::Lookup;

/// The file to be started.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Program(PathBuf);

impl Program {
    /// This very file, or the AppImage that it runs from.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "where the program lies is asked here alone")]
    pub fn of_this_process() -> Self {
        let file = std::env::current_exe().unwrap_or_else(|_| PathBuf::from("daypass-desktop"));
        Self::running_from(&not_deleted(file), &|name| std::env::var_os(name))
    }

    /// The AppImage when `file` lies in the one that `lookup` tells of (AppImage documentation,
    /// "Environment variables"): the folder it is mounted at is another one each time. A program that
    /// somebody else's AppImage started has the same variables, and does not lie there.
    #[must_use]
    pub fn running_from(file: &Path, lookup: Lookup<'_>) -> Self {
        let named = |name: &str| lookup(name).filter(|value| !value.is_empty()).map(PathBuf::from);
        let is_inside = named("APPDIR").is_some_and(|folder| file.starts_with(folder));
        let image = named("APPIMAGE").filter(|image| is_inside && image.is_absolute());
        Self(image.unwrap_or_else(|| file.to_owned()))
    }

    /// Its path as text; none when it is not Unicode.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        self.0.to_str()
    }
}

/// Linux names a program that was replaced while it ran "path (deleted)" (proc(5)).
fn not_deleted(file: PathBuf) -> PathBuf {
    if file.exists() {
        return file;
    }
    let text = file.clone().into_os_string();
    let named = text.to_str().and_then(|text| text.strip_suffix(" (deleted)")).map(OsString::from);
    named.map_or(file, PathBuf::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn program(file: &str, pairs: &[(&str, &str)]) -> String {
        let lookup = |name: &str| {
            let found = pairs.iter().find(|(key, _)| *key == name);
            found.map(|(_, value)| OsString::from(value))
        };
        Program::running_from(Path::new(file), &lookup).text().unwrap().to_owned()
    }

    #[test]
    fn an_appimage_is_started_by_its_own_file() {
        let mounted = [("APPDIR", "/tmp/.mount_Day1"), ("APPIMAGE", "/home/jane/Daypass.AppImage")];
        assert_eq!(
            program("/tmp/.mount_Day1/usr/bin/daypass-desktop", &mounted),
            "/home/jane/Daypass.AppImage"
        );
        assert_eq!(program("/usr/bin/daypass-desktop", &[]), "/usr/bin/daypass-desktop");
    }

    #[test]
    fn another_program_s_appimage_is_not_ours() {
        let terminal = [("APPDIR", "/tmp/.mount_Term"), ("APPIMAGE", "/home/jane/Terminal.AppImage")];
        assert_eq!(program("/usr/bin/daypass-desktop", &terminal), "/usr/bin/daypass-desktop");
        let half = [("APPDIR", "/usr"), ("APPIMAGE", "")];
        assert_eq!(program("/usr/bin/daypass-desktop", &half), "/usr/bin/daypass-desktop");
    }

    #[test]
    fn a_program_that_was_replaced_while_it_ran_is_started_by_its_name() {
        let folder = tempfile::tempdir().unwrap();
        let gone = folder.path().join("daypass-desktop (deleted)");
        assert_eq!(not_deleted(gone), folder.path().join("daypass-desktop"));
        let odd = folder.path().join("mine (deleted)");
        std::fs::File::create(&odd).unwrap();
        assert_eq!(not_deleted(odd.clone()), odd, "somebody may call it so");
    }
}
