//! `daypass login`

use chrono::Local;
use daypass_core::code::TokenCode;
use daypass_core::failure::Failure;
use daypass_core::login::{self, Grant, Wish, needs_code};
use daypass_core::ports::Ports;
use daypass_core::survey::survey;

use crate::arguments::Login;
use crate::rows::rows;
use crate::{ask, output, when};

/// Signs in, asking for a code when one is needed and none is on its way.
///
/// # Errors
/// Whatever stood in the way.
pub async fn login(ports: &Ports, arguments: Login) -> Result<(), Failure> {
    let Login { profile, duration, code, direct } = arguments;
    let mut wish = Wish { name: profile, code: None, seconds: duration, direct };
    wish.code = match code {
        Some(_) => Some(TokenCode::parse(ask::line_of_input()?.expose())?),
        None if needs_code(&survey(ports).await?, &wish, ports.clock.now())? => {
            Some(asked_for(ports, &wish.name).await?)
        }
        None => None,
    };
    let grants = login::login(ports, wish).await?;
    for grant in &grants {
        said(ports, grant);
    }
    if let Some(grant) = grants.last() {
        output::note(&format!("Use it with AWS_PROFILE={}", grant.target));
    }
    Ok(())
}

/// Asks for the code of the profile's device, saying first where it will go when that is not AWS.
async fn asked_for(ports: &Ports, name: &str) -> Result<TokenCode, Failure> {
    let own = rows(ports, Some(name)).await?.pop();
    let identity = match own.as_ref().and_then(|row| row.identity.as_deref()) {
        Some(identity) => rows(ports, Some(identity)).await?.pop(),
        None => None,
    };
    let views = || [&own, &identity].into_iter().flatten().map(|row| &row.view);
    let endpoint = views().find_map(|view| view.endpoint.as_deref());
    if let Some(endpoint) = endpoint.filter(|_| ask::somebody()) {
        output::note(&format!("The code goes to {endpoint}, not to AWS."));
    }
    let question = match views().find_map(|view| view.serial.as_deref()) {
        Some(serial) => format!("Token code of {serial}"),
        None => format!("Token code for {name}"),
    };
    TokenCode::parse(ask::visibly(&question, "--code - on standard input")?.expose())
}

fn said(ports: &Ports, grant: &Grant) {
    let now = ports.clock.now();
    output::note(&format!(
        "Signed in to {} until {} ({}).",
        grant.name,
        when::local(grant.expires, now, &Local),
        when::left(grant.expires, now)
    ));
}
