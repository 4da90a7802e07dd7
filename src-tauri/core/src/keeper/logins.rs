//! The part of the keeper that signs in: one request for all who wait for the same.

use std::future::Future;

use tokio::sync::watch;
use tokio::task::{Id, JoinError};

use crate::failure::{Code, CodeFate, Failure};
use crate::keeper::{Keeper, Reply};
use crate::login::aim::{Aim, Beside};
use crate::login::share::share;
use crate::login::stop::cancelled;
use crate::login::{self, SignedIn, Stop, Wish};
use crate::profile::visible;

pub(super) type LoginEnd = Result<SignedIn, Failure>;

/// A sign-in on its way, and all who wait for it.
pub(super) struct Attempt {
    task: Id,
    stop: watch::Sender<bool>,
    aim: Aim,
    waiters: Vec<Waiter>,
}

struct Waiter {
    /// The name that it was asked by.
    asked: String,
    row: String,
    then: Then,
    reply: Reply<()>,
}

/// What is still to be done for a waiter when the sign-in has ended.
enum Then {
    /// Nothing: what it asked for is done.
    Answer,
    /// The identity is signed in: now the role, without a code.
    Role { identity: String, wish: Wish },
    /// The session is there: now to this profile, too.
    Share { from: String, wish: Wish },
}

/// What came of an attempt.
struct End {
    /// The rows that received keys.
    granted: Vec<String>,
    failure: Option<Failure>,
}

impl Keeper {
    /// Begins a sign-in, or joins one that is on its way for the same identity.
    pub(super) fn begin_login(&mut self, wish: Wish, reply: Reply<()>) {
        self.yield_refresh_to(&wish.name);
        let aim = Aim::of(&self.board.catalog, &wish, self.now().aws());
        let (asked, row) = (wish.name.clone(), aim.row.clone());
        let beside = self.attempts.iter().enumerate().find_map(|(at, first)| match aim.beside(&first.aim) {
            Beside::Apart => None,
            found @ (Beside::Same | Beside::Behind(_) | Beside::Shared(_) | Beside::Contrary) => {
                Some((at, found))
            }
        });
        let (at, then) = match beside {
            None | Some((_, Beside::Apart)) => {
                let ports = self.ports.clone();
                let (stop, mut stopped) = Stop::new();
                let work = async move { login::login(&ports, wish, &mut stopped).await };
                return self.start(work, stop, aim, Waiter { asked, row, then: Then::Answer, reply });
            }
            Some((_, Beside::Contrary)) => return drop(reply.send(Err(busy(&row)))),
            Some((at, Beside::Same)) => (at, Then::Answer),
            Some((at, Beside::Behind(identity))) => (at, Then::Role { identity, wish }),
            Some((at, Beside::Shared(from))) => (at, Then::Share { from, wish }),
        };
        self.board.failures.remove(&row);
        self.board.signing_in.insert(row.clone());
        if let Some(attempt) = self.attempts.get_mut(at) {
            attempt.waiters.push(Waiter { asked, row, then, reply });
        }
        self.publish();
    }

    fn start(
        &mut self,
        work: impl Future<Output = LoginEnd> + Send + 'static,
        stop: watch::Sender<bool>,
        aim: Aim,
        waiter: Waiter,
    ) {
        self.board.failures.remove(&waiter.row);
        self.board.signing_in.insert(waiter.row.clone());
        let task = self.logins.spawn(work).id();
        self.attempts.push(Attempt { task, stop, aim, waiters: vec![waiter] });
        self.publish();
    }

    pub(super) async fn finish_login(&mut self, done: Result<(Id, LoginEnd), JoinError>) {
        let id = done.as_ref().map_or_else(JoinError::id, |(id, _)| *id);
        let attempt = self.attempts.iter().position(|attempt| attempt.task == id);
        let waiters = attempt.map(|at| self.attempts.remove(at).waiters).unwrap_or_default();
        let end = match done {
            Ok((_, Ok(signed_in))) => {
                let all = signed_in.grants.iter().chain(&signed_in.along);
                let granted = all.map(|grant| grant.name.clone()).collect();
                End { granted, failure: self.welcome_all(signed_in).await }
            }
            Ok((_, Err(failure))) => End { granted: Vec::new(), failure: Some(failure) },
            Err(_) => End { granted: Vec::new(), failure: Some(own_mistake()) },
        };
        let (over, going_on): (Vec<Waiter>, Vec<Waiter>) = waiters.into_iter().partition(|w| end.is_over(w));
        for waiter in &over {
            self.board.signing_in.remove(&waiter.row);
            if let Err(failure) = end.answer(&waiter.row) {
                self.board.failures.insert(waiter.row.clone(), failure);
            }
        }
        // Also when all have cancelled, too late: the session is there all the same.
        self.reread().await;
        for waiter in over {
            let answer = end.answer(&waiter.row);
            let _ = waiter.reply.send(answer);
        }
        for waiter in going_on {
            self.go_on(waiter, &end);
        }
    }

