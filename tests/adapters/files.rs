//! The AWS files on a real file system: nothing of anyone's is lost, whatever happens meanwhile.

mod backups;
mod faults;
mod writers;

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use daypass_adapters::clock::SystemClock;
use daypass_adapters::files::AwsFilesOnDisk;
use daypass_core::aws_config::AwsConfig;
use daypass_core::credentials_out::{SectionEdit, edit};
use daypass_core::failure::{Code, Failure};
use daypass_core::ports::{AwsFiles, AwsPaths, AwsText, Edited, Touches, Written};

const OTHERS: &str = "# mine\n[work]\naws_access_key_id = AKIAOTHERS\n";

struct Home {
    folder: tempfile::TempDir,
}

impl Home {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("folder") }
    }

    fn with(text: impl AsRef<[u8]>) -> Self {
        let home = Self::new();
        fs::create_dir(home.aws()).expect("folder");
        fs::write(home.credentials(), text).expect("write");
        home
    }

    fn aws(&self) -> PathBuf {
        self.folder.path().join("aws")
    }

    fn credentials(&self) -> PathBuf {
        self.aws().join("credentials")
    }

    fn files(&self) -> AwsFilesOnDisk {
        files_in(self.folder.path())
    }

    fn text(&self) -> String {
        fs::read_to_string(self.credentials()).expect("read")
    }

    /// The names of what we keep beside.
    fn states(&self) -> Vec<String> {
        let entries = fs::read_dir(self.folder.path().join("state/files")).expect("folder").flatten();
        entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
    }

    /// What we keep beside under a name that ends so.
    fn state(&self, suffix: &str) -> PathBuf {
        let name = self.states().into_iter().find(|name| name.ends_with(suffix)).expect("state");
        self.folder.path().join("state/files").join(name)
    }

    /// Everything in the AWS folder, so that litter is seen.
    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.aws()).expect("folder").flatten();
        let mut names: Vec<_> = entries.map(|e| e.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }
}

fn files_in(home: &Path) -> AwsFilesOnDisk {
    let aws = home.join("aws");
    let paths = AwsPaths { config: aws.join("config"), credentials: aws.join("credentials") };
    AwsFilesOnDisk::new(paths, &home.join("state"), Arc::new(SystemClock))
        .with_patience(Duration::from_secs(5))
}

fn set(files: &AwsFilesOnDisk, section: &str, value: &str) -> Result<Written, Failure> {
    files.update_credentials(&mut |text| {
        let wish = SectionEdit::new(section).set("aws_session_token", value);
        edited(text, wish)
    })
}

/// Changes one section, as if all sections had been there before.
fn edited(text: &AwsText, wish: SectionEdit) -> Result<Edited, Failure> {
    let touches = Touches::Sections([wish.section().to_owned()].into());
    let credentials = edit(&text.credentials, &[wish])?;
    Ok(Edited { credentials, touches, structural: false, irreplaceable: false, made: text.made.clone() })
}

fn token(text: &[u8], section: &str) -> Option<String> {
    let read = AwsConfig::read(b"", text);
    read.in_credentials(section)?.get("aws_session_token").map(str::to_owned)
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).expect("file").mode() & 0o7777
}

fn refused(home: &Home, what: &str) -> Failure {
    let failure = set(&home.files(), "a", "t").expect_err(what);
    assert_eq!(failure.code, Code::File, "{what}");
    assert!(failure.message.contains("credentials"), "{failure}");
    failure
}

#[test]
fn a_new_file_is_for_its_owner_alone() {
    let home = Home::new();
    assert_eq!(home.files().read().expect("read").credentials, b"");
    assert_eq!(set(&home.files(), "a", "t"), Ok(Written::Changed));
    assert_eq!(home.text(), "[a]\naws_session_token = t\n");
    assert_eq!((mode(&home.credentials()), mode(&home.aws())), (0o600, 0o700));
    assert_eq!(home.names(), ["credentials"]);
    assert_eq!(home.files().loose_mode(), None);
}

