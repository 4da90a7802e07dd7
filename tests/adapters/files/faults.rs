//! Whatever is wrong with the place: a sentence, the file as it was, no litter.

use super::writers::{WORKER_HOME, WORKER_NAME};
use super::*;

#[test]
fn a_circle_of_links_is_refused() {
    let home = Home::new();
    fs::create_dir(home.aws()).expect("folder");
    symlink("other", home.credentials()).expect("link");
    symlink("credentials", home.aws().join("other")).expect("link");
    assert!(refused(&home, "loop").message.contains("symbolic link"));
}

#[test]
fn what_is_no_file_is_refused_at_once() {
    let since = Instant::now();
    let home = Home::new();
    fs::create_dir_all(home.credentials()).expect("folder");
    assert!(refused(&home, "folder").message.contains("a folder"));
    let home = Home::new();
    fs::create_dir(home.aws()).expect("folder");
    let made = Command::new("mkfifo").arg(home.credentials()).status().expect("mkfifo");
    assert!(made.success());
    assert!(refused(&home, "fifo").message.contains("a pipe"));
    let home = Home::new();
    fs::write(home.aws(), "a file").expect("write");
    refused(&home, "a file for a folder");
    assert!(since.elapsed() < Duration::from_secs(4));
}

#[test]
fn a_huge_file_is_refused() {
    let home = Home::with("");
    let file = fs::File::options().write(true).open(home.credentials()).expect("open");
    file.set_len(100 * 1024 * 1024).expect("length");
    drop(file);
    assert!(refused(&home, "huge").message.contains("larger than"));
}

#[test]
fn a_read_only_file_is_refused_even_to_root() {
    let home = Home::with(OTHERS);
    fs::set_permissions(home.credentials(), fs::Permissions::from_mode(0o400)).expect("mode");
    assert!(refused(&home, "read-only").message.contains("read-only"));
    assert_eq!((home.text().as_str(), mode(&home.credentials())), (OTHERS, 0o400));
    assert_eq!(home.names(), ["credentials"]);
}

/// As another user than root, for whom permissions do not count.
#[test]
fn a_folder_that_is_read_only_gets_the_text_in_place() {
    let home = Home::with(OTHERS);
    let nobody = 65_534;
    let state = home.folder.path().join("state");
    fs::create_dir(&state).expect("folder");
    for path in [home.folder.path(), &home.aws(), &home.credentials(), &state] {
        if std::os::unix::fs::chown(path, Some(nobody), Some(nobody)).is_err() {
            return;
        }
    }
    fs::set_permissions(home.aws(), fs::Permissions::from_mode(0o500)).expect("mode");
    let inode = fs::metadata(home.credentials()).expect("file").ino();
    let program = home.folder.path().join("worker");
    fs::copy(std::env::current_exe().expect("test program"), &program).expect("copy");
    let done = Command::new("setpriv")
        .args(["--reuid=65534", "--regid=65534", "--clear-groups"])
        .arg(program)
        .args(["--exact", "files::writers::worker_process"])
        .env(WORKER_HOME, home.folder.path())
        .env(WORKER_NAME, "n")
        .output();
    let Ok(done) = done else { return };
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stdout));
    assert_eq!(home.text().matches("aws_session_token = t\n").count(), 20);
    assert_eq!(fs::metadata(home.credentials()).expect("file").ino(), inode);
    let mut left: Vec<_> =
        home.states().iter().map(|name| name.rsplit('.').next().map(str::to_owned)).collect();
    left.sort();
    assert_eq!(left, [Some("backups".to_owned()), Some("lock".to_owned())], "no copy stays");
}

/// A mount for the time of a test; absent where the test may not mount.
struct Mount(PathBuf);

impl Mount {
    fn new(args: &[&str], at: &Path) -> Option<Self> {
        let done = Command::new("mount").args(args).arg(at).output().ok()?;
        done.status.success().then(|| Self(at.to_owned()))
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).status();
    }
}

#[test]
fn a_full_disk_leaves_the_file_and_no_litter() {
    let home = Home::new();
    fs::create_dir(home.aws()).expect("folder");
    let Some(_disk) = Mount::new(&["-t", "tmpfs", "-o", "size=64k", "none"], &home.aws()) else {
        return;
    };
    fs::write(home.credentials(), OTHERS.repeat(900)).expect("write");
    let before = home.text();
    assert!(refused(&home, "full").message.contains("disk is full"));
    assert_eq!((home.text(), home.names()), (before, vec!["credentials".to_owned()]));
}

#[test]
fn a_read_only_disk_is_named() {
    let home = Home::with(OTHERS);
    let aws = home.aws();
    let Some(_bound) = Mount::new(&["--bind", aws.to_str().expect("path")], &aws) else { return };
    let remounted = Command::new("mount").args(["-o", "remount,bind,ro"]).arg(&aws).status();
    assert!(remounted.expect("mount").success());
    assert!(refused(&home, "read-only").message.contains("read-only"));
    assert_eq!(home.text(), OTHERS);
}

#[test]
fn a_file_that_is_a_mount_point_gets_the_text_in_place() {
    let home = Home::with("");
    let real = home.folder.path().join("real");
    fs::write(&real, OTHERS).expect("write");
    let bind = ["--bind", real.to_str().expect("path")];
    let Some(_bound) = Mount::new(&bind, &home.credentials()) else { return };
    assert_eq!(set(&home.files(), "a", "t"), Ok(Written::Changed));
    let text = fs::read_to_string(&real).expect("read");
    assert_eq!(text, format!("{OTHERS}\n[a]\naws_session_token = t\n"));
    assert_eq!(home.names(), ["credentials"]);
}
