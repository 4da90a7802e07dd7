//! The readers as tables of steps: what each tries, in its order.

use crate::explain::Reader;

/// One place where credentials may come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// `AWS_ACCESS_KEY_ID` and its fellows.
    EnvironmentKeys,
    /// `AWS_WEB_IDENTITY_TOKEN_FILE` with `AWS_ROLE_ARN`.
    EnvironmentWebIdentity,
    /// The steps of the profile.
    Profile,
    /// `role_arn`, with the source's credentials.
    Role,
    /// The source's credentials alone, without a role.
    Source,
    /// `credential_source`.
    CredentialSource,
    /// Keys of both files together.
    Keys,
    /// Keys of both files together, passed over while one half is missing.
    WholeKeys,
    /// Keys of the credentials file.
    CredentialsFile,
    /// Keys of the config file.
    ConfigFile,
    /// `web_identity_token_file`.
    WebIdentity,
    /// `sso_…`.
    Sso,
    /// `login_session`.
    LoginSession,
    /// `credential_process`.
    Process,
    /// The container's credentials service.
    Container,
    /// The metadata service of EC2.
    Instance,
}

/// A reader's order.
pub(super) struct Table {
    /// From the environment to the machine.
    pub outer: &'static [Step],
    /// In the profile that is chosen.
    pub profile: &'static [Step],
    /// In the profile that another one names as its source.
    pub source: &'static [Step],
    /// In a profile that names itself as its source.
    pub own_source: &'static [Step],
}

/// The table of a reader.
pub(super) fn table(reader: Reader) -> &'static Table {
    match reader {
        Reader::Botocore => &BOTOCORE,
        Reader::Rust => &RUST,
        Reader::Go => &GO,
        Reader::JavaScript => &JAVASCRIPT,
    }
}

use Step::{
    ConfigFile, Container, CredentialSource, CredentialsFile, EnvironmentKeys, EnvironmentWebIdentity,
    Instance, Keys, LoginSession, Process, Profile, Role, Source, Sso, WebIdentity, WholeKeys,
};

/// botocore, `create_credential_resolver` and `ProfileProviderBuilder.providers`. What it has besides
/// (`AWS_CREDENTIAL_FILE`, `~/.boto`) is of the time before profiles.
static BOTOCORE: Table = Table {
    outer: &[EnvironmentKeys, Profile, Container, Instance],
    profile: &[Role, WebIdentity, Sso, CredentialsFile, LoginSession, Process, ConfigFile],
    source: &[WebIdentity, Sso, CredentialsFile, LoginSession, Process, ConfigFile],
    own_source: &[WebIdentity, Sso, CredentialsFile, LoginSession, Process, ConfigFile],
};

/// aws-config, `DefaultCredentialsChain::build`, `resolve_chain` and `base_provider`.
static RUST: Table = Table {
    outer: &[EnvironmentKeys, Profile, EnvironmentWebIdentity, Container, Instance],
    profile: &[Role, CredentialSource, WebIdentity, Sso, LoginSession, Process, Keys],
    source: &[WholeKeys, Role, CredentialSource, WebIdentity, Sso, LoginSession, Process, Keys],
    own_source: &[CredentialSource, WebIdentity, Sso, LoginSession, Process, Keys],
};

/// aws-sdk-go-v2, `resolveCredentialChain` and `resolveCredsFromProfile`. Where `login_session` stands
/// beside `credential_process` was not read there, for that version of the source was not to be had.
static GO: Table = Table {
    outer: &[EnvironmentKeys, EnvironmentWebIdentity, Profile],
    profile: &[Source, Keys, CredentialSource, WebIdentity, Sso, LoginSession, Process, Container, Instance],
    source: &[Source, Keys, CredentialSource, WebIdentity, Sso, LoginSession, Process, Container, Instance],
    own_source: &[Keys, CredentialSource, WebIdentity, Sso, LoginSession, Process, Container, Instance],
};

/// credential-provider-node, `defaultProvider`; credential-provider-ini, `resolveProfileData`. The
/// second `Process` is the chain's own, which comes after a profile that failed.
static JAVASCRIPT: Table = Table {
    outer: &[EnvironmentKeys, Profile, Process, EnvironmentWebIdentity, Container, Instance],
    profile: &[Role, Keys, WebIdentity, Process, Sso, LoginSession],
    source: &[Keys, CredentialSource, Role, WebIdentity, Process, Sso, LoginSession],
    own_source: &[Keys],
};
