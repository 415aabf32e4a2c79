//! What can be measured on a script, each with its unit.

use std::ops::Range;

use super::counted::Sentence;
use super::look::{At, Look};
use super::sheet::{Part, Slots, Utter};
use crate::script::Decides;

/// A value at a place.
pub(crate) struct Measured {
    /// Where.
    pub at: At,
    /// How much.
    pub value: f64,
}

/// What is wanted of a measure.
pub(crate) struct Wanted<'w> {
    /// Whether a segment counts, by branch and number.
    pub keep: &'w dyn Fn(usize, usize) -> bool,
    /// Whether a value is to be told.
    pub tells: &'w dyn Fn(f64) -> bool,
}

/// Something that can be measured.
pub(crate) struct Measure {
    /// Its name in packs.
    pub name: &'static str,
    /// What it is, with its unit.
    pub summary: &'static str,
    /// Takes the measure; values that are not to be told may be among those it gives.
    pub take: fn(&Look<'_, '_>, &Wanted<'_>) -> Vec<Measured>,
}

/// Everything that can be measured.
pub(crate) static MEASURES: &[Measure] = &[
    Measure {
        name: "sentence_words",
        summary: "words of a sentence",
        take: |look, wanted| sentences(look, wanted, |sentence| sentence.length),
    },
    Measure {
        name: "sentence_characters",
        summary: "Chinese characters of a sentence",
        take: |look, wanted| sentences(look, wanted, |sentence| sentence.han),
    },
    Measure {
        name: "numbers_in_sentence",
        summary: "numbers to remember in a sentence",
        take: |look, wanted| sentences(look, wanted, |sentence| sentence.numbers),
    },
    Measure {
        name: "questions_in_turn",
        summary: "questions in one stretch of talk",
        take: |look, wanted| turns(look, wanted, |sentence| sentence.asks),
    },
    Measure {
        name: "sentences_in_turn",
        summary: "sentences in one stretch of talk",
        take: |look, wanted| turns(look, wanted, |_| true),
    },
    Measure { name: "monologue_seconds", summary: "seconds without a turn of the customer's", take: monologue },
    Measure {
        name: "reading_grade",
        summary: "school years needed to read it (Flesch-Kincaid, 1975)",
        take: reading_grade,
    },
    Measure { name: "words_per_sentence", summary: "words of a sentence, on average", take: words_per_sentence },
    Measure { name: "we_share", summary: "percent of we, us, our among we and you", take: we_share },
    Measure { name: "exact_share", summary: "percent of words that must be said exactly", take: exact_share },
    Measure { name: "share_spoken_by_us", summary: "percent of the call's time that we speak", take: share_spoken },
    Measure { name: "pleasures_in_segment", summary: "pleasant things told in one segment", take: pleasures },
    Measure { name: "options", summary: "options of a choice", take: options },
    Measure {
        name: "decisions",
        summary: "decisions handed to the customer",
        take: |look, _| whole(look, |look| Some(decisions(main(look)) as f64)),
    },
    Measure {
        name: "call_seconds",
        summary: "seconds of the call",
        take: |look, _| whole(look, |look| Some(seconds(look))),
    },
    Measure {
        name: "call_over_length",
        summary: "percent over the target `length`",
        take: |look, _| whole(look, over_length),
    },
    Measure { name: "words_a_minute", summary: "words a minute, where the time is written", take: pace },
    Measure {
        name: "words",
        summary: "words of a segment",
        take: |look, wanted| parts(look, wanted, |look, part| Some(spoken_words(look, part) as f64)),
    },
    Measure {
        name: "pain_runs",
        summary: "painful stretches with something pleasant between",
        take: |look, _| whole(look, |look| Some(super::fact::pain_runs(main(look)).len() as f64)),
    },
    Measure {
        name: "feelings_missing",
        summary: "segments without a feeling",
        take: |look, wanted| missing(look, wanted, |part| part.segment.is_some_and(|segment| segment.feels.is_none())),
    },
    Measure {
        name: "times_missing",
        summary: "segments without a time",
        take: |look, wanted| missing(look, wanted, |part| part.segment.is_some_and(|segment| segment.takes.is_none())),
    },
];

fn main<'s, 'r>(look: &Look<'s, 'r>) -> &'s [Part<'r>] {
    look.sheet().branches.first().map_or(&[], |branch| branch.parts.as_slice())
}

