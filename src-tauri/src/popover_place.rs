//! Where the popover goes: beside what was clicked, inside the screen's work area.

/// Pixels between the popover and the edges of the work area.
const MARGIN: i32 = 8;

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

impl Area {
    fn right(self) -> i32 {
        self.x + self.width
    }

    fn bottom(self) -> i32 {
        self.y + self.height
    }

    /// Whether the point lies inside.
    #[must_use]
    pub fn contains(self, point: Point) -> bool {
        (self.x..self.right()).contains(&point.x) && (self.y..self.bottom()).contains(&point.y)
    }
}

/// The popover's top left corner.
///
/// The anchor is where the tray icon was clicked: on a panel, so usually outside the work area, and
/// the side where it lies outside is the panel's side. Without an anchor (a notice, a second start,
/// a host that tells no position) the popover goes to the corner where trays usually are.
#[must_use]
pub fn place(anchor: Option<Point>, size: (i32, i32), screen: Area, work: Area) -> Point {
    let (width, height) = size;
    let anchor = anchor.unwrap_or_else(|| usual_corner(screen, work));
    let centred_x = anchor.x - width / 2;
    let centred_y = anchor.y - height / 2;
    let wish = if anchor.y < work.y {
        Point { x: centred_x, y: work.y + MARGIN }
    } else if anchor.y >= work.bottom() {
        Point { x: centred_x, y: work.bottom() - height - MARGIN }
    } else if anchor.x < work.x {
        Point { x: work.x + MARGIN, y: centred_y }
    } else if anchor.x >= work.right() {
        Point { x: work.right() - width - MARGIN, y: centred_y }
    } else if anchor.y < work.y + work.height / 2 {
        // Panels that reserve no room: the nearer horizontal edge is the panel's.
        Point { x: centred_x, y: anchor.y + 3 * MARGIN }
    } else {
        Point { x: centred_x, y: anchor.y - height - 3 * MARGIN }
    };
    Point {
        x: inside(wish.x, work.x + MARGIN, work.right() - width - MARGIN),
        y: inside(wish.y, work.y + MARGIN, work.bottom() - height - MARGIN),
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
mod tests {
    use super::*;

    const SCREEN: Area = Area { x: 0, y: 0, width: 1920, height: 1080 };
    const SIZE: (i32, i32) = (360, 400);

    fn work(left: i32, top: i32, right: i32, bottom: i32) -> Area {
        Area { x: left, y: top, width: 1920 - left - right, height: 1080 - top - bottom }
    }

    fn at(anchor: (i32, i32), work: Area) -> (i32, i32) {
        let point = place(Some(Point { x: anchor.0, y: anchor.1 }), SIZE, SCREEN, work);
        (point.x, point.y)
    }

    #[test]
    fn it_opens_beside_the_panel_on_every_side() {
        assert_eq!(at((1000, 12), work(0, 26, 0, 0)), (820, 34), "panel on top");
        assert_eq!(at((1000, 1070), work(0, 0, 0, 40)), (820, 632), "panel below");
        assert_eq!(at((20, 500), work(48, 0, 0, 0)), (56, 300), "panel on the left");
        assert_eq!(at((1900, 500), work(0, 0, 48, 0)), (1504, 300), "panel on the right");
    }

    #[test]
    fn it_stays_inside_the_work_area() {
        assert_eq!(at((1915, 12), work(0, 26, 0, 0)), (1552, 34));
        assert_eq!(at((2, 12), work(0, 26, 0, 0)), (8, 34));
        assert_eq!(at((20, 1075), work(48, 0, 0, 0)), (56, 672));
    }

    #[test]
    fn without_an_anchor_it_goes_where_trays_are() {
        let corner = |work| place(None, SIZE, SCREEN, work);
        assert_eq!(corner(work(0, 26, 0, 0)), Point { x: 1552, y: 34 });
        assert_eq!(corner(work(0, 0, 0, 40)), Point { x: 1552, y: 632 });
        assert_eq!(corner(work(0, 0, 0, 0)), Point { x: 1552, y: 32 - 8 });
    }

    #[test]
    fn on_a_screen_smaller_than_itself_the_top_left_is_what_is_seen() {
        let small = Area { x: 100, y: 50, width: 320, height: 240 };
        assert_eq!(place(None, SIZE, small, small), Point { x: 108, y: 58 });
    }

    #[test]
    fn a_second_screen_keeps_it_on_that_screen() {
        let second = Area { x: 1920, y: 0, width: 1280, height: 1024 };
        let work = Area { y: 26, height: 998, ..second };
        let point = place(Some(Point { x: 3190, y: 10 }), SIZE, second, work);
        assert_eq!(point, Point { x: 2832, y: 34 });
    }
}
