//! *Find my MFA device*: whose a key is, and what it answers codes with.

use daypass_core::caller::KnownCaller;
use daypass_core::enrol::KeyForm;
use daypass_core::failure::{Code, Failure};
use daypass_core::find_device::{DeviceKind, Found, NewKey, of_profile};
use daypass_core::keeper::Request;
use daypass_core::ports::{Clock, SettingsStore};
use daypass_core::secret::Secret;
use daypass_core::sts_error::StsError;

use crate::desk::{CONFIG, CREDENTIALS, Desk, JANE, wish};

const ID: &str = "AKIAIOSFODNN7EXAMPLE";
const SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const PASSKEY: &str = "arn:aws:iam::123456789012:u2f/user/jane/laptop-ABCDEFGH";

fn new_key() -> NewKey {
    NewKey {
        name: "home".to_owned(),
        access_key_id: ID.to_owned(),
        secret: Secret::new(SECRET.to_owned()),
        region: Some("eu-west-1".to_owned()),
    }
}

async fn find(desk: &Desk, new: NewKey) -> Result<Found, Failure> {
    desk.keeper.ask(|reply| Request::FindDevice(new, reply)).await
}

fn form(serial: Option<&str>, caller: Option<KnownCaller>) -> KeyForm {
    KeyForm {
        name: "home".to_owned(),
        access_key_id: ID.to_owned(),
        secret: Secret::new(SECRET.to_owned()),
        serial: serial.map(str::to_owned),
        region: None,
        target: None,
        seconds: None,
        caller,
    }
}

#[tokio::test(start_paused = true)]
async fn every_device_is_listed_and_the_ones_without_codes_say_why_not() {
    let desk = Desk::open("", "");
    desk.world.directory.say_devices(Ok(&[JANE, "GAHT12345678", PASSKEY]));
    let found = find(&desk, new_key()).await.unwrap();
    assert_eq!(found.guessed_because, None);
    let listed: Vec<_> = found.devices.iter().map(|d| (d.serial.as_str(), d.kind)).collect();
    assert_eq!(
        listed,
        [
            (JANE, DeviceKind::Virtual),
            ("GAHT12345678", DeviceKind::Hardware),
            (PASSKEY, DeviceKind::SecurityKey)
        ]
    );
    assert_eq!(found.usable().count(), 2);
    let problem = found.devices[2].problem.as_ref().unwrap();
    assert!(problem.message.contains("passkey or security key"), "{problem}");
    assert_eq!(
        desk.world.directory.asked(),
        [format!("GetCallerIdentity {ID} eu-west-1 aws"), format!("ListMFADevices {ID} eu-west-1 aws")]
    );
}

#[tokio::test(start_paused = true)]
async fn a_user_without_devices_has_none_and_nothing_is_guessed() {
    let desk = Desk::open("", "");
    let found = find(&desk, new_key()).await.unwrap();
    assert_eq!((found.devices.len(), found.guessed_because), (0, None));
}

