//! Where the tray icon is, from what the desktop tells of a click on it.

use crate::popover_place::{Area, Point, Screen};

/// The middle of an icon whose place the platform tells; where it was clicked when it does not (a
/// rectangle without a size, as Windows gives for an icon in its overflow box).
#[must_use]
pub fn of_icon(icon: Area, click: Point) -> Point {
    if icon.width <= 0 || icon.height <= 0 {
        return click;
    }
    Point { x: icon.x + icon.width / 2, y: icon.y + icon.height / 2 }
}

/// Where a click was that a StatusNotifierItem's host tells of, in physical pixels.
///
/// The specification says "screen coordinates". Panels drawn by GTK send logical ones, so on a fine
/// screen theirs are half of what they should be, and other panels send physical ones. The pointer has
/// just clicked the icon, so it knows better; `pointer` is None where it cannot be asked (Wayland) or
/// where the platform itself tells the place.
///
/// A host that tells no place at all leaves the pointer alone to tell: when it lies on a panel.
#[must_use]
pub fn of_click(told: Option<Point>, pointer: Option<Point>, screens: &[Screen]) -> Option<Point> {
    match (told, pointer) {
        (None, pointer) => pointer.filter(|point| on_a_panel(*point, screens)),
        (told, None) => told,
        (Some(told), Some(pointer)) => {
            let scale = screens.first().map_or(1.0, |screen| screen.scale);
            let scaled = Point { x: times(told.x, scale), y: times(told.y, scale) };
            Some(if apart(scaled, pointer) < apart(told, pointer) { scaled } else { told })
        }
    }
}

fn on_a_panel(point: Point, screens: &[Screen]) -> bool {
    screens.iter().any(|screen| screen.whole.contains(point) && !screen.room().contains(point))
}

#[expect(clippy::cast_possible_truncation, reason = "a place on a screen, times its scale")]
fn times(value: i32, scale: f64) -> i32 {
    (f64::from(value) * scale).round() as i32
}

fn apart(one: Point, other: Point) -> i64 {
    (i64::from(one.x) - i64::from(other.x)).abs() + (i64::from(one.y) - i64::from(other.y)).abs()
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn point(x: i32, y: i32) -> Point {
        Point { x, y }
    }

    fn screen(scale: f64) -> Screen {
        let whole = Area { x: 0, y: 0, width: 3840, height: 2160 };
        Screen { whole, work: Area { y: 60, height: 2100, ..whole }, scale }
    }

    #[test]
    fn the_icon_is_where_its_rectangle_is_unless_that_is_empty() {
        let icon = Area { x: -40, y: 1060, width: 24, height: 40 };
        assert_eq!(of_icon(icon, point(-39, 1061)), point(-28, 1080));
        for empty in [Area::default(), Area { width: 24, ..Area::default() }, Area { height: -1, ..icon }] {
            assert_eq!(of_icon(empty, point(7, 8)), point(7, 8), "{empty:?}");
        }
    }

    #[test]
    fn the_pointer_tells_logical_places_from_physical_ones() {
        let fine = [screen(2.0)];
        let icon = point(3800, 30);
        for told in [point(3800, 30), point(3805, 28), point(1900, 15), point(1902, 14)] {
            let meant = of_click(Some(told), Some(icon), &fine).unwrap();
            assert!(apart(meant, icon) < 20, "{told:?} is {meant:?}");
        }
        let coarse = [screen(1.0)];
        assert_eq!(of_click(Some(point(1900, 15)), Some(icon), &coarse), Some(point(1900, 15)));
        assert_eq!(of_click(Some(point(1900, 15)), None, &fine), Some(point(1900, 15)), "nobody to ask");
        assert_eq!(of_click(Some(point(1900, 15)), Some(icon), &[]), Some(point(1900, 15)), "no screens");
    }

    #[test]
    fn a_host_that_tells_nothing_leaves_the_pointer_when_it_is_on_a_panel() {
        let screens = [screen(1.0)];
        assert_eq!(of_click(None, Some(point(3800, 30)), &screens), Some(point(3800, 30)));
        assert_eq!(of_click(None, Some(point(3800, 300)), &screens), None, "in the middle of some window");
        assert_eq!(of_click(None, Some(point(-5, 30)), &screens), None, "on no screen");
        assert_eq!(of_click(None, None, &screens), None);
    }
}
