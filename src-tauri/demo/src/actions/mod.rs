//! The actions: one file each, from a caller and a form to the XML inside the result.

mod assume_role;
mod get_caller_identity;
mod get_session_token;
mod heritage;
mod list_mfa_devices;
mod session_policy;

use chrono::{DateTime, TimeDelta, Utc};

use crate::account::Account;
use crate::authentication::{Caller, Standing};
use crate::faults::{Plan, TokenShown};
use crate::form::Form;
use crate::mfa::UsedCodes;
use crate::refusal::Refusal;
use crate::session::{Session, Sessions};
use crate::xml;

/// Everything an action works with.
pub(crate) struct Desk<'a> {
    pub account: &'a Account,
    pub sessions: &'a mut Sessions,
    pub used: &'a mut UsedCodes,
    pub caller: &'a Caller,
    pub form: &'a Form,
    pub now: DateTime<Utc>,
    pub plan: &'a Plan,
}

/// Which API a request is for, by its `Version`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Api {
    /// 2011-06-15.
    Sts,
    /// 2010-05-08.
    Iam,
}

impl Api {
    pub fn of(form: &Form) -> Self {
        if form.get("Version") == Some("2010-05-08") { Self::Iam } else { Self::Sts }
    }

    pub fn service(self) -> &'static str {
        match self {
            Self::Sts => "sts",
            Self::Iam => "iam",
        }
    }

    pub fn namespace(self) -> &'static str {
        match self {
            Self::Sts => xml::STS,
            Self::Iam => xml::IAM,
        }
    }
}

impl Desk<'_> {
    /// Does what the request asks for and returns the inside of the result.
    pub fn act(&mut self, api: Api) -> Result<String, Refusal> {
        let action = self.form.get("Action").unwrap_or_default();
        let version = self.form.get("Version").unwrap_or_default();
        match (api, version, action) {
            (Api::Sts, "2011-06-15", "GetSessionToken") => self.get_session_token(),
            (Api::Sts, "2011-06-15", "AssumeRole") => self.assume_role(),
            (Api::Sts, "2011-06-15", "GetCallerIdentity") => Ok(self.get_caller_identity()),
            (Api::Sts, "2011-06-15", "GetFederationToken") if self.caller.standing != Standing::LongTerm => {
                Err(Refusal::denied("Cannot call GetFederationToken with session credentials"))
            }
            (Api::Iam, "2010-05-08", "ListMFADevices") => self.list_mfa_devices(),
            _ => Err(Refusal::sender(
                400,
                "InvalidAction",
                format!("Could not find operation {action} for version {version}"),
            )),
        }
    }

    /// Spends the code of the call, when it has one, and tells whether it had.
    fn spend_code(&mut self) -> Result<bool, Refusal> {
        let identity = self.account.identities.iter().find(|one| one.arn == self.caller.arn);
        let (serial, code) = (self.form.get("SerialNumber"), self.form.get("TokenCode"));
        self.used.spend(identity, serial, code, self.now)
    }

    /// Remembers a session and returns its `Credentials`, as the faults of the day show them.
    fn hand_out(&mut self, session: Session) -> String {
        let token = match self.plan.token.unwrap_or_default() {
            TokenShown::Real => session.token.clone(),
            TokenShown::Empty => String::new(),
            TokenShown::Injected => injected(&session.token),
        };
        let expires = match self.plan.past_expiration {
            Some(()) => self.now - TimeDelta::hours(1),
            None => session.expires,
        };
        let fields = [
            xml::text("AccessKeyId", &session.key_id),
            xml::text("SecretAccessKey", &session.secret),
            xml::text("SessionToken", &token),
            xml::text("Expiration", &xml::instant(expires)),
        ];
        self.sessions.keep(session);
        xml::around("Credentials", &fields.concat())
    }

    /// Returns how long a session is really to last.
    fn lifetime(&self, asked: u32) -> u32 {
        self.plan.lifetime.unwrap_or(asked)
    }
}

fn injected(token: &str) -> String {
    let (head, tail) = token.split_at(token.len() / 2);
    let profile = "[default]\naws_access_key_id = AKIAINJECTEDEXAMPLE0\n\
                   aws_secret_access_key = injectedKEY/K7MDENG/bPxRfiCYEXAMPLEKEYxx";
    format!("{head}\n{profile}\nrest = {tail}")
}
