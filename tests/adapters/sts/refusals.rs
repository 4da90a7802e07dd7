//! What STS refuses, in the words of the core, and never asked twice.

use daypass_core::code::TokenCode;
use daypass_core::failure::{Code, Failure};
use daypass_core::keys::LongTermKey;
use daypass_core::keys::SessionCredentials;
use daypass_core::profile::SerialNumber;
use daypass_core::secret::Secret;
use daypass_demo::{Fault, FaultRule};

use super::stage::{KEY, Stage, Wish};

/// One request, this code, AWS's text and request id in the details.
fn refused(stage: &Stage, answer: Result<SessionCredentials, Failure>, code: Code) -> Failure {
    let failure = answer.unwrap_err();
    assert_eq!((failure.code, stage.requests()), (code, 1), "{failure:?}");
    assert!(failure.detail.is_some() && failure.request_id.is_some(), "{failure:?}");
    failure
}

#[tokio::test]
async fn a_wrong_code_is_refused() {
    let stage = Stage::new().await;
    let shown = stage.code();
    let wrong = if shown.expose() == "000000" { "000001" } else { "000000" };
    let failure =
        refused(&stage, stage.log_in_with(&TokenCode::parse(wrong).unwrap()).await, Code::CodeRejected);
    assert!(failure.detail.unwrap().contains("invalid MFA one time pass code"));
}

#[tokio::test]
async fn a_used_code_is_refused() {
    let stage = Stage::new().await;
    let code = stage.code();
    stage.log_in_with(&code).await.unwrap();
    stage.requests();
    refused(&stage, stage.log_in_with(&code).await, Code::CodeRejected);
}

#[tokio::test]
async fn a_device_of_somebody_else_is_refused() {
    let mut stage = Stage::new().await;
    stage.serial = SerialNumber::parse("GAHT12345678").unwrap();
    refused(&stage, stage.log_in().await, Code::DeviceRejected);
}

#[tokio::test]
async fn an_unknown_and_an_inactive_key_are_refused() {
    for id in ["AKIAUNKNOWN00EXAMPLE", "AKIAINACTIVE0EXAMPLE"] {
        let mut stage = Stage::new().await;
        stage.key = LongTermKey {
            id: id.into(),
            secret: Secret::new("inactiveKEY/K7MDENG/bPxRfiCYEXAMPLEKEYxx".into()),
        };
        refused(&stage, stage.log_in().await, Code::KeyRejected);
    }
}

#[tokio::test]
async fn a_wrong_secret_is_told_from_a_wrong_clock() {
    let mut stage = Stage::new().await;
    stage.key = LongTermKey { id: KEY.into(), secret: Secret::new("x".repeat(40)) };
    refused(&stage, stage.log_in().await, Code::SecretRejected);
}

#[tokio::test]
async fn a_session_is_no_source_of_sessions() {
    let mut stage = Stage::new().await;
    let session = stage.log_in().await.unwrap();
    stage.requests();
    // Without its token, which a long-term key has no place for, STS does not even know the key.
    stage.key = LongTermKey { id: session.access_key_id, secret: session.secret_access_key };
    refused(&stage, stage.log_in().await, Code::KeyRejected);
}

#[tokio::test]
async fn roles_are_denied_for_reasons_that_look_alike() {
    let stage = Stage::new().await;
    refused(&stage, stage.take("locked", Wish::default()).await, Code::Denied);
    stage.server.reset_codes();
    refused(&stage, stage.take("auditor", Wish::default()).await, Code::Denied);
    refused(&stage, stage.take("developer", Wish { mfa: false, ..Wish::default() }).await, Code::Denied);
    refused(&stage, stage.take("missing", Wish { mfa: false, ..Wish::default() }).await, Code::Denied);
}

#[tokio::test]
async fn a_role_has_a_maximum_and_a_chain_an_hour() {
    let stage = Stage::new().await;
    refused(&stage, stage.take("short", Wish { seconds: 7200, ..Wish::default() }).await, Code::RoleMaximum);
    stage.server.reset_codes();
    let session = stage.log_in().await.unwrap();
    stage.requests();
    let wish = Wish { mfa: false, session: Some(&session), seconds: 7200, ..Wish::default() };
    let failure = refused(&stage, stage.take("developer", wish).await, Code::RoleMaximum);
    assert!(failure.message.contains("one hour"), "{failure}");
}

#[tokio::test]
async fn a_parameter_out_of_range_is_refused() {
    let stage = Stage::new().await;
    refused(
        &stage,
        stage.take("developer", Wish { seconds: 60, ..Wish::default() }).await,
        Code::BadParameter,
    );
}

#[tokio::test]
async fn an_ended_session_is_named_as_such() {
    let stage = Stage::new().await;
    stage.server.add_fault(FaultRule::times(Fault::Lifetime { seconds: 1 }, 1));
    let session = stage.log_in().await.unwrap();
    tokio::time::sleep(std::time::Duration::from_millis(1200)).await;
    stage.requests();
    let wish = Wish { mfa: false, session: Some(&session), ..Wish::default() };
    refused(&stage, stage.take("developer", wish).await, Code::SessionEnded);
}

#[tokio::test]
async fn a_disabled_region_is_named() {
    let stage = Stage::new().await;
    stage.server.edit_account(|account| {
        account.disabled_regions.insert("eu-central-1".into());
    });
    refused(&stage, stage.log_in().await, Code::RegionDisabled);
}