/// How many decisions these segments hand over.
pub(crate) fn decisions(parts: &[Part<'_>]) -> usize {
    let choices = parts.iter().filter_map(|part| part.segment.and_then(|segment| segment.choice.as_ref()));
    choices.filter(|choice| choice.decides == Decides::Customer).count()
}

fn whole(look: &Look<'_, '_>, value: impl Fn(&Look<'_, '_>) -> Option<f64>) -> Vec<Measured> {
    value(look).map(|value| Measured { at: At::Script, value }).into_iter().collect()
}

/// Every utterance that wording checks may read, with the numbers of its segment.
fn readable<'l>(look: &'l Look<'_, '_>, wanted: &'l Wanted<'l>) -> impl Iterator<Item = &'l Utter> {
    let utters = look.sheet().utters.iter();
    utters.filter(move |utter| look.reads(utter) && (wanted.keep)(utter.branch, utter.part))
}

fn sentences(look: &Look<'_, '_>, wanted: &Wanted<'_>, count: impl Fn(&Sentence) -> usize) -> Vec<Measured> {
    let mut found = Vec::new();
    for utter in look.sheet().utters.iter().filter(|utter| look.reads(utter)) {
        let sentences = look.seen.sentences_of(utter).iter().filter(|sentence| !sentence.is_key);
        let first = found.len();
        found.extend(sentences.filter_map(|sentence| {
            let value = count(sentence) as f64;
            (wanted.tells)(value).then(|| Measured { at: At::Words(sentence.range.clone()), value })
        }));
        if found.len() > first && !(wanted.keep)(utter.branch, utter.part) {
            found.truncate(first);
        }
    }
    found
}

fn turns(look: &Look<'_, '_>, wanted: &Wanted<'_>, counts: impl Fn(&Sentence) -> bool) -> Vec<Measured> {
    let one = |utter: &Utter| {
        let value = look.seen.sentences_of(utter).iter().filter(|sentence| counts(sentence)).count() as f64;
        let told = (wanted.tells)(value) && (wanted.keep)(utter.branch, utter.part);
        told.then(|| Measured { at: At::Words(utter.range.clone()), value })
    };
    look.sheet().utters.iter().filter(|utter| look.reads(utter)).filter_map(one).collect()
}

