//! The real tray: shows a model, reports intents.

#[cfg(any(not(target_os = "linux"), test))]
mod fitting;
#[cfg(not(target_os = "linux"))]
mod native;
#[cfg(target_os = "linux")]
mod notifier_item;

#[cfg(not(target_os = "linux"))]
use fitting::fitting;
#[cfg(not(target_os = "linux"))]
pub use native::Tray;
#[cfg(target_os = "linux")]
pub use notifier_item::Tray;

use std::sync::Arc;

use crate::tray_model::Intent;

/// Where intents go.
pub type OnIntent = Arc<dyn Fn(Intent) + Send + Sync>;
