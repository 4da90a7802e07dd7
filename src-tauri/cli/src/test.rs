//! `daypass test`

use daypass_core::failure::Failure;
use daypass_core::guard::ignored;
use daypass_core::login;
use daypass_core::ports::Ports;
use daypass_core::survey::survey;

use crate::output;

/// Asks AWS who the written session is, as other tools would.
///
/// # Errors
/// That there is none, or AWS's refusal.
pub async fn test(ports: &Ports, profile: &str) -> Result<(), Failure> {
    let caller = login::test(ports, profile).await?;
    output::data(&format!("{}\n", caller.arn))?;
    let found = survey(ports).await?;
    if let Some(entry) = found.catalog.find(profile)
        && let Some(ignored) = ignored(found.aws.profile(entry.target()))
    {
        output::note(&format!("warning: {}", ignored.sentence(entry.target())));
    }
    Ok(())
}
