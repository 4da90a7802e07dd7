//! The form of one row: what it shows, and what becomes of it when it is sent back.
//!
//! As on the settings page a field that comes back as it was shown stays as it stood, and what would
//! count anyway is not stored.

use crate::aws_config::AwsConfig;
use crate::catalog::{Catalog, Entry, Identity, KeySource, Role};
use crate::duration::{self, Purpose, SHORTEST};
use crate::external_id::ExternalId;
use crate::failure::Failure;
use crate::login::{session_name, unknown_profile};
use crate::preflight::is_root;
use crate::profile::{SerialNumber, check_section_name};
use crate::route::{RouteEnv, RouteProfile, choose};
use crate::session_name::SessionName;
use crate::settings::page::filled;
use crate::settings::{ProfileSettings, Settings};
use crate::source_identity::SourceIdentity;
use crate::view::{DurationView, FieldView, KeyPlace, ProfileSettingsForm, ProfileSettingsView, RowKind};

/// What a row is made from.
pub struct Files<'a> {
    /// Both AWS files.
    pub aws: &'a AwsConfig,
    /// What the environment says of routes.
    pub env: &'a RouteEnv,
}

/// The form for an identity or a role.
///
/// # Errors
/// [`crate::failure::Code::UnknownProfile`] for a name that is no row's own.
pub fn view(files: &Files<'_>, settings: &Settings, name: &str) -> Result<ProfileSettingsView, Failure> {
    let chosen = settings.profiles.get(name).cloned().unwrap_or_default();
    // What would count without a choice is what the rest of the program makes of the files then.
    let mut without = settings.clone();
    let plain = without.profiles.entry(name.to_owned()).or_default();
    (plain.mfa_serial, plain.region, plain.target, plain.duration_seconds) = (None, None, None, None);
    (plain.role.session_name, plain.role.external_id, plain.role.source_identity) = (None, None, None);
    let catalog = Catalog::of(files.aws, &without, files.env);
    match row(&catalog, name)? {
        Entry::Identity(identity) => Ok(of_identity(identity, chosen)),
        Entry::Role(role) => Ok(of_role(role, catalog.identity(&role.identity), chosen)),
    }
}

/// A row by its own name: its target's name is not what a form is opened by.
fn row<'a>(catalog: &'a Catalog, name: &str) -> Result<Entry<'a>, Failure> {
    let found = catalog.find(name).filter(|entry| entry.name() == name);
    found.ok_or_else(|| {
        let stranded = catalog.stranded.iter().find(|role| role.name == name);
        stranded.map_or_else(|| unknown_profile(name, catalog), |role| role.failure.clone())
    })
}

fn field(chosen: Option<String>, usual: Option<&str>) -> FieldView {
    FieldView { chosen, usual: usual.map(str::to_owned) }
}

fn of_identity(identity: &Identity, chosen: ProfileSettings) -> ProfileSettingsView {
    let usual = identity.serial.as_ref().ok().and_then(Option::as_ref);
    let device = chosen.mfa_serial.as_deref().and_then(|serial| SerialNumber::parse(serial).ok());
    let purpose = if is_root(identity, device.as_ref().or(usual)) { Purpose::Root } else { Purpose::User };
    ProfileSettingsView {
        name: identity.name.clone(),
        kind: RowKind::Identity,
        key: match identity.key {
            KeySource::Keyring { .. } => KeyPlace::Keyring,
            KeySource::File { .. } => KeyPlace::File,
            KeySource::Missing => KeyPlace::None,
        },
        serial: field(chosen.mfa_serial, usual.map(SerialNumber::as_str)),
        region: field(chosen.region, identity.route.as_ref().ok().map(|route| route.region.as_str())),
        target: field(chosen.target, Some(&identity.target)),
        duration: span(chosen.duration_seconds, identity.seconds, purpose),
        refresh: None,
        direct: None,
        session_name: None,
        external_id: None,
        source_identity: None,
    }
}

fn of_role(role: &Role, identity: Option<&Identity>, chosen: ProfileSettings) -> ProfileSettingsView {
    let usual = role.parameters.as_ref().ok();
    let given = usual.and_then(|usual| usual.session_name.clone());
    let name = given.or_else(|| identity.map(session_name));
    ProfileSettingsView {
        name: role.name.clone(),
        kind: RowKind::Role,
        key: KeyPlace::None,
        serial: field(chosen.mfa_serial, role.serial.as_ref().map(SerialNumber::as_str)),
        region: field(chosen.region, role.route.as_ref().ok().map(|route| route.region.as_str())),
        target: field(chosen.target, Some(&role.target)),
        duration: span(chosen.duration_seconds, role.seconds, of_roles(chosen.direct)),
        refresh: Some(role.refresh),
        direct: Some(role.direct),
        session_name: Some(field(chosen.role.session_name, name.as_ref().map(SessionName::as_str))),
        external_id: Some(field(
            chosen.role.external_id,
            usual.and_then(|usual| usual.external_id.as_ref()).map(ExternalId::as_str),
        )),
        source_identity: Some(field(
            chosen.role.source_identity,
            usual.and_then(|usual| usual.source_identity.as_ref()).map(SourceIdentity::as_str),
        )),
    }
}

