//! Which notices are on the screen, as far as is known, and which sessions each is about.
//!
//! A notice about several sessions is one for all of them: it is replaced by the next one about any
//! of them, put off for all of them, and taken back when the last of them is renewed.

use std::collections::BTreeMap;

use crate::notice::notice_id;
use crate::schedule::Reminder;

/// What was told, by the id of its notice. Lost with the process, as most services lose the notices.
#[derive(Debug, Default)]
pub struct Told(BTreeMap<String, Reminder>);

/// What becomes of a notice when one of its sessions needs none any more.
#[derive(Debug, PartialEq, Eq)]
pub enum Rest {
    /// Nothing is left to tell.
    Nothing,
    /// It is still about these.
    Others(Reminder),
}

impl Told {
    /// Takes down a reminder that is about to be shown. Returns the id of its notice, which is that
    /// of an earlier one about the same sessions, and the ids of further ones that it makes moot.
    pub fn tell(&mut self, reminder: &Reminder) -> Option<(String, Vec<String>)> {
        let fresh = notice_id(&reminder.sessions.first()?.target);
        let mut earlier = self.about(reminder.sessions.iter().map(|session| session.target.as_str()));
        let id = if earlier.is_empty() { fresh } else { earlier.remove(0) };
        for moot in &earlier {
            self.0.remove(moot);
        }
        self.0.insert(id.clone(), reminder.clone());
        Some((id, earlier))
    }

    /// The targets of all sessions that a notice tells of together with this row.
    #[must_use]
    pub fn together_with(&self, name: &str) -> Vec<String> {
        let named = |reminder: &&Reminder| reminder.sessions.iter().any(|session| session.name == name);
        let reminders = self.0.values().filter(named);
        reminders.flat_map(|reminder| &reminder.sessions).map(|session| session.target.clone()).collect()
    }

    /// This session needs no notice any more: the notice that was about it, and what is left of it.
    pub fn forget(&mut self, target: &str) -> (String, Rest) {
        let Some(id) = self.about(std::iter::once(target)).pop() else {
            // Shown by an earlier process, perhaps.
            return (notice_id(target), Rest::Nothing);
        };
        let left = self.0.remove(&id).map(|mut reminder| {
            reminder.sessions.retain(|session| session.target != target);
            reminder
        });
        match left.filter(|reminder| !reminder.sessions.is_empty()) {
            None => (id, Rest::Nothing),
            Some(reminder) => {
                self.0.insert(id.clone(), reminder.clone());
                (id, Rest::Others(reminder))
            }
        }
    }

    fn about<'a>(&self, targets: impl Iterator<Item = &'a str>) -> Vec<String> {
        let targets: Vec<&str> = targets.collect();
        let is_about = |reminder: &Reminder| {
            reminder.sessions.iter().any(|session| targets.contains(&session.target.as_str()))
        };
        self.0.iter().filter(|(_, reminder)| is_about(reminder)).map(|(id, _)| id.clone()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schedule::Watched;

    fn reminder(names: &[&str]) -> Reminder {
        let expires = "2026-11-22T18:00:00Z".parse().unwrap();
        let session = |name: &&str| Watched {
            target: format!("{name}-mfa"),
            name: (*name).to_owned(),
            expires,
            by: None,
        };
        Reminder { sessions: names.iter().map(session).collect(), ended: false }
    }

    fn ids(told: &mut Told, names: &[&str]) -> (String, Vec<String>) {
        told.tell(&reminder(names)).unwrap()
    }

    #[test]
    fn a_later_stage_takes_the_place_of_the_earlier_one() {
        let mut told = Told::default();
        assert_eq!(ids(&mut told, &["a", "b"]), ("session:a-mfa".to_owned(), vec![]));
        assert_eq!(ids(&mut told, &["b"]), ("session:a-mfa".to_owned(), vec![]));
    }

    #[test]
    fn one_notice_about_all_takes_the_place_of_one_about_each() {
        let mut told = Told::default();
        ids(&mut told, &["a"]);
        ids(&mut told, &["b"]);
        assert_eq!(
            ids(&mut told, &["b", "a"]),
            ("session:a-mfa".to_owned(), vec!["session:b-mfa".to_owned()])
        );
        assert_eq!(told.forget("c-mfa"), ("session:c-mfa".to_owned(), Rest::Nothing));
    }

    #[test]
    fn a_notice_about_several_lasts_as_long_as_one_of_them_needs_it() {
        let mut told = Told::default();
        ids(&mut told, &["a", "b"]);
        assert_eq!(told.together_with("b"), ["a-mfa", "b-mfa"]);
        assert_eq!(told.forget("a-mfa"), ("session:a-mfa".to_owned(), Rest::Others(reminder(&["b"]))));
        assert_eq!(told.together_with("a"), Vec::<String>::new());
        assert_eq!(told.forget("b-mfa"), ("session:a-mfa".to_owned(), Rest::Nothing));
        assert_eq!(told.forget("b-mfa"), ("session:b-mfa".to_owned(), Rest::Nothing));
    }
}
