//! STS and IAM in memory, asked about keys.

use std::sync::Mutex;

use crate::failure::Failure;
use crate::fakes::lock;
use crate::keys::LongTermKey;
use crate::ports::{Answer, Caller, Directory};
use crate::route::Route;

/// A directory that knows every key as one user's, and lists what it is told to.
pub struct FakeDirectory {
    caller: Mutex<Result<Caller, Failure>>,
    devices: Mutex<Result<Vec<String>, Failure>>,
    asked: Mutex<Vec<String>>,
}

impl Default for FakeDirectory {
    fn default() -> Self {
        let arn = "arn:aws:iam::123456789012:user/team/jane".to_owned();
        Self {
            caller: Mutex::new(Ok(Caller { account: "123456789012".to_owned(), arn })),
            devices: Mutex::new(Ok(Vec::new())),
            asked: Mutex::default(),
        }
    }
}

impl FakeDirectory {
    /// Keys are this user's from now on, or refused like this.
    pub fn say_caller(&self, arn: Result<&str, Failure>) {
        let account = |arn: &str| arn.split(':').nth(4).unwrap_or_default().to_owned();
        *lock(&self.caller) = arn.map(|arn| Caller { account: account(arn), arn: arn.to_owned() });
    }

    /// The user has these devices from now on, or may not be told.
    pub fn say_devices(&self, devices: Result<&[&str], Failure>) {
        *lock(&self.devices) = devices.map(|all| all.iter().map(|one| (*one).to_owned()).collect());
    }

    /// What was asked so far, one line each, without secrets.
    pub fn asked(&self) -> Vec<String> {
        lock(&self.asked).clone()
    }

    fn note(&self, action: &str, key: &LongTermKey, route: &Route) {
        let endpoint = route.iam_endpoint.as_deref().unwrap_or("aws");
        lock(&self.asked).push(format!("{action} {} {} {endpoint}", key.id, route.region));
    }
}

impl Directory for FakeDirectory {
    fn caller<'a>(&'a self, key: &'a LongTermKey, route: &'a Route) -> Answer<'a, Caller> {
        self.note("GetCallerIdentity", key, route);
        let answer = lock(&self.caller).clone();
        Box::pin(async move { answer })
    }

    fn mfa_devices<'a>(&'a self, key: &'a LongTermKey, route: &'a Route) -> Answer<'a, Vec<String>> {
        self.note("ListMFADevices", key, route);
        let answer = lock(&self.devices).clone();
        Box::pin(async move { answer })
    }
}
