//! Feelings as people write them in the cells of tables: in words of either language, as whole numbers or with a
//! fraction.

use super::build::Builder;
use crate::diagnostic::Diagnostic;
use crate::script::{By, Feeling, Said};
use crate::text::Text;

/// What else the feelings are called than [`Feeling::named`] knows, most painful first.
const NAMES: [&[&str]; 7] = [
    &["very negative", "very unpleasant", "very bad", "很痛苦", "非常痛苦", "很难受", "很不愉快", "非常不愉快"],
    &["negative", "unpleasant", "bad", "痛苦", "不愉快", "负面", "消极"],
    &[
        "slightly negative",
        "slightly unpleasant",
        "slightly bad",
        "略痛苦",
        "有点痛苦",
        "有点难受",
        "略不愉快",
        "有点不愉快",
    ],
    &["中性", "中立", "一般"],
    &["slightly positive", "slightly good", "有点愉快", "略开心", "有点开心"],
    &["positive", "good", "开心", "高兴", "正面", "积极"],
    &["very positive", "very good", "很愉快", "很开心", "非常开心", "很高兴", "非常高兴"],
];

/// Sets how a row feels; words that say no feeling become a note and are named.
pub(super) fn set(builder: &mut Builder<'_>, at: usize, text: &Text) {
    let Some(draft) = builder.drafts.get_mut(at) else { return };
    let words = text.value.trim();
    let Some(value) = named(words) else {
        if words.contains(char::is_alphanumeric) {
            let message = format!("`{words}` is no feeling that is known, so it became a note");
            let help =
                "write painful, neutral or pleasant, with slightly or very before them, or a number from -3 to 3";
            builder.found.push(Diagnostic::warning("import/feeling", text.place, message).help(help));
        }
        return draft.segment.note.push(text.clone());
    };
    if Feeling::named(words) != Some(value) {
        let message = format!("the feeling `{words}` is taken as {}", value.name());
        builder.found.push(Diagnostic::advice("import/feeling", text.place, message));
    }
    draft.segment.feels = Some(Said { value, by: By::Author, place: text.place });
}

/// The feeling of a cell. A number with a fraction goes to the nearer whole one, but stays on its side of 0.
fn named(words: &str) -> Option<Feeling> {
    let low = words.to_lowercase();
    let place = NAMES.iter().position(|names| names.contains(&low.as_str()));
    let by_name = place.and_then(|at| i8::try_from(at).ok()).and_then(|at| Feeling::new(at - 3));
    Feeling::named(words).or(by_name).or_else(|| number(words))
}

/// A number as spreadsheets of other countries write it: `1,5`, `−2`, `２`.
fn number(words: &str) -> Option<Feeling> {
    let plain = |c: char| match c {
        ',' | '，' => '.',
        '−' | '–' => '-',
        // Wide forms stand in the order of ASCII.
        '！'..='～' => u8::try_from(u32::from(c) - 0xfee0).map_or(c, char::from),
        c => c,
    };
    let number: f64 = words.chars().map(plain).collect::<String>().parse().ok()?;
    Feeling::nearest(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn feelings_are_known_however_they_are_written() {
        for (words, valence) in [
            ("Very Painful", Some(-3)),
            ("-1,5", Some(-2)),
            ("−2", Some(-2)),
            ("0.2", Some(1)),
            ("＋２", Some(2)),
            ("３", Some(3)),
            ("中性", Some(0)),
            ("很痛苦", Some(-3)),
            ("略愉快", Some(1)),
            ("Negative", Some(-2)),
            ("3,1", None),
            ("7", None),
            ("nan", None),
            ("leicht", None),
            ("", None),
        ] {
            assert_eq!(named(words).map(Feeling::valence), valence, "{words}");
        }
    }
}
