//! Who is asked: the keeper of the user's own files, or the demo's.

use std::sync::{Mutex, PoisonError, RwLock};

use daypass_adapters::console::Console;
use daypass_adapters::watch::Watch;
use daypass_core::failure::Failure;
use daypass_core::keeper::KeeperHandle;
use daypass_core::text::InLanguage;
use daypass_core::view::FailureView;
use daypass_demo::DemoServer;

/// The keeper in charge. Replaced when the AWS files are elsewhere, and when the demo account is tried.
pub struct Desk {
    charge: RwLock<Charge>,
    demo: Mutex<Option<DemoDevice>>,
}

/// A keeper, and the watch that wakes it.
pub struct Charge {
    /// The way to the keeper.
    pub keeper: KeeperHandle,
    /// None where nobody but the keeper changes the files.
    pub watch: Option<Watch>,
    /// Where its roles' consoles are entered.
    pub console: Console,
}

/// The demo's STS, for as long as the program runs, and its files, removed at the end.
pub struct DemoDevice {
    /// The server.
    pub server: DemoServer,
    /// The folder with its AWS files.
    pub home: tempfile::TempDir,
}

impl Desk {
    /// A desk with one keeper.
    #[must_use]
    pub fn new(charge: Charge, demo: Option<DemoDevice>) -> Self {
        Self { charge: RwLock::new(charge), demo: Mutex::new(demo) }
    }

    /// The way to the keeper in charge.
    #[must_use]
    pub fn keeper(&self) -> KeeperHandle {
        self.charge.read().unwrap_or_else(PoisonError::into_inner).keeper.clone()
    }

    /// Where the consoles of its roles are entered.
    #[must_use]
    pub fn console(&self) -> Console {
        self.charge.read().unwrap_or_else(PoisonError::into_inner).console.clone()
    }

    /// A failure as the page shows it, in the keeper's language.
    #[must_use]
    pub fn view(&self, failure: Failure) -> FailureView {
        FailureView::from(&failure.in_language(self.keeper().language()))
    }

    /// Has the watch see to it that it watches what is there now.
    pub fn check_watch(&self) {
        let charge = self.charge.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(watch) = &charge.watch {
            watch.look_again();
        }
    }

    /// Whether the demo account is in charge.
    #[must_use]
    pub fn is_demo(&self) -> bool {
        self.demo.lock().unwrap_or_else(PoisonError::into_inner).is_some()
    }

    /// Puts another keeper of the user's own files in charge, unless the demo is. The one before it
    /// ends with its last request.
    pub fn replace(&self, charge: Charge) {
        let before = {
            let mut held = self.charge.write().unwrap_or_else(PoisonError::into_inner);
            if self.is_demo() { charge } else { std::mem::replace(&mut *held, charge) }
        };
        // As below.
        drop(before);
    }

    /// Hands over to the demo. The keeper before it ends with its last request.
    pub fn hand_over(&self, charge: Charge, demo: DemoDevice) {
        *self.demo.lock().unwrap_or_else(PoisonError::into_inner) = Some(demo);
        let before =
            std::mem::replace(&mut *self.charge.write().unwrap_or_else(PoisonError::into_inner), charge);
        // It waits for its watch's thread: nobody else should.
        drop(before);
    }

    /// Stops the demo's server and removes its files.
    pub fn end_demo(&self) {
        drop(self.demo.lock().unwrap_or_else(PoisonError::into_inner).take());
    }

    /// What a demo device shows now: six digits and how many seconds they last.
    #[must_use]
    pub fn device_code(&self, serial: &str) -> Option<(String, u64)> {
        let demo = self.demo.lock().unwrap_or_else(PoisonError::into_inner);
        let code = demo.as_ref()?.server.device_code(serial)?;
        Some((code.code, code.seconds_left))
    }
}
