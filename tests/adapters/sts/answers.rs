//! Answers that are not believed.

use std::time::{Duration, Instant};

use daypass_adapters::sts::Patience;
use daypass_core::failure::Code;
use daypass_demo::Fault;

use super::stage::Stage;

/// One request, and what became of the code it carried.
async fn after(fault: Fault, code: Code, spent: bool) {
    let stage = Stage::new().await;
    let shown = stage.code();
    stage.strike(fault.clone(), 1);
    let failure = stage.log_in_with(&shown).await.unwrap_err();
    assert_eq!((failure.code, stage.requests()), (code, 1), "{fault:?}: {failure:?}");
    let again = stage.log_in_with(&shown).await;
    assert_eq!(again.is_err(), spent, "{fault:?}: {again:?}");
}

#[tokio::test]
async fn a_cut_answer_is_not_written_and_its_code_is_named_as_spent() {
    for bytes in [None, Some(80), Some(400), Some(1200)] {
        after(Fault::Cut { bytes }, Code::BadAnswer, true).await;
        after(Fault::Interrupted { bytes }, Code::BadAnswer, true).await;
    }
}

#[tokio::test]
async fn an_answer_that_breaks_off_before_it_says_anything_is_ambiguous() {
    after(Fault::Interrupted { bytes: Some(5) }, Code::Ambiguous, true).await;
}

#[tokio::test]
async fn fields_that_would_harm_the_file_are_refused() {
    after(Fault::EmptyToken, Code::BadAnswer, true).await;
    after(Fault::InjectedToken, Code::BadAnswer, true).await;
    after(Fault::PastExpiration, Code::BadAnswer, true).await;
}

#[tokio::test]
async fn what_sts_never_sends_is_told_apart() {
    let location = "http://example.com/login".to_owned();
    after(Fault::Redirect { location }, Code::BadAnswer, false).await;
    after(Fault::CaptivePortal, Code::BadAnswer, false).await;
    after(Fault::Garbage, Code::BadAnswer, true).await;
}

#[tokio::test]
async fn an_answer_without_an_end_is_not_read_to_the_end() {
    let started = Instant::now();
    after(Fault::Endless, Code::BadAnswer, true).await;
    assert!(started.elapsed() < Duration::from_secs(8), "{:?}", started.elapsed());
}

#[tokio::test]
async fn a_dripping_answer_is_given_up() {
    let mut stage = Stage::new().await;
    let whole = Duration::from_millis(1200);
    let patience = Patience { connect: Duration::from_millis(500), whole, ..Patience::default() };
    stage.sts = stage.sts.with_patience(patience);
    stage.strike(Fault::Drip { milliseconds: 10 }, 1);
    let started = Instant::now();
    let failure = stage.log_in().await.unwrap_err();
    // What dripped in says that STS has granted: the code is spent.
    assert_eq!((failure.code, stage.requests()), (Code::BadAnswer, 1), "{failure:?}");
    let took = started.elapsed();
    assert!(took >= whole && took < whole * 5, "{took:?}");
}

#[tokio::test]
async fn a_late_answer_within_bounds_is_taken() {
    let stage = Stage::new().await;
    stage.strike(Fault::Delay { milliseconds: 800 }, 1);
    stage.log_in().await.unwrap();
    assert_eq!(stage.requests(), 1);
}
