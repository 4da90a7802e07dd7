//! Two requests for one identity at the same time are one request.

use daypass_core::failure::{Code, Failure};
use daypass_core::keeper::Request;
use daypass_core::login::Wish;
use daypass_core::sts_error::StsError;
use daypass_core::view::RowState;

use crate::desk::{CONFIG, CREDENTIALS, Desk, JANE, wish};

/// A user with two roles, and the same key and device once more under another name.
fn family() -> Desk {
    let role = |name: &str| {
        format!("[profile {name}]\nrole_arn = arn:aws:iam::210987654321:role/{name}\nsource_profile = work\n")
    };
    let twin = |name: &str| format!("[profile {name}]\nmfa_serial = {JANE}\nregion = eu-central-1\n");
    let key = |name: &str| {
        format!("[{name}]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = s\n")
    };
    let brief = "duration_seconds = 3600\n";
    let desk = Desk::open(
        &format!("{CONFIG}{}{}{}{}{brief}", role("ops"), role("dev"), twin("twin"), twin("brief")),
        &format!("{CREDENTIALS}{}{}", key("twin"), key("brief")),
    );
    for role in ["ops", "dev"] {
        // Asked for by name only, so that requests can be counted.
        desk.set(role, |settings| settings.refresh = Some(false));
    }
    desk
}

/// Sends both wishes while STS is busy, the second a second later, and lets STS answer then.
async fn both(desk: &Desk, first: Wish, second: Wish) -> (Result<(), Failure>, Result<(), Failure>) {
    desk.world.issuer.hold(true);
    let later = async {
        desk.pass(1).await;
        desk.wish(second).await
    };
    let release = async {
        desk.pass(3).await;
        desk.world.issuer.hold(false);
    };
    let (first, second, ()) = tokio::join!(desk.wish(first), later, release);
    (first, second)
}

/// How often each action was asked for.
fn asked(desk: &Desk) -> (usize, usize) {
    let asked = desk.asked();
    let count = |action: &str| asked.iter().filter(|line| line.starts_with(action)).count();
    (count("GetSessionToken"), count("AssumeRole"))
}

