//! The tray of macOS and Windows, by Tauri.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tauri::image::Image;
use tauri::menu::{Menu, MenuBuilder, MenuItemBuilder};
use tauri::tray::{MouseButton, MouseButtonState, TrayIcon, TrayIconBuilder, TrayIconEvent};
use tauri::{AppHandle, PhysicalPosition, Wry};

use crate::anchor;
use crate::glyph::{self, Finish};
use crate::popover_place::{Area, Point};
use crate::tray::{OnIntent, fitting};
use crate::tray_model::{Intent, MenuLine, TrayModel};

#[expect(clippy::cast_possible_truncation, reason = "screens are smaller than i32")]
fn pixel(place: PhysicalPosition<f64>) -> Point {
    Point { x: place.x as i32, y: place.y as i32 }
}

/// The menu bar colours its icons by itself, and draws them 18 points high: 36 pixels on the usual
/// screen.
#[cfg(target_os = "macos")]
const FINISH: Finish = Finish::Template;
#[cfg(target_os = "macos")]
const SIDE: u32 = 36;
#[cfg(not(target_os = "macos"))]
const FINISH: Finish = Finish::Coin;
#[cfg(not(target_os = "macos"))]
const SIDE: u32 = 32;

/// The tray icon.
pub struct Tray {
    icon: TrayIcon<Wry>,
    app: AppHandle<Wry>,
    shown: Arc<Mutex<Option<TrayModel>>>,
}

impl Tray {
    /// Puts the icon into the tray or menu bar.
    ///
    /// # Errors
    /// The platform's refusal.
    pub fn start(app: &AppHandle<Wry>, on_intent: OnIntent) -> tauri::Result<Self> {
        let clicked = on_intent.clone();
        let icon = TrayIconBuilder::with_id("daypass")
            .show_menu_on_left_click(false)
            .icon_as_template(cfg!(target_os = "macos"))
            .on_tray_icon_event(move |_, event| {
                if let TrayIconEvent::Click {
                    button,
                    button_state: MouseButtonState::Up,
                    position,
                    rect,
                    ..
                } = event
                {
                    // Tray icons tell their rectangle in physical pixels.
                    let (corner, size) = (rect.position.to_physical(1.0), rect.size.to_physical(1.0));
                    let icon = Area { x: corner.x, y: corner.y, width: size.width, height: size.height };
                    let place = anchor::of_icon(icon, pixel(position));
                    match button {
                        MouseButton::Left => clicked(Intent::Click(Some(place))),
                        MouseButton::Middle => clicked(Intent::Open(None)),
                        MouseButton::Right => {}
                    }
                }
            })
            .build(app)?;
        let model = Arc::new(Mutex::new(None));
        let chosen_from = Arc::clone(&model);
        // Once: each call would add one more listener.
        icon.on_menu_event(move |_, event| {
            let chosen = shown(&chosen_from).as_ref().and_then(|model| intent(model, event.id().as_ref()));
            if let Some(intent) = chosen {
                on_intent(intent);
            }
        });
        Ok(Self { icon, app: app.clone(), shown: model })
    }

    /// Shows a model; the platform hears only of what differs.
    pub fn apply(&self, model: TrayModel) {
        let before = shown(&self.shown).replace(model.clone());
        if let Err(error) = self.show(&model, before.as_ref()) {
            tracing::warn!("the tray icon could not be updated: {error}");
            // All of it once more with the next board.
            *shown(&self.shown) = None;
        }
    }

    fn show(&self, model: &TrayModel, before: Option<&TrayModel>) -> tauri::Result<()> {
        if before.map(|before| before.glyph) != Some(model.glyph)
            && let Some(pixels) = glyph::draw(model.glyph, FINISH, SIDE)
        {
            let image = Image::new_owned(pixels.rgba, pixels.side, pixels.side);
            self.icon.set_icon_with_as_template(Some(image), cfg!(target_os = "macos"))?;
        }
        if before.map(|before| &before.tooltip) != Some(&model.tooltip) {
            self.icon.set_tooltip(Some(fitting(&model.tooltip)))?;
        }
        // Only macOS has room for words beside the icon; elsewhere this does nothing.
        if cfg!(target_os = "macos") && before.map(|before| &before.countdown) != Some(&model.countdown) {
            self.icon.set_title(model.countdown.as_deref())?;
        }
        if before.map(|before| &before.menu) != Some(&model.menu) {
            self.icon.set_menu(Some(self.menu(&model.menu)?))?;
        }
        Ok(())
    }

    /// The menu's ids are the lines' places in the model.
    fn menu(&self, lines: &[MenuLine]) -> tauri::Result<Menu<Wry>> {
        let mut menu = MenuBuilder::new(&self.app);
        for (at, line) in lines.iter().enumerate() {
            menu = match line {
                MenuLine::Separator => menu.separator(),
                MenuLine::Item { label, intent } => {
                    let item = MenuItemBuilder::with_id(at.to_string(), label)
                        .enabled(intent.is_some())
                        .build(&self.app)?;
                    menu.item(&item)
                }
            };
        }
        menu.build()
    }
}

/// What the line with this id means.
fn intent(model: &TrayModel, id: &str) -> Option<Intent> {
    match model.menu.get(id.parse::<usize>().ok()?)? {
        MenuLine::Item { intent, .. } => intent.clone(),
        MenuLine::Separator => None,
    }
}

fn shown(model: &Mutex<Option<TrayModel>>) -> MutexGuard<'_, Option<TrayModel>> {
    model.lock().unwrap_or_else(PoisonError::into_inner)
}