fn of_roles(direct: bool) -> Purpose {
    if direct { Purpose::Role } else { Purpose::ChainedRole }
}

fn span(chosen: Option<u32>, usual: u32, purpose: Purpose) -> DurationView {
    DurationView { chosen, usual, shortest: SHORTEST, longest: purpose.longest() }
}

/// The settings as the form wants them.
///
/// # Errors
/// For the first field that AWS would not take or that is no row's, by the checks of that field;
/// nothing is to be saved then.
pub fn apply(files: &Files<'_>, settings: &Settings, form: ProfileSettingsForm) -> Result<Settings, Failure> {
    let shown = view(files, settings, &form.name)?;
    let mut new = settings.clone();
    let mut draft = Draft(new.profiles.remove(&form.name).unwrap_or_default());
    draft.place(&shown, &form)?;
    if shown.kind == RowKind::Role {
        draft.role(&shown, &form)?;
    }
    draft.duration(&shown, &form)?;
    // An entry that says nothing says as much as none.
    if draft.0 != ProfileSettings::default() {
        new.profiles.insert(form.name, draft.0);
    }
    Ok(new)
}

/// A row's settings that take over one field after the other.
struct Draft(ProfileSettings);

impl Draft {
    /// Takes a text over, unless it is as it was shown.
    fn text(
        &mut self,
        name: &str,
        (shown, wish): (&FieldView, Option<&str>),
        of: impl FnOnce(&mut ProfileSettings) -> &mut Option<String>,
        check: impl FnOnce(&str) -> Result<String, Failure>,
    ) -> Result<(), Failure> {
        let wish = filled(wish);
        if wish == shown.chosen {
            return Ok(());
        }
        let wish = wish.map(|text| check(&text)).transpose()?;
        *of(&mut self.0) = wish.filter(|text| Some(text) != shown.usual.as_ref());
        self.0.unknown.remove(name);
        Ok(())
    }

    fn place(&mut self, shown: &ProfileSettingsView, form: &ProfileSettingsForm) -> Result<(), Failure> {
        self.text(
            "mfa_serial",
            (&shown.serial, form.serial.as_deref()),
            |to| &mut to.mfa_serial,
            |text| Ok(SerialNumber::parse(text)?.as_str().to_owned()),
        )?;
        self.text(
            "region",
            (&shown.region, form.region.as_deref()),
            |to| &mut to.region,
            |text| {
                let alone = RouteProfile { region: Some(text), ..RouteProfile::default() };
                Ok(choose(&RouteEnv::default(), &alone)?.region)
            },
        )?;
        self.text(
            "target",
            (&shown.target, form.target.as_deref()),
            |to| &mut to.target,
            |text| check_section_name(text).map(|()| text.to_owned()),
        )
    }

    fn role(&mut self, shown: &ProfileSettingsView, form: &ProfileSettingsForm) -> Result<(), Failure> {
        let none = FieldView::default();
        let of = |field: &'_ Option<FieldView>| field.clone().unwrap_or_else(|| none.clone());
        let (name, id, identity) =
            (of(&shown.session_name), of(&shown.external_id), of(&shown.source_identity));
        self.text(
            "session_name",
            (&name, form.session_name.as_deref()),
            |to| &mut to.role.session_name,
            |text| Ok(SessionName::parse(text)?.as_str().to_owned()),
        )?;
        self.text(
            "external_id",
            (&id, form.external_id.as_deref()),
            |to| &mut to.role.external_id,
            |text| Ok(ExternalId::parse(text)?.as_str().to_owned()),
        )?;
        let said = (&identity, form.source_identity.as_deref());
        self.text(
            "source_identity",
            said,
            |to| &mut to.role.source_identity,
            |text| Ok(SourceIdentity::parse(text)?.as_str().to_owned()),
        )?;
        if let Some(refresh) = form.refresh.filter(|_| form.refresh != shown.refresh) {
            self.0.refresh = (!refresh).then_some(false);
            self.0.unknown.remove("refresh");
        }
        if let Some(direct) = form.direct.filter(|_| form.direct != shown.direct) {
            self.0.direct = direct;
            self.0.unknown.remove("direct");
        }
        Ok(())
    }

    /// Checked also when it stays: what was right for a role that is assumed directly is too long
    /// through a session.
    fn duration(&mut self, shown: &ProfileSettingsView, form: &ProfileSettingsForm) -> Result<(), Failure> {
        let purpose = match shown.kind {
            RowKind::Role => of_roles(self.0.direct),
            RowKind::Identity | RowKind::Foreign if shown.duration.longest == Purpose::Root.longest() => {
                Purpose::Root
            }
            RowKind::Identity | RowKind::Foreign => Purpose::User,
        };
        form.duration.map(|seconds| duration::check(seconds, purpose)).transpose()?;
        if form.duration != shown.duration.chosen {
            self.0.duration_seconds = form.duration.filter(|seconds| *seconds != shown.duration.usual);
            self.0.unknown.remove("duration_seconds");
        }
        Ok(())
    }
}
