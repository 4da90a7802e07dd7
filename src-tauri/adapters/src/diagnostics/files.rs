//! The files: whether they are there, whose they are, how large. Never what is in them.

use std::fs::{self, Metadata};
use std::io::ErrorKind;
use std::path::Path;

use super::report::Section;
use super::{Places, Usual};

pub(super) fn section(places: &Places) -> Section {
    let (folders, environment) = (&places.folders, &places.environment);
    let ours = |label, folder: &Path, name: &str| Usual {
        label,
        path: folder.join(name),
        usual: folder.join(name),
        variable: None,
    };
    let files = [
        Usual {
            label: "config",
            path: places.aws.config.clone(),
            usual: folders.home.join(".aws/config"),
            variable: environment.places.config.variable,
        },
        Usual {
            label: "credentials",
            path: places.aws.credentials.clone(),
            usual: folders.home.join(".aws/credentials"),
            variable: environment.places.credentials.variable,
        },
        ours("settings", &environment.config_folder, "settings.json"),
        ours("memory", &environment.state_folder, "memory.json"),
        ours("used codes' steps", &environment.state_folder, "used-steps.json"),
    ];
    files.iter().fold(Section::new("Files"), |section, file| {
        section.line(file.label, format!("{}: {}", place(file, &folders.home), state(&file.path)))
    })
}

/// A path that somebody chose may name anybody: then only is said who chose it.
fn place(file: &Usual, home: &Path) -> String {
    if file.path != file.usual {
        return file
            .variable
            .map_or_else(|| "where the settings say".to_owned(), |name| format!("where {name} says"));
    }
    match file.path.strip_prefix(home) {
        Ok(below) => format!("~/{}", below.display()),
        Err(_) => "in its usual folder".to_owned(),
    }
}

fn state(path: &Path) -> String {
    let itself = match fs::symlink_metadata(path) {
        Ok(itself) => itself,
        Err(error) if error.kind() == ErrorKind::NotFound => return "not there".to_owned(),
        Err(error) => return format!("cannot be looked at ({})", error.kind()),
    };
    if !itself.is_symlink() {
        return of(&itself);
    }
    match fs::metadata(path) {
        Ok(behind) => format!("a link to {}", of(&behind)),
        Err(error) => format!("a link to nothing ({})", error.kind()),
    }
}

fn of(metadata: &Metadata) -> String {
    let kind = if metadata.is_file() {
        "file"
    } else if metadata.is_dir() {
        "folder"
    } else {
        "neither file nor folder"
    };
    format!("{kind}, {} bytes{}", metadata.len(), rights(metadata))
}

#[cfg(unix)]
fn rights(metadata: &Metadata) -> String {
    use std::os::unix::fs::MetadataExt;
    let own = metadata.uid() == rustix::process::geteuid().as_raw();
    format!(", mode {:o}, {}", metadata.mode() & 0o7777, if own { "own" } else { "another user's" })
}

#[cfg(not(unix))]
fn rights(metadata: &Metadata) -> String {
    if metadata.permissions().readonly() { ", read-only".to_owned() } else { String::new() }
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    #[test]
    fn a_file_is_described_and_not_read() {
        let home = tempfile::tempdir().unwrap();
        let file = home.path().join("credentials");
        assert_eq!(state(&file), "not there");
        fs::File::create(&file).unwrap().set_len(7).unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
        assert_eq!(state(&file), "file, 7 bytes, mode 640, own");
        let link = home.path().join("link");
        symlink(&file, &link).unwrap();
        assert_eq!(state(&link), "a link to file, 7 bytes, mode 640, own");
        fs::remove_file(&file).unwrap();
        assert!(state(&link).starts_with("a link to nothing"), "{}", state(&link));
        assert!(state(home.path()).starts_with("folder"));
    }

    #[test]
    fn only_usual_places_are_spelled_out() {
        let usual = |path: &str, variable| Usual {
            label: "config",
            path: path.into(),
            usual: "/home/jane/.aws/config".into(),
            variable,
        };
        let home = Path::new("/home/jane");
        assert_eq!(place(&usual("/home/jane/.aws/config", None), home), "~/.aws/config");
        assert_eq!(place(&usual("/srv/jane/c", Some("AWS_CONFIG_FILE")), home), "where AWS_CONFIG_FILE says");
        assert_eq!(place(&usual("/srv/jane/c", None), home), "where the settings say");
    }
}
