//! How long to wait, and what may be asked again.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::time::{Instant, sleep, timeout_at};

use daypass_core::sts_error::StsError;

use super::refusal::Refusal;

const MOST_TRIES: u32 = 3;

/// The bounds of one call.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// For DNS, TCP, proxy and TLS together.
    pub connect: Duration,
    /// For the whole call, with all its tries.
    pub whole: Duration,
    /// Before the second try; doubled before the third.
    pub pause: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(5),
            whole: Duration::from_secs(15),
            pause: Duration::from_millis(400),
        }
    }
}

tokio::task_local! {
    /// Whether an answer to this try has begun that says that STS granted what was asked for. A try that
    /// runs out of time is dropped and can tell nothing itself.
    static GRANTED: Arc<AtomicBool>;
}

/// Notes that a success has begun to arrive: whatever happens to the rest of it, the code is spent.
pub(super) fn note_success() {
    // Outside of `persist` there is nobody to tell.
    let _ = GRANTED.try_with(|granted| granted.store(true, Ordering::Relaxed));
}

/// Asks up to three times, but asks again only where no token code can have been spent.
pub(super) async fn persist<T, Try>(patience: Patience, ask: impl Fn() -> Try) -> Result<T, Refusal>
where
    Try: Future<Output = Result<T, Refusal>>,
{
    let deadline = Instant::now() + patience.whole;
    let (mut tries, mut signed_again) = (1, false);
    loop {
        let granted = Arc::<AtomicBool>::default();
        let answer = timeout_at(deadline, GRANTED.scope(Arc::clone(&granted), ask())).await;
        let refusal = match answer {
            Err(_) if granted.load(Ordering::Relaxed) => {
                return Err(Refusal::of(StsError::UnusableAnswer).with_detail("it did not end in time"));
            }
            // Whoever still waits at the deadline is connected: see `has_time`.
            Err(_) => return Err(Refusal::of(StsError::NoAnswer)),
            Ok(Ok(value)) => return Ok(value),
            Ok(Err(refusal)) => refusal,
        };
        match again(&refusal) {
            Again::Never => return Err(refusal),
            // The same client has learned the server's time from this answer and signs with it.
            Again::SignedAnew if signed_again => return Err(refusal),
            Again::SignedAnew => signed_again = true,
            Again::Later => {
                let pause = jittered(patience.pause * 2_u32.pow(tries - 1));
                if tries == MOST_TRIES || !has_time(patience, deadline, pause) {
                    return Err(refusal);
                }
                sleep(pause).await;
                tries += 1;
            }
        }
    }
}

/// What may follow a refusal.
enum Again {
    /// The code may be spent, or asking again would change nothing.
    Never,
    /// A signature was refused for its time: that is checked before the code.
    SignedAnew,
    /// The request was not sent, or AWS says that it was not processed.
    Later,
}

fn again(refusal: &Refusal) -> Again {
    match refusal.kind {
        // A second wait of five seconds for a connection seldom ends better than the first.
        StsError::Unreachable if refusal.waited => Again::Never,
        StsError::Unreachable | StsError::ProxyRefused | StsError::Throttled | StsError::ServiceFault => {
            Again::Later
        }
        StsError::ClockSlow | StsError::ClockFast | StsError::ClockOff => Again::SignedAnew,
        StsError::InvalidCode
        | StsError::UnknownDevice
        | StsError::IncompleteMfa
        | StsError::SessionAsSource
        | StsError::RoleDenied
        | StsError::Denied
        | StsError::UnknownKey
        | StsError::WrongSecret
        | StsError::ExpiredToken
        | StsError::OverRoleMaximum
        | StsError::OverChainLimit
        | StsError::Validation
        | StsError::RegionDisabled
        | StsError::MalformedPolicy
        | StsError::PackedPolicyTooLarge
        // Proxies lock accounts after some wrong passwords.
        | StsError::ProxyLogin
        | StsError::Untrusted
        | StsError::CertificateExpired
        | StsError::CertificateTooNew
        | StsError::CertificateOfAnother
        | StsError::NoAnswer
        | StsError::NotSts
        | StsError::UnusableAnswer
        | StsError::Other => Again::Never,
    }
}

/// A try that starts must have the time to find out whether it can connect at all: otherwise the
/// deadline could fall before anything was sent, and "the code may be spent" would be a lie.
fn has_time(patience: Patience, deadline: Instant, pause: Duration) -> bool {
    Instant::now() + pause + patience.connect < deadline
}

/// Between three quarters and all of a pause, so that many roles refused together do not come back
/// together.
fn jittered(pause: Duration) -> Duration {
    let random = RandomState::new().build_hasher().finish() % 256;
    let share = u32::try_from(random).unwrap_or(0);
    pause * 3 / 4 + pause / 4 * share / 256
}

#[cfg(test)]
mod tests {
    use std::future::{pending, ready};
    use std::sync::atomic::AtomicU32;

    use super::*;

    async fn tries(kind: StsError) -> u32 {
        let count = AtomicU32::new(0);
        let ask = || {
            count.fetch_add(1, Ordering::Relaxed);
            ready(Err::<(), _>(Refusal::of(kind)))
        };
        let refusal = persist(Patience::default(), ask).await.unwrap_err();
        assert_eq!(refusal.kind, kind);
        count.load(Ordering::Relaxed)
    }

    #[test]
    fn connecting_takes_five_seconds_and_all_of_it_fifteen() {
        let Patience { connect, whole, pause } = Patience::default();
        assert_eq!((connect.as_secs(), whole.as_secs()), (5, 15));
        assert!(pause < connect);
    }

    #[tokio::test(start_paused = true)]
    async fn only_what_was_not_processed_is_asked_again() {
        for kind in
            [StsError::Throttled, StsError::ServiceFault, StsError::Unreachable, StsError::ProxyRefused]
        {
            assert_eq!(tries(kind).await, 3, "{kind:?}");
        }
        for kind in [StsError::ClockSlow, StsError::ClockFast, StsError::ClockOff] {
            assert_eq!(tries(kind).await, 2, "{kind:?}");
        }
        for kind in [
            StsError::InvalidCode,
            StsError::NoAnswer,
            StsError::NotSts,
            StsError::UnusableAnswer,
            StsError::Denied,
            StsError::ProxyLogin,
        ] {
            assert_eq!(tries(kind).await, 1, "{kind:?}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn an_answer_that_never_comes_is_given_up_in_time() {
        let started = Instant::now();
        let never = pending::<Result<(), Refusal>>;
        let refusal = persist(Patience::default(), never).await.unwrap_err();
        assert_eq!(refusal.kind, StsError::NoAnswer);
        assert_eq!(started.elapsed().as_secs(), 15);
    }

    #[tokio::test(start_paused = true)]
    async fn no_try_begins_that_could_not_even_connect() {
        let count = AtomicU32::new(0);
        let slow = async || {
            count.fetch_add(1, Ordering::Relaxed);
            sleep(Duration::from_secs(6)).await;
            Err::<(), _>(Refusal::of(StsError::Throttled))
        };
        let refusal = persist(Patience::default(), slow).await.unwrap_err();
        assert_eq!((refusal.kind, count.load(Ordering::Relaxed)), (StsError::Throttled, 2));
    }
}
