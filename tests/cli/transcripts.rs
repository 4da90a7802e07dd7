//! The transcripts in `cmd/`. `TRYCMD=overwrite cargo test` writes what is said now.

use std::path::{Path, PathBuf};

use crate::desk::{Desk, environment};

const ABSENT: [&str; 11] = [
    "AWS_PROFILE",
    "AWS_DEFAULT_PROFILE",
    "AWS_REGION",
    "AWS_DEFAULT_REGION",
    "AWS_ENDPOINT_URL_STS",
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_ROLE_ARN",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
];

#[test]
fn transcripts() {
    let desk = Desk::new();
    only_for_its_owner("../../tests/cli/home/credentials");
    let cases = trycmd::TestCases::new();
    cases.register_bin("daypass", Path::new(env!("CARGO_BIN_EXE_daypass")));
    for (name, value) in environment(desk.home.path()) {
        cases.env(name, value);
    }
    // Each case has a copy of `home/` of its own, in which it is run.
    cases.env("AWS_CONFIG_FILE", "config").env("AWS_SHARED_CREDENTIALS_FILE", "credentials");
    cases.env("AWS_ENDPOINT_URL", desk.server.endpoint());
    // An empty variable counts as absent.
    for name in ABSENT {
        cases.env(name, "");
    }
    // Nothing is asked of a metadata service: the transcripts are those of a machine without one.
    cases.env("AWS_EC2_METADATA_DISABLED", "true");
    cases.insert_var("[ENDPOINT]", desk.server.endpoint()).unwrap();
    cases.case(cmd("*.toml"));
    if !cfg!(target_os = "linux") {
        // Elsewhere there is always a keyring, and it is the user's own.
        cases.skip(cmd("keys-add-without-a-keyring.toml"));
        cases.skip(cmd("keys-move-without-a-keyring.toml"));
    }
    cases.run();
}

/// A checkout gives files whatever mode the umask says, and a loose one is spoken of.
fn only_for_its_owner(path: &str) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600)).unwrap();
    }
    #[cfg(not(unix))]
    let _ = path;
}

fn cmd(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/cli/cmd").join(name)
}
