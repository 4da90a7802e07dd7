//! What is written stays written, and what was bought with a code is kept.

use std::time::Duration;

use daypass_core::failure::Code;
use daypass_core::keeper::Request;
use daypass_core::login::Wish;
use daypass_core::notice::Urgency;
use daypass_core::sts_error::StsError;
use daypass_core::view::RowState;

use crate::desk::{CONFIG, CREDENTIALS, Desk, section, wish};

const SIGNED_IN: u32 = 1;

fn session() -> String {
    format!("{CREDENTIALS}\n{}", section("work-mfa", SIGNED_IN, "21:00:00"))
}

#[tokio::test(start_paused = true)]
async fn an_older_text_over_ours_is_made_good_once_and_told() {
    let desk = Desk::usual();
    desk.sign_in("work", Some("123456")).await.unwrap();
    desk.world.files.replace_credentials(&format!("{CREDENTIALS}[theirs]\nk = 1\n"));
    // Not `pass`, which writes down what is shown.
    tokio::time::sleep(Duration::from_secs(1)).await;
    let back = format!("{CREDENTIALS}[theirs]\nk = 1\n\n{}", section("work-mfa", 1, "21:00:00"));
    assert_eq!(desk.world.files.credentials(), back);
    let told = desk.world.notifier.shown();
    let [news] = told.as_slice() else { panic!("{told:?}") };
    assert_eq!((news.urgency, news.profile.as_str()), (Urgency::Low, "work-mfa"));
    assert!(news.body.contains("[work-mfa]"), "{}", news.body);
    assert_eq!(desk.row("work").await.state, RowState::Active);
    desk.world.files.replace_credentials(CREDENTIALS);
    desk.pass(10).await;
    assert_eq!(desk.world.files.credentials(), CREDENTIALS, "once only");
}

#[tokio::test(start_paused = true)]
async fn after_five_seconds_a_change_from_outside_is_left_as_it_is() {
    let desk = Desk::usual();
    desk.sign_in("work", Some("123456")).await.unwrap();
    desk.pass(6).await;
    desk.world.files.replace_credentials(CREDENTIALS);
    let writes = desk.world.files.writes();
    desk.pass(60).await;
    assert_eq!(desk.world.files.writes(), writes, "never answered with a write");
    assert_eq!(desk.row("work").await.state, RowState::NotSignedIn);
}

#[tokio::test(start_paused = true)]
async fn what_one_of_our_programs_ended_stays_ended() {
    let desk = Desk::usual();
    desk.sign_in("work", Some("123456")).await.unwrap();
    desk.world.files.replace_credentials_ourselves(CREDENTIALS);
    desk.pass(10).await;
    assert_eq!(desk.world.files.credentials(), CREDENTIALS);
    desk.next_code().await;
    desk.sign_in("work", Some("234567")).await.unwrap();
    desk.keeper.ask(|reply| Request::Logout("work".to_owned(), reply)).await.unwrap();
    desk.pass(10).await;
    assert_eq!(desk.world.files.credentials(), CREDENTIALS);
    assert_eq!(desk.world.notifier.shown(), []);
}

#[tokio::test(start_paused = true)]
async fn a_section_that_was_taken_meanwhile_is_not_taken_back() {
    let desk = Desk::usual();
    desk.sign_in("work", Some("123456")).await.unwrap();
    let theirs = format!("{CREDENTIALS}[work-mfa]\naws_access_key_id = AKIAI44QH8DHBEXAMPLE\n");
    desk.world.files.replace_credentials(&theirs);
    desk.pass(10).await;
    assert_eq!(desk.world.files.credentials(), theirs);
}

#[tokio::test(start_paused = true)]
async fn a_change_beside_ours_is_left_alone_while_we_watch() {
    let desk = Desk::usual();
    desk.sign_in("work", Some("123456")).await.unwrap();
    let more = format!("{}[theirs]\nk = 1\n", session());
    desk.world.files.replace_credentials(&more);
    let writes = desk.world.files.writes();
    desk.pass(10).await;
    assert_eq!((desk.world.files.credentials(), desk.world.files.writes()), (more, writes));
}

