//! Sees changes of files that other programs make, as soon as the system tells.
//!
//! A path may lead through links and folders that are replaced, missing or re-pointed at any time.
//! So the folders on its way are watched, from the root on, each for the names that matter in it
//! ([`way`]); when one of those becomes another, the watches are made anew ([`armed`]). What changes
//! between looking at the way and watching it is not lost: afterwards the way is looked at once
//! more, and the callback is called.
//!
//! The thread has no timer: as long as nothing happens, it does not wake up. What no system tells
//! (a file system mounted over a folder, a change made on another machine, a limit of watches that
//! was reached) is found by [`Watch::look_again`], for which callers have a clock of their own.

mod armed;
mod way;

use std::path::PathBuf;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use crate::stopwatch::Stopwatch;
use armed::{Armed, Gap, News};
use way::Way;

pub use way::Goals;

/// Writers truncate, write and rename: what belongs together is over after so long a silence.
const QUIET: Duration = Duration::from_millis(100);
/// The longest that somebody who never stops writing delays the callback.
const LONGEST: Duration = Duration::from_millis(500);
/// How often a way that becomes another while it is being watched is followed at once.
const TRIES: usize = 8;

/// Watches until it is dropped.
#[derive(Debug)]
pub struct Watch {
    told: Sender<Told>,
    thread: Option<JoinHandle<()>>,
}

/// What the thread is told.
#[derive(Debug, PartialEq, Eq)]
enum Told {
    News(News),
    LookAgain,
    End,
}

impl Watch {
    /// Calls `on_change` from a thread of its own once the watches are in place, and then soon after
    /// every change of what stands under `paths`. None of them need exist. Some calls are for
    /// nothing: it is for the callee to see what has changed.
    #[must_use]
    pub fn start(paths: Vec<PathBuf>, on_change: impl Fn() + Send + 'static) -> Self {
        Self::over(Goals { files: paths, folders: Vec::new() }, on_change)
    }

    /// As [`Watch::start`], for files and for folders with all that is in them.
    #[must_use]
    pub fn over(goals: Goals, on_change: impl Fn() + Send + 'static) -> Self {
        let (told, ear) = mpsc::channel();
        let mouth = told.clone();
        let work = move || Sentry::new(goals, on_change, mouth).run(&ear);
        let thread = thread::Builder::new().name("watch".to_owned()).spawn(work);
        if let Err(error) = &thread {
            tracing::warn!(%error, "files are not watched; they are looked at now and then");
        }
        Self { told, thread: thread.ok() }
    }

    /// Looks at the way once more, without a change heard of, and makes up for watches that the
    /// system refused. Costs next to nothing; meant to be called now and then.
    pub fn look_again(&self) {
        // A thread that could not be started hears nothing.
        let _ = self.told.send(Told::LookAgain);
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let _ = self.told.send(Told::End);
        if let Some(thread) = self.thread.take() {
            // After this nobody is called any more. A panic in there was reported by its hook.
            let _ = thread.join();
        }
    }
}

/// The thread's own things.
struct Sentry<F> {
    goals: Goals,
    on_change: F,
    mouth: Sender<Told>,
    armed: Armed,
    complained: bool,
}

impl<F: Fn()> Sentry<F> {
    fn new(goals: Goals, on_change: F, mouth: Sender<Told>) -> Self {
        let armed = arm(|| Way::to(&goals), &mouth);
        Self { goals, on_change, mouth, armed, complained: false }
    }

    fn run(mut self, ear: &Receiver<Told>) {
        self.after_arming();
        (self.on_change)();
        while let Ok(told) = ear.recv() {
            match told {
                Told::News(News::WayTouched) | Told::LookAgain => self.look_again(),
                Told::News(first) => match settle(ear, first) {
                    Some(news) => self.answer(news),
                    None => return,
                },
                Told::End => return,
            }
        }
    }

    fn answer(&mut self, news: News) {
        let moved = match news {
            News::WayMoved => true,
            // The file's own name may be a link.
            News::File | News::WayTouched => self.has_moved(),
        };
        if moved {
            self.arm();
        }
        (self.on_change)();
    }