#[test]
fn all_other_bytes_mode_and_attributes_stay() {
    let home = Home::with(b"# M\xfcller\r\n[work]\r\nk=1\r\n");
    fs::set_permissions(home.credentials(), fs::Permissions::from_mode(0o640)).expect("mode");
    let tagged =
        rustix::fs::setxattr(home.credentials(), "user.note", b"mine", rustix::fs::XattrFlags::empty());
    assert_eq!(home.files().loose_mode(), Some(0o640));
    assert_eq!(set(&home.files(), "a", "t"), Ok(Written::Changed));
    let text = fs::read(home.credentials()).expect("read");
    assert_eq!(text, b"# M\xfcller\r\n[work]\r\nk=1\r\n\r\n[a]\r\naws_session_token=t\r\n");
    assert_eq!(mode(&home.credentials()), 0o640);
    if tagged.is_ok() {
        let mut note = [0; 4];
        assert_eq!(rustix::fs::getxattr(home.credentials(), "user.note", &mut note), Ok(4));
        assert_eq!(&note, b"mine");
    }
}

#[test]
fn root_keeps_the_owner() {
    let home = Home::with(OTHERS);
    if std::os::unix::fs::chown(home.credentials(), Some(65_534), Some(65_534)).is_err() {
        return;
    }
    assert_eq!(set(&home.files(), "a", "t"), Ok(Written::Changed));
    let found = fs::metadata(home.credentials()).expect("file");
    assert_eq!((found.uid(), found.gid()), (65_534, 65_534));
}

#[test]
fn an_edit_that_changes_nothing_writes_nothing() {
    let home = Home::with("[a]\naws_session_token = t\n");
    let before = home.files().stamp();
    assert_eq!(set(&home.files(), "a", "t"), Ok(Written::Unchanged));
    assert_eq!(home.files().stamp(), before);
    assert_eq!(set(&home.files(), "a", "u"), Ok(Written::Changed));
    assert_ne!(home.files().stamp(), before);
}

#[test]
fn an_edit_that_fails_writes_nothing() {
    let home = Home::with(OTHERS);
    let wanted = Failure::new(Code::BadAnswer, "No.", "No.");
    let failure = home.files().update_credentials(&mut |_| Err(wanted.clone()));
    assert_eq!(failure, Err(wanted));
    assert_eq!((home.text().as_str(), home.names()), (OTHERS, vec!["credentials".to_owned()]));
}

#[test]
fn links_are_followed_and_stay_links() {
    let home = Home::with(OTHERS);
    let real = home.folder.path().join("dotfiles");
    fs::create_dir(&real).expect("folder");
    fs::rename(home.credentials(), real.join("creds")).expect("rename");
    symlink("../dotfiles/second", home.credentials()).expect("link");
    symlink("creds", real.join("second")).expect("link");
    assert_eq!(set(&home.files(), "a", "t"), Ok(Written::Changed));
    assert!(home.credentials().is_symlink() && real.join("second").is_symlink());
    assert!(!real.join("creds").is_symlink());
    assert!(home.text().starts_with(OTHERS));
    assert_eq!(home.names(), ["credentials"]);
    assert_eq!(fs::read_dir(&real).expect("folder").count(), 2);
}

#[test]
fn a_dangling_link_gets_its_file() {
    let home = Home::new();
    fs::create_dir(home.aws()).expect("folder");
    symlink("../elsewhere/creds", home.credentials()).expect("link");
    assert_eq!(set(&home.files(), "a", "t"), Ok(Written::Changed));
    assert!(home.credentials().is_symlink());
    let real = home.folder.path().join("elsewhere/creds");
    assert_eq!((mode(&real), mode(&home.folder.path().join("elsewhere"))), (0o600, 0o700));
}

#[test]
fn our_own_litter_goes_and_that_of_others_stays() {
    let home = Home::with(OTHERS);
    assert_eq!(set(&home.files(), "a", "t"), Ok(Written::Changed));
    let lock = home.state(".lock").file_name().expect("name").to_string_lossy().into_owned();
    let tag = lock.strip_suffix(".lock").expect("lock").to_owned();
    for name in [format!(".daypass-{tag}-x.tmp"), ".daypass-0-x.tmp".into(), "backup.tmp".into()] {
        fs::write(home.aws().join(name), "secret").expect("write");
    }
    assert_eq!(set(&home.files(), "a", "u"), Ok(Written::Changed));
    assert_eq!(home.names(), [".daypass-0-x.tmp", "backup.tmp", "credentials"]);
}
