//! What the written form of a segment means, with its answers, choices and exact words.

use super::values::Values;
use super::written::{
    WrittenAgain, WrittenAnswer, WrittenChoice, WrittenIfAsked, WrittenMustSay, WrittenPick, WrittenQuestion,
    WrittenSegment, WrittenThen, WrittenVersion, WrittenWords,
};
use crate::diagnostic::Diagnostic;
use crate::script::{
    ASK_AGAIN, Answer, By, Choice, Decides, Feeling, FixedPlace, FixedQuestion, IfAsked, Kind, MustSay, Pick, Said,
    Segment, SignOff, Then, Version, Words,
};
use crate::source::Place;
use crate::text::Text;
use crate::yaml::Short;

/// Reads segments; what is wrong goes to `found`.
pub(super) struct Parts<'f> {
    pub values: Values<'f>,
}

impl<'f> Parts<'f> {
    pub(super) fn new(found: &'f mut Vec<Diagnostic>) -> Self {
        Self { values: Values { found } }
    }

    /// A segment; `place` is the whole of it in the file.
    pub(super) fn segment(&mut self, written: WrittenSegment, place: Place) -> Segment {
        let w = written;
        let feels = self.feels(w.feels);
        let choice = w.choice.map(|choice| self.choice(choice, place));
        let kind = Values::filled(w.kind)
            .and_then(|text| self.values.kind(&text).map(|value| Said { value, by: By::Author, place: text.place }));
        let kind = kind.or_else(|| worked_out(choice.is_some(), w.ask.is_some() || w.ask_in_order.is_some(), place));
        let written_id = Values::filled(w.id);
        Segment {
            id: written_id.as_ref().map_or_else(String::new, |id| id.value.trim().to_string()),
            written_id,
            place,
            title: Values::filled(w.title),
            stage: Values::filled(w.stage),
            kind,
            feels,
            topic: Values::filled(w.topic),
            takes: self.values.seconds("takes", w.takes),
            say: w.say.and_then(|words| self.words(words)),
            say_any: w.say_any.unwrap_or_default().into_iter().filter_map(|words| self.words(words)).collect(),
            must_say: w.must_say.and_then(|must| self.must_say(must)).map(Box::new),
            ask: w.ask.and_then(|words| self.words(words)),
            answers: self.answers(w.answers),
            fills: Values::filled(w.fills),
            form: Values::list(w.form),
            ask_in_order: self.questions(w.ask_in_order, place),
            choice: choice.map(Box::new),
            ask_first: self.values.yes_no("ask_first", w.ask_first).unwrap_or(false),
            compared_with: w.compared_with.and_then(|words| self.words(words)),
            if_asked: w.if_asked.unwrap_or_default().into_iter().map(|asked| self.if_asked(asked, place)).collect(),
            teach_back: w.teach_back.and_then(|words| self.words(words)),
            note: Values::list(w.note),
            coach: Values::list(w.coach),
            helps_with: Values::list(w.helps_with),
            answers_to: Values::list(w.answers_to),
            why: Values::filled(w.why),
            qa: Values::filled(w.qa),
            private: self.private(w.private),
            after: Values::list(w.after),
            before: Values::list(w.before),
            next_to: Values::filled(w.next_to),
            starts_within: self.starts_within(w.starts_within),
            fixed_place: self.fixed_place(w.place),
            only_if: self.values.when(w.only_if),
            then: self.then(w.then, w.at_most, w.otherwise),
            block: None,
        }
    }

    fn feels(&mut self, text: Option<Text>) -> Option<Said<Feeling>> {
        let text = Values::filled(text)?;
        let value = self.values.feeling(&text)?;
        Some(Said { value, by: By::Author, place: text.place })
    }

    fn private(&mut self, text: Option<Text>) -> Option<Said<bool>> {
        let place = text.as_ref()?.place;
        let value = self.values.yes_no("private", text)?;
        Some(Said { value, by: By::Author, place })
    }

    fn starts_within(&mut self, text: Option<Text>) -> Option<(f64, Text)> {
        let text = Values::filled(text)?;
        let seconds = self.values.seconds("starts_within", Some(text.clone()))?;
        Some((seconds, text))
    }

