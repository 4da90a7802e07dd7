//! Sessions that come along with others: what stands in their way must not endanger the rest.

use crate::aws_config::CredentialsSection;
use crate::failure::Failure;
use crate::guard::{Intent, Owners, inspect};
use crate::login::{Grant, Left};
use crate::ports::{AwsText, Edited, Ports};
use crate::survey::{Survey, off_the_runtime};
use crate::target::{self, Choice, Delivery, Parcel, Receipt, put};

/// A session that nobody asked for by name.
#[derive(Debug)]
pub(crate) struct Companion {
    pub(crate) grant: Grant,
    pub(crate) delivery: Delivery,
    /// What must stand in its section still.
    pub(crate) was: Was,
}

/// What a section must hold for a companion to be written there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Was {
    /// Whatever may be written over.
    Anything,
    /// The key of this id, or none: a session that was ended or renewed meanwhile is not touched.
    Key(Option<String>),
}

/// A section and the key id in it by which requests were signed.
#[derive(Clone, Debug)]
pub(crate) struct Under {
    pub(crate) target: String,
    pub(crate) access_key_id: String,
}

/// What was written, and what was not.
pub(crate) struct Written {
    pub(crate) receipt: Receipt,
    pub(crate) grants: Vec<Grant>,
    pub(crate) left: Vec<Left>,
}

/// Whether a section may receive a session that nobody asked for by name: none of another program,
/// and no keys that are not ours.
///
/// # Errors
/// As [`target::check`], and [`crate::failure::Code::ForeignOwner`] for keys without a mark.
pub(crate) fn check(found: &Survey, target: &str) -> Result<(), Failure> {
    target::check(found, target, Choice::default())?;
    let owners = Owners { leapp: found.leapp };
    inspect(found.aws.in_credentials(target), owners, Intent::Remove).check(target)
}

/// Writes `asked`, and what of `along` may be written, in one transaction. With `under`, nothing is
/// written unless that key still stands where it did.
///
/// # Errors
/// What stands in the way of `asked`; nothing was written then.
pub(crate) async fn write(
    ports: &Ports,
    asked: Vec<Delivery>,
    along: Vec<Companion>,
    under: Option<Under>,
) -> Result<Written, Failure> {
    let files = ports.files.clone();
    off_the_runtime(move || {
        let asked: Vec<Parcel> = asked.iter().map(Parcel::of).collect();
        let along: Vec<Passenger> = along.into_iter().map(Passenger::of).collect();
        let mut boarded = Vec::new();
        let mut left = Vec::new();
        let written = files.update_credentials(&mut |text| {
            // Begun anew when another program wrote in between.
            left.clear();
            let sound =
                under.as_ref().is_none_or(|under| holds(text, &under.target, Some(&under.access_key_id)));
            boarded = along.iter().filter(|passenger| sound && passenger.is_expected(text)).collect();
            put_along(text, &asked, &mut boarded, &mut left)
        })?;
        let grants = boarded.iter().map(|passenger| passenger.grant.clone()).collect();
        let parcels = asked.iter().cloned().chain(boarded.iter().map(|p| p.parcel.clone())).collect();
        Ok(Written { receipt: Receipt { written, parcels }, grants, left })
    })
    .await
}

struct Passenger {
    grant: Grant,
    parcel: Parcel,
    was: Was,
}

impl Passenger {
    fn of(companion: Companion) -> Self {
        let Companion { grant, delivery, was } = companion;
        Self { grant, parcel: Parcel::of(&delivery), was }
    }

    fn is_expected(&self, text: &AwsText) -> bool {
        match &self.was {
            Was::Anything => true,
            Was::Key(id) => holds(text, &self.parcel.target, id.as_deref()),
        }
    }
}

/// Puts all into the text; when that is refused, whoever is the reason stays behind.
fn put_along(
    text: &AwsText,
    asked: &[Parcel],
    boarded: &mut Vec<&Passenger>,
    left: &mut Vec<Left>,
) -> Result<Edited, Failure> {
    let all = |boarded: &[&Passenger]| -> Vec<Parcel> {
        asked.iter().cloned().chain(boarded.iter().map(|p| p.parcel.clone())).collect()
    };
    let refused = match put(text, &all(boarded)) {
        Ok(edited) => return Ok(edited),
        Err(refused) if boarded.is_empty() => return Err(refused),
        Err(refused) => refused,
    };
    boarded.retain(|passenger| match put(text, std::slice::from_ref(&passenger.parcel)) {
        Ok(_) => true,
        Err(failure) => {
            left.push(Left { name: passenger.grant.name.clone(), failure });
            false
        }
    });
    put(text, &all(boarded)).or_else(|_| {
        // Each alone could be written, all together not: what was asked for comes first.
        let stays = |p: &&Passenger| Left { name: p.grant.name.clone(), failure: refused.clone() };
        left.extend(boarded.iter().map(stays));
        boarded.clear();
        put(text, asked)
    })
}

/// Whether a section holds the key of this id, or no key.
fn holds(text: &AwsText, target: &str, access_key_id: Option<&str>) -> bool {
    let [section] = CredentialsSection::find(&text.credentials, [target]);
    section.as_ref().and_then(|section| section.get("aws_access_key_id")) == access_key_id
}
