//! Folders whose files have names that nobody knows beforehand: other tools' caches.

use std::ffi::OsString;

use daypass_adapters::watch::Goals;

use super::*;

/// A watch on a cache in a home, and the names that were found in it at each call.
struct Cache {
    home: tempfile::TempDir,
    seen: Receiver<Vec<OsString>>,
    _watch: Watch,
}

impl Cache {
    fn over(prepare: impl Fn(&Path)) -> Self {
        let home = tempfile::tempdir().unwrap();
        prepare(home.path());
        let folder = home.path().join(".aws/sso/cache");
        let (tell, seen) = mpsc::channel();
        let goals = Goals { files: vec![home.path().join(".aws/config")], folders: vec![folder.clone()] };
        let watch = Watch::over(goals, move || {
            let names = fs::read_dir(&folder).into_iter().flatten().map(|entry| entry.unwrap().file_name());
            let _ = tell.send(names.collect());
        });
        let this = Self { home, seen, _watch: watch };
        this.seen.recv_timeout(SOON).expect("a call when the watches are in place");
        this
    }

    /// Changes something and waits until these names are what a call finds.
    fn sees(&self, what: &str, wanted: &[&str], change: impl FnOnce(&Path)) {
        let start = Instant::now();
        change(self.home.path());
        loop {
            let left = SOON.saturating_sub(start.elapsed());
            let mut seen = self.seen.recv_timeout(left).unwrap_or_else(|_| panic!("{what}: not seen"));
            seen.sort();
            if seen == wanted {
                return;
            }
        }
    }

    fn rests(&self) {
        let start = Instant::now();
        while self.seen.recv_timeout(SILENCE).is_ok() {
            assert!(start.elapsed() < 5 * SOON, "it does not come to rest");
        }
    }
}

fn furnished(home: &Path) {
    fs::create_dir_all(home.join(".aws/sso/cache")).unwrap();
}

#[test]
fn whatever_comes_changes_and_goes_in_it_is_seen() {
    let cache = Cache::over(furnished);
    cache.sees("a file", &["a.json"], |home| fs::write(home.join(".aws/sso/cache/a.json"), "1").unwrap());
    cache.rests();
    cache.sees("an edit", &["a.json"], |home| fs::write(home.join(".aws/sso/cache/a.json"), "2").unwrap());
    cache.rests();
    // As botocore's JSONFileCache writes.
    cache.sees("a replacement", &["a.json"], |home| {
        fs::write(home.join(".aws/sso/cache/tmpx.tmp"), "3").unwrap();
        fs::rename(home.join(".aws/sso/cache/tmpx.tmp"), home.join(".aws/sso/cache/a.json")).unwrap();
    });
    cache.sees("a deletion", &[], |home| fs::remove_file(home.join(".aws/sso/cache/a.json")).unwrap());
}

#[test]
fn a_folder_that_comes_into_being_with_a_file_in_it_is_seen() {
    let cache = Cache::over(|_| {});
    cache.sees("the first sign-in of all", &["a.json"], |home| {
        furnished(home);
        fs::write(home.join(".aws/sso/cache/a.json"), "1").unwrap();
    });
    cache.sees("the next one", &["a.json", "b.json"], |home| {
        fs::write(home.join(".aws/sso/cache/b.json"), "1").unwrap();
    });
    cache.sees("a folder that goes", &[], |home| fs::remove_dir_all(home.join(".aws")).unwrap());
    cache.sees("and comes back", &["c.json"], |home| {
        furnished(home);
        fs::write(home.join(".aws/sso/cache/c.json"), "1").unwrap();
    });
}

#[test]
fn what_lies_beside_or_below_it_wakes_nobody() {
    let cache = Cache::over(|home| {
        furnished(home);
        fs::create_dir(home.join(".aws/sso/cache/below")).unwrap();
    });
    cache.rests();
    for name in [".aws/sso/x.json", ".aws/sso/cache/below/x.json", ".aws/x.json"] {
        fs::write(cache.home.path().join(name), "1").unwrap();
    }
    fs::read_dir(cache.home.path().join(".aws/sso/cache")).unwrap().for_each(drop);
    assert_eq!(cache.seen.recv_timeout(SILENCE), Err(RecvTimeoutError::Timeout));
}
