//! Whose a key is and which devices its user has, asked through the real SDK.

use chrono::TimeDelta;
use daypass_core::failure::Code;
use daypass_core::keys::LongTermKey;
use daypass_core::ports::Directory;
use daypass_core::secret::Secret;
use daypass_demo::{ACCOUNT_ID, Fault};

use super::stage::{KEY, SECRET, Stage};

const PASSKEY: &str = "arn:aws:iam::123456789012:u2f/user/demo/laptop-ABCDEFGH";

fn key(id: &str, secret: &str) -> LongTermKey {
    LongTermKey { id: id.into(), secret: Secret::new(secret.into()) }
}

/// The demo user gets more devices, of every kind.
async fn with_devices(serials: &[&str]) -> Stage {
    let stage = Stage::new().await;
    stage.server.edit_account(|account| {
        let demo = account.identities.iter_mut().find(|one| one.name == "demo").unwrap();
        *demo = serials.iter().fold(demo.clone(), |demo, serial| demo.with_device(serial, b"more"));
    });
    stage
}

#[tokio::test]
async fn a_key_is_its_user_s() {
    let stage = Stage::new().await;
    let caller = stage.sts.caller(&stage.key, &stage.route).await.unwrap();
    assert_eq!(caller.account, ACCOUNT_ID);
    assert_eq!(caller.arn, format!("arn:aws:iam::{ACCOUNT_ID}:user/demo"));
    let root = key("AKIAROOTUSER0EXAMPLE", "rootUserKEY/K7MDENG/bPxRfiCYEXAMPLEKEYxx");
    let caller = stage.sts.caller(&root, &stage.route).await.unwrap();
    assert_eq!(caller.arn, format!("arn:aws:iam::{ACCOUNT_ID}:root"));
    assert_eq!(stage.requests(), 2);
}

#[tokio::test]
async fn a_key_that_does_not_work_is_told_by_what_is_wrong_with_it() {
    let stage = Stage::new().await;
    for (id, secret, code) in [
        ("AKIAINACTIVE0EXAMPLE", "inactiveKEY/K7MDENG/bPxRfiCYEXAMPLEKEYxx", Code::KeyRejected),
        ("AKIAUNKNOWN00EXAMPLE", SECRET, Code::KeyRejected),
        (KEY, "xJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", Code::SecretRejected),
    ] {
        let failure = stage.sts.caller(&key(id, secret), &stage.route).await.unwrap_err();
        assert_eq!((failure.code, stage.requests()), (code, 1), "{failure:?}");
        assert!(!format!("{failure:?}").contains(secret), "{failure:?}");
    }
}

#[tokio::test]
async fn a_clock_that_is_off_is_mended_for_both_services() {
    let stage = Stage::new().await;
    stage.server.set_clock_offset(TimeDelta::minutes(30));
    stage.sts.caller(&stage.key, &stage.route).await.unwrap();
    stage.sts.mfa_devices(&stage.key, &stage.route).await.unwrap();
}

#[tokio::test]
async fn devices_of_every_kind_are_listed_in_order() {
    let stage = with_devices(&["GAHT87654321", PASSKEY]).await;
    let devices = stage.sts.mfa_devices(&stage.key, &stage.route).await.unwrap();
    assert_eq!(devices, [stage.serial.as_str(), "GAHT87654321", PASSKEY]);
    assert_eq!(stage.requests(), 1);
}

#[tokio::test]
async fn a_list_in_pages_is_read_to_its_end() {
    let stage = with_devices(&["GAHT00000001", "GAHT00000002", "GAHT00000003"]).await;
    stage.server.edit_account(|account| account.devices_per_page = Some(1));
    let devices = stage.sts.mfa_devices(&stage.key, &stage.route).await.unwrap();
    assert_eq!(devices.len(), 4, "{devices:?}");
    assert_eq!(stage.requests(), 4);
}

#[tokio::test]
async fn pages_without_an_end_are_given_up() {
    let stage = with_devices(&[PASSKEY]).await;
    stage.server.edit_account(|account| account.devices_per_page = Some(0));
    let devices = stage.sts.mfa_devices(&stage.key, &stage.route).await.unwrap();
    assert_eq!((devices.len(), stage.requests()), (0, 8));
}

#[tokio::test]
async fn a_policy_that_hides_the_devices_is_a_denial_in_aws_s_words() {
    let stage = Stage::new().await;
    stage.server.edit_account(|account| account.devices_hidden = true);
    let failure = stage.sts.mfa_devices(&stage.key, &stage.route).await.unwrap_err();
    assert_eq!((failure.code, stage.requests()), (Code::Denied, 1));
    assert!(failure.detail.unwrap().contains("iam:ListMFADevices"));
    stage.sts.caller(&stage.key, &stage.route).await.unwrap();
}

#[tokio::test]
async fn iam_is_not_believed_more_than_sts() {
    let stage = Stage::new().await;
    for (fault, code) in [
        (Fault::CaptivePortal, Code::BadAnswer),
        (Fault::Cut { bytes: Some(200) }, Code::BadAnswer),
        (Fault::Endless, Code::BadAnswer),
        (Fault::Redirect { location: "https://portal.example/".into() }, Code::BadAnswer),
    ] {
        let what = format!("{fault:?}");
        stage.strike(fault, 1);
        let failure = stage.sts.mfa_devices(&stage.key, &stage.route).await.unwrap_err();
        assert_eq!((failure.code, stage.requests()), (code, 1), "{what}: {failure:?}");
    }
}

#[tokio::test]
async fn iam_is_asked_again_where_that_helps() {
    let stage = Stage::new().await;
    stage.strike(Fault::Throttling { status: 400 }, 2);
    stage.sts.mfa_devices(&stage.key, &stage.route).await.unwrap();
    assert_eq!(stage.requests(), 3);
}
