//! Our own files: `settings.json` for what a person chose, `memory.json` for what was shown,
//! `used-steps.json` for which codes are used, `role-limits.json` for what AWS has said of roles.

use std::fs::{self, File, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;

use daypass_core::failure::{Code, Failure};
use daypass_core::ports::SettingsStore;
use daypass_core::profile::SerialNumber;
use daypass_core::role_limit::RoleLimits;
use daypass_core::settings::{Memory, Settings};
use daypass_core::text;
use daypass_core::used_codes::UsedSteps;

use crate::files::place::Identity;
use crate::private::{self, make_folder, sync_folder};
use crate::stopwatch::Stopwatch;
use crate::used_steps;

/// How long another program of ours may take to write the same file.
const PATIENCE: Duration = Duration::from_secs(2);
const PAUSE: Duration = Duration::from_millis(5);

/// JSON files in two folders; settings and memory are replaced whole or not at all.
#[derive(Clone, Debug)]
pub struct SettingsFiles {
    settings: PathBuf,
    memory: PathBuf,
    used_steps: PathBuf,
    limits: PathBuf,
}

impl SettingsFiles {
    /// Keeps settings in `config_folder` and memory in `state_folder`; both are made when needed.
    #[must_use]
    pub fn new(config_folder: &Path, state_folder: &Path) -> Self {
        Self {
            settings: config_folder.join("settings.json"),
            memory: state_folder.join("memory.json"),
            used_steps: state_folder.join("used-steps.json"),
            limits: state_folder.join("role-limits.json"),
        }
    }

    /// Where the settings are: the command line writes them too.
    #[must_use]
    pub fn settings_path(&self) -> &Path {
        &self.settings
    }
}

impl SettingsStore for SettingsFiles {
    fn load(&self) -> Result<Settings, Failure> {
        match fs::read(&self.settings) {
            Ok(bytes) => serde_json::from_slice(&bytes).map_err(|e| malformed(&self.settings, &e)),
            Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(Settings::default()),
            Err(e) => Err(unreadable(&self.settings, &e)),
        }
    }

    fn save(&self, settings: &Settings) -> Result<(), Failure> {
        keep_aside_if_bad(&self.settings)
            .and_then(|()| replace(&self.settings, settings))
            .map_err(|e| unwritable(&self.settings, &e))
    }

    fn recall(&self) -> Memory {
        read_or_default(&self.memory)
    }

    fn remember(&self, memory: &Memory) {
        if let Err(e) = replace(&self.memory, memory) {
            tracing::warn!(error = %e, "what was shown could not be remembered");
        }
    }

    fn used_steps(&self) -> UsedSteps {
        used_steps::read(&self.used_steps)
    }

    fn note_used_step(&self, serial: &SerialNumber, step: i64) {
        if let Err(e) = used_steps::change(&self.used_steps, |steps| steps.note(serial, step)) {
            tracing::warn!(error = %e, "a used code could not be noted");
        }
    }

    fn role_limits(&self) -> RoleLimits {
        read_or_default(&self.limits)
    }

    fn remember_role_limits(&self, limits: &RoleLimits) {
        if let Err(e) = replace(&self.limits, limits) {
            tracing::warn!(error = %e, "what AWS said of a role could not be remembered");
        }
    }
}

/// What may be lost without harm.
fn read_or_default<T: DeserializeOwned + Default>(path: &Path) -> T {
    fs::read(path).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default()
}

/// A person may have written the file by hand: what cannot be read is moved, never erased.
fn keep_aside_if_bad(path: &Path) -> io::Result<()> {
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(e) => return Err(e),
    };
    if serde_json::from_slice::<Settings>(&bytes).is_ok() {
        return Ok(());
    }
    fs::rename(path, free_name(path))
}

/// `settings.json.bad`, or with a number when there is one already.
fn free_name(path: &Path) -> PathBuf {
    let named = |ending: &str| {
        let mut name = path.as_os_str().to_owned();
        name.push(ending);
        PathBuf::from(name)
    };
    let taken = |path: &PathBuf| fs::symlink_metadata(path).is_ok();
    let first = named(".bad");
    if !taken(&first) {
        return first;
    }
    (2..=u32::MAX).map(|n| named(&format!(".bad{n}"))).find(|path| !taken(path)).unwrap_or(first)
}

/// Written beside, synced, renamed, folder synced: after a power cut the file is the old one or the
/// new one.
fn replace(path: &Path, value: &impl Serialize) -> io::Result<()> {
    // A settings file kept in a dotfiles folder is often a link: the file behind it is replaced.
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let folder = path.parent().ok_or_else(|| io::Error::other("the path has no folder"))?;
    make_folder(folder)?;
    let mut text = serde_json::to_vec_pretty(value)?;
    text.push(b'\n');
    let name = path.file_name().ok_or_else(|| io::Error::other("the path has no name"))?;
    // A name of ours: the folder behind a link may be somebody's own.
    let beside = path.with_file_name(format!(".daypass-{}.new", name.to_string_lossy()));
    let mut file = take(&beside)?;
    file.set_len(0)?;
    file.write_all(&text)?;
    file.sync_all()?;
    fs::rename(&beside, &path)?;
    sync_folder(folder)
}

/// The one name for a new text, whoever writes it: what a killed program left there is written over,
/// not left lying. Who has the lock has the name.
fn take(beside: &Path) -> io::Result<File> {
    let since = Stopwatch::start();
    loop {
        let file = private::open(beside)?;
        match file.try_lock() {
            // While we waited, another program may have put it in its place.
            Ok(()) if is_there(&file, beside)? => return Ok(file),
            Ok(()) | Err(TryLockError::WouldBlock) if since.elapsed() < PATIENCE => sleep(PAUSE),
            Ok(()) | Err(TryLockError::WouldBlock) => return Err(io::ErrorKind::WouldBlock.into()),
            Err(TryLockError::Error(e)) => return Err(e),
        }
    }
}

/// Where files have no identity it is enough that one stands there.
fn is_there(file: &File, path: &Path) -> io::Result<bool> {
    let open = Identity::of(&file.metadata()?);
    Ok(fs::metadata(path).is_ok_and(|named| Identity::of(&named).is_same_file(open)))
}

fn malformed(path: &Path, error: &serde_json::Error) -> Failure {
    Failure::new(
        Code::Settings,
        text!("The settings file {} cannot be understood.", path.display()),
        text!(
            "Correct it, or change a setting in Daypass: the old file is then kept beside it as settings.json.bad."
        ),
    )
    .with_detail(error.to_string())
}

fn unreadable(path: &Path, error: &io::Error) -> Failure {
    Failure::new(
        Code::Settings,
        text!("The settings file {} could not be read.", path.display()),
        text!("Check who owns the file and its permissions."),
    )
    .with_detail(error.to_string())
}

fn unwritable(path: &Path, error: &io::Error) -> Failure {
    Failure::new(
        Code::Settings,
        text!("The settings file {} could not be written.", path.display()),
        text!("Check free space, who owns the folder and its permissions."),
    )
    .with_detail(error.to_string())
}
