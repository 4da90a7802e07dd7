//! Walking a reader's table.

use crate::aws_config::Origin;
use crate::explain::readers::{Step, table};
use crate::explain::reading::Reading;
use crate::explain::{Answer, Base, Files, Found, Question, Reader, Surroundings, Trouble, Verdict, go, sso};

/// What came of a step.
pub(super) enum Outcome {
    /// Nothing is there: the next step.
    Pass,
    /// These credentials.
    Use(Found),
    /// The reader ends with this error.
    Fail(Trouble),
    /// The profile is given up, and the reader looks behind it.
    GiveUp(Trouble),
}

/// A reader on its way through both files.
pub(super) struct Walk<'a> {
    pub reader: Reader,
    pub reading: &'a Reading,
    pub around: &'a Surroundings,
    /// Whether the profile was given by name.
    pub named: bool,
}

/// What a reader does.
pub(super) fn ask(reader: Reader, files: &Files, question: &Question) -> Answer {
    let reading = Reading::of(files, reader);
    let around = &question.surroundings;
    let walk = Walk { reader, reading: &reading, around, named: question.profile.is_some() };
    let profile = question.profile.clone().or_else(|| walk.chosen());
    let profile = profile.unwrap_or_else(|| "default".to_owned());
    let verdict = walk.verdict(&profile);
    Answer { reader, profile, verdict }
}

