//! The sign-in page for sessions of roles (IAM User Guide, "Enable custom identity broker access to the
//! AWS console"): a session for a token, a token for a page. What is behind it is one page that says
//! whose session it is.

use chrono::{DateTime, TimeDelta, Utc};
use hyper::header::{CONTENT_TYPE, HeaderValue};
use hyper::{Response, StatusCode};
use serde::Deserialize;
use serde_json::json;

use crate::body::{Body, whole};
use crate::form::Form;
use crate::random;
use crate::session::{Holder, Session};
use crate::sigv4::Wire;
use crate::sts::Sts;

/// A sign-in token is good for so long, once.
const GOOD_FOR: TimeDelta = TimeDelta::minutes(15);

/// Tokens that were given out, each with its end and whom it lets in.
#[derive(Debug, Default)]
pub(crate) struct SigninTokens(Vec<(String, DateTime<Utc>, String)>);

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Claim {
    session_id: String,
    session_key: String,
    session_token: String,
}

/// Answers `GET /federation`.
pub(crate) fn answer(sts: &Sts, wire: &Wire) -> Response<Body> {
    let form = Form::parse(wire.query.as_bytes());
    let answered = match form.get("Action") {
        Some("getSigninToken") => token(sts, &form),
        Some("login") => page(sts, &form),
        Some(_) | None => Err("What is asked for is neither a token nor a page."),
    };
    let (status, kind, body) = match answered {
        Ok((kind, body)) => (StatusCode::OK, kind, body),
        Err(why) => (StatusCode::BAD_REQUEST, "text/plain", format!("{why}\n")),
    };
    let mut response = Response::new(whole(body));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    response
}

type Answered = Result<(&'static str, String), &'static str>;

fn token(sts: &Sts, form: &Form) -> Answered {
    let claim: Option<Claim> = form.get("Session").and_then(|text| serde_json::from_str(text).ok());
    let claim = claim.ok_or("The session is no JSON with sessionId, sessionKey and sessionToken.")?;
    let now = sts.now();
    let mut state = sts.state();
    let session = state.session(&claim.session_id).filter(|session| claim.fits(session, now));
    let Holder::Role { arn, .. } = &session.ok_or("The session is not known or has ended.")?.holder else {
        return Err("A user's own session opens no console.");
    };
    let (arn, token) = (arn.clone(), random::token().map_err(|_| "There is no randomness.")?);
    state.signins.0.push((token.clone(), now + GOOD_FOR, arn));
    Ok(("application/json", json!({ "SigninToken": token }).to_string()))
}

impl Claim {
    fn fits(&self, session: &Session, now: DateTime<Utc>) -> bool {
        session.secret == self.session_key && session.token == self.session_token && session.expires > now
    }
}

fn page(sts: &Sts, form: &Form) -> Answered {
    form.get("Destination").ok_or("There is no destination.")?;
    let wanted = form.get("SigninToken").ok_or("There is no token.")?;
    let now = sts.now();
    let tokens = &mut sts.state().signins.0;
    tokens.retain(|(_, end, _)| *end > now);
    let at = tokens.iter().position(|(token, _, _)| token == wanted);
    let (_, _, arn) = tokens.swap_remove(at.ok_or("The token is not known, is used, or has ended.")?);
    let page = format!(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Demo console</title></head>\
         <body><h1>This is where the AWS console would be</h1><p>You are {arn}.</p></body></html>\n"
    );
    Ok(("text/html; charset=utf-8", page))
}
