//! Lines that begin a space or two beside those they belong to: the mistake that is made most and seen least.

/// How many spaces the line at this byte begins with and how many its neighbours do, where these differ.
pub(super) fn beside(text: &str, at: usize) -> Option<(usize, usize)> {
    let above = text.get(..at)?;
    let start = above.rfind('\n').map_or(0, |end| end + 1);
    let line = text.get(start..)?.lines().next()?;
    let (own, is_item) = (spaces(line), is_item(line));
    let columns = columns(above.get(..start)?, is_item);
    let nearest = columns.iter().copied().min_by_key(|column| (column.abs_diff(own), usize::MAX - column))?;
    (has_key(line) && nearest != own && nearest.abs_diff(own) <= NEAR).then_some((own, nearest))
}

/// Further away than this, a line is not taken for one that was meant to stand there.
const NEAR: usize = 3;
/// How many lines above are looked at.
const ABOVE: usize = 400;

/// Where items, or keys, of the lists and maps begin that are open below these lines.
fn columns(above: &str, of_items: bool) -> Vec<usize> {
    let mut columns = Vec::new();
    let mut left = usize::MAX;
    for line in above.lines().rev().take(ABOVE).filter(|line| has_key(line) || is_item(line)) {
        let begins = spaces(line);
        if begins >= left {
            continue;
        }
        if of_items == is_item(line) {
            columns.push(begins);
        } else if is_item(line) {
            columns.push(begins + 2);
        }
        left = begins;
    }
    columns
}

fn spaces(line: &str) -> usize {
    line.bytes().take_while(|byte| *byte == b' ').count()
}

fn is_item(line: &str) -> bool {
    line.trim_start().starts_with("- ")
}

/// Whether it reads `key: words` or `key:`, an item of a list or not.
fn has_key(line: &str) -> bool {
    let line = line.trim_start().trim_start_matches("- ");
    let key = line.split_once(':').filter(|(_, rest)| rest.is_empty() || rest.starts_with(' ')).map(|(key, _)| key);
    key.is_some_and(|key| !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_beside_its_neighbours_is_told_with_both_columns() {
        let text = "segments:\n  - id: a\n    ask: |\n      Really: are you?\n   answers:\n      - hear: yes\n";
        assert_eq!(beside(text, text.find("answers").unwrap()), Some((3, 4)));
        assert_eq!(beside(text, text.find("ask").unwrap()), None);
        let text = "segments:\n  - id: a\n    say: b\n - id: c\n";
        assert_eq!(beside(text, text.find("- id: c").unwrap()), Some((1, 2)));
        assert_eq!(beside("say: a\nwords without a key\n", 7), None);
    }
}
