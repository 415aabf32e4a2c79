//! The score of a list of segments as they are felt, and its parts.

use super::{Kernel, Model, Settings};

/// One segment as it is felt.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Beat {
    /// How it feels, -3 (very painful) to 3 (very pleasant); unknown counts as 0.
    pub valence: f64,
    /// How long it takes, in minutes; 0 or more.
    pub minutes: f64,
    /// Its topic as a number of the caller's choice: neighbours with one topic are felt as one. `None` stands alone.
    pub account: Option<u32>,
}

/// How a call will be remembered, on the scale of the feelings.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Experience {
    /// R, the remembered experience: (1 - rho) M + rho P + eta H / n.
    pub total: f64,
    /// M, the mean in which late moments weigh more (in the acclimation model a sum, not a mean).
    pub mean: f64,
    /// P, the best and the worst moment.
    pub peaks: f64,
    /// H / n, what joining pains and keeping pleasures apart is worth for each segment.
    pub editing: f64,
    /// The plain average over clock time, which no order changes.
    pub average: f64,
}

/// How these segments will be remembered in this order. A typical segment is the median of those that take time.
///
/// ```
/// use callcraft::experience::{Beat, Settings, score};
///
/// let felt = |valence| Beat { valence, minutes: 1.0, account: None };
/// let sour_end = score(&[felt(2.0), felt(-2.0)], &Settings::default());
/// let sweet_end = score(&[felt(-2.0), felt(2.0)], &Settings::default());
/// assert!(sweet_end.total > sour_end.total);
/// ```
#[must_use]
pub fn score(beats: &[Beat], settings: &Settings) -> Experience {
    score_by_unit(beats, unit(beats), settings)
}

/// The same with `unit` minutes for a typical segment, as published experiments have their own.
#[must_use]
pub fn score_by_unit(beats: &[Beat], unit: f64, settings: &Settings) -> Experience {
    let lengths: Vec<f64> = beats.iter().map(|beat| length(beat.minutes, unit)).collect();
    let (mean, peaks) = (mean(beats, &lengths, settings), peaks(beats));
    let editing = if beats.is_empty() { 0.0 } else { editing(beats, &lengths, settings) / beats.len() as f64 };
    let total = (1.0 - settings.peaks) * mean + settings.peaks * peaks + settings.editing * editing;
    Experience { total, mean, peaks, editing, average: average(beats) }
}

/// The length of a typical segment in minutes: the median of those that take time, 1 if none does.
#[must_use]
pub fn unit(beats: &[Beat]) -> f64 {
    let mut minutes: Vec<f64> = beats.iter().map(|beat| beat.minutes).filter(|&minutes| minutes > 0.0).collect();
    minutes.sort_by(f64::total_cmp);
    let middle = minutes.len() / 2;
    match (minutes.get(middle), minutes.len() % 2) {
        (None, _) => 1.0,
        (Some(&upper), 1) => upper,
        (Some(&upper), _) => 0.5 * (minutes.get(middle - 1).copied().unwrap_or(upper) + upper),
    }
}

/// The subjective length of a segment: the square root of its share of a typical one.
pub(crate) fn length(minutes: f64, unit: f64) -> f64 {
    if minutes > 0.0 { (minutes / unit).sqrt() } else { 0.0 }
}

/// M: each feeling by the weight of its stretch of the call, seen from the end.
fn mean(beats: &[Beat], lengths: &[f64], settings: &Settings) -> f64 {
    let kernel = Kernel::of(settings);
    let (mut tau, mut sum, mut weights) = (0.0, 0.0, 0.0);
    for (beat, &s) in beats.iter().zip(lengths).rev() {
        let weight = kernel.weight(tau, s);
        sum += weight * beat.valence;
        weights += weight;
        tau += s;
    }
    match settings.model {
        Model::Acclimation => sum,
        Model::Recency if weights > 0.0 => sum / weights,
        Model::Recency => 0.0,
    }
}

/// P: the better and the worse end of the feelings. It does not depend on the order.
#[must_use]
pub fn peaks(beats: &[Beat]) -> f64 {
    let most = beats.iter().map(|beat| beat.valence).fold(f64::NEG_INFINITY, f64::max);
    let least = beats.iter().map(|beat| beat.valence).fold(f64::INFINITY, f64::min);
    if beats.is_empty() { 0.0 } else { peaks_of(most, least) }
}