    fn look_again(&mut self) {
        let moved = self.has_moved();
        let gap = self.armed.gap.is_some();
        if moved || gap {
            self.arm();
        }
        // A gap that stays is no news: a callee that has us look again would never come to rest.
        if moved || (gap && self.armed.gap.is_none()) {
            (self.on_change)();
        }
    }

    fn has_moved(&self) -> bool {
        Way::to(&self.goals) != self.armed.way
    }

    fn arm(&mut self) {
        self.armed = arm(|| Way::to(&self.goals), &self.mouth);
        self.after_arming();
    }

    /// Says once that watches are missing, and once that they are back.
    fn after_arming(&mut self) {
        match &self.armed.gap {
            Some(Gap::Refused(error)) if !self.complained => {
                self.complained = true;
                tracing::warn!("not all changes of files are seen at once: {error}");
            }
            None if self.complained => {
                self.complained = false;
                tracing::info!("changes of files are seen at once again");
            }
            Some(Gap::Refused(_) | Gap::Vanished) | None => {}
        }
    }
}

/// Watches the way as it is. Once the watches are in place it is looked at again: what changed
/// before is then seen, what changes later is told.
fn arm(look: impl Fn() -> Way, mouth: &Sender<Told>) -> Armed {
    let mut armed = arm_on(look(), mouth);
    for _ in 1..TRIES {
        let vanished = matches!(armed.gap, Some(Gap::Vanished));
        let now = look();
        if !vanished && now == armed.way {
            return armed;
        }
        armed = arm_on(now, mouth);
    }
    if look() != armed.way {
        // Somebody swaps folders faster than they can be watched: later, then.
        let _ = mouth.send(Told::News(News::WayMoved));
    }
    armed
}

fn arm_on(way: Way, mouth: &Sender<Told>) -> Armed {
    let mouth = mouth.clone();
    Armed::on(way, move |news| {
        // The thread may have ended a moment ago.
        let _ = mouth.send(Told::News(news));
    })
}

/// Waits until nothing more is heard for a moment; the weightiest of it all. None at the end.
fn settle(ear: &Receiver<Told>, first: News) -> Option<News> {
    let since = Stopwatch::start();
    let mut weightiest = first;
    loop {
        let left = LONGEST.saturating_sub(since.elapsed());
        if left.is_zero() {
            return Some(weightiest);
        }
        match ear.recv_timeout(left.min(QUIET)) {
            Ok(Told::News(news)) => weightiest = weightiest.max(news),
            // The way is looked at afterwards in any case.
            Ok(Told::LookAgain) => {}
            Ok(Told::End) | Err(RecvTimeoutError::Disconnected) => return None,
            Err(RecvTimeoutError::Timeout) => return Some(weightiest),
        }
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "the file of these tests is real")]
mod tests {
    use std::cell::Cell;
    use std::fs;

    use super::*;

    #[test]
    fn a_way_that_becomes_another_while_it_is_being_watched_is_followed() {
        let home = tempfile::tempdir().unwrap();
        let way = |name: &str| {
            fs::create_dir_all(home.path().join(name)).unwrap();
            Way::to_files(&[home.path().join(name).join("credentials")])
        };
        let (before, after, looks) = (way("before"), way("after"), Cell::new(0));
        let look = || {
            looks.set(looks.get() + 1);
            if looks.get() == 1 { before.clone() } else { after.clone() }
        };
        let (mouth, ear) = mpsc::channel();
        let armed = arm(look, &mouth);
        assert!(armed.way == after && armed.gap.is_none());
        fs::write(home.path().join("after/credentials"), "").unwrap();
        assert_eq!(ear.recv_timeout(Duration::from_secs(1)), Ok(Told::News(News::File)));
    }

    #[test]
    fn a_way_that_does_not_come_to_rest_is_looked_at_later() {
        let home = tempfile::tempdir().unwrap();
        let looks = Cell::new(0);
        let look = || {
            looks.set(looks.get() + 1);
            Way::to_files(&[home.path().join(looks.get().to_string())])
        };
        let (mouth, ear) = mpsc::channel();
        arm(look, &mouth);
        assert_eq!(looks.get(), TRIES + 1);
        assert_eq!(ear.try_recv(), Ok(Told::News(News::WayMoved)));
    }
}
