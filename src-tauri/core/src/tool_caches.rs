//! What other tools keep beside the two AWS files: sessions in caches of their own.
//!
//! Sources: botocore `tokens.py`, `utils.py` (`JSONFileCache`, `SSOTokenLoader`, `LoginTokenLoader`) and
//! `credentials.py` (`CachedCredentialFetcher`), AWS CLI `customizations/assumerole.py` and
//! `customizations/login`.

use chrono::{DateTime, Utc};

use crate::ports::FilesStamp;

/// The caches of other tools. They are only ever read. Calls block.
pub trait ToolCaches: Send + Sync {
    /// What is in them now. What cannot be read is left out: no cache is worth a failure.
    fn read(&self) -> Vec<CacheFile>;
    /// A cheap picture of them that differs when they do.
    fn stamp(&self) -> FilesStamp;
}

/// One file of a cache, without its secrets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CacheFile {
    /// Its name without `.json`: a hash of what it is for.
    pub name: String,
    /// What it holds.
    pub cached: Cached,
}

/// What a file of a cache holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cached {
    /// `~/.aws/sso/cache`: the token of `aws sso login`. Its name is the SHA-1 of the `sso-session`'s name,
    /// or of the start URL where there is none.
    SsoToken {
        /// Whose portal.
        start_url: Option<String>,
        /// Until when the token itself is good.
        expires: DateTime<Utc>,
        /// Until when the next token is fetched without asking anyone; none when somebody has to sign
        /// in again.
        renewable_until: Option<DateTime<Utc>>,
    },
    /// `~/.aws/login/cache`: the token of `aws login`. Its name is the SHA-256 of `login_session`.
    LoginToken {
        /// Until when the keys in it are good: 15 minutes.
        expires: DateTime<Utc>,
        /// Whether new ones are fetched without asking anyone.
        renewable: bool,
    },
    /// `~/.aws/cli/cache`: a role's keys. Its name is the SHA-1 of what was asked for.
    RoleKeys {
        /// Until when they are good.
        expires: DateTime<Utc>,
    },
}
