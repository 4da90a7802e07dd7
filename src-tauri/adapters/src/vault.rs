//! The system keyring: Secret Service on Linux, Keychain on macOS, Credential Manager on Windows.
//!
//! `keyring::Entry::new` keeps the first failure of its store for the life of the process, and
//! nothing in it gives up waiting (`design/safety.md`, section 1, findings 7 and 8). So the stores
//! are made here, and made again after a failure, and every call has a thread and a deadline of
//! its own.

mod store;

use std::fmt;
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use keyring::Entry;
use keyring_core::{CredentialStore, Error};

use daypass_core::failure::{Code, Failure};
use daypass_core::ports::Vault;
use daypass_core::secret::Secret;
use daypass_core::text;

/// The service name of our entries. Builds for development have their own, so that they never
/// touch what an installed Daypass keeps.
pub const SERVICE: &str = if cfg!(debug_assertions) { "daypass-dev" } else { "daypass" };

/// Long enough for a person to type the keyring's password.
pub const DEADLINE: Duration = Duration::from_secs(20);

/// Makes a store, or says why there is none.
pub type StoreMaker = dyn Fn() -> keyring_core::Result<Arc<CredentialStore>> + Send + Sync;

/// Secret access keys in the keyring, named by their access key ids.
pub struct Keyring {
    shared: Arc<Shared>,
    deadline: Duration,
}

struct Shared {
    service: String,
    make: Box<StoreMaker>,
    // Kept while it works: a new one means a new connection to the service.
    store: Mutex<Option<Arc<CredentialStore>>>,
}

impl Keyring {
    /// The platform's keyring, entries named `service`. Nothing is connected to before the first
    /// call.
    #[must_use]
    pub fn of_this_system(service: &str, deadline: Duration) -> Self {
        Self::with_stores(service, deadline, Box::new(store::of_this_system))
    }

    /// A keyring over stores that `make` makes: one at first, another after each failure.
    #[must_use]
    pub fn with_stores(service: &str, deadline: Duration, make: Box<StoreMaker>) -> Self {
        let shared = Shared { service: service.to_owned(), make, store: Mutex::default() };
        Self { shared: Arc::new(shared), deadline }
    }

    /// Runs `call` on a thread of its own. A thread that never comes back is left behind: it holds
    /// nothing that others wait for, and does not keep the program from ending.
    fn within_deadline<T: Send + 'static>(
        &self,
        access_key_id: &str,
        call: impl Fn(&Entry) -> keyring_core::Result<T> + Send + 'static,
    ) -> Result<T, Failure> {
        let (shared, user) = (Arc::clone(&self.shared), access_key_id.to_owned());
        let (sender, receiver) = sync_channel(1);
        std::thread::Builder::new()
            .name("keyring".to_owned())
            .spawn(move || {
                // Nobody listens any more after the deadline.
                let _ = sender.send(shared.on_entry(&user, call));
            })
            .map_err(|e| broken(&e.to_string()))?;
        match receiver.recv_timeout(self.deadline) {
            Ok(result) => result,
            Err(RecvTimeoutError::Timeout) => {
                self.shared.forget_store();
                Err(frozen(self.deadline))
            }
            Err(RecvTimeoutError::Disconnected) => {
                self.shared.forget_store();
                Err(broken("the call broke off"))
            }
        }
    }
}

impl Shared {
    /// A store that has worked before may be one whose service was restarted since: then the call
    /// is made once more on a new one. Every call can be repeated without harm.
    fn on_entry<T>(
        &self,
        user: &str,
        call: impl Fn(&Entry) -> keyring_core::Result<T>,
    ) -> Result<T, Failure> {
        let reused = self.kept().is_some();
        match self.on_store(user, &call) {
            Err(Trouble::Entry(Error::PlatformFailure(_))) if reused => self.on_store(user, &call),
            other => other,
        }
        .map_err(Trouble::in_words)
    }

    fn on_store<T>(
        &self,
        user: &str,
        call: impl Fn(&Entry) -> keyring_core::Result<T>,
    ) -> Result<T, Trouble> {
        let store = self.store().map_err(Trouble::Store)?;
        let entry = store.build(&self.service, user, None).map_err(Trouble::Entry)?;
        call(&Entry { inner: entry }).map_err(|error| {
            self.forget_store();
            Trouble::Entry(error)
        })
    }

