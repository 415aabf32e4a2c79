//! Reads a `series:` file: what is written becomes what is meant, with the scripts that the calls name.

use std::collections::BTreeSet;

use super::model::{Calendar, Call, CallScript, Change, Keep, SameAgent, Series};
use super::values::Values;
use super::when::{self, Anchor, Window};
use super::written::{KEYS, Written, WrittenAllow, WrittenCall, WrittenChange, WrittenKeep};
use super::{content, holidays, load};
use crate::diagnostic::{Diagnostic, Level};
use crate::read::{Load, encoding};
use crate::reading::Reading;
use crate::script::{Allow, CallFacts, FixedPlace, Language};
use crate::source::{Place, Source};
use crate::text::{Text, nearest};
use crate::yaml;

/// What became of a series file: the texts with what was found in them, and the series where it has no errors.
#[derive(Debug, Clone, Default)]
pub struct SeriesReading {
    /// The texts and what was found: the series itself first, then the scripts of its calls.
    pub reading: Reading,
    /// The series; absent where there are errors.
    pub series: Option<Series>,
}

/// How many calls a series may have.
const MOST_CALLS: usize = 400;

/// Reads a series. `name` is what messages call it; `load` gives the files that it names, and those that they name.
///
/// ```
/// use callcraft::read::Load;
/// use callcraft::series::{plan, read};
///
/// struct Calls;
/// impl Load for Calls {
///     fn load(&self, _: &str) -> Result<Vec<u8>, String> {
///         Ok(b"script: Hello\nsegments:\n  - say: Hello.\n".to_vec())
///     }
/// }
///
/// let text = "series: Bill\nday_zero: the bill\ncalls:\n  - id: remind\n    script: a.yaml\n    when: 3 to 5 days after day zero\n";
/// let series = read("bill.yaml", text.as_bytes(), &Calls).series.unwrap();
/// let plan = plan(&series, "2026-12-01".parse().unwrap(), &|| false).unwrap();
/// assert_eq!(plan.dated.len(), 1);
/// ```
#[must_use]
pub fn read(name: &str, bytes: &[u8], load: &dyn Load) -> SeriesReading {
    match encoding::text(bytes) {
        Ok(text) => read_text(Source::new(name, text), load),
        Err(sentence) => {
            let found = Diagnostic::error("format/not-text", Place::default(), sentence);
            let reading =
                Reading { sources: vec![Source::new(name, "")], diagnostics: vec![found], ..Reading::default() };
            SeriesReading { series: None, reading }
        }
    }
}

fn read_text(source: Source, load: &dyn Load) -> SeriesReading {
    let name = source.name().to_string();
    let outcome = yaml::tree(&source, 0, KEYS);
    let mut reader = Reader { values: Values { found: outcome.diagnostics }, load, sources: vec![source] };
    let written = outcome.node.map(|node| (yaml::read::<Written>(&node, &mut reader.values.found), node.place));
    if written.is_none() && reader.values.found.is_empty() {
        reader.values.error("format/empty-file", Place::default(), "there is nothing in this file", START);
    }
    let series = written.map(|(written, place)| reader.series(&name, written, place));
    let mut diagnostics = reader.values.found;
    diagnostics.sort_by_key(|found| found.place);
    let sound = diagnostics.iter().all(|found| found.level != Level::Error);
    let reading = Reading { sources: reader.sources, diagnostics, ..Reading::default() };
    SeriesReading { reading, series: series.filter(|_| sound) }
}

const START: &str = "a series has a line `series: TITLE` and a list of `calls:`";

struct Reader<'l> {
    values: Values,
    load: &'l dyn Load,
    sources: Vec<Source>,
}

