//! What the editor writes, AWS's own reader for Rust reads: any edit of any file. The readers for
//! Python and JavaScript are asked the same in tests/readers.

#[path = "../readers/cases.rs"]
mod cases;
#[path = "../readers/rust_sdk.rs"]
mod rust_sdk;

use daypass_core::credentials_out::edit;
use proptest::prelude::*;

use cases::{KEYS, OTHER_KEYS, case};
use rust_sdk::Reader;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn the_rust_sdk_reads_what_was_set_and_all_else_as_before(case in case()) {
        let reader = Reader::new().expect("runtime");
        let Ok(after) = edit(&case.before, &[case.edit()]) else { return Ok(()) };
        let old = reader.read(&case.before);
        let Some(new) = reader.read(&after) else {
            prop_assert!(old.is_none(), "readable before, refused after");
            return Ok(());
        };
        // Only what is removed can be what the file was refused for.
        let Some(old) = old else {
            prop_assert!(!case.remove.is_empty() || !case.set.is_empty());
            return Ok(());
        };
        for profile in old.profiles().chain(new.profiles()).filter(|profile| *profile != case.section) {
            prop_assert_eq!(old.get_profile(profile), new.get_profile(profile));
        }
        if !daypass_core::aws_config::AwsConfig::is_profile_name(case.section) {
            prop_assert!(new.get_profile(case.section).is_none());
            return Ok(());
        }
        let now = |key| new.get_profile(case.section).and_then(|profile| profile.get(key));
        let was = |key| old.get_profile(case.section).and_then(|profile| profile.get(key));
        for key in KEYS {
            let set = case.set.iter().find(|(other, _)| *other == key).map(|(_, value)| value.as_str());
            let gone = case.remove.contains(&key);
            prop_assert_eq!(now(key), if set.is_some() || gone { set } else { was(key) }, "{}", key);
        }
        for key in OTHER_KEYS {
            prop_assert_eq!(now(key), was(key), "{}", key);
        }
    }
}
