//! macOS: the workspace's notification centre.

use std::ptr::NonNull;

use block2::RcBlock;
use objc2_app_kit::{NSWorkspace, NSWorkspaceDidWakeNotification};
use objc2_foundation::NSNotification;

/// Calls `tell` whenever the machine has woken up, for the life of the process (AppKit,
/// NSWorkspaceDidWakeNotification). It is called on the main thread, which must run its loop.
#[expect(unsafe_code, reason = "no safe binding knows this call")]
pub fn on_wake(tell: impl Fn() + Send + Sync + 'static) {
    let block = RcBlock::new(move |_: NonNull<NSNotification>| tell());
    let center = NSWorkspace::sharedWorkspace().notificationCenter();
    // SAFETY: the name is AppKit's own constant, no object and no queue are given, and the block, which
    // the centre keeps, may be called from any thread.
    let observer = unsafe {
        let name = NSWorkspaceDidWakeNotification;
        center.addObserverForName_object_queue_usingBlock(Some(name), None, None, &block)
    };
    // Whoever lets go of it hears nothing more.
    std::mem::forget(observer);
}
