//! The questions Daypass asks the world. Each answers for itself; none knows who asks.

use std::collections::BTreeSet;
use std::future::Future;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};

use crate::aws_time::Drift;
use crate::backup::Backup;
use crate::code::TokenCode;
use crate::failure::Failure;
use crate::keys::{LongTermKey, SessionCredentials};
use crate::notice::Notice;
use crate::preflight::CredentialEnv;
use crate::profile::{RoleArn, SerialNumber};
use crate::role_limit::RoleLimits;
use crate::role_parameters::RoleParameters;
use crate::route::{Route, RouteEnv};
use crate::secret::Secret;
use crate::session_name::SessionName;
use crate::settings::{Memory, Settings};
use crate::tool_caches::ToolCaches;
use crate::used_codes::{UsedCodes, UsedSteps};
use crate::view::BoardView;

pub use crate::directory::Directory;

/// Everything the core may ask.
#[derive(Clone)]
pub struct Ports {
    /// STS.
    pub issuer: Arc<dyn TokenIssuer>,
    /// STS and IAM, asked about a key and its user.
    pub directory: Arc<dyn Directory>,
    /// The system keyring.
    pub vault: Arc<dyn Vault>,
    /// The two AWS files.
    pub files: Arc<dyn AwsFiles>,
    /// Other tools' caches.
    pub caches: Arc<dyn ToolCaches>,
    /// Native notifications.
    pub notifier: Arc<dyn Notifier>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Our own settings and memory.
    pub settings: Arc<dyn SettingsStore>,
    /// What became of the codes that were sent through these ports.
    pub codes: Arc<UsedCodes>,
    /// What the environment says about regions and endpoints.
    pub route_env: RouteEnv,
    /// What in the environment comes before every profile.
    pub credential_env: CredentialEnv,
}

/// An answer that comes over the wire.
pub type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T, Failure>> + Send + 'a>>;

/// Grants temporary credentials: AWS STS.
///
/// Implementations give up by themselves after a bounded time and never repeat a request that may
/// have spent a token code.
pub trait TokenIssuer: Send + Sync {
    /// GetSessionToken.
    fn session_token<'a>(&'a self, ask: SessionTokenAsk<'a>) -> Answer<'a, SessionCredentials>;
    /// AssumeRole.
    fn assume_role<'a>(&'a self, ask: RoleAsk<'a>) -> Answer<'a, SessionCredentials>;
    /// GetCallerIdentity with the credentials that the written files give for `profile`,
    /// as any AWS SDK would read them.
    fn identity_of_profile<'a>(&'a self, profile: &'a str, route: &'a Route) -> Answer<'a, Caller>;
    /// How far AWS's clock was from ours at the last answer of this process.
    fn drift(&self) -> Option<Drift>;
}

/// Whose keys sign a request.
#[derive(Clone, Copy, Debug)]
pub enum Signer<'a> {
    /// A user's own key.
    LongTerm(&'a LongTermKey),
    /// A session's keys.
    Session(&'a SessionCredentials),
}

/// The MFA half of a request: device and code always come together.
#[derive(Clone, Copy, Debug)]
pub struct Mfa<'a> {
    /// The device.
    pub serial: &'a SerialNumber,
    /// What it shows.
    pub code: &'a TokenCode,
}

/// A wish for GetSessionToken.
#[derive(Clone, Copy, Debug)]
pub struct SessionTokenAsk<'a> {
    /// The user's key.
    pub key: &'a LongTermKey,
    /// Device and code, or neither: AWS grants sessions without MFA too.
    pub mfa: Option<Mfa<'a>>,
    /// Seconds, 900 to 129,600.
    pub seconds: u32,
    /// Where the request goes.
    pub route: &'a Route,
}

