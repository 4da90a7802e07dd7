//! Our own small files: whole or not at all, never erased.

use std::fs;
use std::path::Path;

use daypass_adapters::environment::{Environment, Folders};
use daypass_adapters::places::PlacesOnDisk;
use daypass_adapters::settings::SettingsFiles;
use daypass_core::failure::Code;
use daypass_core::ports::{Places, SettingsStore};
use daypass_core::profile::SerialNumber;
use daypass_core::settings::{Memory, ProfileSettings, SessionMemory, Settings};
use daypass_core::used_codes::UsedSteps;

fn files(home: &Path) -> SettingsFiles {
    SettingsFiles::new(&home.join("config/daypass"), &home.join("state/daypass"))
}

fn some_settings() -> Settings {
    let mut settings = Settings::default();
    let region = Some("eu-central-1".to_owned());
    settings.profiles.insert("prod".into(), ProfileSettings { region, ..ProfileSettings::default() });
    settings
}

#[test]
fn settings_come_back_as_they_were_saved() {
    let home = tempfile::tempdir().unwrap();
    let files = files(home.path());
    assert_eq!(files.load().unwrap(), Settings::default());
    files.save(&some_settings()).unwrap();
    assert_eq!(files.load().unwrap(), some_settings());
    let left: Vec<_> = fs::read_dir(home.path().join("config/daypass")).unwrap().collect();
    assert_eq!(left.len(), 1, "no temporary file stays behind");
}

#[cfg(unix)]
#[test]
fn nobody_else_may_read_them() {
    use std::os::unix::fs::PermissionsExt;
    let home = tempfile::tempdir().unwrap();
    files(home.path()).save(&Settings::default()).unwrap();
    let mode = |path: &str| fs::metadata(home.path().join(path)).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode("config/daypass/settings.json"), mode("config/daypass")), (0o600, 0o700));
}

#[test]
fn a_bad_file_is_named_and_kept_aside_each_time() {
    let home = tempfile::tempdir().unwrap();
    let files = files(home.path());
    files.save(&Settings::default()).unwrap();
    let path = home.path().join("config/daypass/settings.json");
    for (bad, aside) in [("{ not json", "settings.json.bad"), ("[]", "settings.json.bad2")] {
        fs::write(&path, bad).unwrap();
        let failure = files.load().unwrap_err();
        assert_eq!(failure.code, Code::Settings);
        assert!(failure.message.contains(path.to_str().unwrap()), "{failure}");
        files.save(&some_settings()).unwrap();
        assert_eq!(fs::read_to_string(path.with_file_name(aside)).unwrap(), bad);
        assert_eq!(files.load().unwrap(), some_settings());
    }
    assert_eq!(fs::read_to_string(path.with_file_name("settings.json.bad")).unwrap(), "{ not json");
}

#[test]
fn fields_of_a_newer_daypass_survive() {
    let home = tempfile::tempdir().unwrap();
    let files = files(home.path());
    files.save(&Settings::default()).unwrap();
    let path = home.path().join("config/daypass/settings.json");
    fs::write(&path, r#"{"theme":"dark","profiles":{"a":{"colour":"red"}}}"#).unwrap();
    files.save(&files.load().unwrap()).unwrap();
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains("dark") && text.contains("red"), "{text}");
}

/// What is in the file after it was read and saved again by this version, with `sound` switched on.
fn saved_again(home: &Path, text: &str) -> serde_json::Value {
    let files = files(home);
    files.save(&Settings::default()).unwrap();
    let path = home.join("config/daypass/settings.json");
    fs::write(&path, text).unwrap();
    let mut settings = files.load().unwrap();
    settings.sound = true;
    files.save(&settings).unwrap();
    let left: Vec<_> = fs::read_dir(path.parent().unwrap()).unwrap().collect();
    assert_eq!(left.len(), 1, "nothing was bad, so nothing is kept aside");
    serde_json::from_slice(&fs::read(&path).unwrap()).unwrap()
}

