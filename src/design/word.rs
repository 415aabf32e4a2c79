//! The author's own Word document with its segments in the designed order, so that a lead can stay in Word:
//! styles and layout move with the words, and each part that moved says why in a comment.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::error::{Error, Result};
use crate::read::docx::{Anatomy, Block, Piece, anatomy, rewrite};
use crate::read::{NoFiles, read};
use crate::reading::Reading;
use crate::script::{Script, Segment};
use crate::sequence::{Move, Plan};
use crate::source::Source;
use crate::write;

/// The document with its segments in the plan's order.
///
/// # Errors
/// A sentence where the document cannot be read or written anew, or where parts hang together in a way that
/// does not let them be moved.
pub fn word(bytes: &[u8], reading: &Reading, script: &Script, plan: &Plan) -> Result<Vec<u8>> {
    let anatomy = anatomy(bytes).map_err(|refusal| Error::Other(refusal.message))?;
    let written_anew = |units: &[Unit], order: &[usize]| {
        let pieces = pieces(script, plan, &anatomy, units, order);
        rewrite(bytes, &anatomy, &pieces).map_err(|refusal| Error::Other(refusal.message))
    };
    if !anatomy.rows.is_empty() {
        let after = written_anew(&rows(script, &anatomy)?, &plan.order)?;
        check_rows(script, &plan.order, &after)?;
        return Ok(after);
    }
    let mut units = units(reading, script, &anatomy);
    absorb(&mut units);
    let heads = heads(script, &units, &anatomy);
    let order = arranged(script, &units, &heads, &plan.order)?;
    let after = written_anew(&units, &order)?;
    check(reading, &after)?;
    Ok(after)
}

/// The rows of the tables that callcraft writes: each is a segment, and keeps its number, by which the other
/// tables name it.
fn rows(script: &Script, anatomy: &Anatomy) -> Result<Vec<Unit>> {
    if anatomy.rows.len() != script.segments.len() {
        return Err(Error::Other(
            "a row of the table brings in a shared block, so its rows cannot be moved: `callcraft import` makes a script of it that can be put in order".to_string(),
        ));
    }
    let unit = |(owner, row): (usize, &Block)| Unit {
        bytes: row.bytes.clone(),
        paragraphs: row.paragraphs.clone(),
        owner: Some(owner),
    };
    Ok(anatomy.rows.iter().enumerate().map(unit).collect())
}

/// Reads the new tables: they must hold the same segments in the new order.
fn check_rows(script: &Script, order: &[usize], after: &[u8]) -> Result<()> {
    let segments = |segments: Vec<Segment>| {
        let alone = Script { segments, ..Script::default() };
        write::yaml(&alone, &write::Remarks::new())
    };
    let wanted = order.iter().filter_map(|&at| script.segments.get(at).cloned()).collect();
    let again = read("x.docx", after, &NoFiles).script.map(|script| script.segments);
    if again.is_some_and(|again| segments(again) == segments(wanted)) {
        return Ok(());
    }
    Err(Error::Other(
        "some rows are named by their place and not by a number, so they cannot be moved: write a number into the first column of each row".to_string(),
    ))
}

/// Something that moves as one, and the segment that it belongs to, if it belongs to one.
#[derive(Debug, Clone)]
struct Unit {
    bytes: Range<usize>,
    paragraphs: Range<usize>,
    owner: Option<usize>,
}

/// The paragraphs and tables of the body; of a table that several segments stand in, its rows.
fn units(reading: &Reading, script: &Script, anatomy: &Anatomy) -> Vec<Unit> {
    let owners = owners(reading, script, anatomy.insides.len());
    let owner = |paragraphs: &Range<usize>| paragraphs.clone().find_map(|at| owners.get(at).copied().flatten());
    let unit = |block: &Block| Unit {
        bytes: block.bytes.clone(),
        paragraphs: block.paragraphs.clone(),
        owner: owner(&block.paragraphs),
    };
    let mut units = Vec::new();
    for block in &anatomy.blocks {
        let mut inside: Vec<usize> =
            block.paragraphs.clone().filter_map(|at| owners.get(at).copied().flatten()).collect();
        inside.dedup();
        if inside.len() > 1 && !block.rows.is_empty() {
            units.extend(block.rows.iter().map(unit));
        } else {
            units.push(unit(block));
        }
    }
    units
}

/// For each paragraph the segment that it belongs to.
fn owners(reading: &Reading, script: &Script, count: usize) -> Vec<Option<usize>> {
    let mut owners = vec![None; count];
    let line = |byte: u32| reading.source().map_or(1, |source| source.position(byte as usize).line);
    for (number, segment) in script.segments.iter().enumerate() {
        let first = line(segment.place.start) - 1;
        let last = line(segment.place.end.saturating_sub(1).max(segment.place.start));
        for owner in owners.iter_mut().take(last).skip(first) {
            owner.get_or_insert(number);
        }
    }
    owners
}

/// What stands between two parts of one segment belongs to it too.
fn absorb(units: &mut [Unit]) {
    let mut last: BTreeMap<usize, usize> = BTreeMap::new();
    for at in 0..units.len() {
        let Some(owner) = units.get(at).and_then(|unit| unit.owner) else { continue };
        if let Some(before) = last.insert(owner, at)
            && let Some(between) = units.get_mut(before + 1..at)
            && between.iter().all(|unit| unit.owner.is_none())
        {
            between.iter_mut().for_each(|unit| unit.owner = Some(owner));
        }
    }
}

/// What stands above the first segment of each stage, its heading first: it moves with the stage.
type Heads = BTreeMap<String, Vec<usize>>;

