//! `walk` in the customer's seat: hears the call, answers, and says how it felt.

use std::collections::BTreeMap;
use std::io::{BufRead as _, IsTerminal as _, Write as _};
use std::path::PathBuf;
use std::time::Duration;

use callcraft::felt::{Record, RecordStep};
use callcraft::picture::curve;
use callcraft::reading::Reading;
use callcraft::script::{Feeling, Script, Timing, count_spoken};
use callcraft::walk::{
    Call, End, Line, Reply, Turn, Wants, felt_chart, felt_curves, felt_differences, felt_parts, understand,
};
use sha2::{Digest as _, Sha256};

use super::kept;
use super::other::{self, Moment, Place};
use crate::files::{self, Replace};
use crate::{Exit, Outcome, Trouble, say};

/// How the lead wants to walk.
pub(super) struct Wishes {
    /// The script's file.
    pub file: String,
    /// The order of the segments.
    pub order: Vec<usize>,
    /// How fast it is spoken; as fast as it can be read where absent.
    pub speed: Option<f64>,
    /// Where the record goes.
    pub output: Option<PathBuf>,
    /// Where the picture goes.
    pub svg: Option<PathBuf>,
    /// Whether files that are already there are replaced.
    pub force: bool,
}

/// How to answer, and the keys for feelings.
fn help(chinese: bool) -> String {
    let keys = Feeling::words(chinese).into_iter().enumerate().map(|(at, words)| format!("{} {words}", at + 1));
    let keys = keys.collect::<Vec<_>>().join(if chinese { "，" } else { ", " });
    if chinese {
        format!(
            "您现在是客户。用编号或自己的话回答；直接回车表示没说清楚。\n每一段之后说一下感受：{keys}；\n\
             直接回车表示不评；b 回到上一段。! 列出随时可能发生的事；q 结束。\n"
        )
    } else {
        format!(
            "You are the customer. Answer with a number or in your own words; an empty line is no clear answer.\n\
             After each part say how it felt:\n{keys};\n\
             an empty line leaves it open; b goes back to the part before.\n\
             ! lists what may happen at any moment; q ends the walk.\n"
        )
    }
}

/// Walks through a script in the customer's seat.
pub(super) fn run(reading: &Reading, script: &Script, wishes: &Wishes) -> Outcome {
    let mut files = wishes.output.iter().chain(&wishes.svg);
    if let Some(path) = files.find(|path| !wishes.force && path.exists()) {
        return Err(format!("`{}` is already there; nothing was begun (--force replaces it)", path.display()).into());
    }
    let call = Call::new(script, &wishes.order, &BTreeMap::new());
    let record = Record {
        script: script.id.clone(),
        sha256: fingerprint(reading),
        seat: "customer".to_string(),
        ..Record::default()
    };
    let place = Place { path: wishes.file.clone(), depth: 0 };
    let mut seat = Seat { script, wishes, place, call, record, open: Vec::new(), next: None };
    say::result(&help(script.language.is_chinese()));
    kept::watch();
    seat.walk()?;
    seat.close(reading);
    seat.draw()?;
    Ok(Exit::Done)
}

/// The fingerprint of a script's text.
pub(super) fn fingerprint(reading: &Reading) -> String {
    let digest = Sha256::digest(reading.source().map_or("", |source| source.text()).as_bytes());
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

struct Seat<'s> {
    script: &'s Script,
    wishes: &'s Wishes,
    /// The file that is heard; parts of a script that the call only goes through are not rated one by one.
    place: Place,
    call: Call<'s>,
    record: Record,
    /// The turns of the segment that is being heard, not yet on the record: its name, seconds, answers.
    open: Vec<(String, f64, Option<String>)>,
    /// What happens before the next turn.
    next: Option<usize>,
}

/// Whether the walk goes on.
#[derive(PartialEq, Eq)]
enum Goes {
    On,
    Over,
}