    /// The store, made without holding the lock: making one may take as long as a frozen service.
    fn store(&self) -> keyring_core::Result<Arc<CredentialStore>> {
        if let Some(store) = &*self.kept() {
            return Ok(Arc::clone(store));
        }
        let made = (self.make)()?;
        *self.kept() = Some(Arc::clone(&made));
        Ok(made)
    }

    fn forget_store(&self) {
        part_with(self.kept().take());
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, Option<Arc<CredentialStore>>> {
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Shared {
    fn drop(&mut self) {
        part_with(self.kept().take());
    }
}

/// Ends a store's connection on a thread of its own: closing it blocks on an async runtime, which
/// panics on a thread that drives one, and whoever drops us may be such a thread.
fn part_with(store: Option<Arc<CredentialStore>>) {
    if let Some(store) = store {
        // Without a thread to spare the connection ends with the process.
        let _ = std::thread::Builder::new().name("keyring end".to_owned()).spawn(move || drop(store));
    }
}

impl fmt::Debug for Keyring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Keyring")
            .field("service", &self.shared.service)
            .field("deadline", &self.deadline)
            .finish_non_exhaustive()
    }
}

impl Vault for Keyring {
    fn fetch(&self, access_key_id: &str) -> Result<Option<Secret>, Failure> {
        self.within_deadline(access_key_id, |entry| match entry.get_password() {
            Ok(secret) => Ok(Some(Secret::new(secret))),
            Err(Error::NoEntry) => Ok(None),
            Err(error) => Err(error),
        })
    }

    fn store(&self, access_key_id: &str, secret: &Secret) -> Result<(), Failure> {
        // The thread may outlive this call, so it has a copy of its own, overwritten when dropped.
        let secret = Secret::new(secret.expose().to_owned());
        self.within_deadline(access_key_id, move |entry| entry.set_password(secret.expose()))
    }

    fn forget(&self, access_key_id: &str) -> Result<(), Failure> {
        self.within_deadline(access_key_id, |entry| match entry.delete_credential() {
            Ok(()) | Err(Error::NoEntry) => Ok(()),
            Err(error) => Err(error),
        })
    }
}

/// Where keyring failed.
enum Trouble {
    /// No store could be made: nobody answers.
    Store(Error),
    /// The store answered.
    Entry(Error),
}

impl Trouble {
    /// Some variants of keyring's error carry the stored bytes: only the harmless ones are quoted.
    fn in_words(self) -> Failure {
        match self {
            Self::Store(error) => absent(&error.to_string()),
            Self::Entry(Error::NoStorageAccess(cause)) => locked(&cause.to_string()),
            Self::Entry(Error::BadEncoding(_) | Error::BadDataFormat(..)) => broken("the entry is not text"),
            Self::Entry(Error::Ambiguous(entries)) => {
                broken(&format!("{} entries have this name", entries.len()))
            }
            Self::Entry(other) => broken(&other.to_string()),
        }
    }
}

fn absent(why: &str) -> Failure {
    Failure::new(
        Code::KeyringAbsent,
        text!("There is no keyring on this system that Daypass can use."),
        text!("Start one (on Linux: gnome-keyring, KWallet or KeePassXC), or keep the key in the AWS credentials file."),
    )
    .with_detail(why)
}

fn locked(why: &str) -> Failure {
    Failure::new(
        Code::KeyringLocked,
        text!("The keyring is locked."),
        text!("Unlock it (or create one, if this system has none yet), then try again."),
    )
    .with_detail(why)
}

fn frozen(deadline: Duration) -> Failure {
    Failure::new(
        Code::KeyringFrozen,
        text!("The keyring does not answer."),
        text!("Look for a window that asks for its password, or restart the keyring; then try again."),
    )
    .with_detail(format!("no answer within {deadline:?}"))
}

fn broken(why: &str) -> Failure {
    Failure::new(
        Code::Keyring,
        text!("The keyring refused the request."),
        text!("Look at the entry in the system's password program, then try again."),
    )
    .with_detail(why)
}
