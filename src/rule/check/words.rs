//! `words`: words to avoid, with what to say instead.

use super::Check;
use super::pattern::{Guard, Guards, fit_case};
use crate::rule::draft::Draft;
use crate::rule::lexicon::{ListId, PatternId};
use crate::rule::lists::{self, Entry};
use crate::rule::look::{At, Hit, Look};
use crate::rule::seen::Seen;
use crate::text::Text;
use crate::yaml::{Node, Value};

#[derive(Debug)]
struct Avoid {
    lists: Vec<List>,
    guards: Guards,
}

#[derive(Debug)]
struct List {
    language: Option<String>,
    terms: ListId,
    patterns: Vec<(PatternId, usize)>,
    entries: Vec<Avoided>,
}

#[derive(Debug)]
struct Avoided {
    name: String,
    instead: Vec<String>,
    unless: Vec<Guard>,
    why: String,
}

pub(super) fn read(node: &Node, rule: &Node, draft: &mut Draft<'_>) -> Option<Box<dyn Check>> {
    let guards = Guards::read(rule, draft);
    let mut lists = Vec::new();
    let mut inline: Vec<Entry> = Vec::new();
    for item in items(node) {
        match item.words().filter(|name| draft.has_word_list(name.value.trim()) || is_list_name(name)) {
            Some(name) => lists.extend(named(name, &guards, draft)),
            None => inline.extend(lists::inline(item, &mut draft.found)),
        }
    }
    if !inline.is_empty() {
        lists.push(add(None, inline, guards.case, draft));
    }
    (!lists.is_empty()).then(|| Box::new(Avoid { lists, guards }) as Box<dyn Check>)
}

fn items(node: &Node) -> &[Node] {
    if let Value::List(items) = &node.value { items } else { std::slice::from_ref(node) }
}

/// A single name of a list file, as `words: plain-en`; misspelt ones are said so.
fn is_list_name(text: &Text) -> bool {
    let name = text.value.trim();
    name.ends_with("-en") || name.ends_with("-zh")
}

fn named(name: &Text, guards: &Guards, draft: &mut Draft<'_>) -> Option<List> {
    let list = draft.word_list(name)?;
    let (language, entries) = (list.language.clone(), list.entries.clone());
    Some(add(language, entries, guards.case, draft))
}

fn add(language: Option<String>, entries: Vec<Entry>, case: bool, draft: &mut Draft<'_>) -> List {
    let terms = draft.builder.list();
    let mut list = List { language, terms, patterns: Vec::new(), entries: Vec::new() };
    for (number, entry) in entries.into_iter().enumerate() {
        for term in &entry.terms {
            draft.builder.term(terms, number, &term.value, case);
        }
        for pattern in &entry.patterns {
            list.patterns.extend(draft.pattern(pattern, case).map(|id| (id, number)));
        }
        let name = entry.terms.iter().chain(&entry.patterns).next().map(|text| text.value.clone()).unwrap_or_default();
        let unless = entry.unless.iter().filter_map(|text| Guard::read(text, draft)).collect();
        list.entries.push(Avoided { name, instead: entry.instead, unless, why: entry.why });
    }
    list
}

impl Check for Avoid {
    fn look(&self, look: &Look<'_, '_>) -> Vec<Hit> {
        let mut hits = Vec::new();
        for list in &self.lists {
            list.look(look, &self.guards, &mut hits);
        }
        self.guards.settle(look, &mut hits);
        hits
    }

    fn is_wording(&self) -> bool {
        true
    }

    fn is_idle(&self, seen: &Seen<'_, '_>) -> bool {
        let idle = |list: &List| {
            !seen.has_list(list.terms) && !list.patterns.iter().any(|(pattern, _)| seen.may_match(*pattern))
        };
        self.lists.iter().all(idle)
    }
}

impl List {
    fn look(&self, look: &Look<'_, '_>, guards: &Guards, hits: &mut Vec<Hit>) {
        let mut found: Vec<(std::ops::Range<usize>, usize)> =
            look.seen.list(self.terms).into_iter().map(|found| (found.range, found.entry)).collect();
        for (pattern, entry) in &self.patterns {
            found.extend(look.seen.pattern(*pattern).into_iter().map(|range| (range, *entry)));
        }
        for (range, number) in found {
            let Some(entry) = self.entries.get(number) else { continue };
            let wanted = look.may_read(&range) && !look.sheet().in_blank(&range) && self.serves(look, &range);
            if !wanted || entry.unless.iter().any(|guard| guard.stands(look, &range, 0)) || !guards.pass(look, &range) {
                continue;
            }
            let replace = entry.instead.first().map(|word| (range.clone(), fit_case(look.sheet().words(&range), word)));
            hits.push(Hit {
                instead: entry.instead.clone(),
                replace,
                why: entry.why.clone(),
                found: (guards.first_use).then(|| entry.name.clone()),
                ..Hit::at(At::Words(range))
            });
        }
    }

    /// Whether the list is for the language of these words.
    fn serves(&self, look: &Look<'_, '_>, range: &std::ops::Range<usize>) -> bool {
        let Some(language) = &self.language else { return true };
        let sheet = look.sheet();
        let utter = sheet.utter_at(range.start).and_then(|at| sheet.utters.get(at));
        let own = utter.and_then(|utter| utter.language.as_deref());
        let stated = own.or_else(|| if sheet.is_native() { look.fact("language") } else { None });
        stated.is_none_or(|tag| crate::script::Language::tag_serves(tag, language))
    }
}
