//! AWS's published cases of where the files are (see tests/fixtures/aws/README.md).

use std::ffi::OsString;
use std::path::Path;

use daypass_adapters::environment::{Environment, Folders};
use daypass_core::settings::Settings;
use serde_json::Value;

const CASES: &str = include_str!("../fixtures/aws/file-location-tests.json");

#[test]
fn the_files_are_where_the_published_cases_say() {
    let platform = if cfg!(windows) { "windows" } else { "linux" };
    let suite: Value = serde_json::from_str(CASES).expect("JSON");
    let cases = suite["tests"].as_array().expect("tests");
    let mut seen = 0;
    for case in cases.iter().filter(|case| case["platform"] == platform) {
        let variable = |name: &str| case["environment"][name].as_str().map(OsString::from);
        // The home folder itself is the platform's answer (crate `dirs`), which reads HOME.
        let home = variable("HOME").expect("home");
        let folders = Folders { home: home.into(), config: "/c".into(), state: "/s".into() };
        let paths = Environment::from_lookup(&variable, &folders).places.paths(&Settings::default());
        let wanted = |key: &str| Path::new(case[key].as_str().expect("path")).to_owned();
        assert_eq!(paths.config, wanted("configLocation"), "{}", case["name"]);
        assert_eq!(paths.credentials, wanted("credentialsLocation"), "{}", case["name"]);
        seen += 1;
    }
    assert!(seen >= 3, "{seen} cases");
}
