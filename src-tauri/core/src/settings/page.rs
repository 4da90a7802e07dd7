//! The settings page: what it shows, and what becomes of it when it is sent back.
//!
//! A field that comes back as it was shown stays in the file as it stood there, understood or not.
//! What equals the default is not stored.

use crate::failure::{Code, Failure};
use crate::ports::{AwsPlace, Places};
use crate::settings::{QuietHours, Settings, USUAL_IDENTITY_TARGET, USUAL_ROLE_TARGET, checks};
use crate::shortcut;
use crate::view::{FailureView, PlaceView, QuietHoursView, SettingsForm, SettingsView, ThemeView};

/// The page for these settings. What only the desktop knows (start at login, whether the shortcut
/// works) is left open.
#[must_use]
pub fn view(settings: &Settings, places: &dyn Places, trouble: Option<&Failure>) -> SettingsView {
    let paths = places.aws().paths(settings);
    let place = |path: &std::path::Path, chosen: &Option<String>, place: &AwsPlace| PlaceView {
        path: path.display().to_string(),
        chosen: chosen.clone(),
        variable: place.variable.map(str::to_owned),
    };
    SettingsView {
        reminders: settings.reminders.clone(),
        quiet_hours: settings
            .quiet_hours
            .map(|quiet| QuietHoursView { from: quiet.from(), until: quiet.until() }),
        sound: settings.sound,
        start_at_login: None,
        shortcut: settings.shortcut.clone(),
        shortcut_problem: None,
        theme: theme(settings),
        language: settings.language.clone(),
        config_file: place(&paths.config, &settings.config_file, &places.aws().config),
        credentials_file: place(&paths.credentials, &settings.credentials_file, &places.aws().credentials),
        identity_target: settings.identity_target.clone().unwrap_or_else(|| USUAL_IDENTITY_TARGET.to_owned()),
        role_target: settings.role_target.clone().unwrap_or_else(|| USUAL_ROLE_TARGET.to_owned()),
        keep_page: settings.keep_page,
        settings_path: places.settings_file().display().to_string(),
        problem: trouble.cloned().or_else(|| puzzled(settings)).as_ref().map(FailureView::from),
    }
}

fn theme(settings: &Settings) -> ThemeView {
    match settings.theme.as_deref() {
        Some("light") => ThemeView::Light,
        Some("dark") => ThemeView::Dark,
        Some(_) | None => ThemeView::System,
    }
}

fn puzzled(settings: &Settings) -> Option<Failure> {
    let puzzles = settings.puzzles();
    (!puzzles.is_empty()).then(|| {
        Failure::new(
            Code::Settings,
            text!("This Daypass does not understand what the settings file says of {}.", puzzles.join(", ")),
            text!("Until you choose something else the usual counts, and the file keeps what it says."),
        )
    })
}

/// The settings as the page wants them.
///
/// # Errors
/// [`Code::BadInput`] for the first field that cannot be; nothing is to be saved then.
pub fn apply(settings: &Settings, form: SettingsForm, places: &dyn Places) -> Result<Settings, Failure> {
    let shown = view(settings, places, None);
    let mut draft = Draft(settings.clone());
    draft.reminders(&shown, &form)?;
    draft.looks(&shown, &form)?;
    draft.targets(&shown, &form)?;
    draft.files(form, shown, places)?;
    let paths = places.aws().paths(&draft.0);
    if paths != places.aws().paths(settings) && paths.config == paths.credentials {
        return Err(one_file());
    }
    Ok(draft.0)
}

/// Settings that take over one field after the other.
struct Draft(Settings);

impl Draft {
    /// Takes a field over, unless it is as it was shown.
    fn field<T: PartialEq>(
        &mut self,
        name: &str,
        (shown, wish): (T, T),
        set: impl FnOnce(&mut Settings, T) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        if wish == shown {
            return Ok(());
        }
        set(&mut self.0, wish)?;
        self.0.unknown.remove(name);
        Ok(())
    }

