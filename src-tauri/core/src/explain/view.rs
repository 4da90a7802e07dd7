//! The explanation as faces show it. Nothing here is secret.

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::aws_config::{AwsConfig, Origin};
use crate::catalog::Catalog;
use crate::explain::{
    Answer, Base, Found, Keys, Question, Reader, Trouble, Verdict, advice, explain, keys, words,
};
use crate::failure::Failure;
use crate::guard::{MARKER, MARKER_KEY};
use crate::keys::is_temporary;
use crate::ports::{AwsText, Ports};
use crate::profile::visible;
use crate::settings::Settings;
use crate::survey::off_the_runtime;
use crate::text::Text;

/// Which credentials each of AWS's tools would use for a profile, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "camelCase")]
pub struct ExplainView {
    /// The profile that was asked about.
    pub profile: String,
    /// Whether Daypass wrote a session to this very profile.
    pub ours: bool,
    /// Whether nothing is wrong: every tool uses what Daypass wrote or, where it wrote nothing here,
    /// every tool finds credentials.
    pub fine: bool,
    /// What each tool does, the most used first.
    pub readers: Vec<ReaderView>,
    /// What stands in the way, and what to change.
    pub advice: Vec<AdviceView>,
    /// What else is good to know, one sentence each.
    #[cfg_attr(feature = "bindings", ts(type = "Array<string>"))]
    pub notes: Vec<Text>,
}

/// What one tool does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "camelCase")]
pub struct ReaderView {
    /// Which tool.
    pub reader: ReaderName,
    /// What people call it.
    pub name: String,
    /// The profile that it looks at.
    pub profile: String,
    /// What it ends up with.
    pub winner: Winner,
    /// Where its first credentials come from; null where there are none.
    pub source: Option<Winner>,
    /// The profile that they stand in, where they stand in one.
    pub section: Option<String>,
    /// The key that its session token is read from.
    pub token: Option<String>,
    /// The roles it assumes, in their order.
    pub roles: Vec<String>,
    /// Why it has no credentials, as a name: `loop`, `partial-keys`, …
    pub trouble: Option<String>,
    /// Whether it gets what Daypass wrote, directly or by roles.
    pub uses_ours: bool,
    /// All of that in words.
    #[cfg_attr(feature = "bindings", ts(type = "string"))]
    pub reason: Text,
}

/// One thing that stands in the way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "camelCase")]
pub struct AdviceView {
    /// For which tools.
    pub readers: Vec<String>,
    /// What it is.
    #[cfg_attr(feature = "bindings", ts(type = "string"))]
    pub shadow: Text,
    /// What to change.
    #[cfg_attr(feature = "bindings", ts(type = "string"))]
    pub change: Text,
}

/// The tools.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "kebab-case")]
pub enum ReaderName {
    /// The AWS CLI and boto3.
    Botocore,
    /// The SDK for Rust.
    Rust,
    /// The SDK for Go v2.
    Go,
    /// The SDK for JavaScript v3.
    Javascript,
}

/// Where credentials come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "kebab-case")]
pub enum Winner {
    /// The environment's keys.
    Environment,
    /// A role, assumed with what `source` says.
    AssumeRole,
    /// A web identity token.
    WebIdentity,
    /// IAM Identity Center.
    Sso,
    /// Keys in the credentials file.
    CredentialsFile,
    /// Keys in the config file.
    ConfigFile,
    /// `credential_process`.
    Process,
    /// `aws login`.
    LoginSession,
    /// The container's credentials service.
    Container,
    /// The metadata service of EC2.
    Instance,
    /// There is nothing.
    Nothing,
    /// The tool stops with an error.
    Error,
}

/// Explains a profile from the files as they are now.
///
/// # Errors
/// [`crate::failure::Code::File`] or [`crate::failure::Code::Settings`].
pub async fn look(ports: &Ports, question: Question) -> Result<ExplainView, Failure> {
    let (files, store) = (ports.files.clone(), ports.settings.clone());
    let (env, now) = (ports.route_env.clone(), ports.clock.now());
    off_the_runtime(move || {
        let settings: Settings = store.load()?;
        let text = files.read()?;
        let aws = AwsConfig::read(&text.config, &text.credentials);
        let catalog = Catalog::of(&aws, &settings, &env);
        Ok(view(&text, &aws, &catalog, &question, now))
    })
    .await
}

fn view(
    text: &AwsText,
    aws: &AwsConfig,
    catalog: &Catalog,
    question: &Question,
    now: DateTime<Utc>,
) -> ExplainView {
    let answers = explain(text, question);
    let profile = answers.first().map_or_else(String::new, |answer| answer.profile.clone());
    let ours = holds_ours(aws, &profile);
    let all_ours = answers.iter().all(Answer::uses_ours);
    let all_found = answers.iter().all(|answer| matches!(answer.verdict, Verdict::Uses(_)));
    let advice = if ours { advice::shadows(&answers, &profile) } else { advice::repairs(&answers, &profile) };
    let advice = advice.into_iter().map(|advice| AdviceView {
        readers: advice.readers.into_iter().map(|reader| reader.name().to_owned()).collect(),
        shadow: advice.shadow,
        change: advice.change,
    });
    ExplainView {
        ours,
        fine: if ours { all_ours } else { all_found },
        readers: answers.iter().map(reader_view).collect(),
        advice: advice.collect(),
        notes: notes(catalog, question, &profile, all_ours, now),
        profile,
    }
}

