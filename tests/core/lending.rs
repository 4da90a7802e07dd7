//! A written session is lent to the clipboard, to a shell, to the console: only while it lives.

use daypass_core::failure::{Code, Failure};
use daypass_core::keeper::Request;
use daypass_core::lend::{Lent, Shell};

use crate::desk::{CREDENTIALS, Desk};

async fn lend(desk: &Desk, name: &str) -> Result<Lent, Failure> {
    let name = name.to_owned();
    desk.keeper.ask(|reply| Request::Lend(name, reply)).await
}

#[tokio::test(start_paused = true)]
async fn a_living_session_is_lent_and_nothing_is_asked_of_aws() {
    let desk = Desk::usual();
    desk.sign_in("work", Some("123456")).await.unwrap();
    let asked = desk.asked().len();
    let lent = lend(&desk, "work").await.unwrap();
    assert_eq!(
        (lent.target.as_str(), lent.route.region.as_str(), lent.of_role),
        ("work-mfa", "eu-central-1", false)
    );
    let lines = lent.variables(Shell::Posix);
    assert!(lines.expose().contains("export AWS_SESSION_TOKEN=fake-session-token-1\n"), "{}", lines.expose());
    assert!(lines.expose().ends_with("export AWS_CREDENTIAL_EXPIRATION=2026-11-22T21:00:00Z\n"));
    assert_eq!(desk.asked().len(), asked);
}

#[tokio::test(start_paused = true)]
async fn what_is_not_there_or_has_ended_is_not_lent() {
    let desk = Desk::usual();
    assert_eq!(lend(&desk, "nobody").await.unwrap_err().code, Code::UnknownProfile);
    let failure = lend(&desk, "work").await.unwrap_err();
    assert_eq!(
        (failure.code, failure.message.as_str()),
        (Code::NoSession, "The session in profile “work-mfa” is not there.")
    );
    desk.sign_in("work", Some("123456")).await.unwrap();
    desk.sleep(13);
    let failure = lend(&desk, "work").await.unwrap_err();
    assert_eq!(
        (failure.code, failure.message.as_str()),
        (Code::NoSession, "The session in profile “work-mfa” has ended.")
    );
}

#[tokio::test(start_paused = true)]
async fn a_long_term_key_is_never_lent() {
    // A target that holds the user's own key beside what looks like the rest of a session.
    let credentials = CREDENTIALS.replace(
        "[other]",
        "[work-mfa]\naws_access_key_id = AKIAI44QH8DHBEXAMPLE\n\
        aws_secret_access_key = je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY\n\n[other]",
    );
    let desk = Desk::open(crate::desk::CONFIG, &credentials);
    assert_eq!(lend(&desk, "work").await.unwrap_err().code, Code::NoSession);
}

#[tokio::test(start_paused = true)]
async fn values_that_a_shell_would_run_are_not_lent() {
    let desk = Desk::usual();
    desk.sign_in("work", Some("123456")).await.unwrap();
    let credentials = desk.world.files.credentials().replace("fake-session-token-1", "x;reboot");
    let desk = Desk::open(crate::desk::CONFIG, &credentials);
    let failure = lend(&desk, "work").await.unwrap_err();
    assert_eq!(
        (failure.code, failure.message.as_str()),
        (Code::NoSession, "The session in profile “work-mfa” is not whole.")
    );
}
