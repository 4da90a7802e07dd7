//! The questions Daypass asks the world. Each answers for itself; none knows who asks.

mod files;
mod issuer;
mod places;

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};

use crate::aws_time::{Drift, Now};
use crate::failure::Failure;
use crate::language::Language;
use crate::notice::Notice;
use crate::preflight::CredentialEnv;
use crate::profile::SerialNumber;
use crate::role_limit::RoleLimits;
use crate::route::RouteEnv;
use crate::secret::Secret;
use crate::settings::{Memory, Settings};
use crate::tool_caches::ToolCaches;
use crate::used_codes::{UsedCodes, UsedSteps};
use crate::view::BoardView;

pub use crate::directory::Directory;
pub use files::{AwsFiles, AwsPaths, AwsText, Edit, Edited, FilesStamp, Look, Touches, Written};
pub use issuer::{Caller, Mfa, RoleAsk, SessionTokenAsk, Signer, TokenIssuer};
pub use places::{AwsPlace, AwsPlaces, Places};

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
    /// Where files lie on this machine.
    pub places: Arc<dyn Places>,
    /// What became of the codes that were sent through these ports.
    pub codes: Arc<UsedCodes>,
    /// What the environment says about regions and endpoints.
    pub route_env: RouteEnv,
    /// What in the environment comes before every profile.
    pub credential_env: CredentialEnv,
    /// What the desktop speaks; the settings may choose another language.
    pub language: Language,
}

impl Ports {
    /// What is known of AWS's clock: what this process heard of it, or else what was remembered.
    #[must_use]
    pub fn drift(&self, remembered: Option<Drift>) -> Option<Drift> {
        self.issuer.drift().or(remembered)
    }

    /// Now, as far as that is known.
    #[must_use]
    pub fn now(&self, remembered: Option<Drift>) -> Now {
        Now::of(self.clock.as_ref(), self.drift(remembered))
    }
}

/// An answer that comes over the wire.
pub type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T, Failure>> + Send + 'a>>;

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

/// Tells the person. Calls block, with a deadline of their own.
pub trait Notifier: Send + Sync {
    /// Shows a notice, replacing the one with the same id.
    ///
    /// # Errors
    /// [`crate::failure::Code::Internal`] when no notification service took it.
    fn show(&self, notice: &Notice) -> Result<(), Failure>;
    /// Shows a notice in the place of the one with the same id if that is still shown, else nothing.
    fn amend(&self, notice: &Notice);
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

/// Starts Daypass when its person logs in: XDG autostart, a LaunchAgent, the registry's Run key.
/// Calls block for as long as a small file takes.
pub trait StartAtLogin: Send + Sync {
    /// Whether it does; none where that is not offered.
    fn is_on(&self) -> Option<bool>;
    /// Sees to it that it does, or does not.
    ///
    /// # Errors
    /// [`crate::failure::Code::Settings`] when the system does not take it.
    fn set(&self, on: bool) -> Result<(), Failure>;
}

/// Wants to know the board.
pub trait BoardSink: Send + Sync {
    /// Here is the whole board.
    fn publish(&self, board: &BoardView);
    /// Here are the settings that count from now on: when the keeper begins, and whenever they
    /// changed, on the page or in the file.
    fn settle(&self, _settings: &Settings) {}
}