#[test]
fn a_file_of_an_older_daypass_is_read_and_loses_nothing() {
    let home = tempfile::tempdir().unwrap();
    let old = r#"{
      "reminders": [900, 120, 0],
      "profiles": {
        "work": { "mfa_serial": "arn:aws:iam::123456789012:mfa/jane", "duration_seconds": 28800 },
        "ops": { "external_id": "corp-4711", "tags": { "Team": "platform" }, "transitive_tags": ["Team"],
                 "policy_arns": ["arn:aws:iam::aws:policy/ReadOnlyAccess"], "refresh": false }
      }
    }"#;
    let mut wanted: serde_json::Value = serde_json::from_str(old).unwrap();
    wanted["sound"] = true.into();
    // What equals the default is not stored.
    wanted.as_object_mut().unwrap().remove("reminders");
    assert_eq!(saved_again(home.path(), old), wanted);
    let read = files(home.path()).load().unwrap();
    assert_eq!(read.reminders, [900, 120, 0]);
    assert_eq!(read.profiles["work"].duration_seconds, Some(28_800));
}

#[test]
fn a_file_of_a_newer_daypass_is_read_as_far_as_it_is_understood_and_loses_nothing() {
    let home = tempfile::tempdir().unwrap();
    let new = r#"{
      "reminders": [{ "before": 900, "sound": "bell" }],
      "theme": "sepia",
      "language": "tlh",
      "shortcut": { "open": "Ctrl+Alt+D", "sign_in": "Ctrl+Alt+S" },
      "quiet_hours": { "from": "22:00", "until": "07:00", "days": ["Mon"] },
      "identity_target": ["{name}-mfa", "{name}-temp"],
      "keep_page": "10m",
      "vaults": { "ours": true },
      "profiles": {
        "work": { "duration_seconds": "8h", "region": "eu-central-1", "approval": { "by": "phone" } }
      }
    }"#;
    let mut wanted: serde_json::Value = serde_json::from_str(new).unwrap();
    wanted["sound"] = true.into();
    assert_eq!(saved_again(home.path(), new), wanted);
    let read = files(home.path()).load().unwrap();
    assert_eq!(
        (read.reminders.as_slice(), read.theme.clone(), read.quiet_hours),
        (&[900, 120, 0][..], None, None)
    );
    assert_eq!(read.profiles["work"].region.as_deref(), Some("eu-central-1"));
    assert_eq!(read.puzzles().len(), 8, "{:?}", read.puzzles());
}

#[test]
fn a_file_whose_text_no_program_can_read_is_kept_aside_byte_for_byte() {
    let home = tempfile::tempdir().unwrap();
    let files = files(home.path());
    files.save(&Settings::default()).unwrap();
    let path = home.path().join("config/daypass/settings.json");
    let bad = b"{\"theme\": \"dark\", \xff\xfe\0";
    fs::write(&path, bad).unwrap();
    assert_eq!(files.load().unwrap_err().code, Code::Settings);
    files.save(&some_settings()).unwrap();
    assert_eq!(fs::read(path.with_file_name("settings.json.bad")).unwrap(), bad);
}

#[test]
fn the_files_of_aws_are_where_the_settings_say_unless_the_environment_does() {
    let home = tempfile::tempdir().unwrap();
    let store = files(home.path());
    let settings = Settings {
        config_file: Some("~/work/config".into()),
        credentials_file: Some("~/work/credentials".into()),
        ..Settings::default()
    };
    store.save(&settings).unwrap();
    let folders = Folders { home: home.path().into(), config: "/c".into(), state: "/s".into() };
    let by_variable = |name: &str| (name == "AWS_CONFIG_FILE").then(|| "/srv/config".into());
    let places = PlacesOnDisk::new(Environment::from_lookup(&by_variable, &folders).places, &store);
    let paths = places.aws().paths(&store.load().unwrap());
    assert_eq!(paths.config, Path::new("/srv/config"));
    assert_eq!(paths.credentials, home.path().join("work/credentials"));
    assert!(places.is_folder(home.path()) && !places.is_folder(store.settings_path()));
    assert_eq!(places.settings_file(), store.settings_path());
}

