//! Sign-off: the seals that show whether approved words, or an approved script, were changed since.

use sha2::{Digest as _, Sha256};

use crate::diagnostic::Diagnostic;
use crate::fix::Edit;
use crate::reading::Reading;
use crate::script::{MustSay, Script, SignOff, Words};
use crate::source::{Place, Source};
use crate::text::Text;
use crate::yaml::{self, Node, Value};

/// Who approves, when, and until when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approval {
    /// Who approves.
    pub by: String,
    /// The day of the approval, `2026-11-24`.
    pub on: String,
    /// The day on which it must be looked at again.
    pub until: String,
}

/// The seal of some words: 16 hexadecimal digits of their SHA-256.
#[must_use]
pub fn seal(words: &Words) -> String {
    let mut all = String::new();
    for version in &words.versions {
        all.push_str(version.language.as_ref().map_or("", |tag| tag.value.trim()));
        all.push('\n');
        all.push_str(version.text.value.replace("\r\n", "\n").trim());
        all.push('\n');
    }
    digest(&all)
}

/// The seal of a whole script file: everything in it but the sign-off itself, so that any change breaks
/// it, a new order included.
///
/// ```
/// use callcraft::approve::seal_of_script;
///
/// let old = "script: Late\nsegments:\n  - say: It came.\n  - say: A fine.\n";
/// let new = "script: Late\nsegments:\n  - say: A fine.\n  - say: It came.\n";
/// assert_ne!(seal_of_script(old), seal_of_script(new));
/// ```
#[must_use]
pub fn seal_of_script(text: &str) -> String {
    let kept = text.lines().filter(|line| !is_sign_off(line)).flat_map(|line| [line.trim_end(), "\n"]);
    digest(&kept.collect::<String>())
}

const KEYS: [&str; 4] = ["approved_by", "approved_on", "review_by", "seal"];

fn is_sign_off(line: &str) -> bool {
    let key = line.trim_start().split(':').next().unwrap_or("");
    KEYS.contains(&key)
}

fn digest(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// What is wrong with the sign-off of a script on a day written `2026-11-24`: broken seals, and reviews
/// that are due.
///
/// ```
/// use callcraft::read::NoFiles;
///
/// let text = "script: Late\nseal: 0123456789abcdef\nsegments:\n  - say: A fine.\n";
/// let reading = callcraft::read::read("late.yaml", text.as_bytes(), &NoFiles);
/// let found = callcraft::approve::check(&reading, reading.script.as_ref().unwrap(), "2026-11-24");
/// assert_eq!(found[0].rule, "approve/broken-seal");
/// ```
#[must_use]
pub fn check(reading: &Reading, script: &Script, today: &str) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    if let (Some(written), Some(source)) = (&script.sign_off.seal, reading.source())
        && written.value.trim() != seal_of_script(source.text())
    {
        let message = "the script was changed after it was approved";
        let help = "have it looked at, then run `callcraft approve` again";
        found.push(Diagnostic::warning("approve/broken-seal", written.place, message).help(help));
    }
    due(&script.sign_off, "the script", today, &mut found);
    for must in must_says(script) {
        if let Some(written) = &must.sign_off.seal
            && written.value.trim() != seal(&must.words)
        {
            let message = "these exact words were changed after they were approved";
            let help = "put the approved words back, or have the new ones approved: `callcraft approve`";
            found.push(Diagnostic::error("approve/broken-seal", written.place, message).help(help));
        }
        due(&must.sign_off, "these exact words", today, &mut found);
    }
    found
}

fn due(sign_off: &SignOff, what: &str, today: &str, found: &mut Vec<Diagnostic>) {
    let Some(review) = &sign_off.review_by else { return };
    let day = |words: &str| words.trim().parse::<jiff::civil::Date>().ok();
    let Some(until) = day(&review.value) else {
        let message = format!("`review_by` is `{review}`, which is not a day");
        found.push(Diagnostic::warning("approve/day", review.place, message).help("write it as 2027-03-31"));
        return;
    };
    if day(today).is_some_and(|today| until < today) {
        let message = format!("{what} had to be looked at again by {review}");
        let help = "have it looked at, then run `callcraft approve` with a new day";
        found.push(Diagnostic::warning("approve/expired", review.place, message).help(help));
    }
}

