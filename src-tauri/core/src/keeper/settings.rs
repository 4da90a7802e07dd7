//! The part of the keeper that shows and saves settings, and has them take effect.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::aws_time::Now;
use crate::catalog::Catalog;
use crate::failure::{Code, Failure};
use crate::keeper::{Keeper, Reply};
use crate::ports::{Places, StartAtLogin};
use crate::settings::row::{self, Files};
use crate::settings::{Settings, page};
use crate::survey::off_the_runtime;
use crate::target::moving::{Relocation, relocate};
use crate::target::{self, Choice};
use crate::view::{ProfileSettingsForm, ProfileSettingsView, SettingsForm, SettingsView};

/// What faces may ask about settings.
#[derive(Debug)]
pub enum SettingsRequest {
    /// The settings page.
    Show(Reply<SettingsView>),
    /// Save the settings page; what counts then.
    Save(SettingsForm, Reply<SettingsView>),
    /// The form of one row.
    ShowProfile(String, Reply<ProfileSettingsView>),
    /// Save the form of one row.
    SaveProfile(ProfileSettingsForm, Reply<()>),
}

impl Keeper {
    /// Has the settings page offer to start Daypass at login. Without, it is not offered.
    #[must_use]
    pub fn starting_at_login(mut self, port: Arc<dyn StartAtLogin>) -> Self {
        self.start_at_login = Some(port);
        self
    }

    pub(super) async fn answer_about_settings(&mut self, request: SettingsRequest) {
        // A face that has gone away needs no answer.
        match request {
            SettingsRequest::Show(reply) => drop(reply.send(self.show_settings().await)),
            SettingsRequest::Save(form, reply) => {
                let saved = self.save_settings(form).await;
                self.reread().await;
                let answer = match saved {
                    Ok(()) => self.show_settings().await,
                    Err(failure) => Err(failure),
                };
                let _ = reply.send(answer);
            }
            SettingsRequest::ShowProfile(name, reply) => drop(reply.send(self.show_profile(name).await)),
            SettingsRequest::SaveProfile(form, reply) => {
                let saved = self.save_profile(form).await;
                self.reread().await;
                let _ = reply.send(saved);
            }
        }
    }

    async fn show_settings(&self) -> Result<SettingsView, Failure> {
        let (store, places, login) =
            (self.settings.clone(), self.ports.places.clone(), self.start_at_login.clone());
        off_the_runtime(move || {
            let (settings, trouble) = store.look();
            let start_at_login = login.and_then(|login| login.is_on());
            Ok(SettingsView { start_at_login, ..page::view(&settings, places.as_ref(), trouble.as_ref()) })
        })
        .await
    }

    async fn save_settings(&self, form: SettingsForm) -> Result<(), Failure> {
        let (store, places, login) =
            (self.settings.clone(), self.ports.places.clone(), self.start_at_login.clone());
        let (demo, busy) = (self.demo, !self.board.signing_in.is_empty());
        off_the_runtime(move || {
            let (settings, _) = store.look();
            let start = form.start_at_login;
            let new = page::apply(&settings, form, places.as_ref())?;
            check_change(&settings, &new, places.as_ref(), demo, busy)?;
            let undo = begin_at_login(login.as_deref(), start)?;
            store.save_anew(&new).inspect_err(|_| {
                // Nothing is saved by halves; where that fails too, the page shows how it is.
                let _ = undo.and_then(|(login, was)| login.set(was).ok());
            })
        })
        .await
    }

    async fn show_profile(&self, name: String) -> Result<ProfileSettingsView, Failure> {
        let found = crate::survey::survey(&self.ports).await?;
        row::view(&Files { aws: &found.aws, env: &self.ports.route_env }, &found.settings, &name)
    }

    async fn save_profile(&self, form: ProfileSettingsForm) -> Result<(), Failure> {
        let found = crate::survey::survey(&self.ports).await?;
        let name = form.name.clone();
        let new = row::apply(&Files { aws: &found.aws, env: &self.ports.route_env }, &found.settings, form)?;
        let catalog = Catalog::of(&found.aws, &new, &self.ports.route_env);
        let (old, new_target) = (target_of(&found.catalog, &name), target_of(&catalog, &name));
        if let (Some((old, _)), Some((target, choice))) = (old, new_target)
            && old != target
        {
            if self.board.signing_in.contains(&name) {
                return Err(busy_signing_in());
            }
            // Another program's session is a question for the next sign-in; long-term keys are none.
            match target::check(&found, &target, choice) {
                Err(failure) if failure.code != Code::ForeignOwner => return Err(failure),
                Ok(()) | Err(_) => {}
            }
        }
        let store = self.ports.settings.clone();
        off_the_runtime(move || store.save(&new)).await
    }