    fn reminders(&mut self, shown: &SettingsView, form: &SettingsForm) -> Result<(), Failure> {
        let ladder = checks::ladder(form.reminders.clone())?;
        self.field("reminders", (shown.reminders.clone(), ladder), |settings, ladder| {
            settings.reminders = ladder;
            Ok(())
        })?;
        self.field(
            "quiet_hours",
            (shown.quiet_hours.as_ref(), form.quiet_hours.as_ref()),
            |settings, quiet| {
                settings.quiet_hours =
                    quiet.map(|quiet| QuietHours::new(&quiet.from, &quiet.until)).transpose()?;
                Ok(())
            },
        )?;
        self.field("sound", (shown.sound, form.sound), |settings, sound| {
            settings.sound = sound;
            Ok(())
        })
    }

    fn looks(&mut self, shown: &SettingsView, form: &SettingsForm) -> Result<(), Failure> {
        let shortcuts = (shown.shortcut.clone(), filled(form.shortcut.as_deref()));
        self.field("shortcut", shortcuts, |settings, keys| {
            settings.shortcut = keys.as_deref().map(shortcut::check).transpose()?;
            Ok(())
        })?;
        self.field("theme", (shown.theme, form.theme), |settings, theme| {
            settings.theme = match theme {
                ThemeView::System => None,
                ThemeView::Light => Some("light".to_owned()),
                ThemeView::Dark => Some("dark".to_owned()),
            };
            Ok(())
        })?;
        let languages = (shown.language.clone(), filled(form.language.as_deref()));
        self.field("language", languages, |settings, tag| {
            settings.language = tag.as_deref().map(checks::language).transpose()?;
            Ok(())
        })?;
        self.field("keep_page", (shown.keep_page, form.keep_page), |settings, keep| {
            settings.keep_page = keep;
            Ok(())
        })
    }

    fn targets(&mut self, shown: &SettingsView, form: &SettingsForm) -> Result<(), Failure> {
        let of = |text: &str, usual: &str| filled(Some(text)).unwrap_or_else(|| usual.to_owned());
        let unusual = |text: String, usual: &str| {
            Some(text).filter(|text| text != usual).map(|text| checks::pattern(&text)).transpose()
        };
        let identity = of(&form.identity_target, USUAL_IDENTITY_TARGET);
        self.field("identity_target", (shown.identity_target.clone(), identity), |settings, pattern| {
            settings.identity_target = unusual(pattern, USUAL_IDENTITY_TARGET)?;
            Ok(())
        })?;
        let role = of(&form.role_target, USUAL_ROLE_TARGET);
        self.field("role_target", (shown.role_target.clone(), role), |settings, pattern| {
            settings.role_target = unusual(pattern, USUAL_ROLE_TARGET)?;
            Ok(())
        })
    }

    fn files(&mut self, form: SettingsForm, shown: SettingsView, places: &dyn Places) -> Result<(), Failure> {
        let config = (shown.config_file.chosen, filled(form.config_file.as_deref()));
        self.field("config_file", config, |settings, path| {
            settings.config_file = file(path, &places.aws().config, places)?;
            Ok(())
        })?;
        let credentials = (shown.credentials_file.chosen, filled(form.credentials_file.as_deref()));
        self.field("credentials_file", credentials, |settings, path| {
            settings.credentials_file = file(path, &places.aws().credentials, places)?;
            Ok(())
        })
    }
}

/// A field that was left empty chooses nothing.
pub(super) fn filled(text: Option<&str>) -> Option<String> {
    text.map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
}

/// A chosen path; the usual one is no choice.
fn file(text: Option<String>, place: &AwsPlace, places: &dyn Places) -> Result<Option<String>, Failure> {
    if let Some(variable) = place.variable {
        return Err(Failure::new(
            Code::BadInput,
            text!("The environment variable {} says where this file is, so nothing else counts.", variable),
            text!("Unset {} where Daypass is started, or leave this field as it is.", variable),
        ));
    }
    let Some(text) = text.map(|text| checks::place(&text)).transpose()? else {
        return Ok(None);
    };
    let path = places.aws().expanded(&text);
    if places.is_folder(&path) {
        return Err(Failure::new(
            Code::BadInput,
            text!("{} is a folder.", path.display()),
            text!("Write the path of the file itself, as in ~/.aws/credentials."),
        ));
    }
    Ok((path != place.path).then_some(text))
}

fn one_file() -> Failure {
    Failure::new(
        Code::BadInput,
        text!("The config file and the credentials file cannot be one file."),
        text!("Choose two files: AWS's tools read profiles from one and keys from the other."),
    )
}
