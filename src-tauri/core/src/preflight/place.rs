//! Regions that cannot be right. China, GovCloud and the other partitions have no global endpoint,
//! and their keys work in their own regions alone.

use crate::aws_config::AwsConfig;
use crate::catalog::{Identity, KeySource};
use crate::failure::{Code, Failure};
use crate::partition::{of_region, some_region};
use crate::profile::{SerialNumber, visible};
use crate::route::RouteEnv;
use crate::settings::Settings;
use crate::text::Text;

/// Compares a region with the partition of what is to be used there.
pub(super) fn check(region: &str, partition: Option<&str>, what: impl Into<Text>) -> Result<(), Failure> {
    let (Some(of_region), Some(partition)) = (of_region(region), partition) else {
        return Ok(());
    };
    if of_region == partition {
        return Ok(());
    }
    let hint = match some_region(partition) {
        Some(example) => text!("Set region in the profile to one of that partition, such as {}.", example),
        None => text!("Set region in the profile to one of that partition."),
    };
    Err(Failure::new(
        Code::BadEndpoint,
        text!(
            "The region {} is in partition {}, but {} is in {}.",
            region,
            of_region,
            what.into(),
            visible(partition)
        ),
        hint,
    ))
}

/// Compares the partition of a role with that of the user who is to assume it.
pub(super) fn check_same(role: Option<&str>, user: Option<&str>) -> Result<(), Failure> {
    match (role, user) {
        (Some(role), Some(user)) if role != user => Err(Failure::new(
            Code::Denied,
            text!("The role is in partition {}, but its user is in {}.", visible(role), visible(user)),
            text!(
                "No user reaches a role of another partition: set source_profile to a user of the role's own."
            ),
        )),
        _ => Ok(()),
    }
}

/// Says which region was chosen because nobody named one, outside the usual partition.
pub(super) fn unsaid(
    identity: &Identity,
    aws: &AwsConfig,
    settings: &Settings,
    env: &RouteEnv,
) -> Option<Failure> {
    let section = match &identity.key {
        KeySource::File { profile, .. } => profile.as_str(),
        KeySource::Keyring { .. } | KeySource::Missing => identity.name.as_str(),
    };
    let in_files = |name: &str| aws.profile(name).is_some_and(|profile| profile.get("region").is_some());
    let in_settings = settings.profiles.get(&identity.name).is_some_and(|wish| wish.region.is_some());
    if env.region.is_some() || in_settings || in_files(&identity.name) || in_files(section) {
        return None;
    }
    let serial = identity.serial.as_ref().ok().and_then(Option::as_ref);
    let partition = serial.and_then(SerialNumber::partition).filter(|partition| *partition != "aws")?;
    let region = &identity.route.as_ref().ok()?.region;
    Some(Failure::new(
        Code::BadEndpoint,
        text!("No region is set, so {} is asked: the MFA device is in {}.", region, visible(partition)),
        text!("Set region in the profile; AWS's tools will need one too."),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_region_of_another_partition_is_refused_with_one_that_fits() {
        assert_eq!(check("us-gov-west-1", Some("aws-us-gov"), "the role"), Ok(()));
        assert_eq!(
            check("moon-1", Some("aws-us-gov"), "the role"),
            Ok(()),
            "a region that nobody here knows"
        );
        assert_eq!(check("us-east-1", None, "the role"), Ok(()), "a hardware serial names no partition");
        let failure = check("eu-central-1", Some("aws-cn"), "the MFA device").unwrap_err();
        assert_eq!(failure.code, Code::BadEndpoint);
        assert_eq!(
            failure.message,
            "The region eu-central-1 is in partition aws, but the MFA device is in aws-cn."
        );
        assert!(failure.hint.contains("cn-north-1"), "{failure}");
    }

    #[test]
    fn a_role_of_another_partition_is_out_of_reach() {
        assert_eq!(check_same(Some("aws"), Some("aws")), Ok(()));
        assert_eq!(check_same(Some("aws"), None), Ok(()));
        assert_eq!(check_same(Some("aws-cn"), Some("aws")).unwrap_err().code, Code::Denied);
    }
}
