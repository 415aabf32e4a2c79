//! Do word lists and cues find what they say they find, and nothing of what they say they do not.

use super::draft::{Beside, Draft};
use super::lists;
use super::pack::Pack;
use super::set::{Choices, RuleSet};
use super::sheet::{Sheet, Slots};
use crate::diagnostic::Diagnostic;
use crate::reading::Reading;
use crate::source::{Place, Source};
use crate::text::Text;
use crate::yaml;

/// What is wrong with a word list: keys, patterns, lines that are not found or found by mistake.
#[must_use]
pub fn words_hold(source: &Source, beside: Beside<'_>) -> Vec<Diagnostic> {
    let mut draft = Draft::new(beside, true);
    let list = lists::words(yaml::tree(source, 0, &[]), &mut draft.found);
    named(&list.name, source, "words", &mut draft.found);
    for pattern in list.entries.iter().flat_map(|entry| &entry.patterns) {
        draft.pattern(pattern, false);
    }
    let mut found = std::mem::take(&mut draft.found);
    let set = one_list(source, &list.name.value, beside, &mut found);
    lines(&list.hit, &list.miss, &list.name.value, &mut found, |line| {
        on_line(line, |sheet| !set.look_at(sheet, None, &|_, _| None, &mut |_, _| {}).found.is_empty())
    });
    found
}

/// A set of one rule that looks for the words of this list.
fn one_list(source: &Source, name: &str, beside: Beside<'_>, found: &mut Vec<Diagnostic>) -> RuleSet {
    let text = format!(
        "pack: x\nrules:\n  - {{id: x, level: advice, area: wording, message: x, why: x, source: '2026', evidence: weak, \
         words: {name}-list-en, bad: [x], good: [x]}}\n"
    );
    let (pack, _) = Pack::read(Source::new("pack", text));
    let own = format!("words/{name}-list-en.yaml");
    let files = |path: &str| if path == own { Some(source.text().to_string()) } else { beside(path) };
    let (set, wrong) = RuleSet::compile(&[pack], &Choices::default(), &files);
    found.extend(wrong.into_iter().map(|(_, wrong)| wrong));
    set
}

/// What is wrong with a file of cues.
#[must_use]
pub fn cues_hold(source: &Source, beside: Beside<'_>) -> Vec<Diagnostic> {
    let mut draft = Draft::new(beside, true);
    let file = lists::cues(yaml::tree(source, 0, &[]), &mut draft.found);
    named(&file.name, source, "cues", &mut draft.found);
    let mut ids = Vec::new();
    for cue in &file.cues {
        for pattern in cue.patterns.iter().chain(&cue.not) {
            draft.pattern(pattern, false);
        }
        for (key, texts) in [("hit", &cue.hit), ("miss", &cue.miss)] {
            if texts.is_empty() {
                draft.wrong(&cue.name, format!("the cue “{}” has no {key}", cue.name.value), "add a line of speech");
            }
        }
        ids.push(draft.add_cue(&cue.name.value, cue));
    }
    let mut found = std::mem::take(&mut draft.found);
    let lexicon = draft.builder.build();
    for (cue, id) in file.cues.iter().zip(ids) {
        lines(&cue.hit, &cue.miss, &cue.name.value, &mut found, |line| {
            on_line(line, |sheet| !lexicon.scan(sheet).cue(id).is_empty())
        });
    }
    found
}

fn named(name: &Text, source: &Source, what: &str, found: &mut Vec<Diagnostic>) {
    let stem =
        source.name().rsplit(['/', '\\']).next().and_then(|file| file.rsplit_once('.')).map_or("", |(stem, _)| stem);
    if name.value.trim() != stem {
        let message = format!("this file says `{what}: {}`, and its name is {stem}", name.value);
        found.push(Diagnostic::error("pack/wrong", name.place, message).help("give both the same name"));
    }
}

fn lines(hit: &[Text], miss: &[Text], name: &str, found: &mut Vec<Diagnostic>, is_found: impl Fn(&str) -> bool) {
    for line in hit.iter().filter(|line| !is_found(&line.value)) {
        found.push(Diagnostic::error("pack/example", line.place, format!("{name} does not find this line")));
    }
    for line in miss.iter().filter(|line| is_found(&line.value)) {
        found.push(Diagnostic::error("pack/example", line.place, format!("{name} finds this line, and must not")));
    }
}

fn on_line(line: &str, test: impl Fn(&Sheet<'_>) -> bool) -> bool {
    let reading = Reading { sources: vec![Source::new("line", line)], ..Reading::default() };
    let mut sheet = Sheet::empty(&reading);
    sheet.open_branch("main");
    sheet.open_part(String::new(), Place::default(), None, 0.0, 0.0);
    sheet.open_utter(Slots::SAY);
    sheet.add(line, 0, 0, &[]);
    sheet.close_utter();
    test(&sheet)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::shipped::{CUES, WORDS};

    #[test]
    fn every_word_list_and_cue_holds() {
        let mut wrong = Vec::new();
        let mut tell = |source: &Source, found: Vec<Diagnostic>| {
            wrong.extend(found.iter().map(|one| {
                let at = source.position(one.place.start as usize);
                format!("{}:{}: {} {}", source.name(), at.line, one.message, source.slice(one.place))
            }));
        };
        for file in WORDS {
            let source = Source::new(format!("rules/words/{}.yaml", file.name), file.text);
            tell(&source, words_hold(&source, &|_| None));
        }
        for file in CUES {
            let source = Source::new(format!("rules/cues/{}.yaml", file.name), file.text);
            tell(&source, cues_hold(&source, &|_| None));
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}
