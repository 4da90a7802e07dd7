//! For some seconds after a write: another program that read the file before us may still put its
//! older text over ours. Such a loss is noticed and made good, once.
//!
//! This is the one case in which a change from outside is answered with a write. It is told from
//! what others do on purpose by three signs: the loss comes within [`PERIOD`] of our write, no
//! program of ours wrote last (ending a session or signing in again is no loss), and the section
//! may still be written unasked.

use std::time::Duration;

use crate::aws_config::CredentialsSection;
use crate::failure::Failure;
use crate::ports::{AwsText, Ports, Written};
use crate::survey::off_the_runtime;
use crate::target::{Parcel, Receipt, may_be_put, put};

/// How long after a write a loss counts as one: programs that hold an older text write it within
/// moments.
pub const PERIOD: Duration = Duration::from_secs(5);
/// How often the file is looked at meanwhile.
const STEP: Duration = Duration::from_millis(250);

/// What became of the sessions that were written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Afterwards {
    /// They are still there, or were replaced on purpose.
    Kept,
    /// Another program overwrote these sections; they were written again.
    WrittenAgain(Vec<String>),
}

/// Watches over what was written for `period`, [`PERIOD`] as a rule.
///
/// # Errors
/// [`crate::failure::Code::File`] when the loss was seen and could not be made good.
pub async fn watch_over(ports: &Ports, receipt: Receipt, period: Duration) -> Result<Afterwards, Failure> {
    let mut parcels = receipt.parcels;
    let mut seen = None;
    let mut left = period;
    while !left.is_zero() && !parcels.is_empty() {
        let step = STEP.min(left);
        tokio::time::sleep(step).await;
        left -= step;
        let files = ports.files.clone();
        let known = seen.take();
        let (stamp, look) = off_the_runtime(move || {
            let stamp = files.stamp();
            // Unchanged since the last look: nothing to read.
            let look = if known.as_ref() == Some(&stamp) { None } else { files.look().ok() };
            Ok((stamp, look))
        })
        .await?;
        seen = Some(stamp);
        let Some(look) = look else { continue };
        let (there, gone): (Vec<Parcel>, Vec<Parcel>) =
            parcels.into_iter().partition(|parcel| is_there(&look.text, parcel));
        if gone.is_empty() || look.ours {
            // What one of our own programs took away was taken away on purpose.
            parcels = there;
            continue;
        }
        return write_again(ports, gone).await;
    }
    Ok(Afterwards::Kept)
}

fn is_there(text: &AwsText, parcel: &Parcel) -> bool {
    let [section] = CredentialsSection::find(&text.credentials, [&parcel.target]);
    section.is_some_and(|section| section.get("aws_access_key_id") == Some(&parcel.access_key_id))
}

async fn write_again(ports: &Ports, gone: Vec<Parcel>) -> Result<Afterwards, Failure> {
    let files = ports.files.clone();
    off_the_runtime(move || {
        let mut again = Vec::new();
        let written = files.update_credentials(&mut |text| {
            // Looked at anew under the lock, section by section: one that may no longer be written
            // unasked does not keep the others from coming back.
            let back = gone.iter().filter(|parcel| !is_there(text, parcel) && may_be_put(text, parcel));
            let back: Vec<Parcel> = back.cloned().collect();
            again = back.iter().map(|parcel| parcel.target.clone()).collect();
            put(text, &back)
        })?;
        Ok(match written {
            Written::Changed => Afterwards::WrittenAgain(again),
            Written::Unchanged => Afterwards::Kept,
        })
    })
    .await
}
