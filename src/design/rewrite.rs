//! The script's own file with its segments in a new order: every segment moves with the remarks above it,
//! and nothing else is touched.

use crate::error::{Error, Result};
use crate::reading::Reading;
use crate::script::Script;
use crate::source::Source;
use crate::yaml::{self, Node, Value};

/// The text of a script with its segments in this order.
///
/// # Errors
/// A sentence where the segments do not stand as a list of their own lines, or where an included block
/// would have to be taken apart.
///
/// ```
/// use callcraft::design::rewrite;
/// use callcraft::read::{NoFiles, read};
///
/// let text = "script: Late\nsegments:\n  # the good news\n  - say: It came.\n  - say: A fine.\n";
/// let reading = read("late.yaml", text.as_bytes(), &NoFiles);
/// let script = reading.script.as_ref().unwrap();
/// let after = rewrite(&reading, script, &[1, 0]).unwrap();
/// assert_eq!(after, "script: Late\nsegments:\n  - say: A fine.\n  # the good news\n  - say: It came.\n");
/// ```
pub fn rewrite(reading: &Reading, script: &Script, order: &[usize]) -> Result<String> {
    let source = reading.source().ok_or_else(|| Error::NoScript("this".to_string()))?;
    let items = items(source)?;
    let wanted = item_order(script, &items, order)?;
    let chunks = chunks(source, &items)?;
    Ok(joined(source, &chunks, &wanted))
}

/// An item of `segments`: the line of its hyphen, and whether it is an `include`.
struct Item {
    line: usize,
    include: bool,
}

fn items(source: &Source) -> Result<Vec<Item>> {
    let outcome = yaml::tree(source, 0, &[]);
    let list = outcome.node.as_ref().and_then(segments).ok_or_else(|| Error::NoScript(source.name().to_string()))?;
    let item = |node: &Node| Item {
        line: source.position(node.place.start as usize).line,
        include: matches!(&node.value, Value::Map(entries) if entries.iter().any(|entry| yaml::is_key(&entry.key.value, "include"))),
    };
    let items: Vec<Item> = list.items().iter().map(item).collect();
    let own_lines = items.windows(2).all(|pair| pair[0].line < pair[1].line)
        && items.iter().all(|item| source.line(item.line).trim_start().starts_with('-'));
    if own_lines {
        Ok(items)
    } else {
        Err(Error::Other(
            "the segments do not each begin on a line of their own with `- `, so they cannot be moved".to_string(),
        ))
    }
}

fn segments(node: &Node) -> Option<&Node> {
    let Value::Map(entries) = &node.value else { return None };
    entries.iter().find(|entry| yaml::is_key(&entry.key.value, "segments")).map(|entry| &entry.value)
}

/// The order of the items that gives this order of the segments.
fn item_order(script: &Script, items: &[Item], order: &[usize]) -> Result<Vec<usize>> {
    let mut item_of = Vec::with_capacity(script.segments.len());
    let mut next = script.segments.iter().peekable();
    for (number, item) in items.iter().enumerate() {
        if !item.include {
            next.next();
            item_of.push(number);
            continue;
        }
        let block = next.peek().and_then(|segment| segment.block);
        while block.is_some() && next.peek().is_some_and(|segment| segment.block == block) {
            next.next();
            item_of.push(number);
        }
    }
    let mut wanted: Vec<usize> = order.iter().filter_map(|&segment| item_of.get(segment).copied()).collect();
    wanted.dedup();
    let empty = (0..items.len()).filter(|number| !item_of.contains(number));
    let missing: Vec<usize> = empty.collect();
    wanted.extend(missing);
    if wanted.len() == items.len() {
        Ok(wanted)
    } else {
        Err(Error::Other("an included block cannot be taken apart".to_string()))
    }
}

/// The lines of an item with the remarks above it, and the empty lines and other remarks below it.
#[derive(Clone)]
struct Chunk {
    body: std::ops::Range<usize>,
    gap: std::ops::Range<usize>,
}