fn heads(script: &Script, units: &[Unit], anatomy: &Anatomy) -> Heads {
    let mut heads = Heads::new();
    let mut above: Vec<usize> = Vec::new();
    for (at, unit) in units.iter().enumerate() {
        let blank = unit.paragraphs.clone().all(|para| anatomy.insides.get(para).is_none_or(Option::is_none));
        match unit.owner {
            None if blank && above.is_empty() => {}
            None => above.push(at),
            Some(owner) => {
                let above = std::mem::take(&mut above);
                if let Some(stage) = stage(script, owner).filter(|_| !above.is_empty()) {
                    heads.entry(stage.to_string()).or_insert(above);
                }
            }
        }
    }
    heads
}

fn stage(script: &Script, segment: usize) -> Option<&str> {
    script.segments.get(segment)?.stage.as_ref().map(|stage| stage.value.as_str())
}

/// The units in their new order: where the first segment with words of its own stood now stands the one that
/// comes first, and so on; what belongs to no segment and no stage stays where it is.
fn arranged(script: &Script, units: &[Unit], heads: &Heads, order: &[usize]) -> Result<Vec<usize>> {
    let mut of: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, unit) in units.iter().enumerate() {
        let Some(owner) = unit.owner else { continue };
        let own = of.entry(owner).or_default();
        if own.last().is_some_and(|last| last + 1 != at) {
            return Err(stuck(script, owner));
        }
        own.push(at);
    }
    let mut next = order.iter().filter(|segment| of.contains_key(segment));
    let moving: BTreeSet<usize> = heads.values().flatten().copied().collect();
    let mut begun: BTreeSet<&str> = BTreeSet::new();
    let mut seen = BTreeSet::new();
    let mut arranged = Vec::with_capacity(units.len());
    for (at, unit) in units.iter().enumerate() {
        match unit.owner {
            None if moving.contains(&at) => {}
            None => arranged.push(at),
            Some(owner) if seen.insert(owner) => {
                let Some(&segment) = next.next() else { continue };
                let stage = stage(script, segment).filter(|stage| begun.insert(*stage));
                arranged.extend(stage.and_then(|stage| heads.get(stage)).into_iter().flatten());
                arranged.extend(of.get(&segment).into_iter().flatten());
            }
            Some(_) => {}
        }
    }
    Ok(arranged)
}

fn stuck(script: &Script, segment: usize) -> Error {
    let name = script.segments.get(segment).map_or("", Segment::name);
    Error::Other(format!(
        "\"{name}\" stands in several places of the document, so it cannot be moved there: `callcraft import` makes a script of it that can"
    ))
}

/// The pieces of the body's part in their new order, with the reasons of the moves.
fn pieces(script: &Script, plan: &Plan, anatomy: &Anatomy, units: &[Unit], order: &[usize]) -> Vec<Piece> {
    let plain = |bytes: Range<usize>| Piece { bytes, remark: None };
    let mut pieces = Vec::with_capacity(2 * units.len() + 1);
    let mut at = 0;
    let mut told = BTreeSet::new();
    for (place, unit) in units.iter().enumerate() {
        pieces.push(plain(at..unit.bytes.start));
        at = unit.bytes.end;
        let Some(unit) = order.get(place).and_then(|&unit| units.get(unit)) else { continue };
        let moved = plan.moves.iter().find(|moved| Some(moved.segment) == unit.owner);
        let inside = unit.paragraphs.clone().find_map(|para| anatomy.insides.get(para).cloned().flatten());
        let remark = moved.zip(inside).filter(|(moved, _)| told.insert(moved.segment));
        let remark = remark.map(|(moved, inside)| (inside, reason(script, moved)));
        pieces.push(Piece { bytes: unit.bytes.clone(), remark });
    }
    pieces.push(plain(at..anatomy.size()));
    pieces
}

/// Why a part moved, and what to look at where it now stands.
fn reason(script: &Script, moved: &Move) -> String {
    let chinese = script.language.is_chinese();
    let mut lines = vec![if chinese {
        format!("从第 {} 位移到第 {} 位：{}。", moved.from, moved.to, moved.principle.chinese())
    } else {
        format!("Moved from place {} to place {}: {}.", moved.from, moved.to, moved.why)
    }];
    if let Some((before, own)) = moved.lead_in.as_ref().filter(|(before, own)| !before.is_empty() && !own.is_empty()) {
        lines.push(if chinese {
            format!("现在读作：「{before}」接着「{own}」。请看衔接是否自然。")
        } else {
            format!("It now reads: \"{before}\" and then \"{own}\". See whether that runs on well.")
        });
    }
    lines.join("\n")
}

/// Reads the new document: every paragraph of the old one must be in it.
fn check(reading: &Reading, after: &[u8]) -> Result<()> {
    let before = reading.source();
    let again = read(before.map_or("x.docx", Source::name), after, &NoFiles);
    let lines = |source: Option<&Source>| {
        let mut lines: BTreeMap<String, usize> = BTreeMap::new();
        let text = source.map_or("", Source::text);
        text.lines().for_each(|line| *lines.entry(line.to_string()).or_default() += 1);
        lines
    };
    let (old, new) = (lines(before), lines(again.source()));
    match old.iter().find(|(line, count)| new.get(*line).is_none_or(|there| there < count)) {
        None => Ok(()),
        Some((line, _)) => Err(Error::Other(format!(
            "in the new order the document would lose \"{}\", so nothing was written: `callcraft import` makes a script of it that can be put in order",
            line.chars().take(40).collect::<String>()
        ))),
    }
}
