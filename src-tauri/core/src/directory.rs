//! The port to what STS and IAM know of a key.

use crate::keys::LongTermKey;
use crate::ports::{Answer, Caller};
use crate::route::Route;

/// Knows whose a key is: STS and IAM. Nothing that it is asked can spend a token code.
///
/// Implementations give up by themselves after a bounded time.
pub trait Directory: Send + Sync {
    /// GetCallerIdentity with a user's own key. It needs no permission, so a refusal is the key's fault.
    fn caller<'a>(&'a self, key: &'a LongTermKey, route: &'a Route) -> Answer<'a, Caller>;
    /// ListMFADevices for the key's own user: the devices' serial numbers and ARNs as IAM gives them.
    fn mfa_devices<'a>(&'a self, key: &'a LongTermKey, route: &'a Route) -> Answer<'a, Vec<String>>;
}
