//! Everything that is checked of a script without anybody at the telephone.

use std::collections::BTreeSet;

use super::call::End;
use super::cover::{self, Coverage, Spot};
use super::promise::{self, Promises};
use super::tests::{self, Ran};
use crate::diagnostic::Diagnostic;
use crate::paths::holds::{Question, Reach, Stand, reach};
use crate::paths::{Graph, Node, To, Ways, graph, ways};
use crate::script::{Answer, Script, Segment};
use crate::source::Place;

/// How a script is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// The number that chance starts from.
    pub seed: u64,
    /// How many calls are walked at most until everything was reached.
    pub calls: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self { seed: 1, calls: 2_000 }
    }
}

/// What came of checking a script.
#[derive(Debug, Clone)]
pub struct Checked {
    /// Its tests.
    pub tests: Vec<Ran>,
    /// What a walker reached who leaves everything to chance.
    pub coverage: Coverage,
    /// What holds on every path.
    pub promises: Promises,
    /// All paths at once.
    pub ways: Ways,
    /// What was found, in the order of the text.
    pub found: Vec<Diagnostic>,
}

/// Runs the tests of a script with its segments in this order, walks it at random, and proves what holds on every path.
///
/// ```
/// use callcraft::walk::{Settings, check};
/// # use callcraft::read::{NoFiles, read};
/// # let text = "script: Late\nsegments:\n  - {id: news, feels: pleasant, say: It came.}\n  - {id: fine, feels: painful, say: A fine.}\n";
/// # let reading = read("late.yaml", text.as_bytes(), &NoFiles);
/// # let script = reading.script.clone().unwrap();
///
/// let checked = check(&script, &[0, 1], &Settings::default());
/// assert!(checked.tests.is_empty() && checked.found.is_empty());
/// ```
#[must_use]
pub fn check(script: &Script, order: &[usize], settings: &Settings) -> Checked {
    let graph = graph(script, order);
    let tests = tests::run(script, order);
    let coverage = cover::walk(script, order, settings.seed, settings.calls);
    let promises = promise::promises(script, &graph);
    let mut found: Vec<Diagnostic> = tests.iter().flat_map(|ran| &ran.found).cloned().collect();
    found.extend(promises.found.iter().cloned());
    found.extend(missed(script, &graph, &coverage));
    found.sort_by(|a, b| (a.place.file, a.place.start, &a.rule).cmp(&(b.place.file, b.place.start, &b.rule)));
    Checked { tests, coverage, promises, ways: ways(&graph), found }
}

/// Every path is of interest to its end.
struct Anything;

impl Question for Anything {
    fn hear(&self, _at: usize, _node: &Node, mark: u8) -> Option<u8> {
        Some(mark)
    }
}

/// What chance did not reach, told apart by whether any path leads there.
fn missed(script: &Script, graph: &Graph, coverage: &Coverage) -> Vec<Diagnostic> {
    let shares = [&coverage.segments, &coverage.answers, &coverage.outcomes];
    let spots: Vec<&Spot> = shares.into_iter().flat_map(|share| &share.missed).collect();
    if spots.is_empty() {
        return Vec::new();
    }
    let known = Known::of(graph, &reach(graph, &Anything));
    let lost = |spot: &Spot| match spot {
        Spot::Segment(at) | Spot::Answer { segment: at, aside: false, .. } => !known.segments.contains(at),
        Spot::Outcome(at) => {
            let name = script.outcomes.get(*at).map_or("", |outcome| outcome.name.value.trim());
            !known.leaves && !known.ends.contains(name)
        }
        _ => false,
    };
    let told = spots.into_iter().filter(|spot| {
        // The answers of a segment that nothing leads to need no word of their own.
        !matches!(spot, Spot::Answer { segment, aside: false, .. } if !known.segments.contains(segment))
    });
    told.map(|spot| one(script, spot, lost(spot), coverage.calls)).collect()
}

/// What some path leads to.
struct Known {
    segments: BTreeSet<usize>,
    ends: BTreeSet<String>,
    leaves: bool,
}

