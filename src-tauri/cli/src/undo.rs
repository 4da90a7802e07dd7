//! `daypass undo`

use chrono::{DateTime, Local, Utc};
use daypass_core::backup::Backup;
use daypass_core::failure::{Code, Failure};
use daypass_core::ports::Ports;
use daypass_core::text;
use daypass_core::undo::{self, backups};
use daypass_core::view::{BackupReason, BackupView};

use crate::arguments::Undo;
use crate::table::table;
use crate::{ask, change, output, when};

/// Shows what bringing a backup back would change, asks, and does it; or lists the backups.
///
/// # Errors
/// That there is nothing to undo, that nobody agreed, or the file's failure.
pub async fn undo(ports: &Ports, wish: Undo) -> Result<(), Failure> {
    if wish.list {
        return list(ports, wish.json).await;
    }
    let shown = undo::preview(ports, wish.backup).await?;
    change::show(ports, &shown.preview)?;
    let then = when::local(shown.backup.taken, ports.clock.now(), &Local);
    ask::agreement(&format!("Bring the file back as it was at {then}?"), wish.yes)?;
    undo::apply(ports, &shown).await?;
    output::note(&format!("The credentials file is as it was at {then}. Undo again to take this back."));
    Ok(())
}

async fn list(ports: &Ports, as_json: bool) -> Result<(), Failure> {
    let backups = backups(ports).await?;
    if as_json {
        let views: Vec<BackupView> = backups.iter().map(BackupView::from).collect();
        let value = serde_json::to_value(views).map_err(|error| {
            Failure::new(
                Code::Internal,
                text!("The list cannot be written as JSON."),
                text!("Leave --json out."),
            )
            .with_detail(error.to_string())
        })?;
        return output::json(&value);
    }
    if backups.is_empty() {
        output::note("There is no backup yet: Daypass has not changed the credentials file.");
        return Ok(());
    }
    let now = ports.clock.now();
    let lines: Vec<_> = backups.iter().map(|backup| line(backup, now)).collect();
    output::data(&table(["BACKUP", "TAKEN", "WHY"], &lines))
}

fn line(backup: &Backup, now: DateTime<Utc>) -> [String; 3] {
    let why = match backup.reason {
        BackupReason::Day => "before the first change of a day",
        BackupReason::Structure => "before a section or a key came or went",
    };
    [backup.id.clone(), when::local(backup.taken, now, &Local), why.to_owned()]
}
