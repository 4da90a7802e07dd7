//! Other writers at the same time, of ours and not: no update is lost.

use super::*;

#[test]
fn a_lock_that_is_held_ends_in_a_sentence() {
    let home = Home::with(OTHERS);
    assert_eq!(set(&home.files(), "a", "t"), Ok(Written::Changed));
    let before = home.text();
    let held = fs::File::options().write(true).open(home.state(".lock")).expect("open");
    held.lock().expect("lock");
    let files = home.files().with_patience(Duration::from_millis(200));
    let failure = set(&files, "a", "u").expect_err("held");
    assert!(failure.message.contains("Another Daypass"), "{failure}");
    assert_eq!(home.text(), before);
    drop(held);
    assert_eq!(set(&files, "a", "u"), Ok(Written::Changed));
}

/// As an editor or another careful program does it.
fn replace(home: &Home, text: &str) {
    let new = home.folder.path().join("theirs");
    fs::write(&new, text).expect("write");
    fs::rename(new, home.credentials()).expect("rename");
}

#[test]
fn a_replacement_in_between_is_seen_and_the_edit_made_anew() {
    let home = Home::with(OTHERS);
    let mut calls = 0;
    let done = home.files().update_credentials(&mut |text| {
        calls += 1;
        if calls == 1 {
            replace(&home, &format!("{OTHERS}[late]\nk = 1\n"));
        }
        edited(text, SectionEdit::new("a").set("k", "v"))
    });
    assert_eq!((done, calls), (Ok(Written::Changed), 2));
    assert_eq!(home.text(), format!("{OTHERS}[late]\nk = 1\n\n[a]\nk = v\n"));
    assert_eq!(home.names(), ["credentials"]);
}

/// The kernel lets a writer in place wait while we hold the lease; it goes first, though.
#[cfg(target_os = "linux")]
#[test]
fn a_writer_in_place_in_between_waits_and_goes_first() {
    use daypass_syscalls::read_lease::{ReadLease, Refused};
    let home = Home::with(OTHERS);
    let mut calls = 0;
    thread::scope(|scope| {
        let home = &home;
        let done = home.files().update_credentials(&mut |text| {
            calls += 1;
            if calls == 1 {
                scope.spawn(|| fs::write(home.credentials(), format!("{OTHERS}[late]\nk = 1\n")));
                let file = fs::File::open(home.credentials()).expect("open");
                while !matches!(ReadLease::take(&file), Err(Refused::OpenForWriting)) {
                    thread::yield_now();
                }
            }
            edited(text, SectionEdit::new("a").set("k", "v"))
        });
        assert_eq!((done, calls), (Ok(Written::Changed), 2));
    });
    assert_eq!(home.text(), format!("{OTHERS}[late]\nk = 1\n\n[a]\nk = v\n"));
    assert_eq!(home.names(), ["credentials"]);
}

#[test]
fn a_file_that_appears_in_between_is_not_overwritten() {
    let home = Home::new();
    let mut calls = 0;
    let done = home.files().update_credentials(&mut |text| {
        calls += 1;
        if calls == 1 {
            fs::create_dir(home.aws()).expect("folder");
            fs::write(home.credentials(), OTHERS).expect("write");
        }
        edited(text, SectionEdit::new("a").set("k", "v"))
    });
    assert_eq!((done, calls), (Ok(Written::Changed), 2));
    assert_eq!(home.text(), format!("{OTHERS}\n[a]\nk = v\n"));
}

#[test]
fn endless_writes_by_others_end_in_a_sentence() {
    let home = Home::with(OTHERS);
    let mut calls = 0;
    let done = home.files().update_credentials(&mut |text| {
        calls += 1;
        replace(&home, &format!("[n{calls}]\n"));
        edited(text, SectionEdit::new("a").set("k", "v"))
    });
    assert!(done.expect_err("endless").message.contains("keeps being changed"));
    assert_eq!((home.text(), home.names()), (format!("[n{calls}]\n"), vec!["credentials".to_owned()]));
}

