use super::*;

const SIZE: (f64, f64) = (360.0, 400.0);

const fn area(x: i32, y: i32, width: i32, height: i32) -> Area {
    Area { x, y, width, height }
}

/// A screen of 1920 × 1080 at a corner, and how much panels take at the left, top, right and bottom.
fn screen(corner: (i32, i32), panels: [i32; 4]) -> Screen {
    let [left, top, right, bottom] = panels;
    let whole = area(corner.0, corner.1, 1920, 1080);
    let work = area(whole.x + left, whole.y + top, 1920 - left - right, 1080 - top - bottom);
    Screen { whole, work, scale: 1.0 }
}

fn fine(screen: Screen, scale: f64) -> Screen {
    Screen { scale, ..screen }
}

fn at(anchor: (i32, i32), screen: Screen) -> (i32, i32) {
    let corner = place(Some(Point { x: anchor.0, y: anchor.1 }), SIZE, &screen);
    (corner.x, corner.y)
}

#[test]
fn it_opens_beside_the_icon_wherever_the_panel_is() {
    let here = (0, 0);
    let table = [
        ("top", (1000, 12), screen(here, [0, 26, 0, 0]), (820, 34)),
        ("top, at its right end", (1915, 12), screen(here, [0, 26, 0, 0]), (1552, 34)),
        ("top, at its left end", (2, 12), screen(here, [0, 26, 0, 0]), (8, 34)),
        ("bottom", (1000, 1070), screen(here, [0, 0, 0, 40]), (820, 632)),
        ("bottom, at its right end", (1900, 1070), screen(here, [0, 0, 0, 40]), (1552, 632)),
        ("left, high up", (20, 100), screen(here, [48, 0, 0, 0]), (56, 76)),
        ("left, at its lower end", (20, 1060), screen(here, [48, 0, 0, 0]), (56, 672)),
        ("left, in the lower half", (20, 700), screen(here, [48, 0, 0, 0]), (56, 324)),
        ("right, high up", (1900, 100), screen(here, [0, 0, 48, 0]), (1504, 76)),
        ("right, at its lower end", (1900, 1060), screen(here, [0, 0, 48, 0]), (1504, 672)),
        ("panels all around, icon below", (960, 1070), screen(here, [48, 26, 48, 40]), (780, 632)),
        ("panels all around, icon left", (20, 300), screen(here, [48, 26, 48, 40]), (56, 276)),
    ];
    for (panel, anchor, screen, expected) in table {
        assert_eq!(at(anchor, screen), expected, "{panel}");
    }
}

#[test]
fn a_panel_that_hides_itself_is_at_the_nearest_edge() {
    let bare = screen((0, 0), [0; 4]);
    let table = [
        ("top", (1800, 12), (1552, 36)),
        ("thick top", (1000, 30), (820, 68)),
        ("bottom", (1000, 1064), (820, 640)),
        ("thick bottom", (1000, 1049), (820, 611)),
        ("left", (15, 300), (39, 276)),
        ("right", (1904, 700), (1520, 324)),
        ("in a corner, at the right or below", (1905, 1065), (1521, 641)),
        ("in a corner, at the left or on top", (14, 14), (38, 38)),
        ("in a box of its own, above", (1000, 500), (820, 524)),
        ("in a box of its own, below", (1000, 900), (820, 476)),
    ];
    for (panel, anchor, expected) in table {
        assert_eq!(at(anchor, bare), expected, "{panel}");
    }
}

#[test]
fn it_stays_on_its_screen_wherever_that_is() {
    let table = [
        ("right of the first", (3190, 10), screen((1920, 0), [0, 26, 0, 0]), (3010, 34)),
        ("left of the first", (-30, 10), screen((-1920, 0), [0, 26, 0, 0]), (-368, 34)),
        ("above the first", (1900, -20), screen((0, -1080), [0, 0, 0, 40]), (1552, -448)),
        ("below the first", (20, 1500), screen((0, 1080), [48, 0, 0, 0]), (56, 1476)),
        ("above and left", (-1900, -1000), screen((-1920, -1080), [48, 0, 0, 0]), (-1864, -1024)),
    ];
    for (place, anchor, screen, expected) in table {
        assert_eq!(at(anchor, screen), expected, "{place}");
    }
}

