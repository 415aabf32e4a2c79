//! What must fit together in a script: ids and the references to them, options, outcomes, spoken words as templates.

use std::collections::{BTreeMap, BTreeSet};

use super::blanks;
use crate::diagnostic::Diagnostic;
use crate::fix::{Fix, Safety};
use crate::script::{BUILT_IN_BLANKS, Choice, Script, Segment, Then, When, Words};
use crate::source::{Place, Source};
use crate::template;
use crate::text::{Text, listed, nearest};

/// Checks a script as a whole.
pub(super) fn check(script: &Script, sources: &[Source], found: &mut Vec<Diagnostic>) {
    let mut checker = Checker::new(script, found);
    checker.ids();
    for segment in script.all_segments() {
        checker.segment(segment);
    }
    checker.tests();
    blanks::check(script, sources, found);
    feelings(script, found);
}

struct Checker<'s, 'f> {
    script: &'s Script,
    found: &'f mut Vec<Diagnostic>,
    ids: BTreeSet<&'s str>,
    made: BTreeSet<&'s str>,
    names: BTreeSet<&'s str>,
}

impl<'s, 'f> Checker<'s, 'f> {
    fn new(script: &'s Script, found: &'f mut Vec<Diagnostic>) -> Self {
        let written = |segment: &&Segment| segment.written_id.is_some();
        let ids: BTreeSet<&str> = script.all_segments().filter(written).map(|segment| segment.id.as_str()).collect();
        let made =
            script.all_segments().filter(|segment| !written(segment)).map(|segment| segment.id.as_str()).collect();
        let mut names: BTreeSet<&str> = blanks::known(script);
        names.extend(&ids);
        names.extend(BUILT_IN_BLANKS);
        Self { script, found, ids, made, names }
    }