    /// Does for a waiter what is still to be done, now that the first sign-in has ended.
    fn go_on(&mut self, waiter: Waiter, end: &End) {
        let Waiter { asked, row, then, reply } = waiter;
        match then {
            // The code is as good as before, and may be tried for the waiter's own sake.
            Then::Role { wish, .. } | Then::Share { wish, .. } if end.granted.is_empty() => {
                self.begin_login(wish, reply);
            }
            Then::Role { wish, .. } => self.begin_login(Wish { code: None, ..wish }, reply),
            Then::Share { from, wish } => {
                let aim = Aim::of(&self.board.catalog, &wish, self.now().aws());
                let ports = self.ports.clone();
                let (stop, mut stopped) = Stop::new();
                let work = async move { stopped.or(share(&ports, &from, &wish)).await };
                self.start(work, stop, aim, Waiter { asked, row, then: Then::Answer, reply });
            }
            Then::Answer => drop(reply.send(end.answer(&row))),
        }
    }

    /// What was written gets its known start, and is looked after for some seconds.
    async fn welcome_all(&mut self, signed_in: SignedIn) -> Option<Failure> {
        let SignedIn { grants, along, left, receipt, missed, plan: _, warnings: _ } = signed_in;
        self.note_left(&left);
        self.welcome(&[grants, along].concat()).await;
        self.look_after(receipt);
        self.tell_of_loose_mode().await;
        missed
    }

    /// Ends one wait, the newest under this name. The request itself goes on for the others who wait
    /// for it; without any, it is stopped.
    pub(super) fn cancel(&mut self, name: &str) {
        let is_meant = |waiter: &Waiter| waiter.asked == name || waiter.row == name;
        let found =
            self.attempts.iter().enumerate().rev().find_map(|(at, attempt)| {
                attempt.waiters.iter().rposition(is_meant).map(|place| (at, place))
            });
        let Some((at, place)) = found else {
            return;
        };
        let Some(attempt) = self.attempts.get_mut(at) else {
            return;
        };
        let waiter = attempt.waiters.remove(place);
        if attempt.waiters.is_empty() {
            // A sign-in that has just ended hears nothing.
            let _ = self.attempts.remove(at).stop.send(true);
        }
        let mut waiting = self.attempts.iter().flat_map(|attempt| &attempt.waiters);
        if !waiting.any(|other| other.row == waiter.row) {
            self.board.signing_in.remove(&waiter.row);
        }
        let _ = waiter.reply.send(Err(cancelled()));
        self.publish();
    }
}

impl End {
    /// Whether a waiter has its answer by now.
    fn is_over(&self, waiter: &Waiter) -> bool {
        let unspent = self.failure.as_ref().is_some_and(|failure| failure.fate == CodeFate::Unspent);
        match &waiter.then {
            Then::Answer => true,
            // It came along.
            Then::Role { .. } if self.granted.contains(&waiter.row) => true,
            Then::Role { identity, .. } | Then::Share { from: identity, .. } => {
                !self.granted.contains(identity) && !unspent
            }
        }
    }

    fn answer(&self, row: &str) -> Result<(), Failure> {
        match &self.failure {
            // The user was signed in on the way to a role that was denied.
            Some(failure) if !self.granted.iter().any(|granted| granted == row) => Err(failure.clone()),
            Some(_) | None => Ok(()),
        }
    }
}

fn busy(row: &str) -> Failure {
    Failure::new(
        Code::Busy,
        text!("Another request for “{}” is on its way, and it asks for something else.", visible(row)),
        text!("Wait for its answer, or press Esc to cancel it; then ask again."),
    )
}

fn own_mistake() -> Failure {
    Failure::new(
        Code::Internal,
        text!("Daypass made a mistake of its own."),
        text!("Try again with the next code."),
    )
}
