//! Notices that the page's process has died, which leaves an empty window behind.

use tauri::{Runtime, WebviewWindow};

/// Calls `died` when it has. WebKitGTK tells; elsewhere nothing is noticed.
///
/// # Errors
/// When the webview cannot be reached.
pub fn watch<R: Runtime>(window: &WebviewWindow<R>, died: impl Fn() + Send + 'static) -> tauri::Result<()> {
    #[cfg(target_os = "linux")]
    return window.with_webview(move |webview| {
        use webkit2gtk::WebViewExt;
        webview.inner().connect_web_process_terminated(move |_, _| died());
    });
    #[cfg(not(target_os = "linux"))]
    {
        let _ = (window, died);
        Ok(())
    }
}
