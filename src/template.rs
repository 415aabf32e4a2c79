//! minijinja as this project uses it: strict, bounded, and with mistakes told in plain words.

use crate::bytes::has;
use std::ops::Range;

use minijinja::machinery::{Token, tokenize};
use minijinja::syntax::SyntaxConfig;
use minijinja::{AutoEscape, Environment, ErrorKind, UndefinedBehavior};

/// What is wrong with a template, and where in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flaw {
    /// Bytes of the template.
    pub range: Range<usize>,
    /// One plain sentence without a full stop.
    pub message: String,
}

/// The longest template, in bytes.
pub const LONGEST: usize = 512 * 1024;
/// The most parts (names, signs, words in quotes) between two braces. minijinja reads operators by
/// recursion, so an endless chain of them would end the process.
const PARTS: usize = 128;
/// The most `elif` in one template, for the same reason.
const BRANCHES: usize = 64;
/// How deep `if`, `for` and brackets may be nested.
const DEPTH: usize = 32;
/// How many instructions a template may run.
const FUEL: u64 = 2_000_000;

/// An environment that is strict about missing names and stops templates that do not end.
#[must_use]
pub fn environment<'e>() -> Environment<'e> {
    let mut env = Environment::new();
    env.set_undefined_behavior(UndefinedBehavior::Strict);
    env.set_auto_escape_callback(|_| AutoEscape::None);
    env.set_fuel(Some(FUEL));
    env.set_recursion_limit(64);
    env
}

/// Whether words have anything of a template in them.
#[must_use]
pub fn is_plain(text: &str) -> bool {
    !has(text, b'{') || !text.as_bytes().windows(2).any(|pair| matches!(pair, b"{{" | b"{%" | b"{#"))
}

/// Checks that words can be read as a template.
///
/// # Errors
/// The first flaw, with its place in the words.
pub fn check(text: &str) -> Result<(), Flaw> {
    if is_plain(text) {
        return Ok(());
    }
    guard(text)?;
    let env = environment();
    env.template_from_str(text).map(|_| ()).map_err(|error| flaw(&error, text))
}

/// Refuses templates so long or so nested that reading them would end the process.
///
/// # Errors
/// The first flaw, with its place in the words.
pub fn guard(text: &str) -> Result<(), Flaw> {
    let too = |range: Range<usize>, message: &str| Err(Flaw { range, message: message.to_string() });
    if text.len() > LONGEST {
        return too(0..text.len(), "the template is longer than half a megabyte");
    }
    let (mut parts, mut elifs, mut blocks, mut brackets) = (0, 0, 0_usize, 0_usize);
    let mut opens_block = false;
    for token in tokenize(text, false, SyntaxConfig::default()) {
        let Ok((token, span)) = token else { break };
        let range = span.start_offset as usize..span.end_offset as usize;
        parts += 1;
        match token {
            Token::TemplateData(_) | Token::VariableStart | Token::BlockStart => (parts, brackets) = (0, 0),
            Token::ParenOpen | Token::BracketOpen | Token::BraceOpen => brackets += 1,
            Token::ParenClose | Token::BracketClose | Token::BraceClose => brackets = brackets.saturating_sub(1),
            Token::Ident("elif") if opens_block => elifs += 1,
            Token::Ident(word) if opens_block && word.starts_with("end") => blocks = blocks.saturating_sub(1),
            Token::Ident("if" | "for" | "macro" | "filter" | "with" | "call" | "block" | "autoescape")
                if opens_block =>
            {
                blocks += 1
            }
            _ => {}
        }
        opens_block = matches!(token, Token::BlockStart);
        if parts > PARTS {
            return too(range, "there are too many parts between these braces");
        }
        if elifs > BRANCHES || blocks > DEPTH || brackets > DEPTH {
            return too(range, "the template is nested too deeply");
        }
    }
    Ok(())
}

/// What minijinja found, in plain words, with its place.
#[must_use]
pub fn flaw(error: &minijinja::Error, text: &str) -> Flaw {
    let range = error.range().unwrap_or(0..text.len());
    let detail = error.detail().unwrap_or("");
    let message = match error.kind() {
        ErrorKind::UndefinedError => match error.range().and_then(|range| text.get(range)) {
            Some(name) => format!("`{}` has no value here", name.trim_matches(['{', '}', ' '])),
            None => "something that is filled in here has no value".to_string(),
        },
        ErrorKind::UnknownFilter => format!("there is no filter of this name: {detail}"),
        ErrorKind::UnknownFunction | ErrorKind::UnknownTest | ErrorKind::UnknownMethod => {
            format!("there is nothing of this name to call: {detail}")
        }
        ErrorKind::OutOfFuel => "the template does not come to an end".to_string(),
        ErrorKind::TemplateNotFound => format!("{detail} was not found beside the template"),
        ErrorKind::SyntaxError => "the braces here cannot be read".to_string(),
        _ if detail.is_empty() => format!("this cannot be worked out ({})", error.kind()),
        _ => format!("this cannot be worked out: {detail}"),
    };
    Flaw { range, message }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chains_and_nests_are_refused_before_they_are_read() {
        for hostile in [
            format!("{{{{ {} }}}}", "-".repeat(100_000) + "1"),
            format!("{{{{ a{} }}}}", "|abs".repeat(100_000)),
            format!("{{{{ a{} }}}}", ".b".repeat(100_000)),
            format!("{{{{ {}1 }}}}", "not ".repeat(100_000)),
            format!("{{{{ {}1 }}}}", "(".repeat(100_000)),
            format!("{{% if a %}}{}{{% endif %}}", "{% elif a %}".repeat(10_000)),
            "{% if a %}".repeat(10_000),
        ] {
            assert!(check(&hostile).is_err());
        }
        assert_eq!(check("Hello {{ name }}{% if x %}, {{ y|title }}{% endif %}"), Ok(()));
    }

    #[test]
    fn a_flaw_has_its_place() {
        let text = "Hello {{ name, how are you?";
        let Err(flaw) = check(text) else { panic!("no flaw found") };
        assert!(flaw.range.start >= 6, "{flaw:?}");
    }
}
