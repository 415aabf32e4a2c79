//! Held against published experiments: what the score gets right and what it gets wrong, nulls included.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Deserialize;

use super::{Beat, Model, Settings, score_by_unit, unit};

/// The published experiments that come with the project, one JSON object a line.
pub const CASES: &str = include_str!("cases.jsonl");

/// A difference below this predicts nothing.
pub const PREDICTS_NOTHING: f64 = 0.05;

/// A published experiment in the model's terms.
#[derive(Debug, Clone, Deserialize)]
pub struct Case {
    /// Its short name.
    pub id: String,
    /// Where it was published.
    #[serde(default)]
    pub source: String,
    /// When.
    #[serde(default)]
    pub year: Option<i32>,
    /// One course of events.
    pub option_a: Vec<Moment>,
    /// The other.
    pub option_b: Vec<Moment>,
    /// Which people preferred or remembered better.
    pub preferred: Preferred,
    /// What was measured.
    #[serde(default)]
    pub measure: String,
    /// What the experiment varied: order, extension, peak, grouping …
    #[serde(default)]
    pub family: String,
    /// The case's own beat in minutes, in place of the median.
    #[serde(default)]
    pub unit_min: Option<f64>,
    /// Whether it counts.
    #[serde(default = "yes")]
    pub scored: bool,
}

fn yes() -> bool {
    true
}

/// One moment of a course of events.
#[derive(Debug, Clone, Deserialize)]
pub struct Moment {
    /// How it feels, -3 to 3; fractions are fine.
    #[serde(default)]
    pub valence: f64,
    /// How long it takes, in minutes.
    #[serde(default)]
    pub minutes: f64,
    /// What it is about.
    #[serde(default, alias = "topic")]
    pub account: Option<String>,
    /// A gap ends the account and has no weight, no length and no place in the count.
    #[serde(default)]
    pub gap: bool,
}

/// What people preferred.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Preferred {
    /// The first option.
    A,
    /// The second option.
    B,
    /// No difference was found.
    None,
}

impl Preferred {
    /// The word for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::A => "a",
            Self::B => "b",
            Self::None => "none",
        }
    }

    fn predicted(difference: f64) -> Self {
        if difference.abs() < PREDICTS_NOTHING {
            Self::None
        } else if difference > 0.0 {
            Self::A
        } else {
            Self::B
        }
    }
}

/// Reads cases, one JSON object a line.
///
/// # Errors
/// A plain sentence with the line that cannot be read.
pub fn read_cases(text: &str) -> Result<Vec<Case>, String> {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let case = |(at, line): (usize, &str)| {
        let case: Case =
            serde_json::from_str(line).map_err(|error| format!("line {}: this is not a case: {error}", at + 1))?;
        let moments = case.option_a.iter().chain(&case.option_b);
        let sound = |moment: &Moment| moment.valence.is_finite() && moment.minutes.is_finite() && moment.minutes >= 0.0;
        let whole =
            !case.option_a.is_empty() && !case.option_b.is_empty() && case.unit_min.is_none_or(|unit| unit > 0.0);
        if whole && moments.clone().all(sound) {
            Ok(case)
        } else {
            Err(format!("line {}: `{}` has moments without sense", at + 1, case.id))
        }
    };
    lines.map(case).collect()
}

/// What the score says of a case.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged {
    /// The case, as its number in the list.
    pub case: usize,
    /// R of the first option.
    pub a: f64,
    /// R of the second option.
    pub b: f64,
    /// What that predicts.
    pub predicted: Preferred,
    /// Whether it is what was found; where no difference was found, only predicting none is right.
    pub hit: bool,
}

/// How many cases are right, of how many.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Scored cases in which a direction was found.
    pub directions: usize,
    /// Of these, those that are predicted.
    pub directions_right: usize,
    /// Scored cases in which no difference was found.
    pub nulls: usize,
    /// Of these, those in which none is predicted.
    pub nulls_right: usize,
}

