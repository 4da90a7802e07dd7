//! Changes from outside are seen within a second, whatever way they are made, and a neighbour's are not.

mod folders;
mod links;
#[cfg(target_os = "linux")]
mod untold;
mod ways;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, TryRecvError};
use std::time::{Duration, Instant};

use daypass_adapters::watch::Watch;

/// What is promised.
const SOON: Duration = Duration::from_secs(1);
/// Longer than anything that belongs to one change.
const SILENCE: Duration = Duration::from_millis(700);

const OLD: &str = "[old]\n";
const NEW: &str = "[new]\n";
const NEWER: &str = "[newer]\n";

/// A home, a watch on its credentials file, and all that was seen at its calls.
struct Lookout {
    folder: tempfile::TempDir,
    watch: Watch,
    seen: Receiver<String>,
}

impl Lookout {
    /// Watches a home that `prepare` has furnished.
    fn over(prepare: impl Fn(&Path)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        prepare(folder.path());
        let path = folder.path().join(".aws/credentials");
        Self::at(folder, path)
    }

    fn at(folder: tempfile::TempDir, path: PathBuf) -> Self {
        let (tell, seen) = mpsc::channel();
        let watch = Watch::start(vec![path.clone(), path.with_file_name("config")], move || {
            // As the keeper does: what matters is what is found at a call.
            let _ = tell.send(fs::read_to_string(&path).unwrap_or_else(|e| e.kind().to_string()));
        });
        let this = Self { folder, watch, seen };
        this.seen.recv_timeout(SOON).expect("a call when the watches are in place");
        this
    }

    fn home(&self) -> &Path {
        self.folder.path()
    }

    /// Changes something and waits until `wanted` is what a call finds.
    fn sees(&self, what: &str, wanted: &str, change: impl FnOnce(&Path)) {
        let start = Instant::now();
        change(self.home());
        self.waits_for(what, wanted, start);
    }

    fn waits_for(&self, what: &str, wanted: &str, start: Instant) {
        loop {
            let left = SOON.saturating_sub(start.elapsed());
            let seen = self.seen.recv_timeout(left);
            match seen {
                Ok(seen) if seen == wanted => return,
                Ok(_) => {}
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                    panic!("{what}: not seen after {:?}", start.elapsed())
                }
            }
        }
    }

    /// Waits until no more calls come: those of the change before. A watch that calls itself never rests.
    fn rests(&self) {
        let start = Instant::now();
        while self.seen.recv_timeout(SILENCE).is_ok() {
            assert!(start.elapsed() < 5 * SOON, "it does not come to rest");
        }
    }
}

/// The usual home.
fn furnish(home: &Path) {
    fs::create_dir(home.join(".aws")).unwrap();
    fs::write(home.join(".aws/credentials"), OLD).unwrap();
}

#[test]
fn a_busy_neighbour_wakes_nobody() {
    let lookout = Lookout::over(furnish);
    let (start, mut rounds) = (Instant::now(), 0);
    while start.elapsed() < SILENCE || rounds < 100 {
        for neighbour in [".bash_history", ".aws/credentials~", ".aws/cli-cache", ".aws/.daypass-x.tmp"] {
            let path = lookout.home().join(neighbour);
            fs::write(&path, NEW).unwrap();
            fs::rename(&path, lookout.home().join(".aws/sso")).unwrap();
        }
        // Reading the file is no change of it.
        fs::read(lookout.home().join(".aws/credentials")).unwrap();
        rounds += 1;
    }
    fs::write(lookout.home().join(".aws/credentials"), NEWER).unwrap();
    assert_eq!(
        lookout.seen.recv_timeout(SOON).as_deref(),
        Ok(NEWER),
        "the first call is for the file's own change"
    );
}

#[test]
fn the_watch_itself_changes_nothing() {
    let lookout = Lookout::over(furnish);
    lookout.sees("an edit", NEW, |home| fs::write(home.join(".aws/credentials"), NEW).unwrap());
    lookout.rests();
    let names = |path: &Path| fs::read_dir(path).unwrap().map(|e| e.unwrap().file_name()).collect::<Vec<_>>();
    assert_eq!(names(lookout.home()), [".aws"]);
    assert_eq!(names(&lookout.home().join(".aws")), ["credentials"]);
}

#[test]
fn somebody_who_never_stops_writing_is_seen_all_the_same_and_calls_are_few() {
    let lookout = Lookout::over(furnish);
    let path = lookout.home().join(".aws/credentials");
    let (start, mut calls) = (Instant::now(), 0);
    let mut longest = Duration::ZERO;
    let mut last = start;
    while start.elapsed() < 3 * SOON {
        fs::write(&path, NEW).unwrap();
        match lookout.seen.try_recv() {
            Ok(_) => {
                calls += 1;
                longest = longest.max(last.elapsed());
                last = Instant::now();
            }
            Err(TryRecvError::Empty) => {}
            Err(TryRecvError::Disconnected) => panic!("the watch has ended"),
        }
    }
    assert!(longest < SOON, "{longest:?} without a call");
    assert!((3..=10).contains(&calls), "{calls} calls in 3 seconds");
}

#[test]
fn nobody_is_called_after_the_end() {
    let lookout = Lookout::over(furnish);
    let Lookout { folder, watch, seen } = lookout;
    fs::write(folder.path().join(".aws/credentials"), NEW).unwrap();
    drop(watch);
    while seen.try_recv().is_ok() {}
    assert_eq!(seen.try_recv(), Err(TryRecvError::Disconnected), "thread and callback are gone");
}

#[test]
fn looking_again_at_what_has_not_moved_calls_nobody() {
    let lookout = Lookout::over(furnish);
    for _ in 0..100 {
        lookout.watch.look_again();
    }
    assert_eq!(lookout.seen.recv_timeout(SILENCE), Err(RecvTimeoutError::Timeout));
}
