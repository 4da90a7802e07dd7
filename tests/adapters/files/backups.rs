//! What is kept beside the files: backups, the list of our sections, recovery copies.

use std::collections::BTreeSet;
use std::sync::Mutex;

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use daypass_core::backup::KEPT;
use daypass_core::ports::Clock;
use daypass_core::view::BackupReason;

use super::*;

/// A clock that is moved by hand, in UTC's own zone.
struct Hands(Mutex<DateTime<Utc>>);

impl Hands {
    fn at(time: &str) -> Arc<Self> {
        Arc::new(Self(Mutex::new(time.parse().expect("time"))))
    }

    fn advance(&self, step: TimeDelta) {
        *self.0.lock().expect("clock") += step;
    }
}

impl Clock for Hands {
    fn now(&self) -> DateTime<Utc> {
        *self.0.lock().expect("clock")
    }

    fn uptime(&self) -> std::time::Duration {
        std::time::Duration::ZERO
    }

    fn wait(&self, _time: std::time::Duration) -> std::pin::Pin<Box<dyn Future<Output = ()> + Send>> {
        Box::pin(std::future::pending())
    }

    fn local_time(&self, at: DateTime<Utc>) -> NaiveTime {
        at.time()
    }

    fn local_date(&self, at: DateTime<Utc>) -> NaiveDate {
        at.date_naive()
    }
}

fn files(home: &Home, clock: &Arc<Hands>) -> AwsFilesOnDisk {
    let paths = AwsPaths { config: home.aws().join("config"), credentials: home.credentials() };
    AwsFilesOnDisk::new(paths, &home.folder.path().join("state"), clock.clone())
        .with_patience(Duration::from_secs(2))
}

fn change(files: &AwsFilesOnDisk, value: &str, structural: bool) {
    let done = files.update_credentials(&mut |text| {
        let edited = edited(text, SectionEdit::new("a").set("aws_session_token", value))?;
        Ok(Edited { structural, ..edited })
    });
    assert_eq!(done, Ok(Written::Changed));
}

#[test]
fn a_backup_is_kept_once_a_day_and_before_each_structural_change() {
    let home = Home::with(OTHERS);
    let clock = Hands::at("2026-11-22T09:00:00Z");
    let files = files(&home, &clock);
    change(&files, "1", false);
    clock.advance(TimeDelta::hours(1));
    change(&files, "2", false);
    let before = home.text();
    clock.advance(TimeDelta::hours(1));
    change(&files, "3", true);
    clock.advance(TimeDelta::hours(13));
    let evening = home.text();
    change(&files, "4", false);
    let backups = files.backups().expect("backups");
    let kept: Vec<_> = backups.iter().map(|b| (b.taken.to_rfc3339(), b.reason)).collect();
    assert_eq!(
        kept,
        [
            ("2026-11-23T00:00:00+00:00".to_owned(), BackupReason::Day),
            ("2026-11-22T11:00:00+00:00".to_owned(), BackupReason::Structure),
            ("2026-11-22T09:00:00+00:00".to_owned(), BackupReason::Day),
        ]
    );
    let texts: Vec<_> = backups.iter().map(|b| files.backup_text(b).expect("text")).collect();
    assert_eq!(texts, [evening.into_bytes(), before.into_bytes(), OTHERS.into()]);
}

#[test]
fn backups_are_for_their_owner_alone_and_ten_at_most() {
    let home = Home::with(OTHERS);
    fs::set_permissions(home.credentials(), fs::Permissions::from_mode(0o644)).expect("mode");
    let clock = Hands::at("2026-11-22T09:00:00Z");
    let files = files(&home, &clock);
    for round in 0..KEPT + 5 {
        clock.advance(TimeDelta::seconds(1));
        change(&files, &round.to_string(), true);
    }
    let backups = files.backups().expect("backups");
    assert_eq!(backups.len(), KEPT);
    assert_eq!(backups[0].taken, clock.now());
    let folder = home.state(".backups");
    assert_eq!(mode(&folder), 0o700);
    let modes: BTreeSet<u32> =
        fs::read_dir(&folder).expect("folder").flatten().map(|e| mode(&e.path())).collect();
    assert_eq!(modes, BTreeSet::from([0o600]));
    assert_eq!(fs::read_dir(folder).expect("folder").count(), KEPT, "no litter");
}

#[test]
fn a_new_file_needs_no_backup() {
    let home = Home::new();
    let files = files(&home, &Hands::at("2026-11-22T09:00:00Z"));
    change(&files, "1", true);
    assert_eq!(files.backups(), Ok(Vec::new()));
}

#[test]
fn backups_that_hold_a_key_can_be_purged() {
    let home = Home::with(OTHERS);
    let clock = Hands::at("2026-11-22T09:00:00Z");
    let files = files(&home, &clock);
    change(&files, "1", true);
    fs::write(home.credentials(), "[a]\naws_session_token = 1\n").expect("write");
    clock.advance(TimeDelta::seconds(1));
    change(&files, "2", true);
    let holds = |text: &[u8]| String::from_utf8_lossy(text).contains("AKIAOTHERS");
    assert_eq!(files.purge_backups(&mut |text| holds(text)), Ok(1));
    let left: Vec<_> = files.backups().expect("backups").iter().map(|b| files.backup_text(b)).collect();
    assert_eq!(left, [Ok(b"[a]\naws_session_token = 1\n".to_vec())]);
}

