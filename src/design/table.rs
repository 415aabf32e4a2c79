//! A plan for people at a terminal: the new order, the curve before and after, the reasons, the limits.

use std::fmt::Write as _;

use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

use crate::experience::{Model, NO_EVIDENCE};
use crate::report::Look;
use crate::script::{Script, Timing, duration};
use crate::sequence::solve::Proof;
use crate::sequence::{Move, Plan, Spread, Verdict, settings};

/// The plan as text.
#[must_use]
pub fn table(script: &Script, plan: &Plan, look: Look) -> String {
    let mut page = Page { script, plan, look, out: String::new() };
    page.head();
    page.order();
    page.curve();
    page.moves();
    page.broken();
    page.stopped();
    page.outcomes();
    page.sure();
    page.choices();
    page.limits();
    page.out
}

struct Page<'p> {
    script: &'p Script,
    plan: &'p Plan,
    look: Look,
    out: String,
}

#[derive(Clone, Copy)]
enum Ink {
    Bold,
    Dim,
    Pain,
    Pleasure,
    Plain,
}

impl Page<'_> {
    fn ink(&self, ink: Ink, words: &str) -> String {
        let code = match ink {
            _ if !self.look.colour => return words.to_string(),
            Ink::Bold => "1",
            Ink::Dim => "2",
            Ink::Pain => "31",
            Ink::Pleasure => "32",
            Ink::Plain => return words.to_string(),
        };
        format!("\u{1b}[{code}m{words}\u{1b}[0m")
    }

    fn line(&mut self, words: &str) {
        self.out.push_str(words.trim_end());
        self.out.push('\n');
    }

    fn heading(&mut self, words: &str) {
        let heading = self.ink(Ink::Bold, words);
        self.out.push('\n');
        self.line(&heading);
    }

    /// A paragraph, wrapped and set in.
    fn paragraph(&mut self, words: &str, set_in: usize) {
        let width = self.look.width.clamp(40, 110);
        for line in wrapped(words, width.saturating_sub(set_in)) {
            let line = format!("{}{line}", " ".repeat(set_in));
            self.line(&line);
        }
    }

    fn name(&self, segment: usize) -> &str {
        self.script.segments.get(segment).map_or("", |segment| segment.name())
    }

    fn head(&mut self) {
        let total: f64 = self.plan.seconds.iter().sum();
        let title = self.ink(Ink::Bold, &clean(&self.script.title.value));
        let line = format!(
            "{title} ({}, {} segments, about {})",
            clean(self.script.role.name()),
            self.script.segments.len(),
            duration::spoken(total)
        );
        self.line(&line);
        self.out.push('\n');
        let (before, after) = (self.plan.before.total, self.plan.after.total);
        let verdict = match self.plan.verdict {
            Verdict::Reorder => format!(
                "Reorder it: remembered experience {before:.2} as written, {after:.2} as designed ({:+.2}).",
                after - before
            ),
            Verdict::Leave if self.plan.moves.is_empty() => {
                format!(
                    "Leave it as it is: the written order is the best there is (remembered experience {before:.2})."
                )
            }
            Verdict::Leave => format!(
                "Leave it as it is: no evidence either way. The best order is only {:.2} better ({before:.2} to {after:.2}), and a difference under {NO_EVIDENCE} says nothing.",
                after - before
            ),
            Verdict::MustChange => format!(
                "It cannot stay as it is: the written order breaks {}. Remembered experience {before:.2} as written, {after:.2} as designed.",
                counted(self.plan.broken_before.len(), "constraint")
            ),
        };
        self.paragraph(&verdict, 0);
        let proof = match self.plan.proof {
            Proof::Optimal => "Proved: no permitted order is better.".to_string(),
            Proof::Gap(gap) => format!(
                "Not proved within the time limit: a permitted order could be better by {gap:.3} at most (--time-limit gives it longer)."
            ),
        };
        self.paragraph(&proof, 0);
    }

    fn order(&mut self) {
        self.out.push('\n');
        let widest = |cells: &[String]| cells.iter().map(|cell| cell.width()).max().unwrap_or(0);
        let names: Vec<String> = self.plan.order.iter().map(|&at| cut(&clean(self.name(at)), 34)).collect();
        let wide = widest(&names).max(7);
        let head = format!(
            "{:>3} {:>6}  {}  {:<17} {:>10}  {}",
            "now",
            "was",
            padded("segment", wide),
            "feels",
            "takes",
            "why it moved"
        );
        let head = self.ink(Ink::Dim, &head);
        self.line(&head);
        for (place, &segment) in self.plan.order.iter().enumerate() {
            let moved = self.plan.moves.iter().find(|change| change.segment == segment);
            let was = match moved {
                Some(change) => format!("{}{}", if change.to < change.from { "↑ " } else { "↓ " }, change.from),
                None => (segment + 1).to_string(),
            };
            let own = &self.script.segments[segment];
            let (ink, feels) = match &own.feels {
                Some(said) if said.is_guess() => (feeling_ink(said.value.valence()), format!("{}?", said.value.name())),
                Some(said) => (feeling_ink(said.value.valence()), said.value.name().to_string()),
                None => (Ink::Dim, "not given".to_string()),
            };
            let feels = self.ink(ink, &format!("{feels:<17}"));
            let takes = format!(
                "{}{}",
                if own.takes.is_some() { "" } else { "~" },
                duration::spoken(self.plan.seconds[segment])
            );
            let why = moved.map_or("", |change| change.principle.title());
            let was = format!("{}{was}", " ".repeat(6_usize.saturating_sub(was.width())));
            let line = format!("{:>3} {was}  {}  {feels} {takes:>10}  {why}", place + 1, padded(&names[place], wide));
            self.line(&line);
        }
    }

    /// How the call feels over its time, one column for each slice of it.
    fn curve(&mut self) {
        let columns = self.look.width.clamp(40, 100) - 14;
        let written: Vec<usize> = (0..self.script.segments.len()).collect();
        self.heading("How it will be felt, from the first second to the last");
        let mut rows = vec![("as written", written)];
        if !self.plan.moves.is_empty() {
            rows.push(("as designed", self.plan.order.clone()));
        }
        for (label, order) in rows {
            let mut line = format!("  {label:<11} ");
            for (valence, sign) in self.slices(&order, columns) {
                let ink =
                    valence.map_or(Ink::Dim, |valence| if valence == 0 { Ink::Plain } else { feeling_ink(valence) });
                line.push_str(&self.ink(ink, &sign.to_string()));
            }
            self.line(&line);
        }
        self.paragraph("▁ very painful  ▄ neutral  ▇ very pleasant  · no feeling given", 14);
    }

    fn slices(&self, order: &[usize], columns: usize) -> Vec<(Option<i8>, char)> {
        let total: f64 = self.plan.seconds.iter().sum();
        let mut slices = Vec::new();
        let (mut at, mut end) = (0, order.first().map_or(0.0, |&segment| self.plan.seconds[segment]));
        for column in 0..columns {
            let now = (column as f64 + 0.5) / columns as f64 * total;
            while now >= end && at + 1 < order.len() {
                at += 1;
                end += self.plan.seconds[order[at]];
            }
            let Some(&segment) = order.get(at) else { break };
            let valence = self.script.segments[segment].feels.as_ref().map(|said| said.value.valence());
            let bars = ['▁', '▂', '▃', '▄', '▅', '▆', '▇'];
            let sign = valence.map_or('·', |valence| bars[usize::from((valence + 3).unsigned_abs()).min(6)]);
            slices.push((valence, sign));
        }
        slices
    }

    fn moves(&mut self) {
        if self.plan.moves.is_empty() {
            return;
        }
        self.heading("Why each part moved");
        for change in &self.plan.moves.clone() {
            self.change(change);
        }
    }

    fn change(&mut self, change: &Move) {
        let worth = match change.gain {
            Some(gain) => format!("Alone it is worth {gain:+.2}."),
            None => "Putting only this one back is not permitted.".to_string(),
        };
        let name = clean(self.name(change.segment));
        let line = format!(
            "{name}, from {} to {} ({}): {}. {worth}",
            change.from,
            change.to,
            change.principle.title(),
            clean(&change.why)
        );
        self.paragraph(&line, 2);
        let reads = |(end, start): &(String, String)| match (end.is_empty(), start.is_empty()) {
            (false, false) => Some(format!("“{}” → “{}”", clean(end), clean(start))),
            _ => None,
        };
        let reads: Vec<String> = [&change.lead_in, &change.lead_out].into_iter().flatten().filter_map(reads).collect();
        for (at, joint) in reads.iter().enumerate() {
            let label = if at == 0 { "reads now: " } else { "           " };
            let joint = self.ink(Ink::Dim, &format!("      {label}{joint}"));
            self.line(&joint);
        }
        if let Some(paste) = &change.paste {
            let id = clean(&self.script.segments[change.segment].id);
            let line =
                self.ink(Ink::Dim, &format!("      reads wrong? paste this line into `{id}`:   {}", clean(paste)));
            self.line(&line);
        }
    }

    fn broken(&mut self) {
        if self.plan.broken_before.is_empty() {
            return;
        }
        self.heading("What the written order breaks");
        for sentence in unique(self.plan.broken_before.iter().map(|demand| demand.sentence(self.script))) {
            self.paragraph(&format!("- {}", clean(&sentence)), 2);
        }
    }

    fn stopped(&mut self) {
        if self.plan.stopped.is_empty() {
            return;
        }
        self.heading("What held a better order back, and what that costs");
        for stopped in self.plan.stopped.iter().take(6) {
            let line = format!("- {:.2}: {}", stopped.cost, clean(&stopped.constraint));
            self.paragraph(&line, 2);
        }
        if self.plan.stopped.len() > 6 {
            let rest = self.plan.stopped.len() - 6;
            self.paragraph(&format!("and {} more (--format json lists them)", rest), 2);
        }
    }

    fn outcomes(&mut self) {
        let ways = super::ends::ways(self.script, self.plan);
        let unknown = self.plan.spread == Spread::Unknown;
        if ways.is_empty() && !unknown {
            return;
        }
        self.heading("By how the call goes");
        for way in ways {
            let share = if way.share < 0.005 { "under 1".to_string() } else { format!("{:.0}", way.share * 100.0) };
            let line = format!(
                "  {:>5.2} → {:>5.2}  {} {share:>4} %  {}{}",
                way.before,
                way.after,
                padded(&cut(&clean(&way.name), 30), 30),
                duration::spoken(way.seconds),
                if way.worse { "  clearly worse, while the usual path gets better" } else { "" }
            );
            self.line(&line);
            for remark in way.remarks {
                self.paragraph(&clean(&remark), 17);
            }
        }
        if unknown {
            self.paragraph(super::ends::UNKNOWN, 2);
        }
    }

    fn sure(&mut self) {
        let asked = &self.plan.ask_first;
        if self.plan.doubts.is_empty() && asked.is_empty() {
            return;
        }
        self.heading("How sure that is");
        let mut told: Vec<(usize, String)> = Vec::new();
        for doubt in &self.plan.doubts {
            let way = if doubt.step > 0 { "more pleasant" } else { "more painful" };
            let line = format!(
                "if \"{}\" felt one step {way}, {} would stand elsewhere",
                self.name(doubt.segment),
                counted(doubt.moved, "segment")
            );
            told.push((doubt.moved, line));
        }
        told.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        let shown: Vec<String> = told.iter().take(4).map(|(_, line)| line.clone()).collect();
        for line in shown {
            self.paragraph(&format!("- {}", clean(&line)), 2);
        }
        if told.len() > 4 {
            self.paragraph(&format!("and {} more feelings that matter (--format json lists them)", told.len() - 4), 2);
        }
        for asked in asked.clone() {
            let worth = |score: Option<f64>| score.map_or("not permitted".to_string(), |score| format!("{score:.2}"));
            let line = format!(
                "- the customer may choose which comes first: \"{}\" first {}, \"{}\" first {}",
                self.name(asked.segment),
                worth(asked.first),
                self.name(asked.other),
                worth(asked.second)
            );
            self.paragraph(&clean(&line), 2);
        }
    }

    fn choices(&mut self) {
        self.heading("Choice and habit (not part of the score)");
        let decisions: Vec<String> = self
            .plan
            .decisions
            .iter()
            .map(|&(at, options)| format!("{} ({})", clean(self.name(at)), counted(options, "option")))
            .collect();
        let line = if decisions.is_empty() {
            "- no decision is handed to the customer".to_string()
        } else {
            format!("- the customer decides: {}", decisions.join(", "))
        };
        self.paragraph(&line, 2);
        if let Some(pairs) = self.plan.from_habit {
            let line = match pairs {
                0 => "- the new order is the one that customers know".to_string(),
                _ => {
                    format!("- {} stand in another order than customers know: say what changed", counted(pairs, "pair"))
                }
            };
            self.paragraph(&line, 2);
        }
    }

    fn limits(&mut self) {
        self.heading("What this rests on");
        let settings = settings(self.script);
        let timing = Timing::of(self.script);
        let chosen = match settings.model {
            Model::Recency => format!("recency {}", settings.recency),
            Model::Acclimation => format!("acclimation {}, decay {}", settings.acclimation, settings.decay),
        };
        let pace = if self.script.language.is_chinese() {
            format!("{} characters a minute", timing.characters)
        } else {
            format!("{} words a minute", timing.words)
        };
        self.paragraph(
            &format!(
                "- settings: {chosen}, peaks {}, diminishing {}, loss {}, editing {}; {pace}, {} s of listening after a closed question, {} s after an open one; ~ marks an estimated time",
                settings.peaks, settings.diminishing, settings.loss, settings.editing, timing.closed, timing.open
            ),
            2,
        );
        let average = self.plan.after.average;
        let hint = if average < 0.0 { ": more hurts than pleases here, and order cannot mend that" } else { "" };
        self.paragraph(&format!("- the plain average of the feelings is {average:.2}, whatever the order{hint}"), 2);
        for line in crate::design::guessed_ends(self.script) {
            self.paragraph(&format!("- {line}"), 2);
        }
        self.paragraph(&format!("- {}", crate::design::led_by(self.script)), 2);
        self.paragraph("- order effects are real but modest, and several published studies found none: `callcraft evidence` shows what the score gets right and what it gets wrong", 2);
    }
}

