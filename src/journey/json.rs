//! A journey as JSON, for programs. The shape is versioned: `version` rises when a key changes its meaning or goes.

use serde_json::{Map, Value, json as object};

use super::findings::Found;
use super::line::{Line, lines};
use super::measured::{Comparison, FeltLine};
use super::model::{Journey, Version};
use super::steps::{Step, factor_steps, rank, touchpoint_steps};
use super::wishes::untaken;
use crate::lint::Allowed;
use crate::reading::Reading;

/// The version of the shape.
const VERSION: u32 = 1;

/// A journey as JSON; a figure that nobody gave is null.
#[must_use]
pub fn json(journey: &Journey, reading: &Reading, found: &[Found], felt: Option<&Comparison>) -> Value {
    let lines = lines(journey);
    object!({
        "version": VERSION,
        "title": journey.title.value,
        "language": journey.language.tag(),
        "personas": journey.personas.iter().map(|one| object!({"id": one.id, "who": one.name()})).collect::<Vec<_>>(),
        "touchpoints": journey.touchpoints.iter().map(|one| object!({
            "id": one.id,
            "words": one.words.value,
            "stage": one.stage.as_ref().map(|text| &text.value),
            "channel": one.channel.as_ref().map(|text| &text.value),
            "only_in": one.only_in.map(Version::name),
        })).collect::<Vec<_>>(),
        "lines": lines.iter().map(|line| heartbeat(journey, line)).collect::<Vec<_>>(),
        "factors": table(&factor_steps(journey)),
        "not_taken_up": untaken(journey).iter().map(|(persona, wishes)| object!({
            "persona": journey.personas[*persona].id,
            "pains": wishes.iter().filter(|wish| wish.is_pain).map(|wish| &wish.words.value).collect::<Vec<_>>(),
            "gains": wishes.iter().filter(|wish| !wish.is_pain).map(|wish| &wish.words.value).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
        "felt": felt.map(|felt| felt.lines.iter().map(|line| felt_line(journey, line)).collect::<Vec<_>>()),
        "findings": found.iter().map(|one| finding(journey, reading, one)).collect::<Vec<_>>(),
    })
}

fn heartbeat(journey: &Journey, line: &Line) -> Value {
    let id = |at: usize| journey.touchpoints.get(at).map_or("", |one| one.id.as_str());
    let marks = line.marks();
    let marked = |at: Option<usize>| at.and_then(|at| line.points.get(at)).map(|point| id(point.touchpoint));
    let points = line.points.iter().map(|point| {
        object!({
            "touchpoint": id(point.touchpoint),
            "feels": point.feels,
            "worked_out": point.worked_out,
            "expects_to_feel": point.expects,
            "importance": point.importance,
        })
    });
    object!({
        "persona": journey.personas[line.persona].id,
        "version": line.version.name(),
        "points": points.collect::<Vec<_>>(),
        "score": {
            "total": line.experience.total,
            "mean": line.experience.mean,
            "peaks": line.experience.peaks,
            "editing": line.experience.editing,
            "average": line.experience.average,
        },
        "peak": marked(marks.peak),
        "trough": marked(marks.trough),
        "end": marked(marks.end),
        "gaps": marks.gaps.iter().filter_map(|&at| marked(Some(at))).collect::<Vec<_>>(),
        "steps": table(&touchpoint_steps(journey, line)),
    })
}

/// The seven steps and the ranking; names stand for their lines.
fn table(steps: &[Step]) -> Value {
    let ranking = rank(steps);
    let names = |list: &[usize]| list.iter().map(|&at| steps[at].name.clone()).collect::<Vec<_>>();
    let line = |step: &Step| {
        object!({
            "name": step.name,
            "experience": step.experience,
            "expectation": step.expectation,
            "satisfaction": step.satisfaction,
            "importance": step.importance,
            "weighted": step.weighted,
            "ideal": step.ideal,
            "gap": step.gap,
        })
    };
    let unranked: Map<String, Value> =
        ranking.unranked.iter().map(|one| (steps[one.step].name.clone(), object!(one.missing))).collect();
    object!({
        "table": steps.iter().map(line).collect::<Vec<_>>(),
        "mend": names(&ranking.mend),
        "improve": names(&ranking.improve),
        "keep": names(&ranking.keep),
        "not_ranked": unranked,
    })
}

fn felt_line(journey: &Journey, line: &FeltLine) -> Value {
    let id = |at: usize| journey.touchpoints.get(at).map_or("", |one| one.id.as_str());
    let points = line.points.iter().map(|point| {
        object!({
            "touchpoint": id(point.touchpoint),
            "designed": point.designed,
            "people": point.people,
            "mean": point.mean,
            "interval": point.interval.map(|(low, high)| [low, high]),
            "difference": point.difference(),
            "off": point.is_off(),
        })
    });
    object!({
        "persona": journey.personas[line.persona].id,
        "version": line.version.name(),
        "points": points.collect::<Vec<_>>(),
        "off_most": line.off_most().iter().map(|&at| id(line.points[at].touchpoint)).collect::<Vec<_>>(),
    })
}

fn finding(journey: &Journey, reading: &Reading, one: &Found) -> Value {
    let (file, at) = reading.locate(one.diagnostic.place);
    object!({
        "rule": one.diagnostic.rule,
        "level": one.diagnostic.level.name(),
        "message": one.diagnostic.message,
        "help": one.diagnostic.help,
        "why": &*one.diagnostic.why,
        "file": file,
        "line": at.line,
        "column": at.column,
        "personas": one.personas.iter().map(|&at| &journey.personas[at].id).collect::<Vec<_>>(),
        "versions": one.versions.iter().map(|version| version.name()).collect::<Vec<_>>(),
        "allowed": match &one.allowed {
            Some(Allowed::Author(because)) => object!(because),
            Some(Allowed::Baseline) => object!("baseline"),
            None => Value::Null,
        },
    })
}
