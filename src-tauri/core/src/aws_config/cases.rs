//! AWS's published cases of the shared-file grammar (see tests/fixtures/aws/README.md).

use std::collections::BTreeMap;

use serde_json::Value;

use super::{AwsConfig, Entries};

const PUBLISHED: &str = include_str!("../../../../tests/fixtures/aws/profile-parser-tests.json");
const FLAT: &str = include_str!("../../../../tests/fixtures/aws/shared-suite.json");

type Flat = BTreeMap<String, BTreeMap<String, String>>;

#[test]
fn every_published_case_reads_as_published() {
    let suite: Value = serde_json::from_str(PUBLISHED).expect("JSON");
    let cases = suite["tests"].as_array().expect("tests");
    for case in cases {
        let input = &case["input"];
        let read = read(&input["configFile"], &input["credentialsFile"]);
        let wanted = &case["output"]["config"];
        let error = case["output"]["errorContaining"].as_str();
        check(&case["name"], &read, &wanted["profiles"], &wanted["sso_sessions"], error);
    }
    assert_eq!(cases.len(), 65);
}

#[test]
fn every_case_of_the_flat_suite_reads_as_expected() {
    let suite: Value = serde_json::from_str(FLAT).expect("JSON");
    let cases = suite["cases"].as_array().expect("cases");
    for case in cases {
        let read = read(&case["files"]["config"], &case["files"]["credentials"]);
        let wanted = &case["expect"];
        let error = wanted["sdk_message_contains"].as_str();
        check(&case["title"], &read, &wanted["profiles"], &wanted["sso_sessions"], error);
    }
    assert_eq!(cases.len(), 64);
}

fn read(config: &Value, credentials: &Value) -> AwsConfig {
    let bytes = |text: &Value| text.as_str().unwrap_or_default().as_bytes().to_vec();
    AwsConfig::read(&bytes(config), &bytes(credentials))
}

fn check(title: &Value, read: &AwsConfig, profiles: &Value, sso: &Value, error: Option<&str>) {
    let errors: Vec<_> = read.errors().map(ToString::to_string).collect();
    if let Some(text) = error {
        assert!(errors.iter().any(|e| e.contains(text)), "{title}: {errors:?}");
        return;
    }
    assert_eq!(errors, Vec::<String>::new(), "{title}");
    let found = read.profiles().iter().map(|p| (p.name().to_owned(), flat(p.entries()))).collect();
    assert_eq!(wanted(profiles), found, "{title}");
    let entries = |name: &str| flat(read.sso_session(name).expect("named"));
    let found = read.sso_sessions().map(|name| (name.to_owned(), entries(name))).collect();
    assert_eq!(wanted(sso), found, "{title}");
}

fn flat(entries: &Entries) -> BTreeMap<String, String> {
    entries.iter().map(|e| (e.key().to_owned(), e.value().to_owned())).collect()
}

/// The flat suite writes nested blocks as objects, the published one as text.
fn wanted(sections: &Value) -> Flat {
    let text = |value: &Value| match value.as_object() {
        Some(pairs) => pairs.iter().fold(String::new(), |block, (name, value)| {
            let value = value.as_str().expect("text");
            format!("{block}\n{}", format!("{name} = {value}").trim_end())
        }),
        None => value.as_str().expect("text").to_owned(),
    };
    let Some(sections) = sections.as_object() else {
        return Flat::new();
    };
    let keys = |keys: &Value| {
        let keys = keys.as_object().expect("keys");
        keys.iter().map(|(key, value)| (key.clone(), text(value))).collect()
    };
    sections.iter().map(|(name, section)| (name.clone(), keys(section))).collect()
}
