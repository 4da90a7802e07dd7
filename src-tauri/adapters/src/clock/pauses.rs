//! Waits that wake nobody before their end.
//!
//! The runtime's own timers are kept in a wheel, which wakes the program once or twice on the way to an
//! end that is half a minute away. This program does nothing else all day, so it matters.

use std::sync::OnceLock;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, Instant};

use tokio::sync::oneshot;

/// Somebody who waits. Whoever no longer waits has dropped the other end.
struct Waiting {
    until: Instant,
    tell: oneshot::Sender<()>,
}

/// The way to the one thread that keeps all waits of this process.
static WAITS: OnceLock<Option<Sender<Waiting>>> = OnceLock::new();

/// Ends after `time`, not counting the machine's sleep.
pub(super) async fn pause(time: Duration) {
    let (tell, told) = oneshot::channel();
    let keeper = WAITS.get_or_init(start).as_ref();
    if keeper.is_some_and(|keeper| keeper.send(Waiting { until: now() + time, tell }).is_ok()) {
        let _ = told.await;
    } else {
        tokio::time::sleep(time).await;
    }
}

fn start() -> Option<Sender<Waiting>> {
    let (mouth, ear) = mpsc::channel();
    let thread = thread::Builder::new().name("pauses".to_owned());
    thread.spawn(move || keep(&ear)).ok().map(|_| mouth)
}

fn keep(ear: &Receiver<Waiting>) {
    let mut waits: Vec<Waiting> = Vec::new();
    loop {
        waits.retain(|wait| !wait.tell.is_closed());
        let next = waits.iter().map(|wait| wait.until).min();
        let heard = match next {
            None => ear.recv().map_err(|_| RecvTimeoutError::Disconnected),
            Some(next) => ear.recv_timeout(next.saturating_duration_since(now())),
        };
        match heard {
            Ok(wait) => waits.push(wait),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return,
        }
        let over = now();
        for wait in waits.extract_if(.., |wait| wait.until <= over) {
            // It may have stopped waiting a moment ago.
            let _ = wait.tell.send(());
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "it is compared with nothing but other such instants")]
fn now() -> Instant {
    Instant::now()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn waits_end_each_in_its_time_and_none_early() {
        let since = now();
        let wait = |millis| async move {
            pause(Duration::from_millis(millis)).await;
            (millis, since.elapsed())
        };
        let mut ended = Vec::new();
        let (first, second, none) = (wait(60), wait(20), wait(0));
        tokio::pin!(first, second, none);
        for _ in 0..3 {
            tokio::select! {
                end = &mut first, if !ended.iter().any(|(m, _)| *m == 60) => ended.push(end),
                end = &mut second, if !ended.iter().any(|(m, _)| *m == 20) => ended.push(end),
                end = &mut none, if !ended.iter().any(|(m, _)| *m == 0) => ended.push(end),
            }
        }
        assert_eq!(ended.iter().map(|(millis, _)| *millis).collect::<Vec<_>>(), [0, 20, 60]);
        assert!(ended.iter().all(|(millis, took)| *took >= Duration::from_millis(*millis)), "{ended:?}");
    }

    #[tokio::test]
    async fn whoever_stops_waiting_is_forgotten() {
        let long = pause(Duration::from_secs(3_600));
        let short = tokio::time::timeout(Duration::from_millis(10), long).await;
        assert!(short.is_err());
        pause(Duration::from_millis(1)).await;
    }
}
