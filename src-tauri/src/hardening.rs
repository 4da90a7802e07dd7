//! What must be settled before a page, a thread or a secret exists.

/// Debugger doors that the webviews open when these are set.
#[cfg(not(debug_assertions))]
const DEBUGGER_DOORS: [&str; 3] =
    ["WEBKIT_INSPECTOR_SERVER", "WEBKIT_INSPECTOR_HTTP_SERVER", "WEBVIEW2_ADDITIONAL_BROWSER_ARGUMENTS"];

/// Closes the doors of a release build. A debug build keeps them: tests drive the page through them.
pub fn before_anything_else() {
    std::panic::set_hook(Box::new(|panic| {
        // The place only: a panic's text may quote what was being worked on.
        let place = panic.location().map(ToString::to_string);
        tracing::error!("panic at {}", place.as_deref().unwrap_or("an unknown place"));
    }));
    #[cfg(not(debug_assertions))]
    {
        without_debugger_doors();
        #[cfg(target_os = "linux")]
        not_dumpable();
    }
}

/// Starts over with a clean environment: changing one's own is not sound once threads may run.
#[cfg(all(not(debug_assertions), unix))]
fn without_debugger_doors() {
    use std::os::unix::process::CommandExt;
    #[expect(clippy::disallowed_methods, reason = "the page's debugger is opened by the environment alone")]
    let open = DEBUGGER_DOORS.iter().any(|door| std::env::var_os(door).is_some());
    if !open {
        return;
    }
    let Ok(program) = std::env::current_exe() else {
        return;
    };
    let mut again = std::process::Command::new(program);
    again.args(std::env::args_os().skip(1));
    for door in DEBUGGER_DOORS {
        again.env_remove(door);
    }
    // Only returns when it failed; going on with an open door would be worse than not starting.
    let error = again.exec();
    tracing::error!("could not start without a page debugger: {error}");
    std::process::exit(1);
}

#[cfg(all(not(debug_assertions), not(unix)))]
fn without_debugger_doors() {
    #[expect(clippy::disallowed_methods, reason = "the page's debugger is opened by the environment alone")]
    if DEBUGGER_DOORS.iter().any(|door| std::env::var_os(door).is_some()) {
        tracing::error!("unset {} first", DEBUGGER_DOORS.join(", "));
        std::process::exit(1);
    }
}

/// No core dump and no reading of our memory by other programs of the same user.
#[cfg(all(not(debug_assertions), target_os = "linux"))]
fn not_dumpable() {
    use rustix::process::{DumpableBehavior, set_dumpable_behavior};
    if let Err(error) = set_dumpable_behavior(DumpableBehavior::NotDumpable) {
        tracing::warn!("other programs of this user can read this one's memory: {error}");
    }
}
