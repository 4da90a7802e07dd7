//! The part of the keeper that answers.

use tokio::task::{Id, JoinError};

use crate::enrol;
use crate::explain;
use crate::failure::{Code, Failure};
use crate::find_device::{self, Found, NewKey};
use crate::keeper::{Keeper, Reply, Request, Running};
use crate::login::stop::cancelled;
use crate::login::{self, SignedIn, Stop, Wish};

type LoginEnd = Result<SignedIn, Failure>;

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
            Request::Explain(question, reply) => {
                drop(reply.send(explain::view::look(&self.ports, question).await))
            }
            Request::AddKey(form, reply) => {
                let result = enrol::add_key(&self.ports, form).await;
                self.reread().await;
                let _ = reply.send(result);
            }
            Request::FindDevice(new, reply) => self.find_device(new, reply),
            Request::RemoveKey(name, reply) => {
                let result = enrol::remove_key(&self.ports, &name).await;
                self.reread().await;
                let _ = reply.send(result);
            }
            Request::Change(request) => self.answer_about_changes(request).await,
            Request::Snooze(name) => self.snooze(&name).await,
            Request::Pause(until) => {
                self.board.memory.paused_until = until;
                self.remember().await;
                self.look().await;
            }
            Request::WrittenAgain(targets) => self.tell_of_rewriting(&targets).await,
            Request::Wake => self.look().await,
        }
    }

    /// Forgets the stamp, so that the next look reads settings and files again.
    pub(super) async fn reread(&mut self) {
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
        let (stop, mut stopped) = Stop::new();
        let task = self.logins.spawn(async move { login::login(&ports, wish, &mut stopped).await }).id();
        self.running.insert(name, Running { task, stop, reply });
        self.publish();
    }

    pub(super) async fn finish_login(&mut self, done: Result<(Id, LoginEnd), JoinError>) {
        let id = done.as_ref().map_or_else(JoinError::id, |(id, _)| *id);
        let name = self.running.iter().find(|(_, r)| r.task == id).map(|(name, _)| name.clone());
        let result = match done {
            Ok((_, result)) => result,
            Err(_) => Err(Failure::new(
                Code::Internal,
                "Daypass made a mistake of its own.",
                "Try again with the next code.",
            )),
        };
        let result = match result {
            Ok(signed_in) => self.welcome_all(signed_in).await,
            Err(failure) => Err(failure),
        };
        let Some((name, running)) = name.and_then(|name| self.running.remove_entry(&name)) else {
            // Cancelled too late: the session is there all the same.
            return self.reread().await;
        };
        self.board.signing_in.remove(&name);
        if let Err(failure) = &result {
            self.board.failures.insert(name, failure.clone());
        }
        self.reread().await;
        let _ = running.reply.send(result);
    }

    /// What was written gets its known start, and is looked after for some seconds.
    async fn welcome_all(&mut self, signed_in: SignedIn) -> Result<(), Failure> {
        let SignedIn { grants, receipt, missed } = signed_in;
        for grant in &grants {
            self.welcome(grant).await;
        }
        self.look_after(receipt);
        self.tell_of_loose_mode().await;
        missed.map_or(Ok(()), Err)
    }

    fn cancel(&mut self, name: &str) {
        let Some(Running { stop, reply, .. }) = self.running.remove(name) else {
            return;
        };
        // A sign-in that has just ended hears nothing.
        let _ = stop.send(true);
        self.board.signing_in.remove(name);
        let _ = reply.send(Err(cancelled()));
        self.publish();
    }

    fn test(&self, name: String, reply: Reply<crate::ports::Caller>) {
        let ports = self.ports.clone();
        // It goes over the wire and changes nothing: the keeper need not wait for it.
        tokio::spawn(async move {
            let _ = reply.send(login::test(&ports, &name).await);
        });
    }

    fn find_device(&self, new: NewKey, reply: Reply<Found>) {
        let ports = self.ports.clone();
        // As for a test: over the wire, and without a change.
        tokio::spawn(async move {
            let _ = reply.send(find_device::of_new_key(&ports, new).await);
        });
    }
}
