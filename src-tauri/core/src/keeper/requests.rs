//! The part of the keeper that answers.

use tokio::task::{Id, JoinError};

use crate::enrol;
use crate::failure::{Code, Failure};
use crate::keeper::{Keeper, Reply, Request};
use crate::login::{self, Grant, Wish};

type LoginEnd = Result<Vec<Grant>, Failure>;

impl Keeper {
    pub(super) async fn answer(&mut self, request: Request) {
        match request {
            Request::Board(reply) => {
                self.look().await;
                // A face that has gone away needs no answer: here and below.
                let _ = reply.send(self.view());
            }
            Request::Login(wish, reply) => self.begin_login(wish, reply),
            Request::Cancel(name) => self.cancel(&name),
            Request::Logout(name, reply) => {
                let result = login::logout(&self.ports, &name).await.map(drop);
                self.reread().await;
                let _ = reply.send(result);
            }
            Request::LogoutAll(reply) => {
                let result = login::logout_all(&self.ports).await.map(drop);
                self.reread().await;
                let _ = reply.send(result);
            }
            Request::Test(name, reply) => self.test(name, reply),
            Request::AddKey(form, reply) => {
                let result = enrol::add_key(&self.ports, form).await;
                self.reread().await;
                let _ = reply.send(result);
            }
            Request::RemoveKey(name, reply) => {
                let result = enrol::remove_key(&self.ports, &name).await;
                self.reread().await;
                let _ = reply.send(result);
            }
            Request::Snooze(name) => self.snooze(&name).await,
            Request::Pause(until) => {
                self.board.memory.paused_until = until;
                self.remember().await;
                self.look().await;
            }
            Request::Wake => self.look().await,
        }
    }

    /// Forgets the stamp, so that the next look reads settings and files again.
    async fn reread(&mut self) {
        self.stamp = None;
        self.look().await;
    }

    fn begin_login(&mut self, wish: Wish, reply: Reply<()>) {
        let name = wish.name.clone();
        if self.running.contains_key(&name) {
            let _ = reply.send(Err(Failure::new(
                Code::Busy,
                "A request for this profile is already on its way.",
                "Wait for its answer, or press Esc to cancel it.",
            )));
            return;
        }
        self.board.failures.remove(&name);
        self.board.signing_in.insert(name.clone());
        let ports = self.ports.clone();
        let task = self.logins.spawn(async move { login::login(&ports, wish).await });
        self.running.insert(name, (task, reply));
        self.publish();
    }

    pub(super) async fn finish_login(&mut self, done: Result<(Id, LoginEnd), JoinError>) {
        let id = done.as_ref().map_or_else(JoinError::id, |(id, _)| *id);
        let running = self.running.iter().find(|(_, (task, _))| task.id() == id);
        let name = running.map(|(name, _)| name.clone());
        let result = match done {
            Ok((_, result)) => result,
            // A cancelled task was answered when it was cancelled; a panicked one is still known.
            Err(_) if name.is_none() => return,
            Err(_) => Err(Failure::new(
                Code::Internal,
                "Daypass made a mistake of its own.",
                "Try again with the next code.",
            )),
        };
        for grant in result.iter().flatten() {
            self.welcome(grant).await;
        }
        let Some((name, (_, reply))) = name.and_then(|name| self.running.remove_entry(&name)) else {
            // Cancelled too late: the session is there all the same.
            return self.reread().await;
        };
        self.board.signing_in.remove(&name);
        if let Err(failure) = &result {
            self.board.failures.insert(name, failure.clone());
        }
        self.reread().await;
        let _ = reply.send(result.map(drop));
    }

    fn cancel(&mut self, name: &str) {
        let Some((task, reply)) = self.running.remove(name) else {
            return;
        };
        task.abort();
        self.board.signing_in.remove(name);
        let _ = reply.send(Err(Failure::new(
            Code::Cancelled,
            "Cancelled.",
            "If the request had reached AWS already, the code is used: wait for the next one.",
        )));
        self.publish();
    }

    fn test(&self, name: String, reply: Reply<crate::ports::Caller>) {
        let ports = self.ports.clone();
        // It goes over the wire and changes nothing: the keeper need not wait for it.
        tokio::spawn(async move {
            let _ = reply.send(login::test(&ports, &name).await);
        });
    }
}
