//! The machine wakes up: a bus like the system's with somebody on it who says so, as logind does.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use chrono::TimeDelta;
use daypass_adapters::wake::{Bus, listen_on};
use daypass_core::code::TokenCode;
use daypass_core::fakes::World;
use daypass_core::keeper::{Keeper, Request};
use daypass_core::login::Wish;
use tokio::task::block_in_place;
use zbus::blocking::Connection;
use zbus::blocking::connection::Builder;

/// A bus as the system's is: everybody may listen, its services may own their names.
struct SystemBus {
    daemon: Child,
    address: String,
    _folder: tempfile::TempDir,
}

impl SystemBus {
    fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let config = folder.path().join("bus.conf");
        let text = format!(
            "<busconfig><type>system</type><listen>unix:dir={}</listen><auth>EXTERNAL</auth>\
             <policy context='default'><allow user='*'/><allow own='*'/><allow send_type='method_call'/>\
             <allow send_type='signal'/><allow send_requested_reply='true'/><allow receive_type='signal'/>\
             <allow receive_type='method_call'/><allow receive_type='method_return'/>\
             <allow receive_type='error'/></policy></busconfig>",
            folder.path().display()
        );
        std::fs::write(&config, text).unwrap();
        let mut daemon = Command::new("dbus-daemon")
            .arg(format!("--config-file={}", config.display()))
            .args(["--nofork", "--print-address=1"])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut address = String::new();
        BufReader::new(daemon.stdout.take().unwrap()).read_line(&mut address).unwrap();
        Self { daemon, address: address.trim().to_owned(), _folder: folder }
    }

    fn bus(&self) -> Bus {
        Bus::At(self.address.clone())
    }

    /// Somebody under this name.
    fn owner(&self, name: &str) -> Connection {
        let connection = Builder::address(self.address.as_str()).unwrap().build().unwrap();
        connection.request_name(name).unwrap();
        connection
    }
}

impl Drop for SystemBus {
    fn drop(&mut self) {
        let _ = self.daemon.kill();
        let _ = self.daemon.wait();
    }
}

fn prepare_for_sleep(connection: &Connection, begins: bool) {
    let (path, interface) = ("/org/freedesktop/login1", "org.freedesktop.login1.Manager");
    connection.emit_signal(None::<&str>, path, interface, "PrepareForSleep", &begins).unwrap();
}

/// A listener that is ready, and what it says from then on.
fn listen(bus: &SystemBus) -> mpsc::Receiver<()> {
    let (mouth, ear) = mpsc::channel();
    listen_on(bus.bus(), move || {
        let _ = mouth.send(());
    });
    ear.recv_timeout(Duration::from_secs(10)).expect("it is ready");
    ear
}

#[test]
fn only_the_end_of_sleep_and_only_logind_is_heard() {
    let bus = SystemBus::start();
    let (logind, stranger) = (bus.owner("org.freedesktop.login1"), bus.owner("org.example.Stranger"));
    let ear = listen(&bus);
    prepare_for_sleep(&stranger, false);
    prepare_for_sleep(&logind, true);
    // Signals of one sender arrive in order: what came before this one would have been heard.
    prepare_for_sleep(&logind, false);
    ear.recv_timeout(Duration::from_secs(10)).expect("awake");
    // A round trip of the stranger after its signal: the bus has passed that on, or not.
    let driver = Some("org.freedesktop.DBus");
    stranger.call_method(driver, "/", driver, "GetId", &()).unwrap();
    prepare_for_sleep(&logind, false);
    ear.recv_timeout(Duration::from_secs(10)).expect("awake again");
    assert_eq!(ear.try_recv(), Err(mpsc::TryRecvError::Empty), "two nights, two words");
}

#[test]
fn without_a_bus_nothing_is_said_and_nothing_breaks() {
    let (mouth, ear) = mpsc::channel();
    let nowhere = Bus::At("unix:path=/nonexistent/bus".to_owned());
    listen_on(nowhere, move || {
        let _ = mouth.send(());
    });
    // The callback goes with its thread.
    assert_eq!(ear.recv_timeout(Duration::from_secs(10)), Err(mpsc::RecvTimeoutError::Disconnected));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_ended_overnight_is_told_at_once() {
    let bus = SystemBus::start();
    let config = "[profile work]\nmfa_serial = arn:aws:iam::123456789012:mfa/jane\n";
    let keys = "[work]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = s\n";
    let world = World::new("2026-11-22T20:00:00Z".parse().unwrap(), config, keys);
    let (keeper, handle) = Keeper::new(world.ports(), world.sink.clone(), false);
    tokio::spawn(keeper.run());
    let code = TokenCode::parse("123456").unwrap();
    let wish = Wish { seconds: Some(3_600), ..Wish::new("work", Some(code)) };
    handle.ask(|reply| Request::Login(wish, reply)).await.unwrap();

    // This connection blocks, wherever it is used.
    let logind = block_in_place(|| bus.owner("org.freedesktop.login1"));
    let (mouth, mut ear) = tokio::sync::mpsc::unbounded_channel();
    let woken = handle.clone();
    listen_on(bus.bus(), move || {
        woken.tell_from_outside(Request::Wake);
        let _ = mouth.send(());
    });
    ear.recv().await.expect("it listens");
    handle.board().await.unwrap();
    assert!(world.notifier.shown().is_empty());

    world.clock.advance(TimeDelta::hours(12));
    let boards = world.sink.boards().len();
    block_in_place(|| prepare_for_sleep(&logind, false));
    // Requests are answered in order, so this ends when the look is over. The next tick is up to half
    // a minute away.
    ear.recv().await.expect("awake");
    let since = std::time::Instant::now();
    while world.sink.boards().len() == boards {
        assert!(since.elapsed() < Duration::from_secs(5), "nobody looked");
        tokio::task::yield_now().await;
    }
    let told: Vec<String> =
        world.notifier.shown().into_iter().map(|notice| notice.title.to_string()).collect();
    assert_eq!(told, ["work has ended (21:00)"]);
}