impl Walk<'_> {
    /// The profile that the environment names: botocore prefers the older variable
    /// (`configprovider.py`), Go the newer one (`env_config.go`), Rust and JavaScript know no other.
    fn chosen(&self) -> Option<String> {
        let Surroundings { profile, default_profile, .. } = self.around;
        match self.reader {
            Reader::Botocore => default_profile.clone().or_else(|| profile.clone()),
            Reader::Go => profile.clone().or_else(|| default_profile.clone()),
            Reader::Rust | Reader::JavaScript => profile.clone(),
        }
    }

    fn verdict(&self, profile: &str) -> Verdict {
        if let Some(trouble) = self.at_once(profile) {
            return Verdict::Stops(trouble);
        }
        let mut given_up = None;
        for step in table(self.reader).outer {
            match self.step(*step, profile) {
                Outcome::Pass => {}
                Outcome::Use(found) => {
                    return sso::clientless(self, profile).map_or(Verdict::Uses(found), Verdict::Stops);
                }
                Outcome::Fail(trouble) => return Verdict::Stops(trouble),
                Outcome::GiveUp(trouble) => given_up = given_up.or(Some(trouble)),
            }
        }
        Verdict::Nothing(given_up.or_else(|| Some(self.without_credentials(profile))))
    }

    /// What a reader fails for before it looks for any credentials.
    fn at_once(&self, profile: &str) -> Option<Trouble> {
        let missing = || Trouble::ProfileMissing { profile: profile.to_owned() };
        let is_missing = self.reading.profile(profile).is_none();
        let around = self.around;
        match self.reader {
            // `full_config` reads both files; `get_scoped_config` wants a profile that was asked for.
            Reader::Botocore => {
                let asked = self.named || around.profile.is_some() || around.default_profile.is_some();
                self.reading.refused.clone().or_else(|| (is_missing && asked).then(missing))
            }
            // `resolveConfigLoaders`: the profile is loaded, with all its sources, before anything else.
            Reader::Go if is_missing => (self.named || around.profile.is_some()).then(missing),
            Reader::Go => go::load(self, profile, &mut Vec::new()).err(),
            Reader::Rust | Reader::JavaScript => None,
        }
    }

    fn without_credentials(&self, profile: &str) -> Trouble {
        let profile = profile.to_owned();
        match self.reading.profile(&profile) {
            Some(_) => Trouble::NoCredentials { profile },
            None => Trouble::ProfileMissing { profile },
        }
    }

    /// The first of these steps that does not pass.
    pub(super) fn first(&self, steps: &[Step], profile: &str, visited: &mut Vec<String>) -> Outcome {
        let outcomes = steps.iter().map(|step| self.step_of_profile(*step, profile, visited));
        outcomes.into_iter().find(|outcome| !matches!(outcome, Outcome::Pass)).unwrap_or(Outcome::Pass)
    }

    fn step(&self, step: Step, profile: &str) -> Outcome {
        match step {
            Step::EnvironmentKeys => self.environment_keys(),
            Step::EnvironmentWebIdentity => self.environment_web_identity(),
            Step::Profile => self.profile(profile),
            Step::Container => self.container(),
            Step::Instance => self.instance(),
            Step::Role
            | Step::Source
            | Step::CredentialSource
            | Step::Keys
            | Step::WholeKeys
            | Step::CredentialsFile
            | Step::ConfigFile
            | Step::WebIdentity
            | Step::Sso
            | Step::LoginSession
            | Step::Process => self.step_of_profile(step, profile, &mut vec![profile.to_owned()]),
        }
    }

    fn step_of_profile(&self, step: Step, profile: &str, visited: &mut Vec<String>) -> Outcome {
        match step {
            Step::EnvironmentKeys | Step::EnvironmentWebIdentity | Step::Profile => Outcome::Pass,
            Step::Container => self.container(),
            Step::Instance => self.instance(),
            Step::Role => self.role(profile, visited),
            Step::Source => go::source(self, profile, visited),
            Step::CredentialSource => match self.reading.profile(profile) {
                // With a role it is the role's (`isCredentialSourceWithoutRoleArn`).
                Some(read) if self.reader == Reader::JavaScript && read.has("role_arn") => Outcome::Pass,
                Some(_) | None => self.credential_source(profile),
            },
            Step::Keys => self.keys_of_profile(profile),
            Step::WholeKeys => match self.keys_of_profile(profile) {
                Outcome::Use(found) => Outcome::Use(found),
                Outcome::Pass | Outcome::Fail(_) | Outcome::GiveUp(_) => Outcome::Pass,
            },
            Step::CredentialsFile => self.keys_of_file(profile, Origin::Credentials),
            Step::ConfigFile => self.keys_of_file(profile, Origin::Config),
            Step::WebIdentity => self.web_identity(profile, visited),
            Step::Sso => sso::sso(self, profile),
            Step::LoginSession => {
                self.key("login_session", profile, |profile| Base::LoginSession { profile })
            }
            Step::Process => self.key("credential_process", profile, |profile| Base::Process { profile }),
        }
    }

    fn profile(&self, profile: &str) -> Outcome {
        let steps = table(self.reader).profile;
        let mut visited = vec![profile.to_owned()];
        match self.reader {
            Reader::Botocore => self.first(steps, profile, &mut visited),
            Reader::Go => go::profile(self, profile, &mut Vec::new()),
            Reader::Rust => match (&self.reading.refused, self.reading.profile(profile)) {
                (Some(trouble), _) => Outcome::Fail(trouble.clone()),
                // `resolve_chain`: no `[default]` is as good as no files.
                (None, None) if profile == "default" => Outcome::Pass,
                (None, None) => Outcome::GiveUp(self.without_credentials(profile)),
                (None, Some(_)) => self.first(steps, profile, &mut visited),
            },
            // `resolveProfileData` throws when no step fits, and the chain goes on.
            Reader::JavaScript => match self.first(steps, profile, &mut visited) {
                Outcome::Pass => Outcome::GiveUp(self.without_credentials(profile)),
                outcome @ (Outcome::Use(_) | Outcome::Fail(_) | Outcome::GiveUp(_)) => outcome,
            },
        }
    }

    pub(super) fn environment_keys(&self) -> Outcome {
        let around = self.around;
        let skips = match self.reader {
            // `disable_env_vars`; `sharedProfileSet`.
            Reader::Botocore | Reader::Go => self.named,
            Reader::Rust => false,
            // `defaultProvider`: `init.profile ?? process.env.AWS_PROFILE`.
            Reader::JavaScript => self.named || around.profile.is_some(),
        };
        if skips {
            return Outcome::Pass;
        }
        self.keys_in_environment()
    }

    /// The keys of the environment, wherever they are asked for.
    pub(super) fn keys_in_environment(&self) -> Outcome {
        match (self.around.access_key_id, self.around.secret_access_key) {
            (true, true) => uses(Base::Environment),
            // `EnvProvider.load`; the others take half a key for none.
            (true, false) if self.reader == Reader::Botocore => Outcome::Fail(Trouble::PartialEnvironment),
            (true, false) | (false, _) => Outcome::Pass,
        }
    }

    fn environment_web_identity(&self) -> Outcome {
        let here = uses(Base::WebIdentity { profile: None });
        match (self.around.web_identity_token_file, self.around.role_arn) {
            (true, _) if self.reader == Reader::Go && self.named => Outcome::Pass,
            (true, true) => here,
            // `assumeWebIdentity`; the others take a token without a role for none.
            (true, false) if self.reader == Reader::Go => Outcome::Fail(Trouble::WebIdentityWithoutRole),
            (true, false) | (false, _) => Outcome::Pass,
        }
    }

    fn web_identity(&self, profile: &str, visited: &[String]) -> Outcome {
        let read = self.reading.profile(profile);
        let has = |key: &str| match self.reader {
            Reader::Rust => read.is_some_and(|read| read.has(key)),
            Reader::Botocore | Reader::Go | Reader::JavaScript => {
                read.and_then(|read| read.filled(key)).is_some()
            }
        };
        // botocore's provider takes the environment first, but for sources and profiles given by name
        // (`AssumeRoleWithWebIdentityProvider._get_config`).
        let asks_environment = self.reader == Reader::Botocore && !self.named && visited.len() < 2;
        let around = self.around;
        let from_environment = asks_environment && around.web_identity_token_file;
        let token = from_environment || has("web_identity_token_file");
        let role = (asks_environment && around.role_arn) || has("role_arn");
        let profile = (!from_environment).then(|| profile.to_owned());
        match (token, role) {
            (true, true) => uses(Base::WebIdentity { profile }),
            (true, false) if self.reader != Reader::JavaScript => {
                Outcome::Fail(Trouble::WebIdentityWithoutRole)
            }
            (true, false) | (false, _) => Outcome::Pass,
        }
    }

    fn key(&self, key: &str, profile: &str, base: impl Fn(String) -> Base) -> Outcome {
        match self.reading.profile(profile).is_some_and(|read| read.has(key)) {
            true => uses(base(profile.to_owned())),
            false => Outcome::Pass,
        }
    }

    pub(super) fn container(&self) -> Outcome {
        match self.around.container_relative_uri || self.around.container_full_uri {
            true => uses(Base::Container),
            false => Outcome::Pass,
        }
    }

    pub(super) fn instance(&self) -> Outcome {
        match self.around.instance_metadata_disabled {
            true => Outcome::Pass,
            false => uses(Base::Instance),
        }
    }
}

/// Credentials without a role.
pub(super) fn uses(base: Base) -> Outcome {
    Outcome::Use(Found { base, roles: Vec::new(), asks_for_code: false })
}
