//! What a document holds beside its words, said in the report: struck out, put in, hidden, in the margins,
//! drawn. Nothing is dropped without being named.

use super::Parts;
use super::body::{About, Beside};
use crate::diagnostic::Diagnostic;
use crate::read::outline::Document;
use crate::source::Place;

/// Says what stands beside the words; `starts` is where each paragraph begins in the text.
pub(super) fn report(document: &mut Document, parts: &Parts, starts: &[usize]) {
    let place = |paragraph: usize| {
        let start = starts.get(paragraph).copied().unwrap_or(0);
        let end = starts.get(paragraph + 1).map_or(start, |next| next.saturating_sub(1));
        Place::new(start, end.max(start))
    };
    for sort in SORTS {
        let found = parts.body.beside.iter().filter(|(own, ..)| own == sort);
        let found: Vec<(String, usize)> = found.map(|(_, words, at)| (named(parts, *sort, words), *at)).collect();
        let Some((_, first)) = found.first() else { continue };
        let mut words: Vec<&str> =
            found.iter().map(|(words, _)| words.trim()).filter(|words| !words.is_empty()).collect();
        words.dedup();
        let first = place(*first);
        document
            .found
            .extend(sentence(*sort, found.len(), &words).map(|(rule, text)| Diagnostic::advice(rule, first, text)));
    }
    for (kind, words) in parts.margins.iter().filter(|(_, words)| !words.is_empty()) {
        let text = format!("the {kind} of the pages is left out, because it is nothing to say: `{words}`");
        document.found.push(Diagnostic::advice("import/margin", Place::default(), text));
    }
    for (what, words) in &parts.drawn {
        let text = format!(
            "the words in {what} are left out, because no one can tell where in the call they belong: `{words}`"
        );
        document.found.push(Diagnostic::warning("import/drawing", Place::default(), text));
    }
    remarks(document, parts);
}

const SORTS: &[Beside] = &[
    Beside::Deleted,
    Beside::Inserted,
    Beside::Hidden,
    Beside::Struck,
    Beside::Prompt,
    Beside::Option,
    Beside::Picture,
    Beside::Drawing,
    Beside::Ruby,
    Beside::Link,
    Beside::Hint,
];

/// The words themselves; for a link the address that its id stands for.
fn named(parts: &Parts, sort: Beside, words: &str) -> String {
    match sort {
        Beside::Link => parts.links.get(words).cloned().unwrap_or_else(|| words.to_string()),
        _ => words.to_string(),
    }
}

fn sentence(sort: Beside, count: usize, words: &[&str]) -> Option<(&'static str, String)> {
    let listed: Vec<String> = words.iter().map(|words| format!("`{words}`")).collect();
    let listed = listed.join(", ");
    let some = !listed.is_empty();
    let behind = if some { format!(": {listed}") } else { String::new() };
    let said = match sort {
        Beside::Deleted if some => {
            ("import/tracked", format!("struck out while changes were tracked, so left out{behind}"))
        }
        Beside::Inserted if some => {
            ("import/tracked", format!("put in while changes were tracked, and taken as accepted{behind}"))
        }
        Beside::Hidden if some => ("import/hidden", format!("hidden in the document, so left out{behind}")),
        Beside::Struck if some => ("import/struck", format!("struck out by the author, so left out{behind}")),
        Beside::Prompt if some => {
            ("import/form", format!("only asks for something to be filled in, so left out{behind}"))
        }
        Beside::Option if some => ("import/form", format!("what may be picked in a field of the form{behind}")),
        Beside::Picture => {
            let pictures = if count == 1 { "a picture is".to_string() } else { format!("{count} pictures are") };
            ("import/picture", format!("{pictures} left out{behind}"))
        }
        Beside::Drawing => (
            "import/drawing",
            "something drawn or embedded is left out; its words, if it has any, are named here".to_string(),
        ),
        Beside::Ruby if some => ("import/pronounced", format!("how words are pronounced, left out{behind}")),
        Beside::Link if some => ("import/link", format!("addresses of links, left out of the words{behind}")),
        Beside::Hint if some => {
            ("import/hint", format!("shown beside the words or worked out by Word, left out{behind}"))
        }
        _ => return None,
    };
    Some(said)
}

/// Comments and footnotes became notes; those that nothing in the document refers to are named.
fn remarks(document: &mut Document, parts: &Parts) {
    let hangs = |about: About, id: &str| parts.body_ids.contains(&(about, id.to_string()));
    let sorts = [
        (About::Comment, &parts.comments, "comment"),
        (About::Footnote, &parts.footnotes, "footnote"),
        (About::Endnote, &parts.endnotes, "endnote"),
    ];
    for (about, from, what) in sorts {
        let said = from.iter().filter(|para| !para.text.trim().is_empty());
        let id = |para: &super::body::Para| para.entry.as_ref().map(|(id, _)| id.clone()).unwrap_or_default();
        let (there, lone): (Vec<_>, Vec<_>) = said.partition(|para| hangs(about, &id(para)));
        let ids: std::collections::BTreeSet<String> = there.into_iter().map(id).collect();
        if !ids.is_empty() {
            let many = if ids.len() == 1 { format!("1 {what} was") } else { format!("{} {what}s were", ids.len()) };
            let text = format!("{many} taken in as notes for the agent, where they belong");
            document.found.push(Diagnostic::advice(format!("import/{what}"), Place::default(), text));
        }
        let a = if what.starts_with('e') { "an" } else { "a" };
        for para in lone {
            let text = format!("{a} {what} that is about nothing in the document is left out: `{}`", para.text.trim());
            document.found.push(Diagnostic::advice(format!("import/{what}"), Place::default(), text));
        }
    }
}
