//! A call as the sequencer sees it: segments as they are felt, and what every order must keep.

use crate::experience::{Beat, Experience, Settings, score as score_beats};

/// What to put in order: the segments, written order first, and what every order must keep.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Problem {
    /// The segments as they are felt, in the written order. Valences and minutes are finite.
    pub beats: Vec<Beat>,
    /// How long each segment takes on the slowest path, in seconds; one missing at the end counts as 0.
    pub slow_seconds: Vec<f64>,
    /// What every order must keep. Segments are counted from 0 in the written order.
    pub constraints: Vec<Constraint>,
    /// The settings of the score.
    pub settings: Settings,
}

/// One thing that every order must keep. A constraint that names a segment that is not there can never be kept.
#[derive(Debug, Clone, PartialEq)]
pub enum Constraint {
    /// One segment comes somewhere before another.
    Before {
        /// The earlier one.
        first: usize,
        /// The later one.
        then: usize,
    },
    /// One segment comes directly after another.
    Directly {
        /// The earlier one.
        first: usize,
        /// The one directly after it.
        then: usize,
    },
    /// These segments stand together, in whatever order, with nothing between them.
    Together(Vec<usize>),
    /// A segment has its place in the order.
    At {
        /// The segment.
        segment: usize,
        /// Its place, counted from 0.
        index: usize,
    },
    /// A segment starts no later than this on the slowest path (and 1e-9 s for rounding).
    StartsWithin {
        /// The segment.
        segment: usize,
        /// Its latest start, in seconds from the beginning of the call.
        seconds: f64,
    },
    /// At least one of some segments comes before this one.
    AnyBefore {
        /// The later one.
        segment: usize,
        /// Those of which one must be earlier; with none it cannot be kept.
        of: Vec<usize>,
    },
    /// At most so many pairs stand in the opposite order from a reference (Kendall tau).
    FewMoves {
        /// Segments in the order customers know; a segment named twice counts where it stands first.
        reference: Vec<usize>,
        /// How many pairs may be swapped.
        most: usize,
    },
}

/// Slack for sums of seconds.
pub(crate) const SECONDS_SLACK: f64 = 1e-9;

/// How this order will be remembered. Segments that are not there are left out.
#[must_use]
pub fn score(problem: &Problem, order: &[usize]) -> Experience {
    let beats: Vec<Beat> = order.iter().filter_map(|&segment| problem.beats.get(segment)).copied().collect();
    score_beats(&beats, &problem.settings)
}

/// The constraints that an order breaks, by their index; empty where it is permitted. An order that is no permutation
/// breaks what names a missing segment.
#[must_use]
pub fn broken(problem: &Problem, order: &[usize]) -> Vec<usize> {
    let places = Places::of(problem, order);
    let kept = |constraint: &Constraint| places.keep(constraint);
    (0..).zip(&problem.constraints).filter(|(_, constraint)| !kept(constraint)).map(|(index, _)| index).collect()
}

/// Whether an order holds every segment once and keeps every constraint.
#[must_use]
pub fn permitted(problem: &Problem, order: &[usize]) -> bool {
    let mut seen = vec![false; problem.beats.len()];
    let once = |&segment: &usize| seen.get_mut(segment).is_some_and(|seen| !std::mem::replace(seen, true));
    order.len() == problem.beats.len() && order.iter().all(once) && broken(problem, order).is_empty()
}

/// The same problem without some of its constraints, to see what they cost.
#[must_use]
pub fn without(problem: &Problem, dropped: &[usize]) -> Problem {
    let kept = (0..).zip(&problem.constraints).filter(|(index, _)| !dropped.contains(index));
    Problem { constraints: kept.map(|(_, constraint)| constraint.clone()).collect(), ..problem.clone() }
}

/// The same problem with only these constraints, in this order.
pub(crate) fn with_only(problem: &Problem, kept: &[usize]) -> Problem {
    let constraints = kept.iter().filter_map(|&index| problem.constraints.get(index)).cloned().collect();
    Problem { constraints, ..problem.clone() }
}

/// How many pairs stand in the opposite order from the written one.
#[must_use]
pub fn pairs_swapped(order: &[usize]) -> usize {
    (0..).zip(order).map(|(at, a)| order.iter().skip(at + 1).filter(|&b| b < a).count()).sum()
}

/// Each segment's place in an order.
struct Places {
    at: Vec<Option<usize>>,
    starts: Vec<f64>,
}

impl Places {
    fn of(problem: &Problem, order: &[usize]) -> Self {
        let count = problem.beats.len();
        let (mut at, mut starts, mut clock) = (vec![None; count], vec![0.0; count], 0.0);
        for (place, &segment) in order.iter().enumerate() {
            if let (Some(at), Some(start)) = (at.get_mut(segment), starts.get_mut(segment)) {
                (*at, *start) = (Some(place), clock);
                clock += problem.slow_seconds.get(segment).copied().unwrap_or(0.0);
            }
        }
        Self { at, starts }
    }

