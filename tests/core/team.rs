//! A user with many roles, for the stories about them.

use daypass_core::view::RowState;

use crate::desk::{CONFIG, CREDENTIALS, Desk, wish};

/// A role's profile.
pub fn role(name: &str, source: &str, more: &str) -> String {
    format!(
        "[profile {name}]\nrole_arn = arn:aws:iam::210987654321:role/{name}\nsource_profile = {source}\n{more}"
    )
}

/// A desk with these roles behind the usual user.
pub fn desk(roles: &[String]) -> Desk {
    Desk::open(&format!("{CONFIG}{}", roles.concat()), CREDENTIALS)
}

/// The names `r01` to `r12`, or more.
pub fn names(count: usize) -> Vec<String> {
    (1..=count).map(|n| format!("r{n:02}")).collect()
}

/// A desk with so many roles directly behind the user.
pub fn team(count: usize) -> Desk {
    desk(&names(count).iter().map(|name| role(name, "work", "")).collect::<Vec<_>>())
}

/// A team that is signed in since nine.
pub async fn at_work(count: usize) -> Desk {
    let desk = team(count);
    desk.sign_in("work", Some("123456")).await.unwrap();
    desk
}

impl Desk {
    /// How often AssumeRole was asked for, refused requests included.
    pub fn assumed(&self) -> usize {
        self.asked().iter().filter(|line| line.starts_with("AssumeRole ")).count()
    }

    /// How often this role was asked for.
    pub fn assumed_role(&self, name: &str) -> usize {
        self.asked().iter().filter(|line| line.contains(&format!(":role/{name} "))).count()
    }

    /// When the keys of a role end, as the time of the day; none when there are none.
    pub async fn ends(&self, name: &str) -> Option<String> {
        let expires = self.row(name).await.expires?;
        Some(expires.trim_start_matches("2026-11-22T").trim_end_matches('Z').to_owned())
    }

    pub async fn state(&self, name: &str) -> RowState {
        self.row(name).await.state
    }

    /// Changes our settings as a person would.
    pub fn set(&self, name: &str, change: impl FnOnce(&mut daypass_core::settings::ProfileSettings)) {
        use daypass_core::ports::SettingsStore;
        let mut settings = self.world.settings.load().unwrap();
        change(settings.profiles.entry(name.to_owned()).or_default());
        self.world.settings.save(&settings).unwrap();
    }

    /// Signs in to the user without its roles.
    pub async fn sign_in_only(&self, name: &str) {
        let only = daypass_core::login::Wish { only: true, ..wish(name, Some("123456")) };
        self.wish(only).await.unwrap();
    }
}
