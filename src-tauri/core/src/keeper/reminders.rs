//! The part of the keeper that speaks up.

use std::collections::{BTreeMap, BTreeSet};

use chrono::SubsecRound;

use crate::aws_time::Now;
use crate::foreign;
use crate::in_use;
use crate::keeper::Keeper;
use crate::login::Grant;
use crate::notice::{Notice, words};
use crate::schedule::{self, Reminder};
use crate::settings::Memory;
use crate::text::InLanguage;
use crate::told::Rest;

impl Keeper {
    /// Tells what is due now, once.
    pub(super) async fn remind(&mut self) {
        let now = self.now();
        let watched = self.board.watched();
        let before = self.board.memory.clone();
        self.board.memory.drift = self.ports.drift(before.drift);
        let ladder = self.board.settings.reminders.clone();
        let others = self.board.catalog.foreign.iter().chain(self.board.catalog.in_targets.values());
        self.board.memory.unended = foreign::unended(others, &before);
        schedule::meet(&watched, &mut self.board.memory, &ladder, now);
        self.recognise(&before, now);
        let quiet = self.quiet_until(now).is_some();
        let last = self.looked.replace(now.aws()).filter(|_| !quiet);
        in_use::witness(&watched, &mut self.board.memory, last, now.aws());
        self.forget_replaced(&before, now).await;
        let due = match quiet {
            // Nothing is lost: what is still true afterwards is told then.
            true => Vec::new(),
            false => schedule::due(&self.board.told(now.aws()), &mut self.board.memory, &ladder, now),
        };
        if self.board.memory != before {
            // Remembered before it is shown: a crash in between costs a reminder, not a repetition.
            self.remember().await;
        }
        for reminder in due {
            self.show(&reminder, now).await;
        }
    }

    /// A session that is back was not gone: another program was in the middle of writing the file.
    /// What was told of it is not told again.
    fn recognise(&mut self, before: &Memory, now: Now) {
        for (target, known) in &mut self.board.memory.sessions {
            if before.sessions.contains_key(target) {
                continue;
            }
            if let Some(old) = self.vanished.remove(target)
                && old.expires == known.expires
            {
                *known = old;
            }
        }
        for (target, old) in &before.sessions {
            if !self.board.memory.sessions.contains_key(target) {
                self.vanished.insert(target.clone(), old.clone());
            }
        }
        self.vanished.retain(|_, old| old.expires.is_some_and(|end| end > now.aws()));
    }

    /// A session that was renewed or ended elsewhere, on the command line for one, takes its notice
    /// and its row's old failure along. A notice that was shown for a wrong clock goes, too.
    async fn forget_replaced(&mut self, before: &Memory, now: Now) {
        let mut gone = Vec::new();
        for (target, old) in &before.sessions {
            let known = self.board.memory.sessions.get(target);
            let same = known.filter(|known| known.expires == old.expires);
            let refuted = same.is_some_and(|known| known.announced.len() < old.announced.len());
            if old.expires.is_none() || (same.is_some() && !refuted) {
                continue;
            }
            gone.push(target.as_str());
            if refuted {
                continue;
            }
            let row = self.board.watched().into_iter().find(|w| w.target == *target);
            if let Some(row) = row {
                self.board.failures.remove(&row.name);
            }
        }
        if !gone.is_empty() {
            self.withdraw(&gone, now).await;
        }
    }

    async fn show(&mut self, reminder: &Reminder, now: Now) {
        let Some((id, moot)) = self.told.tell(reminder) else {
            return;
        };
        let Some(notice) = self.notice(id, reminder, now) else {
            return;
        };
        let notifier = self.ports.notifier.clone();
        // A notice that nobody takes is not lost: tray and board say the same.
        let _ = tokio::task::spawn_blocking(move || {
            for id in &moot {
                notifier.withdraw(id);
            }
            notifier.show(&notice)
        })
        .await;
    }

    fn notice(&self, id: String, reminder: &Reminder, now: Now) -> Option<Notice> {
        let first = reminder.sessions.first()?;
        let wall = self.ports.clock.local_time(now.wall_of(first.expires));
        let notice = words(reminder, now, wall)?;
        let notice = Notice {
            id,
            urgency: in_use::urgency(reminder, &self.board.memory, now),
            sound: self.board.settings.sound,
            ..self.board.with_reason(notice, reminder, now.aws())
        };
        Some(notice.in_language(self.language.now()))
    }

    pub(super) async fn remember(&self) {
        let (store, memory) = (self.ports.settings.clone(), self.board.memory.clone());
        let _ = tokio::task::spawn_blocking(move || store.remember(&memory)).await;
    }

    /// New sessions need no reminder of the old ones.
    pub(super) async fn welcome(&mut self, grants: &[Grant]) {
        let now = self.now();
        for grant in grants {
            self.board.failures.remove(&grant.name);
            self.board.setbacks.forget(&grant.name);
            let known = self.board.memory.sessions.entry(grant.target.clone()).or_default();
            // The file holds whole seconds, and the board reads it from there.
            known.expires = Some(grant.expires.trunc_subsecs(0));
            known.granted = Some(now.aws());
            known.announced = Vec::new();
            known.snoozed_until = None;
            known.ended_in_use = false;
        }
        self.remember().await;
        let targets: Vec<&str> = grants.iter().map(|grant| grant.target.as_str()).collect();
        self.withdraw(&targets, now).await;
    }

    /// Takes the notices of these sessions back; one that is about others, too, goes on without them.
    pub(super) async fn withdraw(&mut self, targets: &[&str], now: Now) {
        // What is left of a notice is known when all of them are gone from it.
        let rests: BTreeMap<String, Rest> = targets.iter().map(|target| self.told.forget(target)).collect();
        let rests: Vec<(String, Option<Notice>)> = rests
            .into_iter()
            .map(|(id, rest)| match rest {
                Rest::Nothing => (id, None),
                Rest::Others(reminder) => {
                    let notice = self.notice(id.clone(), &reminder, now);
                    (id, notice.map(|notice| Notice { sound: false, ..notice }))
                }
            })
            .collect();
        let notifier = self.ports.notifier.clone();
        let _ = tokio::task::spawn_blocking(move || {
            for (id, left) in rests {
                match left {
                    None => notifier.withdraw(&id),
                    Some(notice) => notifier.amend(&notice),
                }
            }
        })
        .await;
    }

    pub(super) async fn snooze(&mut self, name: &str) {
        let now = self.now();
        let named = self.board.watched().into_iter().find(|w| w.name == name).map(|w| w.target);
        // One notice about several sessions puts all of them off.
        let targets: BTreeSet<String> = self.told.together_with(name).into_iter().chain(named).collect();
        for target in &targets {
            schedule::snooze(&mut self.board.memory, target, now);
        }
        self.remember().await;
    }
}