    fn get(&self, segment: usize) -> Option<usize> {
        self.at.get(segment).copied().flatten()
    }

    fn keep(&self, constraint: &Constraint) -> bool {
        match constraint {
            Constraint::Before { first, then } => {
                matches!((self.get(*first), self.get(*then)), (Some(a), Some(b)) if a < b)
            }
            Constraint::Directly { first, then } => {
                matches!((self.get(*first), self.get(*then)), (Some(a), Some(b)) if a + 1 == b)
            }
            Constraint::Together(segments) => self.together(segments),
            Constraint::At { segment, index } => self.get(*segment) == Some(*index),
            Constraint::StartsWithin { segment, seconds } => {
                self.get(*segment).is_some()
                    && self.starts.get(*segment).is_some_and(|start| *start <= seconds + SECONDS_SLACK)
            }
            Constraint::AnyBefore { segment, of } => {
                let place = self.get(*segment);
                place.is_some() && of.iter().any(|&other| self.get(other).is_some_and(|at| Some(at) < place))
            }
            Constraint::FewMoves { reference, most } => self.moves(reference).is_some_and(|moves| moves <= *most),
        }
    }

    fn together(&self, segments: &[usize]) -> bool {
        let mut places: Vec<Option<usize>> = segments.iter().map(|&segment| self.get(segment)).collect();
        places.sort_unstable();
        places.dedup();
        let all: Option<Vec<usize>> = places.into_iter().collect();
        all.is_some_and(|all| all.windows(2).all(|pair| matches!(pair, [a, b] if a + 1 == *b)))
    }

    fn moves(&self, reference: &[usize]) -> Option<usize> {
        let places: Option<Vec<usize>> = first_named(reference).iter().map(|&segment| self.get(segment)).collect();
        places.map(|places| pairs_swapped(&places))
    }
}

/// Each segment of a reference where it is named first.
pub(crate) fn first_named(reference: &[usize]) -> Vec<usize> {
    let mut seen = std::collections::BTreeSet::new();
    reference.iter().copied().filter(|&segment| seen.insert(segment)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(count: usize, constraints: Vec<Constraint>) -> Problem {
        let beat = Beat { valence: 1.0, minutes: 1.0, account: None };
        Problem { beats: vec![beat; count], slow_seconds: vec![60.0; count], constraints, ..Problem::default() }
    }

    #[test]
    fn each_kind_is_kept_and_broken() {
        let kinds = vec![
            Constraint::Before { first: 0, then: 2 },
            Constraint::Directly { first: 0, then: 1 },
            Constraint::Together(vec![0, 2]),
            Constraint::At { segment: 3, index: 3 },
            Constraint::StartsWithin { segment: 1, seconds: 60.0 },
            Constraint::AnyBefore { segment: 1, of: vec![0, 3] },
            Constraint::FewMoves { reference: vec![0, 1, 2, 3], most: 1 },
        ];
        let problem = of(4, kinds);
        assert_eq!(broken(&problem, &[0, 1, 2, 3]), [2]);
        assert_eq!(broken(&problem, &[3, 2, 1, 0]), [0, 1, 2, 3, 4, 6]);
        assert_eq!(broken(&problem, &[1, 0, 2, 3]), [1, 5]);
        assert!(permitted(&without(&problem, &[2]), &[0, 1, 2, 3]));
    }

    #[test]
    fn what_names_a_missing_segment_is_never_kept() {
        let missing = of(
            1,
            vec![
                Constraint::Before { first: 0, then: 9 },
                Constraint::Together(vec![0, 9]),
                Constraint::At { segment: 9, index: 0 },
                Constraint::StartsWithin { segment: 9, seconds: 9.0 },
                Constraint::AnyBefore { segment: 0, of: vec![9] },
                Constraint::FewMoves { reference: vec![9], most: 9 },
            ],
        );
        assert_eq!(broken(&missing, &[0]), [0, 1, 2, 3, 4, 5]);
    }

    #[test]
    fn only_a_permutation_is_permitted() {
        let problem = of(3, vec![]);
        assert!(permitted(&problem, &[2, 0, 1]));
        for order in [&[0, 1][..], &[0, 1, 1], &[0, 1, 3], &[0, 1, 2, 2]] {
            assert!(!permitted(&problem, order));
        }
    }

    #[test]
    fn swapped_pairs_are_counted() {
        assert_eq!(pairs_swapped(&[0, 1, 2]), 0);
        assert_eq!(pairs_swapped(&[2, 1, 0]), 3);
        assert_eq!(pairs_swapped(&[1, 2, 0]), 2);
    }
}
