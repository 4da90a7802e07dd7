//! Other tools' caches beside the AWS files: read under bounds, without what is secret in them.
//!
//! A file is read into memory that is overwritten afterwards, and only its times and the start URL
//! are taken out of it. Links, folders, pipes, files that are too large and whatever is no such JSON
//! are passed over.

use std::fs::{self, DirEntry, File, Metadata};
use std::io::Read;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde::de::IgnoredAny;
use zeroize::Zeroizing;

use daypass_core::ports::FilesStamp;
use daypass_core::session::read_end;
use daypass_core::tool_caches::{CacheFile, Cached, ToolCaches};

use crate::files::place::Identity;

/// Tokens have a few thousand bytes.
const LARGEST: u64 = 256 * 1024;
/// So many names of a folder are looked at,
const MOST_NAMES: usize = 4_096;
/// and so many of the files that were changed last are read: old ones are never tidied up.
const MOST_FILES: usize = 256;

/// Takes what is wanted out of a file.
type Parse = fn(&[u8]) -> Option<Cached>;

/// Where the caches are. None of the folders need exist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CacheFolders {
    /// `~/.aws/sso/cache`: no variable moves it (botocore `tokens.py`).
    pub sso: PathBuf,
    /// `~/.aws/cli/cache`: no variable moves it (AWS CLI `customizations/assumerole.py`).
    pub cli: PathBuf,
    /// `AWS_LOGIN_CACHE_DIRECTORY`, else `~/.aws/login/cache`.
    pub login: PathBuf,
}

impl CacheFolders {
    /// All of them.
    #[must_use]
    pub fn all(&self) -> Vec<PathBuf> {
        vec![self.sso.clone(), self.cli.clone(), self.login.clone()]
    }
}

/// The caches on disk.
#[derive(Clone, Debug)]
pub struct CachesOnDisk {
    folders: CacheFolders,
}

impl CachesOnDisk {
    /// The caches in these folders.
    #[must_use]
    pub fn new(folders: CacheFolders) -> Self {
        Self { folders }
    }

    fn each(&self) -> [(&Path, Parse); 3] {
        [(&self.folders.sso, sso_token), (&self.folders.cli, role_keys), (&self.folders.login, login_token)]
    }
}

impl ToolCaches for CachesOnDisk {
    fn read(&self) -> Vec<CacheFile> {
        let files = self.each().into_iter().flat_map(|(folder, parse)| {
            newest(folder).into_iter().filter_map(move |found| {
                let cached = parse(&bytes(&found.path)?)?;
                Some(CacheFile { name: found.name, cached })
            })
        });
        files.collect()
    }

    fn stamp(&self) -> FilesStamp {
        let found = self.each().into_iter().flat_map(|(folder, _)| newest(folder));
        found.flat_map(|file| Identity::of(&file.found).numbers()).collect()
    }
}

/// A file that may hold a session.
struct Found {
    path: PathBuf,
    name: String,
    found: Metadata,
}

/// The files of a folder that were changed last, in the order of their names.
fn newest(folder: &Path) -> Vec<Found> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut files: Vec<Found> = entries.take(MOST_NAMES).filter_map(|entry| file(&entry.ok()?)).collect();
    if files.len() > MOST_FILES {
        files.sort_by_key(|file| std::cmp::Reverse(file.found.modified().ok()));
        files.truncate(MOST_FILES);
    }
    files.sort_by(|a, b| a.name.cmp(&b.name));
    files
}

fn file(entry: &DirEntry) -> Option<Found> {
    let name = entry.file_name().to_str()?.strip_suffix(".json")?.to_owned();
    // Of a link the link itself: what it leads to is no file of the cache.
    let found = entry.metadata().ok().filter(|found| found.is_file() && found.len() <= LARGEST)?;
    Some(Found { path: entry.path(), name, found })
}

fn bytes(path: &Path) -> Option<Zeroizing<Vec<u8>>> {
    let mut options = File::options();
    options.read(true);
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        use std::os::unix::fs::OpenOptionsExt;
        // It may have become a link or a pipe since it was found.
        let flags = OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        options.custom_flags(flags.bits().cast_signed());
    }
    let file = options.open(path).ok()?;
    let found = file.metadata().ok().filter(|found| found.is_file() && found.len() <= LARGEST)?;
    let length = usize::try_from(found.len()).ok()?;
    // Room for all, so that no copy is left behind by growing.
    let mut bytes = Zeroizing::new(Vec::with_capacity(length + 1));
    file.take(found.len()).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct SsoFile {
    start_url: Option<String>,
    expires_at: String,
    #[expect(dead_code, reason = "a client's registration has no such field, and is no session")]
    access_token: IgnoredAny,
    refresh_token: Option<IgnoredAny>,
    client_id: Option<IgnoredAny>,
    client_secret: Option<IgnoredAny>,
    registration_expires_at: Option<String>,
}

