//! What the program says of itself: on standard error when `RUST_LOG` asks for it, and in a few small
//! files of its own. Never a secret, never a code.

use std::io::{self, Write};
use std::path::Path;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use daypass_adapters::private::make_folder;
use tracing::Metadata;
use tracing::level_filters::LevelFilter;
use tracing_appender::rolling::{RollingFileAppender, Rotation};
use tracing_subscriber::filter::{FilterExt, Targets, filter_fn};
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Layer};

/// The folder of the log files, below the state folder.
const FOLDER: &str = "log";
/// A file for each day on which something was said.
const DAYS_KEPT: usize = 7;

/// Begins to log. The file is opened later, by the one instance that runs.
pub fn begin() -> LogFile {
    let wanted = EnvFilter::from_default_env().and(filter_fn(is_harmless));
    let lines = tracing_subscriber::fmt::layer().with_writer(io::stderr).with_filter(wanted);
    let file = LogFile::default();
    let kept = Targets::new().with_default(LevelFilter::WARN).with_target("daypass", LevelFilter::INFO);
    let kept = tracing_subscriber::fmt::layer().with_ansi(false).with_writer(file.clone()).with_filter(kept);
    tracing_subscriber::registry().with(lines).with(kept).init();
    file
}

/// Below "info" others' crates print what passes through them: the SDK whole answers of STS, the
/// bus whole messages. That is never logged, whatever `RUST_LOG` says.
fn is_harmless(metadata: &Metadata<'_>) -> bool {
    metadata.target().starts_with("daypass") || *metadata.level() <= LevelFilter::INFO
}

/// The log file; lines that come before it is open go to standard error alone.
#[derive(Clone, Default)]
pub struct LogFile(Arc<OnceLock<Mutex<RollingFileAppender>>>);

impl LogFile {
    /// Opens the file, in a folder for its owner alone. A log that cannot be written is no reason not
    /// to start.
    pub fn open_in(&self, state_folder: &Path) {
        let folder = state_folder.join(FOLDER);
        let made = make_folder(&folder).map_err(|error| error.to_string());
        let builder = RollingFileAppender::builder()
            .rotation(Rotation::DAILY)
            .filename_prefix("daypass")
            .filename_suffix("log")
            .max_log_files(DAYS_KEPT);
        match made.and_then(|()| builder.build(&folder).map_err(|error| error.to_string())) {
            // Opened once: a second call changes nothing.
            Ok(file) => drop(self.0.set(Mutex::new(file))),
            Err(error) => tracing::warn!(error, "there will be no log file"),
        }
    }
}

impl Write for LogFile {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        match self.0.get() {
            Some(file) => file.lock().unwrap_or_else(PoisonError::into_inner).write(line),
            None => Ok(line.len()),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self.0.get() {
            Some(file) => file.lock().unwrap_or_else(PoisonError::into_inner).flush(),
            None => Ok(()),
        }
    }
}

impl<'a> MakeWriter<'a> for LogFile {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn lines_are_kept_from_the_opening_on_for_their_owner_alone() {
        let state = tempfile::tempdir().unwrap();
        let mut log = LogFile::default();
        log.write_all(b"before\n").unwrap();
        log.open_in(&state.path().join("daypass"));
        log.write_all(b"a line\n").unwrap();
        log.flush().unwrap();
        let folder = state.path().join("daypass/log");
        let files: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        let [file] = files.as_slice() else { panic!("{files:?}") };
        assert_eq!(fs::read_to_string(file).unwrap(), "a line\n");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(fs::metadata(&folder).unwrap().permissions().mode() & 0o777, 0o700);
        }
    }

    #[test]
    fn a_folder_that_cannot_be_made_is_survived() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let mut log = LogFile::default();
        log.open_in(file.path());
        log.write_all(b"a line\n").unwrap();
    }
}
