//! Native notifications with buttons.
//!
//! Nothing in notify-rust gives up waiting, and "shown" is never proof that anybody saw it
//! (`design/safety.md`, sections 1 (8) and 8): every call has a thread and a deadline of its own,
//! and the tray says the same thing.

#[cfg_attr(all(unix, not(target_os = "macos")), path = "notify/xdg.rs")]
#[cfg_attr(target_os = "macos", path = "notify/mac.rs")]
#[cfg_attr(target_os = "windows", path = "notify/windows.rs")]
mod platform;
mod words;

use std::collections::HashMap;
use std::fmt;
use std::sync::mpsc::sync_channel;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use daypass_core::failure::{Code, Failure};
use daypass_core::notice::{Notice, NoticeAnswer};
use daypass_core::ports::Notifier;
use daypass_core::text;

use platform::{Connection, Shown};

/// How long a notification service may take for one call.
pub const DEADLINE: Duration = Duration::from_secs(3);

/// Hears what a person did with a notice, on a thread of ours.
pub type Answers = Arc<dyn Fn(NoticeAnswer) + Send + Sync>;

/// The desktop's notification service.
pub struct DesktopNotifier {
    desk: Arc<Desk>,
    deadline: Duration,
}

impl DesktopNotifier {
    /// A notifier that shows `icon` (a name of the icon theme, or a file's path) and tells
    /// `answers` what was clicked. Nothing is connected to before the first notice.
    #[must_use]
    pub fn new(icon: &str, deadline: Duration, answers: Answers) -> Self {
        let desk = Desk { icon: icon.to_owned(), answers, screen: Mutex::default() };
        Self { desk: Arc::new(desk), deadline }
    }

    /// Runs `call` on a thread of its own and waits until it ends or its time is up. A thread that
    /// never comes back does not keep the program from ending.
    fn within_deadline(
        &self,
        call: impl FnOnce(&Arc<Desk>) -> Result<(), String> + Send + 'static,
    ) -> Result<(), String> {
        let desk = Arc::clone(&self.desk);
        let (sender, receiver) = sync_channel(1);
        std::thread::Builder::new()
            .name("notice".to_owned())
            .spawn(move || {
                // Nobody listens any more after the deadline.
                let _ = sender.send(call(&desk));
            })
            .map_err(|e| e.to_string())?;
        receiver
            .recv_timeout(self.deadline)
            .unwrap_or_else(|_| Err(format!("no answer within {:?}", self.deadline)))
    }
}

impl fmt::Debug for DesktopNotifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DesktopNotifier").field("deadline", &self.deadline).finish_non_exhaustive()
    }
}

impl Notifier for DesktopNotifier {
    fn show(&self, notice: &Notice) -> Result<(), Failure> {
        let notice = notice.clone();
        self.within_deadline(move |desk| desk.show(&notice)).map_err(not_shown)
    }

    fn amend(&self, notice: &Notice) {
        if !self.desk.screen().notices.contains_key(&notice.id) {
            return;
        }
        if let Err(failure) = self.show(notice) {
            tracing::warn!("a notice could not be amended: {failure}");
        }
    }

    fn withdraw(&self, id: &str) {
        let Some(shown) = self.desk.screen().notices.remove(id) else {
            return;
        };
        let close = move |desk: &Arc<Desk>| {
            shown.close();
            desk.screen().leave(shown);
            Ok(())
        };
        if let Err(why) = self.within_deadline(close) {
            tracing::warn!(why, "a notice could not be taken back");
        }
    }
}

/// Where notices go, and where answers come from.
struct Desk {
    icon: String,
    answers: Answers,
    screen: Mutex<Screen>,
}

/// The notices that are shown, as far as we know.
#[derive(Default)]
struct Screen {
    notices: HashMap<String, Shown>,
    // GNOME takes all notices of a program away when the connection of the first one ends, so
    // connections are kept until nothing is shown any more.
    past: Vec<Connection>,
}

impl Screen {
    fn leave(&mut self, shown: Shown) {
        self.past.push(shown.into_connection());
        if self.notices.is_empty() {
            self.past.clear();
        }
    }
}

impl Desk {
    fn show(self: &Arc<Self>, notice: &Notice) -> Result<(), String> {
        let replaced = self.screen().notices.remove(&notice.id);
        let result = platform::show(self, notice, replaced.as_ref());
        let mut screen = self.screen();
        match (result, replaced) {
            (Ok(shown), replaced) => {
                screen.notices.insert(notice.id.clone(), shown);
                if let Some(replaced) = replaced {
                    screen.leave(replaced);
                }
                Ok(())
            }
            (Err(why), replaced) => {
                // The old notice is still there and may still be clicked.
                screen.notices.extend(replaced.map(|old| (notice.id.clone(), old)));
                Err(why)
            }
        }
    }

    /// A notice was closed or clicked. `action` is what the service calls the button.
    fn ended(&self, notice: &Notice, action: Option<&str>) {
        if let Some(answer) = action.and_then(|action| words::answer(action, &notice.profile)) {
            (self.answers)(answer);
        }
    }

    fn screen(&self) -> MutexGuard<'_, Screen> {
        self.screen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn not_shown(why: String) -> Failure {
    Failure::new(
        Code::Internal,
        text!("The desktop did not take a notification."),
        text!("The tray icon shows the same; check that a notification service is running."),
    )
    .with_detail(why)
}
