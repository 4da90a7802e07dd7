//! What is said of the roles that come along with a session, and of the way to a role.

use chrono::{DateTime, Local, Utc};
use daypass_core::login::{Grant, Left};
use daypass_core::planner::{Plan, other_words, words};

use crate::{output, when};

/// More names than these are counted.
const NAMED: usize = 12;

/// Says how far one sign-in went, where it went further than what was asked for.
pub fn came_along(grants: &[Grant], along: &[Grant], coded: bool) {
    if along.is_empty() {
        return;
    }
    let all: Vec<&str> = grants.iter().chain(along).map(|grant| grant.name.as_str()).collect();
    let what = if coded { "1 code covers" } else { "That covers" };
    output::note(&format!("{what} {} profiles: {}.", all.len(), listed(&all)));
}

/// Says which roles are missing and why, once for each reason.
pub fn stayed_behind(left: &[Left]) {
    let mut reasons: Vec<&str> = Vec::new();
    for Left { failure, .. } in left {
        if !reasons.contains(&failure.message.as_str()) {
            reasons.push(&failure.message);
        }
    }
    for reason in reasons {
        let same = left.iter().filter(|left| left.failure.message == reason);
        let names: Vec<&str> = same.map(|left| left.name.as_str()).collect();
        output::note(&format!("{} did not come along: {reason}", listed(&names)));
    }
}

/// Says what the way that was taken gives, and what the other one would.
pub fn trade(plan: &Plan, now: DateTime<Utc>) {
    output::note(&words(plan, |at| when::local(at, now, &Local)));
    if plan.renewed {
        output::note("The program in the tray renews it; without it, sign in to the role again.");
    }
    if let Some(other) = other_words(plan) {
        output::note(&format!("{other} That is what --direct does."));
    }
}

fn listed(names: &[&str]) -> String {
    let more = names.len().saturating_sub(NAMED);
    let first = names.iter().take(NAMED).copied().collect::<Vec<_>>().join(", ");
    if more == 0 { first } else { format!("{first} and {more} more") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_names_are_counted() {
        assert_eq!(listed(&["a", "b"]), "a, b");
        assert_eq!(listed(&["x"; 14]), format!("{} and 2 more", ["x"; 12].join(", ")));
    }
}
