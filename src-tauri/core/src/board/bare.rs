//! A row of which nothing is known but its name.

use crate::view::{KeyPlace, RowKind, RowState, RowView};

/// What other rows begin with: no session, nothing to sign in with, nothing wrong.
pub(super) fn bare(name: &str, kind: RowKind) -> RowView {
    RowView {
        name: name.to_owned(),
        kind,
        account: None,
        principal: None,
        target: String::new(),
        state: RowState::NotSignedIn,
        expires: None,
        latest: None,
        renews: false,
        maker: None,
        testable: false,
        lifetime: None,
        needs_code: false,
        next_code_at: None,
        serial: None,
        endpoint: None,
        key: KeyPlace::None,
        problem: None,
        warnings: Vec::new(),
        covers: None,
        plan: None,
        ended_in_use: false,
        roles: Vec::new(),
    }
}