impl Known {
    fn of(graph: &Graph, reach: &Reach) -> Self {
        let said = reach.places.iter().filter(|reached| reached.said);
        let nodes = said.filter_map(|reached| match reached.stand {
            Stand::Node(node) => graph.nodes.get(node),
            Stand::End(_) => None,
        });
        let asides = graph.asides.iter().flat_map(|node| &node.branches);
        let all = graph.nodes.iter().chain(&graph.asides).flat_map(|node| &node.branches);
        let ended = asides.filter_map(|branch| match &branch.to {
            To::End(name) => Some(name.clone()),
            _ => None,
        });
        Self {
            segments: nodes.map(|node| node.segment).collect(),
            ends: reach.ends.iter().cloned().chain(ended).collect(),
            leaves: all.clone().any(|branch| matches!(branch.to, To::Leave(_))),
        }
    }
}

fn one(script: &Script, spot: &Spot, lost: bool, calls: usize) -> Diagnostic {
    let (place, what) = spoken(script, spot);
    if lost {
        let message = match spot {
            Spot::Outcome(_) => format!("{what} never comes about: no way ends as it"),
            _ => format!("{what} is never reached: no way leads there"),
        };
        return Diagnostic::warning("walk/not-reached", place, message).help("lead a way there, or take it out");
    }
    let message =
        format!("{what} was not reached in {calls} calls that were left to chance, though a way may lead there");
    Diagnostic::advice("walk/not-reached", place, message).help("write a test that goes there")
}

/// The place of a spot, and its name in a sentence.
fn spoken(script: &Script, spot: &Spot) -> (Place, String) {
    let of = |segment: &Segment| (segment.place.before(), format!("\"{}\"", segment.name()));
    match spot {
        Spot::Segment(at) => script.segments.get(*at).map(of).unwrap_or_default(),
        Spot::Aside(at) => script
            .anytime
            .get(*at)
            .map(|any| (any.when.place, format!("“{}”", any.when.value.trim())))
            .unwrap_or_default(),
        Spot::Outcome(at) => script
            .outcomes
            .get(*at)
            .map(|outcome| (outcome.name.place, format!("the outcome “{}”", outcome.name.value.trim())))
            .unwrap_or_default(),
        Spot::Answer { segment, aside, question, answer } => {
            let own = if *aside {
                script.anytime.get(*segment).map(|anytime| &anytime.segment)
            } else {
                script.segments.get(*segment)
            };
            own.map(|own| answered(own, *question, *answer)).unwrap_or_default()
        }
    }
}

fn answered(segment: &Segment, question: Option<usize>, number: usize) -> (Place, String) {
    let named = |place: Place, hear: &str| (place, format!("“{}” at \"{}\"", hear.trim(), segment.name()));
    let of = |answer: &Answer| answer.hear.first().map(|hear| named(hear.place, &hear.value));
    let asked = question.and_then(|at| segment.ask_in_order.get(at));
    let answers = asked.map_or(&segment.answers, |asked| &asked.answers);
    if let Some(answer) = answers.get(number) {
        return of(answer).unwrap_or_else(|| named(answer.place, ""));
    }
    let picks = segment.choice.iter().flat_map(|choice| &choice.options);
    let pick = number.checked_sub(answers.len()).and_then(|at| picks.clone().nth(at));
    let name = pick.and_then(|pick| pick.pick.as_ref());
    name.map_or_else(|| named(segment.place.before(), ""), |name| named(name.place, &name.value))
}

impl Checked {
    /// How many tests held.
    #[must_use]
    pub fn passed(&self) -> usize {
        self.tests.iter().filter(|ran| ran.verdict == tests::Verdict::Passed).count()
    }

    /// Whether any call that was left to chance came round and round.
    #[must_use]
    pub fn goes_round(&self) -> bool {
        self.coverage.endless > 0 || self.tests.iter().any(|ran| ran.end == Some(End::Endless))
    }
}
