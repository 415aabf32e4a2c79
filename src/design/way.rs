//! A gradual way to the best order, put before people and programs.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::script::{Script, Segment};
use crate::sequence::Way;

/// The way as text.
#[must_use]
pub fn way(script: &Script, way: &Way) -> String {
    let mut out = format!(
        "From the order that customers know ({:.2}{}) to the best one in {}, {} at most in each:\n",
        way.start_total,
        if way.start_permitted { "" } else { "; it breaks a constraint" },
        counted(way.steps.len(), "step"),
        counted(way.most, "pair")
    );
    if way.steps.is_empty() {
        return "The order that customers know is already the best one.\n".to_string();
    }
    for (at, step) in way.steps.iter().enumerate() {
        let _ = writeln!(out, "\nStep {}: {:.2}, {} changed places", at + 1, step.total, counted(step.pairs, "pair"));
        if step.fall > 1e-9 {
            let _ = writeln!(
                out,
                "  This step is {:.2} worse than the one before; no order within reach is better.",
                step.fall
            );
        }
        let names: Vec<&str> =
            step.order.iter().filter_map(|&segment| script.segments.get(segment)).map(Segment::name).collect();
        let _ = writeln!(out, "  {}", names.join(" · "));
    }
    out
}

fn counted(count: usize, thing: &str) -> String {
    if count == 1 { format!("1 {thing}") } else { format!("{count} {thing}s") }
}

/// The way as JSON.
#[must_use]
pub fn way_json(script: &Script, way: &Way) -> Value {
    let ids = |order: &[usize]| {
        order
            .iter()
            .filter_map(|&segment| script.segments.get(segment))
            .map(|segment| segment.id.clone())
            .collect::<Vec<_>>()
    };
    let steps: Vec<Value> = way
        .steps
        .iter()
        .map(|step| json!({ "order": ids(&step.order), "score": step.total, "pairs": step.pairs, "fall": step.fall }))
        .collect();
    json!({ "version": 1, "start": ids(&way.start), "start_score": way.start_total, "start_permitted": way.start_permitted, "pairs_at_most": way.most, "steps": steps })
}