    fn ids(&mut self) {
        let mut seen: BTreeMap<&str, Place> = BTreeMap::new();
        for segment in self.script.all_segments() {
            let Some(id) = &segment.written_id else { continue };
            if let Some(first) = seen.insert(&segment.id, id.place) {
                let found = Diagnostic::error("format/same-id", id.place, format!("two segments have the id `{id}`"));
                self.found.push(found.help("give one of them another id").related(first, "first here"));
            }
            if !id.value.trim().chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_')) {
                let found =
                    Diagnostic::error("format/id", id.place, format!("the id `{id}` has signs that an id cannot have"));
                self.found.push(found.help("use letters, digits and hyphens: `change-of-hospital`"));
            }
        }
    }

    fn segment(&mut self, segment: &'s Segment) {
        let references = segment.after.iter().chain(&segment.before).chain(&segment.next_to).chain(&segment.helps_with);
        for reference in references {
            self.id(reference, Some(segment));
        }
        self.when(segment.only_if.as_ref());
        self.then(segment.then.as_ref());
        if let Some(must) = &segment.must_say {
            self.when(must.only_if.as_ref());
        }
        for answer in segment.all_answers() {
            self.then(answer.then.as_ref());
            if answer.hear.is_empty() {
                let place = if answer.place == Place::default() { segment.place.before() } else { answer.place };
                let found = Diagnostic::error("format/hear", place, "an answer does not say what the customer says");
                self.found.push(found.help("add a line such as `hear: Yes`"));
            }
        }
        if let Some(choice) = &segment.choice {
            self.choice(choice);
        }
        self.gaps(segment);
        for words in segment.spoken().chain(segment.replies()) {
            self.words(words);
        }
    }

    fn gaps(&mut self, segment: &Segment) {
        let silent = segment.spoken().next().is_none() && segment.then.is_none() && segment.if_asked.is_empty();
        if silent
            && segment.answers.is_empty()
            && segment.note.is_empty()
            && segment.coach.is_empty()
            && segment.title.is_none()
            && segment.form.is_empty()
        {
            let found = Diagnostic::error("format/empty-segment", segment.place.before(), "a segment says nothing");
            self.found.push(found.help("put the words that are spoken under `say: |`, or a `note` for the agent"));
        }
        if !segment.answers.is_empty() && segment.ask.is_none() && segment.say.is_none() && segment.must_say.is_none() {
            let found =
                Diagnostic::warning("format/answers", segment.place.before(), "a segment has answers and no question");
            self.found.push(found.help("put the question under `ask: |`"));
        }
    }

    fn choice(&mut self, choice: &'s Choice) {
        let picks = || choice.options.iter().filter_map(|option| option.pick.as_ref()).map(|pick| pick.value.as_str());
        for named in choice.recommend.iter().chain(&choice.usual) {
            if !picks().any(|pick| crate::script::same(pick, &named.value)) && !named.value.contains("{{") {
                self.unknown("format/option", named, "none of the options is called", picks());
            }
        }
        for option in &choice.options {
            self.then(option.then.as_ref());
            if option.pick.is_none() {
                let found = Diagnostic::error("format/pick", choice.place, "an option has no name");
                self.found.push(found.help("add a line such as `pick: Tuesday`"));
            }
        }
    }

    fn then(&mut self, then: Option<&'s Then>) {
        match then {
            Some(Then::GoTo(target)) => self.id(target, None),
            Some(Then::EndAs(outcome)) => self.outcome(outcome),
            Some(Then::AskAgain { otherwise: Some(otherwise), .. }) => self.then(Some(otherwise)),
            _ => {}
        }
    }

    fn outcome(&mut self, outcome: &Text) {
        let names = || self.script.outcomes.iter().map(|outcome| outcome.name.value.as_str());
        if self.script.outcomes.is_empty() || names().any(|name| name == outcome.value) {
            return;
        }
        let names: Vec<&str> = names().collect();
        self.unknown("format/outcome", outcome, "none of the outcomes is called", names);
    }

    fn when(&mut self, when: Option<&'s When>) {
        let Some(when) = when else { return };
        for name in when.condition.names() {
            if !self.names.contains(name) {
                let message =
                    format!("nothing in this script is called `{name}`: no blank, and no question with that id");
                let found = Diagnostic::error("format/unknown-name", when.text.place, message);
                let near = nearest(name, self.names.iter().copied());
                self.found.push(found.help(match near {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => "declare it under `blanks`, or give the question that asks it this id".to_string(),
                }));
            }
        }
    }

    fn id(&mut self, reference: &'s Text, own: Option<&Segment>) {
        let id = reference.value.trim();
        if self.ids.contains(id) {
            if own.is_some_and(|segment| segment.id == id) {
                let found =
                    Diagnostic::error("format/itself", reference.place, format!("segment `{id}` refers to itself"));
                self.found.push(found.help("name another segment, or leave the line out"));
            }
        } else if self.made.contains(id) {
            let message = format!("`{id}` is a name that was made for the segment, so it can change with its words");
            let help = format!("write `id: {id}` in that segment first");
            self.found.push(Diagnostic::error("format/made-id", reference.place, message).help(help));
        } else {
            let ids: Vec<&str> = self.ids.iter().copied().collect();
            self.unknown("format/unknown-id", reference, "no segment has the id", ids);
        }
    }

    fn unknown<'n>(&mut self, rule: &str, text: &Text, what: &str, names: impl IntoIterator<Item = &'n str> + Clone) {
        let found = Diagnostic::error(rule, text.place, format!("{what} `{text}`"));
        self.found.push(match nearest(text.value.trim(), names.clone()) {
            Some(near) => found.help(format!("did you mean `{near}`?")).fix(Fix::replace(
                format!("write `{near}`"),
                text.place,
                near,
                Safety::Unsafe,
            )),
            None => {
                let listed = listed(names);
                found.help(if listed.is_empty() {
                    "there is none yet".to_string()
                } else {
                    format!("the names are {listed}")
                })
            }
        });
    }

    fn words(&mut self, words: &Words) {
        for text in words.texts() {
            if let Err(flaw) = template::check(&text.value) {
                let found = Diagnostic::error("format/braces", text.place_of(flaw.range), flaw.message);
                self.found.push(
                    found.help(
                        "a blank is written {{ first_name }}; docs/templates.md says what else can stand in braces",
                    ),
                );
            }
        }
    }

    fn tests(&mut self) {
        for test in &self.script.tests {
            for (id, _) in &test.answers {
                self.id(id, None);
            }
            if let Some(outcome) = &test.ends_as {
                self.outcome(outcome);
            }
        }
    }
}

/// Segments without a feeling are one finding for the whole file.
fn feelings(script: &Script, found: &mut Vec<Diagnostic>) {
    let untagged: Vec<&Segment> = script.segments.iter().filter(|segment| segment.feels.is_none()).collect();
    let Some(first) = untagged.first() else { return };
    let message = match untagged.len() {
        1 => format!("segment `{}` has no feeling", first.name()),
        count => {
            format!("{count} of {} segments have no feeling; the first is `{}`", script.segments.len(), first.name())
        }
    };
    let help = "add a line such as `feels: painful`; without one a segment counts as neutral and is drawn as a gap";
    found.push(Diagnostic::advice("format/no-feeling", first.place.before(), message).help(help));
}
