//! Where the parts of the icon lie, in pixels.
//!
//! Small icons are not big ones made smaller: at 16, 22 and 24 pixels every edge that lies straight
//! above, below or beside the middle falls between two pixels.

/// The measures of one size. Circles are around the middle, strokes are told by the middle of their
/// line and their width.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Grid {
    /// Half a side: the coin fills the square.
    pub middle: f32,
    /// Radius and width.
    pub ring: (f32, f32),
    /// The radius of the sun within the ring.
    pub sun: f32,
    /// Where the mark's middle is, in both directions, and its radius.
    pub mark: (f32, f32),
    /// How wide the dark edge is that keeps light ink from the panel and marks from the rest.
    pub rim: f32,
    /// The width of the cross's strokes.
    pub cross: f32,
}

const SIXTEEN: Grid =
    Grid { middle: 8.0, ring: (5.0, 2.0), sun: 2.0, mark: (12.0, 3.0), rim: 1.0, cross: 2.0 };

const TWENTY_TWO: Grid =
    Grid { middle: 11.0, ring: (7.5, 3.0), sun: 3.0, mark: (17.0, 4.0), rim: 1.0, cross: 2.6 };

const TWENTY_FOUR: Grid =
    Grid { middle: 12.0, ring: (8.5, 3.0), sun: 4.0, mark: (18.0, 5.0), rim: 1.0, cross: 3.0 };

const THIRTY_TWO: Grid =
    Grid { middle: 16.0, ring: (11.0, 4.0), sun: 5.0, mark: (24.0, 6.0), rim: 2.0, cross: 4.0 };

impl Grid {
    pub(super) fn of(side: u32) -> Option<Self> {
        Some(match side {
            16 => SIXTEEN,
            22 => TWENTY_TWO,
            24 => TWENTY_FOUR,
            _ => THIRTY_TWO.scaled(f32::from(u16::try_from(side).ok()?) / 32.0),
        })
    }

    fn scaled(self, by: f32) -> Self {
        let both = |(one, other): (f32, f32)| (one * by, other * by);
        Self {
            middle: self.middle * by,
            ring: both(self.ring),
            sun: self.sun * by,
            mark: both(self.mark),
            rim: self.rim * by,
            cross: self.cross * by,
        }
    }
}
