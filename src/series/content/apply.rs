//! The series with its scripts as they are to be said: what moves stands in the script of the call that says it.

use std::collections::{BTreeMap, BTreeSet};

use super::parts::{Parts, blanks};
use crate::script::{Script, Segment};
use crate::series::model::{CallScript, Series};
use crate::series::order::Ordered;

/// The series with a script of its own for each call whose segments change.
pub(super) fn said(series: &Series, parts: &Parts, ordered: &Ordered, order: &[usize]) -> Series {
    let turns = parts.turns(order);
    let mut by_call: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for &part in order {
        let call = turns.get(part).and_then(|turn| ordered.order.get(*turn)).copied().unwrap_or_default();
        by_call.entry(call).or_default().push(part);
    }
    let mut all = series.clone();
    for (call, said) in by_call {
        let written = said.windows(2).all(|pair| matches!(pair, [a, b] if a + 1 == *b));
        let own = said.iter().all(|&part| parts.home(part).is_some_and(|(home, _)| home == call));
        let whole = series.calls.get(call).and_then(|one| series.script(one)).map(|script| script.segments.len());
        if written && own && whole == Some(said.len()) {
            continue;
        }
        let Some(script) = one_script(series, parts, call, &said) else { continue };
        let number = all.scripts.len();
        all.scripts.push(script);
        if let Some(call) = all.calls.get_mut(call) {
            call.script = Some(number);
        }
    }
    all
}

/// The script of a call with the segments that it says, in their order.
fn one_script(series: &Series, parts: &Parts, call: usize, said: &[usize]) -> Option<CallScript> {
    let mut own = series.scripts.get(series.calls.get(call)?.script?)?.clone();
    let script = own.reading.script.as_mut()?;
    let written = std::mem::take(&mut script.segments);
    let mut ids: BTreeSet<String> = written.iter().map(|segment| segment.id.clone()).collect();
    for &part in said {
        let (home, at) = parts.home(part)?;
        if home == call {
            script.segments.extend(written.get(at).cloned());
            continue;
        }
        let from = series.calls.get(home)?;
        let mut segment = parts.segment(series, part)?.clone();
        if !ids.insert(segment.id.clone()) {
            segment.id = format!("{}-{}", from.id, segment.id);
            ids.insert(segment.id.clone());
        }
        bring(script, series.script(from)?, &segment);
        script.segments.push(segment);
    }
    let there: BTreeSet<String> = script.segments.iter().map(|segment| segment.id.clone()).collect();
    for segment in &mut script.segments {
        segment.helps_with.retain(|id| there.contains(id.value.trim()));
    }
    Some(own)
}

/// What a segment needs of the script that it comes from: the blanks that it says.
fn bring(script: &mut Script, from: &Script, segment: &Segment) {
    for name in blanks(segment) {
        if script.blank(&name).is_none() {
            script.blanks.extend(from.blank(&name).cloned());
        }
    }
}