fn feeling_ink(valence: i8) -> Ink {
    match valence {
        ..0 => Ink::Pain,
        0 => Ink::Plain,
        1.. => Ink::Pleasure,
    }
}

fn counted(count: usize, thing: &str) -> String {
    if count == 1 { format!("1 {thing}") } else { format!("{count} {thing}s") }
}

fn unique(sentences: impl Iterator<Item = String>) -> Vec<String> {
    let mut seen = Vec::new();
    for sentence in sentences {
        if !seen.contains(&sentence) {
            seen.push(sentence);
        }
    }
    seen
}

/// Without the control signs that a file may carry to fool a terminal.
fn clean(words: &str) -> String {
    words.chars().filter(|c| !c.is_control()).collect()
}

fn padded(words: &str, width: usize) -> String {
    format!("{words}{}", " ".repeat(width.saturating_sub(words.width())))
}

fn cut(words: &str, most: usize) -> String {
    if words.width() <= most {
        return words.to_string();
    }
    let mut out = String::new();
    for c in words.chars() {
        if out.width() + c.width().unwrap_or(0) >= most {
            break;
        }
        out.push(c);
    }
    let _ = write!(out, "…");
    out
}

/// Lines of at most this many columns; Chinese is broken between any two signs.
fn wrapped(words: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in words.split(' ') {
        let Some(line) = lines.last_mut() else { break };
        if line.is_empty() || line.width() + 1 + word.width() <= width {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        } else {
            let hang = if words.starts_with("- ") { "  " } else { "" };
            lines.push(format!("{hang}{word}"));
        }
    }
    lines
}
