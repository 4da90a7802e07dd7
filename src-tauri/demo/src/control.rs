//! The control interface for tests in other languages, on the same port, only when asked for.
//!
//! | Request | Body | Answer |
//! | --- | --- | --- |
//! | `GET /_demo/code?serial=S` | | `{"code":"123456","seconds_left":17}` |
//! | `POST /_demo/reset-codes` | | `{}` |
//! | `POST /_demo/clock` | `{"offset_seconds":-1200}` | `{"now":"2026-01-01T00:00:00Z"}` |
//! | `GET`, `DELETE /_demo/faults` | | `{"faults":[…]}` |
//! | `POST /_demo/faults` | a [`FaultRule`] or a list of them | `{"faults":[…]}` |
//! | `GET`, `DELETE /_demo/requests` | | a [`Requests`] |
//! | `POST /_demo/account` | any of `disabled_regions`, `inactive_keys`, `devices_hidden`, `devices_per_page` | `{}` |

use std::collections::BTreeSet;

use chrono::TimeDelta;
use hyper::header::{CONTENT_TYPE, HeaderValue};
use hyper::{Response, StatusCode};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::body::{Body, whole};
use crate::faults::FaultRule;
use crate::form::Form;
use crate::requests::Requests;
use crate::sigv4::Wire;
use crate::sts::{State, Sts};
use crate::xml;

/// Answers a request below `/_demo/`.
pub(crate) fn answer(sts: &Sts, wire: &Wire) -> Response<Body> {
    let (status, value) = match route(sts, wire) {
        Ok(value) => (StatusCode::OK, value),
        Err((status, error)) => (status, json!({ "error": error })),
    };
    let mut response = Response::new(whole(value.to_string()));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}

type Answered = Result<Value, (StatusCode, String)>;

fn route(sts: &Sts, wire: &Wire) -> Answered {
    // A browser sends Origin with what another page made it ask: codes are for nobody's page.
    if wire.header("origin").is_some() {
        return Err((StatusCode::FORBIDDEN, "not for browsers".into()));
    }
    match (wire.method.as_str(), wire.path.as_str()) {
        ("GET", "/_demo/code") => code(sts, &wire.query),
        ("POST", "/_demo/reset-codes") => {
            sts.state().used.forget();
            Ok(json!({}))
        }
        ("POST", "/_demo/clock") => clock(sts, &wire.body),
        ("GET", "/_demo/faults") => Ok(faults(&sts.state())),
        ("POST", "/_demo/faults") => add_faults(sts, &wire.body),
        ("DELETE", "/_demo/faults") => {
            let mut state = sts.state();
            state.faults.clear();
            Ok(faults(&state))
        }
        ("GET", "/_demo/requests") => Ok(json!(sts.state().requests)),
        ("DELETE", "/_demo/requests") => {
            let mut state = sts.state();
            state.requests = Requests::default();
            Ok(json!(state.requests))
        }
        ("POST", "/_demo/account") => account(sts, &wire.body),
        (method, path) => Err((StatusCode::NOT_FOUND, format!("no {method} {path}"))),
    }
}

fn code(sts: &Sts, query: &str) -> Answered {
    let query = Form::parse(query.as_bytes());
    let serial = query.get("serial").unwrap_or_default();
    let now = sts.now();
    let code = sts.state().account.device_code(serial, now);
    code.map(|code| json!(code)).ok_or_else(|| (StatusCode::NOT_FOUND, format!("no device {serial}")))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClockWish {
    offset_seconds: i64,
}

fn clock(sts: &Sts, body: &[u8]) -> Answered {
    let wish: ClockWish = read(body)?;
    let offset = TimeDelta::try_seconds(wish.offset_seconds);
    let offset = offset.ok_or_else(|| (StatusCode::BAD_REQUEST, "offset too large".to_owned()))?;
    sts.state().clock_offset = offset;
    Ok(json!({ "now": xml::instant(sts.now()) }))
}

fn faults(state: &State) -> Value {
    json!({ "faults": state.faults.rules() })
}

fn add_faults(sts: &Sts, body: &[u8]) -> Answered {
    let value: Value = read(body)?;
    let value = if value.is_array() { value } else { json!([value]) };
    let rules: Vec<FaultRule> = serde_json::from_value(value).map_err(refused)?;
    let mut state = sts.state();
    rules.into_iter().for_each(|rule| state.faults.add(rule));
    Ok(faults(&state))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AccountWish {
    disabled_regions: Option<BTreeSet<String>>,
    inactive_keys: Option<BTreeSet<String>>,
    devices_hidden: Option<bool>,
    devices_per_page: Option<usize>,
}

fn account(sts: &Sts, body: &[u8]) -> Answered {
    let wish: AccountWish = read(body)?;
    let mut state = sts.state();
    if let Some(regions) = wish.disabled_regions {
        state.account.disabled_regions = regions;
    }
    if let Some(inactive) = wish.inactive_keys {
        let keys = state.account.identities.iter_mut().flat_map(|identity| &mut identity.keys);
        keys.for_each(|key| key.active = !inactive.contains(&key.id));
    }
    if let Some(hidden) = wish.devices_hidden {
        state.account.devices_hidden = hidden;
    }
    if let Some(count) = wish.devices_per_page {
        state.account.devices_per_page = Some(count);
    }
    Ok(json!({}))
}

fn read<'a, T: Deserialize<'a>>(body: &'a [u8]) -> Result<T, (StatusCode, String)> {
    serde_json::from_slice(body).map_err(refused)
}

#[expect(clippy::needless_pass_by_value, reason = "the shape that map_err wants")]
fn refused(error: serde_json::Error) -> (StatusCode, String) {
    (StatusCode::BAD_REQUEST, error.to_string())
}