fn with_role() -> Desk {
    let role = "[profile ops]\nrole_arn = arn:aws:iam::210987654321:role/ops\nsource_profile = work\n";
    Desk::open(&format!("{CONFIG}{role}"), CREDENTIALS)
}

#[tokio::test(start_paused = true)]
async fn user_and_role_are_written_at_once() {
    let desk = with_role();
    desk.sign_in("ops", Some("123456")).await.unwrap();
    assert_eq!(desk.world.files.writes(), 1);
}

#[tokio::test(start_paused = true)]
async fn the_user_s_session_is_kept_when_the_role_is_denied() {
    let desk = with_role();
    desk.world.issuer.fail_next_role(StsError::RoleDenied.failure());
    assert_eq!(desk.refused(wish("ops", Some("123456"))).await, Code::Denied);
    assert_eq!(desk.world.files.credentials(), session());
    let user = desk.row("work").await;
    assert_eq!((user.state, user.lifetime), (RowState::Active, Some(43_200)), "its start is known");
    assert_eq!(desk.row("ops").await.problem.unwrap().code, "denied");
}

#[tokio::test(start_paused = true)]
async fn what_a_code_bought_is_kept_when_the_rest_is_cancelled() {
    let desk = with_role();
    desk.world.issuer.hold_roles(true);
    let cancel = async {
        desk.pass(1).await;
        desk.keeper.tell(Request::Cancel("ops".to_owned())).await;
    };
    let (cancelled, ()) = tokio::join!(desk.sign_in("ops", Some("123456")), cancel);
    assert_eq!(cancelled.unwrap_err().code, Code::Cancelled);
    desk.pass(1).await;
    assert!(
        desk.world.files.credentials().contains("[work-mfa]\naws_access_key_id = ASIAFAKE000000000001\n")
    );
    assert_eq!(desk.row("work").await.lifetime, Some(43_200));
}

#[tokio::test(start_paused = true)]
async fn leapp_s_sections_are_left_to_it_unless_the_user_says_otherwise() {
    let leapps = "[work-mfa]\naws_access_key_id = ASIALEAPP\naws_secret_access_key = s\n\
                  aws_session_token = t\nregion = eu-west-1\n";
    let desk = Desk::open(CONFIG, &format!("{CREDENTIALS}{leapps}"));
    desk.world.files.put_leapp_to_work();
    assert_eq!(desk.refused(wish("work", Some("123456"))).await, Code::ForeignOwner);
    assert_eq!(desk.asked(), [""; 0], "no code was spent");
    desk.wish(Wish { take_over: true, ..wish("work", Some("123456")) }).await.unwrap();
    assert!(desk.world.files.credentials().contains("region = eu-west-1\nx_security_token_expires"));
}

#[tokio::test(start_paused = true)]
async fn a_file_that_others_may_read_is_told_of_once() {
    let mut desk = Desk::usual();
    desk.world.files.loosen(0o644);
    let titles = |desk: &Desk| desk.world.notifier.take_titles();
    desk.sign_in("work", Some("123456")).await.unwrap();
    assert_eq!(titles(&desk), ["Others can read your AWS credentials"]);
    desk.next_code().await;
    desk.sign_in("work", Some("234567")).await.unwrap();
    desk.restart().await;
    desk.next_code().await;
    desk.sign_in("work", Some("345678")).await.unwrap();
    assert_eq!(titles(&desk), [""; 0]);
    desk.world.files.loosen(0o666);
    desk.next_code().await;
    desk.sign_in("work", Some("456789")).await.unwrap();
    assert_eq!(titles(&desk).len(), 1, "another mode is news");
}

#[tokio::test(start_paused = true)]
async fn the_program_can_end_while_it_watches() {
    let desk = Desk::usual();
    desk.sign_in("work", Some("123456")).await.unwrap();
    let Desk { world, keeper } = desk;
    drop(keeper);
    world.files.replace_credentials(CREDENTIALS);
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert!(world.files.credentials().contains("[work-mfa]"), "what was begun is finished");
}