    fn fixed_place(&mut self, texts: Option<Vec<Text>>) -> Vec<(FixedPlace, Text)> {
        let places = [FixedPlace::First, FixedPlace::Last, FixedPlace::Kept];
        Values::list(texts)
            .into_iter()
            .filter_map(|text| {
                let at = self.values.one_of("place", &text, &["first", "last", "kept"])?;
                Some((places[at], text))
            })
            .collect()
    }

    pub(super) fn words(&mut self, written: WrittenWords) -> Option<Words> {
        let versions = match written {
            Short::Short(text) => return Some(text).filter(|text| !text.is_blank()).map(Words::one),
            Short::Long(versions) => versions,
        };
        let versions: Vec<Version> =
            versions.0.into_iter().filter_map(|(language, version)| self.version(language, version)).collect();
        (!versions.is_empty()).then_some(Words { versions })
    }

    fn version(&mut self, language: Text, written: Short<WrittenVersion>) -> Option<Version> {
        if !is_language(&language.value) {
            let message = format!("`{language}` is not a language, so it cannot be a key of spoken words");
            let help = "put the words under `say: |`, or name the language: `en: |`, `zh: |`";
            self.values.error("format/language", &language, message, help);
            return None;
        }
        let (text, sign_off) = match written {
            Short::Short(text) => (text, SignOff::default()),
            Short::Long(long) => {
                let sign_off = SignOff {
                    approved_by: Values::filled(long.approved_by),
                    approved_on: Values::filled(long.approved_on),
                    review_by: Values::filled(long.review_by),
                    seal: Values::filled(long.seal),
                };
                (long.text.unwrap_or_default(), sign_off)
            }
        };
        (!text.is_blank()).then_some(Version { language: Some(language), text, sign_off })
    }

    fn must_say(&mut self, written: Short<WrittenMustSay>) -> Option<MustSay> {
        let long = match written {
            Short::Short(text) => {
                return Some(text)
                    .filter(|text| !text.is_blank())
                    .map(|text| MustSay { words: Words::one(text), ..MustSay::default() });
            }
            Short::Long(long) => long,
        };
        let words = long.text.and_then(|words| self.words(words));
        Some(MustSay {
            words: words?,
            why: Values::filled(long.why),
            only_if: self.values.when(long.only_if),
            sign_off: SignOff {
                approved_by: Values::filled(long.approved_by),
                approved_on: Values::filled(long.approved_on),
                review_by: Values::filled(long.review_by),
                seal: Values::filled(long.seal),
            },
        })
    }

    fn answers(&mut self, written: Option<Vec<WrittenAnswer>>) -> Vec<Answer> {
        written.unwrap_or_default().into_iter().map(|answer| self.answer(answer)).collect()
    }

    fn answer(&mut self, w: WrittenAnswer) -> Answer {
        let hear = Values::list(w.hear);
        Answer {
            place: hear.first().map(|text| text.place).unwrap_or_default(),
            hear,
            say: w.say.and_then(|words| self.words(words)),
            must_say: w.must_say.and_then(|must| self.must_say(must)).map(Box::new),
            ask: w.ask.and_then(|words| self.words(words)),
            feels: self.feels(w.feels),
            takes: self.values.seconds("takes", w.takes),
            note: Values::list(w.note),
            sets: w.sets.unwrap_or_default().0,
            often: self.values.share(w.often),
            then: self.then(w.then, w.at_most, w.otherwise),
        }
    }

    fn questions(&mut self, written: Option<Vec<Short<WrittenQuestion>>>, place: Place) -> Vec<FixedQuestion> {
        written.unwrap_or_default().into_iter().map(|question| self.question(question, place)).collect()
    }

    fn question(&mut self, written: Short<WrittenQuestion>, place: Place) -> FixedQuestion {
        let w = match written {
            Short::Short(text) => {
                return FixedQuestion { place: text.place, ask: Some(Words::one(text)), ..FixedQuestion::default() };
            }
            Short::Long(long) => long,
        };
        let ask = w.ask.and_then(|words| self.words(words));
        FixedQuestion {
            place: first_place(ask.as_ref(), place),
            ask,
            answers: self.answers(w.answers),
            fills: Values::filled(w.fills),
            note: Values::list(w.note),
        }
    }

