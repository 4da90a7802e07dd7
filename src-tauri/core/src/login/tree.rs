//! Which roles are assumed with a session, and with whose keys each.

use crate::board::role_obstacle;
use crate::catalog::{Catalog, Identity, Role, names_identity, names_role};
use crate::duration::{self, LONGEST_CHAINED, Purpose};
use crate::failure::{Code, Failure};

/// Roles, each assumed once, whoever comes after it.
#[derive(Debug, Default)]
pub(super) struct Tree(Vec<Step>);

#[derive(Debug)]
struct Step {
    /// Its place in the catalogue.
    role: usize,
    seconds: u32,
    /// The step whose keys assume it; none: the identity's session.
    after: Option<usize>,
}

impl Tree {
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// The role and the seconds of a step.
    pub(super) fn what(&self, step: usize) -> (usize, u32) {
        self.0.get(step).map_or((usize::MAX, 0), |step| (step.role, step.seconds))
    }

    /// The steps that need this one's keys, or the identity's session.
    pub(super) fn behind(&self, step: Option<usize>) -> impl Iterator<Item = usize> + use<'_> {
        let behind = move |(_, other): &(usize, &Step)| other.after == step;
        self.0.iter().enumerate().filter(behind).map(|(index, _)| index)
    }

    /// The role's step, added with all that lead to it. `wished` are seconds said aloud.
    ///
    /// # Errors
    /// What is known to stand in the way of the role, or of one before it. Nothing is added then.
    pub(super) fn add(
        &mut self,
        catalog: &Catalog,
        identity: &Identity,
        role: &Role,
        wished: Option<u32>,
    ) -> Result<usize, Failure> {
        let chain = chain(catalog, identity, role)?;
        let seconds: Vec<u32> = chain
            .iter()
            .map(|(_, step)| match role_obstacle(step) {
                Some(failure) => Err(failure),
                None => chained_seconds(step, wished.filter(|_| step.name == role.name)),
            })
            .collect::<Result<_, _>>()?;
        let mut after = None;
        for ((index, _), seconds) in chain.into_iter().zip(seconds) {
            let known = self.0.iter().position(|step| step.role == index);
            after = Some(known.unwrap_or_else(|| {
                self.0.push(Step { role: index, seconds, after });
                self.0.len() - 1
            }));
        }
        after.ok_or_else(no_way)
    }
}

/// The roles from the identity's session to `role`, in the order in which they are assumed, with
/// their places in the catalogue.
fn chain<'a>(
    catalog: &'a Catalog,
    identity: &Identity,
    role: &'a Role,
) -> Result<Vec<(usize, &'a Role)>, Failure> {
    let place = |name: &str| catalog.roles.iter().enumerate().find(|(_, r)| names_role(r, name));
    let mut steps = Vec::new();
    let mut next = place(&role.name).ok_or_else(no_way)?;
    loop {
        steps.push(next);
        if names_identity(identity, &next.1.source) {
            steps.reverse();
            return Ok(steps);
        }
        // The catalogue has followed each chain to its identity; one that turned would be endless.
        next = place(&next.1.source).filter(|_| steps.len() <= catalog.roles.len()).ok_or_else(no_way)?;
    }
}

/// A role through a session lasts an hour at most: a longer value of the profile is cut to it, a
/// longer wish is refused with the reason.
pub(super) fn chained_seconds(role: &Role, wished: Option<u32>) -> Result<u32, Failure> {
    duration::check(wished.unwrap_or_else(|| role.seconds.min(LONGEST_CHAINED)), Purpose::ChainedRole)
}

fn no_way() -> Failure {
    Failure::new(Code::Internal, text!("There is no way to this role."), text!("Check its source_profile."))
}
