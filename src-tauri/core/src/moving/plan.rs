//! What a move comes to: the file and the settings afterwards, checked to mean the same identity.

use std::collections::BTreeSet;

use zeroize::Zeroizing;

use crate::aws_config::AwsConfig;
use crate::board::obstacle;
use crate::catalog::{Catalog, Entry, Identity, KeySource, LONG_TERM_SUFFIX};
use crate::credentials_out::{SectionEdit, edit};
use crate::enrol;
use crate::failure::{Code, Failure};
use crate::ini::Document;
use crate::login::unknown_profile;
use crate::ports::AwsText;
use crate::profile::{SerialNumber, visible};
use crate::route::RouteEnv;
use crate::secret::Secret;
use crate::settings::Settings;
use crate::text::Text;

const ID: &str = "aws_access_key_id";
const SECRET: &str = "aws_secret_access_key";
/// aws-mfa's key for the device, which stands beside the long-term key and is read for it only.
const DEVICE: &str = "aws_mfa_device";

/// Everything a move does, worked out beforehand.
pub(super) struct Plan {
    pub(super) name: String,
    pub(super) section: String,
    pub(super) section_goes: bool,
    pub(super) access_key_id: String,
    pub(super) secret: Secret,
    pub(super) settings: Settings,
    pub(super) credentials: Zeroizing<Vec<u8>>,
    pub(super) notes: Vec<Text>,
}

pub(super) fn plan(text: &AwsText, settings: &Settings, name: &str) -> Result<Plan, Failure> {
    let aws = AwsConfig::read(&text.config, &text.credentials);
    let before = read(&aws, settings);
    let identity = identity_named(&before, name)?;
    let (section, access_key_id) = place_of_key(&aws, identity)?;
    let secret = checked_secret(&aws, &section, &access_key_id)?;
    check_only_key(&text.credentials, &section)?;

    let credentials = Zeroizing::new(edit(&text.credentials, &[without_key(&section, &identity.name)])?);
    let aws_after = AwsConfig::read(&text.config, &credentials);
    check_gone(&aws_after, &section)?;
    let settings = remembering(&aws_after, settings, identity, &access_key_id);
    check_same(&before, &read(&aws_after, &settings), identity, &section)?;
    // As things stand if the program ends between the settings and the file.
    check_same(&before, &read(&aws, &settings), identity, &section)?;
    Ok(Plan {
        notes: notes(&aws_after, identity, &section, &access_key_id),
        name: identity.name.clone(),
        section_goes: aws_after.in_credentials(&section).is_none(),
        section,
        access_key_id,
        secret,
        settings,
        credentials,
    })
}

/// The files and settings by themselves: what the environment says today is no part of an identity.
fn read(aws: &AwsConfig, settings: &Settings) -> Catalog {
    Catalog::of(aws, settings, &RouteEnv::default())
}

fn identity_named<'a>(catalog: &'a Catalog, name: &str) -> Result<&'a Identity, Failure> {
    match catalog.find(name) {
        Some(Entry::Identity(identity)) => Ok(identity),
        Some(Entry::Role(role)) => Err(Failure::new(
            Code::BadInput,
            text!("“{}” is a role and has no key of its own.", visible(&role.name)),
            text!("Move the key of “{}”, by which it is assumed.", visible(&role.identity)),
        )),
        None => Err(unknown_profile(name, catalog)),
    }
}

/// The section of the credentials file with the key, and the key's id.
fn place_of_key(aws: &AwsConfig, identity: &Identity) -> Result<(String, String), Failure> {
    match &identity.key {
        KeySource::File { profile, access_key_id } => Ok((profile.clone(), access_key_id.clone())),
        // A move that ended before the file was edited: the settings came first.
        KeySource::Keyring { access_key_id } => {
            let sections = [format!("{}{LONG_TERM_SUFFIX}", identity.name), identity.name.clone()];
            let has_it = |section: &String| {
                aws.profile(section).is_some_and(|profile| profile.get(ID) == Some(access_key_id))
            };
            let section = sections.into_iter().find(has_it).ok_or_else(|| {
                Failure::new(
                    Code::InKeyring,
                    text!("The key of “{}” is in the keyring already.", visible(&identity.name)),
                    text!("There is nothing to move."),
                )
            })?;
            Ok((section, access_key_id.clone()))
        }
        KeySource::Missing => Err(obstacle(identity).unwrap_or_else(|| {
            Failure::new(
                Code::NoKey,
                text!("There is no access key to move."),
                text!("Add one with daypass keys add."),
            )
        })),
    }
}

fn checked_secret(aws: &AwsConfig, section: &str, access_key_id: &str) -> Result<Secret, Failure> {
    let Some(secret) = aws.profile(section).and_then(|profile| profile.get(SECRET)) else {
        return Err(Failure::new(
            Code::NoKey,
            text!("[{}] in the credentials file has an access key id without its secret.", visible(section)),
            text!("Remove the id in an editor."),
        ));
    };
    let secret = Secret::new(secret.to_owned());
    enrol::check_key(access_key_id, &secret)?;
    Ok(secret)
}

