//! Other tools' sessions in sections of the AWS files.

use crate::aws_config::{AwsConfig, Profile};
use crate::catalog::Around;
use crate::foreign::{End, Foreign, Place, account_and_name};
use crate::maker::{Maker, account_and_user, is_ours, maker, marked};
use crate::route::Route;
use crate::session::{has_end, has_token, renewed_until, session_in};

/// The session of another tool in this profile.
pub(crate) fn in_section(
    aws: &AwsConfig,
    profile: &Profile,
    around: &Around<'_>,
    route: impl FnOnce() -> Result<Route, crate::failure::Failure>,
) -> Option<Foreign> {
    // Keys of a session begin so; long-term keys beside a stale token are none.
    let key_id = profile.get("aws_access_key_id").filter(|id| !id.starts_with("AKIA"))?;
    if !has_token(profile) || is_ours(profile) {
        return None;
    }
    let made_by = match aws.in_credentials(profile.name()) {
        Some(section) => maker(section, around.leapp, has_end(section)),
        None => marked(profile).pop(),
    };
    let (account, principal) = whose(profile, made_by.as_ref()).unzip();
    Some(Foreign {
        name: profile.name().to_owned(),
        target: Some(profile.name().to_owned()),
        end: end(profile, around),
        maker: made_by,
        account,
        principal,
        place: Place::Section { name: profile.name().to_owned(), key_id: key_id.to_owned(), route: route() },
    })
}

fn end(profile: &Profile, around: &Around<'_>) -> End {
    let Some(session) = session_in(profile, around.wall) else {
        return End::untold(around.credentials_changed);
    };
    let is_renewed = profile.get("autoawsume").is_some() && marked(profile) == [Maker::Awsume];
    if is_renewed {
        End::Renewed { current: session.expires, until: renewed_until(profile, around.wall) }
    } else {
        End::At(session.expires)
    }
}

/// Account and user or role, by what the maker wrote of them.
fn whose(profile: &Profile, maker: Option<&Maker>) -> Option<(String, String)> {
    match maker? {
        Maker::AwsMfa => account_and_name(profile.get("assumed_role_arn")?),
        Maker::Saml2aws => account_and_name(profile.get("x_principal_arn")?),
        Maker::MfaLogin => {
            let (account, user) = account_and_user(profile.name())?;
            Some((account.to_owned(), user.to_owned()))
        }
        Maker::Awsume
        | Maker::Leapp
        | Maker::Yawsso
        | Maker::AwsSso
        | Maker::AwsLogin
        | Maker::AwsCli
        | Maker::Named(_) => None,
    }
}