#[test]
fn on_a_fine_screen_sizes_and_margins_are_larger() {
    let top = screen((0, 0), [0, 60, 0, 0]);
    assert_eq!(at((1500, 30), fine(top, 2.0)), (1140, 76));
    assert_eq!(at((1500, 30), fine(top, 1.5)), (1230, 72));
    assert_eq!(at((1500, 30), fine(top, 1.25)), (1275, 70));
    let below = screen((1920, 0), [0, 0, 0, 80]);
    assert_eq!(at((3800, 1040), fine(below, 2.0)), (3840 - 720 - 16, 1000 - 800 - 16));
    let hidden = screen((0, 0), [0; 4]);
    assert_eq!(at((960, 24), fine(hidden, 2.0)), (600, 24 + 32 + 16));
}

#[test]
fn without_an_anchor_it_goes_where_trays_are() {
    let corner = |panels| {
        let corner = place(None, SIZE, &screen((0, 0), panels));
        (corner.x, corner.y)
    };
    assert_eq!(corner([0, 26, 0, 0]), (1552, 34));
    assert_eq!(corner([0, 0, 0, 40]), (1552, 632));
    assert_eq!(corner([0, 26, 0, 40]), (1552, 34), "panels on both sides");
    assert_eq!(corner([0, 0, 48, 0]), (1504, 24));
    assert_eq!(corner([0; 4]), (1552, 24));
}

#[test]
fn where_there_is_too_little_room_the_top_left_is_what_is_seen() {
    let small = area(100, 50, 320, 240);
    let screen = Screen { whole: small, work: small, scale: 1.0 };
    for anchor in [None, Some(Point { x: 400, y: 289 }), Some(Point { x: 260, y: 170 })] {
        assert_eq!(place(anchor, SIZE, &screen), Point { x: 108, y: 58 }, "{anchor:?}");
    }
    let low = Screen { whole: area(0, 0, 1920, 500), work: area(0, 0, 1920, 460), scale: 1.0 };
    let corner = place(Some(Point { x: 1000, y: 480 }), (360.0, 560.0), &low);
    assert_eq!(corner, Point { x: 820, y: 8 });
}

#[test]
fn on_a_low_screen_it_is_lower() {
    let low = |height, scale| Screen { whole: area(0, 0, 1920, 1080), work: area(0, 0, 1920, height), scale };
    assert_eq!(low(1040, 1.0).height_for(None, 560.0).round(), 560.0);
    assert_eq!(low(1040, 2.0).height_for(None, 560.0).round(), 504.0);
    assert_eq!(low(1040, 2.0).height_for(None, 400.0).round(), 400.0);
    assert_eq!(low(540, 1.5).height_for(None, 560.0).round(), 344.0);
    assert_eq!(
        low(540, 4.0).height_for(None, 560.0).round(),
        LEAST_HEIGHT,
        "there is nothing to see of less"
    );
    // A panel that reserves no room takes its part, too: from the icon as far as to the screen's edge.
    let icon = Some(Point { x: 1000, y: 1049 });
    assert_eq!(low(1080, 2.0).height_for(icon, 560.0).round(), 493.0);
    let corner = place(icon, (360.0, 492.5), &low(1080, 2.0));
    assert_eq!(corner.y + 985, 1049 - 32 - 16, "not over the panel");
}

