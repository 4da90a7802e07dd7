//! Reading what a newer Daypass or a slip of the hand wrote: field by field, so that one value that
//! is not understood costs that value alone. It counts as not set, and is kept as it stands there.

use std::collections::BTreeMap;
use std::mem::take;

use serde::de::{Deserializer, Error as _};
use serde::ser::{Error as _, Serializer};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::settings::{ProfileSettings, Settings};

/// An object of which some fields are known.
trait Fields: Clone + Serialize {
    /// The known ones.
    const NAMES: &[&str];
    /// The fields that are kept as they stand in the file.
    fn kept(&mut self) -> &mut BTreeMap<String, Value>;
}

impl Fields for Settings {
    const NAMES: &[&str] = &[
        "reminders",
        "quiet_hours",
        "sound",
        "shortcut",
        "theme",
        "language",
        "config_file",
        "credentials_file",
        "identity_target",
        "role_target",
        "keep_page",
        "profiles",
    ];

    fn kept(&mut self) -> &mut BTreeMap<String, Value> {
        &mut self.unknown
    }
}

impl Fields for ProfileSettings {
    const NAMES: &[&str] = &[
        "access_key_id",
        "mfa_serial",
        "region",
        "use_fips_endpoint",
        "use_dualstack_endpoint",
        "duration_seconds",
        "target",
        "caller",
        "overwrite_long_term_keys",
        "session_name",
        "external_id",
        "source_identity",
        "session_policy",
        "policy_arns",
        "tags",
        "transitive_tags",
        "direct",
        "refresh",
    ];

    fn kept(&mut self) -> &mut BTreeMap<String, Value> {
        &mut self.unknown
    }
}

impl Settings {
    /// The known fields whose values are not understood, in words: `theme`, `region of “prod”`.
    #[must_use]
    pub fn puzzles(&self) -> Vec<String> {
        let own = puzzles::<Self>(&self.unknown).map(str::to_owned);
        let of_profiles = self.profiles.iter().flat_map(|(name, profile)| {
            let name = crate::profile::visible(name);
            puzzles::<ProfileSettings>(&profile.unknown).map(move |field| format!("{field} of “{name}”"))
        });
        own.chain(of_profiles).collect()
    }
}

fn puzzles<T: Fields>(kept: &BTreeMap<String, Value>) -> impl Iterator<Item = &str> {
    kept.keys().map(String::as_str).filter(|name| T::NAMES.contains(name))
}

/// Reads an object; what cannot be read comes into [`Fields::kept`].
fn read<T: Fields>(
    fields: Map<String, Value>,
    of: impl Fn(Value) -> Result<T, serde_json::Error>,
) -> Result<T, serde_json::Error> {
    // The usual case first: everything is understood.
    if let Ok(all) = of(Value::Object(fields.clone())) {
        return Ok(all);
    }
    let alone = |name: &str, value: &Value| Value::Object(Map::from_iter([(name.to_owned(), value.clone())]));
    let (understood, puzzles): (Map<_, _>, Map<_, _>) =
        fields.into_iter().partition(|(name, value)| of(alone(name, value)).is_ok());
    let mut read = of(Value::Object(understood))?;
    read.kept().extend(puzzles);
    Ok(read)
}

/// Where a value was chosen anew, the one that was not understood is over.
fn settled<T: Fields>(fields: &T) -> Result<T, serde_json::Error> {
    let mut settled = fields.clone();
    let mut kept = take(settled.kept());
    if let Value::Object(written) = serde_json::to_value(&settled)? {
        kept.retain(|name, _| !written.contains_key(name));
    }
    *settled.kept() = kept;
    Ok(settled)
}

impl<'de> Deserialize<'de> for Settings {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let fields = Map::deserialize(deserializer)?;
        let settings: Self = read(fields, Self::deserialize).map_err(D::Error::custom)?;
        match settings.unknown.contains_key("profiles") {
            // Nothing could be added to them then without losing what is there.
            true => Err(D::Error::custom("profiles must be an object of objects")),
            false => Ok(settings),
        }
    }
}

impl Serialize for Settings {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match puzzles::<Self>(&self.unknown).next() {
            Some(_) => Self::serialize(&settled(self).map_err(S::Error::custom)?, serializer),
            None => Self::serialize(self, serializer),
        }
    }
}

impl<'de> Deserialize<'de> for ProfileSettings {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let fields = Map::deserialize(deserializer)?;
        read(fields, Self::deserialize).map_err(D::Error::custom)
    }
}