/// A wish for AssumeRole.
#[derive(Clone, Copy, Debug)]
pub struct RoleAsk<'a> {
    /// Whose keys sign.
    pub signer: Signer<'a>,
    /// The role.
    pub role: &'a RoleArn,
    /// How the session is named in CloudTrail.
    pub session_name: &'a SessionName,
    /// What else is asked for.
    pub parameters: &'a RoleParameters,
    /// Device and code, when the role is assumed directly.
    pub mfa: Option<Mfa<'a>>,
    /// Seconds, 900 to 43,200.
    pub seconds: u32,
    /// Where the request goes.
    pub route: &'a Route,
}

/// The answer of GetCallerIdentity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// The account's twelve digits.
    pub account: String,
    /// The caller's ARN.
    pub arn: String,
}

/// Keeps long-term secrets: the system keyring. Calls block, with a deadline of their own.
pub trait Vault: Send + Sync {
    /// The secret for an access key id, or none.
    ///
    /// # Errors
    /// A `Keyring…` failure when the keyring is absent, locked or does not answer.
    fn fetch(&self, access_key_id: &str) -> Result<Option<Secret>, Failure>;
    /// Keeps a secret, replacing an older one.
    ///
    /// # Errors
    /// As for [`Vault::fetch`].
    fn store(&self, access_key_id: &str, secret: &Secret) -> Result<(), Failure>;
    /// Forgets a secret; forgetting what is not there is no failure.
    ///
    /// # Errors
    /// As for [`Vault::fetch`].
    fn forget(&self, access_key_id: &str) -> Result<(), Failure>;
}

/// Both AWS files as they were at one moment. A missing file is empty.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct AwsText {
    /// The config file's bytes.
    pub config: Vec<u8>,
    /// The credentials file's bytes: they hold secrets, so this type has no `Debug`.
    pub credentials: Vec<u8>,
    /// The sections of the credentials file that were made by Daypass, as far as it remembers.
    pub made: BTreeSet<String>,
    /// When the credentials file was last changed, by whomever.
    pub credentials_changed: Option<DateTime<Utc>>,
    /// Whether Leapp's backup stands beside the credentials file: Leapp is at work there.
    pub leapp: bool,
}

/// Where the AWS files are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AwsPaths {
    /// `AWS_CONFIG_FILE`, else `~/.aws/config`.
    pub config: PathBuf,
    /// `AWS_SHARED_CREDENTIALS_FILE`, else `~/.aws/credentials`.
    pub credentials: PathBuf,
}

/// What a transaction on the credentials file did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// The file has the new bytes, durably.
    Changed,
    /// The new bytes were the old ones; nothing was written.
    Unchanged,
}

/// A cheap picture of both files that differs when they do.
pub type FilesStamp = Vec<u64>;

/// The credentials file as an edit wants it.
pub struct Edited {
    /// The new bytes.
    pub credentials: Vec<u8>,
    /// What may read differently afterwards; all else must read as before.
    pub touches: Touches,
    /// Whether a section comes or goes or a long-term key leaves: such a change gets a backup of
    /// its own.
    pub structural: bool,
    /// Whether a long-term key leaves the file: then there is no change without a backup.
    pub irreplaceable: bool,
    /// The sections that exist because Daypass made them.
    pub made: BTreeSet<String>,
}

/// How far an edit reaches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Touches {
    /// These sections.
    Sections(BTreeSet<String>),
    /// The whole text: a backup comes back.
    Everything,
}

/// Computes the credentials file's new bytes from both files as they are now.
pub type Edit<'a> = &'a mut dyn FnMut(&AwsText) -> Result<Edited, Failure>;

/// A look at the files that also tells who wrote the credentials file last.
pub struct Look {
    /// Both files.
    pub text: AwsText,
    /// Whether the credentials file is as one of our programs left it.
    pub ours: bool,
}

