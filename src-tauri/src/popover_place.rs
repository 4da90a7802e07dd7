//! Where the popover goes: beside the tray icon, inside the screen's work area.

/// CSS pixels between the popover and panels or the edges of the screen.
const MARGIN: f64 = 8.0;
/// CSS pixels from the middle of an icon to the edge of its panel, at least and at most. An icon
/// farther from the screen's edge lies in no panel (Windows shows some in a box of their own).
const HALF_A_PANEL: (f64, f64) = (16.0, 40.0);

/// CSS pixels: less shows nothing of use.
pub const LEAST_HEIGHT: f64 = 120.0;

/// A rectangle in physical pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Area {
    /// Left edge.
    pub x: i32,
    /// Top edge.
    pub y: i32,
    /// Width.
    pub width: i32,
    /// Height.
    pub height: i32,
}

/// A point in physical pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Point {
    /// From the left.
    pub x: i32,
    /// From the top.
    pub y: i32,
}

/// A screen, in physical pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Screen {
    /// All of it.
    pub whole: Area,
    /// What panels leave, as far as the desktop says.
    pub work: Area,
    /// Physical pixels for each CSS pixel.
    pub scale: f64,
}

impl Area {
    /// The first column to the right of it.
    #[must_use]
    pub fn right(self) -> i32 {
        self.x.saturating_add(self.width)
    }

    /// The first row below it.
    #[must_use]
    pub fn bottom(self) -> i32 {
        self.y.saturating_add(self.height)
    }

    /// Whether the point lies inside.
    #[must_use]
    pub fn contains(self, point: Point) -> bool {
        (self.x..self.right()).contains(&point.x) && (self.y..self.bottom()).contains(&point.y)
    }

    fn common_with(self, other: Self) -> Self {
        let (x, y) = (self.x.max(other.x), self.y.max(other.y));
        let (right, bottom) = (self.right().min(other.right()), self.bottom().min(other.bottom()));
        Self { x, y, width: (right - x).max(0), height: (bottom - y).max(0) }
    }

    /// How far outside a point lies: 0 inside.
    fn distance(self, point: Point) -> i64 {
        let outside = |value: i32, low: i32, high: i32| {
            let (value, low, high) = (i64::from(value), i64::from(low), i64::from(high));
            (low - value).max(value - high + 1).max(0)
        };
        outside(point.x, self.x, self.right()) + outside(point.y, self.y, self.bottom())
    }
}

impl Screen {
    /// What panels leave of it. X11 knows one work area for all screens, whose part on this one may be
    /// nothing; no panels take half of a screen, so then all of it counts.
    #[must_use]
    pub fn room(&self) -> Area {
        let room = self.work.common_with(self.whole);
        let sane = room.width >= self.whole.width / 2 && room.height >= self.whole.height / 2;
        if sane { room } else { self.whole }
    }

    /// [`Screen::room`] beside the panel that the icon lies in. One that reserves no room (it hides
    /// itself, or lies between two screens) is taken to reach from the edge of the screen as far beyond
    /// the icon's middle; in a corner nobody knows whose edge is the panel's, so both are kept free.
    fn room_beside(&self, icon: Point) -> Area {
        let (whole, mut room) = (self.whole, self.room());
        if !room.contains(icon) {
            return room;
        }
        let (least, most) = (self.pixels(HALF_A_PANEL.0), self.pixels(HALF_A_PANEL.1));
        let half = |distance: i32| (distance <= most).then(|| distance.max(least));
        let (mut right, mut bottom) = (room.right(), room.bottom());
        if let Some(half) = half(icon.x - whole.x) {
            room.x = icon.x + half;
        } else if let Some(half) = half(whole.right() - 1 - icon.x) {
            right = icon.x - half;
        }
        if let Some(half) = half(icon.y - whole.y) {
            room.y = icon.y + half;
        } else if let Some(half) = half(whole.bottom() - 1 - icon.y) {
            bottom = icon.y - half;
        }
        Area { width: right - room.x, height: bottom - room.y, ..room }
    }

    /// How high a popover beside this icon can be that wants to be so high, in CSS pixels: its page
    /// scrolls the rest.
    #[must_use]
    pub fn height_for(&self, icon: Option<Point>, wished: f64) -> f64 {
        let room = icon.map_or_else(|| self.room(), |icon| self.room_beside(icon));
        wished.min((f64::from(room.height) / self.scale - 2.0 * MARGIN).max(LEAST_HEIGHT))
    }

    /// Physical pixels of a length in CSS pixels.
    #[expect(clippy::cast_possible_truncation, reason = "lengths on a screen, times its scale")]
    fn pixels(&self, length: f64) -> i32 {
        (length * self.scale).round() as i32
    }
}

/// The screen of the anchor: the one that holds it, else the nearest; without an anchor the first,
/// which is the primary one. None when the desktop tells of no screens (Wayland's may not).
#[must_use]
pub fn choose(screens: &[Screen], anchor: Option<Point>) -> Option<Screen> {
    let nearest = |point| screens.iter().min_by_key(|screen| screen.whole.distance(point));
    anchor.map_or_else(|| screens.first(), nearest).copied()
}

/// The top left corner of a popover of this size (in CSS pixels) on a screen.
///
/// The anchor is the middle of the tray icon, or where it was clicked: on a panel, so usually outside
/// the work area, and the side where it lies outside is the panel's side. Without an anchor (a notice,
/// a second start, a host that tells no position) the popover goes to the corner where trays usually are.
#[must_use]
pub fn place(anchor: Option<Point>, size: (f64, f64), screen: &Screen) -> Point {
    let (width, height) = (screen.pixels(size.0), screen.pixels(size.1));
    let margin = screen.pixels(MARGIN);
    let work = anchor.map_or_else(|| screen.room(), |icon| screen.room_beside(icon));
    let anchor = anchor.unwrap_or_else(|| usual_corner(screen.whole, work));
    // Beside the icon; in a panel at the side level with it, so that one edge stays when it grows.
    let centred = anchor.x - width / 2;
    let in_the_lower_half = anchor.y >= work.y + work.height / 2;
    let level = if in_the_lower_half { anchor.y + 3 * margin - height } else { anchor.y - 3 * margin };
    let wish = if anchor.y < work.y {
        Point { x: centred, y: work.y }
    } else if anchor.y >= work.bottom() {
        Point { x: centred, y: work.bottom() - height }
    } else if anchor.x < work.x {
        Point { x: work.x, y: level }
    } else if anchor.x >= work.right() {
        Point { x: work.right() - width, y: level }
    } else {
        // In no panel: below or above the icon, where there is more room.
        let gap = screen.pixels(HALF_A_PANEL.0) + margin;
        let y = if in_the_lower_half { anchor.y - gap - height } else { anchor.y + gap };
        Point { x: centred, y }
    };
    Point {
        x: inside(wish.x, work.x + margin, work.right() - width - margin),
        y: inside(wish.y, work.y + margin, work.bottom() - height - margin),
    }
}

/// Keeps `value` between the two, the first winning where there is no room for both.
fn inside(value: i32, low: i32, high: i32) -> i32 {
    value.min(high).max(low)
}

/// Top right, unless a panel lies at the bottom and none at the top.
fn usual_corner(screen: Area, work: Area) -> Point {
    let panel_below = work.bottom() < screen.bottom() && work.y == screen.y;
    let y = if panel_below { screen.bottom() - 1 } else { screen.y };
    Point { x: work.right() - 1, y }
}

#[cfg(test)]
mod tests;
