//! Which way a role is reached, and what that way gives: the trade in one sentence.

use chrono::{DateTime, Utc};

use crate::catalog::{Identity, Role, names_identity};
use crate::duration::{self, LONGEST_CHAINED, LONGEST_ROLE};

/// The way to a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// With the keys of the identity's session.
    Session,
    /// With the user's own key and a code.
    Direct,
}

/// What that way gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// The way.
    pub way: Way,
    /// How long its keys last, in seconds.
    pub seconds: u32,
    /// Whether they are renewed without a code.
    pub renewed: bool,
    /// When the identity's session ends, where one lives: nothing is renewed after that.
    pub until: Option<DateTime<Utc>>,
    /// How long keys would last directly, in seconds, where the profile asks for more than it gets.
    pub directly: Option<u32>,
}

/// What a person wishes for, as far as it decides the way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wishes {
    /// A code of its own was asked for.
    pub direct: bool,
    /// So many seconds were asked for; else as the profile says.
    pub seconds: Option<u32>,
    /// A code is given, or would be: worth more than an hour where more was asked for.
    pub code: bool,
}

/// The way a wish for a role takes. `session_ends` is the end of the identity's living session.
#[must_use]
pub fn plan(role: &Role, identity: &Identity, wishes: Wishes, session_ends: Option<DateTime<Utc>>) -> Plan {
    let seconds = wishes.seconds.unwrap_or(role.seconds);
    let cut = role.seconds > LONGEST_CHAINED && names_identity(identity, &role.source);
    match way(role, identity, wishes) {
        way @ Way::Direct => {
            Plan { way, seconds: seconds.min(LONGEST_ROLE), renewed: false, until: None, directly: None }
        }
        way @ Way::Session => Plan {
            way,
            seconds: seconds.min(LONGEST_CHAINED),
            renewed: role.refresh,
            until: session_ends,
            directly: cut.then_some(role.seconds.min(LONGEST_ROLE)),
        },
    }
}

/// Directly when asked to, or when the wish is longer than a session in between allows.
#[must_use]
pub fn way(role: &Role, identity: &Identity, wishes: Wishes) -> Way {
    let long = wishes.seconds.unwrap_or(role.seconds) > LONGEST_CHAINED;
    // A code cannot be sent through another role.
    let possible = names_identity(identity, &role.source);
    if wishes.direct || role.direct || (long && wishes.code && possible) { Way::Direct } else { Way::Session }
}

/// The plan as one sentence. `wall` tells an instant as the clock on the wall does.
#[must_use]
pub fn words(plan: &Plan, wall: impl Fn(DateTime<Utc>) -> String) -> String {
    let length = duration::words(plan.seconds);
    match (plan.way, plan.renewed, plan.until) {
        (Way::Direct, _, _) => format!("Directly: one code for {length}, not renewed."),
        (Way::Session, true, Some(end)) => {
            format!(
                "Through the session: no further code, {length} at a time, renewed by itself until {}.",
                wall(end)
            )
        }
        (Way::Session, true, None) => {
            format!(
                "Through the session: no further code, {length} at a time, renewed by itself while the session lasts."
            )
        }
        (Way::Session, false, _) => {
            format!("Through the session: no further code, {length} at a time, renewed when you ask.")
        }
    }
}

/// What going directly would give, where the profile asks for more than it gets.
#[must_use]
pub fn other_words(plan: &Plan) -> Option<String> {
    let length = duration::words(plan.directly?);
    Some(format!("Directly: one code for up to {length}, not renewed."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws_config::AwsConfig;
    use crate::catalog::Catalog;
    use crate::route::RouteEnv;
    use crate::settings::Settings;

    fn catalog(more: &str) -> Catalog {
        let config = format!(
            "[profile ops]\nrole_arn = arn:aws:iam::210987654321:role/ops\nsource_profile = work\n{more}\n\
             [profile last]\nrole_arn = arn:aws:iam::210987654321:role/last\nsource_profile = ops\n\
             duration_seconds = 28800\n"
        );
        let keys = b"[work]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = s\n";
        let aws = AwsConfig::read(config.as_bytes(), keys);
        Catalog::of(&aws, &Settings::default(), &RouteEnv::default())
    }

    fn said(catalog: &Catalog, name: &str, wishes: Wishes, ends: Option<&str>) -> (String, Option<String>) {
        let role = catalog.roles.iter().find(|role| role.name == name).unwrap();
        let identity = catalog.identity("work").unwrap();
        let ends = ends.map(|end| format!("2026-11-22T{end}:00Z").parse().unwrap());
        let plan = plan(role, identity, wishes, ends);
        (words(&plan, |at| at.format("%H:%M").to_string()), other_words(&plan))
    }

    #[test]
    fn the_trade_is_one_sentence() {
        let usual = catalog("");
        let through = "Through the session: no further code, 1 h at a time, renewed by itself";
        let plain = Wishes::default();
        assert_eq!(said(&usual, "ops", plain, Some("18:02")), (format!("{through} until 18:02."), None));
        assert_eq!(said(&usual, "ops", plain, None).0, format!("{through} while the session lasts."));
        let direct = Wishes { direct: true, seconds: Some(43_200), code: true };
        assert_eq!(said(&usual, "ops", direct, None).0, "Directly: one code for 12 h, not renewed.");
    }

    #[test]
    fn a_long_wish_is_worth_a_code_where_a_code_can_be_sent() {
        let long = catalog("duration_seconds = 28800");
        let given = Wishes { code: true, ..Wishes::default() };
        assert_eq!(said(&long, "ops", given, None).0, "Directly: one code for 8 h, not renewed.");
        let (words, other) = said(&long, "ops", Wishes::default(), Some("18:02"));
        assert!(words.contains("1 h at a time"), "{words}");
        assert_eq!(other.as_deref(), Some("Directly: one code for up to 8 h, not renewed."));
        let (words, other) = said(&long, "last", given, None);
        assert!(words.starts_with("Through the session"), "{words}");
        assert_eq!(other, None, "a code cannot be sent through another role");
    }

    #[test]
    fn a_role_that_is_left_alone_is_renewed_on_demand() {
        let mut catalog = catalog("");
        catalog.roles[0].refresh = false;
        let words = said(&catalog, "ops", Wishes::default(), Some("18:02")).0;
        assert_eq!(words, "Through the session: no further code, 1 h at a time, renewed when you ask.");
    }
}
