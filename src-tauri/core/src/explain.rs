//! Which credentials AWS's tools would use for a profile, and why it is not those that Daypass wrote.
//!
//! A [`Reader`] is a table of steps ([`readers`]); [`chain`] walks it over what the reader makes of the
//! two files ([`reading`]). Nothing is asked of the network and no program is run: where a reader would
//! do that, it is said that it would. [`words`] turns the outcome into sentences, [`advice`] says what
//! stands in the way of ours.
//!
//! Each rule names the source it was read from: botocore 1.44 (`credentials.py`, `configloader.py`,
//! `session.py`), aws-config 1.13 (`profile/credentials/repr.rs`, `default_provider/credentials.rs`),
//! aws-sdk-go-v2 (`config/resolve_credentials.go`, `config/shared_config.go`), and
//! `@aws-sdk/credential-provider-node` 3.972 with `credential-provider-ini`. All but Go are asked
//! themselves in tests/readers.

mod advice;
mod chain;
mod go;
mod keys;
mod readers;
mod reading;
mod roles;
mod sso;
#[cfg(test)]
mod tests;
mod trouble;
pub mod view;
mod words;

use crate::aws_config::Origin;
use crate::aws_config::literal::Literal;
use crate::ports::AwsText;

pub use trouble::Trouble;

/// What the environment says about credentials: names and kinds, never values.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Surroundings {
    /// `AWS_PROFILE`.
    pub profile: Option<String>,
    /// `AWS_DEFAULT_PROFILE`.
    pub default_profile: Option<String>,
    /// Whether `AWS_ACCESS_KEY_ID` is set.
    pub access_key_id: bool,
    /// Whether `AWS_SECRET_ACCESS_KEY` is set.
    pub secret_access_key: bool,
    /// Whether `AWS_WEB_IDENTITY_TOKEN_FILE` is set.
    pub web_identity_token_file: bool,
    /// Whether `AWS_ROLE_ARN` is set.
    pub role_arn: bool,
    /// Whether `AWS_CONTAINER_CREDENTIALS_RELATIVE_URI` is set.
    pub container_relative_uri: bool,
    /// Whether `AWS_CONTAINER_CREDENTIALS_FULL_URI` is set.
    pub container_full_uri: bool,
    /// Whether `AWS_EC2_METADATA_DISABLED` is `true`.
    pub instance_metadata_disabled: bool,
}

/// Who reads the files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Reader {
    /// The AWS CLI and boto3.
    Botocore,
    /// The SDK for Rust.
    Rust,
    /// The SDK for Go v2.
    Go,
    /// The SDK for JavaScript v3.
    JavaScript,
}

impl Reader {
    /// All of them, the most used first.
    pub const ALL: [Self; 4] = [Self::Botocore, Self::Rust, Self::Go, Self::JavaScript];

    /// What people call it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Botocore => "AWS CLI, boto3",
            Self::Rust => "SDK for Rust",
            Self::Go => "SDK for Go v2",
            Self::JavaScript => "SDK for JavaScript v3",
        }
    }
}

/// What is asked.
#[derive(Clone, Debug)]
pub struct Question {
    /// The profile that is given to the tool by name (`--profile`); none where the tool takes the one
    /// that the environment names, else `default`.
    pub profile: Option<String>,
    /// The tool's environment.
    pub surroundings: Surroundings,
}

/// What a reader would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It uses these credentials.
    Uses(Found),
    /// It ends with an error.
    Stops(Trouble),
    /// It looks everywhere and finds nothing; perhaps for that reason.
    Nothing(Option<Trouble>),
}

/// Credentials, and the roles that are assumed with them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Where the first ones come from.
    pub base: Base,
    /// The roles in the order in which they are assumed.
    pub roles: Vec<String>,
    /// Whether the tool asks for a token code itself, each time anew.
    pub asks_for_code: bool,
}

/// Where credentials come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Base {
    /// `AWS_ACCESS_KEY_ID` and its fellows.
    Environment,
    /// Keys in one of the two files.
    Keys(Keys),
    /// A web identity token, exchanged for a role; of the environment or of a profile.
    WebIdentity {
        /// The profile that names it; none for the environment.
        profile: Option<String>,
    },
    /// IAM Identity Center.
    Sso {
        /// The profile that says so.
        profile: String,
    },
    /// What `aws login` left.
    LoginSession {
        /// The profile that says so.
        profile: String,
    },
    /// The output of a program.
    Process {
        /// The profile that names it.
        profile: String,
    },
    /// The container's credentials service.
    Container,
    /// The metadata service of EC2.
    Instance,
}

/// Keys in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keys {
    /// Which file the access key id stands in.
    pub file: Origin,
    /// The profile.
    pub profile: String,
    /// Whose they are.
    pub owner: Owner,
    /// The key whose value is taken for the session token, if there is one.
    pub token: Option<&'static str>,
}

/// Whose keys these are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// A session that Daypass wrote.
    Daypass,
    /// A session of another program.
    Other,
    /// A long-term key.
    User,
}

/// What one reader would do, and for which profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Who.
    pub reader: Reader,
    /// The profile that this reader looks at.
    pub profile: String,
    /// What it does.
    pub verdict: Verdict,
}

impl Answer {
    /// Whether it gets what Daypass wrote, directly or by roles, and can use it.
    #[must_use]
    pub fn uses_ours(&self) -> bool {
        match &self.verdict {
            Verdict::Uses(Found { base: Base::Keys(keys), .. }) => keys.is_ours_whole(),
            Verdict::Uses(_) | Verdict::Stops(_) | Verdict::Nothing(_) => false,
        }
    }
}

impl Keys {
    /// Whether these are a session of Daypass with its own token: a stale `aws_security_token` makes
    /// a session useless to who reads it first.
    pub(crate) fn is_ours_whole(&self) -> bool {
        self.owner == Owner::Daypass && self.token == Some(keys::SESSION_TOKEN)
    }
}

/// The answers of all readers, in the order of [`Reader::ALL`].
#[must_use]
pub fn explain(text: &AwsText, question: &Question) -> Vec<Answer> {
    let files = Files::of(text);
    Reader::ALL.into_iter().map(|reader| chain::ask(reader, &files, question)).collect()
}

/// Both files as they stand.
pub(crate) struct Files {
    pub config: Literal,
    pub credentials: Literal,
}

impl Files {
    pub(crate) fn of(text: &AwsText) -> Self {
        Self {
            config: Literal::read(&text.config, Origin::Config),
            credentials: Literal::read(&text.credentials, Origin::Credentials),
        }
    }
}