impl Seat<'_> {
    fn walk(&mut self) -> Result<(), Trouble> {
        self.hear()?;
        self.put_down(None);
        self.record.outcome = match self.call.end() {
            Some(End::As(name) | End::Left(name)) => Some(name.clone()),
            Some(End::Through) => Some(String::new()),
            _ => None,
        };
        self.keep()
    }

    /// Hears the call to its end.
    fn hear(&mut self) -> Result<Goes, Trouble> {
        while let Some(turn) = self.call.turn().cloned() {
            if let Some(entry) = self.next.take() {
                self.call.interrupt(entry);
                continue;
            }
            self.speak(&turn.lines);
            let Some(reply) = self.listen(&turn) else { return Ok(Goes::Over) };
            let back = match reply {
                Heard::Reply(reply) => self.call.reply(&reply),
                Heard::Happens(entry) => {
                    self.put_down(None);
                    self.call.interrupt(entry);
                    continue;
                }
            };
            self.speak(&back);
            self.note(&turn);
            let left = self.call.turn().is_none_or(|next| (next.segment, next.aside) != (turn.segment, turn.aside));
            if left && self.feel(&turn)? == Goes::Over {
                return Ok(Goes::Over);
            }
            if let Some(name) = self.call.passing().map(str::to_string)
                && self.through(&name)? == Goes::Over
            {
                return Ok(Goes::Over);
            }
        }
        Ok(Goes::On)
    }

    /// Hears another script to its end, asks how all of it felt, and comes back.
    fn through(&mut self, name: &str) -> Result<Goes, Trouble> {
        let other = other::script(&self.place, name, self.script.language.is_chinese());
        let Some((reading, place)) = other else {
            self.call.come_back(&BTreeMap::new());
            return Ok(Goes::On);
        };
        let Some(script) = &reading.script else { return Ok(Goes::On) };
        let order: Vec<usize> = (0..script.segments.len()).collect();
        let call = Call::new(script, &order, self.call.values());
        let (wishes, record) = (self.wishes, Record::default());
        let mut inner = Seat { script, wishes, place, call, record, open: Vec::new(), next: None };
        let goes = inner.hear()?;
        self.open.push((name.to_string(), inner.call.seconds(), None));
        self.call.come_back(inner.call.values());
        let (felt, goes) = if goes == Goes::Over { (None, Goes::Over) } else { self.rated() };
        self.put_down(felt);
        self.keep()?;
        Ok(goes)
    }

    /// Says the words: at once, or as fast as they are spoken.
    fn speak(&self, lines: &[Line]) {
        for line in lines {
            let Some(words) = line.versions.first() else { continue };
            let words = say::clean(words);
            match self.wishes.speed {
                None => say::result(&format!("\n  {}", words.replace('\n', "\n  "))),
                Some(speed) => self.slowly(&words, speed),
            }
        }
    }

    fn slowly(&self, words: &str, speed: f64) {
        let timing = Timing::of(self.script);
        let mut out = std::io::stdout().lock();
        let _ = write!(out, "\n  ");
        let pieces: Vec<&str> = if self.script.language.is_chinese() {
            words.split_inclusive(|_| true).collect()
        } else {
            words.split_inclusive(char::is_whitespace).collect()
        };
        for piece in pieces {
            let (count, characters) = count_spoken(piece);
            let _ = write!(out, "{}", piece.replace('\n', "\n  "));
            let _ = out.flush();
            let seconds = 60.0 * (count as f64 / timing.words + characters as f64 / timing.characters) / speed;
            std::thread::sleep(Duration::from_secs_f64(seconds.clamp(0.0, 10.0)));
        }
        let _ = writeln!(out);
    }

    /// What the customer does; `None` where the walk is over.
    fn listen(&self, turn: &Turn) -> Option<Heard> {
        match &turn.wants {
            Wants::Nothing => Some(Heard::Reply(Reply::Nothing)),
            Wants::Words(_) => {
                let typed = ask(">")?;
                match self.happens(&typed) {
                    Some(heard) => heard,
                    None if typed.trim() == "q" => None,
                    None => Some(Heard::Reply(Reply::Words(typed))),
                }
            }
            Wants::OneOf(answers) => self.choose(answers),
        }
    }

    fn choose(&self, answers: &[Vec<String>]) -> Option<Heard> {
        let list: Vec<String> =
            answers.iter().enumerate().map(|(at, hear)| format!("    {}  {}", at + 1, hear.join(" / "))).collect();
        say::result(&say::clean(&list.join("\n")));
        loop {
            let typed = ask(">")?;
            if let Some(heard) = self.happens(&typed) {
                return heard;
            }
            match (typed.trim(), understand(&typed, answers)) {
                ("q", _) => return None,
                ("", _) => return Some(Heard::Reply(Reply::Unclear)),
                (_, Some(number)) => return Some(Heard::Reply(Reply::Take(number))),
                (_, None) => say::result(if self.script.language.is_chinese() {
                    "  听不出是哪一个，请输入编号；直接回车表示没说清楚。"
                } else {
                    "  That could be none of these or several: type the number; an empty line is no clear answer."
                }),
            }
        }
    }

    /// Something that may happen at any moment, where the line begins with `!`.
    fn happens(&self, typed: &str) -> Option<Option<Heard>> {
        Some(match other::moment(self.script, typed)? {
            Moment::Happens(entry) => Some(Heard::Happens(entry)),
            Moment::Nothing => Some(Heard::Reply(Reply::Unclear)),
            Moment::Over => None,
        })
    }

    /// Notes what was just heard.
    fn note(&mut self, turn: &Turn) {
        let id = self.call.segment(turn).map_or(String::new(), |segment| segment.id.clone());
        let last = self.call.heard().last();
        let answer = last.filter(|heard| heard.taken.is_some()).and_then(|heard| heard.answer.clone());
        self.open.push((id, last.map_or(0.0, |heard| heard.seconds), answer));
        if self.place.depth == 0 {
            let mut so_far = self.record.clone();
            so_far.steps.extend(self.heard(None));
            kept::keep(self.wishes.output.as_ref(), so_far.to_json());
        }
    }

    /// The segment that was heard, as a step of the record.
    fn heard(&self, felt: Option<Feeling>) -> Option<RecordStep> {
        let (segment, ..) = self.open.first()?.clone();
        let answers: Vec<String> = self.open.iter().filter_map(|(_, _, answer)| answer.clone()).collect();
        let seconds = self.open.iter().map(|(_, seconds, _)| seconds).sum();
        let answer = (!answers.is_empty()).then(|| answers.join("; "));
        Some(RecordStep { segment, seconds, felt, answer })
    }

    /// Puts the segment that was heard on the record.
    fn put_down(&mut self, felt: Option<Feeling>) {
        self.record.steps.extend(self.heard(felt));
        self.open.clear();
    }

    /// Asks how the segment felt, and keeps the record as it is by now.
    fn feel(&mut self, turn: &Turn) -> Result<Goes, Trouble> {
        if self.place.depth > 0 {
            self.open.clear();
            return Ok(Goes::On);
        }
        let silent = turn.lines.is_empty() && turn.question.is_none();
        let (felt, goes) = if silent { (None, Goes::On) } else { self.rated() };
        self.put_down(felt);
        self.keep()?;
        Ok(goes)
    }

    /// What the customer says of the segment, and whether the walk goes on.
    fn rated(&mut self) -> (Option<Feeling>, Goes) {
        let chinese = self.script.language.is_chinese();
        let question = if chinese { "  感受如何？1-7" } else { "  How did that feel? 1-7" };
        loop {
            let Some(typed) = key(question) else { return (None, Goes::Over) };
            match typed.trim() {
                "q" => return (None, Goes::Over),
                "b" => self.correct(),
                "" => return (None, Goes::On),
                words if words.starts_with(['!', '！']) => {
                    if let Some(Some(Heard::Happens(entry))) = self.happens(words) {
                        self.next = Some(entry);
                    }
                }
                words => match feeling(words) {
                    Some(feeling) => return (Some(feeling), Goes::On),
                    None => say::result(&help(chinese)),
                },
            }
        }
    }

    /// The feeling of the part before, once more.
    fn correct(&mut self) {
        let Some(step) = self.record.steps.last_mut() else { return };
        let question = if self.script.language.is_chinese() { "  上一段" } else { "  The part before" };
        if let Some(feeling) = key(&format!("{question} ({})? 1-7", step.segment)).and_then(|typed| feeling(&typed)) {
            step.felt = Some(feeling);
        }
    }

    /// Writes the record as far as it goes, so that nothing is lost whenever the walk is broken off.
    fn keep(&self) -> Result<(), Trouble> {
        kept::keep(self.wishes.output.as_ref(), self.record.to_json());
        match &self.wishes.output {
            Some(path) if !self.record.steps.is_empty() => {
                files::write(path, self.record.to_json().as_bytes(), Replace::Yes)
            }
            _ => Ok(()),
        }
    }

    /// The picture of what was felt over what was designed.
    fn draw(&self) -> Result<(), Trouble> {
        let Some(path) = &self.wishes.svg else { return Ok(()) };
        let picture = curve(&felt_curves(self.script, &felt_parts(self.script, &self.record)));
        files::write(path, picture.as_bytes(), if self.wishes.force { Replace::Yes } else { Replace::No })?;
        say::aside(&format!("wrote {}", path.display()));
        Ok(())
    }

    /// What was felt over what was designed, and where the record is.
    fn close(&self, reading: &Reading) {
        let parts = felt_parts(self.script, &self.record);
        let ended = match (self.call.end(), self.script.language.is_chinese()) {
            (Some(End::As(name)), false) => format!("The call ended as {name}."),
            (Some(End::As(name)), true) => format!("通话结果：{name}"),
            (Some(End::Left(file)), _) => format!("-> {file}"),
            (Some(_), false) => "The call is over.".to_string(),
            (None, false) => "The walk was broken off here.".to_string(),
            (Some(_), true) => "通话结束。".to_string(),
            (None, true) => "练习到此为止。".to_string(),
        };
        say::result(&format!("\n{}", say::clean(&ended)));
        if parts.iter().any(|part| part.felt.is_some()) {
            say::result(&format!("\n{}", felt_chart(self.script, &parts, say::width())));
            say::result(&felt_differences(reading, self.script, &parts));
        }
        if let Some(path) = self.wishes.output.as_ref().filter(|_| !self.record.steps.is_empty()) {
            say::aside(&format!("wrote {}", path.display()));
        }
    }
}

