//! The screens of this desktop.

use tauri::{Monitor, Runtime, WebviewWindow};

use crate::popover_place::{Area, Point};

/// A screen, in physical pixels.
pub struct Screen {
    /// All of it.
    pub whole: Area,
    /// What panels leave.
    pub work: Area,
    /// Physical pixels for each CSS pixel.
    pub scale: f64,
}

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

/// The screen of the anchor, else the first one.
pub fn screen<R: Runtime>(window: &WebviewWindow<R>, anchor: Option<Point>) -> Option<Screen> {
    let monitors = window.available_monitors().ok()?;
    let mut screens: Vec<Screen> = monitors.iter().map(Screen::from).collect();
    let under = anchor.and_then(|point| screens.iter().position(|screen| screen.whole.contains(point)));
    (!screens.is_empty()).then(|| screens.swap_remove(under.unwrap_or(0)))
}
