//! `daypass logout`

use daypass_core::failure::Failure;
use daypass_core::login;
use daypass_core::ports::Ports;

use crate::output;

/// Takes one session, or all that Daypass wrote, out of the credentials file.
///
/// # Errors
/// [`daypass_core::failure::Code::NoSession`], or the file's failure.
pub async fn logout(ports: &Ports, profile: Option<&str>) -> Result<(), Failure> {
    let ended = match profile {
        Some(name) => vec![login::logout(ports, name).await?],
        None => login::logout_all(ports).await?,
    };
    if ended.is_empty() {
        output::note("There is no session to end.");
    }
    for target in ended {
        output::note(&format!("The keys of {target} are gone from the credentials file."));
    }
    Ok(())
}