    fn choice(&mut self, w: WrittenChoice, place: Place) -> Choice {
        let decides =
            Values::filled(w.decides).and_then(|text| self.values.one_of("decides", &text, &["customer", "us"]));
        let ask = w.ask.and_then(|words| self.words(words));
        Choice {
            about: Values::filled(w.about),
            place: first_place(ask.as_ref(), place),
            ask,
            options: w.options.unwrap_or_default().into_iter().map(|pick| self.pick(pick, place)).collect(),
            usual: Values::filled(w.usual),
            recommend: Values::filled(w.recommend),
            because: w.because.and_then(|words| self.words(words)),
            if_unsure: w.if_unsure.and_then(|words| self.words(words)),
            decides: if decides == Some(1) { Decides::Us } else { Decides::Customer },
        }
    }

    fn pick(&mut self, written: Short<WrittenPick>, place: Place) -> Pick {
        let w = match written {
            Short::Short(text) => return Pick { place: text.place, pick: Some(text), ..Pick::default() },
            Short::Long(long) => long,
        };
        let pick = Values::filled(w.pick);
        Pick {
            place: pick.as_ref().map_or(place, |text| text.place),
            pick,
            tell: w.tell.and_then(|words| self.words(words)),
            say: w.say.and_then(|words| self.words(words)),
            feels: self.feels(w.feels),
            takes: self.values.seconds("takes", w.takes),
            sets: w.sets.unwrap_or_default().0,
            often: self.values.share(w.often),
            then: self.then(w.then, w.at_most, w.otherwise),
        }
    }

    fn if_asked(&mut self, w: WrittenIfAsked, place: Place) -> IfAsked {
        let hear = Values::list(w.hear);
        let say = w.say.and_then(|words| self.words(words));
        IfAsked { place: hear.first().map_or(place, |text| text.place), hear, say }
    }

    fn then(
        &mut self,
        written: Option<Short<WrittenThen>>,
        at_most: Option<Text>,
        otherwise: Option<Text>,
    ) -> Option<Then> {
        let then = match written? {
            Short::Short(text) => self.one_line(&text),
            Short::Long(long) => self.in_full(long),
        }?;
        let Then::AskAgain { at_most: limit, otherwise: after, place } = then else { return Some(then) };
        Some(Then::AskAgain {
            at_most: self.limit(at_most).unwrap_or(limit),
            otherwise: otherwise.and_then(|text| self.one_line(&text)).map(Box::new).or(after),
            place,
        })
    }

    fn one_line(&mut self, text: &Text) -> Option<Then> {
        match Then::read(text) {
            Ok(then) => then,
            Err(sentence) => {
                self.values.error("format/then", text, sentence, "leave it out to go on with the next segment");
                None
            }
        }
    }

    fn in_full(&mut self, long: WrittenThen) -> Option<Then> {
        if let Some(target) = Values::filled(long.go_to) {
            return Some(Then::GoTo(target));
        }
        if let Some(outcome) = Values::filled(long.end_as) {
            return Some(Then::EndAs(outcome));
        }
        if let Some(file) = Values::filled(long.use_file) {
            return Some(Then::Use { file, and_come_back: false });
        }
        let again = long.ask_again?;
        let (place, inner) = match again {
            Short::Short(text) => (text, WrittenAgain::default()),
            Short::Long(long) => (Text::default(), long),
        };
        let otherwise = inner.otherwise.or(long.otherwise).and_then(|text| self.one_line(&text)).map(Box::new);
        let at_most = self.limit(inner.at_most.or(long.at_most)).unwrap_or(ASK_AGAIN);
        Some(Then::AskAgain { at_most, otherwise, place })
    }

    fn limit(&mut self, text: Option<Text>) -> Option<u32> {
        self.values.number("at_most", text, 1.0, 20.0).map(|number| number as u32)
    }
}

fn worked_out(choice: bool, asks: bool, place: Place) -> Option<Said<Kind>> {
    let value = if choice {
        Kind::Choice
    } else if asks {
        Kind::Question
    } else {
        return None;
    };
    Some(Said { value, by: By::Keys, place })
}

fn first_place(words: Option<&Words>, place: Place) -> Place {
    words.and_then(|words| words.texts().next()).map_or(place, |text| text.place)
}

fn is_language(tag: &str) -> bool {
    let mut parts = tag.trim().split(['-', '_']);
    let primary = parts.next().unwrap_or("");
    (2..=3).contains(&primary.len())
        && primary.chars().all(|c| c.is_ascii_alphabetic())
        && parts.all(|part| (1..=8).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric()))
}