enum Heard {
    Reply(Reply),
    Happens(usize),
}

/// A feeling by its key, 1 to 7, by a number with its sign, or by its words.
fn feeling(typed: &str) -> Option<Feeling> {
    let words = typed.trim().replace('−', "-");
    match words.parse::<i8>() {
        Ok(number) if words.starts_with(['+', '-']) || number == 0 => Feeling::new(number),
        Ok(key) => (1..=7).contains(&key).then(|| Feeling::new(key - 4)).flatten(),
        Err(_) => Feeling::named(&words),
    }
}

/// A line that was typed; `None` at the end of the input.
pub(super) fn ask(prompt: &str) -> Option<String> {
    let mut out = std::io::stdout().lock();
    let _ = write!(out, "{} ", say::clean(prompt)).and_then(|()| out.flush());
    drop(out);
    let mut line = String::new();
    match std::io::stdin().lock().read_line(&mut line) {
        Ok(0) | Err(_) => None,
        Ok(_) => Some(line.trim_end_matches(['\n', '\r']).to_string()),
    }
}

/// One key where somebody sits at the keyboard, else a line.
fn key(prompt: &str) -> Option<String> {
    let terminal = console::Term::stdout();
    if !std::io::stdin().is_terminal() || !terminal.is_term() {
        return ask(prompt);
    }
    let mut out = std::io::stdout().lock();
    let _ = write!(out, "{} ", say::clean(prompt)).and_then(|()| out.flush());
    drop(out);
    let typed = match terminal.read_key() {
        Ok(console::Key::Char(c)) => Some(c.to_string()),
        Ok(console::Key::Enter) => Some(String::new()),
        Ok(console::Key::CtrlC | console::Key::Escape) | Err(_) => None,
        Ok(_) => Some("?".to_string()),
    };
    say::result(typed.as_deref().unwrap_or(""));
    typed
}
