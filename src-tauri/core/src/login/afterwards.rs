//! What can be done with a session once it stands in the file: try it, end it.

use crate::catalog::{Catalog, Entry};
use crate::failure::{Code, Failure};
use crate::foreign::Place;
use crate::login::entry;
use crate::ports::{Caller, Ports};
use crate::profile::visible;
use crate::route::Route;
use crate::session::has_token;
use crate::survey::survey;
use crate::target;

/// Asks AWS who the written session is, through the files, as other tools would. Sessions that other
/// tools wrote there can be asked for too; nothing is written.
///
/// # Errors
/// [`Code::UnknownProfile`], [`Code::NoSession`], or STS's refusal.
pub async fn test(ports: &Ports, name: &str) -> Result<Caller, Failure> {
    let found = survey(ports).await?;
    let (target, route) = written_at(&found.catalog, name)?;
    // A session without a known end may be tested too; a long-term key is none.
    if !found.aws.profile(target).is_some_and(has_token) {
        return Err(Failure::new(
            Code::NoSession,
            text!("There is no session in profile “{}” to test.", visible(target)),
            text!("Sign in first."),
        ));
    }
    ports.issuer.identity_of_profile(target, route).await
}

/// The section that holds what a person means by `name`, and where its requests go.
pub(crate) fn written_at<'a>(catalog: &'a Catalog, name: &str) -> Result<(&'a str, &'a Route), Failure> {
    match entry(catalog, name) {
        Ok(Entry::Identity(identity)) => Ok((&identity.target, known(&identity.route)?)),
        Ok(Entry::Role(role)) => Ok((&role.target, known(&role.route)?)),
        Err(unknown) => match catalog.foreign(name).map(|theirs| &theirs.place) {
            Some(Place::Section { name, route, .. }) => Ok((name, known(route)?)),
            Some(Place::Cache(_)) => Err(not_in_the_files(name)),
            None => Err(unknown),
        },
    }
}

fn known(route: &Result<Route, Failure>) -> Result<&Route, Failure> {
    route.as_ref().map_err(Clone::clone)
}

fn not_in_the_files(name: &str) -> Failure {
    Failure::new(
        Code::NoSession,
        text!("The session “{}” stands in its tool's own cache, not in the AWS files.", visible(name)),
        text!("Try it with the AWS CLI: aws sts get-caller-identity."),
    )
}

/// Ends a session here: its keys leave the file. AWS itself keeps accepting them until their end.
/// Returns the section that held it, for what is known of it elsewhere.
///
/// # Errors
/// [`Code::UnknownProfile`], [`Code::NoSession`], or the file's failure.
pub async fn logout(ports: &Ports, name: &str) -> Result<String, Failure> {
    let found = survey(ports).await?;
    // A session of ours may outlive its row: its key was removed, its profile renamed.
    let orphan = found.catalog.session(name).is_some_and(|session| session.ours);
    let target = match entry(&found.catalog, name) {
        Ok(entry) => entry.target().to_owned(),
        Err(_) if orphan => name.to_owned(),
        Err(failure) => return Err(failure),
    };
    target::clear(ports, vec![target.clone()]).await?;
    Ok(target)
}

/// Ends every session that Daypass wrote, those without a row included, and returns their
/// sections. What other tools wrote stays, in our targets too.
///
/// # Errors
/// The file's failure; no session has ended then.
pub async fn logout_all(ports: &Ports) -> Result<Vec<String>, Failure> {
    let sessions = survey(ports).await?.catalog.sessions;
    let targets = sessions.into_iter().filter(|(_, session)| session.ours);
    let targets: Vec<String> = targets.map(|(target, _)| target).collect();
    if !targets.is_empty() {
        target::clear(ports, targets.clone()).await?;
    }
    Ok(targets)
}