/// The user's AWS files. Calls block.
pub trait AwsFiles: Send + Sync {
    /// Where they are.
    fn paths(&self) -> AwsPaths;
    /// Both files' bytes.
    ///
    /// # Errors
    /// [`crate::failure::Code::File`].
    fn read(&self) -> Result<AwsText, Failure>;
    /// Both files' bytes at a moment when none of our programs is writing.
    ///
    /// # Errors
    /// [`crate::failure::Code::File`].
    fn look(&self) -> Result<Look, Failure>;
    /// Applies `edit` to the credentials file as one transaction. `edit` is called again when
    /// another program wrote in between; when it fails, nothing is written. A backup of the old
    /// bytes is kept as [`crate::backup`] says.
    ///
    /// # Errors
    /// The edit's own failure, or [`crate::failure::Code::File`].
    fn update_credentials(&self, edit: Edit<'_>) -> Result<Written, Failure>;
    /// A stamp to notice changes by.
    fn stamp(&self) -> FilesStamp;
    /// The credentials file's permission bits when others than its owner may read or write it.
    fn loose_mode(&self) -> Option<u32>;
    /// The backups of the credentials file, newest first.
    ///
    /// # Errors
    /// [`crate::failure::Code::File`].
    fn backups(&self) -> Result<Vec<Backup>, Failure>;
    /// A backup's bytes.
    ///
    /// # Errors
    /// [`crate::failure::Code::File`] when it is gone or cannot be read.
    fn backup_text(&self, backup: &Backup) -> Result<Vec<u8>, Failure>;
    /// Deletes the backups whose text `goes`, and says how many there were.
    ///
    /// # Errors
    /// [`crate::failure::Code::File`] when one of them stays.
    fn purge_backups(&self, goes: &mut dyn FnMut(&[u8]) -> bool) -> Result<usize, Failure>;
}

/// Tells the person. Calls block, with a deadline of their own.
pub trait Notifier: Send + Sync {
    /// Shows a notice, replacing the one with the same id.
    ///
    /// # Errors
    /// [`crate::failure::Code::Internal`] when no notification service took it.
    fn show(&self, notice: &Notice) -> Result<(), Failure>;
    /// Takes a notice back, if it is still shown.
    fn withdraw(&self, id: &str);
}

/// What time it is.
pub trait Clock: Send + Sync {
    /// Now, in UTC: for signatures and walls. What is compared with a session's end is
    /// [`crate::aws_time::Now`].
    fn now(&self) -> DateTime<Utc>;
    /// How long the machine has been running, sleep included: a clock that nobody can set.
    fn uptime(&self) -> Duration;
    /// Ends after `time`, and wakes nobody before. The machine's sleep does not count.
    fn wait(&self, time: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>>;
    /// An instant as clocks on the wall show it here.
    fn local_time(&self, at: DateTime<Utc>) -> NaiveTime;
    /// The day of an instant as calendars on the wall show it here.
    fn local_date(&self, at: DateTime<Utc>) -> NaiveDate;
}

/// Our own small files.
pub trait SettingsStore: Send + Sync {
    /// The settings; defaults when there is no file yet.
    ///
    /// # Errors
    /// [`crate::failure::Code::Settings`] when the file cannot be read.
    fn load(&self) -> Result<Settings, Failure>;
    /// Replaces the settings file, whole or not at all.
    ///
    /// # Errors
    /// [`crate::failure::Code::Settings`].
    fn save(&self, settings: &Settings) -> Result<(), Failure>;
    /// What was remembered; empty when lost.
    fn recall(&self) -> Memory;
    /// Remembers, as well as can be: losing it does no harm.
    fn remember(&self, memory: &Memory);
    /// The steps whose code AWS took, as all our programs noted them; empty when lost.
    fn used_steps(&self) -> UsedSteps;
    /// Notes that AWS took a code of this step from this device: as well as can be, and without
    /// losing what another program notes at the same time.
    fn note_used_step(&self, serial: &SerialNumber, step: i64);
    /// How long sessions of roles may be, as far as AWS has said; empty when lost.
    fn role_limits(&self) -> RoleLimits;
    /// Remembers them, as well as can be. They are apart from the memory because the command line
    /// learns of them too.
    fn remember_role_limits(&self, limits: &RoleLimits);
}

/// Wants to know the board.
pub trait BoardSink: Send + Sync {
    /// Here is the whole board.
    fn publish(&self, board: &BoardView);
}
