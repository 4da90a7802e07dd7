//! Our own small files: whole or not at all, never erased.

use std::fs;
use std::path::Path;

use daypass_adapters::settings::SettingsFiles;
use daypass_core::failure::Code;
use daypass_core::ports::SettingsStore;
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