impl Reader<'_> {
    fn series(&mut self, name: &str, mut written: Written, place: Place) -> Series {
        let whole = place.before();
        if written.series.as_ref().is_none_or(Text::is_blank) {
            self.values.error("series/title", whole, "this file has no title", "begin it with `series: ` and a title");
        }
        let calls = written.calls.take().unwrap_or_default();
        let calls_place = calls.first().and_then(|call| call.id.as_ref()).map_or(whole, |id| id.place.before());
        let common = Common {
            tries: self.values.tries(written.tries.as_ref()),
            nobody: filled(written.if_nobody_answers.take()),
        };
        let mut series = Series {
            title: filled(written.series.take()).unwrap_or_default(),
            id: filled(written.id.take()).map_or_else(|| stem(name), |id| id.value.trim().to_string()),
            owner: filled(written.owner.take()),
            language: self.language(written.language.take()),
            facts: CallFacts {
                country: filled(written.country.take()),
                state: filled(written.state.take()),
                sector: filled(written.sector.take()),
                ..CallFacts::default()
            },
            day_zero: filled(written.day_zero.take()),
            every: self.values.every(written.every.as_ref()),
            keep: written.keep.take().map(|keep| self.keep(keep)).unwrap_or_default(),
            calendar: self.calendar(&mut written),
            changes: written
                .changes
                .take()
                .unwrap_or_default()
                .into_iter()
                .filter_map(|one| self.change(one))
                .collect(),
            goals: list(written.goals.take()),
            allow: written.allow.take().unwrap_or_default().into_iter().filter_map(|one| self.allow(one)).collect(),
            calls_place,
            ..Series::default()
        };
        for call in calls {
            self.call(call, &common, &mut series);
        }
        if series.calls.is_empty() {
            self.values.error("series/no-calls", whole, "there are no calls in this series", START);
        }
        if series.calls.len() > MOST_CALLS {
            let message = format!("the series has {} calls; at most {MOST_CALLS} are read", series.calls.len());
            self.values.error("series/too-many", calls_place, message, "make several series of it");
            series.calls.truncate(MOST_CALLS);
        }
        self.check(&series);
        if filled(written.language).is_none() && series.language == Language::default() {
            let first = series.scripts.iter().find_map(|script| script.reading.script.as_ref());
            series.language = first.map_or_else(Language::default, |script| script.language.clone());
        }
        series
    }

    fn language(&mut self, text: Option<Text>) -> Language {
        filled(text).map_or_else(Language::default, |text| Language::new(text.value.trim()))
    }

    fn keep(&mut self, written: WrittenKeep) -> Keep {
        let same = filled(written.same_agent);
        let value = self.values.one_of("same_agent", same.as_ref(), &SameAgent::ALL);
        let hour = filled(written.hour);
        let place = hour.as_ref().map_or(Place::default(), |hour| hour.place);
        Keep {
            same_agent: value.zip(same.map(|text| text.place)),
            greeting: filled(written.greeting),
            closing: filled(written.closing),
            hour: hour.as_ref().and_then(|hour| self.values.time("hour", hour)).map(|time| (time, place)),
            day: filled(written.day).as_ref().and_then(|day| self.values.weekday("day", day)),
        }
    }

    fn calendar(&mut self, written: &mut Written) -> Calendar {
        let usual = Calendar::default();
        let mut calendar = Calendar {
            days: written.days.take().map_or(usual.days, |days| self.values.days(&days)),
            hours: filled(written.hours.take())
                .and_then(|hours| self.values.hours("hours", &hours))
                .unwrap_or(usual.hours),
            holidays: Vec::new(),
        };
        for text in list(written.holidays.take()) {
            let words = text.value.trim();
            if words.ends_with(".txt") || words.ends_with(".csv") || words.ends_with(".yaml") {
                let loaded = self.load.load(words).and_then(|bytes| holidays::file(words, &bytes));
                match loaded {
                    Ok(days) => calendar.holidays.extend(days),
                    Err(sentence) => {
                        let help =
                            "check the name; it counts from this file's folder, and the file has a date on each line";
                        self.values.error("series/holidays", text.place, sentence, help);
                    }
                }
            } else {
                match holidays::line(words) {
                    Some(day) => calendar.holidays.push(day),
                    None => {
                        let message = format!("`{words}` is no date and no file of dates");
                        let help = "write `2026-12-25 Christmas Day`, or the name of a file such as holidays.txt";
                        self.values.error("series/holidays", text.place, message, help);
                    }
                }
            }
        }
        calendar.holidays.sort();
        calendar
    }

    fn change(&mut self, written: WrittenChange) -> Option<Change> {
        let Some(id) = filled(written.id) else {
            let place = written.title.as_ref().map_or(Place::default(), |title| title.place);
            self.values.error(
                "series/no-id",
                place,
                "a change has no `id`",
                "give it a short name, such as `id: salt`",
            );
            return None;
        };
        Some(Change {
            id,
            title: filled(written.title),
            starts: filled(written.starts),
            after: filled(written.after),
            steps: list(written.steps),
            compared_with: filled(written.compared_with),
        })
    }

    fn allow(&mut self, written: WrittenAllow) -> Option<Allow> {
        let rule = filled(written.rule)?;
        if filled(written.because.clone()).is_none() {
            let message = format!("`{rule}` is allowed without a reason");
            let help = "add a line `because:` that a colleague will understand in a year";
            self.values.error("series/because", rule.place, message, help);
        }
        let place = rule.place;
        Some(Allow { rule, because: written.because, place })
    }

    /// Adds a call, as often as it takes place.
    fn call(&mut self, written: WrittenCall, common: &Common, series: &mut Series) {
        let script = filled(written.script);
        let id =
            filled(written.id).or_else(|| script.as_ref().map(|script| Text::new(stem(&script.value), script.place)));
        let Some(id) = id else {
            let place = written.when.as_ref().or(written.title.as_ref()).map_or(series.calls_place, |text| text.place);
            self.values.error("series/no-id", place, "a call has no `id`", "give it a short name, such as `id: day2`");
            return;
        };
        let when = filled(written.when);
        let windows = when.as_ref().map_or_else(|| vec![Window::InTurn], |when| self.values.windows(when));
        let fixed = filled(written.place).and_then(|text| Some((self.values.place(&text)?, text.place)));
        let hours = filled(written.hours).and_then(|hours| self.values.hours("hours", &hours));
        let call = Call {
            id: id.value.trim().to_string(),
            place: id.place,
            title: filled(written.title),
            script: script.and_then(|script| self.script(&script, &mut series.scripts)),
            window: Window::InTurn,
            when,
            fixed,
            after: list(written.after),
            before: list(written.before),
            tries: self.values.tries(written.tries.as_ref()).or(common.tries),
            hours,
            if_nobody_answers: filled(written.if_nobody_answers).or_else(|| common.nobody.clone()),
            passes_on: list(written.passes_on),
            asks_again: list(written.asks_again),
            may_move: list(written.may_move),
            differs_because: filled(written.differs_because),
            turn: None,
        };
        let of = u32::try_from(windows.len()).unwrap_or(u32::MAX);
        for (number, window) in (1..).zip(windows) {
            let mut call = call.clone();
            call.window = window;
            if of > 1 {
                call.id = format!("{}-{number}", call.id);
                call.turn = Some((number, of));
            }
            series.calls.push(call);
        }
    }

    /// The number of a script; it is loaded where no call before has named it.
    fn script(&mut self, name: &Text, scripts: &mut Vec<CallScript>) -> Option<usize> {
        let file = name.value.trim();
        if let Some(known) = scripts.iter().position(|script| script.name == file) {
            return Some(known);
        }
        let first_source = u16::try_from(self.sources.len()).ok()?;
        let reading = match load::script(file, self.load) {
            Ok(reading) => reading,
            Err(sentence) => {
                let help = "check the name; it counts from this file's folder";
                self.values.error("series/script", name.place, sentence, help);
                return None;
            }
        };
        self.tell(name, &reading, first_source);
        self.sources.extend(reading.sources.iter().cloned());
        scripts.push(CallScript { name: file.to_string(), reading, first_source });
        Some(scripts.len() - 1)
    }

    /// Says once for each script that it has errors, with the first of them.
    fn tell(&mut self, name: &Text, reading: &Reading, first_source: u16) {
        let mut errors = reading.diagnostics.iter().filter(|found| found.level == Level::Error);
        let Some(first) = errors.next() else {
            if reading.script.is_none() {
                let help = "a call's script has a line `script: TITLE` and a list of `segments:`";
                self.values.error("series/script", name.place, format!("`{name}` holds no script"), help);
            }
            return;
        };
        let message = match errors.count() {
            0 => format!("`{name}` has an error: {}", first.message),
            more => format!("`{name}` has {} errors, the first: {}", more + 1, first.message),
        };
        let place = Place { file: first.place.file.saturating_add(first_source), ..first.place };
        let found = Diagnostic::error("series/script", name.place, message)
            .help(format!("mend it first; `callcraft lint {name}` tells more"))
            .related(place, "it stands here");
        self.values.found.push(found);
    }

    /// What only the whole file shows.
    fn check(&mut self, series: &Series) {
        let mut seen = BTreeSet::new();
        for call in &series.calls {
            if !seen.insert(call.id.as_str()) {
                let message = format!("two calls are called `{}`", call.id);
                self.values.error("series/twice", call.place, message, "give each call a name of its own");
            }
            if call.window == Window::InTurn && series.every.is_none() {
                let message = format!("`{}` does not say when it takes place", call.id);
                let help =
                    "add a line such as `when: 2 to 3 days after day zero`, or `every: month` for the whole series";
                self.values.error("series/no-when", call.place, message, help);
            }
        }
        for call in &series.calls {
            let anchor = match (&call.window, &call.when) {
                (Window::After { of: Anchor::Call(id), .. }, Some(when)) => Some(Text::new(id, when.place)),
                _ => None,
            };
            for named in call.after.iter().chain(&call.before).chain(&anchor) {
                self.known(series, named, &call.id);
            }
        }
        self.may_move(series);
        let mut changes = BTreeSet::new();
        for change in &series.changes {
            if !changes.insert(change.id.value.trim()) {
                let message = format!("two changes are called `{}`", change.id);
                self.values.error("series/twice", change.id.place, message, "give each change a name of its own");
            }
            if let Some(starts) = &change.starts {
                self.known(series, starts, "");
            }
            if let Some(after) = &change.after
                && !series.changes.iter().any(|other| other.id.value.trim() == after.value.trim())
            {
                let near = nearest(after.value.trim(), series.changes.iter().map(|other| other.id.value.trim()));
                let help = near.map_or_else(String::new, |near| format!("did you mean `{near}`?"));
                self.values.error("series/unknown", after.place, format!("there is no change `{after}`"), help);
            }
        }
    }

    /// What is to move must be there, and be tied to nothing in its call.
    fn may_move(&mut self, series: &Series) {
        for call in series.calls.iter().filter(|call| call.turn.is_none_or(|(turn, _)| turn == 1)) {
            let Some(script) = series.script(call) else { continue };
            for name in &call.may_move {
                let id = name.value.trim();
                let Some((at, _)) = script.find(id) else {
                    let near = nearest(id, script.segments.iter().map(|segment| segment.id.as_str()));
                    let help = near.map_or_else(String::new, |near| format!("did you mean `{near}`?"));
                    let message = format!("the script of `{}` has no segment `{id}`", call.id);
                    self.values.error("series/may-move", name.place, message, help);
                    continue;
                };
                if let Some(reason) = content::stays(series, call, script, at) {
                    let message = format!("`{id}` cannot move to another call: {reason}");
                    self.values.error("series/may-move", name.place, message, "take it out of `may_move`");
                }
            }
        }
    }

    fn known(&mut self, series: &Series, named: &Text, own: &str) {
        let id = named.value.trim();
        if series.find(id).is_some() && id != own {
            return;
        }
        let near = nearest(id, series.calls.iter().map(|call| call.id.as_str()).filter(|known| *known != own));
        let help = near
            .map_or_else(|| "name one of the calls by its `id`".to_string(), |near| format!("did you mean `{near}`?"));
        let message =
            if id == own { format!("`{id}` cannot wait for itself") } else { format!("there is no call `{id}`") };
        self.values.error("series/unknown", named.place, message, help);
    }
}