#[test]
fn it_never_leaves_a_screen_that_has_room_for_it() {
    let panels = [[0, 0, 0, 0], [0, 26, 0, 0], [0, 0, 0, 40], [48, 0, 0, 0], [0, 0, 48, 0], [48, 26, 48, 40]];
    for corner in [(0, 0), (1920, 0), (-1920, 300), (0, -1080)] {
        for (panels, scale) in
            panels.iter().flat_map(|panels| [(*panels, 1.0), (*panels, 1.5), (*panels, 2.0)])
        {
            let screen = fine(screen(corner, panels), scale);
            for (x, y) in (-100..2100).step_by(50).flat_map(|x| (-100..1300).step_by(50).map(move |y| (x, y)))
            {
                let anchor = Point { x: corner.0 + x, y: corner.1 + y };
                let Point { x, y } = place(Some(anchor), SIZE, &screen);
                let (width, height) = (screen.pixels(SIZE.0), screen.pixels(SIZE.1));
                let room = screen.room();
                assert!(x >= room.x && x + width <= room.right(), "{anchor:?} on {screen:?}: {x}");
                assert!(y >= room.y && y + height <= room.bottom(), "{anchor:?} on {screen:?}: {y}");
            }
        }
    }
}

#[test]
fn the_edge_beside_the_panel_stays_when_it_grows() {
    let table = [
        ((1000, 1070), [0, 0, 0, 40], true),
        ((1000, 12), [0, 26, 0, 0], false),
        ((20, 900), [48, 0, 0, 0], true),
        ((20, 100), [48, 0, 0, 0], false),
        ((1000, 1064), [0; 4], true),
    ];
    for (anchor, panels, upward) in table {
        let anchor = Some(Point { x: anchor.0, y: anchor.1 });
        let edge = |height: f64| {
            let corner = place(anchor, (360.0, height), &screen((0, 0), panels));
            #[expect(clippy::cast_possible_truncation, reason = "whole numbers")]
            let lower = corner.y + height as i32;
            if upward { lower } else { corner.y }
        };
        assert_eq!([edge(120.0), edge(400.0), edge(560.0)], [edge(320.0); 3], "{anchor:?} {panels:?}");
    }
}

#[test]
fn the_screen_is_the_one_under_the_icon() {
    let screens = [screen((0, 0), [0; 4]), screen((1920, 0), [0; 4]), screen((-1920, 100), [0; 4])];
    let table = [
        (None, 0),
        (Some((1919, 5)), 0),
        (Some((1920, 5)), 1),
        (Some((-1, 500)), 2),
        (Some((5000, 5)), 1),
        (Some((960, -40)), 0),
        (Some((-9000, -9000)), 2),
        (Some((2000, 1100)), 1),
    ];
    for (anchor, expected) in table {
        let anchor = anchor.map(|(x, y)| Point { x, y });
        assert_eq!(choose(&screens, anchor), Some(screens[expected]), "{anchor:?}");
    }
    assert_eq!(choose(&[], Some(Point { x: 1, y: 1 })), None, "a desktop that tells of no screen");
    assert_eq!(choose(&[], None), None);
}

#[test]
fn an_icon_that_was_on_a_screen_since_unplugged_is_no_reason_to_be_unseen() {
    let left = screen((0, 0), [0, 26, 0, 0]);
    let gone = Some(Point { x: 3190, y: 10 });
    let chosen = choose(&[left], gone).unwrap();
    assert_eq!(place(gone, SIZE, &chosen), Point { x: 1552, y: 34 });
}

#[test]
fn a_work_area_that_is_hardly_there_does_not_count() {
    // X11's one work area for a panel between two screens, one above the other.
    let upper = Screen { work: area(0, 1111, 1920, 1049), ..screen((0, 0), [0; 4]) };
    assert_eq!(upper.room(), upper.whole);
    let lower = Screen { work: area(0, 1111, 1920, 1049), ..screen((0, 1080), [0; 4]) };
    assert_eq!(lower.room(), area(0, 1111, 1920, 1049));
    let sliver = Screen { work: area(0, 0, 100, 1080), ..screen((0, 0), [0; 4]) };
    assert_eq!(sliver.room(), sliver.whole);
    let nothing = Screen { work: Area::default(), ..screen((1920, 0), [0; 4]) };
    assert_eq!(nothing.room(), nothing.whole);
    let both = Screen { work: area(0, 0, 3840, 1040), ..screen((1920, 0), [0; 4]) };
    assert_eq!(both.room(), area(1920, 0, 1920, 1040), "a work area over both screens");
}
