use super::*;

/// Panels from black to white, by their grey.
const PANELS: [u8; 6] = [0, 36, 76, 128, 200, 255];

/// A contrast that graphical objects need to be told apart (WCAG 2.2, success criterion 1.4.11).
const ENOUGH: f32 = 3.0;

fn all_states() -> Vec<Glyph> {
    let states = [None, Some(Mark::EndingSoon), Some(Mark::Ended)]
        .into_iter()
        .flat_map(|mark| [None, Some(1), Some(4), Some(12)].map(|ring| Glyph { ring, mark }));
    // What ends soon still lives.
    states.filter(|glyph| glyph.ring.is_some() || glyph.mark != Some(Mark::EndingSoon)).collect()
}

fn drawn(glyph: Glyph, side: u32) -> Pixels {
    draw(glyph, Finish::Coin, side).unwrap()
}

fn at(pixels: &Pixels, x: u32, y: u32) -> [u8; 4] {
    let start = ((y * pixels.side + x) * 4) as usize;
    pixels.rgba[start..start + 4].try_into().unwrap()
}

/// Relative luminance (WCAG 2.2) of a pixel on a panel.
fn luminance([red, green, blue, alpha]: [u8; 4], panel: u8) -> f32 {
    let part = |value: u8, weight: f32| {
        let share = f32::from(alpha) / 255.0;
        let seen = (f32::from(value) * share + f32::from(panel) * (1.0 - share)) / 255.0;
        weight * if seen <= 0.04045 { seen / 12.92 } else { ((seen + 0.055) / 1.055).powf(2.4) }
    };
    part(red, 0.2126) + part(green, 0.7152) + part(blue, 0.0722)
}

fn contrast(one: f32, other: f32) -> f32 {
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// Whether somewhere between the middle and the edge, in this direction, something is seen.
fn is_seen_towards(pixels: &Pixels, panel: u8, degrees: u16) -> bool {
    let (sin, cos) = f32::from(degrees).to_radians().sin_cos();
    let middle = pixels.side as f32 / 2.0;
    (0..pixels.side / 2).any(|away| {
        let along = |towards: f32| (middle + (away as f32 + 0.5) * towards) as u32;
        let pixel = luminance(at(pixels, along(cos), along(sin)), panel);
        contrast(pixel, luminance([panel, panel, panel, 255], panel)) >= ENOUGH
    })
}

#[test]
fn on_any_panel_the_icon_is_seen_all_around() {
    for (glyph, side, panel) in all_states()
        .into_iter()
        .flat_map(|glyph| SIZES.map(|side| (glyph, side)))
        .flat_map(|(glyph, side)| PANELS.map(|panel| (glyph, side, panel)))
    {
        let pixels = drawn(glyph, side);
        for eighth in (0..360).step_by(45) {
            // The part of the ring that has passed is faint on purpose; its sun and edge are not.
            let seen =
                (eighth..eighth + 45).step_by(5).any(|degrees| is_seen_towards(&pixels, panel, degrees));
            assert!(seen, "{glyph:?} {side} px on {panel} from {eighth}°");
        }
    }
}

/// How many pixels of one icon stand out where another icon would be.
fn differences(one: &Pixels, other: &Pixels, panel: u8) -> usize {
    let places = (0..one.side).flat_map(|y| (0..one.side).map(move |x| (x, y)));
    places
        .filter(|(x, y)| {
            let (one, other) = (at(one, *x, *y), at(other, *x, *y));
            contrast(luminance(one, panel), luminance(other, panel)) >= ENOUGH
        })
        .count()
}

#[test]
fn on_any_panel_and_at_any_size_the_four_states_are_told_apart() {
    let states =
        [(None, None), (Some(12), None), (Some(1), Some(Mark::EndingSoon)), (None, Some(Mark::Ended))]
            .map(|(ring, mark)| Glyph { ring, mark });
    for (side, panel) in SIZES.into_iter().flat_map(|side| PANELS.map(|panel| (side, panel))) {
        for (first, second) in [(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)] {
            let found = differences(&drawn(states[first], side), &drawn(states[second], side), panel);
            let wanted = (side * side / 32) as usize;
            assert!(found >= wanted, "{first} and {second}, {side} px on {panel}: {found} of {wanted}");
        }
    }
}

#[test]
fn a_template_is_black_and_its_marks_have_shapes_of_their_own() {
    let template = |mark| draw(Glyph { ring: Some(6), mark }, Finish::Template, 36).unwrap();
    let shapes = [None, Some(Mark::EndingSoon), Some(Mark::Ended)].map(template);
    for pixels in &shapes {
        assert!(pixels.rgba.chunks_exact(4).all(|pixel| pixel[..3] == [0, 0, 0]));
        assert_eq!(at(pixels, 0, 0)[3], 0, "no coin");
    }
    for (first, second) in [(0, 1), (0, 2), (1, 2)] {
        let [one, other] = [&shapes[first], &shapes[second]];
        let alphas = one.rgba.iter().zip(&other.rgba).filter(|(one, other)| one.abs_diff(**other) > 128);
        assert!(alphas.count() >= 30, "{first} and {second}");
    }
    assert_eq!(at(&shapes[1], 19, 27)[3], 0, "a gap between the dot and the rest");
}

#[test]
fn the_sun_is_hollow_without_a_session_and_full_with_one() {
    assert_eq!(at(&drawn(Glyph::default(), 32), 16, 16)[3], 0);
    assert_eq!(at(&drawn(Glyph { ring: Some(12), mark: None }, 32), 16, 16), [245, 245, 245, 255]);
}

#[test]
fn the_ring_shrinks_clockwise() {
    let ring = |steps| drawn(Glyph { ring: Some(steps), mark: None }, 32);
    let (full, half) = (ring(12), ring(6));
    assert_eq!(at(&full, 4, 16), [245, 245, 245, 255], "nine o'clock");
    assert!(at(&half, 4, 16)[0] < 128, "nine o'clock has passed");
    assert_eq!(at(&half, 27, 16), [245, 245, 245, 255], "three o'clock is still there");
}

#[test]
fn every_step_of_the_ring_is_seen_at_every_size() {
    for side in SIZES {
        for steps in 1..RING_STEPS {
            let ring = |steps| drawn(Glyph { ring: Some(steps), mark: None }, side);
            assert!(differences(&ring(steps), &ring(steps + 1), 36) >= 2, "{steps} at {side} px");
        }
    }
}

#[test]
fn small_icons_are_drawn_on_the_pixels() {
    for side in [16, 22, 24] {
        let pixels = drawn(Glyph { ring: Some(12), mark: None }, side);
        // A line through the middle meets whole pixels of ink or coin only: no edge lies within one.
        let across = (0..side).map(|x| at(&pixels, x, side / 2));
        let blurred = across.filter(|pixel| ![28, 245].iter().any(|tone| pixel[0].abs_diff(*tone) < 30));
        assert_eq!(blurred.count(), 0, "{side} px");
    }
}
