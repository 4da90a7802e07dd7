//! The actor that owns the board. Faces send it requests; it answers, and publishes whole boards.

mod changes;
mod language;
mod logins;
mod news;
mod refreshing;
mod reminders;
mod requests;
mod settings;

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::mpsc::error::TrySendError;
use tokio::sync::{Notify, mpsc, oneshot};
use tokio::task::JoinSet;

use crate::aws_time::Now;
use crate::board::Board;
use crate::enrol::KeyForm;
use crate::explain::Question;
use crate::explain::view::ExplainView;
use crate::failure::{Code, Failure};
use crate::find_device::{Found, NewKey};
use crate::language::Language;
use crate::lend::Lent;
use crate::login::Wish;
use crate::ports::{BoardSink, Caller, FilesStamp, Ports, StartAtLogin};
use crate::schedule;
use crate::settings::last_good::LastGood;
use crate::settings::{SessionMemory, Settings};
use crate::survey::survey;
use crate::text::InLanguage;
use crate::told::Told;
use crate::used_codes::used_steps;
use crate::view::BoardView;

use language::Spoken;

pub use changes::ChangeRequest;
pub use settings::SettingsRequest;

/// The longest the keeper sleeps. Timers of the runtime stop while the machine sleeps, so wall
/// clocks are compared at least this often.
const LONGEST_SLEEP: TimeDelta = TimeDelta::seconds(30);

/// Where an answer goes.
pub type Reply<T> = oneshot::Sender<Result<T, Failure>>;

/// What faces may ask.
#[derive(Debug)]
pub enum Request {
    /// The whole board, freshly read.
    Board(oneshot::Sender<BoardView>),
    /// Sign in. Requests for one identity at the same time become one.
    Login(Wish, Reply<()>),
    /// Stop waiting for a sign-in; whoever else waits for it goes on.
    Cancel(String),
    /// End a session.
    Logout(String, Reply<()>),
    /// End all sessions that Daypass wrote.
    LogoutAll(Reply<()>),
    /// Ask AWS who a written session is.
    Test(String, Reply<Caller>),
    /// Lend a written session to what a person asked for by name.
    Lend(String, Reply<Lent>),
    /// Tell which credentials AWS's tools would use for a profile.
    Explain(Question, Reply<ExplainView>),
    /// Put a key into the keyring.
    AddKey(KeyForm, Reply<()>),
    /// Ask AWS whose a key is and which MFA devices there are.
    FindDevice(NewKey, Reply<Found>),
    /// Take a key out of the keyring.
    RemoveKey(String, Reply<()>),
    /// Show a change to the credentials file, or make one that was shown.
    Change(ChangeRequest),
    /// Show or save settings.
    Settings(SettingsRequest),
    /// Keep quiet about a row for ten minutes.
    Snooze(String),
    /// No reminder before this instant; none lifts the pause.
    Pause(Option<DateTime<Utc>>),
    /// Another program overwrote these sections with an older text, and they were written again.
    WrittenAgain(Vec<String>),
    /// Look at the clock and the files now: the machine woke up, or something changed.
    Wake,
}

/// The way to the keeper.
#[derive(Clone, Debug)]
pub struct KeeperHandle {
    mailbox: mpsc::Sender<Request>,
    /// Rings when a [`Request::Wake`] did not fit into the mailbox.
    bell: Arc<Notify>,
    language: Spoken,
}

impl KeeperHandle {
    /// The language of all that comes from here.
    #[must_use]
    pub fn language(&self) -> Language {
        self.language.now()
    }

    /// Sends a request that has no answer.
    pub async fn tell(&self, request: Request) {
        // A closed mailbox means that the program is ending; there is nobody left to tell.
        let _ = self.mailbox.send(request).await;
    }

    /// Sends a request and waits for its answer, which comes in the reader's language.
    ///
    /// # Errors
    /// The request's own failure, or [`Code::Internal`] when the program is ending.
    pub async fn ask<T: InLanguage>(&self, request: impl FnOnce(Reply<T>) -> Request) -> Result<T, Failure> {
        let (reply, answer) = oneshot::channel();
        self.tell(request(reply)).await;
        answer.await.unwrap_or_else(|_| Err(ending())).in_language(self.language())
    }

    /// The board as it is now.
    ///
    /// # Errors
    /// [`Code::Internal`] when the program is ending.
    pub async fn board(&self) -> Result<BoardView, Failure> {
        let (reply, answer) = oneshot::channel();
        self.tell(Request::Board(reply)).await;
        answer.await.map_err(|_| ending().in_language(self.language()))
    }

    /// Sends a request without waiting for room in the mailbox: for callers outside the runtime.
    pub fn tell_from_outside(&self, request: Request) {
        match self.mailbox.try_send(request) {
            // What has changed must be seen in the end; a look or two are enough for many wakes.
            Err(TrySendError::Full(Request::Wake)) => self.bell.notify_one(),
            // A full mailbox drops a click rather than freezing the desktop's thread.
            Ok(()) | Err(TrySendError::Full(_) | TrySendError::Closed(_)) => {}
        }
    }
}

fn ending() -> Failure {
    Failure::new(Code::Internal, text!("Daypass is ending."), text!("Start it again."))
}