/// A way to value a course of events.
type Value = fn(&[Beat], f64, &Settings) -> f64;

/// The score and its rivals, each with its name.
pub const MODELS: [(&str, Value); 5] = [
    ("R, the score", |beats, unit, settings| score_by_unit(beats, unit, settings).total),
    ("M alone, late moments weigh more", |beats, unit, settings| score_by_unit(beats, unit, settings).mean),
    ("Das Gupta, literal (a beat is a typical segment)", |beats, unit, settings| {
        score_by_unit(beats, unit, &Settings { model: Model::Acclimation, ..*settings }).mean
    }),
    ("peak and end", |beats, _, _| peak_end(beats)),
    ("time-weighted average", |beats, unit, settings| score_by_unit(beats, unit, settings).average),
];

fn peak_end(beats: &[Beat]) -> f64 {
    let peak = beats
        .iter()
        .map(|beat| beat.valence)
        .fold(0.0, |most: f64, valence| if valence.abs() > most.abs() { valence } else { most });
    (peak + beats.last().map_or(0.0, |beat| beat.valence)) / 2.0
}

/// Values every case by one model.
#[must_use]
pub fn judge(cases: &[Case], settings: &Settings, model: Value) -> Vec<Judged> {
    let one = |(number, case): (usize, &Case)| {
        let (first, second) = (beats(&case.option_a), beats(&case.option_b));
        let value = |beats: &[Beat]| model(beats, case.unit_min.unwrap_or_else(|| unit(beats)), settings);
        let (a, b) = (value(&first), value(&second));
        let predicted = Preferred::predicted(a - b);
        Judged { case: number, a, b, predicted, hit: predicted == case.preferred }
    };
    cases.iter().enumerate().map(one).collect()
}

/// Moments as beats; a gap only ends the account.
fn beats(moments: &[Moment]) -> Vec<Beat> {
    let mut accounts: BTreeMap<(usize, &str), u32> = BTreeMap::new();
    let mut gaps = 0;
    let mut beats = Vec::new();
    for moment in moments {
        if moment.gap {
            gaps += 1;
            continue;
        }
        let account = moment.account.as_deref().map(|name| {
            let next = u32::try_from(accounts.len()).unwrap_or(u32::MAX);
            *accounts.entry((gaps, name)).or_insert(next)
        });
        beats.push(Beat { valence: moment.valence, minutes: moment.minutes, account });
    }
    beats
}

/// Counts the scored cases, of one family or of all.
#[must_use]
pub fn tally(cases: &[Case], judged: &[Judged], family: Option<&str>) -> Tally {
    let mut tally = Tally::default();
    for judged in judged {
        let Some(case) =
            cases.get(judged.case).filter(|case| case.scored && family.is_none_or(|family| case.family == family))
        else {
            continue;
        };
        let (count, right) = match case.preferred {
            Preferred::None => (&mut tally.nulls, &mut tally.nulls_right),
            Preferred::A | Preferred::B => (&mut tally.directions, &mut tally.directions_right),
        };
        *count += 1;
        *right += usize::from(judged.hit);
    }
    tally
}

/// The report as JSON: each case, and the tallies over scored cases.
#[must_use]
pub fn json(cases: &[Case], settings: &Settings) -> serde_json::Value {
    let judged = judge(cases, settings, MODELS[0].1);
    let all = tally(cases, &judged, None);
    let case = |judged: &Judged| {
        let case = &cases[judged.case];
        serde_json::json!({
            "id": case.id, "a": judged.a, "b": judged.b, "difference": judged.a - judged.b,
            "predicted": judged.predicted.name(), "preferred": case.preferred.name(), "hit": judged.hit,
            "family": case.family, "scored": case.scored, "source": case.source,
        })
    };
    serde_json::json!({
        "version": 1,
        "cases": judged.iter().map(case).collect::<Vec<_>>(),
        "directions": all.directions, "directions_right": all.directions_right,
        "nulls": all.nulls, "nulls_right": all.nulls_right,
    })
}

