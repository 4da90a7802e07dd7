//! A session whose row has another target now: it goes there, and what is not ours stays.
//!
//! Left behind, it would be on no row, refreshed by nobody and reminded of by nobody until its end.

use crate::aws_config::CredentialsSection;
use crate::credentials_out::{SectionEdit, edit};
use crate::failure::Failure;
use crate::guard::{Intent, Owners, inspect};
use crate::ports::{AwsText, Edited, Ports, Touches, Written};
use crate::survey::off_the_runtime;
use crate::target::{Choice, OUR_KEYS, is_session_of_ours, long_term_twin, may_be_written};

/// A session of ours and where it is to go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Relocation {
    pub(crate) from: String,
    pub(crate) to: String,
}

/// Moves the keys of sessions of ours to other sections, each by itself. What stands in the way of
/// one leaves that one where it is. Returns those that moved.
///
/// # Errors
/// [`crate::failure::Code::File`].
pub(crate) async fn relocate(ports: &Ports, wanted: Vec<Relocation>) -> Result<Vec<Relocation>, Failure> {
    let files = ports.files.clone();
    off_the_runtime(move || {
        let mut moved = Vec::new();
        for relocation in wanted {
            let mut refused = None;
            let written = files.update_credentials(&mut |text| {
                refused = None;
                moved_text(text, &relocation).inspect_err(|failure| refused = Some(failure.clone()))
            });
            match (written, refused) {
                (Ok(Written::Changed), _) => moved.push(relocation),
                (Ok(Written::Unchanged), _) | (Err(_), Some(_)) => {}
                (Err(failure), None) => return Err(failure),
            }
        }
        Ok(moved)
    })
    .await
}

fn moved_text(text: &AwsText, Relocation { from, to }: &Relocation) -> Result<Edited, Failure> {
    is_session_of_ours(text, from)?;
    let owners = Owners { leapp: text.leapp };
    let [old, new, twin] = CredentialsSection::find(&text.credentials, [from, to, &long_term_twin(to)]);
    may_be_written(new.as_ref(), owners, twin.is_some(), to, Choice::default())?;
    // A session that stands there already is not written over unasked, not even one of ours.
    inspect(new.as_ref(), owners, Intent::Remove).check(to)?;
    if new.as_ref().is_some_and(|section| section.get("aws_session_token").is_some()) {
        return Ok(unchanged(text));
    }
    let mut made = text.made.clone();
    let mut leaving = OUR_KEYS.iter().fold(SectionEdit::new(from), |change, key| change.remove(*key));
    if made.contains(from) {
        leaving = leaving.remove_section_if_empty();
    }
    let keys = OUR_KEYS.iter().filter_map(|key| Some((*key, old.as_ref()?.get(key)?)));
    let coming = keys.fold(SectionEdit::new(to), |change, (key, value)| change.set(key, value));
    let credentials = edit(&text.credentials, &[leaving, coming])?;
    if new.is_none() {
        made.insert(to.clone());
    }
    if CredentialsSection::find(&credentials, [from]) == [None] {
        made.remove(from);
    }
    let touches = Touches::Sections([from.clone(), to.clone()].into());
    Ok(Edited { credentials, touches, structural: true, irreplaceable: false, made })
}

fn unchanged(text: &AwsText) -> Edited {
    Edited {
        credentials: text.credentials.clone(),
        touches: Touches::Sections([].into()),
        structural: false,
        irreplaceable: false,
        made: text.made.clone(),
    }
}