fn sso_token(bytes: &[u8]) -> Option<Cached> {
    let file: SsoFile = serde_json::from_slice(bytes).ok()?;
    // All of these are needed to renew it (botocore `SSOTokenProvider._refresh_access_token`).
    let renewable = file.refresh_token.is_some() && file.client_id.is_some() && file.client_secret.is_some();
    let renewable_until = file.registration_expires_at.as_deref().filter(|_| renewable).and_then(read_end);
    Some(Cached::SsoToken {
        start_url: file.start_url,
        expires: read_end(&file.expires_at)?,
        renewable_until,
    })
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct LoginFile {
    access_token: LoginKeys,
    refresh_token: Option<IgnoredAny>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct LoginKeys {
    expires_at: String,
}

fn login_token(bytes: &[u8]) -> Option<Cached> {
    let file: LoginFile = serde_json::from_slice(bytes).ok()?;
    let expires = read_end(&file.access_token.expires_at)?;
    Some(Cached::LoginToken { expires, renewable: file.refresh_token.is_some() })
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct CliFile {
    credentials: CliKeys,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct CliKeys {
    expiration: String,
}

fn role_keys(bytes: &[u8]) -> Option<Cached> {
    let file: CliFile = serde_json::from_slice(bytes).ok()?;
    Some(Cached::RoleKeys { expires: read_end(&file.credentials.expiration)? })
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Utc};

    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn each_cache_is_read_as_its_tool_writes_it() {
        let token = br#"{"startUrl": "https://corp.awsapps.com/start", "region": "eu-west-1",
            "accessToken": "a", "expiresAt": "2026-11-22T18:02:00Z", "clientId": "c", "clientSecret": "s",
            "registrationExpiresAt": "2027-02-20T10:00:00Z", "refreshToken": "r"}"#;
        let expires = at("2026-11-22T18:02:00Z");
        let start_url = Some("https://corp.awsapps.com/start".to_owned());
        let renewable_until = Some(at("2027-02-20T10:00:00Z"));
        assert_eq!(
            sso_token(token),
            Some(Cached::SsoToken { start_url: start_url.clone(), expires, renewable_until })
        );
        // An older AWS CLI: no way to renew it, and the zone by its name.
        let legacy = br#"{"startUrl": "https://corp.awsapps.com/start", "accessToken": "a",
            "expiresAt": "2026-11-22T18:02:00UTC"}"#;
        assert_eq!(sso_token(legacy), Some(Cached::SsoToken { start_url, expires, renewable_until: None }));
        let keys = br#"{"Credentials": {"AccessKeyId": "ASIA", "SecretAccessKey": "s", "SessionToken": "t",
            "Expiration": "2026-11-22T18:02:00UTC"}, "AssumedRoleUser": {"Arn": "arn"}}"#;
        assert_eq!(role_keys(keys), Some(Cached::RoleKeys { expires }));
        let login = br#"{"accessToken": {"accessKeyId": "ASIA", "expiresAt": "2026-11-22T18:02:00Z"},
            "refreshToken": "r", "dpopKey": "k"}"#;
        assert_eq!(login_token(login), Some(Cached::LoginToken { expires, renewable: true }));
    }

    #[test]
    fn what_is_no_session_is_passed_over() {
        // A client's registration lies in the same folder.
        let registration = br#"{"clientId": "c", "clientSecret": "s", "expiresAt": "2027-02-20T10:00:00Z"}"#;
        assert_eq!(sso_token(registration), None);
        assert_eq!(sso_token(br#"{"accessToken": "a", "expiresAt": "soon"}"#), None);
        for bytes in [&b""[..], b"{", b"[]", b"null", b"\xff\xfe", br#"{"Credentials": 1}"#] {
            assert_eq!((sso_token(bytes), login_token(bytes), role_keys(bytes)), (None, None, None));
        }
    }
}
