//! What is asked again, and what is not.

use std::time::{Duration, Instant};

use daypass_adapters::sts::Patience;
use daypass_core::failure::Code;
use daypass_demo::Fault;
use tokio::io::AsyncReadExt;
use tokio::net::TcpListener;

use super::stage::Stage;

#[tokio::test]
async fn throttling_and_faults_of_aws_are_asked_again() {
    for fault in [
        Fault::Throttling { status: 400 },
        Fault::Throttling { status: 503 },
        Fault::ServerError { status: 500 },
        Fault::ServerError { status: 503 },
    ] {
        let stage = Stage::new().await;
        stage.strike(fault.clone(), 2);
        stage.log_in().await.unwrap();
        assert_eq!(stage.requests(), 3, "{fault:?}");
    }
}

#[tokio::test]
async fn three_tries_are_enough_and_the_code_is_still_good() {
    for (fault, code) in [
        (Fault::Throttling { status: 400 }, Code::Throttled),
        (Fault::ServerError { status: 503 }, Code::ServiceFault),
    ] {
        let stage = Stage::new().await;
        let shown = stage.code();
        stage.strike(fault, 3);
        let failure = stage.log_in_with(&shown).await.unwrap_err();
        assert_eq!((failure.code, stage.requests()), (code, 3));
        stage.log_in_with(&shown).await.unwrap();
    }
}

#[tokio::test]
async fn nobody_listening_is_unreachable() {
    let mut stage = Stage::new().await;
    let closed = TcpListener::bind("127.0.0.1:0").await.unwrap();
    stage.route.endpoint = Some(format!("http://{}", closed.local_addr().unwrap()));
    drop(closed);
    let failure = stage.log_in().await.unwrap_err();
    assert_eq!(failure.code, Code::Unreachable, "{failure:?}");
    assert!(failure.detail.unwrap().contains("refused"));
}

#[tokio::test]
async fn a_name_that_does_not_exist_is_unreachable() {
    let mut stage = Stage::new().await;
    stage.route.endpoint = Some("http://sts.invalid".into());
    let failure = stage.log_in().await.unwrap_err();
    assert_eq!(failure.code, Code::Unreachable, "{failure:?}");
}

#[tokio::test]
async fn a_connection_that_is_never_made_is_given_up_once() {
    let mut stage = Stage::new().await;
    // TEST-NET-1 (RFC 5737): nobody answers there; some machines say so at once.
    stage.route.endpoint = Some("http://192.0.2.1".into());
    let patience = Patience { connect: Duration::from_millis(300), ..Patience::default() };
    stage.sts = stage.sts.with_patience(patience);
    let started = Instant::now();
    let failure = stage.log_in().await.unwrap_err();
    assert_eq!(failure.code, Code::Unreachable, "{failure:?}");
    assert!(started.elapsed() < Duration::from_secs(3));
}

#[tokio::test]
async fn a_reset_after_sending_is_ambiguous_and_not_repeated() {
    for processed in [false, true] {
        let stage = Stage::new().await;
        stage.strike(Fault::Reset { processed }, 1);
        let failure = stage.log_in().await.unwrap_err();
        assert_eq!((failure.code, stage.requests()), (Code::Ambiguous, 1), "{failure:?}");
    }
}

#[tokio::test]
async fn a_server_that_takes_the_request_and_says_nothing_is_ambiguous() {
    let mut stage = Stage::new().await;
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    stage.route.endpoint = Some(format!("http://{}", silent.local_addr().unwrap()));
    let patience = Patience {
        connect: Duration::from_millis(300),
        whole: Duration::from_millis(900),
        ..Patience::default()
    };
    stage.sts = stage.sts.with_patience(patience);
    let listening = tokio::spawn(async move {
        let (mut connection, _) = silent.accept().await.unwrap();
        let mut heard = Vec::new();
        connection.read_to_end(&mut heard).await.unwrap();
        heard
    });
    let failure = stage.log_in().await.unwrap_err();
    assert_eq!(failure.code, Code::Ambiguous, "{failure:?}");
    let heard = String::from_utf8(listening.await.unwrap()).unwrap();
    assert_eq!(heard.matches("Action=GetSessionToken").count(), 1);
}

#[tokio::test]
async fn one_connection_serves_many_calls() {
    let stage = Stage::new().await;
    for _ in 0..3 {
        stage.server.reset_codes();
        stage.log_in().await.unwrap();
    }
    assert_eq!(stage.requests(), 3);
}