/// Whether the section holds a session with our mark: also one that another program has since put
/// its token beside, for that is what may have to be explained.
fn holds_ours(aws: &AwsConfig, profile: &str) -> bool {
    let section = aws.in_credentials(profile).filter(|section| section.get(MARKER_KEY) == Some(MARKER));
    section.and_then(|section| section.get(keys::KEY_ID)).is_some_and(is_temporary)
}

fn notes(
    catalog: &Catalog,
    question: &Question,
    profile: &str,
    all_ours: bool,
    now: DateTime<Utc>,
) -> Vec<Text> {
    let mut notes = Vec::new();
    let shown = visible(profile);
    let target = catalog.find(profile).map(|entry| entry.target().to_owned());
    let target = target.filter(|target| target != profile && !all_ours);
    if let Some(target) = target {
        let target = visible(&target);
        notes.push(text!(
            "Daypass writes the session of “{}” to “{}”: point tools at that profile.",
            &shown,
            target
        ));
    }
    let session = catalog.session(profile);
    if session.is_some_and(|session| session.expires <= now) {
        notes.push(text!("The session in [{}] has ended: sign in again.", &shown));
    }
    let chosen = question.surroundings.profile.as_deref();
    if let (Some(chosen), true) = (chosen, question.profile.is_some())
        && chosen != profile
    {
        let chosen = visible(chosen);
        notes.push(text!("AWS_PROFILE is “{}”: tools that are given no profile use that one.", chosen));
    }
    if all_ours {
        notes.push(
            text!("Programs read the files once: one that was started before the last sign-in has to be started again."),
        );
    }
    notes
}

fn reader_view(answer: &Answer) -> ReaderView {
    let found = match &answer.verdict {
        Verdict::Uses(found) => Some(found),
        Verdict::Stops(_) | Verdict::Nothing(_) => None,
    };
    let keys = found.and_then(|Found { base, .. }| match base {
        Base::Keys(keys) => Some(keys),
        Base::Environment
        | Base::WebIdentity { .. }
        | Base::Sso { .. }
        | Base::LoginSession { .. }
        | Base::Process { .. }
        | Base::Container
        | Base::Instance => None,
    });
    ReaderView {
        reader: answer.reader.into(),
        name: answer.reader.name().to_owned(),
        profile: answer.profile.clone(),
        winner: winner(&answer.verdict),
        source: found.map(|found| (&found.base).into()),
        section: found.and_then(|found| section(&found.base)).map(str::to_owned),
        token: keys.and_then(|keys| keys.token).map(str::to_owned),
        roles: found.map(|found| found.roles.clone()).unwrap_or_default(),
        trouble: trouble(&answer.verdict).map(|trouble| trouble.code().to_owned()),
        uses_ours: answer.uses_ours(),
        reason: words::reason(answer),
    }
}

fn winner(verdict: &Verdict) -> Winner {
    match verdict {
        Verdict::Uses(found) if !found.roles.is_empty() => Winner::AssumeRole,
        Verdict::Uses(found) => (&found.base).into(),
        Verdict::Stops(_) => Winner::Error,
        Verdict::Nothing(_) => Winner::Nothing,
    }
}

fn trouble(verdict: &Verdict) -> Option<&Trouble> {
    match verdict {
        Verdict::Stops(trouble) => Some(trouble),
        Verdict::Nothing(trouble) => trouble.as_ref(),
        Verdict::Uses(_) => None,
    }
}

fn section(base: &Base) -> Option<&str> {
    match base {
        Base::Keys(Keys { profile, .. })
        | Base::WebIdentity { profile: Some(profile) }
        | Base::Sso { profile }
        | Base::LoginSession { profile }
        | Base::Process { profile } => Some(profile),
        Base::Environment | Base::WebIdentity { profile: None } | Base::Container | Base::Instance => None,
    }
}

impl From<Reader> for ReaderName {
    fn from(reader: Reader) -> Self {
        match reader {
            Reader::Botocore => Self::Botocore,
            Reader::Rust => Self::Rust,
            Reader::Go => Self::Go,
            Reader::JavaScript => Self::Javascript,
        }
    }
}

impl From<&Base> for Winner {
    fn from(base: &Base) -> Self {
        match base {
            Base::Environment => Self::Environment,
            Base::Keys(Keys { file: Origin::Credentials, .. }) => Self::CredentialsFile,
            Base::Keys(Keys { file: Origin::Config, .. }) => Self::ConfigFile,
            Base::WebIdentity { .. } => Self::WebIdentity,
            Base::Sso { .. } => Self::Sso,
            Base::LoginSession { .. } => Self::LoginSession,
            Base::Process { .. } => Self::Process,
            Base::Container => Self::Container,
            Base::Instance => Self::Instance,
        }
    }
}
