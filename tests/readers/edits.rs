//! Edits for other languages' readers: `edits SEED COUNT` writes them as JSON, each with the file
//! before and after in hexadecimal and what AWS's Rust reader makes of the two.

use std::collections::BTreeMap;
use std::io::Write as _;

use daypass_core::credentials_out::edit;
use proptest::strategy::{Strategy as _, ValueTree as _};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::{Value, json};

mod cases;
mod rust_sdk;

use cases::{KEYS, OTHER_KEYS};
use rust_sdk::Reader;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let numbers: Vec<u64> = std::env::args().skip(1).map(|text| text.parse()).collect::<Result<_, _>>()?;
    let &[seed, count] = numbers.as_slice() else { return Err("usage: edits SEED COUNT".into()) };
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let reader = Reader::new()?;
    let (mut edits, mut refused) = (Vec::new(), 0_u64);
    while (edits.len() as u64) < count {
        let case = cases::case().new_tree(&mut runner).map_err(|why| why.message().to_owned())?.current();
        let Ok(after) = edit(&case.before, &[case.edit()]) else {
            refused += 1;
            continue;
        };
        edits.push(json!({
            "section": case.section,
            "set": case.set.iter().cloned().collect::<BTreeMap<_, _>>(),
            "remove": case.remove,
            "before": { "file": hex(&case.before), "rust": profiles(&reader, &case.before) },
            "after": { "file": hex(&after), "rust": profiles(&reader, &after) },
        }));
    }
    let all = json!({ "seed": seed, "refused": refused, "edits": edits });
    std::io::stdout().lock().write_all(serde_json::to_string(&all)?.as_bytes())?;
    Ok(())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Each profile with its keys; null where the reader refuses the file.
fn profiles(reader: &Reader, text: &[u8]) -> Value {
    let Some(read) = reader.read(text) else { return Value::Null };
    let keys = KEYS.iter().chain(&OTHER_KEYS);
    let pairs = |name: &str| -> BTreeMap<&str, &str> {
        let profile = read.get_profile(name);
        keys.clone().filter_map(|key| Some((*key, profile?.get(key)?))).collect()
    };
    json!(read.profiles().map(|name| (name, pairs(name))).collect::<BTreeMap<_, _>>())
}
