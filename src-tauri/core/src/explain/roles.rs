//! `role_arn`: whose credentials assume the role. Go's rules are in [`super::go`].

use crate::explain::chain::{Outcome, Walk};
use crate::explain::readers::table;
use crate::explain::reading::ReadProfile;
use crate::explain::{Reader, Trouble};

/// `credential_source` in small letters.
const ENVIRONMENT: &str = "environment";
const CONTAINER: &str = "ecscontainer";

/// What a profile with `role_arn` names as its source.
enum Named {
    Profile(String),
    Source,
    Both,
    Neither,
}

impl Walk<'_> {
    /// The role of a profile, if it has one.
    pub(super) fn role(&self, profile: &str, visited: &mut Vec<String>) -> Outcome {
        let Some(read) = self.reading.profile(profile) else { return Outcome::Pass };
        let Some(role) = read.get("role_arn").map(str::to_owned) else { return Outcome::Pass };
        // A token to be exchanged makes it another provider's (botocore `_has_assume_role_config_vars`,
        // Rust `role_arn_from_profile`); JavaScript looks at the source alone.
        if read.has("web_identity_token_file") && self.reader != Reader::JavaScript {
            return Outcome::Pass;
        }
        let owned = profile.to_owned();
        let source = match (named(read), self.reader) {
            // `isAssumeRoleProfile` wants exactly one of the two, else this is no role to it.
            (Named::Both | Named::Neither, Reader::JavaScript) => return Outcome::Pass,
            (Named::Both, Reader::Botocore | Reader::Rust | Reader::Go) => {
                return Outcome::Fail(Trouble::TwoSources { profile: owned });
            }
            (Named::Neither, Reader::Botocore | Reader::Rust | Reader::Go) => {
                return Outcome::Fail(Trouble::NoSource { profile: owned });
            }
            // These two are found out before a code is asked for.
            (Named::Source, Reader::JavaScript) if !self.knows(read.get("credential_source")) => {
                return self.credential_source(profile);
            }
            (Named::Profile(source), Reader::JavaScript)
                if visited.iter().skip(1).any(|seen| *seen == source) =>
            {
                return Outcome::GiveUp(Trouble::Loop { profile: source });
            }
            (Named::Source, _) => self.credential_source(profile),
            (Named::Profile(source), Reader::Botocore) => self.botocore_source(profile, &source, visited),
            (Named::Profile(source), Reader::Rust | Reader::Go) => {
                self.rust_source(profile, &source, visited)
            }
            (Named::Profile(source), Reader::JavaScript) => self.javascript_source(profile, &source, visited),
        };
        self.assumed(source, role, read, profile)
    }

    /// The role on top of its source.
    pub(super) fn assumed(
        &self,
        source: Outcome,
        role: String,
        read: &ReadProfile,
        profile: &str,
    ) -> Outcome {
        let wants_code = read.filled("mfa_serial").is_some();
        let nobody = || Outcome::Fail(Trouble::NobodyToAsk { profile: profile.to_owned() });
        match (source, self.reader) {
            (Outcome::Use(mut found), reader) => {
                match reader {
                    Reader::Botocore => found.asks_for_code |= wants_code,
                    // It knows no `mfa_serial`.
                    Reader::Rust => {}
                    // `AssumeRoleTokenProviderNotSetError`; `mfaCodeProvider`.
                    Reader::Go | Reader::JavaScript if wants_code => return nobody(),
                    Reader::Go | Reader::JavaScript => {}
                }
                found.roles.push(role);
                Outcome::Use(found)
            }
            // `resolveAssumeRoleCredentials` asks for the code before it waits for the source.
            (Outcome::Pass | Outcome::Fail(_) | Outcome::GiveUp(_), Reader::JavaScript) if wants_code => {
                nobody()
            }
            (outcome @ (Outcome::Pass | Outcome::Fail(_) | Outcome::GiveUp(_)), _) => outcome,
        }
    }

    /// botocore, `_validate_source_profile` and `_resolve_credentials_from_profile`.
    fn botocore_source(&self, profile: &str, source: &str, visited: &mut Vec<String>) -> Outcome {
        let Some(read) = self.reading.profile(source) else {
            return Outcome::Fail(source_missing(profile, source));
        };
        let has_keys = read.has("aws_access_key_id") || read.has("aws_secret_access_key");
        let seen = visited.iter().any(|other| other == source);
        if seen && (source != profile || !has_keys) {
            return Outcome::Fail(Trouble::Loop { profile: source.to_owned() });
        }
        visited.push(source.to_owned());
        let is_role = read.has("role_arn") && !read.has("web_identity_token_file");
        let outcome = match is_role && !has_keys {
            true => self.role(source, visited),
            false => self.first(table(self.reader).source, source, visited),
        };
        match outcome {
            Outcome::Pass => Outcome::Fail(without_credentials(source)),
            outcome @ (Outcome::Use(_) | Outcome::Fail(_) | Outcome::GiveUp(_)) => outcome,
        }
    }

    /// aws-config, `resolve_chain`.
    fn rust_source(&self, profile: &str, source: &str, visited: &mut Vec<String>) -> Outcome {
        if source == profile {
            return match self.first(table(self.reader).own_source, profile, visited) {
                Outcome::Pass if visited.len() > 1 => Outcome::Fail(without_credentials(profile)),
                Outcome::Pass => Outcome::GiveUp(Trouble::NoCredentials { profile: profile.to_owned() }),
                outcome @ (Outcome::Use(_) | Outcome::Fail(_) | Outcome::GiveUp(_)) => outcome,
            };
        }
        if self.reading.profile(source).is_none() {
            return Outcome::GiveUp(source_missing(profile, source));
        }
        if visited.iter().any(|other| other == source) {
            return Outcome::Fail(Trouble::Loop { profile: source.to_owned() });
        }
        visited.push(source.to_owned());
        match self.first(table(self.reader).source, source, visited) {
            Outcome::Pass => Outcome::Fail(without_credentials(source)),
            // What `base_provider` says of a source is an error, unlike of the profile itself.
            Outcome::GiveUp(
                trouble @ Trouble::SsoIncomplete { missing: "sso_start_url" | "sso_region", .. },
            ) => Outcome::Fail(trouble),
            outcome @ (Outcome::Use(_) | Outcome::Fail(_) | Outcome::GiveUp(_)) => outcome,
        }
    }

    /// credential-provider-ini, `resolveAssumeRoleCredentials`. The chosen profile itself counts as
    /// visited only once it is a source.
    fn javascript_source(&self, profile: &str, source: &str, visited: &mut Vec<String>) -> Outcome {
        if self.reading.profile(source).is_none() {
            return Outcome::GiveUp(source_missing(profile, source));
        }
        visited.push(source.to_owned());
        match self.first(table(self.reader).source, source, visited) {
            Outcome::Pass => Outcome::GiveUp(without_credentials(source)),
            outcome @ (Outcome::Use(_) | Outcome::Fail(_) | Outcome::GiveUp(_)) => outcome,
        }
    }

    /// `credential_source`, which in a source may stand without `role_arn` to Rust and JavaScript.
    pub(super) fn credential_source(&self, profile: &str) -> Outcome {
        let Some(read) = self.reading.profile(profile) else { return Outcome::Pass };
        let Some(source) = read.get("credential_source") else { return Outcome::Pass };
        if !self.knows(Some(source)) {
            return self.no_source(Trouble::UnknownSource { profile: profile.into(), source: source.into() });
        }
        let found = match source.to_ascii_lowercase().as_str() {
            ENVIRONMENT => self.keys_in_environment(),
            CONTAINER => self.container(),
            _ => self.instance(),
        };
        match found {
            Outcome::Pass => {
                self.no_source(Trouble::EmptySource { profile: profile.into(), source: source.into() })
            }
            outcome @ (Outcome::Use(_) | Outcome::Fail(_) | Outcome::GiveUp(_)) => outcome,
        }
    }

    /// Whether the reader knows this `credential_source`: Rust does in any case of letters
    /// (`NamedProviderFactory`).
    fn knows(&self, source: Option<&str>) -> bool {
        let Some(source) = source else { return false };
        let exact = ["Environment", "EcsContainer", "Ec2InstanceMetadata"];
        match self.reader {
            Reader::Rust => exact.iter().any(|name| source.eq_ignore_ascii_case(name)),
            Reader::Botocore | Reader::Go | Reader::JavaScript => exact.contains(&source),
        }
    }

    /// JavaScript's `CredentialsProviderError` lets the chain go on; the others end.
    fn no_source(&self, trouble: Trouble) -> Outcome {
        match self.reader {
            Reader::JavaScript => Outcome::GiveUp(trouble),
            Reader::Botocore | Reader::Rust | Reader::Go => Outcome::Fail(trouble),
        }
    }
}

fn named(read: &ReadProfile) -> Named {
    match (read.get("source_profile"), read.get("credential_source")) {
        (Some(_), Some(_)) => Named::Both,
        (Some(profile), None) => Named::Profile(profile.to_owned()),
        (None, Some(_)) => Named::Source,
        (None, None) => Named::Neither,
    }
}

pub(super) fn source_missing(profile: &str, source: &str) -> Trouble {
    Trouble::SourceMissing { profile: profile.to_owned(), source: source.to_owned() }
}

pub(super) fn without_credentials(source: &str) -> Trouble {
    Trouble::SourceWithoutCredentials { source: source.to_owned() }
}
