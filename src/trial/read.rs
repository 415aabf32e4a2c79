//! Reads a `trial:` file: what is written becomes what is meant, and what does not fit is reported at its place.

use super::amount::{Amount, amount, range};
use super::day::Day;
use super::model::{Agents, ArmNames, Balance, Better, DateOrder, Expected, Kind, Measure, Role, Trial, Unit};
use super::written::{KEYS, Written, WrittenArms, WrittenMeasure};
use crate::diagnostic::{Diagnostic, Level};
use crate::reading::Reading;
use crate::source::{Place, Source};
use crate::survey::{self, Question};
use crate::text::{Text, listed, nearest};
use crate::yaml;
use std::collections::{BTreeMap, BTreeSet};

/// What became of a trial file: its findings with their source, and the trial where there are no errors.
#[derive(Debug, Clone, Default)]
pub struct TrialReading {
    /// The text and what was found in it.
    pub reading: Reading,
    /// The trial; absent where there are errors.
    pub trial: Option<Trial>,
}

/// Reads a trial file. `name` is what messages call it.
///
/// ```
/// let read = callcraft::trial::read("ours.yaml", "trial: New order\nassgn: agents\n");
/// assert!(read.trial.is_none());
/// assert!(read.reading.diagnostics.iter().any(|found| found.message.contains("assgn")));
/// ```
#[must_use]
pub fn read(name: &str, text: &str) -> TrialReading {
    let source = Source::new(name, text);
    let outcome = yaml::tree(&source, 0, KEYS);
    let mut reader = Reader { found: outcome.diagnostics };
    let written = outcome.node.map(|node| (yaml::read::<Written>(&node, &mut reader.found), node.place));
    let trial = written.and_then(|(written, place)| reader.trial(written, place));
    let mut diagnostics = reader.found;
    diagnostics.sort_by_key(|found| found.place);
    let sound = diagnostics.iter().all(|found| found.level != Level::Error);
    let reading = Reading { sources: vec![source], diagnostics, ..Reading::default() };
    TrialReading { trial: trial.filter(|_| sound), reading }
}

struct Reader {
    found: Vec<Diagnostic>,
}

impl Reader {
    fn error(&mut self, rule: &str, place: Place, message: impl Into<String>, help: impl Into<String>) {
        self.found.push(Diagnostic::error(rule, place, message).help(help));
    }

    fn trial(&mut self, written: Written, place: Place) -> Option<Trial> {
        let whole = place.before();
        if written.trial.is_blank() {
            self.error("trial/title", whole, "this file has no title", "begin it with `trial: ` and a title");
        }
        let Some(primary) = written.primary else {
            let help = "add `primary:` with a `measure`, such as satisfied_call, `before` and `worth_having`";
            self.error("trial/primary", whole, "no measure decides this trial", help);
            return None;
        };
        let primary = self.measure(&primary, Role::Primary);
        let secondary = written.secondary.iter().map(|measure| self.measure(measure, Role::Secondary)).collect();
        let guards = written.guards.iter().map(|measure| self.measure(measure, Role::Guard)).collect();
        let assign = self.one_of("assign", written.assign.as_ref(), &Unit::ALL).unwrap_or(Unit::Agents);
        let balance_on = written.balance_on.iter().map(words).collect::<Vec<_>>();
        let by_default = if balance_on.is_empty() { Balance::Chance } else { Balance::Pairs };
        let trial = Trial {
            title: words(&written.trial),
            question: written.question.as_ref().map(words).unwrap_or_default(),
            script: written.script.as_ref().map(words).unwrap_or_default(),
            designed: written.designed.as_ref().map(words).unwrap_or_default(),
            assign,
            because: written.because.as_ref().map(words).unwrap_or_default(),
            arms: self.arms(written.arms),
            agents: agents(&written.agents),
            balance: self.one_of("balance", written.balance.as_ref(), &Balance::ALL).unwrap_or(by_default),
            balance_on,
            seed: self.whole("seed", written.seed.as_ref(), 0..=u64::MAX).unwrap_or(1),
            start: written.start.as_ref().and_then(|start| self.day(start)),
            weeks: self.whole("weeks", written.weeks.as_ref(), 1..=104).map_or(8, |weeks| weeks as u32),
            expected: Expected {
                calls_a_week: self.number("calls_a_week", written.calls_a_week.as_ref(), 0.1..=5_000.0, 25.0),
                days_a_week: self.number("days_a_week", written.days_a_week.as_ref(), 1.0..=7.0, 5.0),
                answered: self.share("answered", written.answered.as_ref(), 0.001..=1.0, 0.3),
                uneven: self.share("uneven", written.uneven.as_ref(), 0.0..=5.0, 0.3),
                alike: self.share("alike", written.alike.as_ref(), 0.0..=0.99, 0.03),
                steady: self.share("steady", written.steady.as_ref(), 0.0..=0.99, 0.0),
                level: self.share("level", written.level.as_ref(), 0.5..=0.999, 0.95),
                power: self.share("power", written.power.as_ref(), 0.5..=0.999, 0.8),
            },
            primary,
            secondary,
            guards,
            columns: self.columns(written.columns.0),
            dates: self.one_of("dates", written.dates.as_ref(), &DateOrder::ALL).unwrap_or(DateOrder::YearMonthDay),
        };
        self.check(&trial, whole);
        Some(trial)
    }

