//! Where a role's chain of sources leads.

use crate::aws_config::AwsConfig;
use crate::catalog::{Identity, Role, Stranded, names_identity};
use crate::failure::{Code, Failure};
use crate::profile::{RoleArn, visible};

/// Where a chain of `source_profile`s ends.
pub(super) enum End {
    /// At an identity of this name.
    Identity(String),
    /// Nowhere: these profiles name each other, the first one again at the end.
    Circle(Vec<String>),
    /// At a profile that is not there.
    Missing {
        /// The profile that names it.
        profile: String,
        /// What it names.
        source: String,
    },
    /// At a profile whose keys come from somewhere else.
    Elsewhere,
}

/// Follows a role's sources to their end.
pub(super) fn follow(aws: &AwsConfig, roles: &[Role], identities: &[Identity], role: &Role) -> End {
    let mut path = vec![role];
    let mut last = role;
    loop {
        if let Some(identity) = identities.iter().find(|i| names_identity(i, &last.source)) {
            return End::Identity(identity.name.clone());
        }
        let Some(next) = roles.iter().find(|r| names_role(r, &last.source)) else {
            return match aws.profile(&last.source) {
                Some(_) => End::Elsewhere,
                None => End::Missing { profile: last.name.clone(), source: last.source.clone() },
            };
        };
        if let Some(start) = path.iter().position(|passed| passed.name == next.name) {
            let round = path.iter().skip(start).chain([&next]);
            return End::Circle(round.map(|role| role.name.clone()).collect());
        }
        path.push(next);
        last = next;
    }
}

/// Whether a `source_profile` means this role: by its name, or by the section with its keys.
pub(crate) fn names_role(role: &Role, source: &str) -> bool {
    role.name == source || role.target == source
}

/// A role that cannot be reached.
pub(super) fn lost(role: Role, failure: Failure) -> Stranded {
    let arn = role.arn.as_ref().ok();
    Stranded {
        account: arn.and_then(RoleArn::account).map(str::to_owned),
        principal: arn.map(|arn| arn.name().to_owned()),
        name: role.name,
        target: role.target,
        failure,
    }
}

/// Why a circle leads nowhere.
pub(super) fn circle(names: &[String]) -> Failure {
    let names: Vec<String> = names.iter().map(|name| visible(name)).collect();
    Failure::new(
        Code::BadInput,
        text!("These profiles name each other as source_profile, without end: {}.", names.join(" → ")),
        text!("Point one of them at a profile with an access key, in the config file."),
    )
}

/// Why a profile that is not there leads nowhere.
pub(super) fn missing(profile: &str, source: &str) -> Failure {
    let (profile, source) = (visible(profile), visible(source));
    Failure::new(
        Code::BadInput,
        text!("The profile “{}” names “{}” as its source_profile, which does not exist.", profile, &source),
        text!("Correct source_profile in the config file, or add the access key of “{}” to Daypass.", source),
    )
}
