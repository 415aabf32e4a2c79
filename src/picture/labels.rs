//! Puts names beside points so that none covers another name or a point.

use unicode_width::UnicodeWidthStr as _;

/// A box: left, top, width, height.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Area {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
}

impl Area {
    fn meets(&self, other: &Self) -> bool {
        self.x < other.x + other.width
            && other.x < self.x + self.width
            && self.y < other.y + other.height
            && other.y < self.y + self.height
    }

    fn inside(&self, frame: &Self) -> bool {
        self.x >= frame.x
            && self.y >= frame.y
            && self.x + self.width <= frame.x + frame.width
            && self.y + self.height <= frame.y + frame.height
    }
}

/// Where a name goes: its box, and whether it is so far from its point that a line leads to it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Label {
    pub area: Area,
    pub far: bool,
}

/// Width and height of a name at 12 pixels; a little generous, because fonts differ.
pub(crate) fn size(name: &str) -> (f64, f64) {
    (name.width() as f64 * 6.7 + 6.0, 15.0)
}

/// A place for each name, in the order of the points; `None` where the frame is full.
///
/// `taken` are boxes that no name may cover (points, other writing), `spared` those that it covers only
/// where there is no room elsewhere nearby (the line).
pub(crate) fn place(
    points: &[(f64, f64)],
    names: &[String],
    frame: &Area,
    taken: &[Area],
    spared: &[Area],
) -> Vec<Option<Label>> {
    let mut taken = taken.to_vec();
    let mut labels = Vec::new();
    for (&(x, y), name) in points.iter().zip(names) {
        let free = |label: &Label| label.area.inside(frame) && !taken.iter().any(|other| label.area.meets(other));
        let clear = |label: &Label| free(label) && !spared.iter().any(|other| label.area.meets(other));
        let label = candidates(x, y, name).take(NEAR).find(clear).or_else(|| candidates(x, y, name).find(free));
        if let Some(label) = label {
            taken.push(label.area);
        }
        labels.push(label);
    }
    labels
}

/// How many of the nearest places are tried for one that is clear of the line.
const NEAR: usize = 60;

/// Above and below the point, first close by and centred, then further away and to the sides.
fn candidates(x: f64, y: f64, name: &str) -> impl Iterator<Item = Label> {
    let (width, height) = size(name);
    let rows = (0..9).flat_map(|row| [(row, -1.0), (row, 1.0)]);
    rows.flat_map(move |(row, side)| {
        let gap = 9.0 + f64::from(row) * (height + 2.0);
        let top = if side < 0.0 { y - gap - height } else { y + gap };
        [-0.5, -0.15, -0.85, 0.0, -1.0].into_iter().map(move |shift| {
            let area = Area { x: x + shift * width, y: top, width, height };
            Label { area, far: row > 0 }
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_never_meet() {
        let points: Vec<(f64, f64)> =
            (0..30).map(|at| (100.0 + f64::from(at) * 20.0, 200.0 + f64::from(at % 3) * 10.0)).collect();
        let names: Vec<String> = points.iter().map(|point| format!("Segment at {:.0}", point.0)).collect();
        let frame = Area { x: 0.0, y: 0.0, width: 900.0, height: 420.0 };
        let labels: Vec<Area> =
            place(&points, &names, &frame, &[], &[]).into_iter().flatten().map(|label| label.area).collect();
        assert!(labels.len() > 20, "{}", labels.len());
        for (at, a) in labels.iter().enumerate() {
            assert!(a.inside(&frame));
            assert!(labels[at + 1..].iter().all(|b| !a.meets(b)));
        }
    }
}
