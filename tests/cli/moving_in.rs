//! Keys that move to a real keyring: gnome-keyring on a bus of its own.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::desk::{Desk, text};

/// A session bus with an unlocked keyring on it; both end with it.
pub struct Keyring {
    bus: Child,
    daemon: Child,
}

impl Keyring {
    /// Starts both, and returns when the keyring takes and gives.
    pub fn start(desk: &mut Desk) -> Self {
        let home = desk.home.path().to_owned();
        let door = home.join("bus");
        std::fs::write(home.join("bus.xml"), BUS.replace("{door}", &door.display().to_string())).unwrap();
        let mut bus = program("dbus-daemon", &home)
            .args(["--nofork", "--nopidfile", "--nosyslog", "--print-address"])
            .arg(format!("--config-file={}", home.join("bus.xml").display()))
            .stdout(Stdio::piped())
            .spawn()
            .expect("dbus-daemon, from the package of that name");
        let mut address = String::new();
        BufReader::new(bus.stdout.take().unwrap()).read_line(&mut address).unwrap();
        let mut daemon = program("gnome-keyring-daemon", &home)
            .args(["--foreground", "--unlock", "--components=secrets"])
            .arg(format!("--control-directory={}", home.join("run/keyring").display()))
            .env("DBUS_SESSION_BUS_ADDRESS", address.trim())
            .stdin(Stdio::piped())
            .spawn()
            .expect("gnome-keyring-daemon, from the package gnome-keyring");
        daemon.stdin.take().unwrap().write_all(b"password of the login keyring").unwrap();
        let keyring = Self { bus, daemon };
        desk.bus = Some(address.trim().to_owned());
        let probe = ["keys", "add", "probe", "--access-key-id", "AKIAI44QH8DHBEXAMPLE", "--secret", "-"];
        let patience = Instant::now() + Duration::from_secs(20);
        while !desk.daypass(&probe, "je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY").status.success() {
            assert!(Instant::now() < patience, "the keyring did not start");
        }
        desk.data(&["keys", "remove", "probe"], "");
        keyring
    }
}

impl Drop for Keyring {
    fn drop(&mut self) {
        for child in [&mut self.daemon, &mut self.bus] {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

const BUS: &str = "<busconfig><type>session</type><listen>unix:path={door}</listen>\
    <policy context=\"default\"><allow send_destination=\"*\" eavesdrop=\"true\"/>\
    <allow eavesdrop=\"true\"/><allow own=\"*\"/></policy></busconfig>";

fn program(name: &str, home: &Path) -> Command {
    let mut command = Command::new(name);
    command.env_clear().env("HOME", home).env("XDG_RUNTIME_DIR", home.join("run"));
    command.env("XDG_DATA_HOME", home.join("data")).stderr(Stdio::null()).stdout(Stdio::null());
    std::fs::create_dir_all(home.join("run")).unwrap();
    command
}

#[test]
fn a_key_moves_signs_in_from_the_keyring_and_leaves_the_backups() {
    let mut desk = Desk::new();
    let _keyring = Keyring::start(&mut desk);
    let (id, secret) = (value(&desk, "aws_access_key_id"), value(&desk, "aws_secret_access_key"));

    let output = desk.at_a_terminal(&["keys", "move", "demo"], "y\nn\n");
    let (shown, said) = (text(&output.stdout), text(&output.stderr));
    assert!(output.status.success(), "{said}");
    assert!(shown.contains("- aws_secret_access_key = ••••••••\n") && !shown.contains(&secret), "{shown}");
    assert!(said.contains("Move the key of demo to the keyring? [y/N] "), "{said}");
    assert!(said.contains("It is still in 1 backup of the file."), "{said}");
    assert!(!desk.credentials().contains(&secret) && !desk.credentials().contains(&id));
    assert!(desk.data(&["keys", "list"], "").contains("demo-mfa"));
    assert_eq!(holding(&desk, &secret), 1, "the backup");

    desk.data(&["login", "demo", "--code", "-"], &desk.code());
    assert_eq!(desk.data(&["test", "demo"], ""), "arn:aws:iam::123456789012:user/demo\n");

    let again = desk.failure(&["keys", "move", "demo"], "");
    assert!(again.starts_with("error: The key of “demo” is in the keyring already.\n"), "{again}");
    let output = desk.daypass(&["keys", "move", "demo", "--purge"], "");
    assert!(
        text(&output.stderr).contains("gone from the backups: 1 backup deleted"),
        "{}",
        text(&output.stderr)
    );
    assert_eq!(holding(&desk, &secret), 0, "the key is in no file any more");
}

#[test]
fn a_script_moves_and_purges_at_once() {
    let mut desk = Desk::new();
    let _keyring = Keyring::start(&mut desk);
    let secret = value(&desk, "aws_secret_access_key");
    desk.data(&["keys", "move", "demo", "--yes", "--purge"], "");
    assert_eq!(holding(&desk, &secret), 0);
    desk.data(&["login", "demo", "--code", "-"], &desk.code());
}

#[test]
fn a_no_moves_nothing() {
    let mut desk = Desk::new();
    let _keyring = Keyring::start(&mut desk);
    let before = desk.credentials();
    let output = desk.at_a_terminal(&["keys", "move", "demo"], "n\n");
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(desk.credentials(), before);
    assert_eq!(desk.data(&["keys", "list"], ""), "");
}

/// What the first line with this key says in the credentials file.
fn value(desk: &Desk, key: &str) -> String {
    let credentials = desk.credentials();
    let line = credentials.lines().find(|line| line.starts_with(key)).unwrap();
    line.split_once('=').unwrap().1.trim().to_owned()
}

/// How many files of this home hold a text. The keyring's own are encrypted.
fn holding(desk: &Desk, text: &str) -> usize {
    let mut folders = vec![desk.home.path().to_owned()];
    let mut found = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let kind = entry.file_type().unwrap();
            if kind.is_dir() {
                folders.push(entry.path());
            } else if kind.is_file() {
                let bytes = std::fs::read(entry.path()).unwrap();
                found += usize::from(bytes.windows(text.len()).any(|part| part == text.as_bytes()));
            }
        }
    }
    found
}