#[cfg(unix)]
#[test]
fn a_link_stays_a_link() {
    let home = tempfile::tempdir().unwrap();
    let files = files(home.path());
    files.save(&Settings::default()).unwrap();
    let path = home.path().join("config/daypass/settings.json");
    let real = home.path().join("dotfiles.json");
    fs::rename(&path, &real).unwrap();
    std::os::unix::fs::symlink(&real, &path).unwrap();
    files.save(&some_settings()).unwrap();
    assert!(fs::symlink_metadata(&path).unwrap().is_symlink());
    assert!(fs::read_to_string(&real).unwrap().contains("prod"));
}

#[test]
fn a_folder_that_cannot_be_made_is_a_failure_with_its_path() {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("config"), "a file where a folder should be").unwrap();
    let failure = files(home.path()).save(&Settings::default()).unwrap_err();
    assert_eq!(failure.code, Code::Settings);
    assert!(failure.message.contains("settings.json"), "{failure}");
}

#[test]
fn memory_may_be_lost_without_harm() {
    let home = tempfile::tempdir().unwrap();
    let files = files(home.path());
    assert_eq!(files.recall(), Memory::default());
    let mut memory = Memory::default();
    memory.sessions.insert("prod".into(), SessionMemory { announced: vec![900], ..SessionMemory::default() });
    files.remember(&memory);
    assert_eq!(files.recall(), memory);
    fs::write(home.path().join("state/daypass/memory.json"), "\0\0").unwrap();
    assert_eq!(files.recall(), Memory::default());
    files.remember(&memory);
    assert_eq!(files.recall(), memory);
}

fn device(name: &str) -> SerialNumber {
    SerialNumber::parse(&format!("arn:aws:iam::123456789012:mfa/{name}")).unwrap()
}

#[test]
fn programs_that_note_used_steps_at_once_lose_none_of_them() {
    let home = tempfile::tempdir().unwrap();
    let devices: Vec<SerialNumber> = (0..8).map(|n| device(&format!("device-{n}"))).collect();
    let at_once = std::sync::Barrier::new(devices.len());
    std::thread::scope(|scope| {
        for device in &devices {
            // Each opens the file by itself, as a program of its own would.
            let (files, at_once) = (files(home.path()), &at_once);
            scope.spawn(move || {
                at_once.wait();
                for step in 100..=103 {
                    files.note_used_step(device, step);
                    assert_ne!(files.used_steps(), UsedSteps::default(), "never half a file");
                }
            });
        }
    });
    let mut expected = UsedSteps::default();
    devices.iter().for_each(|device| expected.note(device, 103));
    assert_eq!(files(home.path()).used_steps(), expected);
}

#[test]
fn used_steps_may_be_lost_or_unwritable_without_harm() {
    let home = tempfile::tempdir().unwrap();
    let steps = files(home.path());
    assert_eq!(steps.used_steps(), UsedSteps::default());
    steps.note_used_step(&device("jane"), 100);
    let path = home.path().join("state/daypass/used-steps.json");
    for bad in ["", "{ not json", "[]", "{\"a\": \"b\"}"] {
        fs::write(&path, bad).unwrap();
        assert_eq!(steps.used_steps(), UsedSteps::default(), "{bad}");
        steps.note_used_step(&device("jane"), 100);
        assert_ne!(steps.used_steps(), UsedSteps::default(), "{bad}");
    }
    fs::remove_file(&path).unwrap();
    fs::create_dir(&path).unwrap();
    steps.note_used_step(&device("jane"), 100);
    assert_eq!(steps.used_steps(), UsedSteps::default());
}

#[test]
fn a_shorter_text_leaves_nothing_of_a_longer_one() {
    let home = tempfile::tempdir().unwrap();
    let files = files(home.path());
    files.note_used_step(&device("a-device-with-quite-a-long-name"), 100);
    files.note_used_step(&device("j"), 200);
    let mut expected = UsedSteps::default();
    expected.note(&device("j"), 200);
    assert_eq!(files.used_steps(), expected);
}
