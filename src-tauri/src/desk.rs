//! Who is asked: the keeper of the user's own files, or the demo's.

use std::sync::{Mutex, PoisonError, RwLock};

use daypass_core::keeper::KeeperHandle;
use daypass_demo::DemoServer;

/// The keeper in charge. Replaced once, when the demo account is tried.
pub struct Desk {
    keeper: RwLock<KeeperHandle>,
    demo: Mutex<Option<DemoDevice>>,
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
    pub fn new(keeper: KeeperHandle, demo: Option<DemoDevice>) -> Self {
        Self { keeper: RwLock::new(keeper), demo: Mutex::new(demo) }
    }

    /// The way to the keeper in charge.
    #[must_use]
    pub fn keeper(&self) -> KeeperHandle {
        self.keeper.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Whether the demo account is in charge.
    #[must_use]
    pub fn is_demo(&self) -> bool {
        self.demo.lock().unwrap_or_else(PoisonError::into_inner).is_some()
    }

    /// Hands over to the demo. The keeper before it ends with its last request.
    pub fn hand_over(&self, keeper: KeeperHandle, demo: DemoDevice) {
        *self.demo.lock().unwrap_or_else(PoisonError::into_inner) = Some(demo);
        *self.keeper.write().unwrap_or_else(PoisonError::into_inner) = keeper;
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