#[tokio::test(start_paused = true)]
async fn a_second_request_for_a_row_gets_the_answer_to_the_first() {
    for name in ["work", "work-mfa"] {
        let desk = family();
        let (first, second) = both(&desk, wish("work", Some("123456")), wish(name, Some("123456"))).await;
        assert_eq!((first, second), (Ok(()), Ok(())), "{name}");
        assert_eq!(asked(&desk), (1, 0), "{name}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_failure_is_the_answer_to_both() {
    let desk = family();
    desk.world.issuer.fail_next(StsError::InvalidCode.failure());
    let (first, second) = both(&desk, wish("work", Some("111111")), wish("work", None)).await;
    assert_eq!((first.unwrap_err().code, second.unwrap_err().code), (Code::CodeRejected, Code::CodeRejected));
    assert_eq!(asked(&desk), (1, 0));
    assert_eq!(desk.row("work").await.problem.unwrap().code, "code-rejected");
}

#[tokio::test(start_paused = true)]
async fn a_role_behind_the_identity_waits_for_it_and_needs_no_code_of_its_own() {
    let desk = family();
    let (first, second) = both(&desk, wish("work", Some("123456")), wish("ops", Some("123456"))).await;
    assert_eq!((first, second), (Ok(()), Ok(())));
    assert_eq!(asked(&desk), (1, 1));
    assert_eq!(desk.row("ops").await.state, RowState::Active);
}

#[tokio::test(start_paused = true)]
async fn two_roles_of_one_identity_take_one_code() {
    let desk = family();
    let (first, second) = both(&desk, wish("ops", Some("123456")), wish("dev", Some("123456"))).await;
    assert_eq!((first, second), (Ok(()), Ok(())));
    assert_eq!(asked(&desk), (1, 2));
    assert_eq!(
        (desk.row("ops").await.state, desk.row("dev").await.state),
        (RowState::Active, RowState::Active)
    );
}

#[tokio::test(start_paused = true)]
async fn the_identity_is_signed_in_though_the_role_on_whose_way_it_was_is_denied() {
    let desk = family();
    desk.world.issuer.fail_next_role(StsError::RoleDenied.failure());
    let (first, second) = both(&desk, wish("ops", Some("123456")), wish("work", Some("123456"))).await;
    assert_eq!((first.unwrap_err().code, second), (Code::Denied, Ok(())));
    assert_eq!((asked(&desk).0, desk.row("work").await.problem), (1, None));
}

#[tokio::test(start_paused = true)]
async fn another_profile_of_the_same_key_and_device_shares_the_session() {
    let desk = family();
    let (first, second) = both(&desk, wish("work", Some("123456")), wish("twin", Some("123456"))).await;
    assert_eq!((first, second), (Ok(()), Ok(())));
    assert_eq!(asked(&desk), (1, 0));
    let written = desk.world.files.credentials();
    for target in ["work-mfa", "twin-mfa"] {
        assert!(
            written.contains(&format!("[{target}]\naws_access_key_id = ASIAFAKE000000000001\n")),
            "{written}"
        );
    }
    let (work, twin) = (desk.row("work").await, desk.row("twin").await);
    assert_eq!((twin.state, twin.expires), (RowState::Active, work.expires));
}

#[tokio::test(start_paused = true)]
async fn a_profile_that_wants_another_length_gets_a_request_and_a_code_of_its_own() {
    let desk = family();
    let second = async {
        desk.pass(1).await;
        desk.sign_in("brief", Some("654321")).await
    };
    desk.world.issuer.hold(true);
    let time = async {
        desk.pass(2).await;
        desk.world.issuer.hold(false);
        desk.pass(2).await;
        assert_eq!(asked(&desk), (1, 0), "the second waits for the next code");
        desk.pass(30).await;
    };
    let (first, second, ()) = tokio::join!(desk.sign_in("work", Some("123456")), second, time);
    assert_eq!((first, second), (Ok(()), Ok(())));
    assert_eq!(asked(&desk), (2, 0));
}

#[tokio::test(start_paused = true)]
async fn when_the_first_fails_without_a_code_spent_the_other_profile_tries_for_itself() {
    let desk = family();
    desk.world.issuer.fail_next(StsError::Throttled.failure());
    let (first, second) = both(&desk, wish("work", Some("123456")), wish("twin", Some("123456"))).await;
    assert_eq!((first.unwrap_err().code, second), (Code::Throttled, Ok(())));
    assert_eq!(desk.row("work").await.state, RowState::NotSignedIn);
    assert_eq!(desk.row("twin").await.state, RowState::Active);
}

#[tokio::test(start_paused = true)]
async fn when_the_code_is_refused_the_role_behind_it_hears_the_same() {
    let desk = family();
    desk.world.issuer.fail_next(StsError::InvalidCode.failure());
    let (first, second) = both(&desk, wish("work", Some("111111")), wish("ops", Some("111111"))).await;
    assert_eq!((first.unwrap_err().code, second.unwrap_err().code), (Code::CodeRejected, Code::CodeRejected));
    assert_eq!(asked(&desk), (1, 0));
    assert_eq!(desk.row("ops").await.state, RowState::NotSignedIn);
}

#[tokio::test(start_paused = true)]
async fn a_request_with_a_code_does_not_join_one_without() {
    let desk = family();
    let (first, second) = tokio::join!(desk.sign_in("work", None), desk.sign_in("work", Some("123456")));
    assert_eq!((first.unwrap_err().code, second), (Code::CodeNeeded, Ok(())));
}

#[tokio::test(start_paused = true)]
async fn who_cancels_ends_only_its_own_wait() {
    let desk = family();
    desk.world.issuer.hold(true);
    let second = async {
        desk.pass(1).await;
        desk.sign_in("work-mfa", Some("123456")).await
    };
    let cancel = async {
        desk.pass(2).await;
        desk.keeper.tell(Request::Cancel("work-mfa".to_owned())).await;
        desk.pass(1).await;
        assert_eq!(desk.row("work").await.state, RowState::SigningIn, "the first goes on");
        desk.world.issuer.hold(false);
    };
    let (first, second, ()) = tokio::join!(desk.sign_in("work", Some("123456")), second, cancel);
    assert_eq!((first, second.unwrap_err().code), (Ok(()), Code::Cancelled));
}

#[tokio::test(start_paused = true)]
async fn who_came_first_may_leave_and_the_others_still_get_what_they_wait_for() {
    let desk = family();
    desk.world.issuer.hold(true);
    let second = async {
        desk.pass(1).await;
        desk.sign_in("ops", Some("123456")).await
    };
    let cancel = async {
        desk.pass(2).await;
        desk.keeper.tell(Request::Cancel("work".to_owned())).await;
        desk.pass(1).await;
        let states = (desk.row("work").await.state, desk.row("ops").await.state);
        assert_eq!(states, (RowState::NotSignedIn, RowState::SigningIn));
        desk.world.issuer.hold(false);
    };
    let (first, second, ()) = tokio::join!(desk.sign_in("work", Some("123456")), second, cancel);
    assert_eq!((first.unwrap_err().code, second), (Code::Cancelled, Ok(())));
    assert_eq!(asked(&desk), (1, 1));
}

#[tokio::test(start_paused = true)]
async fn when_all_have_cancelled_the_request_is_stopped() {
    let desk = family();
    desk.world.issuer.hold(true);
    let second = async {
        desk.pass(1).await;
        desk.sign_in("work", Some("123456")).await
    };
    let cancel = async {
        desk.pass(2).await;
        for _ in 0..2 {
            desk.keeper.tell(Request::Cancel("work".to_owned())).await;
        }
    };
    let (first, second, ()) = tokio::join!(desk.sign_in("work", Some("123456")), second, cancel);
    assert_eq!((first.unwrap_err().code, second.unwrap_err().code), (Code::Cancelled, Code::Cancelled));
    desk.world.issuer.hold(false);
    desk.pass(60).await;
    assert!(!desk.world.files.credentials().contains("ASIAFAKE"));
    assert_eq!(desk.row("work").await.state, RowState::NotSignedIn);
}
