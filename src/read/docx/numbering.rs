//! Numbered lists: Word writes no numbers into its paragraphs, so they are counted as Word counts them.

use std::collections::BTreeMap;

use super::package::Refusal;
use super::xml::{Mark, Xml};

/// A level of a list.
#[derive(Debug, Clone)]
struct Level {
    form: String,
    start: u32,
}

impl Default for Level {
    fn default() -> Self {
        Self { form: "decimal".to_string(), start: 1 }
    }
}

/// Every list of a document, with where each of them stands.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    /// The levels of each design of a list.
    designs: BTreeMap<String, BTreeMap<usize, Level>>,
    /// The design of each list.
    lists: BTreeMap<String, String>,
    /// Where a list begins anew, by list and level.
    starts: BTreeMap<(String, usize), u32>,
    /// The last number given, by design and level.
    last: BTreeMap<String, BTreeMap<usize, u32>>,
    /// Lists that were seen before.
    seen: std::collections::BTreeSet<(String, usize)>,
}

/// What stands in front of an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Sign {
    Bullet,
    Number(String),
}

impl Numbering {
    pub(super) fn read(text: &str, part: &str) -> Result<Self, Refusal> {
        let mut xml = Xml::new(text, part);
        let mut numbering = Self::default();
        let (mut design, mut list, mut level, mut overrides) = (None::<String>, None::<String>, 0, false);
        while let Some((mark, _)) = xml.next()? {
            let tag = match mark {
                Mark::Open(tag) => tag,
                Mark::Close(name) => {
                    match &*name {
                        "abstractNum" => design = None,
                        "num" => list = None,
                        "lvlOverride" => overrides = false,
                        _ => {}
                    }
                    continue;
                }
                Mark::Words(_) => continue,
            };
            let value = tag.get("val");
            match (tag.name(), &design, &list) {
                ("abstractNum", ..) => design = tag.get("abstractNumId"),
                ("num", ..) => list = tag.get("numId"),
                ("abstractNumId", _, Some(list)) => {
                    numbering.lists.insert(list.clone(), value.unwrap_or_default());
                }
                ("lvl" | "lvlOverride", ..) => {
                    level = tag.get("ilvl").and_then(|level| level.parse().ok()).unwrap_or(0);
                    overrides = overrides || tag.name() == "lvlOverride";
                }
                ("numFmt", Some(design), _) => numbering.level(design, level).form = value.unwrap_or_default(),
                ("start", Some(design), _) => numbering.level(design, level).start = number(value),
                ("startOverride", _, Some(list)) if overrides => {
                    numbering.starts.insert((list.clone(), level), number(value));
                }
                _ => {}
            }
        }
        Ok(numbering)
    }

    fn level(&mut self, design: &str, level: usize) -> &mut Level {
        self.designs.entry(design.to_string()).or_default().entry(level).or_default()
    }

    /// The sign of the next item of a list; nothing where the list is none.
    pub(super) fn next(&mut self, list: &str, level: usize) -> Option<Sign> {
        if list == "0" {
            return None;
        }
        let design = self.lists.get(list).cloned().unwrap_or_else(|| list.to_string());
        let own = self.designs.get(&design).and_then(|levels| levels.get(&level)).cloned().unwrap_or_default();
        if own.form == "bullet" || own.form == "none" {
            return Some(Sign::Bullet);
        }
        let anew = self
            .starts
            .get(&(list.to_string(), level))
            .copied()
            .filter(|_| self.seen.insert((list.to_string(), level)));
        let counts = self.last.entry(design).or_default();
        let count = match (anew, counts.get(&level)) {
            (Some(start), _) => start,
            (None, Some(last)) => last.saturating_add(1),
            (None, None) => own.start,
        };
        counts.insert(level, count);
        counts.retain(|deeper, _| *deeper <= level);
        Some(Sign::Number(written(count, &own.form)))
    }
}

fn number(value: Option<String>) -> u32 {
    value.and_then(|value| value.parse().ok()).unwrap_or(1)
}

/// A number in the form that the list's design asks for.
fn written(count: u32, form: &str) -> String {
    match form {
        "lowerLetter" => letter(count, 'a'),
        "upperLetter" => letter(count, 'A'),
        "lowerRoman" => roman(count).to_lowercase(),
        "upperRoman" => roman(count),
        "chineseCounting" | "chineseCountingThousand" | "ideographTraditional" | "japaneseCounting" => chinese(count),
        _ => count.to_string(),
    }
}

fn letter(count: u32, first: char) -> String {
    let at = count.saturating_sub(1);
    let letter = char::from_u32(u32::from(first) + at % 26).unwrap_or(first);
    std::iter::repeat_n(letter, (at / 26 + 1).min(8) as usize).collect()
}

fn roman(count: u32) -> String {
    const SIGNS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut rest = count.min(3999);
    let mut out = String::new();
    for (value, sign) in SIGNS {
        while rest >= value {
            out.push_str(sign);
            rest -= value;
        }
    }
    out
}

fn chinese(count: u32) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let digit = |at: u32| DIGITS.get(at as usize).copied().unwrap_or_default();
    match count {
        0..=9 => digit(count).to_string(),
        10..=19 => format!("十{}", digit(count - 10)),
        20..=99 => format!("{}十{}", digit(count / 10), digit(count % 10)),
        _ => count.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_counted_as_word_counts_them() {
        let text = r#"<w:numbering xmlns:w="x"><w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/></w:lvl><w:lvl w:ilvl="1"><w:numFmt w:val="lowerLetter"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num></w:numbering>"#;
        let mut numbering = Numbering::read(text, "x").unwrap_or_default();
        let mut next = |list: &str, level| match numbering.next(list, level) {
            Some(Sign::Number(number)) => number,
            other => format!("{other:?}"),
        };
        let given: Vec<String> = [("1", 0), ("1", 1), ("1", 1), ("1", 0), ("1", 1), ("2", 0), ("2", 0)]
            .map(|(list, level)| next(list, level))
            .into();
        assert_eq!(given, ["1", "a", "b", "2", "a", "5", "6"]);
        assert_eq!(next("0", 0), "None");
        assert_eq!(
            [written(4, "upperRoman"), written(28, "lowerLetter"), written(21, "chineseCounting")],
            ["IV", "bb", "二十一"]
        );
    }
}
