//! Durations of profiles that are no numbers, or that AWS would not grant.

use crate::aws_config::AwsConfig;
use crate::catalog::{Identity, KeySource, Role};
use crate::duration::{self, LONGEST_ROOT, Purpose, words};
use crate::failure::{Code, Failure};
use crate::profile::visible;
use crate::settings::Settings;

pub(super) fn of_identity(
    identity: &Identity,
    aws: &AwsConfig,
    settings: &Settings,
    root: bool,
) -> Option<Failure> {
    let section = match &identity.key {
        KeySource::File { profile, .. } => profile.as_str(),
        KeySource::Keyring { .. } | KeySource::Missing => identity.name.as_str(),
    };
    // The root user's longer value is cut, as AWS itself does.
    let seconds = if root { identity.seconds.min(LONGEST_ROOT) } else { identity.seconds };
    let unread = unread(aws, settings, &identity.name, &[section, &identity.name], identity.seconds);
    unread.or_else(|| duration::check(seconds, Purpose::User).err())
}

pub(super) fn of_role(role: &Role, aws: &AwsConfig, settings: &Settings) -> Option<Failure> {
    let unread = unread(aws, settings, &role.name, &[&role.name], role.seconds);
    unread.or_else(|| duration::check(role.seconds, Purpose::Role).err())
}

/// AWS's tools pass over a `duration_seconds` that is no whole number, and so does Daypass, aloud.
fn unread(
    aws: &AwsConfig,
    settings: &Settings,
    name: &str,
    sections: &[&str],
    instead: u32,
) -> Option<Failure> {
    if settings.profiles.get(name).is_some_and(|wish| wish.duration_seconds.is_some()) {
        return None;
    }
    let said = sections.iter().find_map(|section| aws.profile(section)?.get("duration_seconds"))?;
    said.trim().parse::<u32>().is_err().then(|| {
        Failure::new(
            Code::BadDuration,
            text!(
                "“{}” in duration_seconds is no whole number of seconds, so {} is asked for.",
                visible(said.trim()),
                words(instead)
            ),
            text!("Write it in seconds, such as 28800 for 8 hours."),
        )
    })
}
