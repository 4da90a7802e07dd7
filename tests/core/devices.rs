//! Users with several MFA devices, with a hardware one, with none.

use daypass_core::failure::Code;
use daypass_core::login::Wish;
use daypass_core::ports::SettingsStore;
use daypass_core::profile::SerialNumber;
use daypass_core::settings::ProfileSettings;

use crate::desk::{CONFIG, CREDENTIALS, Desk, JANE, wish};

const TABLET: &str = "arn:aws:iam::123456789012:mfa/jane-tablet";
const HARDWARE: &str = "GAHT12345678";

fn with(serial: &str, wish: Wish) -> Wish {
    Wish { serial: Some(SerialNumber::parse(serial).unwrap()), ..wish }
}

fn role(more: &str) -> String {
    format!("[profile ops]\nrole_arn = arn:aws:iam::210987654321:role/ops\nsource_profile = work\n{more}")
}

#[tokio::test(start_paused = true)]
async fn a_hardware_device_is_sent_by_its_serial_number() {
    let desk = Desk::open(&format!("[profile work]\nmfa_serial = {HARDWARE}\n"), CREDENTIALS);
    desk.sign_in("work", Some("123456")).await.unwrap();
    let expected = format!("GetSessionToken AKIAIOSFODNN7EXAMPLE mfa={HARDWARE} 123456 43200s us-east-1");
    assert_eq!(desk.asked(), [expected]);
}

#[tokio::test(start_paused = true)]
async fn of_several_devices_the_settings_choose_one_and_a_wish_another() {
    let desk = Desk::usual();
    let mut settings = desk.world.settings.load().unwrap();
    let chosen = ProfileSettings { mfa_serial: Some(TABLET.to_owned()), ..ProfileSettings::default() };
    settings.profiles.insert("work".to_owned(), chosen);
    desk.world.settings.save(&settings).unwrap();
    desk.sign_in("work", Some("123456")).await.unwrap();
    desk.wish(with(HARDWARE, wish("work", Some("654321")))).await.unwrap();
    desk.next_code().await;
    desk.sign_in("work", Some("111111")).await.unwrap();
    assert_eq!(desk.world.issuer.devices(), [TABLET, HARDWARE, TABLET], "a wish is for once");
}

#[tokio::test(start_paused = true)]
async fn a_wished_device_makes_a_code_needed_where_none_was() {
    let desk = Desk::open("", CREDENTIALS);
    assert_eq!(desk.refused(with(JANE, wish("work", None))).await, Code::CodeNeeded);
    desk.wish(with(JANE, wish("work", Some("123456")))).await.unwrap();
    assert!(desk.asked()[0].contains(&format!("mfa={JANE} 123456")), "{}", desk.asked()[0]);
}

#[tokio::test(start_paused = true)]
async fn a_role_s_own_device_is_used_when_it_is_assumed_directly() {
    let config = format!("{CONFIG}{}", role(&format!("mfa_serial = {TABLET}\n")));
    let desk = Desk::open(&config, CREDENTIALS);
    desk.wish(Wish { direct: true, ..wish("ops", Some("123456")) }).await.unwrap();
    desk.wish(with(HARDWARE, Wish { direct: true, ..wish("ops", Some("654321")) })).await.unwrap();
    // Through the session it is the user's own device that counts.
    desk.sign_in("work", Some("111111")).await.unwrap();
    assert_eq!(desk.world.issuer.devices(), [TABLET, HARDWARE, JANE]);
}

#[tokio::test(start_paused = true)]
async fn a_role_behind_a_user_without_a_device_is_assumed_without_a_code() {
    let desk = Desk::open(&role(""), CREDENTIALS);
    assert!(!desk.row("ops").await.needs_code);
    desk.sign_in("ops", None).await.unwrap();
    let asked = desk.asked();
    assert!(asked[0].starts_with("GetSessionToken ") && asked[0].contains("mfa=none"), "{asked:?}");
    assert!(
        asked[1].contains(" as daypass-work "),
        "the profile names a user whose name is not known: {asked:?}"
    );
}
