//! A keyring that works, is absent, locked, frozen, and comes late.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use daypass_adapters::vault::Keyring;
use daypass_core::failure::Code;
use daypass_core::ports::Vault;
use daypass_core::secret::Secret;
use keyring_core::{CredentialStore, Error, mock};

const DEADLINE: Duration = Duration::from_secs(10);
const ID: &str = "AKIAIOSFODNN7EXAMPLE";

fn over(store: &Arc<mock::Store>) -> Keyring {
    let store = Arc::clone(store);
    Keyring::with_stores(
        "daypass-test",
        DEADLINE,
        Box::new(move || Ok(Arc::clone(&store) as Arc<CredentialStore>)),
    )
}

/// Makes the next call on our entry fail.
fn fail_next(store: &mock::Store, error: Error) {
    let inner = store.inner.lock().unwrap();
    for cred in inner.borrow().iter() {
        assert_eq!(cred.specifiers, ("daypass-test".to_owned(), ID.to_owned()));
        cred.set_error(match &error {
            Error::NoStorageAccess(why) => Error::NoStorageAccess(why.to_string().into()),
            Error::PlatformFailure(why) => Error::PlatformFailure(why.to_string().into()),
            Error::BadEncoding(bytes) => Error::BadEncoding(bytes.clone()),
            other => panic!("{other}"),
        });
    }
}

#[test]
fn a_secret_is_kept_replaced_and_forgotten() {
    let vault = over(&mock::Store::new().unwrap());
    assert!(vault.fetch(ID).unwrap().is_none());
    for secret in ["first", "second"] {
        vault.store(ID, &Secret::new(secret.into())).unwrap();
        assert_eq!(vault.fetch(ID).unwrap().unwrap().expose(), secret);
    }
    vault.forget(ID).unwrap();
    assert!(vault.fetch(ID).unwrap().is_none());
    vault.forget(ID).unwrap();
}

#[test]
fn each_failure_has_its_sentence_and_the_next_call_works() {
    let store = mock::Store::new().unwrap();
    let vault = over(&store);
    vault.store(ID, &Secret::new("hunter2".into())).unwrap();
    for (error, code) in [
        (Error::NoStorageAccess("prompt dismissed".into()), Code::KeyringLocked),
        (Error::BadEncoding(b"hunter2".to_vec()), Code::Keyring),
    ] {
        fail_next(&store, error);
        let failure = vault.fetch(ID).unwrap_err();
        assert_eq!(failure.code, code);
        assert!(!failure.message.is_empty() && !failure.hint.is_empty());
        assert!(!format!("{failure:?}{vault:?}").contains("hunter2"));
        assert_eq!(vault.fetch(ID).unwrap().unwrap().expose(), "hunter2");
    }
}

#[test]
fn a_service_that_was_restarted_is_found_within_the_call() {
    let store = mock::Store::new().unwrap();
    let vault = over(&store);
    vault.store(ID, &Secret::new("s".into())).unwrap();
    fail_next(&store, Error::PlatformFailure("connection closed".into()));
    assert!(vault.fetch(ID).unwrap().is_some());
}

#[test]
fn a_keyring_that_comes_late_is_used_when_it_is_there() {
    let calls = Arc::new(AtomicU32::new(0));
    let counted = Arc::clone(&calls);
    let store = mock::Store::new().unwrap();
    let make = move || match counted.fetch_add(1, Ordering::Relaxed) {
        0 | 1 => Err(Error::PlatformFailure("ServiceUnknown".into())),
        _ => Ok(Arc::clone(&store) as Arc<CredentialStore>),
    };
    let vault = Keyring::with_stores("daypass-test", DEADLINE, Box::new(make));
    for _ in 0..2 {
        assert_eq!(vault.fetch(ID).unwrap_err().code, Code::KeyringAbsent);
    }
    for _ in 0..3 {
        vault.store(ID, &Secret::new("s".into())).unwrap();
    }
    assert_eq!(calls.load(Ordering::Relaxed), 3, "a store that works is kept");
}

#[test]
fn a_frozen_keyring_is_given_up_and_does_not_block_the_next_call() {
    let frozen = Arc::new(Mutex::new(true));
    let state = Arc::clone(&frozen);
    let store = mock::Store::new().unwrap();
    let make = move || {
        let asleep = *state.lock().unwrap();
        if asleep {
            std::thread::sleep(Duration::from_secs(3600));
        }
        Ok(Arc::clone(&store) as Arc<CredentialStore>)
    };
    let deadline = Duration::from_millis(300);
    let vault = Keyring::with_stores("daypass-test", deadline, Box::new(make));
    let started = Instant::now();
    assert_eq!(vault.fetch(ID).unwrap_err().code, Code::KeyringFrozen);
    assert!(started.elapsed() < DEADLINE, "{:?}", started.elapsed());
    *frozen.lock().unwrap() = false;
    assert!(vault.fetch(ID).unwrap().is_none());
}

#[test]
fn a_call_that_breaks_down_is_a_failure_and_no_panic_of_ours() {
    let vault = Keyring::with_stores("daypass-test", DEADLINE, Box::new(|| panic!("inside the store")));
    assert_eq!(vault.fetch(ID).unwrap_err().code, Code::Keyring);
}
