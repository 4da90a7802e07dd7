//! The part of the keeper that answers.

use crate::enrol;
use crate::explain;
use crate::find_device::{self, Found, NewKey};
use crate::keeper::{Keeper, Reply, Request};
use crate::lend::lend;
use crate::login;

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
                self.yield_refresh_to(&name);
                let result = login::logout(&self.ports, &name).await.map(drop);
                self.reread().await;
                let _ = reply.send(result);
            }
            Request::LogoutAll(reply) => {
                self.yield_all_refreshes();
                let result = login::logout_all(&self.ports).await.map(drop);
                self.reread().await;
                let _ = reply.send(result);
            }
            Request::Test(name, reply) => self.test(name, reply),
            Request::Lend(name, reply) => drop(reply.send(lend(&self.ports, &name).await)),
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
            Request::Settings(request) => self.answer_about_settings(request).await,
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