/// Every exact wording of a script.
fn must_says(script: &Script) -> impl Iterator<Item = &MustSay> {
    script.all_segments().flat_map(|segment| {
        let answers = segment.all_answers().filter_map(|answer| answer.must_say.as_deref());
        segment.must_say.as_deref().into_iter().chain(answers)
    })
}

/// The changes that write an approval into a script: into every `must_say`, and into the script itself.
#[must_use]
pub fn edits(source: &Source, script: &Script, approval: &Approval) -> Vec<Edit> {
    let outcome = yaml::tree(source, 0, &[]);
    let Some(root) = &outcome.node else { return Vec::new() };
    let own = |must: &&MustSay| must.words.texts().next().is_some_and(|text| text.place.file == 0);
    let musts: Vec<&MustSay> = must_says(script).filter(own).collect();
    let mut writer = Writer { source, approval, musts, edits: Vec::new() };
    writer.walk(root);
    let text = crate::fix::mend(source, [&whole(writer.edits.clone())], crate::fix::Safety::Unsafe);
    writer.sign(root, &seal_of_script(&text));
    writer.edits
}

fn whole(edits: Vec<Edit>) -> crate::fix::Fix {
    crate::fix::Fix { title: "approve".to_string(), edits, safety: crate::fix::Safety::Unsafe }
}

struct Writer<'s> {
    source: &'s Source,
    approval: &'s Approval,
    musts: Vec<&'s MustSay>,
    edits: Vec<Edit>,
}

