//! A plan as JSON, for programs. The shape is versioned: `version` rises when a key changes its meaning or goes.

use serde_json::{Map, Value, json as object};

use crate::experience::Experience;
use crate::paths::Extreme;
use crate::reading::Reading;
use crate::script::Script;
use crate::sequence::solve::Proof;
use crate::sequence::{AskFirst, Demand, Doubt, Move, Outcome, Plan, Spread, Stopped};

/// The version of the shape.
const VERSION: u32 = 1;

/// A plan as JSON.
#[must_use]
pub fn json(reading: &Reading, script: &Script, plan: &Plan) -> Value {
    let writer = Writer { reading, script };
    let seconds: Map<String, Value> = script
        .segments
        .iter()
        .zip(&plan.seconds)
        .map(|(segment, seconds)| (segment.id.clone(), object!(seconds)))
        .collect();
    object!({
        "version": VERSION,
        "script": script.id,
        "title": script.title.value,
        "order": plan.order.iter().map(|&at| writer.id(at)).collect::<Vec<_>>(),
        "score": score(&plan.after),
        "score_before": score(&plan.before),
        "broken_before": plan.broken_before.iter().map(|demand| writer.demand(demand)).collect::<Vec<_>>(),
        "proof": proof(&plan.proof),
        "verdict": plan.verdict.name(),
        "moves": plan.moves.iter().map(|change| writer.change(change)).collect::<Vec<_>>(),
        "stopped": plan.stopped.iter().map(|stopped| writer.stopped(stopped)).collect::<Vec<_>>(),
        "seconds": seconds,
        "outcomes": plan.outcomes.iter().map(outcome).collect::<Vec<_>>(),
        "paths": writer.paths(&plan.spread),
        "doubts": plan.doubts.iter().map(|doubt| writer.doubt(doubt)).collect::<Vec<_>>(),
        "ask_first": plan.ask_first.iter().map(|asked| writer.asked(asked)).collect::<Vec<_>>(),
        "decisions": plan.decisions.iter().map(|&(at, options)| object!({"segment": writer.id(at), "options": options})).collect::<Vec<_>>(),
        "from_habit": plan.from_habit,
    })
}

fn score(experience: &Experience) -> Value {
    object!({
        "total": experience.total,
        "mean": experience.mean,
        "peaks": experience.peaks,
        "editing": experience.editing,
        "average": experience.average,
    })
}

fn outcome(outcome: &Outcome) -> Value {
    object!({
        "name": outcome.name,
        "score": score(&outcome.after),
        "score_before": score(&outcome.before),
        "seconds": outcome.seconds,
        "share": outcome.share,
    })
}

fn proof(proof: &Proof) -> Value {
    match proof {
        Proof::Optimal => object!("optimal"),
        Proof::Gap(gap) => object!({ "gap": gap }),
    }
}

struct Writer<'p> {
    reading: &'p Reading,
    script: &'p Script,
}

impl Writer<'_> {
    fn id(&self, at: usize) -> &str {
        self.script.segments.get(at).map_or("", |segment| &segment.id)
    }

    fn place(&self, place: crate::source::Place) -> Value {
        let (file, position) = self.reading.locate(place);
        object!({ "file": file, "line": position.line, "column": position.column })
    }

    fn demand(&self, demand: &Demand) -> Value {
        object!({
            "constraint": demand.sentence(self.script),
            "kind": demand.why.name(),
            "place": self.place(demand.place),
        })
    }

    fn change(&self, change: &Move) -> Value {
        object!({
            "segment": self.id(change.segment),
            "from": change.from,
            "to": change.to,
            "principle": change.principle.name(),
            "why": change.why,
            "gain": change.gain,
            "reads_before": change.lead_in,
            "reads_after": change.lead_out,
            "paste": change.paste,
        })
    }

    fn stopped(&self, stopped: &Stopped) -> Value {
        object!({
            "constraint": stopped.constraint,
            "kind": stopped.why.name(),
            "place": self.place(stopped.place),
            "cost": stopped.cost,
        })
    }

    fn paths(&self, spread: &Spread) -> Value {
        match spread {
            Spread::Alike => object!("alike"),
            Spread::Unknown => object!("unknown"),
            Spread::Known { before, after } => object!({
                "best": self.extreme(&after.best), "worst": self.extreme(&after.worst),
                "best_before": self.extreme(&before.best), "worst_before": self.extreme(&before.worst),
            }),
        }
    }

    fn extreme(&self, extreme: &Extreme) -> Value {
        let answer = |(segment, answer): &(usize, String)| object!({"segment": self.id(*segment), "answer": answer});
        object!({
            "end": extreme.path.name,
            "score": score(&extreme.path.experience),
            "seconds": extreme.path.seconds,
            "share": extreme.path.share,
            "segments": extreme.path.segments.iter().map(|&at| self.id(at)).collect::<Vec<_>>(),
            "answers": extreme.answers.iter().map(answer).collect::<Vec<_>>(),
            "proof": if extreme.gap > 0.0 { object!({ "gap": extreme.gap }) } else { object!("optimal") },
        })
    }

    fn doubt(&self, doubt: &Doubt) -> Value {
        object!({
            "segment": self.id(doubt.segment),
            "step": doubt.step,
            "moved": doubt.moved,
            "order": doubt.order.iter().map(|&at| self.id(at)).collect::<Vec<_>>(),
        })
    }

    fn asked(&self, asked: &AskFirst) -> Value {
        object!({
            "segment": self.id(asked.segment),
            "other": self.id(asked.other),
            "first": asked.first,
            "second": asked.second,
        })
    }
}
