//! The tray of Linux desktops: a StatusNotifierItem with its menu, over D-Bus (KDE's specification;
//! GNOME has it through the AppIndicator extension).

use ksni::menu::StandardItem;
use ksni::{Handle, Icon, MenuItem, OfflineReason, Status, ToolTip, TrayMethods};

use crate::glyph::{self, Mark};
use crate::popover_place::Point;
use crate::tray::OnIntent;
use crate::tray_model::{Intent, MenuLine, TrayModel};

/// The tray icon, as long as there is a session bus.
#[derive(Clone)]
pub struct Tray(Option<Handle<Item>>);

impl Tray {
    /// Puts the item on the bus. It registers itself whenever a tray host is there, and says so.
    /// Must be called within the runtime.
    pub async fn start(on_intent: OnIntent) -> Self {
        let gone = on_intent.clone();
        let item = Item { model: TrayModel::empty(), on_intent };
        match item.assume_sni_available(true).spawn().await {
            Ok(handle) => Self(Some(handle)),
            Err(error) => {
                tracing::info!("no tray: {error}");
                gone(Intent::TrayGone);
                Self(None)
            }
        }
    }

    /// Shows a model; the bus hears of it only when it differs.
    pub fn apply(&self, model: TrayModel) {
        let Some(handle) = self.0.clone() else {
            return;
        };
        tauri::async_runtime::spawn(async move {
            handle
                .update(|item| {
                    if item.model != model {
                        item.model = model;
                    }
                })
                .await;
        });
    }
}

/// The item on the bus.
struct Item {
    model: TrayModel,
    on_intent: OnIntent,
}

impl ksni::Tray for Item {
    fn id(&self) -> String {
        "daypass".to_owned()
    }

    fn title(&self) -> String {
        "Daypass".to_owned()
    }

    fn status(&self) -> Status {
        match self.model.glyph.mark {
            Some(Mark::Ended) => Status::NeedsAttention,
            Some(Mark::EndingSoon) | None => Status::Active,
        }
    }

    fn icon_pixmap(&self) -> Vec<Icon> {
        let sizes = glyph::SIZES.iter();
        sizes
            .filter_map(|side| {
                let pixels = glyph::draw(self.model.glyph, *side)?;
                let side = i32::try_from(pixels.side).ok()?;
                Some(Icon { width: side, height: side, data: argb(&pixels.rgba) })
            })
            .collect()
    }

    fn attention_icon_pixmap(&self) -> Vec<Icon> {
        self.icon_pixmap()
    }

    fn tool_tip(&self) -> ToolTip {
        let lines = &self.model.tooltip;
        let description = if lines.is_empty() { "Not signed in".to_owned() } else { lines.join("\n") };
        ToolTip { title: "Daypass".to_owned(), description, ..ToolTip::default() }
    }

    fn activate(&mut self, x: i32, y: i32) {
        // Hosts that know no place say 0, 0 (or nothing sensible at all): then there is none.
        let place = (x > 0 || y > 0).then_some(Point { x, y });
        (self.on_intent)(Intent::Click(place));
    }

    fn secondary_activate(&mut self, _x: i32, _y: i32) {
        (self.on_intent)(Intent::Open(None));
    }

    fn menu(&self) -> Vec<MenuItem<Self>> {
        self.model.menu.iter().map(menu_item).collect()
    }

    fn watcher_online(&self) {
        (self.on_intent)(Intent::TrayBack);
    }

    fn watcher_offline(&self, reason: OfflineReason) -> bool {
        tracing::info!("the tray host is gone: {reason:?}");
        (self.on_intent)(Intent::TrayGone);
        true
    }
}

fn menu_item(line: &MenuLine) -> MenuItem<Item> {
    match line {
        MenuLine::Separator => MenuItem::Separator,
        MenuLine::Item { label, intent } => {
            let intent = intent.clone();
            StandardItem {
                // An underscore would mark the next letter as a shortcut.
                label: label.replace('_', "__"),
                enabled: intent.is_some(),
                activate: Box::new(move |item: &mut Item| {
                    if let Some(intent) = &intent {
                        (item.on_intent)(intent.clone());
                    }
                }),
                ..StandardItem::default()
            }
            .into()
        }
    }
}

/// The specification wants ARGB in network byte order.
fn argb(rgba: &[u8]) -> Vec<u8> {
    rgba.chunks_exact(4)
        .flat_map(|pixel| match pixel {
            [red, green, blue, alpha] => [*alpha, *red, *green, *blue],
            _ => [0; 4],
        })
        .collect()
}
