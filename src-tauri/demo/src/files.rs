//! An AWS home for the demo: `config` and `credentials` in a folder of their own.
//!
//! Source of the layouts: AWS CLI User Guide, "Configuration and credential file settings"
//! (`mfa_serial`, `source_profile`, `endpoint_url`); aws-mfa's README (`-long-term`, `aws_mfa_device`).

use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::account::{Account, EXTERNAL_ID, Identity};

/// The first line of both files: how we know our own.
const MARK: &str = "# Written by the Daypass demo. Nothing in here opens anything but the demo.";
const REGION: &str = "eu-central-1";

/// Where the demo's files are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoHome {
    /// For `AWS_CONFIG_FILE`.
    pub config: PathBuf,
    /// For `AWS_SHARED_CREDENTIALS_FILE`.
    pub credentials: PathBuf,
}

/// Why the files were not written.
#[derive(Debug, thiserror::Error)]
pub enum HomeError {
    /// The folder holds somebody's own files.
    #[error("{} was not written by the demo: choose an empty folder", .0.display())]
    NotOurs(PathBuf),
    /// The system refused.
    #[error("cannot write {}: {source}", .path.display())]
    Write {
        /// What.
        path: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
}

/// Writes both files into a folder, made when missing; never over files that are not the demo's.
pub fn write_home(folder: &Path, account: &Account, endpoint: &str) -> Result<DemoHome, HomeError> {
    let home = DemoHome { config: folder.join("config"), credentials: folder.join("credentials") };
    make_folder(folder).map_err(|source| HomeError::Write { path: folder.into(), source })?;
    let files = [(&home.config, config(account, endpoint)), (&home.credentials, credentials(account))];
    for (path, _) in &files {
        check_ours(path)?;
    }
    for (path, text) in files {
        write(path, &text).map_err(|source| HomeError::Write { path: path.clone(), source })?;
    }
    Ok(home)
}

fn config(account: &Account, endpoint: &str) -> String {
    let mut text = format!("{MARK}\n");
    let common = format!("region = {REGION}\nendpoint_url = {endpoint}\n");
    let serial = |name| account.identity(name).and_then(|one| one.devices.first()).map(|one| &one.serial);
    if let Some(serial) = serial("demo") {
        text += &format!(
            "\n# A user with long-term keys and a virtual MFA device.\n\
             [profile demo]\nmfa_serial = {serial}\n{common}"
        );
        for role in &account.roles {
            let source = if role.name == "deputy" { "demo-developer" } else { "demo" };
            let asks = role.trust.external_id.as_ref().map(|_| format!("external_id = {EXTERNAL_ID}\n"));
            text += &format!(
                "\n# {}\n[profile demo-{}]\nrole_arn = {}\nsource_profile = {source}\nmfa_serial = {serial}\n{}{common}",
                about(&role.name),
                role.name,
                role.arn,
                asks.unwrap_or_default(),
            );
        }
    }
    text += &format!(
        "\n# The session profile of aws-mfa's layout: the keys stand in [ops-long-term], see credentials.\n\
         [profile ops]\n{common}\n[profile ops-long-term]\n{common}"
    );
    if let Some(serial) = serial("root") {
        text += &format!(
            "\n# The root user: an hour at most, whatever is asked for.\n[profile root]\nmfa_serial = {serial}\n{common}"
        );
        text += &format!("\n# A key that was made inactive.\n[profile demo-inactive]\n{common}");
    }
    text
}

fn about(role: &str) -> &'static str {
    match role {
        "developer" => "A role that wants MFA, for up to twelve hours.",
        "auditor" => "A role of another company's kind: it wants an external id too.",
        "locked" => "A role that trusts nobody: always refused.",
        "short" => "A role for one hour at most.",
        "deputy" => "A role that trusts another role alone.",
        _ => "A role.",
    }
}

fn credentials(account: &Account) -> String {
    let mut text = format!("{MARK}\n");
    let keys = |text: &mut String, section: &str, identity: &Identity, index: usize| {
        let Some(key) = identity.keys.get(index) else {
            return;
        };
        text.push_str(&format!(
            "[{section}]\naws_access_key_id = {}\naws_secret_access_key = {}\n",
            key.id, key.secret
        ));
    };
    if let Some(demo) = account.identity("demo") {
        text += "\n# Long-term keys; the session goes to a profile of its own.\n";
        keys(&mut text, "demo", demo, 0);
    }
    if let Some(ops) = account.identity("ops") {
        text += "\n# aws-mfa's layout: the session goes to [ops]. The device is a hardware token.\n";
        keys(&mut text, "ops-long-term", ops, 0);
        let device = ops.devices.first().map(|one| format!("aws_mfa_device = {}\n", one.serial));
        text += &device.unwrap_or_default();
    }
    if let Some(root) = account.identity("root") {
        text += "\n# Rarities, for tests.\n";
        keys(&mut text, "root", root, 0);
        text.push('\n');
        let demo = account.identity("demo");
        demo.into_iter().for_each(|demo| keys(&mut text, "demo-inactive", demo, 1));
    }
    text
}

fn check_ours(path: &Path) -> Result<(), HomeError> {
    match fs::read(path) {
        Ok(bytes) if bytes.starts_with(MARK.as_bytes()) => Ok(()),
        Ok(_) => Err(HomeError::NotOurs(path.into())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(source) => Err(HomeError::Write { path: path.into(), source }),
    }
}

fn make_folder(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

fn write(path: &Path, text: &str) -> io::Result<()> {
    // A file of an earlier start goes first, so that the new one surely has the new one's mode.
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        Ok(()) | Err(_) => {}
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)?.write_all(text.as_bytes())
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "a test's own files and the machine's time")]
mod tests {
    use super::*;

    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("daypass-demo-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        folder
    }

    #[test]
    fn writes_its_own_files_again_and_nobody_elses() {
        let folder = folder("files");
        let home = write_home(&folder, &Account::fixed(), "http://127.0.0.1:1").unwrap();
        write_home(&folder, &Account::fixed(), "http://127.0.0.1:2").unwrap();
        assert!(fs::read_to_string(&home.config).unwrap().contains("endpoint_url = http://127.0.0.1:2"));
        fs::write(&home.credentials, "[default]\n").unwrap();
        let refused = write_home(&folder, &Account::fixed(), "http://127.0.0.1:3");
        assert!(matches!(refused, Err(HomeError::NotOurs(_))));
        assert!(fs::read_to_string(&home.config).unwrap().contains("127.0.0.1:2"), "config untouched");
        fs::remove_dir_all(folder).unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn keeps_files_private() {
        use std::os::unix::fs::PermissionsExt;
        let folder = folder("modes");
        let home = write_home(&folder, &Account::fixed(), "http://127.0.0.1:1").unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&folder), mode(&home.config), mode(&home.credentials)), (0o700, 0o600, 0o600));
        fs::remove_dir_all(folder).unwrap();
    }
}
