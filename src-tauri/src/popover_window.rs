//! The popover's window: how it is made, how it looks, where it is put.

use daypass_core::settings::Settings;
use tauri::webview::NewWindowResponse;
use tauri::{
    AppHandle, LogicalSize, PhysicalPosition, Position, Runtime, Theme, WebviewUrl, WebviewWindow,
    WebviewWindowBuilder,
};

use crate::page_address::{self, is_own_page};
use crate::popover::LABEL;
use crate::popover_place::{Point, Screen, choose, place};
use crate::world;

/// CSS pixels.
pub const WIDTH: f64 = 360.0;
/// CSS pixels, until the page has told the height of its content.
pub const FIRST_HEIGHT: f64 = 320.0;

/// What was chosen of how the window looks; None is the desktop's own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Look {
    theme: Option<Theme>,
    language: Option<String>,
}

impl From<&Settings> for Look {
    fn from(settings: &Settings) -> Self {
        let theme = match settings.theme.as_deref() {
            Some("dark") => Some(Theme::Dark),
            Some("light") => Some(Theme::Light),
            _ => None,
        };
        // A page goes by the locales that are installed here, and the tray by what the desktop asks for:
        // they speak the same language when both are told.
        let language = settings.language.clone().unwrap_or_else(|| world::language().tag().to_owned());
        Self { theme, language: Some(language) }
    }
}

impl Look {
    fn address(&self, profile: Option<&str>) -> String {
        let theme = match self.theme {
            Some(Theme::Dark) => Some("dark"),
            Some(Theme::Light) => Some("light"),
            _ => None,
        };
        page_address::of_page(profile, theme, self.language.as_deref())
    }
}

/// Makes the window, not shown yet. One that stands `alone` (without a tray) can be moved and closed.
///
/// # Errors
/// When the desktop refuses it.
pub fn build<R: Runtime>(
    app: &AppHandle<R>,
    profile: Option<&str>,
    look: &Look,
    alone: bool,
) -> tauri::Result<WebviewWindow<R>> {
    WebviewWindowBuilder::new(app, LABEL, WebviewUrl::App(look.address(profile).into()))
        .title("Daypass")
        .inner_size(WIDTH, FIRST_HEIGHT)
        .resizable(false)
        .maximizable(false)
        .decorations(alone)
        .skip_taskbar(!alone)
        .always_on_top(!alone)
        .visible(false)
        .focused(true)
        .theme(look.theme)
        .on_navigation(is_own_page)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .disable_drag_drop_handler()
        .build()
}

/// Gives the window a height.
pub fn resize<R: Runtime>(window: &WebviewWindow<R>, height: f64) {
    let _ = window.set_size(LogicalSize::new(WIDTH, height));
}

/// Puts the window beside the anchor, on the screen where that is, with the wished height as far as
/// there is room.
pub fn put<R: Runtime>(window: &WebviewWindow<R>, anchor: Option<Point>, wished: f64, screens: &[Screen]) {
    let Some(screen) = choose(screens, anchor) else {
        return resize(window, wished);
    };
    let height = screen.height_for(anchor, wished);
    let corner = place(anchor, (WIDTH, height), &screen);
    resize(window, height);
    #[cfg(target_os = "linux")]
    if at_once_on_x11(window, corner, height, screen.scale).is_some() {
        return;
    }
    let _ = window.set_position(position(corner, screen.scale));
}

/// Moves and resizes in one request. GTK asks for a new size when it draws next, and moves at once:
/// above a panel at the bottom one would see the popover jump. Some only where this is X11 and the
/// window is shown.
#[cfg(target_os = "linux")]
fn at_once_on_x11<R: Runtime>(
    window: &WebviewWindow<R>,
    corner: Point,
    height: f64,
    scale: f64,
) -> Option<()> {
    use gtk::gdk::{self, prelude::*};
    use gtk::prelude::*;
    let window = window.gtk_window().ok()?;
    let shown = window.window().filter(|_| window.is_mapped())?;
    if !shown.display().backend().is_x11() {
        return None;
    }
    let corner = PhysicalPosition::new(corner.x, corner.y).to_logical::<i32>(scale);
    #[expect(clippy::cast_possible_truncation, reason = "at most 560")]
    let (width, height) = (WIDTH as i32, height.round() as i32);
    // The window manager holds a window of one size to that size. Both sizes are allowed for now: told
    // of the new one alone, it would resize the window where it is. GTK allows only the new one later.
    let (least, most) = (height.min(shown.height()), height.max(shown.height()));
    let both = gdk::Geometry::new(width, least, width, most, 0, 0, 0, 0, 0.0, 0.0, gdk::Gravity::NorthWest);
    shown.set_geometry_hints(&both, gdk::WindowHints::MIN_SIZE | gdk::WindowHints::MAX_SIZE);
    shown.move_resize(corner.x, corner.y, width, height);
    Some(())
}

/// Tauri translates the one kind by the scale of the screen that the window is on, which may not be
/// the one that it goes to. So each platform gets the kind that it takes as it is.
fn position(corner: Point, scale: f64) -> Position {
    let physical = PhysicalPosition::new(corner.x, corner.y);
    if cfg!(windows) { physical.into() } else { physical.to_logical::<f64>(scale).into() }
}
