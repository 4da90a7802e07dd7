//! The portal of Wayland desktops (XDG Desktop Portal, "Global Shortcuts"): the desktop asks the person
//! and keeps the answer.

use std::pin::Pin;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::time::Duration;

use ashpd::desktop::global_shortcuts::{Activated, GlobalShortcuts, NewShortcut};
use ashpd::desktop::{ResponseError, Session};
use ashpd::zbus::Connection;
use ashpd::zbus::proxy::OwnerChangedStream;
use ashpd::{AppID, Error};
use daypass_core::failure::Failure;
use daypass_core::shortcut::{Key, Named, Shortcut};
use futures_util::{Stream, StreamExt};
use tokio::runtime::Builder;
use tokio::sync::oneshot;
use tokio::time::timeout;

use super::{OnPress, Problem, lock, no_way, not_given};

/// The name of the program's own desktop entry, by which desktops keep what they were asked.
const APP_ID: &str = "dev.daypass.desktop";
/// How long a portal may take for what it asks nobody about.
const DEADLINE: Duration = Duration::from_secs(5);
/// How long is waited for the portal before going on without its word.
const AT_ONCE: Duration = Duration::from_secs(1);

/// The keys, for as long as this lives.
pub(super) struct Bound {
    _end: oneshot::Sender<()>,
}

/// Asks the portal for the keys and listens on a thread of its own. What becomes of it stands in
/// `problem`: a person may have to answer first.
pub(super) fn bind(keys: Shortcut, on_press: OnPress, problem: Problem) -> Result<Bound, Failure> {
    let runtime = Builder::new_current_thread().enable_all().build().map_err(|e| no_way(e.to_string()))?;
    let (end, ended) = oneshot::channel();
    let (settled, outcome) = sync_channel(1);
    let work = move || {
        runtime.block_on(async {
            tokio::select! {
                () = hold(keys, &on_press, &problem, &settled) => {}
                _ = ended => {}
            }
        });
    };
    std::thread::Builder::new().name("shortcut".to_owned()).spawn(work).map_err(|e| no_way(e.to_string()))?;
    // A desktop without a portal says so at once; one that asks a person does not.
    let _ = outcome.recv_timeout(AT_ONCE);
    Ok(Bound { _end: end })
}

/// Holds the keys as long as there is a portal, and again whenever it has been restarted.
async fn hold(keys: Shortcut, on_press: &OnPress, problem: &Problem, settled: &SyncSender<()>) {
    loop {
        let session = match ask(keys).await {
            Ok(session) => {
                *lock(problem) = None;
                session
            }
            Err(failure) => {
                tracing::info!("no shortcut: {failure}");
                *lock(problem) = Some(failure);
                let _ = settled.try_send(());
                return;
            }
        };
        let _ = settled.try_send(());
        session.until_portal_changes(on_press).await;
    }
}

struct Keys {
    pressed: Pin<Box<dyn Stream<Item = Activated> + Send>>,
    owners: OwnerChangedStream<'static>,
    // Ends with its connection, which is this session's own.
    _session: Session<GlobalShortcuts>,
}

async fn ask(keys: Shortcut) -> Result<Keys, Failure> {
    let (portal, session) = match timeout(DEADLINE, open()).await {
        Ok(opened) => opened.map_err(|error| no_way(error.to_string()))?,
        Err(_) => return Err(no_way("the portal does not answer")),
    };
    let id = format!("open-{keys}");
    let wish = NewShortcut::new(id.as_str(), "Open Daypass").preferred_trigger(trigger(keys).as_str());
    let refused = |error: Error| match error {
        Error::Response(ResponseError::Cancelled) => not_given(keys),
        other => not_given(keys).with_detail(other.to_string()),
    };
    // Heard from before the keys are given: they may be pressed at once.
    let heard = async {
        let pressed: Pin<Box<dyn Stream<Item = Activated> + Send>> =
            Box::pin(portal.receive_activated().await?);
        Ok::<_, Error>((pressed, portal.receive_owner_changed().await?))
    };
    let (pressed, owners) = heard.await.map_err(|error| no_way(error.to_string()))?;
    let asked = portal.bind_shortcuts(&session, &[wish], None, Default::default()).await;
    let given = asked.and_then(|request| request.response()).map_err(refused)?;
    if given.shortcuts().iter().any(|one| one.id() == id) {
        Ok(Keys { pressed, owners, _session: session })
    } else {
        Err(not_given(keys))
    }
}

async fn open() -> Result<(GlobalShortcuts, Session<GlobalShortcuts>), Error> {
    let connection = Connection::session().await?;
    // Must be the connection's first word. Portals before 1.20 do not know it; newer ones give no
    // shortcut to a program without a name.
    let app_id = AppID::try_from(APP_ID)?;
    if let Err(error) = ashpd::register_host_app_with_connection(connection.clone(), app_id).await {
        tracing::debug!("the portal does not take our name: {error}");
    }
    let portal = GlobalShortcuts::with_connection(connection).await?;
    let session = portal.create_session(Default::default()).await?;
    Ok((portal, session))
}

impl Keys {
    /// Hears the keys until the portal is another one.
    async fn until_portal_changes(mut self, on_press: &OnPress) {
        loop {
            tokio::select! {
                Some(_) = self.pressed.next() => on_press(),
                Some(owner) = self.owners.next() => if owner.is_some() { return },
                else => return,
            }
        }
    }
}

/// As the portal wants to read it (XDG "shortcuts" specification: modifiers, then the name of a keysym).
fn trigger(keys: Shortcut) -> String {
    let modifiers = [(keys.ctrl, "CTRL+"), (keys.alt, "ALT+"), (keys.shift, "SHIFT+"), (keys.meta, "LOGO+")];
    let held: String = modifiers.into_iter().filter(|(held, _)| *held).map(|(_, name)| name).collect();
    held + &keysym_name(keys.key)
}

fn keysym_name(key: Key) -> String {
    match key {
        Key::Letter(letter) => letter.to_ascii_lowercase().to_string(),
        Key::Named(Named::Space) => "space".to_owned(),
        Key::Named(Named::Enter) => "Return".to_owned(),
        Key::Named(Named::Backspace) => "BackSpace".to_owned(),
        Key::Named(Named::PageUp) => "Page_Up".to_owned(),
        Key::Named(Named::PageDown) => "Page_Down".to_owned(),
        Key::Named(
            Named::Insert
            | Named::Delete
            | Named::Home
            | Named::End
            | Named::Up
            | Named::Down
            | Named::Left
            | Named::Right,
        )
        | Key::Digit(_)
        | Key::Function(_) => key.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_portal_reads_names_of_keysyms() {
        for (text, wanted) in [
            ("Ctrl+Alt+D", "CTRL+ALT+d"),
            ("Super+Shift+F5", "SHIFT+LOGO+F5"),
            ("Ctrl+PageUp", "CTRL+Page_Up"),
            ("Ctrl+7", "CTRL+7"),
            ("Alt+Home", "ALT+Home"),
        ] {
            assert_eq!(trigger(Shortcut::parse(text).unwrap()), wanted);
        }
    }
}