#[test]
fn a_backup_s_id_is_no_path() {
    let home = Home::with(OTHERS);
    let files = files(&home, &Hands::at("2026-11-22T09:00:00Z"));
    change(&files, "1", true);
    let mut backup = files.backups().expect("backups").remove(0);
    backup.id = format!("../../../aws/{}", backup.id);
    assert!(files.backup_text(&backup).expect_err("no such backup").message.contains("no backup"));
}

/// The state folder cannot be written: a sign-in goes on, the loss of a long-term key does not.
#[test]
fn without_a_backup_no_long_term_key_goes() {
    let home = Home::with(OTHERS);
    let files = files(&home, &Hands::at("2026-11-22T09:00:00Z"));
    change(&files, "1", true);
    let folder = home.state(".backups");
    fs::remove_dir_all(&folder).expect("remove");
    fs::write(&folder, "in the way").expect("write");
    let before = home.text();
    let refused = files.update_credentials(&mut |text| {
        let edited = edited(text, SectionEdit::new("work").set("aws_access_key_id", "ASIA"))?;
        Ok(Edited { structural: true, irreplaceable: true, ..edited })
    });
    assert_eq!(refused.expect_err("no backup").code, Code::File);
    assert_eq!(home.text(), before);
    change(&files, "2", true);
}

#[test]
fn the_sections_that_we_made_are_remembered() {
    let home = Home::with(OTHERS);
    let files = files(&home, &Hands::at("2026-11-22T09:00:00Z"));
    let done = files.update_credentials(&mut |text| {
        let edited = edited(text, SectionEdit::new("a").set("k", "v"))?;
        Ok(Edited { made: BTreeSet::from(["a".to_owned()]), ..edited })
    });
    assert_eq!(done, Ok(Written::Changed));
    assert_eq!(files.read().expect("read").made, BTreeSet::from(["a".to_owned()]));
    let refused = Failure::new(Code::BadAnswer, "No.", "No.");
    assert_eq!(files.update_credentials(&mut |_| Err(refused.clone())), Err(refused));
    assert_eq!(files.look().expect("look").text.made, BTreeSet::from(["a".to_owned()]));
}

#[test]
fn a_look_tells_who_wrote_last() {
    let home = Home::with(OTHERS);
    let files = files(&home, &Hands::at("2026-11-22T09:00:00Z"));
    assert!(!files.look().expect("look").ours);
    change(&files, "1", false);
    assert!(files.look().expect("look").ours);
    fs::write(home.credentials(), home.text()).expect("write");
    let look = files.look().expect("look");
    assert!(!look.ours, "the same text by another hand");
    assert!(look.text.credentials.starts_with(OTHERS.as_bytes()));
}

#[test]
fn leapp_is_known_by_its_backup() {
    let home = Home::with(OTHERS);
    let files = files(&home, &Hands::at("2026-11-22T09:00:00Z"));
    assert!(!files.read().expect("read").leapp);
    fs::write(home.aws().join("credentials.leapp.bkp"), "").expect("write");
    assert!(files.read().expect("read").leapp);
}

#[test]
fn an_edit_that_reaches_too_far_is_refused() {
    let home = Home::with("[work]\nk = 1\n\n[play]\nk = 2\n");
    let before = home.text();
    let refused = home.files().update_credentials(&mut |text| {
        let wanted = edited(text, SectionEdit::new("work").set("k", "3"))?;
        let spoiled = String::from_utf8_lossy(&wanted.credentials).replace("k = 2", "k = 4");
        Ok(Edited { credentials: spoiled.into_bytes(), ..wanted })
    });
    let failure = refused.expect_err("too far");
    assert!(failure.message.contains("[play]"), "{failure}");
    assert_eq!((home.text(), home.names()), (before, vec!["credentials".to_owned()]));
}

/// A crash in the middle of a write in place is mended by the next look, not only by the next write.
#[test]
fn an_interrupted_write_in_place_is_finished_by_whoever_looks() {
    let home = Home::with("[work]\nk = 1\n");
    assert_eq!(set(&home.files(), "a", "t"), Ok(Written::Changed));
    let old = home.text();
    let new = format!("{old}\n[b]\naws_session_token = u\n");
    let tag = home.state(".lock").with_extension("");
    fs::write(tag.with_extension("old"), &old).expect("write");
    fs::write(tag.with_extension("new"), &new).expect("write");
    fs::write(home.credentials(), &new[..old.len() + 6]).expect("write");
    assert_eq!(home.files().read().expect("read").credentials, new.as_bytes());
    assert_eq!(home.text(), new);
    assert!(!tag.with_extension("new").exists());
}
