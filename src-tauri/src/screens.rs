//! The screens of this desktop, and the pointer on them.

use tauri::{AppHandle, Monitor, Runtime, WebviewWindow};

use crate::popover_place::{Area, Point, Screen};

impl From<&Monitor> for Screen {
    fn from(monitor: &Monitor) -> Self {
        let (position, size, work) = (monitor.position(), monitor.size(), monitor.work_area());
        let area = |x, y, width, height| Area {
            x,
            y,
            width: i32::try_from(width).unwrap_or(i32::MAX),
            height: i32::try_from(height).unwrap_or(i32::MAX),
        };
        Self {
            whole: area(position.x, position.y, size.width, size.height),
            work: area(work.position.x, work.position.y, work.size.width, work.size.height),
            scale: monitor.scale_factor(),
        }
    }
}

/// All screens, the primary one first where there is one; none when the desktop does not tell.
pub fn all<R: Runtime>(window: &WebviewWindow<R>) -> Vec<Screen> {
    let monitors = window.available_monitors().unwrap_or_default();
    let mut screens: Vec<Screen> = monitors.iter().map(Screen::from).collect();
    if let Ok(Some(primary)) = window.primary_monitor() {
        let primary = Screen::from(&primary);
        screens.sort_by_key(|screen| *screen != primary);
    }
    screens
}

/// Where the pointer is, in physical pixels, on desktops whose tray hosts cannot be relied on to tell
/// where they were clicked. None on Wayland, where nobody knows.
pub fn pointer<R: Runtime>(app: &AppHandle<R>) -> Option<Point> {
    if !cfg!(target_os = "linux") {
        return None;
    }
    let place = app.cursor_position().ok()?;
    #[expect(clippy::cast_possible_truncation, reason = "screens are smaller than i32")]
    let place = Point { x: place.x as i32, y: place.y as i32 };
    // Tauri's answer on Wayland; a pointer in that corner clicks no icon.
    (place.x != 0 || place.y != 0).then_some(place)
}
