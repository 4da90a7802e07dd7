//! The clipboard, for what must not pass through the page: marked as a secret, and gone after a minute.

use std::time::Duration;

use arboard::{Clipboard, Error};
use daypass_core::failure::{Code, Failure};
use daypass_core::secret::Secret;
use daypass_core::text;

/// Long enough to change to a terminal and paste.
const STAYS: Duration = Duration::from_secs(60);

/// Puts a secret into the clipboard, out of the sight of clipboard histories, and takes it out again
/// unless something else stands there by then.
///
/// # Errors
/// [`Code::Clipboard`] when this desktop has none that can be written.
pub async fn lend(secret: Secret) -> Result<(), Failure> {
    let (clipboard, secret) = off_the_runtime(move || put(secret)).await?;
    tauri::async_runtime::spawn(async move {
        tokio::time::sleep(STAYS).await;
        if let Err(failure) = off_the_runtime(move || take_back(clipboard, &secret)).await {
            tracing::warn!("{failure}");
        }
    });
    Ok(())
}

fn put(secret: Secret) -> Result<(Clipboard, Secret), Error> {
    let mut clipboard = Clipboard::new()?;
    unseen(clipboard.set()).text(secret.expose())?;
    Ok((clipboard, secret))
}

fn take_back(mut clipboard: Clipboard, secret: &Secret) -> Result<(), Error> {
    // Whoever copied something else has it still; a clipboard that holds no text holds something else.
    let ours = clipboard.get_text().is_ok_and(|text| text == secret.expose());
    if ours { clipboard.clear() } else { Ok(()) }
}

#[cfg(target_os = "linux")]
fn unseen(set: arboard::Set<'_>) -> arboard::Set<'_> {
    arboard::SetExtLinux::exclude_from_history(set)
}

#[cfg(target_os = "macos")]
fn unseen(set: arboard::Set<'_>) -> arboard::Set<'_> {
    arboard::SetExtApple::exclude_from_history(set)
}

#[cfg(target_os = "windows")]
fn unseen(set: arboard::Set<'_>) -> arboard::Set<'_> {
    use arboard::SetExtWindows;
    set.exclude_from_history().exclude_from_cloud().exclude_from_monitoring()
}

async fn off_the_runtime<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Failure> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|error| failed(&error.to_string()))?.map_err(|error| failed(&error.to_string()))
}

fn failed(why: &str) -> Failure {
    Failure::new(
        Code::Clipboard,
        text!("The clipboard could not be written."),
        text!("Use the command line: daypass export prints the same lines."),
    )
    .with_detail(why)
}
