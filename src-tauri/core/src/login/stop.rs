//! The wish to wait no longer.

use std::future::Future;

use tokio::sync::watch;

use crate::failure::{Code, CodeFate, Failure};

/// Tells a sign-in that nobody waits for it any more. A sign-in that has spent a code still writes
/// what the code bought.
#[derive(Debug)]
pub struct Stop(watch::Receiver<bool>);

impl Stop {
    /// The wish and the hand that sends `true` to utter it.
    #[must_use]
    pub fn new() -> (watch::Sender<bool>, Self) {
        let (sender, receiver) = watch::channel(false);
        (sender, Self(receiver))
    }

    /// Nobody will utter it.
    #[must_use]
    pub fn never() -> Self {
        Self(watch::channel(false).1)
    }

    /// The work's own end, or [`Code::Cancelled`] if the wish comes first.
    pub(crate) async fn or<T>(
        &mut self,
        work: impl Future<Output = Result<T, Failure>>,
    ) -> Result<T, Failure> {
        tokio::select! {
            done = work => done,
            () = self.uttered() => Err(cancelled()),
        }
    }

    /// Ends when the wish comes; never, when it cannot come any more.
    pub(super) async fn uttered(&mut self) {
        if self.0.wait_for(|uttered| *uttered).await.is_err() {
            // The hand is gone and never uttered it.
            std::future::pending::<()>().await;
        }
    }
}

/// What a cancelled sign-in answers.
#[must_use]
pub(crate) fn cancelled() -> Failure {
    let failure = Failure::new(
        Code::Cancelled,
        text!("Cancelled."),
        text!("If the request had reached AWS already, the code is used: wait for the next one."),
    );
    Failure { fate: CodeFate::Unknown, ..failure }
}
