//! Requests that meet each other.

use daypass_core::failure::Code;
use daypass_core::keeper::Request;
use daypass_core::login::Wish;
use daypass_core::view::RowState;

use crate::desk::{CREDENTIALS, Desk, wish};

#[tokio::test(start_paused = true)]
async fn while_one_request_is_on_its_way_one_for_something_else_is_turned_away() {
    let desk = Desk::usual();
    desk.world.issuer.hold(true);
    let first = desk.sign_in("work", Some("123456"));
    let second = async {
        desk.pass(1).await;
        assert_eq!(desk.row("work").await.state, RowState::SigningIn);
        let other = Wish { seconds: Some(3_600), ..wish("work", Some("654321")) };
        assert_eq!(desk.refused(other).await, Code::Busy);
        let other = Wish { take_over: true, ..wish("work-mfa", Some("654321")) };
        assert_eq!(desk.refused(other).await, Code::Busy, "by its target, too");
        desk.world.issuer.hold(false);
    };
    let (first, ()) = tokio::join!(first, second);
    first.unwrap();
    assert_eq!(desk.asked().len(), 1);
    assert_eq!(desk.row("work").await.state, RowState::Active);
}

#[tokio::test(start_paused = true)]
async fn a_cancelled_request_is_answered_at_once_and_writes_nothing() {
    let desk = Desk::usual();
    desk.world.issuer.hold(true);
    let cancel = async {
        desk.pass(1).await;
        desk.keeper.tell(Request::Cancel("work".to_owned())).await;
    };
    let (cancelled, ()) = tokio::join!(desk.sign_in("work", Some("123456")), cancel);
    assert_eq!(cancelled.unwrap_err().code, Code::Cancelled);
    desk.world.issuer.hold(false);
    desk.pass(60).await;
    assert_eq!(desk.world.files.credentials(), CREDENTIALS);
    let row = desk.row("work").await;
    assert_eq!((row.state, row.problem), (RowState::NotSignedIn, None));
    desk.sign_in("work", Some("654321")).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn cancelling_nothing_is_nothing() {
    let desk = Desk::usual();
    desk.keeper.tell(Request::Cancel("work".to_owned())).await;
    desk.sign_in("work", Some("123456")).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn the_board_is_published_at_every_change_and_every_half_minute() {
    let desk = Desk::usual();
    desk.sign_in("work", Some("123456")).await.unwrap();
    let states: Vec<RowState> = desk.world.sink.boards().iter().map(|board| board.rows[0].state).collect();
    assert_eq!(states, [RowState::NotSignedIn, RowState::SigningIn, RowState::Active]);
    desk.pass(300).await;
    assert_eq!(desk.world.sink.boards().len(), 3 + 10, "trays show what is left");
}
