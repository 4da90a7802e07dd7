//! A home of its own for each test, and a demo STS to ask.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use daypass_demo::{Account, DemoOptions, DemoServer, write_home};
use tempfile::TempDir;
use tokio::runtime::Runtime;

/// The demo user's device.
pub const DEVICE: &str = "arn:aws:iam::123456789012:mfa/demo";

/// A machine with Daypass on it.
pub struct Desk {
    pub server: DemoServer,
    pub home: TempDir,
    /// The session bus with a keyring on it, for tests that start one.
    pub bus: Option<String>,
    /// More of the environment.
    pub variables: Vec<(&'static str, &'static str)>,
    /// The time zone, as POSIX spells it.
    pub zone: &'static str,
    // Serves in the background while the test waits for the program.
    _runtime: Runtime,
}

impl Desk {
    /// A desk whose AWS files are the demo's.
    pub fn new() -> Self {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let options = DemoOptions::new(Account::fixed(), Arc::new(chrono::Utc::now));
        let server = runtime.block_on(DemoServer::start(options)).unwrap();
        let home = TempDir::new().unwrap();
        write_home(&home.path().join("aws"), &server.account(), &server.endpoint()).unwrap();
        Self { server, home, bus: None, variables: Vec::new(), zone: "UTC", _runtime: runtime }
    }

    /// Runs `daypass` and passes `input` to it.
    pub fn daypass(&self, arguments: &[&str], input: &str) -> Output {
        self.begin(arguments, input).wait_with_output().unwrap()
    }

    /// Starts `daypass` and passes `input` to it.
    pub fn begin(&self, arguments: &[&str], input: &str) -> Child {
        let mut child = self.command(arguments).stdin(Stdio::piped()).spawn().unwrap();
        // A program that does not read its input may have ended before all is written.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        child
    }

    /// Waits until the credentials file holds `text`.
    pub fn wait_for(&self, text: &str) {
        let since = Instant::now();
        while !self.credentials().contains(text) {
            assert!(since.elapsed() < Duration::from_secs(20), "{text} never came");
            std::thread::yield_now();
        }
    }

    /// Runs `daypass`, which must succeed, and returns what it said.
    pub fn said(&self, arguments: &[&str], input: &str) -> String {
        let output = self.daypass(arguments, input);
        assert!(output.status.success(), "{arguments:?}: {}", text(&output.stderr));
        text(&output.stderr)
    }

    /// Runs `daypass` at a terminal, where a person types `input`.
    #[cfg(unix)]
    pub fn at_a_terminal(&self, arguments: &[&str], input: &str) -> Output {
        use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};

        let person = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
        grantpt(&person).unwrap();
        unlockpt(&person).unwrap();
        let terminal = ptsname(&person, Vec::new()).unwrap().into_string().unwrap();
        let terminal = std::fs::File::options().read(true).write(true).open(terminal).unwrap();
        let child = self.command(arguments).stdin(terminal).spawn().unwrap();
        let mut person = std::fs::File::from(person);
        // Then the person has gone: whatever else is asked finds an end of input.
        person.write_all(format!("{input}\u{4}\u{4}\u{4}").as_bytes()).unwrap();
        child.wait_with_output().unwrap()
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_daypass"));
        command.args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped());
        command.env_clear().envs(environment(self.home.path())).env("TZ", self.zone);
        command.env("AWS_CONFIG_FILE", self.home.path().join("aws/config"));
        command.env("AWS_SHARED_CREDENTIALS_FILE", self.credentials_file());
        command.envs(self.variables.iter().copied());
        if let Some(bus) = &self.bus {
            command.env("DBUS_SESSION_BUS_ADDRESS", bus);
        }
        command
    }

    /// Runs `daypass`, which must succeed, and returns what it wrote to standard output.
    pub fn data(&self, arguments: &[&str], input: &str) -> String {
        let output = self.daypass(arguments, input);
        assert!(output.status.success(), "{arguments:?}: {}", text(&output.stderr));
        text(&output.stdout)
    }

    /// Runs `daypass`, which must fail, and returns what it said.
    pub fn failure(&self, arguments: &[&str], input: &str) -> String {
        let output = self.daypass(arguments, input);
        assert_eq!((output.status.code(), text(&output.stdout)), (Some(1), String::new()), "{arguments:?}");
        text(&output.stderr)
    }

    /// The code that the demo user's device shows now.
    pub fn code(&self) -> String {
        self.server.device_code(DEVICE).unwrap().code
    }

    /// The code that it shows after the one of now.
    pub fn next_code(&self) -> String {
        let then = chrono::Utc::now() + chrono::TimeDelta::seconds(30);
        self.server.account().device_code(DEVICE, then).unwrap().code
    }

    /// Makes the device's code good once more, here and at STS: for tests that are not about codes.
    pub fn reset_codes(&self) {
        self.server.reset_codes();
        self.forget_used_steps();
    }

    /// Loses what the program noted of used codes.
    pub fn forget_used_steps(&self) {
        std::fs::remove_file(self.home.path().join("state/daypass/used-steps.json")).unwrap();
    }

    /// The credentials file.
    pub fn credentials(&self) -> String {
        std::fs::read_to_string(self.credentials_file()).unwrap()
    }

    /// What was asked of STS, by action.
    pub fn asked(&self) -> Vec<(String, u64)> {
        let requests = serde_json::to_value(self.server.requests()).unwrap();
        let actions = requests["by_action"].as_object().unwrap();
        actions.iter().map(|(action, count)| (action.clone(), count.as_u64().unwrap())).collect()
    }

    pub fn credentials_file(&self) -> PathBuf {
        self.home.path().join("aws/credentials")
    }
}

/// Nothing of the machine that runs the tests: no keyring, no proxies, its own home, UTC.
pub fn environment(home: &Path) -> Vec<(&'static str, String)> {
    let nowhere = "unix:path=/nonexistent/bus".to_owned();
    vec![
        ("HOME", home.display().to_string()),
        ("XDG_CONFIG_HOME", home.join("settings").display().to_string()),
        ("XDG_STATE_HOME", home.join("state").display().to_string()),
        ("XDG_RUNTIME_DIR", home.join("run").display().to_string()),
        ("DBUS_SESSION_BUS_ADDRESS", nowhere),
        ("TZ", "UTC".to_owned()),
    ]
}

pub fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}
