//! Native notifications with buttons.
//!
//! A notification service may take its time, and "shown" is never proof that anybody saw it
//! (`design/safety.md`, sections 1 (8) and 8): every call has a thread and a deadline of its own,
//! and the tray says the same thing.

#[cfg_attr(target_os = "macos", allow(dead_code, reason = "there it is the bundle's icon"))]
mod icon;
#[cfg_attr(all(unix, not(target_os = "macos")), path = "notify/xdg.rs")]
#[cfg_attr(target_os = "macos", path = "notify/mac.rs")]
#[cfg_attr(target_os = "windows", path = "notify/windows.rs")]
mod platform;
mod words;

use std::fmt;
use std::path::Path;
use std::sync::mpsc::sync_channel;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use daypass_core::failure::{Code, Failure};
use daypass_core::notice::{Notice, NoticeAnswer};
use daypass_core::ports::Notifier;
use daypass_core::text;

use icon::Icon;
use platform::Service;

/// How long a notification service may take for one call.
pub const DEADLINE: Duration = Duration::from_secs(3);

/// Under this name the desktop knows the program: its desktop entry, its bundle, its AppUserModelID.
#[cfg(not(target_os = "macos"))]
const APPLICATION: &str = "dev.daypass.desktop";

/// Hears what a person did with a notice, on a thread of ours.
pub type Answers = Arc<dyn Fn(NoticeAnswer) + Send + Sync>;

/// The desktop's notification service.
pub struct DesktopNotifier {
    service: Arc<Service>,
    deadline: Duration,
}

impl DesktopNotifier {
    /// A notifier that keeps its icon in `folder` and tells `answers` what was clicked. Nothing is
    /// written or connected to before the first notice.
    #[must_use]
    pub fn new(folder: &Path, deadline: Duration, answers: Answers) -> Self {
        Self { service: Arc::new(Service::new(Icon::in_folder(folder), deadline, answers)), deadline }
    }

    /// Runs `call` on a thread of its own and waits until it ends or its time is up. A thread that
    /// never comes back does not keep the program from ending.
    fn within_deadline(
        &self,
        call: impl FnOnce(&Arc<Service>) -> Result<(), String> + Send + 'static,
    ) -> Result<(), String> {
        let service = Arc::clone(&self.service);
        let (sender, receiver) = sync_channel(1);
        std::thread::Builder::new()
            .name("notice".to_owned())
            .spawn(move || {
                // Nobody listens any more after the deadline.
                let _ = sender.send(call(&service));
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
        self.within_deadline(move |service| service.show(&notice)).map_err(not_shown)
    }

    fn amend(&self, notice: &Notice) {
        if !self.service.is_shown(&notice.id) {
            return;
        }
        let notice = notice.clone();
        if let Err(why) = self.within_deadline(move |service| service.amend(&notice)) {
            tracing::warn!(why, "a notice could not be amended");
        }
    }

    fn withdraw(&self, id: &str) {
        if !self.service.is_shown(id) {
            return;
        }
        let id = id.to_owned();
        if let Err(why) = self.within_deadline(move |service| service.withdraw(&id)) {
            tracing::warn!(why, "a notice could not be taken back");
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn not_shown(why: String) -> Failure {
    Failure::new(
        Code::Internal,
        text!("The desktop did not take a notification."),
        text!("The tray icon shows the same; check that a notification service is running."),
    )
    .with_detail(why)
}