/// `aws configure set` truncates and then writes; here it takes its time in between.
#[test]
fn a_slow_truncating_writer_loses_nothing() {
    let home = Home::with(OTHERS);
    thread::scope(|scope| {
        let (truncated, wait) = std::sync::mpsc::channel();
        let home = &home;
        scope.spawn(move || {
            use std::io::Write;
            let mut file = fs::File::create(home.credentials()).expect("truncate");
            truncated.send(()).expect("told");
            thread::sleep(Duration::from_millis(500));
            file.write_all(format!("{OTHERS}[theirs]\nk = 1\n").as_bytes()).expect("write");
        });
        wait.recv().expect("truncated");
        assert_eq!(set(&home.files(), "a", "t"), Ok(Written::Changed));
    });
    assert_eq!(home.text(), format!("{OTHERS}[theirs]\nk = 1\n\n[a]\naws_session_token = t\n"));
}

#[test]
fn an_unfinished_file_is_not_taken_for_the_truth() {
    let home = Home::with(OTHERS);
    let _open = fs::File::create(home.credentials()).expect("truncate");
    let files = home.files().with_patience(Duration::from_millis(300));
    let failure = set(&files, "a", "t").expect_err("being written");
    assert!(failure.message.contains("in the middle of writing"), "{failure}");
    #[cfg(target_os = "linux")]
    assert!(failure.message.starts_with("Another program ("), "it is named: {failure}");
    assert_eq!(home.text(), "");
}

#[test]
fn threads_lose_no_update_of_each_other() {
    let home = Home::with(OTHERS);
    thread::scope(|scope| {
        for name in 0..8 {
            let files = home.files();
            scope.spawn(move || {
                for round in 0..10 {
                    let section = format!("t{name}-{round}");
                    assert_eq!(set(&files, &section, "t"), Ok(Written::Changed));
                }
            });
        }
    });
    let text = home.text();
    assert!(text.starts_with(OTHERS));
    assert_eq!(text.matches("aws_session_token = t\n").count(), 80);
    assert_eq!(home.names(), ["credentials"]);
}

pub(super) const WORKER_HOME: &str = "DAYPASS_TEST_WORKER_HOME";
pub(super) const WORKER_NAME: &str = "DAYPASS_TEST_WORKER_NAME";

/// Runs in a process of its own when [`processes_lose_no_update_of_each_other`] starts it.
#[test]
fn worker_process() {
    let (Some(home), Some(name)) = (std::env::var_os(WORKER_HOME), std::env::var(WORKER_NAME).ok()) else {
        return;
    };
    let files = files_in(Path::new(&home)).with_patience(Duration::from_secs(30));
    for round in 0..20 {
        assert_eq!(set(&files, &format!("p{name}-{round}"), "t"), Ok(Written::Changed));
    }
}

#[test]
fn processes_lose_no_update_of_each_other() {
    let home = Home::with(OTHERS);
    let worker = |name: usize| {
        let mut command = Command::new(std::env::current_exe().expect("test program"));
        command.args(["--exact", "files::writers::worker_process"]);
        command.env(WORKER_HOME, home.folder.path()).env(WORKER_NAME, name.to_string());
        command.stdout(std::process::Stdio::null()).spawn().expect("worker")
    };
    let workers: Vec<_> = (0..8).map(worker).collect();
    for mut worker in workers {
        assert!(worker.wait().expect("worker").success());
    }
    let text = fs::read(home.credentials()).expect("read");
    assert!(text.starts_with(OTHERS.as_bytes()));
    for name in 0..8 {
        for round in 0..20 {
            let section = format!("p{name}-{round}");
            assert_eq!(token(&text, &section).as_deref(), Some("t"), "{section}");
        }
    }
    assert_eq!(home.names(), ["credentials"]);
}
