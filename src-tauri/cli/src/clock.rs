//! This machine's clock beside AWS's.

use daypass_core::aws_time::Now;
use daypass_core::failure::Failure;
use daypass_core::ports::Ports;
use daypass_core::survey::off_the_runtime;

use crate::output;

/// Now, by what this call or one before it learned of AWS's clock.
pub fn now(ports: &Ports) -> Now {
    ports.now(ports.issuer.drift().or_else(|| ports.settings.recall().drift))
}

/// Says that the clock is wrong, if it is.
pub fn trouble(now: Now) {
    if let Some(trouble) = now.trouble() {
        output::note(&format!("{}\nhint: {}", trouble.message, trouble.hint));
    }
}

/// Remembers what an answer of AWS told, when it was news, and says what is wrong.
///
/// # Errors
/// None of the clock's own.
pub async fn learn(ports: &Ports) -> Result<(), Failure> {
    let heard = ports.issuer.drift();
    trouble(Now::of(ports.clock.as_ref(), heard));
    let (store, clock) = (ports.settings.clone(), ports.clock.clone());
    off_the_runtime(move || {
        let mut memory = store.recall();
        let of = |drift| Now::of(clock.as_ref(), drift).drift();
        // Most clocks are right, and a file that says so is worth no writing.
        if heard.is_some() && (of(heard) - of(memory.drift)).num_seconds() != 0 {
            memory.drift = heard;
            store.remember(&memory);
        }
        Ok(())
    })
    .await
}