impl Serialize for ProfileSettings {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match puzzles::<Self>(&self.unknown).next() {
            Some(_) => Self::serialize(&settled(self).map_err(S::Error::custom)?, serializer),
            None => Self::serialize(self, serializer),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read_back(text: &str) -> Settings {
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn every_field_is_known_by_its_name() {
        let all = json!({
            "reminders": [600], "quiet_hours": { "from": "22:00", "until": "07:00" }, "sound": true,
            "shortcut": "Ctrl+Alt+D", "theme": "dark", "language": "de", "config_file": "~/c",
            "credentials_file": "~/s", "identity_target": "{name}-a", "role_target": "{name}-b",
            "keep_page": true,
            "profiles": { "x": {
                "access_key_id": "AKIA", "mfa_serial": "s", "region": "r", "use_fips_endpoint": true,
                "use_dualstack_endpoint": true, "duration_seconds": 900, "target": "t",
                "caller": {
                    "arn": "arn:aws:iam::123456789012:user/jane", "access_key_id": "AKIA",
                    "active_at": "2026-11-22T12:00:00Z"
                },
                "overwrite_long_term_keys": true, "session_name": "n", "external_id": "e",
                "source_identity": "i", "session_policy": {}, "policy_arns": ["a"], "tags": {},
                "transitive_tags": [], "direct": true, "refresh": false
            } }
        });
        let settings: Settings = serde_json::from_value(all.clone()).unwrap();
        assert_eq!((&settings.unknown, settings.puzzles()), (&BTreeMap::new(), vec![]));
        assert_eq!(settings.profiles["x"].unknown, BTreeMap::new());
        assert_eq!(serde_json::to_value(&settings).unwrap(), all);
        let names = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
        let sorted = |names: &[&str]| {
            let mut names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
            names.sort();
            names
        };
        assert_eq!(names(&all), sorted(Settings::NAMES));
        assert_eq!(names(&all["profiles"]["x"]), sorted(ProfileSettings::NAMES));
    }

    #[test]
    fn what_is_not_understood_costs_itself_alone_and_is_kept() {
        for (field, value) in [
            ("reminders", json!("often")),
            ("reminders", json!([900, "soon"])),
            ("reminders", json!([-1])),
            ("reminders", json!([1, 2, 3, 4, 5, 6, 7])),
            ("reminders", json!([129_601])),
            ("quiet_hours", json!("at night")),
            ("quiet_hours", json!({ "from": "25:00", "until": "07:00" })),
            ("quiet_hours", json!({ "from": "22:00", "until": "22:00" })),
            ("quiet_hours", json!({ "from": "22:00", "until": "07:00", "days": ["Mon"] })),
            ("sound", json!("loud")),
            ("shortcut", json!({ "keys": ["Ctrl", "D"] })),
            ("shortcut", json!("D")),
            ("theme", json!("sepia")),
            ("language", json!("tlh")),
            ("config_file", json!("relative/config")),
            ("credentials_file", json!(7)),
            ("identity_target", json!("{name}")),
            ("role_target", json!("session")),
            ("keep_page", json!({ "minutes": 30 })),
        ] {
            let file = json!({ field: value, "profiles": { "x": { "region": "eu-central-1" } } });
            let settings = read_back(&file.to_string());
            assert_eq!(settings.puzzles(), [field], "{value}");
            assert_eq!(settings.profiles["x"].region.as_deref(), Some("eu-central-1"));
            let without = Settings { profiles: settings.profiles.clone(), ..Settings::default() };
            assert_eq!(Settings { unknown: BTreeMap::new(), ..settings.clone() }, without, "{value}");
            assert_eq!(serde_json::to_value(&settings).unwrap(), file, "saved as it was read");
        }
    }

    #[test]
    fn a_profile_s_field_costs_that_field_alone() {
        let file = json!({ "profiles": { "x": { "duration_seconds": "8h", "region": "eu-central-1" } } });
        let settings = read_back(&file.to_string());
        assert_eq!(settings.puzzles(), ["duration_seconds of “x”"]);
        let x = &settings.profiles["x"];
        assert_eq!((x.duration_seconds, x.region.as_deref()), (None, Some("eu-central-1")));
        assert_eq!(serde_json::to_value(&settings).unwrap(), file);
    }

    #[test]
    fn a_value_chosen_anew_takes_the_place_of_the_puzzle() {
        let mut settings = read_back(r#"{"theme":"sepia","colour":"red","profiles":{"x":{"region":7}}}"#);
        settings.theme = Some("dark".to_owned());
        settings.profiles.get_mut("x").unwrap().region = Some("eu-west-1".to_owned());
        let text = serde_json::to_string(&settings).unwrap();
        assert_eq!(text, r#"{"theme":"dark","profiles":{"x":{"region":"eu-west-1"}},"colour":"red"}"#);
    }

    #[test]
    fn without_its_profiles_a_file_is_not_understood() {
        for bad in ["[]", "7", r#"{"profiles":[]}"#, r#"{"profiles":{"x":7}}"#] {
            assert!(serde_json::from_str::<Settings>(bad).is_err(), "{bad}");
        }
    }
}
