//! The part of the keeper that shows changes before it makes them.

use crate::failure::{Code, Failure};
use crate::keeper::{Keeper, Reply};
use crate::moving::{self, Move};
use crate::undo::{self, Undo};
use crate::view::{BackupView, ChangeView};

/// What faces may ask about changes that are shown before they are made.
#[derive(Debug)]
pub enum ChangeRequest {
    /// The backups of the credentials file, newest first.
    Backups(Reply<Vec<BackupView>>),
    /// What bringing back this backup would change, or the newest one that differs.
    PreviewUndo(Option<String>, Reply<ChangeView>),
    /// Bring back the backup that was shown under this number.
    Undo(u32, Reply<()>),
    /// What moving this identity's key to the keyring would change.
    PreviewMove(String, Reply<ChangeView>),
    /// Move the key whose move was shown under this number; how many backups still hold it.
    MoveKey(u32, Reply<u32>),
    /// Delete the backups that hold this identity's key; how many there were.
    PurgeBackups(String, Reply<u32>),
}

/// The change that was shown last, under the number by which it is confirmed.
#[derive(Default)]
pub(super) struct Shown {
    ticket: u32,
    change: Option<Change>,
}

enum Change {
    Undo(Undo),
    Move(Move),
}

impl Keeper {
    pub(super) async fn answer_about_changes(&mut self, request: ChangeRequest) {
        // A face that has gone away needs no answer.
        match request {
            ChangeRequest::Backups(reply) => drop(reply.send(self.backups().await)),
            ChangeRequest::PreviewUndo(id, reply) => drop(reply.send(self.preview_undo(id).await)),
            ChangeRequest::Undo(ticket, reply) => {
                let result = self.undo(ticket).await;
                self.reread().await;
                let _ = reply.send(result);
            }
            ChangeRequest::PreviewMove(name, reply) => drop(reply.send(self.preview_move(&name).await)),
            ChangeRequest::MoveKey(ticket, reply) => {
                let result = self.move_key(ticket).await;
                self.reread().await;
                let _ = reply.send(result);
            }
            ChangeRequest::PurgeBackups(name, reply) => drop(reply.send(self.purge_backups(&name).await)),
        }
    }

    async fn backups(&self) -> Result<Vec<BackupView>, Failure> {
        let backups = undo::backups(&self.ports).await?;
        Ok(backups.iter().map(BackupView::from).collect())
    }

    async fn preview_undo(&mut self, id: Option<String>) -> Result<ChangeView, Failure> {
        let ticket = self.next_ticket();
        let undo = undo::preview(&self.ports, id).await?;
        let view = undo.view(self.credentials_path(), ticket);
        self.shown.change = Some(Change::Undo(undo));
        Ok(view)
    }

    async fn preview_move(&mut self, name: &str) -> Result<ChangeView, Failure> {
        let ticket = self.next_ticket();
        let shown = moving::preview(&self.ports, name).await?;
        let view = shown.view(self.credentials_path(), ticket);
        self.shown.change = Some(Change::Move(shown));
        Ok(view)
    }

    /// Brings back the backup that was shown.
    async fn undo(&mut self, ticket: u32) -> Result<(), Failure> {
        match self.confirmed(ticket) {
            Some(Change::Undo(undo)) => undo::apply(&self.ports, undo).await.map(drop)?,
            Some(Change::Move(_)) | None => return Err(not_shown()),
        }
        self.shown.change = None;
        Ok(())
    }

    /// Moves the key whose move was shown, and says how many backups still hold it.
    async fn move_key(&mut self, ticket: u32) -> Result<u32, Failure> {
        let held = match self.confirmed(ticket) {
            Some(Change::Move(shown)) => moving::apply(&self.ports, shown).await?,
            Some(Change::Undo(_)) | None => return Err(not_shown()),
        };
        self.shown.change = None;
        Ok(counted(held))
    }

    async fn purge_backups(&self, name: &str) -> Result<u32, Failure> {
        moving::purge(&self.ports, name).await.map(counted)
    }

    /// A new preview takes the place of the last one, also when it fails: only what stands before
    /// the person may be confirmed.
    fn next_ticket(&mut self) -> u32 {
        self.shown.change = None;
        self.shown.ticket = self.shown.ticket.wrapping_add(1);
        self.shown.ticket
    }

    fn confirmed(&self, ticket: u32) -> Option<&Change> {
        self.shown.change.as_ref().filter(|_| self.shown.ticket == ticket)
    }

    fn credentials_path(&self) -> String {
        self.ports.files.paths().credentials.display().to_string()
    }
}

fn counted(backups: usize) -> u32 {
    u32::try_from(backups).unwrap_or(u32::MAX)
}

fn not_shown() -> Failure {
    Failure::new(
        Code::Outdated,
        text!("This is not the change that was shown last, so it was not made."),
        text!("Look at the change again and confirm that."),
    )
}
