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
}

impl FakeVault {
    /// Fails like this from now on; none mends it.
    pub fn break_with(&self, failure: Option<Failure>) {
        *lock(&self.broken) = failure;
    }

    fn whole(&self) -> Result<(), Failure> {
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
        lock(&self.secrets).insert(access_key_id.to_owned(), secret.expose().to_owned());
        Ok(())
    }

    fn forget(&self, access_key_id: &str) -> Result<(), Failure> {
        self.whole()?;
        lock(&self.secrets).remove(access_key_id);
        Ok(())
    }
}