impl Writer<'_> {
    fn walk(&mut self, node: &Node) {
        match &node.value {
            Value::List(items) => items.iter().for_each(|item| self.walk(item)),
            Value::Map(entries) => {
                for entry in entries {
                    if yaml::is_key(&entry.key.value, "must_say") {
                        self.must_say(&entry.key, &entry.value);
                    } else {
                        self.walk(&entry.value);
                    }
                }
            }
            Value::Words(_) | Value::Nothing => {}
        }
    }

    fn must_say(&mut self, key: &Text, node: &Node) {
        let within = |must: &&&MustSay| {
            must.words.texts().any(|text| node.place.start <= text.place.start && text.place.end <= node.place.end)
        };
        let Some(seal) = self.musts.iter().find(within).map(|must| seal(&must.words)) else { return };
        match &node.value {
            Value::Map(_) => self.sign(node, &seal),
            Value::Words(_) => self.spell_out(key, node, &seal),
            Value::List(_) | Value::Nothing => {}
        }
    }

    /// Gives words that stand right behind `must_say` keys of their own, to have room for the sign-off.
    fn spell_out(&mut self, key: &Text, node: &Node, seal: &str) {
        let column = self.source.position(key.place.start as usize).column - 1;
        let inner = " ".repeat(column + 2);
        let end = self.line_end();
        let deeper = self.source.slice(node.place).replace('\n', "\n  ");
        let lines: String = self.lines(seal).iter().map(|line| format!("{end}{inner}{line}")).collect();
        let text = format!("{end}{inner}text: {deeper}{lines}");
        // From right behind the colon, so that no white space is left at the end of the key's line.
        let place = Place::new(key.place.end as usize + 1, node.place.end as usize);
        self.edits.push(Edit { place, text });
    }

    fn lines(&self, seal: &str) -> [String; 4] {
        let Approval { by, on, until } = self.approval;
        let quoted = |words: &str| yaml::quote(words);
        [
            format!("approved_by: {}", quoted(by)),
            format!("approved_on: {on}"),
            format!("review_by: {until}"),
            format!("seal: \"{seal}\""),
        ]
    }

    /// Writes the sign-off into a map: over the values that stand there, the others below its last key.
    fn sign(&mut self, node: &Node, seal: &str) {
        let Value::Map(entries) = &node.value else { return };
        let mut missing = Vec::new();
        for (key, line) in KEYS.iter().zip(self.lines(seal)) {
            let value = line.split_once(": ").map_or("", |(_, value)| value).to_string();
            match entries.iter().find(|entry| yaml::is_key(&entry.key.value, key)) {
                Some(entry) => self.edits.push(Edit { place: entry.value.place, text: value }),
                None => missing.push(line),
            }
        }
        let Some(first) = entries.first() else { return };
        if self.source.slice(node.place).starts_with('{') {
            let close = node.place.end as usize - 1;
            let text = missing.iter().map(|line| format!(", {line}")).collect();
            self.edits.push(Edit { place: Place::new(close, close), text });
            return;
        }
        let column = self.source.position(first.key.place.start as usize).column - 1;
        let anchor = if column == 0 { first.value.place.end } else { node.place.end } as usize;
        let end = self.line_end();
        let text = missing.iter().map(|line| format!("{end}{}{line}", " ".repeat(column))).collect();
        let at = self.end_of_line(anchor);
        self.edits.push(Edit { place: Place::new(at, at), text });
    }

    fn line_end(&self) -> &'static str {
        if self.source.text().contains("\r\n") { "\r\n" } else { "\n" }
    }

    /// The end of the line on which a byte stands, so that a remark behind a value stays with it.
    fn end_of_line(&self, byte: usize) -> usize {
        let rest = self.source.text().get(byte..).unwrap_or("");
        byte + rest.find(['\r', '\n']).unwrap_or(rest.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fix::{Safety, mend};
    use crate::read::{NoFiles, read};

    fn approval() -> Approval {
        Approval { by: "Ana: legal".into(), on: "2026-11-24".into(), until: "2027-05-01".into() }
    }

    fn approved(text: &str) -> String {
        let reading = read("x.yaml", text.as_bytes(), &NoFiles);
        let (Some(source), Some(script)) = (reading.source(), &reading.script) else { panic!("no script") };
        mend(source, [&whole(edits(source, script, &approval()))], Safety::Unsafe)
    }

    fn found(text: &str, today: &str) -> Vec<String> {
        let reading = read("x.yaml", text.as_bytes(), &NoFiles);
        assert_eq!(reading.errors(), 0, "{:#?}\n{text}", reading.diagnostics);
        let script = reading.script.clone().unwrap_or_default();
        check(&reading, &script, today).into_iter().map(|found| found.rule).collect()
    }

    const SCRIPT: &str = "script: x # title\nsegments:\n  - say: Hello.\n  - must_say: |\n      This call is recorded.\n      Really.\n    note: n\n  - must_say: {text: Stop., why: law}\n  - must_say:\n      text: |\n        One.\n      review_by: 2020-01-01 # old\n    say: Two.\n";

    #[test]
    fn an_approved_script_is_whole_until_it_is_changed() {
        let text = approved(SCRIPT);
        assert_eq!(found(&text, "2026-12-01"), Vec::<String>::new(), "{text}");
        assert_eq!(approved(&text), text, "approving twice the same day changes nothing");
        assert_eq!(found(&text, "2027-05-02").len(), 4);
        assert_eq!(found(&text.replace("Really.", "Maybe."), "2026-12-01"), ["approve/broken-seal"; 2]);
        assert_eq!(found(&text.replace("Hello.", "Hi."), "2026-12-01"), ["approve/broken-seal"]);
        assert!(text.contains("review_by: 2027-05-01 # old"), "{text}");
    }

    #[test]
    fn every_line_end_is_kept() {
        let text = approved(&SCRIPT.replace('\n', "\r\n"));
        assert_eq!(found(&text, "2026-12-01"), Vec::<String>::new(), "{text}");
        assert_eq!(text.replace("\r\n", "").matches('\n').count(), 0);
    }
}