/// P of calls with this best and this worst moment. It grows with either.
pub(crate) fn peaks_of(most: f64, least: f64) -> f64 {
    match (least >= 0.0, most <= 0.0) {
        (true, _) => most,
        (_, true) => least,
        _ => 0.5 * (most + least),
    }
}

/// What an amount of feeling is worth: each further helping a little less, a loss more than a gain (Thaler 1985).
/// What is closer to 0 than rounding (1e-12) is 0: the curve is so steep there that noise would count.
#[must_use]
pub fn value(x: f64, settings: &Settings) -> f64 {
    if x.abs() < 1e-12 {
        0.0
    } else if x > 0.0 {
        x.powf(settings.diminishing)
    } else {
        -settings.loss * (-x).powf(settings.diminishing)
    }
}

/// H: the value of the accounts, less the value of the segments each on its own.
fn editing(beats: &[Beat], lengths: &[f64], settings: &Settings) -> f64 {
    let felt: Vec<f64> = beats.iter().zip(lengths).map(|(beat, s)| s * beat.valence).collect();
    let mut sum = 0.0;
    let mut from = 0;
    for account in beats.chunk_by(|a, b| a.account.is_some() && a.account == b.account) {
        let parts = felt.get(from..from + account.len()).unwrap_or_default();
        from += account.len();
        if let [_, _, ..] = parts {
            sum += value(parts.iter().sum(), settings) - parts.iter().map(|&x| value(x, settings)).sum::<f64>();
        }
    }
    sum
}

