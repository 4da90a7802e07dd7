//! The tray of macOS and Windows, by Tauri.

use std::sync::Mutex;

use tauri::image::Image;
use tauri::menu::{Menu, MenuBuilder, MenuItemBuilder};
use tauri::tray::{MouseButton, MouseButtonState, TrayIcon, TrayIconBuilder, TrayIconEvent};
use tauri::{AppHandle, PhysicalPosition, Wry};

use crate::popover_place::{Area, Point};
use crate::tray::OnIntent;
use crate::tray_model::{Intent, MenuLine, TrayModel};
use crate::{anchor, glyph};

#[expect(clippy::cast_possible_truncation, reason = "screens are smaller than i32")]
fn pixel(place: PhysicalPosition<f64>) -> Point {
    Point { x: place.x as i32, y: place.y as i32 }
}

/// The tray icon.
pub struct Tray {
    icon: TrayIcon<Wry>,
    app: AppHandle<Wry>,
    shown: Mutex<Option<TrayModel>>,
    on_intent: OnIntent,
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
        Ok(Self { icon, app: app.clone(), shown: Mutex::new(None), on_intent })
    }

    /// Shows a model; the platform hears of it only when it differs.
    pub fn apply(&self, model: TrayModel) {
        let mut shown = self.shown.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if shown.as_ref() == Some(&model) {
            return;
        }
        if let Err(error) = self.show(&model) {
            tracing::warn!("the tray icon could not be updated: {error}");
        }
        *shown = Some(model);
    }

    fn show(&self, model: &TrayModel) -> tauri::Result<()> {
        if let Some(pixels) = glyph::draw(model.glyph, 32) {
            self.icon.set_icon(Some(Image::new_owned(pixels.rgba, pixels.side, pixels.side)))?;
        }
        self.icon.set_tooltip(Some(model.tooltip.join("\n")))?;
        self.icon.set_menu(Some(self.menu(&model.menu)?))?;
        let (lines, on_intent) = (model.menu.clone(), self.on_intent.clone());
        self.icon.on_menu_event(move |_, event| {
            let line = event.id().as_ref().parse::<usize>().ok().and_then(|at| lines.get(at));
            if let Some(MenuLine::Item { intent: Some(intent), .. }) = line {
                on_intent(intent.clone());
            }
        });
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
