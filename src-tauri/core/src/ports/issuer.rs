//! STS, and what is asked of it.

use crate::aws_time::Drift;
use crate::code::TokenCode;
use crate::keys::{LongTermKey, SessionCredentials};
use crate::ports::Answer;
use crate::profile::{RoleArn, SerialNumber};
use crate::role_parameters::RoleParameters;
use crate::route::Route;
use crate::session_name::SessionName;

/// Grants temporary credentials: AWS STS.
///
/// Implementations give up by themselves after a bounded time and never repeat a request that may
/// have spent a token code.
pub trait TokenIssuer: Send + Sync {
    /// GetSessionToken.
    fn session_token<'a>(&'a self, ask: SessionTokenAsk<'a>) -> Answer<'a, SessionCredentials>;
    /// AssumeRole.
    fn assume_role<'a>(&'a self, ask: RoleAsk<'a>) -> Answer<'a, SessionCredentials>;
    /// GetCallerIdentity with the credentials that the written files give for `profile`,
    /// as any AWS SDK would read them.
    fn identity_of_profile<'a>(&'a self, profile: &'a str, route: &'a Route) -> Answer<'a, Caller>;
    /// How far AWS's clock was from ours at the last answer of this process.
    fn drift(&self) -> Option<Drift>;
}

/// Whose keys sign a request.
#[derive(Clone, Copy, Debug)]
pub enum Signer<'a> {
    /// A user's own key.
    LongTerm(&'a LongTermKey),
    /// A session's keys.
    Session(&'a SessionCredentials),
}

/// The MFA half of a request: device and code always come together.
#[derive(Clone, Copy, Debug)]
pub struct Mfa<'a> {
    /// The device.
    pub serial: &'a SerialNumber,
    /// What it shows.
    pub code: &'a TokenCode,
}

/// A wish for GetSessionToken.
#[derive(Clone, Copy, Debug)]
pub struct SessionTokenAsk<'a> {
    /// The user's key.
    pub key: &'a LongTermKey,
    /// Device and code, or neither: AWS grants sessions without MFA too.
    pub mfa: Option<Mfa<'a>>,
    /// Seconds, 900 to 129,600.
    pub seconds: u32,
    /// Where the request goes.
    pub route: &'a Route,
}

/// A wish for AssumeRole.
#[derive(Clone, Copy, Debug)]
pub struct RoleAsk<'a> {
    /// Whose keys sign.
    pub signer: Signer<'a>,
    /// The role.
    pub role: &'a RoleArn,
    /// How the session is named in CloudTrail.
    pub session_name: &'a SessionName,
    /// What else is asked for.
    pub parameters: &'a RoleParameters,
    /// Device and code, when the role is assumed directly.
    pub mfa: Option<Mfa<'a>>,
    /// Seconds, 900 to 43,200.
    pub seconds: u32,
    /// Where the request goes.
    pub route: &'a Route,
}

/// The answer of GetCallerIdentity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// The account's twelve digits.
    pub account: String,
    /// The caller's ARN.
    pub arn: String,
}
