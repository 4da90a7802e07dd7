//! The tray of Linux desktops: a StatusNotifierItem with its menu, over D-Bus (KDE's specification;
//! GNOME has it through the AppIndicator extension).

use std::pin::pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use ksni::menu::StandardItem;
use ksni::{Icon, MenuItem, OfflineReason, Status, ToolTip, TrayMethods};
use tokio::sync::watch::{Receiver, Sender, channel};
use zbus::Connection;

use crate::glyph::{self, Finish, Mark};
use crate::popover_place::Point;
use crate::tray::OnIntent;
use crate::tray_model::{Intent, MenuLine, TrayModel};

/// A session bus that went away and comes back is back soon; one that is gone for good costs a look
/// twice a minute.
const PAUSES: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(30));

/// The tray icon, whenever there is a session bus with a tray.
#[derive(Clone)]
pub struct Tray(Sender<TrayModel>);

impl Tray {
    /// Puts the item on the bus. It registers itself whenever a tray host is there, and says so.
    /// Must be called within the runtime.
    #[must_use]
    pub fn start(on_intent: OnIntent) -> Self {
        let (models, wanted) = channel(TrayModel::empty());
        tokio::spawn(keep(wanted, on_intent));
        Self(models)
    }

    /// Shows a model; the bus hears of it only when it differs.
    pub fn apply(&self, model: TrayModel) {
        self.0.send_if_modified(|shown| {
            let differs = *shown != model;
            *shown = model;
            differs
        });
    }
}

/// Keeps an item on the bus, on a new connection whenever the last one was lost.
async fn keep(mut models: Receiver<TrayModel>, on_intent: OnIntent) {
    let mut pause = PAUSES.0;
    loop {
        match serve(&mut models, &on_intent).await {
            Ok(Ended::Program) => return,
            Ok(Ended::Bus) => {
                tracing::warn!("the session bus is gone");
                pause = PAUSES.0;
            }
            Err(error) => tracing::debug!("no tray: {error}"),
        }
        on_intent(Intent::TrayGone);
        tokio::time::sleep(pause).await;
        pause = (pause * 2).min(PAUSES.1);
    }
}

enum Ended {
    Program,
    Bus,
}

async fn serve(
    models: &mut Receiver<TrayModel>,
    on_intent: &OnIntent,
) -> Result<Ended, Box<dyn std::error::Error + Send + Sync>> {
    // The item's own connection tells nobody that it was lost.
    let bus = Connection::session().await?;
    let mut lost = pin!(bus.closed());
    let item = Item {
        model: models.borrow_and_update().clone(),
        on_intent: on_intent.clone(),
        hosted: AtomicBool::new(true),
    };
    let handle = item.assume_sni_available(true).spawn().await?;
    // Within the item's turn, so that a host that goes right now is told of after this and not before.
    handle
        .update(|item| {
            if item.hosted.load(Ordering::Relaxed) {
                (item.on_intent)(Intent::TrayBack);
            }
        })
        .await;
    loop {
        tokio::select! {
            changed = models.changed() => {
                if changed.is_err() {
                    return Ok(Ended::Program);
                }
                let model = models.borrow_and_update().clone();
                handle.update(|item| item.model = model).await;
            }
            () = &mut lost => {
                handle.shutdown().await;
                return Ok(Ended::Bus);
            }
        }
    }
}

/// The item on the bus. Its status is never `Passive`: an icon that hides cannot be clicked.
/// Scrolling on it does nothing, because nothing here has an amount.
struct Item {
    model: TrayModel,
    on_intent: OnIntent,
    /// Whether a tray host is there.
    hosted: AtomicBool,
}

impl ksni::Tray for Item {
    // Hosts that can tell a left click from a right one shall do so (`ItemIsMenu` is false).
    const MENU_ON_ACTIVATE: bool = false;

    fn id(&self) -> String {
        "daypass".to_owned()
    }

    /// Some hosts show nothing but this, and screen readers read it.
    fn title(&self) -> String {
        match &self.model.most_urgent {
            Some(line) => format!("Daypass – {line}"),
            None => "Daypass".to_owned(),
        }
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
                let pixels = glyph::draw(self.model.glyph, Finish::Coin, *side)?;
                let side = i32::try_from(pixels.side).ok()?;
                Some(Icon { width: side, height: side, data: argb(&pixels.rgba) })
            })
            .collect()
    }

    fn attention_icon_pixmap(&self) -> Vec<Icon> {
        match self.status() {
            Status::NeedsAttention => self.icon_pixmap(),
            Status::Active | Status::Passive => Vec::new(),
        }
    }

    fn tool_tip(&self) -> ToolTip {
        let lines = &self.model.tooltip;
        let text = if lines.is_empty() { self.model.idle.clone() } else { lines.join("\n") };
        // The specification has a subset of HTML here.
        let description = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        ToolTip { title: "Daypass".to_owned(), description, ..ToolTip::default() }
    }

    fn activate(&mut self, x: i32, y: i32) {
        // Hosts that know no place say 0, 0 (or nothing sensible at all): then there is none.
        let place = (x > 0 || y > 0).then_some(Point { x, y });
        (self.on_intent)(Intent::Click(place));
    }

    /// The middle button: the field of the most urgent row, whatever is open.
    fn secondary_activate(&mut self, _x: i32, _y: i32) {
        (self.on_intent)(Intent::Open(None));
    }

    fn menu(&self) -> Vec<MenuItem<Self>> {
        self.model.menu.iter().map(menu_item).collect()
    }

    fn watcher_online(&self) {
        self.hosted.store(true, Ordering::Relaxed);
        (self.on_intent)(Intent::TrayBack);
    }

    fn watcher_offline(&self, reason: OfflineReason) -> bool {
        tracing::info!("the tray host is gone: {reason:?}");
        self.hosted.store(false, Ordering::Relaxed);
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
