//! The tray icon, drawn: a sun that fills while a session lives, with a ring of remaining time.

use tiny_skia::{Color, FillRule, LineCap, Paint, PathBuilder, Pixmap, Stroke, Transform};

/// Into how many parts the ring is divided.
pub const RING_STEPS: u8 = 12;

/// The sides of the icons that hosts ask for, in pixels.
pub const SIZES: [u32; 5] = [16, 22, 24, 32, 48];

/// What the icon tells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Glyph {
    /// How much of the ring is left, 1 to [`RING_STEPS`]; none when no session lives.
    pub ring: Option<u8>,
    /// A coloured mark at the lower right.
    pub mark: Option<Mark>,
}

/// The marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mark {
    /// Amber: a session ends soon.
    EndingSoon,
    /// Red: a session has ended.
    Ended,
}

/// An icon as pixels, row by row, four bytes each: red, green, blue, alpha (not premultiplied).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pixels {
    /// The side in pixels.
    pub side: u32,
    /// `side * side * 4` bytes.
    pub rgba: Vec<u8>,
}

/// Draws the glyph at one size. Light strokes on a dark halo, so that it can be read on light and
/// on dark panels: hosts do not tell which theirs is.
#[must_use]
pub fn draw(glyph: Glyph, side: u32) -> Option<Pixels> {
    let mut map = Pixmap::new(side, side)?;
    let pen = Pen { unit: f32::from(u16::try_from(side).ok()?) / 32.0 };
    for layer in [Layer::Halo, Layer::Ink] {
        pen.ring(&mut map, glyph.ring, layer);
        pen.sun(&mut map, glyph.ring.is_some(), layer);
    }
    if let Some(mark) = glyph.mark {
        pen.mark(&mut map, mark);
    }
    let rgba = map
        .pixels()
        .iter()
        .flat_map(|pixel| {
            let plain = pixel.demultiply();
            [plain.red(), plain.green(), plain.blue(), plain.alpha()]
        })
        .collect();
    Some(Pixels { side, rgba })
}

#[derive(Clone, Copy)]
enum Layer {
    Halo,
    Ink,
}

impl Layer {
    fn paint(self, strength: u8) -> Paint<'static> {
        let (tone, alpha) = match self {
            Self::Halo => (20, strength / 2),
            Self::Ink => (245, strength),
        };
        colour(tone, tone, tone, alpha)
    }

    /// The halo is a wider stroke below the ink.
    fn extra(self) -> f32 {
        match self {
            Self::Halo => 2.0,
            Self::Ink => 0.0,
        }
    }
}

/// Draws in a square of 32 units.
struct Pen {
    unit: f32,
}

impl Pen {
    fn stroke(&self, map: &mut Pixmap, path: Option<tiny_skia::Path>, width: f32, paint: &Paint<'_>) {
        let stroke = Stroke { width: width * self.unit, line_cap: LineCap::Round, ..Stroke::default() };
        if let Some(path) = path {
            map.stroke_path(&path, paint, &stroke, Transform::identity(), None);
        }
    }

    fn fill(&self, map: &mut Pixmap, x: f32, y: f32, radius: f32, paint: &Paint<'_>) {
        if let Some(path) = PathBuilder::from_circle(x * self.unit, y * self.unit, radius * self.unit) {
            map.fill_path(&path, paint, FillRule::Winding, Transform::identity(), None);
        }
    }

    fn ring(&self, map: &mut Pixmap, steps: Option<u8>, layer: Layer) {
        let Some(steps) = steps else {
            return;
        };
        if matches!(layer, Layer::Ink) {
            self.stroke(map, self.arc(RING_STEPS), 3.0, &layer.paint(70));
        }
        self.stroke(map, self.arc(steps), 3.0 + layer.extra(), &layer.paint(255));
    }

    /// The ring's outline from the top, clockwise, `steps` of it.
    fn arc(&self, steps: u8) -> Option<tiny_skia::Path> {
        let share = f32::from(steps.min(RING_STEPS)) / f32::from(RING_STEPS);
        let points = 96_u8;
        let mut path = PathBuilder::new();
        for point in 0..=points {
            let angle = std::f32::consts::TAU * (share * f32::from(point) / f32::from(points) - 0.25);
            let (x, y) = (16.0 + 13.0 * angle.cos(), 16.0 + 13.0 * angle.sin());
            if point == 0 {
                path.move_to(x * self.unit, y * self.unit);
            } else {
                path.line_to(x * self.unit, y * self.unit);
            }
        }
        path.finish()
    }

    fn sun(&self, map: &mut Pixmap, filled: bool, layer: Layer) {
        if filled {
            self.fill(map, 16.0, 16.0, 7.0 + layer.extra() / 2.0, &layer.paint(255));
        } else {
            let radius = 9.5 * self.unit;
            let outline = PathBuilder::from_circle(16.0 * self.unit, 16.0 * self.unit, radius);
            self.stroke(map, outline, 3.0 + layer.extra(), &layer.paint(255));
        }
    }

    fn mark(&self, map: &mut Pixmap, mark: Mark) {
        let paint = match mark {
            Mark::EndingSoon => colour(245, 166, 35, 255),
            Mark::Ended => colour(224, 49, 49, 255),
        };
        self.fill(map, 24.5, 24.5, 7.5, &colour(20, 20, 20, 200));
        self.fill(map, 24.5, 24.5, 6.0, &paint);
    }
}

fn colour(red: u8, green: u8, blue: u8, alpha: u8) -> Paint<'static> {
    let mut paint = Paint { anti_alias: true, ..Paint::default() };
    paint.set_color(Color::from_rgba8(red, green, blue, alpha));
    paint
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pixels(ring: Option<u8>, mark: Option<Mark>) -> Pixels {
        draw(Glyph { ring, mark }, 32).unwrap()
    }

    fn at(pixels: &Pixels, x: usize, y: usize) -> [u8; 4] {
        let start = (y * 32 + x) * 4;
        pixels.rgba[start..start + 4].try_into().unwrap()
    }

    #[test]
    fn the_sun_is_hollow_without_a_session_and_full_with_one() {
        assert_eq!(at(&pixels(None, None), 16, 16)[3], 0);
        assert_eq!(at(&pixels(Some(12), None), 16, 16), [245, 245, 245, 255]);
    }

    #[test]
    fn the_ring_shrinks_clockwise() {
        let (full, half) = (pixels(Some(12), None), pixels(Some(6), None));
        assert_eq!(at(&full, 3, 16)[3], 255, "nine o'clock");
        assert!(at(&half, 3, 16)[3] < 128, "nine o'clock has passed");
        assert_eq!(at(&half, 28, 16)[3], 255, "three o'clock is still there");
    }

    #[test]
    fn marks_are_coloured() {
        assert_eq!(at(&pixels(None, Some(Mark::Ended)), 24, 24), [224, 49, 49, 255]);
        assert_eq!(at(&pixels(None, Some(Mark::EndingSoon)), 24, 24), [245, 166, 35, 255]);
    }

    #[test]
    fn every_size_is_drawn() {
        for side in SIZES {
            let pixels = draw(Glyph { ring: Some(3), mark: None }, side).unwrap();
            assert_eq!(pixels.rgba.len(), (side * side * 4) as usize);
            assert!(pixels.rgba.iter().any(|byte| *byte > 0));
        }
    }
}