    /// What only the whole file shows.
    fn check(&mut self, trial: &Trial, whole: Place) {
        let mut seen = BTreeSet::new();
        for measure in trial.measures() {
            if !seen.insert(measure.name.as_str()) {
                let message = format!("the measure `{}` stands twice", measure.name);
                self.error("trial/twice", whole, message, "let each measure play one part");
            }
        }
        if trial.balance == Balance::Groups && trial.balance_on.is_empty() {
            let help = "add `balance_on: [team]` or another column of the agents' list";
            self.error("trial/balance", whole, "`balance: groups` does not say by which column", help);
        }
        if trial.start.is_none() {
            let message = "there is no `start`, so calls before it cannot be left out";
            self.found.push(Diagnostic::warning("trial/start", whole, message).help("add `start: 2026-03-02`"));
        }
        if trial.question.is_empty() {
            let message = "there is no `question`";
            let help = "write in one sentence what you want to know, before you see the data";
            self.found.push(Diagnostic::advice("trial/question", whole, message).help(help));
        }
    }

    fn arms(&mut self, written: Option<WrittenArms>) -> ArmNames {
        let written = written.unwrap_or_default();
        let place = written.new.as_ref().map_or(Place::default(), |name| name.place);
        let name = |text: Option<Text>, usual: &str| text.as_ref().map_or(usual.to_string(), words);
        let arms = ArmNames { old: name(written.old, "old"), new: name(written.new, "new") };
        if arms.old.eq_ignore_ascii_case(&arms.new) {
            self.error("trial/arms", place, "both arms have the same name", "give them different names");
        }
        arms
    }

    fn columns(&mut self, written: Vec<(Text, Text)>) -> BTreeMap<String, String> {
        let mut columns = BTreeMap::new();
        for (ours, theirs) in written {
            if columns.insert(words(&ours), words(&theirs)).is_some() {
                self.error("trial/twice", ours.place, format!("the column `{}` stands twice", ours.value), "keep one");
            }
        }
        columns
    }

    fn measure(&mut self, written: &WrittenMeasure, role: Role) -> Measure {
        let name = words(&written.measure);
        let place = written.measure.place;
        if name.is_empty() {
            let help = "add `measure: ` and the name of its column, such as satisfied_call";
            self.error("trial/measure", place, "a measure has no name", help);
        }
        let question = Question::named(&name);
        if question.is_some_and(|question| question.answer == survey::Answer::Words) {
            let message = format!("`{name}` holds words of the customer's own, which cannot be counted");
            self.error("trial/measure", place, message, "read them; measure something else");
        }
        let kind = self.kind(written, question);
        let mut unit = match kind {
            Kind::Share { .. } => "points",
            Kind::Mean { .. } => "",
            Kind::CallsADay => "calls",
        }
        .to_string();
        let mut figure = |text: Option<&Text>, reader: &mut Self| -> Option<f64> {
            let Amount { value, unit: said } = reader.amount(text?)?;
            if unit.is_empty() {
                unit = said;
            }
            Some(value)
        };
        let before = figure(written.before.as_ref(), self);
        let spread = figure(written.spread.as_ref(), self);
        let worth_having = figure(written.worth_having.as_ref(), self).map(f64::abs);
        let margin = figure(written.margin.as_ref(), self).map(f64::abs);
        let measure = Measure {
            title: written.title.as_ref().map(words).unwrap_or_else(|| title(&name, question)),
            role,
            before,
            spread,
            worth_having,
            margin,
            alike: written.alike.is_some().then(|| self.share("alike", written.alike.as_ref(), 0.0..=0.99, 0.0)),
            steady: written.steady.is_some().then(|| self.share("steady", written.steady.as_ref(), 0.0..=0.99, 0.0)),
            before_column: written.before_column.as_ref().map(words),
            better: self.better(written, role),
            range: self.range(written, question),
            asked: self.asked(written, question),
            kind,
            unit,
            name,
        };
        self.check_measure(&measure, written);
        measure
    }

