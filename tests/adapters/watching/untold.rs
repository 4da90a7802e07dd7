//! What the system does not tell, and a system that refuses: found when it is looked again.

use std::os::fd::{AsRawFd, OwnedFd};
use std::process::Command;

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

use super::*;

/// `/proc/self/fd/N` is a link that can be pointed elsewhere without a trace, as a mount can cover a
/// folder: no watch hears of it.
#[test]
fn a_folder_covered_by_another_is_found_when_it_is_looked_again() {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [("one", OLD), ("two", NEW)] {
        fs::create_dir(folder.path().join(name)).unwrap();
        fs::write(folder.path().join(name).join("credentials"), text).unwrap();
    }
    let open = |name: &str| fs::File::open(folder.path().join(name)).unwrap();
    let mut door = OwnedFd::from(open("one"));
    let second = open("two");
    let path = PathBuf::from(format!("/proc/self/fd/{}/credentials", door.as_raw_fd()));
    let lookout = Lookout::at(folder, path);
    rustix::io::dup2(&second, &mut door).unwrap();
    assert_eq!(lookout.seen.recv_timeout(SILENCE), Err(RecvTimeoutError::Timeout), "nobody was told");
    let start = Instant::now();
    lookout.watch.look_again();
    lookout.waits_for("the other folder", NEW, start);
    lookout.rests();
    lookout.sees("an edit in it", NEWER, |home| fs::write(home.join("two/credentials"), NEWER).unwrap());
}

const WORKER: &str = "DAYPASS_TEST_WATCH_WORKER";

/// Limits are those of a whole process, so this one has one of its own.
#[test]
fn watches_that_the_system_refuses_are_made_up_for_later() {
    let mut worker = Command::new(std::env::current_exe().unwrap());
    worker.args(["--exact", "watching::untold::worker_without_descriptors", "--nocapture"]).env(WORKER, "1");
    let done = worker.output().unwrap();
    let said = String::from_utf8_lossy(&done.stdout);
    assert!(done.status.success() && said.contains("the worker has seen it all"), "{said}");
}

/// Runs in a process of its own when [`watches_that_the_system_refuses_are_made_up_for_later`] starts it.
#[test]
#[expect(clippy::print_stdout, reason = "that the worker has worked is said to the test that started it")]
fn worker_without_descriptors() {
    if std::env::var_os(WORKER).is_none() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    furnish(folder.path());
    let usual = getrlimit(Resource::Nofile);
    setrlimit(Resource::Nofile, Rlimit { current: Some(3), maximum: usual.maximum }).unwrap();
    let (tell, calls) = mpsc::channel();
    let path = folder.path().join(".aws/credentials");
    let watch = Watch::start(vec![path.clone()], move || {
        let _ = tell.send(());
    });
    assert_eq!(calls.recv_timeout(SOON), Ok(()), "one look at the start, watches or not");
    for _ in 0..3 {
        watch.look_again();
    }
    assert_eq!(calls.recv_timeout(SILENCE), Err(RecvTimeoutError::Timeout), "a lasting refusal is no news");
    setrlimit(Resource::Nofile, usual).unwrap();
    watch.look_again();
    assert_eq!(calls.recv_timeout(SOON), Ok(()), "something may have changed while nobody watched");
    fs::write(&path, NEW).unwrap();
    assert_eq!(calls.recv_timeout(SOON), Ok(()), "it is watched now");
    println!("the worker has seen it all");
}
