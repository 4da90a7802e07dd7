//! Linux: logind's word over D-Bus, and a timer of the kernel's that ends when the clock is set.

use std::io::Read;
use std::os::fd::{AsFd, OwnedFd};
use std::sync::Arc;
use std::thread;

use rustix::io::Errno;
use rustix::time::{
    Itimerspec, TimerfdClockId, TimerfdFlags, TimerfdTimerFlags, Timespec, timerfd_create, timerfd_settime,
};
use zbus::blocking::connection::Builder;
use zbus::blocking::{Connection, MessageIterator};
use zbus::message::Type;
use zbus::{Error, MatchRule};

type OnWake = Arc<dyn Fn() + Send + Sync>;

/// Where logind is heard.
#[derive(Clone, Debug)]
pub enum Bus {
    /// The system's bus.
    System,
    /// A bus at this address (D-Bus Specification, "Server Addresses").
    At(String),
}

pub(super) fn listen(on_wake: impl Fn() + Send + Sync + 'static) {
    let on_wake: OnWake = Arc::new(on_wake);
    hear(Bus::System, Arc::clone(&on_wake));
    attend("clock set", move || match far_timer() {
        Ok(timer) => while_set(timer, &on_wake),
        Err(error) => tracing::info!("a clock that is set is noticed within half a minute: {error}"),
    });
}

/// Hears logind on this bus: calls `on_wake` once as soon as nothing will be missed, then whenever
/// the machine has woken up. Without a bus or without logind it is never called again.
pub fn listen_on(bus: Bus, on_wake: impl Fn() + Send + Sync + 'static) {
    hear(bus, Arc::new(on_wake));
}

fn hear(bus: Bus, on_wake: OnWake) {
    attend("wake", move || {
        if let Err(error) = logind(&bus, &on_wake) {
            tracing::info!("waking up is noticed within half a minute: {error}");
        }
    });
}

/// Waits on a thread of its own, which has no timer: as long as nothing happens, it does not run.
fn attend(name: &str, work: impl FnOnce() + Send + 'static) {
    if let Err(error) = thread::Builder::new().name(name.to_owned()).spawn(work) {
        tracing::info!("no thread for news of the clock: {error}");
    }
}

/// Until the bus goes away (org.freedesktop.login1, "PrepareForSleep": true before, false after sleep).
fn logind(bus: &Bus, on_wake: &OnWake) -> Result<(), Error> {
    let connection = connect(bus)?;
    let rule = MatchRule::builder()
        .msg_type(Type::Signal)
        .sender("org.freedesktop.login1")?
        .path("/org/freedesktop/login1")?
        .interface("org.freedesktop.login1.Manager")?
        .member("PrepareForSleep")?
        .build();
    let signals = MessageIterator::for_match_rule(rule, &connection, None)?;
    on_wake();
    for signal in signals {
        if matches!(signal?.body().deserialize::<bool>(), Ok(false)) {
            on_wake();
        }
    }
    Ok(())
}

fn connect(bus: &Bus) -> Result<Connection, Error> {
    match bus {
        Bus::System => Builder::system()?.build(),
        Bus::At(address) => Builder::address(address.as_str())?.build(),
    }
}

/// A timer that never runs out, and is cancelled when the clock jumps: when it is set, and when the
/// machine wakes up (timerfd_create(2), TFD_TIMER_CANCEL_ON_SET).
fn far_timer() -> Result<OwnedFd, Errno> {
    let timer = timerfd_create(TimerfdClockId::Realtime, TimerfdFlags::CLOEXEC)?;
    let never = Itimerspec {
        it_interval: Timespec { tv_sec: 0, tv_nsec: 0 },
        it_value: Timespec { tv_sec: i64::MAX, tv_nsec: 0 },
    };
    let flags = TimerfdTimerFlags::ABSTIME | TimerfdTimerFlags::CANCEL_ON_SET;
    timerfd_settime(timer.as_fd(), flags, &never)?;
    Ok(timer)
}

/// Each jump ends one reading; the timer stays armed.
fn while_set(timer: OwnedFd, on_wake: &OnWake) {
    let mut timer = std::fs::File::from(timer);
    loop {
        match timer.read(&mut [0; 8]) {
            Err(error) if Errno::from_io_error(&error) == Some(Errno::CANCELED) => on_wake(),
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Ok(_) | Err(_) => return,
        }
    }
}

#[cfg(test)]
mod tests {
    use rustix::event::{PollFd, PollFlags, poll};

    use super::*;

    #[test]
    fn the_timer_is_accepted_and_waits() {
        let timer = far_timer().unwrap();
        let moment = Timespec { tv_sec: 0, tv_nsec: 50_000_000 };
        let ready = poll(&mut [PollFd::new(&timer, PollFlags::IN)], Some(&moment)).unwrap();
        assert_eq!(ready, 0, "no clock was set meanwhile");
    }
}