#[tokio::test(start_paused = true)]
async fn where_iam_does_not_tell_the_usual_name_is_a_guess_in_the_right_partition() {
    let desk = Desk::open("", "");
    for (reason, words) in [
        (StsError::Denied, "does not let this user list"),
        (StsError::Unreachable, "did not say which"),
        (StsError::NoAnswer, "did not say which"),
    ] {
        desk.world.directory.say_devices(Err(reason.failure().with_detail("AWS's own words")));
        for (arn, device) in [
            ("arn:aws:iam::123456789012:user/team/jane", JANE),
            ("arn:aws-cn:iam::123456789012:user/jane", "arn:aws-cn:iam::123456789012:mfa/jane"),
            ("arn:aws:iam::123456789012:root", "arn:aws:iam::123456789012:mfa/root-account-mfa-device"),
        ] {
            desk.world.directory.say_caller(Ok(arn));
            let found = find(&desk, new_key()).await.unwrap();
            let serials: Vec<_> = found.devices.iter().map(|d| d.serial.as_str()).collect();
            assert_eq!(serials, [device]);
            let why = found.guessed_because.unwrap();
            assert!(why.message.contains(words) && why.message.contains("a guess"), "{why}");
            assert_eq!(why.detail.as_deref(), Some("AWS's own words"));
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_key_that_aws_refuses_is_told_before_any_code_and_iam_is_not_asked() {
    for (reason, code) in [
        (StsError::UnknownKey, Code::KeyRejected),
        (StsError::WrongSecret, Code::SecretRejected),
        (StsError::ClockSlow, Code::ClockSkew),
    ] {
        let desk = Desk::open("", "");
        desk.world.directory.say_caller(Err(reason.failure()));
        assert_eq!(find(&desk, new_key()).await.unwrap_err().code, code);
        assert_eq!(desk.world.directory.asked().len(), 1);
        assert!(desk.world.issuer.asked().is_empty());
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_no_long_term_key_is_not_sent() {
    let desk = Desk::open("", "");
    let temporary = NewKey { access_key_id: "ASIAIOSFODNN7EXAMPLE".to_owned(), ..new_key() };
    assert_eq!(find(&desk, temporary).await.unwrap_err().code, Code::TemporarySource);
    let misplaced = NewKey { region: Some("Frankfurt!".to_owned()), ..new_key() };
    assert_eq!(find(&desk, misplaced).await.unwrap_err().code, Code::BadEndpoint);
    assert!(desk.world.directory.asked().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_new_key_goes_where_a_profile_of_its_name_goes() {
    let config = "[profile home]\nregion = eu-north-1\nendpoint_url = https://aws.corp.example\n";
    let desk = Desk::open(config, "");
    find(&desk, NewKey { region: None, ..new_key() }).await.unwrap();
    assert_eq!(
        desk.world.directory.asked()[1],
        format!("ListMFADevices {ID} eu-north-1 https://aws.corp.example")
    );
}

#[tokio::test(start_paused = true)]
async fn a_row_with_a_hardware_serial_names_the_user_that_was_found() {
    let desk = Desk::open("", "");
    desk.world.directory.say_devices(Ok(&["GAHT12345678"]));
    let found = find(&desk, new_key()).await.unwrap();
    let form = form(Some("GAHT12345678"), Some(found.caller));
    desk.keeper.ask(|reply| Request::AddKey(form, reply)).await.unwrap();
    let row = desk.board().await.rows.remove(0);
    assert_eq!((row.account.as_deref(), row.principal.as_deref()), (Some("123456789012"), Some("jane")));
}

#[tokio::test(start_paused = true)]
async fn what_was_said_of_another_key_is_not_kept() {
    let desk = Desk::open("", "");
    let found = find(&desk, NewKey { access_key_id: "AKIAI44QH8DHBEXAMPLE".to_owned(), ..new_key() }).await;
    let form = form(Some("GAHT12345678"), Some(found.unwrap().caller));
    desk.keeper.ask(|reply| Request::AddKey(form, reply)).await.unwrap();
    assert_eq!(desk.world.settings.load().unwrap().profiles["home"].caller, None);
    assert_eq!(desk.board().await.rows[0].account, None);
}

#[tokio::test(start_paused = true)]
async fn a_profile_s_key_is_asked_about_where_it_lies_and_remembered() {
    let credentials = CREDENTIALS.replace("[work]", "[work]\naws_mfa_device = GAHT12345678");
    let mut desk = Desk::open(CONFIG, &credentials);
    assert_eq!(desk.board().await.rows[0].principal, None);
    let found = of_profile(&desk.world.ports(), "work").await.unwrap();
    assert_eq!(found.caller.active_at, desk.world.clock.now());
    desk.restart().await;
    let row = desk.board().await.rows.remove(0);
    assert_eq!(row.principal.as_deref(), Some("jane"));
    assert_eq!(desk.world.settings.load().unwrap().profiles["work"].access_key_id, None);
}

#[tokio::test(start_paused = true)]
async fn a_key_that_took_another_s_place_is_nobody_s_yet() {
    let credentials = CREDENTIALS.replace("[work]", "[work]\naws_mfa_device = GAHT12345678");
    let mut desk = Desk::open(CONFIG, &credentials);
    of_profile(&desk.world.ports(), "work").await.unwrap();
    desk.restart().await;
    assert_eq!(desk.board().await.rows[0].principal.as_deref(), Some("jane"));
    desk.world.files.replace_credentials(&credentials.replace(ID, "AKIAI44QH8DHBEXAMPLE"));
    assert_eq!(desk.board().await.rows[0].principal, None);
}

#[tokio::test(start_paused = true)]
async fn a_role_has_no_devices_and_an_unknown_profile_is_unknown() {
    let config = "[profile ops]\nrole_arn = arn:aws:iam::123456789012:role/ops\nsource_profile = work\n";
    let desk = Desk::open(&format!("{CONFIG}{config}"), CREDENTIALS);
    let ports = desk.world.ports();
    assert_eq!(of_profile(&ports, "ops").await.unwrap_err().code, Code::NoKey);
    assert_eq!(of_profile(&ports, "nobody").await.unwrap_err().code, Code::UnknownProfile);
    assert!(desk.world.directory.asked().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_device_of_another_account_is_refused_once_it_is_known_whose_the_key_is() {
    let config = CONFIG.replace("123456789012:mfa", "210987654321:mfa");
    let mut desk = Desk::open(&config, CREDENTIALS);
    assert_eq!(desk.board().await.rows[0].problem, None, "nothing is known of this key yet");
    of_profile(&desk.world.ports(), "work").await.unwrap();
    desk.restart().await;
    assert_eq!(desk.refused(wish("work", Some("123456"))).await, Code::DeviceRejected);
    assert!(desk.asked().is_empty(), "no code was spent");
}