/// What holds for every call that says nothing else.
struct Common {
    tries: Option<u32>,
    nobody: Option<Text>,
}

pub(super) fn filled(text: Option<Text>) -> Option<Text> {
    text.filter(|text| !text.is_blank())
}

fn list(items: Option<Vec<Text>>) -> Vec<Text> {
    items.unwrap_or_default().into_iter().filter(|item| !item.is_blank()).collect()
}

/// The file's name without folders and ending.
fn stem(name: &str) -> String {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    file.split_once('.').map_or(file, |(stem, _)| stem).to_string()
}

impl Values {
    fn place(&mut self, text: &Text) -> Option<FixedPlace> {
        const PLACES: [(FixedPlace, &str); 3] =
            [(FixedPlace::First, "first"), (FixedPlace::Last, "last"), (FixedPlace::Kept, "kept")];
        self.one_of("place", Some(text), &PLACES)
    }

    fn windows(&mut self, text: &Text) -> Vec<Window> {
        when::read(&text.value).unwrap_or_else(|sentence| {
            self.error("series/when", text.place, sentence, "");
            // Read on as if it followed day zero, so that nothing else is said about it.
            vec![Window::After { from: 0, to: 0, unit: super::model::Unit::Day, slack: 0, of: Anchor::DayZero }]
        })
    }
}
