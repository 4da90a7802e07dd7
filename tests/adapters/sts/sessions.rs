//! What is granted.

use chrono::{TimeDelta, Utc};
use daypass_core::ports::{SessionTokenAsk, TokenIssuer};
use daypass_demo::EXTERNAL_ID;

use super::stage::{Stage, Wish};

#[tokio::test]
async fn a_good_code_gives_a_session_with_one_request() {
    let stage = Stage::new().await;
    let session = stage.log_in().await.unwrap();
    assert!(session.access_key_id.starts_with("ASIA"));
    assert!(session.session_token.expose().len() > 2000, "tokens are long");
    let left = session.expires - Utc::now();
    assert!((3590..=3600).contains(&left.num_seconds()), "{left}");
    assert_eq!(stage.requests(), 1);
    assert!(stage.sts.drift().unwrap().ahead().abs() < TimeDelta::seconds(2));
}

#[tokio::test]
async fn the_parameters_are_the_ones_asked_for() {
    let stage = Stage::new().await;
    stage.log_in().await.unwrap();
    let asked = stage.server.requests().last.back().unwrap().clone();
    assert_eq!(asked.parameters["DurationSeconds"], "3600");
    assert_eq!(asked.parameters["SerialNumber"], stage.serial.as_str());
    stage
        .take("auditor", Wish { external_id: Some(EXTERNAL_ID), mfa: false, ..Wish::default() })
        .await
        .unwrap_err();
    let asked = stage.server.requests().last.back().unwrap().clone();
    assert_eq!(asked.parameters["RoleSessionName"], "daypass-demo");
    assert_eq!(asked.parameters["ExternalId"], EXTERNAL_ID);
    assert!(!asked.parameters.contains_key("SerialNumber"));
}

#[tokio::test]
async fn a_session_without_mfa_is_granted_too() {
    let stage = Stage::new().await;
    let ask = SessionTokenAsk { key: &stage.key, mfa: None, seconds: 900, route: &stage.route };
    stage.sts.session_token(ask).await.unwrap();
    assert_eq!(stage.requests(), 1);
}

#[tokio::test]
async fn a_role_is_taken_with_a_code_or_through_a_session() {
    let stage = Stage::new().await;
    stage.take("developer", Wish { seconds: 43_200, ..Wish::default() }).await.unwrap();
    stage.server.reset_codes();
    let session = stage.log_in().await.unwrap();
    stage.requests();
    let wish = Wish { mfa: false, session: Some(&session), ..Wish::default() };
    let role = stage.take("developer", wish).await.unwrap();
    assert_ne!(role.access_key_id, session.access_key_id);
    assert_eq!(stage.requests(), 1);
}

#[tokio::test]
async fn a_role_with_an_external_id_is_taken_by_who_knows_it() {
    let stage = Stage::new().await;
    let wish = Wish { external_id: Some(EXTERNAL_ID), ..Wish::default() };
    stage.take("auditor", wish).await.unwrap();
}

#[tokio::test]
async fn many_roles_are_taken_at_once() {
    let stage = Stage::new().await;
    let session = stage.log_in().await.unwrap();
    let wish = Wish { mfa: false, session: Some(&session), ..Wish::default() };
    let (one, two, three) =
        tokio::join!(stage.take("developer", wish), stage.take("short", wish), stage.take("locked", wish));
    assert!(one.is_ok() && two.is_ok() && three.is_err());
}