    /// Tells whoever wants to know which settings count; whether that, or what is wrong with their
    /// file, has changed.
    pub(super) fn settle(&mut self, settings: Settings, trouble: Option<Failure>) -> bool {
        let now = Some((settings, trouble));
        if self.settled == now {
            return false;
        }
        let others = |before: &Option<(Settings, _)>| before.as_ref().map(|(settings, _)| settings.clone());
        let before = others(&std::mem::replace(&mut self.settled, now));
        match &self.settled {
            Some((settings, _)) if before.as_ref() != Some(settings) => {
                self.language.go_by(settings);
                self.sink.settle(settings);
            }
            Some(_) | None => {}
        }
        true
    }

    /// Until when no reminder is shown, if it is quiet now.
    pub(super) fn quiet_until(&self, now: Now) -> Option<DateTime<Utc>> {
        let clock = &self.ports.clock;
        self.board.settings.quiet_hours?.end_after(now.here(), |at| clock.local_time(at))
    }

    /// Sessions whose rows have another target since the settings changed go there.
    pub(super) async fn bring_along(&mut self, before: &Catalog) -> bool {
        let wanted = relocations(before, &self.board.catalog);
        if wanted.is_empty() {
            return false;
        }
        // One that cannot go stays until its end; it can be ended by its section's name, and with all.
        let Ok(moved) = relocate(&self.ports, wanted).await else { return false };
        for Relocation { from, to } in &moved {
            // What was told of the session is not told again.
            if let Some(known) = self.board.memory.sessions.remove(from) {
                self.board.memory.sessions.insert(to.clone(), known);
            }
        }
        let from: Vec<&str> = moved.iter().map(|moved| moved.from.as_str()).collect();
        self.withdraw(&from, self.now()).await;
        self.remember().await;
        !moved.is_empty()
    }
}

/// The sessions of ours whose rows point elsewhere now, where nothing points to the old section.
fn relocations(before: &Catalog, now: &Catalog) -> Vec<Relocation> {
    let rows: HashMap<&str, &str> = targets(now).collect();
    let used: HashSet<&str> = rows.values().copied().collect();
    let moved = targets(before).filter_map(|(name, from)| {
        let to = *rows.get(name)?;
        let is_ours = now.session(from).is_some_and(|session| session.ours);
        (from != to && is_ours && !used.contains(from))
            .then(|| Relocation { from: from.to_owned(), to: to.to_owned() })
    });
    moved.collect()
}

/// Rows by their names, with the sections of their sessions.
fn targets(catalog: &Catalog) -> impl Iterator<Item = (&str, &str)> {
    let identities = catalog.identities.iter().map(|row| (row.name.as_str(), row.target.as_str()));
    identities.chain(catalog.roles.iter().map(|row| (row.name.as_str(), row.target.as_str())))
}

fn target_of(catalog: &Catalog, name: &str) -> Option<(String, Choice)> {
    let entry = catalog.find(name)?;
    let overwrite_long_term_keys = catalog.identity(name).is_some_and(|i| i.overwrite_long_term_keys);
    Some((entry.target().to_owned(), Choice { overwrite_long_term_keys, take_over: false }))
}

fn check_change(
    old: &Settings,
    new: &Settings,
    places: &dyn Places,
    demo: bool,
    busy: bool,
) -> Result<(), Failure> {
    let other_files = places.aws().paths(old) != places.aws().paths(new);
    let other_targets = (&old.identity_target, &old.role_target) != (&new.identity_target, &new.role_target);
    if demo && other_files {
        return Err(Failure::new(
            Code::BadInput,
            text!("The demo account has files of its own, which cannot be elsewhere."),
            text!(
                "Leave the files as they are here; your own are chosen when Daypass runs without the demo."
            ),
        ));
    }
    if busy && (other_files || other_targets) {
        return Err(busy_signing_in());
    }
    Ok(())
}

fn busy_signing_in() -> Failure {
    Failure::new(
        Code::Busy,
        text!("A sign-in is on its way, and its session would go where it went before."),
        text!("Wait for its answer, or press Esc to cancel it; then save again."),
    )
}

/// Switches the start at login, if it is to be otherwise. What there was before comes back, to be
/// put back when the rest cannot be saved.
fn begin_at_login(
    login: Option<&dyn StartAtLogin>,
    wish: Option<bool>,
) -> Result<Option<(&dyn StartAtLogin, bool)>, Failure> {
    let Some((login, wish)) = login.zip(wish) else { return Ok(None) };
    match login.is_on().filter(|on| *on != wish) {
        None => Ok(None),
        Some(was) => login.set(wish).map(|()| Some((login, was))),
    }
}
