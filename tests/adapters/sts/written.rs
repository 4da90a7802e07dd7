//! The written files, read back as an AWS SDK reads them.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use daypass_adapters::clock::SystemClock;
use daypass_adapters::sts::{Network, Sts};
use daypass_core::failure::Code;
use daypass_core::keys::SessionCredentials;
use daypass_core::ports::{AwsPaths, TokenIssuer};
use daypass_demo::ACCOUNT_ID;

use super::stage::Stage;

fn write(folder: &Path, config: &str, credentials: &str) -> AwsPaths {
    let paths = AwsPaths { config: folder.join("config"), credentials: folder.join("credentials") };
    fs::write(&paths.config, config).unwrap();
    fs::write(&paths.credentials, credentials).unwrap();
    paths
}

fn section(name: &str, session: &SessionCredentials) -> String {
    format!(
        "[{name}]\naws_access_key_id = {}\naws_secret_access_key = {}\naws_session_token = {}\n",
        session.access_key_id,
        session.secret_access_key.expose(),
        session.session_token.expose()
    )
}

#[tokio::test]
async fn a_written_session_is_the_user_who_made_it() {
    let stage = Stage::new().await;
    let session = stage.log_in().await.unwrap();
    stage.requests();
    let home = tempfile::tempdir().unwrap();
    let paths = write(home.path(), "[profile prod]\nregion = eu-central-1\n", &section("prod", &session));
    let sts = Sts::new(Arc::new(SystemClock), paths, Network::default());
    let caller = sts.identity_of_profile("prod", &stage.route).await.unwrap();
    assert_eq!(caller.account, ACCOUNT_ID);
    assert_eq!(caller.arn, format!("arn:aws:iam::{ACCOUNT_ID}:user/demo"));
    assert_eq!(stage.requests(), 1);
}

#[tokio::test]
async fn a_profile_that_is_not_there_has_no_session() {
    let stage = Stage::new().await;
    let home = tempfile::tempdir().unwrap();
    for (config, credentials) in
        [("", ""), ("[profile prod]\nregion = x\n", "[other]\naws_access_key_id = A\n")]
    {
        let paths = write(home.path(), config, credentials);
        let sts = Sts::new(Arc::new(SystemClock), paths, Network::default());
        let failure = sts.identity_of_profile("prod", &stage.route).await.unwrap_err();
        assert_eq!(failure.code, Code::NoSession, "{failure:?}");
    }
    assert_eq!(stage.requests(), 0);
}

#[tokio::test]
async fn what_shadows_the_written_session_is_found() {
    let stage = Stage::new().await;
    let session = stage.log_in().await.unwrap();
    stage.requests();
    let home = tempfile::tempdir().unwrap();
    let config = "[profile prod]\nrole_arn = arn:aws:iam::1:role/x\nsource_profile = missing\n";
    let paths = write(home.path(), config, &section("prod", &session));
    let sts = Sts::new(Arc::new(SystemClock), paths, Network::default());
    let failure = sts.identity_of_profile("prod", &stage.route).await.unwrap_err();
    assert!(!format!("{failure:?}").contains(session.secret_access_key.expose()));
    assert_eq!(stage.requests(), 0, "{failure:?}");
}

#[tokio::test]
async fn an_ended_session_in_the_file_is_named_as_such() {
    let stage = Stage::new().await;
    let session = stage.log_in().await.unwrap();
    let home = tempfile::tempdir().unwrap();
    let mut text = section("prod", &session);
    text = text.replace(session.session_token.expose(), "gone");
    let sts = Sts::new(Arc::new(SystemClock), write(home.path(), "", &text), Network::default());
    let failure = sts.identity_of_profile("prod", &stage.route).await.unwrap_err();
    assert_eq!(failure.code, Code::KeyRejected, "{failure:?}");
}
