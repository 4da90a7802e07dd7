//! A role's longest session: AWS refuses without a number, and Daypass finds it.

use daypass_core::failure::Code;
use daypass_core::login::Wish;
use daypass_core::sts_error::StsError;

use crate::desk::{Desk, wish};
use crate::team::{desk, role};

fn half_a_day() -> Desk {
    desk(&[role("ops", "work", "duration_seconds = 43200\n")])
}

#[tokio::test(start_paused = true)]
async fn the_next_try_asks_for_less_until_one_works() {
    let mut desk = half_a_day();
    for offer in ["8 h", "4 h"] {
        desk.world.issuer.fail_next_role(StsError::OverRoleMaximum.failure());
        let refused = desk.sign_in("ops", Some("123456")).await.unwrap_err();
        assert_eq!(refused.code, Code::RoleMaximum);
        let hint = format!("Try {offer}: a profile that asks for more is asked for {offer} from now on.");
        assert_eq!(refused.hint, hint);
        assert_eq!(desk.row("ops").await.problem.unwrap().hint, hint);
        desk.next_code().await;
    }
    // The command line is another process, and so is the program after a restart.
    desk.restart().await;
    desk.sign_in("ops", Some("123456")).await.unwrap();
    assert!(desk.asked().last().unwrap().ends_with("mfa=123456 14400s"), "{:?}", desk.asked());
    desk.next_code().await;
    desk.sign_in("ops", Some("234567")).await.unwrap();
    assert!(desk.asked().last().unwrap().ends_with("mfa=234567 14400s"), "it worked, so it stays");
}

#[tokio::test(start_paused = true)]
async fn a_wish_said_aloud_is_tried_all_the_same() {
    let desk = half_a_day();
    desk.world.issuer.fail_next_role(StsError::OverRoleMaximum.failure());
    desk.sign_in("ops", Some("123456")).await.unwrap_err();
    desk.next_code().await;
    let aloud = Wish { seconds: Some(43_200), ..wish("ops", Some("234567")) };
    desk.wish(aloud).await.unwrap();
    assert!(desk.asked().last().unwrap().ends_with(" 43200s"), "an administrator may have raised it");
    desk.next_code().await;
    desk.sign_in("ops", Some("345678")).await.unwrap();
    assert!(desk.asked().last().unwrap().ends_with(" 43200s"), "and now it is known that one has");
}
