//! The part of the keeper that refreshes roles, without a code and without a word.

use std::collections::{BTreeMap, BTreeSet};

use tokio::sync::watch;
use tokio::task::{Id, JoinError, JoinSet};

use crate::catalog::Entry;
use crate::failure::{Code, Failure};
use crate::keeper::Keeper;
use crate::login::{self, Left, Pace, Refreshed, Stop};
use crate::refresh;

pub(super) type RefreshEnd = Result<(Id, Result<Refreshed, Failure>), JoinError>;

/// The refreshes on their way, one for each identity at most: so no role is asked for twice.
#[derive(Default)]
pub(super) struct Refreshes {
    pub(super) tasks: JoinSet<Result<Refreshed, Failure>>,
    running: BTreeMap<String, Running>,
}

struct Running {
    task: Id,
    stop: watch::Sender<bool>,
    roles: Vec<String>,
}

impl Keeper {
    /// Begins what is due. A sign-in of the same identity comes first, and brings its roles itself.
    pub(super) fn begin_refreshes(&mut self) {
        let now = self.now().aws();
        let board = &mut self.board;
        board.setbacks.tidy(&board.catalog, now);
        // What cannot be read now would be refreshed in vain; of our settings the last good ones count.
        if board.banner.as_ref().is_some_and(|banner| banner.code != Code::Settings) {
            return;
        }
        for (identity, roles) in refresh::due(&board.catalog, &board.memory, &board.setbacks, now) {
            if !self.refreshes.running.contains_key(&identity) && !self.is_signing_in(&identity) {
                self.begin_refresh(identity, roles);
            }
        }
    }

    fn begin_refresh(&mut self, identity: String, roles: Vec<String>) {
        let (ports, names, of) = (self.ports.clone(), roles.clone(), identity.clone());
        let trouble = roles.iter().any(|role| self.board.setbacks.is_trouble(role));
        let pace = if trouble { Pace::Gentle } else { Pace::Full };
        let (stop, mut stopped) = Stop::new();
        let refreshed = async move { login::refresh(&ports, &of, &names, pace, &mut stopped).await };
        let task = self.refreshes.tasks.spawn(refreshed).id();
        self.refreshes.running.insert(identity, Running { task, stop, roles });
    }

    fn is_signing_in(&self, identity: &str) -> bool {
        self.board.signing_in.iter().any(|name| self.identity_of(name) == Some(identity))
    }

    /// The identity that a request for this name is about.
    fn identity_of(&self, name: &str) -> Option<&str> {
        Some(match self.board.catalog.find(name)? {
            Entry::Identity(identity) => &identity.name,
            Entry::Role(role) => &role.identity,
        })
    }

    /// A person signs in or out: what is refreshed meanwhile would come too late.
    pub(super) fn yield_refresh_to(&self, name: &str) {
        if let Some(running) =
            self.identity_of(name).and_then(|identity| self.refreshes.running.get(identity))
        {
            // One that has just ended hears nothing; what it wrote is seen at the next look.
            let _ = running.stop.send(true);
        }
    }

    /// A person ends every session.
    pub(super) fn yield_all_refreshes(&self) {
        for running in self.refreshes.running.values() {
            let _ = running.stop.send(true);
        }
    }

    pub(super) async fn finish_refresh(&mut self, done: RefreshEnd) {
        let id = done.as_ref().map_or_else(JoinError::id, |(id, _)| *id);
        let ended = |(_, running): &(&String, &Running)| running.task == id;
        let name = self.refreshes.running.iter().find(ended).map(|(name, _)| name.clone());
        let Some(Running { roles, .. }) = name.and_then(|name| self.refreshes.running.remove(&name)) else {
            return;
        };
        match done.map_or_else(|_| Err(own_mistake()), |(_, result)| result) {
            Ok(refreshed) => self.take_in(refreshed, &roles).await,
            // A person came first.
            Err(failure) if failure.code == Code::Cancelled => {}
            Err(failure) => self.note_left(&all_left(&roles, &failure)),
        }
        self.reread().await;
    }

    async fn take_in(&mut self, refreshed: Refreshed, roles: &[String]) {
        let Refreshed { grants, receipt, left } = refreshed;
        self.note_left(&left);
        let known = grants.iter().map(|grant| &grant.name).chain(left.iter().map(|left| &left.name));
        let known: BTreeSet<&String> = known.collect();
        // Their sessions were ended or renewed meanwhile, and what is noted here is moot. Should one
        // stand as it stood, it is not asked for again at once.
        let silent: Vec<String> = roles.iter().filter(|role| !known.contains(role)).cloned().collect();
        let now = self.now().aws();
        for role in self.board.catalog.roles.iter().filter(|role| silent.contains(&role.name)) {
            self.board.setbacks.add(&self.board.catalog, role, changed_meanwhile(), now);
        }
        self.welcome(&grants).await;
        if let Some(receipt) = receipt {
            self.look_after(receipt);
        }
    }

    /// Roles that should have been assumed: their rows say why they were not, and they are tried again.
    pub(super) fn note_left(&mut self, left: &[Left]) {
        let now = self.now().aws();
        for Left { name, failure } in left {
            let board = &mut self.board;
            if let Some(role) = board.catalog.roles.iter().find(|role| role.name == *name) {
                board.setbacks.add(&board.catalog, role, failure.clone(), now);
            }
            board.failures.insert(name.clone(), failure.clone());
        }
    }
}

fn all_left(roles: &[String], failure: &Failure) -> Vec<Left> {
    roles.iter().map(|name| Left { name: name.clone(), failure: failure.clone() }).collect()
}

fn changed_meanwhile() -> Failure {
    Failure::new(
        Code::Outdated,
        text!("Its session was changed while it was being refreshed."),
        text!("Daypass tries again by itself."),
    )
}

fn own_mistake() -> Failure {
    Failure::new(
        Code::Internal,
        text!("Daypass made a mistake of its own."),
        text!("It tries again by itself."),
    )
}