fn parts(
    look: &Look<'_, '_>,
    wanted: &Wanted<'_>,
    value: impl Fn(&Look<'_, '_>, &Part<'_>) -> Option<f64>,
) -> Vec<Measured> {
    let sheet = look.sheet();
    let mut found = Vec::new();
    for &branch in look.branches {
        for (number, part) in
            sheet.branches.get(branch).map_or(&[][..], |branch| branch.parts.as_slice()).iter().enumerate()
        {
            if (wanted.keep)(branch, number) {
                found.extend(value(look, part).map(|value| Measured { at: At::Part(branch, number), value }));
            }
        }
    }
    found
}

fn spoken_words(look: &Look<'_, '_>, part: &Part<'_>) -> usize {
    let sheet = look.sheet();
    let utters = sheet.utters_of(part).iter().filter(|utter| utter.on_the_way());
    utters.map(|utter| look.seen.totals(utter).length).sum()
}

fn seconds(look: &Look<'_, '_>) -> f64 {
    main(look).last().map_or(0.0, |part| part.starts + part.takes)
}

fn over_length(look: &Look<'_, '_>) -> Option<f64> {
    let target = look.sheet().script()?.length.filter(|length| *length > 0.0)?;
    Some((seconds(look) / target - 1.0) * 100.0)
}

/// Stretches of segments in which the customer has no turn, without the settled words in them. What is said
/// only now and then, and what a jump leaves behind, does not add to what stands around it.
fn monologue(look: &Look<'_, '_>, wanted: &Wanted<'_>) -> Vec<Measured> {
    let mut runs: Vec<Stretch> = Vec::new();
    let mut open: Option<Stretch> = None;
    for (number, part) in main(look).iter().enumerate() {
        let stretches = stretches(look, part, number);
        if part.segment.is_some_and(|segment| segment.only_if.is_some()) {
            runs.extend(stretches);
            continue;
        }
        for (at, stretch) in stretches.into_iter().enumerate() {
            if at > 0 {
                runs.extend(open.take());
            }
            match &mut open {
                Some(open) => open.seconds += stretch.seconds,
                None => open = Some(stretch).filter(|stretch| stretch.first.is_some()),
            }
        }
        if part.segment.is_some_and(|segment| gives_a_turn(segment) || segment.then.is_some()) {
            runs.extend(open.take());
        }
    }
    runs.extend(open);
    let kept = runs.into_iter().filter(|run| (wanted.keep)(0, run.part));
    kept.filter_map(|run| Some(Measured { at: At::Words(run.first?), value: run.seconds.round() })).collect()
}

/// What is said without a turn of the customer's.
#[derive(Debug, Default)]
struct Stretch {
    /// The number of the segment that it begins in.
    part: usize,
    seconds: f64,
    /// The words of its first sentence.
    first: Option<Range<usize>>,
}

/// How long a segment's own words take to say, cut behind each question: there the customer speaks.
fn stretches(look: &Look<'_, '_>, part: &Part<'_>, number: usize) -> Vec<Stretch> {
    let sheet = look.sheet();
    let own = || sheet.utters_of(part).iter().filter(|utter| utter.on_the_way() && (look.settled || !utter.settled));
    let seconds = |utter: &Utter| look.seen.totals(utter).seconds();
    let first = |utter: &Utter| look.seen.sentences_of(utter).first().map(|sentence| sentence.range.clone());
    // Of several versions one is said.
    let versions = || own().filter(|utter| utter.slot == Slots::SAY_ANY);
    let mut all = vec![Stretch {
        part: number,
        seconds: versions().map(seconds).fold(0.0, f64::max),
        first: versions().find_map(first),
    }];
    for utter in own().filter(|utter| utter.slot != Slots::SAY_ANY) {
        if let Some(last) = all.last_mut() {
            last.seconds += seconds(utter);
            last.first = last.first.take().or_else(|| first(utter));
        }
        let asks = look.seen.sentences_of(utter).last().is_some_and(|last| last.asks);
        if asks || utter.slot == Slots::ASK {
            all.push(Stretch { part: number, ..Stretch::default() });
        }
    }
    all
}

fn gives_a_turn(segment: &crate::script::Segment) -> bool {
    use crate::script::Kind;
    segment.ask.is_some()
        || segment.choice.is_some()
        || segment.teach_back.is_some()
        || !segment.ask_in_order.is_empty()
        || !segment.form.is_empty()
        || !segment.answers.is_empty()
        || matches!(segment.kind(), Some(Kind::Hold | Kind::Transfer))
}

fn reading_grade(look: &Look<'_, '_>, wanted: &Wanted<'_>) -> Vec<Measured> {
    let (mut words, mut sentences, mut syllables, mut chinese) = (0, 0, 0, 0);
    for utter in readable(look, wanted) {
        let totals = look.seen.totals(utter);
        sentences += look.seen.sentences_of(utter).len();
        chinese += totals.han;
        words += totals.words;
        syllables += totals.syllables;
    }
    // The formula was made for English text; a line or two says nothing.
    if words < 12 || sentences == 0 || chinese > words {
        return Vec::new();
    }
    let (words, sentences, syllables) = (words as f64, sentences as f64, syllables as f64);
    let value = 0.39 * words / sentences + 11.8 * syllables / words - 15.59;
    vec![Measured { at: At::Script, value: (value * 10.0).round() / 10.0 }]
}

fn words_per_sentence(look: &Look<'_, '_>, wanted: &Wanted<'_>) -> Vec<Measured> {
    let all = readable(look, wanted).flat_map(|utter| look.seen.sentences_of(utter));
    let (mut words, mut count) = (0, 0);
    for sentence in all.filter(|sentence| !sentence.is_key) {
        words += sentence.length;
        count += 1;
    }
    if count == 0 { Vec::new() } else { vec![Measured { at: At::Script, value: words as f64 / f64::from(count) }] }
}

fn we_share(look: &Look<'_, '_>, wanted: &Wanted<'_>) -> Vec<Measured> {
    let totals = || readable(look, wanted).map(|utter| look.seen.totals(utter));
    let (we, you) = totals().fold((0, 0), |(we, you), one| (we + one.we, you + one.you));
    // Too few of either say nothing.
    if we + you < 8 {
        return Vec::new();
    }
    vec![Measured { at: At::Script, value: (100.0 * we as f64 / (we + you) as f64).round() }]
}

fn exact_share(look: &Look<'_, '_>, _: &Wanted<'_>) -> Vec<Measured> {
    let sheet = look.sheet();
    let (mut exact, mut all) = (0, 0);
    for utter in sheet.utters.iter().filter(|utter| utter.branch == 0 && utter.on_the_way()) {
        let words = look.seen.totals(utter).length;
        all += words;
        exact += if utter.exact { words } else { 0 };
    }
    if all == 0 {
        Vec::new()
    } else {
        vec![Measured { at: At::Script, value: (100.0 * exact as f64 / all as f64).round() }]
    }
}

fn share_spoken(look: &Look<'_, '_>, _: &Wanted<'_>) -> Vec<Measured> {
    let sheet = look.sheet();
    let spoken: f64 = sheet
        .utters
        .iter()
        .filter(|utter| utter.branch == 0 && utter.on_the_way())
        .map(|utter| look.seen.totals(utter).seconds())
        .sum();
    let all = seconds(look);
    if all <= 0.0 {
        Vec::new()
    } else {
        vec![Measured { at: At::Script, value: (100.0 * spoken / all).min(100.0).round() }]
    }
}

fn pleasures(look: &Look<'_, '_>, wanted: &Wanted<'_>) -> Vec<Measured> {
    let Some(cue) = look.seen.known("core/pleasure").filter(|cue| look.seen.says(*cue)) else { return Vec::new() };
    let mut found = Vec::new();
    for number in 0..main(look).len() {
        let mut told: Vec<Option<usize>> =
            look.cue_in(cue, 0, number).map(|range| look.seen.sentence_at(range.start)).collect();
        told.dedup();
        if !told.is_empty() && (wanted.keep)(0, number) {
            found.push(Measured { at: At::Part(0, number), value: told.len() as f64 });
        }
    }
    found
}

fn options(look: &Look<'_, '_>, wanted: &Wanted<'_>) -> Vec<Measured> {
    parts(look, wanted, |_, part| {
        part.segment.and_then(|segment| segment.choice.as_ref()).map(|choice| choice.options.len() as f64)
    })
}

fn pace(look: &Look<'_, '_>, wanted: &Wanted<'_>) -> Vec<Measured> {
    parts(look, wanted, |look, part| {
        let takes = part.segment?.takes.filter(|takes| *takes > 0.0)?;
        Some((spoken_words(look, part) as f64 * 60.0 / takes).round())
    })
}

/// One value for the whole script, at the first segment that lacks it; prose has no way to write it.
fn missing(look: &Look<'_, '_>, wanted: &Wanted<'_>, lacks: impl Fn(&Part<'_>) -> bool) -> Vec<Measured> {
    if !look.sheet().is_native() {
        return Vec::new();
    }
    let all: Vec<usize> = main(look)
        .iter()
        .enumerate()
        .filter(|(at, part)| (wanted.keep)(0, *at) && lacks(part))
        .map(|(at, _)| at)
        .collect();
    let Some(first) = all.first() else { return Vec::new() };
    vec![Measured { at: At::Part(0, *first), value: all.len() as f64 }]
}
