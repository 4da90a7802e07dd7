//! `daypass login`

use chrono::Local;
use daypass_core::code::TokenCode;
use daypass_core::failure::{Code, Failure};
use daypass_core::login::{self, Grant, SignedIn, Stop, Wish, device_of};
use daypass_core::loose;
use daypass_core::notice::overwritten_words;
use daypass_core::overwritten::{Afterwards, PERIOD, watch_over};
use daypass_core::ports::Ports;
use daypass_core::profile::SerialNumber;
use daypass_core::survey::{off_the_runtime, survey};
use daypass_core::target::Receipt;
use daypass_core::text;
use daypass_core::used_codes::{next_code, seconds_of, wait_for, wait_for_any};

use crate::arguments::Login;
use crate::rows::rows;
use crate::{ask, clock, company, output, when};

/// Signs in, asking for a code when one is needed and none is on its way.
///
/// # Errors
/// Whatever stood in the way.
pub async fn login(ports: &Ports, arguments: Login, verbose: bool) -> Result<(), Failure> {
    let Login { profile, duration, code, serial, direct, only, take_over, watch } = arguments;
    let serial = serial.as_deref().map(SerialNumber::parse).transpose()?;
    let mut wish = Wish { seconds: duration, direct, only, take_over, serial, ..Wish::new(profile, None) };
    wish.code = match code {
        Some(_) => Some(TokenCode::parse(ask::line_of_input()?.expose())?),
        None => match device(ports, &wish).await? {
            Some(device) => Some(asked_for(ports, &wish, &device).await?),
            None => None,
        },
    };
    of_a_wait(ports, &wish).await?;
    let coded = wish.code.is_some();
    let signed_in = login::login(ports, wish, &mut Stop::never()).await.map_err(with_the_option)?;
    let SignedIn { grants, along, left, receipt, missed, plan, warnings } = signed_in;
    for grant in &grants {
        said(ports, grant);
    }
    company::came_along(&grants, &along, coded);
    company::stayed_behind(&left);
    if let Some(plan) = plan.filter(|plan| missed.is_none() && (verbose || plan.directly.is_some())) {
        company::trade(&plan, ports.clock.now());
    }
    clock::learn(ports).await?;
    if let Some(failure) = missed {
        return Err(failure);
    }
    if let Some(grant) = grants.last() {
        output::note(&format!("Use it with AWS_PROFILE={}", grant.target));
        warn(&warnings);
    }
    of_loose_mode(ports).await?;
    if watch {
        look_after(ports, receipt).await?;
    }
    Ok(())
}

/// The window has a button where the command line has an option.
fn with_the_option(failure: Failure) -> Failure {
    if failure.code != Code::ForeignOwner {
        return failure;
    }
    let hint = text!("{} The option for that is --take-over.", failure.hint);
    Failure { hint, ..failure }
}

/// The device whose code the wish needs or brings.
async fn device(ports: &Ports, wish: &Wish) -> Result<Option<SerialNumber>, Failure> {
    let found = survey(ports).await?;
    Ok(device_of(&found, wish, found.now(ports))?.cloned())
}

/// Says that a code that was typed has to wait: the one before it is used, and AWS takes each once.
async fn of_a_wait(ports: &Ports, wish: &Wish) -> Result<(), Failure> {
    // Hardly ever is there anything to wait for, and the files need not be read for that.
    if wish.code.is_none() || wait_for_any(ports).await.is_none() {
        return Ok(());
    }
    if let Some(device) = device(ports, wish).await?
        && let Some(wait) = wait_for(ports, &device).await
    {
        let seconds = seconds_of(wait);
        output::note(&format!(
            "The last code has been used. This one is sent when the next one comes, in {seconds} s."
        ));
    }
    Ok(())
}

/// Says what keeps others from using what was written, and the rest that the row warns of.
fn warn(warnings: &[Failure]) {
    for warning in warnings {
        output::note(&format!("warning: {} {}", warning.message, warning.hint));
    }
}

/// Says once that others may read the file.
async fn of_loose_mode(ports: &Ports) -> Result<(), Failure> {
    let (files, store) = (ports.files.clone(), ports.settings.clone());
    let news = off_the_runtime(move || {
        let mut memory = store.recall();
        let known = memory.loose_mode;
        let news = loose::news(files.as_ref(), &mut memory.loose_mode);
        if memory.loose_mode != known {
            store.remember(&memory);
        }
        Ok(news)
    })
    .await?;
    if let Some(news) = news {
        output::note(&format!("{}. {}", news.title, news.body));
    }
    Ok(())
}

/// Stays for some seconds, in case another program puts an older text over the session.
async fn look_after(ports: &Ports, receipt: Receipt) -> Result<(), Failure> {
    match watch_over(ports, receipt, PERIOD).await? {
        Afterwards::Kept => {}
        Afterwards::WrittenAgain(targets) => {
            if let Some(news) = overwritten_words(&targets) {
                output::note(&format!("{}. {}", news.title, news.body));
            }
        }
    }
    Ok(())
}

/// Asks for the code of the profile's device, saying first where it will go when that is not AWS.
/// Whoever would type a used code is told so, and asked when the next one is there.
async fn asked_for(ports: &Ports, wish: &Wish, device: &SerialNumber) -> Result<TokenCode, Failure> {
    let own = rows(ports, Some(&wish.name)).await?.pop();
    let identity = match own.as_ref().and_then(|row| row.identity.as_deref()) {
        Some(identity) => rows(ports, Some(identity)).await?.pop(),
        None => None,
    };
    let views = || [&own, &identity].into_iter().flatten().map(|row| &row.view);
    let endpoint = views().find_map(|view| view.endpoint.as_deref());
    if let Some(endpoint) = endpoint.filter(|_| ask::somebody()) {
        output::note(&format!("The code goes to {endpoint}, not to AWS."));
    }
    if ask::somebody()
        && let Some(wait) = wait_for(ports, device).await
    {
        let seconds = seconds_of(wait);
        output::note(&format!(
            "The code that the device shows now has been used; the next one comes in {seconds} s."
        ));
        next_code(ports, device).await;
    }
    let chosen = wish.serial.as_ref().map(SerialNumber::as_str);
    let question = match chosen.or_else(|| views().find_map(|view| view.serial.as_deref())) {
        Some(serial) => format!("Token code of {serial}"),
        None => format!("Token code for {}", wish.name),
    };
    TokenCode::parse(ask::visibly(&question, "--code - on standard input")?.expose())
}

fn said(ports: &Ports, grant: &Grant) {
    let now = clock::now(ports);
    output::note(&format!(
        "Signed in to {} until {} ({}).",
        grant.name,
        when::local(now.wall_of(grant.expires), now.here(), &Local),
        when::left(grant.expires, now.aws())
    ));
}
