//! The transcripts in `cmd/`. `TRYCMD=overwrite cargo test` writes what is said now.

use std::path::{Path, PathBuf};

use crate::desk::{Desk, environment};

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
    for name in
        ["AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_ENDPOINT_URL_STS"]
    {
        cases.env(name, "");
    }
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
