//! Asking who uses a profile, before and after a session is written to it.

use chrono::TimeDelta;
use daypass_core::explain::view::{ExplainView, Winner};
use daypass_core::explain::{Question, Surroundings};
use daypass_core::keeper::Request;

use crate::desk::{CONFIG, CREDENTIALS, Desk};

async fn explained(desk: &Desk, profile: &str, surroundings: Surroundings) -> ExplainView {
    let question = Question { profile: Some(profile.to_owned()), surroundings };
    desk.keeper.ask(|reply| Request::Explain(question, reply)).await.unwrap()
}

async fn alone(desk: &Desk, profile: &str) -> ExplainView {
    explained(desk, profile, Surroundings { instance_metadata_disabled: true, ..Surroundings::default() })
        .await
}

#[tokio::test(start_paused = true)]
async fn a_written_session_is_used_by_all_until_it_ends() {
    let desk = Desk::usual();
    let before = alone(&desk, "work-mfa").await;
    assert_eq!((before.ours, before.fine), (false, false));
    assert!(before.readers.iter().all(|reader| reader.trouble.as_deref() == Some("profile-missing")));
    desk.sign_in("work", Some("123456")).await.unwrap();
    let after = alone(&desk, "work-mfa").await;
    assert_eq!((after.ours, after.fine, after.advice.len()), (true, true, 0));
    assert!(after.readers.iter().all(|reader| reader.uses_ours && reader.winner == Winner::CredentialsFile));
    assert!(!after.notes.iter().any(|note| note.contains("has ended")), "{:?}", after.notes);
    desk.world.clock.advance(TimeDelta::hours(13));
    let ended = alone(&desk, "work-mfa").await;
    assert!(ended.notes.iter().any(|note| note == "The session in [work-mfa] has ended: sign in again."));
}

#[tokio::test(start_paused = true)]
async fn whoever_asks_about_the_key_is_pointed_to_the_session() {
    let desk = Desk::usual();
    desk.sign_in("work", Some("123456")).await.unwrap();
    let told = alone(&desk, "work").await;
    assert_eq!((told.ours, told.fine), (false, true));
    assert!(
        told.notes[0].starts_with("Daypass writes the session of “work” to “work-mfa”"),
        "{:?}",
        told.notes
    );
}

#[tokio::test(start_paused = true)]
async fn what_comes_before_the_session_is_told_with_what_to_change() {
    let desk = Desk::open(&format!("{CONFIG}[profile work-mfa]\ncredential_process = x\n"), CREDENTIALS);
    desk.sign_in("work", Some("123456")).await.unwrap();
    let told = alone(&desk, "work-mfa").await;
    assert_eq!((told.ours, told.fine), (true, false));
    assert_eq!(told.advice.len(), 1);
    assert_eq!(told.advice[0].readers, ["SDK for Rust"]);
    assert!(told.advice[0].change.starts_with("Remove credential_process from “work-mfa”"));
    let around = Surroundings {
        profile: Some("other".to_owned()),
        access_key_id: true,
        secret_access_key: true,
        ..Surroundings::default()
    };
    let told = explained(&desk, "work-mfa", around).await;
    assert!(told.advice[0].shadow.starts_with("Keys in the environment"), "{:?}", told.advice);
    assert!(told.notes.iter().any(|note| note.starts_with("AWS_PROFILE is “other”")), "{:?}", told.notes);
}

#[tokio::test(start_paused = true)]
async fn an_explanation_shows_no_key() {
    let desk = Desk::usual();
    desk.sign_in("work", Some("123456")).await.unwrap();
    for profile in ["work", "work-mfa", "other"] {
        let told = format!("{:?}", alone(&desk, profile).await);
        for secret in ["AKIA", "ASIA", "wJalr", "fake-session"] {
            assert!(!told.contains(secret), "{secret} in {told}");
        }
    }
}