fn chunks(source: &Source, items: &[Item]) -> Result<Vec<Chunk>> {
    let Some(first) = items.first() else { return Ok(Vec::new()) };
    let hyphen = indent(source.line(first.line));
    let starts: Vec<usize> = items.iter().map(|item| with_remarks(source, item.line, hyphen)).collect();
    let end = list_end(source, items.last().map_or(first.line, |item| item.line), hyphen);
    let chunk = |at: usize| {
        let next = starts.get(at + 1).copied().unwrap_or(end);
        let mut last = next;
        while last > starts[at] + 1 && source.line(last - 1).trim().is_empty() {
            last -= 1;
        }
        let range = |from: usize, to: usize| source.line_start(from)..source.line_start(to);
        Chunk { body: range(starts[at], last), gap: range(last, next) }
    };
    Ok((0..items.len()).map(chunk).collect())
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// The first line of an item with the remarks that stand directly above it.
fn with_remarks(source: &Source, line: usize, hyphen: usize) -> usize {
    let mut first = line;
    while first > 1 {
        let above = source.line(first - 1);
        if !above.trim_start().starts_with('#') || indent(above) > hyphen {
            break;
        }
        first -= 1;
    }
    first
}

/// The first line behind the last item that does not belong to it.
fn list_end(source: &Source, last: usize, hyphen: usize) -> usize {
    let mut end = last + 1;
    let mut line = last + 1;
    while line <= source.line_count() {
        let text = source.line(line);
        if !text.trim().is_empty() {
            if indent(text) <= hyphen {
                break;
            }
            end = line + 1;
        }
        line += 1;
    }
    end
}

fn joined(source: &Source, chunks: &[Chunk], wanted: &[usize]) -> String {
    let text = source.text();
    let (Some(first), Some(last)) = (chunks.first(), chunks.last()) else { return text.to_string() };
    let line_end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let mut out = text[..first.body.start].to_string();
    for (place, &item) in wanted.iter().enumerate() {
        let body = &text[chunks[item].body.clone()];
        out.push_str(body);
        let at_end = place + 1 == wanted.len() && chunks[place].gap.end == text.len();
        if !body.ends_with(['\n', '\r']) && !at_end {
            out.push_str(line_end);
        }
        out.push_str(&text[chunks[place].gap.clone()]);
    }
    if !text.ends_with('\n') && out.ends_with(line_end) && last.gap.end == text.len() {
        out.truncate(out.len() - line_end.len());
    }
    out.push_str(&text[last.gap.end..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::{NoFiles, read};

    fn turned(text: &str, order: &[usize]) -> String {
        let reading = read("x.yaml", text.as_bytes(), &NoFiles);
        let script = reading.script.clone().unwrap_or_default();
        rewrite(&reading, &script, order).unwrap_or_else(|error| error.to_string())
    }

    #[test]
    fn segments_move_with_the_remarks_above_them() {
        let text = "script: x\nsegments:\n  # one\n  - say: a\n    # inside\n    feels: painful\n\n  - say: b # beside\n  # three\n  - say: |\n      c\n\nblanks:\n  x: y";
        let wanted = "script: x\nsegments:\n  # three\n  - say: |\n      c\n\n  # one\n  - say: a\n    # inside\n    feels: painful\n  - say: b # beside\n\nblanks:\n  x: y";
        assert_eq!(turned(text, &[2, 0, 1]), wanted);
    }

    #[test]
    fn turning_twice_gives_the_same_bytes() {
        for end in ["\n", "\r\n"] {
            let text =
                ["script: x", "segments:", "- say: a", "", "- say: b", "- say: c", "  feels: pleasant"].join(end);
            let once = turned(&text, &[2, 0, 1]);
            assert_ne!(once, text);
            assert_eq!(turned(&once, &[1, 2, 0]), text, "{once:?}");
        }
    }
}
