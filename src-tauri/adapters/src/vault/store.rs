//! The one credential store of this platform, as keyring 4.2 itself chooses it.

use std::sync::Arc;

use keyring_core::CredentialStore;

/// The Secret Service, over D-Bus: connects at once, so a missing service is known here.
#[cfg(all(unix, not(target_os = "macos")))]
pub(super) fn of_this_system() -> keyring_core::Result<Arc<CredentialStore>> {
    let store = zbus_secret_service_keyring_store::Store::new()?;
    Ok(store)
}

/// The login keychain.
#[cfg(target_os = "macos")]
pub(super) fn of_this_system() -> keyring_core::Result<Arc<CredentialStore>> {
    let store = apple_native_keyring_store::keychain::Store::new()?;
    Ok(store)
}

/// The Credential Manager.
#[cfg(target_os = "windows")]
pub(super) fn of_this_system() -> keyring_core::Result<Arc<CredentialStore>> {
    let store = windows_native_keyring_store::Store::new()?;
    Ok(store)
}
