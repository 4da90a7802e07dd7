//! Roles assumed with one session: at once, each after the role whose keys assume it.
//!
//! Sixteen requests are on their way at most. Where AWS asks to slow down, or cannot be reached,
//! fewer are; when that does not help, the rest is left for later: two hundred roles must not turn
//! a short trouble of STS into a storm. After such trouble one request goes ahead of the others.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use tokio::task::{Id, JoinError, JoinSet};

use crate::failure::{Code, Failure};
use crate::keys::SessionCredentials;
use crate::login::role::ask_role;
use crate::login::stop::cancelled;
use crate::login::tree::Tree;
use crate::login::{Stop, unknown_profile};
use crate::ports::{Ports, Signer};
use crate::profile::visible;
use crate::refresh::is_passing;
use crate::survey::Survey;

/// Requests on their way at the same time.
const AT_ONCE: usize = 16;
/// So many answers in a row that tell of trouble end the sending.
const TROUBLES: u32 = 4;

/// How to begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// With as many requests as may be on their way.
    Full,
    /// With one, whose trouble is enough to leave the rest for later.
    Gentle,
}

/// What came of each step of a tree, in its order.
pub(super) type Harvest = Vec<Result<SessionCredentials, Failure>>;

type Asked = (usize, Result<SessionCredentials, Failure>);

/// Assumes every role of the tree. What was granted before `stop` is uttered is kept; the rest is
/// [`Code::Cancelled`] then.
pub(super) async fn fan_out(
    ports: &Ports,
    found: &Arc<Survey>,
    start: &Arc<SessionCredentials>,
    tree: &Tree,
    pace: Pace,
    stop: &mut Stop,
) -> Harvest {
    let mut round = Round::new(ports, found, start, tree, pace);
    loop {
        round.send();
        if round.running.is_empty() {
            break;
        }
        tokio::select! {
            Some(done) = round.running.join_next_with_id() => round.take(done),
            () = stop.uttered() => {
                round.running.shutdown().await;
                break;
            }
        }
    }
    round.harvest()
}

struct Round<'a> {
    ports: &'a Ports,
    found: &'a Arc<Survey>,
    tree: &'a Tree,
    /// Steps whose signer is known.
    ready: VecDeque<(usize, Arc<SessionCredentials>)>,
    running: JoinSet<Asked>,
    steps: BTreeMap<Id, usize>,
    done: BTreeMap<usize, Result<Arc<SessionCredentials>, Failure>>,
    width: usize,
    patience: u32,
    troubles: u32,
}

impl<'a> Round<'a> {
    fn new(
        ports: &'a Ports,
        found: &'a Arc<Survey>,
        start: &Arc<SessionCredentials>,
        tree: &'a Tree,
        pace: Pace,
    ) -> Self {
        let ready = tree.behind(None).map(|step| (step, Arc::clone(start))).collect();
        Self {
            ports,
            found,
            tree,
            ready,
            running: JoinSet::new(),
            steps: BTreeMap::new(),
            done: BTreeMap::new(),
            width: if pace == Pace::Full { AT_ONCE } else { 1 },
            patience: if pace == Pace::Full { TROUBLES } else { 1 },
            troubles: 0,
        }
    }

    /// Sends as many requests as may be on their way.
    fn send(&mut self) {
        while self.running.len() < self.width
            && let Some((step, signer)) = self.ready.pop_front()
        {
            let (ports, found) = (self.ports.clone(), Arc::clone(self.found));
            let (role, seconds) = self.tree.what(step);
            let sent = self.running.spawn(async move {
                let session = ask(&ports, &found, role, &signer, seconds).await;
                (step, session)
            });
            self.steps.insert(sent.id(), step);
        }
    }

    fn take(&mut self, done: Result<(Id, Asked), JoinError>) {
        let (step, answer) = match done {
            Ok((_, asked)) => asked,
            Err(error) => match self.steps.get(&error.id()) {
                Some(step) => (*step, Err(own_mistake())),
                None => return,
            },
        };
        match answer {
            Ok(session) => {
                (self.width, self.troubles) = ((self.width * 2).min(AT_ONCE), 0);
                self.patience = TROUBLES;
                let session = Arc::new(session);
                self.ready.extend(self.tree.behind(Some(step)).map(|next| (next, Arc::clone(&session))));
                self.done.insert(step, Ok(session));
            }
            Err(failure) => {
                self.meet_trouble(&failure);
                self.fail(step, failure);
            }
        }
    }

    /// A role's own refusal says nothing of the others. Trouble that would befall all of them does.
    fn meet_trouble(&mut self, failure: &Failure) {
        let of_the_session = [Code::SessionEnded, Code::KeyRejected, Code::ClockSkew].contains(&failure.code);
        if !is_passing(failure.code) && !of_the_session {
            return;
        }
        self.width = (self.width / 2).max(1);
        self.troubles += 1;
        if self.troubles >= self.patience {
            for (step, _) in std::mem::take(&mut self.ready) {
                self.fail(step, failure.clone());
            }
        }
    }

    /// Whoever comes after a role that failed cannot be reached either.
    fn fail(&mut self, step: usize, failure: Failure) {
        let behind: Vec<usize> = self.tree.behind(Some(step)).collect();
        let (role, _) = self.tree.what(step);
        let name = self.found.catalog.roles.get(role).map_or("", |role| role.name.as_str());
        for next in behind {
            let message = text!("It is reached through “{}”. {}", visible(name), &failure.message);
            self.fail(next, Failure { message, ..failure.clone() });
        }
        self.done.insert(step, Err(failure));
    }

    fn harvest(mut self) -> Harvest {
        // The steps that were still to come hold the sessions they were to be signed with.
        self.ready.clear();
        let result = |step| match self.done.remove(&step) {
            Some(Ok(session)) => Arc::into_inner(session).ok_or_else(own_mistake),
            Some(Err(failure)) => Err(failure),
            None => Err(cancelled()),
        };
        (0..self.tree.len()).map(result).collect()
    }
}

async fn ask(
    ports: &Ports,
    found: &Survey,
    role: usize,
    signer: &SessionCredentials,
    seconds: u32,
) -> Result<SessionCredentials, Failure> {
    let role = found.catalog.roles.get(role).ok_or_else(own_mistake)?;
    let identity = found
        .catalog
        .identity(&role.identity)
        .ok_or_else(|| unknown_profile(&role.identity, &found.catalog))?;
    ask_role(ports, role, identity, Signer::Session(signer), None, seconds).await
}

fn own_mistake() -> Failure {
    Failure::new(Code::Internal, text!("Daypass made a mistake of its own."), text!("Try this role again."))
}
