//! Answers that are not to be believed, and some that are: each said over a real socket, each a sentence,
//! nothing written, and the truth about the code.

mod answers;
mod rows;

use std::time::{Duration, Instant};

use daypass_adapters::sts::{Network, Patience};
use daypass_core::failure::CodeFate;
use daypass_core::login::Wish;

use super::desk::{Desk, Home, Said, fate_is_true, quick, serve, shown, still_taken, wish};
use super::meddler::{self, Meddler, Script, Seen};
use super::stage::SECRET;

/// What is answered, and what comes of it.
pub struct Row {
    what: &'static str,
    script: Script,
    said: Said,
    /// Some of the words in the details.
    detail: &'static str,
    fate: CodeFate,
}

/// Bounds within which a test may wait for their end.
fn short() -> Patience {
    let (connect, whole) = (Duration::from_millis(400), Duration::from_millis(900));
    Patience { connect, whole, ..quick() }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_odd_answer_is_written_and_each_is_told() {
    for row in rows::refused() {
        for role in [false, true] {
            play(&row, role, quick()).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_answer_is_waited_for_without_end() {
    for row in rows::slow() {
        let started = Instant::now();
        play(&row, false, short()).await;
        let took = started.elapsed();
        assert!(
            (Duration::from_millis(800)..Duration::from_secs(5)).contains(&took),
            "{}: {took:?}",
            row.what
        );
    }
}

async fn play(row: &Row, role: bool, patience: Patience) {
    let Row { what, script, said, detail, fate } = row;
    let server = serve().await;
    let Meddler { endpoint, mut seen } = meddler::before(&server, *script).await;
    let home = Home::at(endpoint);
    let home = if role { home.with_role("developer") } else { home };
    let desk = Desk::behind(&home, Network::default(), patience);
    let code = shown(&server);
    let failure = desk.refused(wished(&code, role), &[SECRET, &code]).await;
    let at = format!("{what}, role: {role}: {failure:?}");
    assert_eq!((failure.code, failure.message.as_str(), failure.hint.as_str()), *said, "{at}");
    assert_eq!(failure.fate, *fate, "{at}");
    assert!(failure.detail.clone().unwrap_or_default().contains(detail), "{at}");
    let taken = fate_is_true(&server, &code, &failure).await;
    assert_eq!(taken, !script.passes_on, "{at}");
    let mut requests = 0;
    while let Ok(event) = seen.try_recv() {
        requests += u32::from(event == Seen::Request);
    }
    assert_eq!(requests, 1, "{at}");
}

fn wished(code: &str, role: bool) -> Wish {
    let name = if role { "developer" } else { "demo" };
    Wish { name: name.into(), direct: role, ..wish(code) }
}

#[tokio::test(flavor = "multi_thread")]
async fn odd_wrappings_of_a_good_answer_cost_no_code() {
    for (what, script) in rows::granted() {
        let server = serve().await;
        let meddler = meddler::before(&server, script).await;
        let desk = Desk::new(&Home::at(meddler.endpoint));
        let code = shown(&server);
        let before = desk.picture();
        let granted = desk.log_in(wish(&code)).await.unwrap_or_else(|failure| panic!("{what}: {failure:?}"));
        assert_eq!(granted.grants.len(), 1, "{what}");
        assert_ne!(desk.picture(), before, "{what}");
        assert!(!still_taken(&server, &code).await, "{what}");
    }
}
