//! The experience curve: how the call feels, second by second.

/// One level stretch of the curve.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stretch {
    /// Seconds from the beginning of the call.
    pub start: f64,
    /// Where it ends, in seconds from the beginning of the call.
    pub end: f64,
    /// How it feels, -3 to 3; `None` where nobody said: drawn as a gap.
    pub valence: Option<f64>,
}

/// The curve of segments in the order they are spoken, each given by its seconds and how it feels. One stretch for
/// each segment, those that take no time too.
#[must_use]
pub fn curve(parts: &[(f64, Option<f64>)]) -> Vec<Stretch> {
    let mut end = 0.0;
    let stretch = |&(seconds, valence): &(f64, Option<f64>)| {
        let start = end;
        end += seconds;
        Stretch { start, end, valence }
    };
    parts.iter().map(stretch).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_follow_each_other() {
        let drawn = curve(&[(30.0, Some(1.0)), (0.0, None), (60.0, Some(-2.0))]);
        let seconds: Vec<(f64, f64)> = drawn.iter().map(|stretch| (stretch.start, stretch.end)).collect();
        assert_eq!(seconds, [(0.0, 30.0), (30.0, 30.0), (30.0, 90.0)]);
        assert_eq!(drawn[1].valence, None);
    }
}