    fn kind(&mut self, written: &WrittenMeasure, question: Option<&Question>) -> Kind {
        const KINDS: [(&str, &str); 3] = [("share", "share"), ("mean", "mean"), ("calls a day", "calls a day")];
        let named = self.one_of("kind", written.kind.as_ref(), &KINDS);
        let minutes = written.counted_in.as_ref().map(words);
        match named {
            Some("mean") => Kind::Mean { factor: self.factor(minutes, written) },
            Some("calls a day") => Kind::CallsADay,
            _ if written.counts.is_empty() && question.is_some() => {
                Kind::Share { counts: survey::SATISFIED.map(String::from).to_vec() }
            }
            _ => Kind::Share { counts: written.counts.iter().map(words).collect() },
        }
    }

    fn factor(&mut self, counted_in: Option<String>, written: &WrittenMeasure) -> f64 {
        match counted_in.as_deref() {
            None | Some("seconds") => 1.0,
            Some("minutes") => 60.0,
            Some(other) => {
                let place = written.counted_in.as_ref().map_or(Place::default(), |text| text.place);
                let message = format!("`counted_in` is `{other}`, where seconds or minutes belong");
                self.error("trial/value", place, message, "write `counted_in: minutes` where the data holds minutes");
                1.0
            }
        }
    }

    fn better(&mut self, written: &WrittenMeasure, role: Role) -> Better {
        const WAYS: [(Better, &str); 2] = [(Better::Higher, "higher"), (Better::Lower, "lower")];
        let usual = if role == Role::Guard { Better::Lower } else { Better::Higher };
        self.one_of("better", written.better.as_ref(), &WAYS).unwrap_or(usual)
    }

    fn range(&mut self, written: &WrittenMeasure, question: Option<&Question>) -> Option<(f64, f64)> {
        let usual = question.map(|_| (survey::SCALE[0], survey::SCALE[1]));
        let Some(text) = &written.scale else { return usual };
        let read = range(&text.value);
        if read.is_none() {
            let message = format!("`scale` is `{}`, which is no range", text.value);
            self.error("trial/value", text.place, message, "write the lowest and the highest: `scale: 1 to 5`");
        }
        read.or(usual)
    }

    fn asked(&mut self, written: &WrittenMeasure, question: Option<&Question>) -> bool {
        const WAYS: [(bool, &str); 2] = [(true, "yes"), (false, "no")];
        self.one_of("asked", written.asked.as_ref(), &WAYS).unwrap_or(question.is_some())
    }

    fn check_measure(&mut self, measure: &Measure, written: &WrittenMeasure) {
        let (name, place) = (&measure.name, written.measure.place);
        let questions = survey::QUESTIONS.iter().map(|question| question.column);
        if let Some(near) = nearest(name, questions).filter(|near| near != name) {
            let message = format!("`{name}` is no question of the survey, though `{near}` is");
            let help = format!("write `{near}` if that is meant");
            self.found.push(Diagnostic::warning("trial/measure", place, message).help(help));
        }
        if measure.role == Role::Guard && measure.margin.is_none() && written.margin.is_none() {
            let message = format!("the guard `{name}` has no `margin`, so it can never be called unchanged");
            let help = "say how far it may move and still be as good as unchanged: `margin: 30 s`";
            self.error("trial/margin", place, message, help);
        }
        if measure.role == Role::Primary && measure.worth_having.is_none() && written.worth_having.is_none() {
            let message = format!("`{name}` does not say which effect is worth having");
            let help = "add `worth_having: 5 points`: the smallest change for which you would keep the new script";
            self.error("trial/worth-having", place, message, help);
        }
        if measure.role == Role::Primary && measure.aim().is_none() {
            let what = if measure.is_share() { "`before`" } else { "`spread`" };
            let message = format!("`{name}` has no {what}, so nobody can say how many {name} answers are needed");
            let help = if measure.is_share() {
                "add the share before the trial: `before: 71%`"
            } else {
                "add how much single calls differ (standard deviation): `spread: 3 min`"
            };
            self.found.push(Diagnostic::warning("trial/before", place, message).help(help));
        }
        let share = measure.is_share() && measure.before.is_some_and(|before| !(0.0..=100.0).contains(&before));
        if share || measure.spread.is_some_and(|spread| spread <= 0.0) {
            self.error("trial/value", place, format!("`{name}` holds a figure that cannot be"), "look at its figures");
        }
    }