fn in_config(section: &str) -> Failure {
    Failure::new(
        Code::BadInput,
        text!(
            "The access key of “{}” stands in the config file, which Daypass only reads.",
            visible(section)
        ),
        text!(
            "Move its two lines to the same section of the credentials file, or put the key into the keyring \
         with daypass keys add and delete them."
        ),
    )
}

/// Of keys that stand twice AWS's tools use the last. Others may be keys too, and would be lost.
fn check_only_key(credentials: &[u8], section: &str) -> Result<(), Failure> {
    let document = Document::parse(credentials);
    for key in [ID, SECRET] {
        let all = document.sections_named(section).flat_map(|section| document.properties(section));
        let values = all.filter(|property| document.is_key(property, key)).map(|p| document.value(p));
        let different: BTreeSet<_> = values.filter(|value| !value.is_empty()).collect();
        if different.len() > 1 {
            return Err(Failure::new(
                Code::BadInput,
                text!("[{}] in the credentials file holds more than one access key.", visible(section)),
                text!("AWS's tools use the last one. Remove the others in an editor, then move the key."),
            ));
        }
    }
    Ok(())
}

fn without_key(section: &str, name: &str) -> SectionEdit {
    let change = SectionEdit::new(section).remove(ID).remove(SECRET).remove_section_if_empty();
    if section == name { change } else { change.remove(DEVICE) }
}

/// A key in the config file stays, or comes to light once the credentials file's is gone.
fn check_gone(aws: &AwsConfig, section: &str) -> Result<(), Failure> {
    match aws.profile(section).is_some_and(|p| p.get(ID).is_some() || p.get(SECRET).is_some()) {
        true => Err(in_config(section)),
        false => Ok(()),
    }
}

/// The settings with the key's id, and with that of the identity which leaves the file along with
/// the key. The rest stays where it is, to be changed there.
fn remembering(aws: &AwsConfig, settings: &Settings, identity: &Identity, access_key_id: &str) -> Settings {
    let mut settings = settings.clone();
    let entry = settings.profiles.entry(identity.name.clone()).or_default();
    entry.access_key_id = Some(access_key_id.to_owned());
    // That choice was about the key that is safe now.
    entry.overwrite_long_term_keys = false;
    let found = read(aws, &settings);
    if let Some(after) = found.identity(&identity.name) {
        let entry = settings.profiles.entry(identity.name.clone()).or_default();
        if after.target != identity.target {
            entry.target = Some(identity.target.clone());
        }
        if after.serial != identity.serial {
            let serial = identity.serial.as_ref().ok().and_then(Option::as_ref);
            entry.mfa_serial = serial.map(|serial| SerialNumber::as_str(serial).to_owned());
        }
        if after.seconds != identity.seconds {
            entry.duration_seconds = Some(identity.seconds);
        }
    }
    // The device has a say in the region, so it is looked at once that is settled.
    let found = read(aws, &settings);
    if let (Some(after), Ok(route)) = (found.identity(&identity.name), &identity.route)
        && after.route != identity.route
    {
        let entry = settings.profiles.entry(identity.name.clone()).or_default();
        entry.region = Some(route.region.clone());
    }
    settings
}

/// Whether everybody finds afterwards what they found before, but for the place of the key.
fn check_same(before: &Catalog, after: &Catalog, moved: &Identity, section: &str) -> Result<(), Failure> {
    let lost = before.roles.iter().find(|role| !after.roles.contains(role));
    if let Some(role) = lost {
        return Err(Failure::new(
            Code::BadInput,
            text!(
                "The role “{}” names [{}] as its source, which the key would leave.",
                visible(&role.name),
                visible(section)
            ),
            text!(
                "Point its source_profile at “{}” in the config file, then move the key.",
                visible(&moved.target)
            ),
        ));
    }
    let stays = |identity: &Identity| {
        let key_stays = |other: &Identity| identity.name == moved.name || other.key == identity.key;
        after.identity(&identity.name).is_some_and(|other| same(identity, other) && key_stays(other))
    };
    let kept = before.identities.iter().all(stays) && before.identities.len() == after.identities.len();
    let in_keyring = after.identity(&moved.name).is_some_and(|i| matches!(i.key, KeySource::Keyring { .. }));
    if kept && in_keyring && before.foreign == after.foreign {
        return Ok(());
    }
    Err(Failure::new(
        Code::BadInput,
        text!("[{}] says more about “{}” than could be kept.", visible(section), visible(&moved.name)),
        text!(
            "Move region, endpoint and device to the profile's section in the config file, then move the key."
        ),
    ))
}

fn same(one: &Identity, other: &Identity) -> bool {
    one.target == other.target
        && one.serial == other.serial
        && one.seconds == other.seconds
        && one.route == other.route
}

fn notes(aws: &AwsConfig, identity: &Identity, section: &str, access_key_id: &str) -> Vec<Text> {
    let mut notes = Vec::new();
    if section == identity.name && identity.target != section {
        notes.push(text!(
            "AWS tools that use profile {} will find no key there: use {}.",
            visible(section),
            visible(&identity.target)
        ));
    }
    let twins = aws.credentials_sections().iter().filter(|other| other.get(ID) == Some(access_key_id));
    notes.extend(
        twins.map(|twin| text!("The same key also stands in [{}] and stays there.", visible(twin.name()))),
    );
    notes
}
