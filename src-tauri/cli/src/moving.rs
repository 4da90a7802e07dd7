//! `daypass keys move`

use daypass_core::failure::{Code, Failure};
use daypass_core::moving;
use daypass_core::ports::Ports;

use crate::arguments::Move;
use crate::{ask, change, output};

/// Shows what moving a key to the keyring changes in the file, asks, and does it; then deletes the
/// backups that still hold the key, if that is wanted.
///
/// # Errors
/// What stands in the way, that nobody agreed, or the keyring's, the settings' or the file's failure.
pub async fn move_key(ports: &Ports, wish: Move) -> Result<(), Failure> {
    let shown = match moving::preview(ports, &wish.profile).await {
        // Moved before, and now the backups shall follow.
        Err(failure) if failure.code == Code::InKeyring && wish.purge => {
            return purge(ports, &wish.profile).await;
        }
        shown => shown?,
    };
    change::show(ports, &shown.preview)?;
    let name = &shown.name;
    ask::agreement(&format!("Move the key of {name} to the keyring?"), wish.yes)?;
    let held = moving::apply(ports, &shown).await?;
    output::note(&format!("The key of {name} is in the keyring and gone from the credentials file."));
    if held == 0 {
        return Ok(());
    }
    let may_ask = !wish.yes && ask::somebody();
    let backups = counted(held);
    if wish.purge
        || (may_ask && ask::yes(&format!("Delete the key's last copies, in {backups} of the file?")))
    {
        return purge(ports, name).await;
    }
    output::note(&format!(
        "It is still in {backups} of the file. To delete: daypass keys move {name} --purge"
    ));
    Ok(())
}

async fn purge(ports: &Ports, name: &str) -> Result<(), Failure> {
    let gone = moving::purge(ports, name).await?;
    output::note(&match gone {
        0 => "No backup holds the key.".to_owned(),
        gone => format!("The key is gone from the backups: {} deleted.", counted(gone)),
    });
    Ok(())
}

fn counted(backups: usize) -> String {
    if backups == 1 { "1 backup".to_owned() } else { format!("{backups} backups") }
}