/// The owner of all state.
pub struct Keeper {
    ports: Ports,
    /// The store that the ports have, too.
    settings: Arc<LastGood>,
    start_at_login: Option<Arc<dyn StartAtLogin>>,
    /// What was said last of the settings: those that count, and what is wrong with their file.
    settled: Option<(Settings, Option<Failure>)>,
    sink: Arc<dyn BoardSink>,
    demo: bool,
    /// The way to ourselves, which does not keep us running.
    door: mpsc::WeakSender<Request>,
    mailbox: mpsc::Receiver<Request>,
    bell: Arc<Notify>,
    language: Spoken,
    board: Board,
    stamp: Option<FilesStamp>,
    told: Told,
    /// When this program last looked at the clock, in AWS's time; none at the start.
    looked: Option<DateTime<Utc>>,
    /// What was remembered of sessions that are no longer in the file, until their end.
    vanished: BTreeMap<String, SessionMemory>,
    logins: JoinSet<logins::LoginEnd>,
    attempts: Vec<logins::Attempt>,
    refreshes: refreshing::Refreshes,
    shown: changes::Shown,
}

impl Keeper {
    /// A keeper and the way to it. `demo` says that the ports are the demo account's.
    #[must_use]
    pub fn new(mut ports: Ports, sink: Arc<dyn BoardSink>, demo: bool) -> (Self, KeeperHandle) {
        let (sender, mailbox) = mpsc::channel(64);
        let bell = Arc::new(Notify::new());
        let language = Spoken::new(ports.language);
        let settings = Arc::new(LastGood::over(ports.settings));
        ports.settings = settings.clone();
        let board = Board { memory: ports.settings.recall(), refreshes: true, ..Board::default() };
        let keeper = Self {
            ports,
            settings,
            start_at_login: None,
            settled: None,
            sink,
            demo,
            door: sender.downgrade(),
            mailbox,
            bell: bell.clone(),
            language: language.clone(),
            board,
            stamp: None,
            told: Told::default(),
            looked: None,
            vanished: BTreeMap::new(),
            logins: JoinSet::new(),
            attempts: Vec::new(),
            refreshes: refreshing::Refreshes::default(),
            shown: changes::Shown::default(),
        };
        (keeper, KeeperHandle { mailbox: sender, bell, language })
    }

    /// Works until every handle is gone.
    pub async fn run(mut self) {
        self.look().await;
        loop {
            let pause = self.pause();
            tokio::select! {
                request = self.mailbox.recv() => match request {
                    Some(request) => self.answer(request).await,
                    None => return,
                },
                () = self.bell.notified() => self.look().await,
                Some(done) = self.logins.join_next_with_id() => self.finish_login(done).await,
                Some(done) = self.refreshes.tasks.join_next_with_id() => self.finish_refresh(done).await,
                () = self.ports.clock.wait(pause) => self.look().await,
            }
        }
    }

    /// Until the next deadline, [`LONGEST_SLEEP`] at most.
    fn pause(&self) -> std::time::Duration {
        let now = self.now();
        let ladder = &self.board.settings.reminders;
        // Also while it is quiet: trays and rows turn amber at their time.
        let next = schedule::next(&self.board.told(now.aws()), &self.board.memory, ladder, now);
        let next = next.into_iter().chain(self.quiet_until(now));
        let next_code = self.board.used_steps.next_wait(now.aws());
        let next_refresh = self.board.next_refresh(now.aws()).map(|at| at - now.aws());
        let waits = next.map(|at| at - now.here()).chain(next_refresh).chain(next_code);
        waits.fold(LONGEST_SLEEP, TimeDelta::min).to_std().unwrap_or_default()
    }

    /// Reads files and settings if they changed, refreshes and tells what is due, publishes what is new.
    async fn look(&mut self) {
        let (ports, store) = (self.ports.clone(), self.settings.clone());
        let seen = tokio::task::spawn_blocking(move || (stamp(&ports), store.look())).await;
        let stamp = seen.ok().and_then(|(stamp, (settings, trouble))| {
            // The command line and editors write the settings too.
            (!self.settle(settings, trouble)).then_some(stamp)
        });
        if stamp.is_none() || stamp != self.stamp {
            // What has moved is read where it is now.
            while self.read_files().await {}
        }
        self.board.used_steps = used_steps(&self.ports).await;
        self.begin_refreshes();
        self.remind().await;
        self.publish();
    }

    /// Says whether that was followed by a change of ours: what was read is old then.
    async fn read_files(&mut self) -> bool {
        let ports = self.ports.clone();
        // Taken before the files are read: a change in between is then seen at the next look.
        let stamp = tokio::task::spawn_blocking(move || stamp(&ports)).await.ok();
        match survey(&self.ports).await {
            Ok(found) => {
                let before = std::mem::replace(&mut self.board.catalog, found.catalog);
                let changed = self.board.settings != found.settings;
                self.board.settings = found.settings;
                self.board.banner = self.settled.as_ref().and_then(|(_, trouble)| trouble.clone());
                self.stamp = stamp;
                changed && self.bring_along(&before).await
            }
            // What was known stays on the board: an unreadable file ends no session. Without a
            // stamp the next look tries again.
            Err(failure) => {
                self.board.banner = Some(failure);
                self.stamp = None;
                false
            }
        }
    }

    /// Now, by what was learned last of AWS's clock.
    fn now(&self) -> Now {
        self.ports.now(self.board.memory.drift)
    }

    fn view(&self) -> BoardView {
        let view = self.board.view(&self.ports.files.paths(), self.demo, self.now());
        // There may be hundreds of rows, and they are in English already.
        match self.language.now() {
            language if language == Language::ENGLISH => view,
            language => view.in_language(language),
        }
    }

    /// Also when nothing but the time has changed: trays show what is left.
    fn publish(&self) {
        self.sink.publish(&self.view());
    }
}

/// All files from which the board is made, our settings apart.
fn stamp(ports: &Ports) -> FilesStamp {
    let mut stamp = ports.files.stamp();
    stamp.extend(ports.caches.stamp());
    stamp
}
