//! A keyring in memory.

use std::collections::BTreeMap;
use std::sync::Mutex;

use crate::failure::Failure;
use crate::fakes::lock;
use crate::ports::Vault;
use crate::secret::Secret;

/// A keyring in memory.
#[derive(Default)]
pub struct FakeVault {
    secrets: Mutex<BTreeMap<String, String>>,
    broken: Mutex<Option<Failure>>,
    breaks_after: Mutex<Option<(u32, Failure)>>,
    forgetful: Mutex<bool>,
}

impl FakeVault {
    /// Fails like this from now on; none mends it.
    pub fn break_with(&self, failure: Option<Failure>) {
        *lock(&self.broken) = failure;
    }

    /// Fails like this once it has answered so many calls.
    pub fn break_after(&self, calls: u32, failure: Failure) {
        *lock(&self.breaks_after) = Some((calls, failure));
    }

    /// Whether it takes secrets and does not keep them.
    pub fn forget_what_comes(&self, forgetful: bool) {
        *lock(&self.forgetful) = forgetful;
    }

    fn whole(&self) -> Result<(), Failure> {
        let mut left = lock(&self.breaks_after);
        if let Some((calls, failure)) = left.take() {
            match calls.checked_sub(1) {
                Some(calls) => *left = Some((calls, failure)),
                None => *lock(&self.broken) = Some(failure),
            }
        }
        lock(&self.broken).clone().map_or(Ok(()), Err)
    }
}

impl Vault for FakeVault {
    fn fetch(&self, access_key_id: &str) -> Result<Option<Secret>, Failure> {
        self.whole()?;
        Ok(lock(&self.secrets).get(access_key_id).cloned().map(Secret::new))
    }

    fn store(&self, access_key_id: &str, secret: &Secret) -> Result<(), Failure> {
        self.whole()?;
        if *lock(&self.forgetful) {
            return Ok(());
        }
        lock(&self.secrets).insert(access_key_id.to_owned(), secret.expose().to_owned());
        Ok(())
    }

    fn forget(&self, access_key_id: &str) -> Result<(), Failure> {
        self.whole()?;
        lock(&self.secrets).remove(access_key_id);
        Ok(())
    }
}