/// The plain average over clock time.
fn average(beats: &[Beat]) -> f64 {
    let minutes: f64 = beats.iter().map(|beat| beat.minutes).sum();
    let felt: f64 = beats.iter().map(|beat| beat.minutes * beat.valence).sum();
    if minutes > 0.0 { felt / minutes } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn beat(valence: f64, seconds: f64, account: Option<u32>) -> Beat {
        Beat { valence, minutes: seconds / 60.0, account }
    }

    /// hello, verify, good, bad, bad2, advice, bye.
    fn worked() -> Vec<Beat> {
        let plain = [(1.0, 30.0), (0.0, 60.0), (3.0, 60.0), (-3.0, 120.0), (-2.0, 60.0), (2.0, 120.0), (1.0, 30.0)];
        let topics = [None, None, None, Some(1), Some(1), None, None];
        plain.iter().zip(topics).map(|(&(v, d), topic)| beat(v, d, topic)).collect()
    }

    fn assert_near(a: f64, b: f64) {
        assert!((a - b).abs() < 5e-7, "{a} is not {b}");
    }

    #[test]
    fn the_worked_example() {
        let written = score(&worked(), &Settings::default());
        assert_near(unit(&worked()), 1.0);
        assert_near(written.mean, 0.389_192);
        assert_near(written.peaks, 0.0);
        assert_near(written.editing, 0.165_173);
        assert_near(written.total, 0.341_446);
        let best: Vec<Beat> = [0, 3, 4, 1, 5, 2, 6].iter().map(|&i| worked()[i]).collect();
        let best = score(&best, &Settings::default());
        assert_near(best.mean, 1.116_661);
        assert_near(best.editing, 0.165_173);
        assert_near(best.total, 0.887_048);
        assert_near(best.average, written.average);
    }

    #[test]
    fn nothing_and_no_time_at_all() {
        assert_eq!(score(&[], &Settings::default()), Experience::default());
        let still = score(&[beat(2.0, 0.0, Some(1)), beat(-1.0, 0.0, Some(1))], &Settings::default());
        assert_eq!((still.mean, still.editing, still.average, still.peaks), (0.0, 0.0, 0.0, 0.5));
    }

    #[test]
    fn the_median_of_those_that_take_time() {
        let of = |seconds: &[f64]| unit(&seconds.iter().map(|&d| beat(0.0, d, None)).collect::<Vec<_>>()) * 60.0;
        assert_near(of(&[0.0, 10.0, 30.0, 20.0]), 20.0);
        assert_near(of(&[10.0, 0.0, 40.0, 30.0, 20.0]), 25.0);
    }

    #[test]
    fn peaks_by_sign() {
        let of = |vs: &[f64]| peaks(&vs.iter().map(|&v| beat(v, 60.0, None)).collect::<Vec<_>>());
        assert_eq!((of(&[1.0, 3.0]), of(&[-1.0, -3.0]), of(&[0.0, 0.0])), (3.0, -3.0, 0.0));
        assert_eq!((of(&[2.0, -3.0]), of(&[0.0, 2.0])), (-0.5, 2.0));
    }

    #[test]
    fn a_topic_broken_by_another_is_two_accounts() {
        let (a, b) = (beat(-2.0, 60.0, Some(1)), beat(0.0, 60.0, Some(2)));
        let joined = score(&[b, a, a], &Settings::default()).editing;
        let broken = score(&[a, b, a], &Settings::default()).editing;
        assert_near(broken, 0.0);
        assert_near(3.0 * joined, 1.5 * (2.0 * 2f64.powf(0.7) - 4f64.powf(0.7)));
        let apart = beat(-2.0, 60.0, None);
        assert_near(score(&[apart, apart], &Settings::default()).editing, 0.0);
    }

    #[test]
    fn a_mild_pain_after_a_worse_one_raises_the_score() {
        let (worse, mild) = (beat(-3.0, 60.0, None), beat(-1.0, 30.0, None));
        let settings = Settings::default();
        assert!(score(&[worse, mild], &settings).total > score(&[worse], &settings).total);
    }

    #[test]
    fn hours_and_thousands_stay_finite() {
        let beats: Vec<Beat> =
            (0..5_000).map(|i| beat(f64::from(i % 7) - 3.0, 3_600.0 * f64::from(i % 5), Some(1))).collect();
        for model in [Model::Recency, Model::Acclimation] {
            let felt = score(&beats, &Settings { model, ..Settings::default() });
            assert!([felt.total, felt.mean, felt.editing, felt.average].iter().all(|x| x.is_finite()));
        }
        let instant = score(&[beat(1.0, 1e-12, None), beat(-1.0, 1e6, None)], &Settings::default());
        assert!(instant.total.is_finite());
    }

    /// Beats with integer feelings, 10 to 120 seconds, and one of three topics or none.
    fn beats(most: usize) -> impl Strategy<Value = Vec<Beat>> {
        let one = (-3i8..=3, 10u32..=120, proptest::option::of(0u32..3));
        proptest::collection::vec(one.prop_map(|(v, d, topic)| beat(v.into(), d.into(), topic)), 1..most)
    }

    proptest! {
        #[test]
        fn without_topics_the_rising_order_is_best(mut beats in beats(8)) {
            beats.iter_mut().for_each(|beat| beat.account = None);
            let given = score(&beats, &Settings::default());
            beats.sort_by(|a, b| a.valence.total_cmp(&b.valence));
            prop_assert!(score(&beats, &Settings::default()).total >= given.total - 1e-9);
        }

        #[test]
        fn two_neighbours_gain_as_the_exchange_formula_says(beats in beats(8), at in 0usize..6) {
            prop_assume!(at + 1 < beats.len());
            let settings = Settings { editing: 0.0, peaks: 0.0, ..Settings::default() };
            let mut swapped = beats.clone();
            swapped.swap(at, at + 1);
            let w = settings.recency;
            let s: Vec<f64> = beats.iter().map(|beat| length(beat.minutes, unit(&beats))).collect();
            let tau: f64 = s[at + 2..].iter().sum();
            let all: f64 = s.iter().sum();
            let convex = |s: f64| ((w * s).exp() - 1.0) / w;
            let (a, b) = (s[at], s[at + 1]);
            let gain = (beats[at + 1].valence - beats[at].valence) * (-w * (tau + a + b)).exp()
                * (convex(a + b) - convex(a) - convex(b));
            let weights = (1.0 - (-w * all).exp()) / w;
            let found = score(&beats, &settings).total - score(&swapped, &settings).total;
            prop_assert!((found - gain / weights).abs() < 1e-9);
        }

        #[test]
        fn joining_two_pains_adds_and_joining_two_pleasures_takes(a in 0.1f64..9.0, b in 0.1f64..9.0) {
            let settings = Settings::default();
            prop_assert!(value(-a - b, &settings) > value(-a, &settings) + value(-b, &settings));
            let mirror = value(a, &settings) + value(b, &settings) - value(a + b, &settings);
            let gain = value(-a - b, &settings) - value(-a, &settings) - value(-b, &settings);
            prop_assert!((gain - settings.loss * mirror).abs() < 1e-9);
        }

        #[test]
        fn peaks_and_average_do_not_depend_on_the_order(beats in beats(9)) {
            let mut turned = beats.clone();
            turned.reverse();
            let (there, back) = (score(&beats, &Settings::default()), score(&turned, &Settings::default()));
            prop_assert_eq!(there.peaks, back.peaks);
            prop_assert!((there.average - back.average).abs() < 1e-9);
        }
    }
}
