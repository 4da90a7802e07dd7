//! The tray icon, drawn: a sun that fills while a session lives, with a ring of remaining time.
//!
//! No protocol tells a program which colour the panel has: the desktop's colour scheme
//! (`org.freedesktop.appearance`) is that of windows, and panels that are dark beside light windows
//! are the rule. So the ink stands on a dark coin of its own, which melts into a dark panel and is
//! seen on a light one; an outline alone has a dark edge. Where the system colours icons by itself
//! (macOS), there is only a shape.

mod grid;
#[cfg(test)]
mod tests;

use tiny_skia::{BlendMode, Color, FillRule, LineCap, Paint, Path, PathBuilder, Pixmap, Stroke, Transform};

use grid::Grid;

/// Into how many parts the ring is divided.
pub const RING_STEPS: u8 = 12;

/// The sides of the icons that hosts ask for, in pixels.
pub const SIZES: [u32; 6] = [16, 22, 24, 32, 48, 64];

/// What the icon tells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Glyph {
    /// How much of the ring is left, 1 to [`RING_STEPS`]; none when no session lives.
    pub ring: Option<u8>,
    /// A mark at the lower right.
    pub mark: Option<Mark>,
}

/// The marks. Each has a shape of its own, for those who see no colours and where there are none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mark {
    /// An amber dot: a session ends soon.
    EndingSoon,
    /// A red cross: a session has ended while it was in use.
    Ended,
}

/// Who colours the icon.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Finish {
    /// We do: light ink on a dark coin.
    Coin,
    /// The system does, from the shape alone: black and transparency (`NSImage.isTemplate`).
    Template,
}

/// An icon as pixels, row by row, four bytes each: red, green, blue, alpha (not premultiplied).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pixels {
    /// The side in pixels.
    pub side: u32,
    /// `side * side * 4` bytes.
    pub rgba: Vec<u8>,
}

/// Draws the glyph at one size.
#[must_use]
pub fn draw(glyph: Glyph, finish: Finish, side: u32) -> Option<Pixels> {
    let mut pen = Pen { map: Pixmap::new(side, side)?, grid: Grid::of(side)?, finish };
    match glyph.ring {
        Some(steps) => pen.sun_in_a_ring(steps),
        None => pen.outline(),
    }
    if let Some(mark) = glyph.mark {
        pen.mark(mark);
    }
    let rgba = pen
        .map
        .pixels()
        .iter()
        .flat_map(|pixel| {
            let plain = pixel.demultiply();
            [plain.red(), plain.green(), plain.blue(), plain.alpha()]
        })
        .collect();
    Some(Pixels { side, rgba })
}

/// What is drawn with.
#[derive(Clone, Copy)]
enum Ink {
    Coin,
    Light,
    /// The part of the ring that has passed.
    Faint,
    Mark(Mark),
}

struct Pen {
    map: Pixmap,
    grid: Grid,
    finish: Finish,
}

impl Pen {
    fn paint(&self, ink: Ink) -> Paint<'static> {
        let mut paint = Paint { anti_alias: true, ..Paint::default() };
        let colour = match (self.finish, ink) {
            (Finish::Coin, Ink::Coin) => [28, 28, 30, 255],
            (Finish::Coin, Ink::Light) => [245, 245, 245, 255],
            (Finish::Coin, Ink::Faint) => [245, 245, 245, 72],
            (Finish::Coin, Ink::Mark(Mark::EndingSoon)) => [255, 176, 32, 255],
            (Finish::Coin, Ink::Mark(Mark::Ended)) => [255, 112, 104, 255],
            (Finish::Template, Ink::Faint) => [0, 0, 0, 72],
            (Finish::Template, Ink::Light | Ink::Mark(_)) => [0, 0, 0, 255],
            // Where the coin would be, there is nothing: around a mark, too.
            (Finish::Template, Ink::Coin) => {
                paint.blend_mode = BlendMode::Clear;
                [0, 0, 0, 255]
            }
        };
        let [red, green, blue, alpha] = colour;
        paint.set_color(Color::from_rgba8(red, green, blue, alpha));
        paint
    }

    fn fill(&mut self, centre: f32, radius: f32, ink: Ink) {
        let paint = self.paint(ink);
        if let Some(path) = PathBuilder::from_circle(centre, centre, radius) {
            self.map.fill_path(&path, &paint, FillRule::Winding, Transform::identity(), None);
        }
    }

    fn stroke(&mut self, path: Option<Path>, width: f32, ink: Ink) {
        let paint = self.paint(ink);
        let stroke = Stroke { width, line_cap: LineCap::Butt, ..Stroke::default() };
        if let Some(path) = path {
            self.map.stroke_path(&path, &paint, &stroke, Transform::identity(), None);
        }
    }

    fn sun_in_a_ring(&mut self, steps: u8) {
        let (radius, width) = self.grid.ring;
        self.fill(self.grid.middle, self.grid.middle, Ink::Coin);
        self.stroke(self.arc(radius, RING_STEPS), width, Ink::Faint);
        self.stroke(self.arc(radius, steps), width, Ink::Light);
        self.fill(self.grid.middle, self.grid.sun, Ink::Light);
    }

    fn outline(&mut self) {
        let (radius, width) = self.grid.ring;
        self.stroke(self.arc(radius, RING_STEPS), width + 2.0 * self.grid.rim, Ink::Coin);
        self.stroke(self.arc(radius, RING_STEPS), width, Ink::Light);
    }

    /// A circle's outline from the top, clockwise, `steps` of it.
    fn arc(&self, radius: f32, steps: u8) -> Option<Path> {
        let middle = self.grid.middle;
        if steps >= RING_STEPS {
            return PathBuilder::from_circle(middle, middle, radius);
        }
        let share = f32::from(steps) / f32::from(RING_STEPS);
        let points = 96_u8;
        let mut path = PathBuilder::new();
        for point in 0..=points {
            let angle = std::f32::consts::TAU * (share * f32::from(point) / f32::from(points) - 0.25);
            let (x, y) = (middle + radius * angle.cos(), middle + radius * angle.sin());
            if point == 0 {
                path.move_to(x, y);
            } else {
                path.line_to(x, y);
            }
        }
        path.finish()
    }

    fn mark(&mut self, mark: Mark) {
        let (centre, radius) = self.grid.mark;
        let rim = self.grid.rim;
        match mark {
            Mark::EndingSoon => {
                self.fill(centre, radius + rim, Ink::Coin);
                self.fill(centre, radius, Ink::Mark(mark));
            }
            Mark::Ended => {
                self.cross(centre, radius + rim * std::f32::consts::FRAC_1_SQRT_2, 2.0 * rim, Ink::Coin);
                self.cross(centre, radius, 0.0, Ink::Mark(mark));
            }
        }
    }

    fn cross(&mut self, centre: f32, radius: f32, wider: f32, ink: Ink) {
        let (near, far) = (centre - radius, centre + radius);
        for (left, right) in [(near, far), (far, near)] {
            let mut path = PathBuilder::new();
            path.move_to(near, left);
            path.line_to(far, right);
            self.stroke(path.finish(), self.grid.cross + wider, ink);
        }
    }
}
