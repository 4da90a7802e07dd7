//! Every profile in one list: what tables and JSON show.

use daypass_core::board::Board;
use daypass_core::failure::Failure;
use daypass_core::login::unknown_profile;
use daypass_core::ports::Ports;
use daypass_core::survey::survey;
use daypass_core::view::{RowKind, RowView};
use serde_json::{Map, Value};

use crate::clock;

/// A profile, and the identity it stands behind when it is a role.
pub struct Row {
    /// The profile; its roles are rows of their own.
    pub view: RowView,
    /// The identity of a role.
    pub identity: Option<String>,
}

impl Row {
    /// The name, indented below its identity.
    pub fn title(&self) -> String {
        match self.view.kind {
            RowKind::Role if self.identity.is_some() => format!("  {}", self.view.name),
            // A role that leads to no identity stands for itself.
            RowKind::Identity | RowKind::Foreign | RowKind::Role => self.view.name.clone(),
        }
    }
}

/// What the files hold now: all profiles, or the one that is meant by `name`.
///
/// # Errors
/// The files' or the settings' failure; [`daypass_core::failure::Code::UnknownProfile`].
pub async fn rows(ports: &Ports, name: Option<&str>) -> Result<Vec<Row>, Failure> {
    let found = survey(ports).await?;
    let board = Board {
        catalog: found.catalog,
        settings: found.settings,
        memory: ports.settings.recall(),
        used_steps: ports.settings.used_steps(),
        ..Board::default()
    };
    let views = board.view(&ports.files.paths(), false, clock::now(ports)).rows;
    let rows: Vec<Row> = views.into_iter().flat_map(with_roles).collect();
    let Some(name) = name else {
        return Ok(rows);
    };
    let by = |is_meant: &dyn Fn(&RowView) -> bool| rows.iter().position(|row| is_meant(&row.view));
    let meant = by(&|view| view.name == name).or_else(|| by(&|view| view.target == name));
    match meant {
        Some(at) => Ok(rows.into_iter().skip(at).take(1).collect()),
        None => Err(unknown_profile(name, &board.catalog)),
    }
}

fn with_roles(mut view: RowView) -> Vec<Row> {
    let roles = std::mem::take(&mut view.roles);
    let identity = Some(view.name.clone());
    let mut rows = vec![Row { view, identity: None }];
    rows.extend(roles.into_iter().map(|view| Row { view, identity: identity.clone() }));
    rows
}

/// The rows as an array of flat objects.
pub fn json(rows: &[Row]) -> Value {
    let object = |row: &Row| {
        // A view is plain data, which always becomes an object.
        let mut object = match serde_json::to_value(&row.view) {
            Ok(Value::Object(object)) => object,
            Ok(_) | Err(_) => Map::new(),
        };
        object.remove("roles");
        // A sentence for people: `login --verbose` says it.
        object.remove("plan");
        object.insert("identity".to_owned(), row.identity.clone().into());
        Value::Object(object)
    };
    rows.iter().map(object).collect()
}