/// The report for people.
#[must_use]
pub fn human(cases: &[Case], settings: &Settings) -> String {
    let judged = judge(cases, settings, MODELS[0].1);
    let all = tally(cases, &judged, None);
    let mut out = format!(
        "{} published experiments, {} of them scored. A difference in R under {PREDICTS_NOTHING} predicts nothing.\n\n\
         Where people preferred one course of events, R predicts which in {} of {}.\n\
         Where no difference was found, R predicts none in {} of {}: it sees differences that people did not report.\n\n",
        cases.len(),
        cases.iter().filter(|case| case.scored).count(),
        all.directions_right,
        all.directions,
        all.nulls_right,
        all.nulls
    );
    let _ = writeln!(out, "{:<50} {:>12} {:>10}", "by model", "directions", "nulls");
    for (name, model) in MODELS {
        let tally = tally(cases, &judge(cases, settings, model), None);
        let _ = writeln!(
            out,
            "{name:<50} {:>12} {:>10}",
            of(tally.directions_right, tally.directions),
            of(tally.nulls_right, tally.nulls)
        );
    }
    let families: std::collections::BTreeSet<&str> = cases.iter().map(|case| case.family.as_str()).collect();
    let _ = writeln!(out, "\n{:<50} {:>12} {:>10}", "R by what was varied", "directions", "nulls");
    for family in families {
        let tally = tally(cases, &judged, Some(family));
        let _ = writeln!(
            out,
            "{family:<50} {:>12} {:>10}",
            of(tally.directions_right, tally.directions),
            of(tally.nulls_right, tally.nulls)
        );
    }
    out.push_str("\nWhat R gets wrong:\n");
    for judged in judged.iter().filter(|judged| !judged.hit && cases[judged.case].scored) {
        let case = &cases[judged.case];
        let _ = writeln!(
            out,
            "  {:<26} found {:<4} predicted {:<4} ({:+.2})  {}",
            case.id,
            case.preferred.name(),
            judged.predicted.name(),
            judged.a - judged.b,
            case.source
        );
    }
    out.push_str(LIMITS);
    out
}

fn of(right: usize, all: usize) -> String {
    format!("{right} of {all}")
}

const LIMITS: &str = "
How to read this: the feelings of each experiment were put on our scale by us, many from abstracts only, so this is no
proof. On order alone R cannot be told apart from simpler models; its lead is in the cases about grouping, which hold
the content constant, so that an average cannot see them at all. Every model that looks at order predicts a difference
in most of the studies that found none: order effects are real but modest, and content matters at least as much.
";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cases_are_read_and_counted() {
        let cases = read_cases(CASES).unwrap_or_default();
        assert!(cases.len() >= 50);
        let judged = judge(&cases, &Settings::default(), MODELS[0].1);
        let all = tally(&cases, &judged, None);
        assert_eq!(all.directions + all.nulls, cases.iter().filter(|case| case.scored).count());
        assert!(all.directions_right * 10 > all.directions * 7, "{all:?}");
    }

    #[test]
    fn a_gap_only_ends_the_account() {
        let line = |gap: &str| {
            format!(
                r#"{{"id":"x","option_a":[{{"valence":2,"minutes":1,"account":"w"}}{gap},{{"valence":2,"minutes":1,"account":"w"}}],"option_b":[{{"valence":2,"minutes":1,"account":"w"}},{{"valence":2,"minutes":1,"account":"w"}}],"preferred":"a"}}"#
            )
        };
        let cases = read_cases(&format!("{}\n{}", line(""), line(r#",{"valence":0,"minutes":9,"gap":true}"#)))
            .unwrap_or_default();
        let judged = judge(&cases, &Settings::default(), MODELS[0].1);
        assert!((judged[0].a - judged[0].b).abs() < 1e-12);
        assert!(judged[1].a > judged[1].b && judged[1].hit);
        assert!(read_cases("{}").is_err());
    }
}