    /// A figure with its unit: `71%`, `7 points`, `9 min` (in seconds), `1.5 calls`.
    fn amount(&mut self, text: &Text) -> Option<Amount> {
        let read = amount(&text.value);
        if read.is_none() {
            let message = format!("`{}` is no figure", text.value);
            self.error("trial/value", text.place, message, "write it as `71%`, `7 points`, `9 min` or `1.5 calls`");
        }
        read
    }

    fn number(&mut self, key: &str, text: Option<&Text>, within: std::ops::RangeInclusive<f64>, usual: f64) -> f64 {
        let Some(text) = text else { return usual };
        let read = amount(&text.value).map(|amount| amount.value).filter(|value| within.contains(value));
        if read.is_none() {
            let message = format!(
                "`{key}` is `{}`, where a number from {} to {} belongs",
                text.value,
                within.start(),
                within.end()
            );
            self.error("trial/value", text.place, message, "");
        }
        read.unwrap_or(usual)
    }

    /// A share of 1, written as `30%` or `0.3`.
    fn share(&mut self, key: &str, text: Option<&Text>, within: std::ops::RangeInclusive<f64>, usual: f64) -> f64 {
        let Some(text) = text else { return usual };
        let of = |amount: Amount| if amount.unit == "%" { amount.value / 100.0 } else { amount.value };
        let read = amount(&text.value).map(of).filter(|value| within.contains(value));
        if read.is_none() {
            let (low, high) = (within.start() * 100.0, within.end() * 100.0);
            let message = format!("`{key}` is `{}`, where a share from {low}% to {high}% belongs", text.value);
            self.error("trial/value", text.place, message, format!("write it as `{key}: {}%`", usual * 100.0));
        }
        read.unwrap_or(usual)
    }

    fn whole(&mut self, key: &str, text: Option<&Text>, within: std::ops::RangeInclusive<u64>) -> Option<u64> {
        let text = text?;
        let number = text.value.split_whitespace().next().and_then(|number| number.parse().ok());
        let read = number.filter(|value| within.contains(value));
        if read.is_none() {
            let message = format!("`{key}` is `{}`, where a whole number belongs", text.value);
            let help = if *within.end() == u64::MAX {
                String::new()
            } else {
                format!("from {} to {}", within.start(), within.end())
            };
            self.error("trial/value", text.place, message, help);
        }
        read
    }

    fn day(&mut self, text: &Text) -> Option<Day> {
        let day = Day::read(&text.value, DateOrder::YearMonthDay);
        if day.is_none() {
            let message = format!("`start` is `{}`, which is no date", text.value);
            self.error("trial/value", text.place, message, "write it as year, month, day: `start: 2026-03-02`");
        }
        day
    }

    fn one_of<T: Copy>(&mut self, key: &str, text: Option<&Text>, all: &[(T, &str)]) -> Option<T> {
        let text = text?;
        let said = words(text).to_lowercase();
        if let Some((value, _)) = all.iter().find(|(_, name)| *name == said) {
            return Some(*value);
        }
        let names = || all.iter().map(|(_, name)| *name);
        let help = match nearest(&said, names()) {
            Some(near) => format!("did you mean `{near}`?"),
            None if key == "assign" => {
                "whoever speaks one script to this customer and another to the next mixes them, and \
                agents talk to each other; so whole agents, teams or weeks are drawn"
                    .to_string()
            }
            None => String::new(),
        };
        self.error(
            "trial/value",
            text.place,
            format!("`{key}` is `{}`, where {} belongs", text.value, listed(names())),
            help,
        );
        None
    }
}

fn words(text: &Text) -> String {
    text.value.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn title(name: &str, question: Option<&Question>) -> String {
    question.map_or_else(|| name.replace('_', " "), |question| question.title.to_string())
}

fn agents(written: &[Text]) -> Agents {
    match written {
        [file] if file.value.trim().to_lowercase().ends_with(".csv") => Agents::File(words(file)),
        names => Agents::Names(names.iter().map(words).collect()),
    }
}

#[cfg(test)]
#[path = "read_tests.rs"]
pub(super) mod tests;
