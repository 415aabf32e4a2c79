//! A scale from values to pixels, with round steps.

/// A scale from a range of values to a range of pixels, with round steps.
pub(super) struct Axis {
    low: f64,
    high: f64,
    step: f64,
    from: f64,
    to: f64,
}

impl Axis {
    /// `from` is the pixel of the highest value, `to` that of the lowest.
    pub(super) fn over(values: impl Iterator<Item = f64>, from: f64, to: f64) -> Self {
        let (low, high) =
            values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)));
        let (low, high) = match (low.is_finite(), high > low) {
            (false, _) => (0.0, 1.0),
            (true, false) => (low - 0.5, high + 0.5),
            (true, true) => (low, high),
        };
        let rough = (high - low) / 4.0;
        let ten = 10_f64.powf(rough.log10().floor());
        let step =
            [1.0, 2.0, 5.0, 10.0].into_iter().map(|times| times * ten).find(|step| *step >= rough).unwrap_or(rough);
        Self { low: (low / step).floor() * step, high: (high / step).ceil() * step, step, from, to }
    }

    pub(super) fn y(&self, value: f64) -> f64 {
        self.to + (value - self.low) / (self.high - self.low) * (self.from - self.to)
    }

    /// The same across: low on the left.
    pub(super) fn back(&self, value: f64) -> f64 {
        self.y(value)
    }

    pub(super) fn steps(&self) -> Vec<f64> {
        let count = ((self.high - self.low) / self.step).round() as usize;
        (0..=count).map(|at| self.low + self.step * at as f64).collect()
    }

    pub(super) fn label(&self, value: f64) -> String {
        let digits = usize::from(self.step < 1.0) + usize::from(self.step < 0.1);
        format!("{:.digits$}", if value.abs() < self.step / 1e6 { 0.0 } else { value })
    }

    pub(super) fn ticks(&self) -> String {
        let tick = |value: f64| {
            let y = self.y(value);
            format!(
                "<line class=\"axis\" x1=\"60\" x2=\"620\" y1=\"{y:.1}\" y2=\"{y:.1}\"/><text class=\"soft\" x=\"52\" y=\"{:.1}\" text-anchor=\"end\">{}</text>\n",
                y + 4.0,
                self.label(value)
            )
        };
        self.steps().into_iter().map(tick).collect()
    }
}
