//! What was asked of the server, so that tests can say "exactly one request".

use std::collections::{BTreeMap, VecDeque};

use serde::Serialize;

use crate::form::Form;

const KEPT: usize = 200;
const MASKED: &str = "******";

/// The requests since the start, or since they were last cleared.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Requests {
    /// All of them.
    pub total: u64,
    /// By action; a request without one counts under an empty name.
    pub by_action: BTreeMap<String, u64>,
    /// The last 200, oldest first.
    pub last: VecDeque<RequestRecord>,
}

/// One request, without secrets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RequestRecord {
    /// The action.
    pub action: String,
    /// The parameters, the token code masked.
    pub parameters: BTreeMap<String, String>,
    /// The access key id of the caller.
    pub access_key_id: Option<String>,
    /// The status of the answer; `None` when the connection was reset.
    pub status: Option<u16>,
    /// The error code of the answer.
    pub error: Option<String>,
}

impl Requests {
    /// Returns how often an action was asked for.
    pub fn count(&self, action: &str) -> u64 {
        self.by_action.get(action).copied().unwrap_or(0)
    }

    pub(crate) fn note(&mut self, record: RequestRecord) {
        self.total += 1;
        *self.by_action.entry(record.action.clone()).or_default() += 1;
        self.last.push_back(record);
        if self.last.len() > KEPT {
            self.last.pop_front();
        }
    }
}

/// Returns the parameters without the token code.
pub(crate) fn shown(form: &Form) -> BTreeMap<String, String> {
    let mask = |(name, value): &(String, String)| {
        let value = if name == "TokenCode" { MASKED } else { value };
        (name.clone(), value.to_owned())
    };
    form.pairs().filter(|(name, _)| name != "Action").map(mask).collect()
}
