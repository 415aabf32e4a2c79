//! The correction for having looked at several measures.

/// Holm's step-down correction: each p-value as it stands after all of them were looked at, in the order given.
///
/// Holm (1979), "A simple sequentially rejective multiple test procedure".
#[must_use]
pub fn holm(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
    let mut corrected = vec![0.0; values.len()];
    let mut most: f64 = 0.0;
    for (rank, &at) in order.iter().enumerate() {
        most = most.max(values[at] * (values.len() - rank) as f64).min(1.0);
        corrected[at] = most;
    }
    corrected
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Made with statsmodels 0.15.0: `multipletests([.01, .04, .03, .005, .6], method="holm")[1]`.
    #[test]
    fn holm_gives_what_statsmodels_gives() {
        let got = holm(&[0.01, 0.04, 0.03, 0.005, 0.6]);
        let want = [0.04, 0.09, 0.09, 0.025, 0.6];
        assert!(got.iter().zip(want).all(|(a, b)| (a - b).abs() < 1e-12), "{got:?}");
        assert_eq!(holm(&[]), Vec::<f64>::new());
    }
}
