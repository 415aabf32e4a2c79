//! Conditions in an author's words: `area is No`, `slot is not empty`, `age under 65 and not smoker is Yes`.

use std::fmt;

/// What must be true for something to be said.
#[derive(Debug, Clone, PartialEq)]
pub enum Condition {
    /// The name holds this value, or an answer to the segment of this name was this.
    Is {
        /// A blank, or the id of a segment with answers.
        name: String,
        /// What it must be.
        value: String,
    },
    /// The name holds nothing.
    Empty(String),
    /// The name comes before, under or over a value: a date, a time or a number.
    Compare {
        /// A blank.
        name: String,
        /// Which way.
        how: Compare,
        /// What it is held against.
        value: String,
    },
    /// All of these.
    All(Vec<Condition>),
    /// At least one of these.
    Any(Vec<Condition>),
    /// Not this.
    Not(Box<Condition>),
    /// Anything else that minijinja can work out, with the names it uses.
    Expression {
        /// As written.
        source: String,
        /// The names in it, sorted.
        names: Vec<String>,
    },
}

/// A way to compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compare {
    /// Earlier, or a smaller number.
    Before,
    /// A later date, or a greater number.
    After,
}

impl Condition {
    /// Reads a condition.
    ///
    /// # Errors
    /// A plain sentence where the words make no condition.
    pub fn read(words: &str) -> Result<Self, String> {
        let tokens = tokens(words);
        if tokens.is_empty() {
            return Err("the condition is empty: write for example `area is No`".to_string());
        }
        let mut reader = Reader { tokens: &tokens, at: 0, depth: 0 };
        let own = reader.any().filter(|_| reader.at == tokens.len());
        match own {
            Some(condition) => Ok(condition),
            None => expression(words),
        }
    }

    /// The blanks and segments that it asks about, in the order of the words.
    #[must_use]
    pub fn names(&self) -> Vec<&str> {
        match self {
            Self::Is { name, .. } | Self::Empty(name) | Self::Compare { name, .. } => vec![name],
            Self::All(parts) | Self::Any(parts) => parts.iter().flat_map(Self::names).collect(),
            Self::Not(inner) => inner.names(),
            Self::Expression { names, .. } => names.iter().map(String::as_str).collect(),
        }
    }

    /// Adds the values that it holds a name against, with numbers just beside them: those that decide it.
    pub fn mentions(&self, wanted: &str, values: &mut Vec<String>) {
        match self {
            Self::Is { name, value } if name == wanted => values.push(value.clone()),
            Self::Compare { name, value, .. } if name == wanted => {
                values.push(value.clone());
                match value.trim().replace(',', "").parse::<f64>() {
                    Ok(number) => values.extend([(number - 1.0).to_string(), (number + 1.0).to_string()]),
                    Err(_) => values.extend(["0".to_string(), "9999".to_string(), "zzzz".to_string()]),
                }
            }
            Self::All(parts) | Self::Any(parts) => parts.iter().for_each(|part| part.mentions(wanted, values)),
            Self::Not(inner) => inner.mentions(wanted, values),
            _ => {}
        }
    }

    /// Whether it holds, with what each name stands for; `None` where that cannot be told, because a
    /// name has no value yet or an expression of minijinja is needed.
    pub fn holds<'v>(&self, value: &impl Fn(&str) -> Option<&'v str>) -> Option<bool> {
        match self {
            Self::Is { name, value: wanted } => value(name).map(|held| same(held, wanted)),
            Self::Empty(name) => Some(value(name).is_none_or(|held| held.trim().is_empty())),
            Self::Compare { name, how, value: limit } => value(name).map(|held| how.holds(held, limit)),
            Self::All(parts) => fold(parts, value, false),
            Self::Any(parts) => fold(parts, value, true),
            Self::Not(inner) => inner.holds(value).map(|holds| !holds),
            Self::Expression { .. } => None,
        }
    }
}

/// Three-valued and (`decides` false) or or (`decides` true).
fn fold<'v>(parts: &[Condition], value: &impl Fn(&str) -> Option<&'v str>, decides: bool) -> Option<bool> {
    let mut unknown = false;
    for part in parts {
        match part.holds(value) {
            Some(holds) if holds == decides => return Some(decides),
            Some(_) => {}
            None => unknown = true,
        }
    }
    (!unknown).then_some(!decides)
}

/// Whether two answers are the same to a person: case and white space do not count.
#[must_use]
pub fn same(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    if a.is_ascii() && b.is_ascii() {
        let (mut a, mut b) = (a.split_whitespace(), b.split_whitespace());
        return loop {
            match (a.next(), b.next()) {
                (Some(a), Some(b)) if a.eq_ignore_ascii_case(b) => {}
                (a, b) => break a.is_none() && b.is_none(),
            }
        };
    }
    let plain = |words: &str| words.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    plain(a) == plain(b)
}

impl Compare {
    fn holds(self, held: &str, limit: &str) -> bool {
        let ordering = match (number(held), number(limit)) {
            (Some(a), Some(b)) => a.total_cmp(&b),
            _ => held.trim().cmp(limit.trim()),
        };
        match self {
            Self::Before => ordering.is_lt(),
            Self::After => ordering.is_gt(),
        }
    }
}

fn number(words: &str) -> Option<f64> {
    words.trim().replace(',', "").parse().ok()
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let joined = |f: &mut fmt::Formatter<'_>, parts: &[Self], word: &str| {
            for (at, part) in parts.iter().enumerate() {
                if at > 0 {
                    write!(f, " {word} ")?;
                }
                if matches!(part, Self::All(_) | Self::Any(_)) { write!(f, "({part})")? } else { write!(f, "{part}")? }
            }
            Ok(())
        };
        match self {
            Self::Is { name, value } => write!(f, "{name} is {value}"),
            Self::Empty(name) => write!(f, "{name} is empty"),
            Self::Compare { name, how, value } => {
                write!(f, "{name} {} {value}", if *how == Compare::Before { "under" } else { "over" })
            }
            Self::All(parts) => joined(f, parts, "and"),
            Self::Any(parts) => joined(f, parts, "or"),
            Self::Not(inner) => match &**inner {
                Self::Is { name, value } => write!(f, "{name} is not {value}"),
                Self::Empty(name) => write!(f, "{name} is not empty"),
                other => write!(f, "not ({other})"),
            },
            Self::Expression { source, .. } => f.write_str(source),
        }
    }
}

#[derive(Debug, Clone, PartialEq)]
enum Token {
    Open,
    Close,
    Word(String),
    Quoted(String),
}

fn tokens(words: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = words.trim_start();
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '(' | '（' | ')' | '）' => {
                tokens.push(if matches!(first, '(' | '（') { Token::Open } else { Token::Close });
                first.len_utf8()
            }
            '"' | '\'' | '“' => {
                let close = if first == '“' { '”' } else { first };
                let inner = &rest[first.len_utf8()..];
                let end = inner.find(close).unwrap_or(inner.len());
                tokens.push(Token::Quoted(inner[..end].to_string()));
                (first.len_utf8() + end + close.len_utf8()).min(rest.len())
            }
            _ => {
                let end = rest.find(|c: char| c.is_whitespace() || "()（）\"".contains(c)).unwrap_or(rest.len());
                tokens.push(Token::Word(rest[..end].to_string()));
                end
            }
        };
        rest = rest[length..].trim_start();
    }
    tokens
}

struct Reader<'t> {
    tokens: &'t [Token],
    at: usize,
    depth: usize,
}

const DEPTH: usize = 32;

impl Reader<'_> {
    fn any(&mut self) -> Option<Condition> {
        self.joined("or", Self::all, Condition::Any)
    }

    fn all(&mut self) -> Option<Condition> {
        self.joined("and", Self::one, Condition::All)
    }

    fn joined(
        &mut self,
        word: &str,
        part: fn(&mut Self) -> Option<Condition>,
        join: fn(Vec<Condition>) -> Condition,
    ) -> Option<Condition> {
        let first = part(self)?;
        let mut parts = vec![first];
        while self.take(word) {
            parts.push(part(self)?);
        }
        if parts.len() == 1 { parts.pop() } else { Some(join(parts)) }
    }

    fn one(&mut self) -> Option<Condition> {
        self.depth += 1;
        if self.depth > DEPTH {
            return None;
        }
        let condition = self.one_within();
        self.depth -= 1;
        condition
    }

    fn one_within(&mut self) -> Option<Condition> {
        if self.take("not") {
            return self.one().map(|inner| Condition::Not(Box::new(inner)));
        }
        if self.tokens.get(self.at) == Some(&Token::Open) {
            self.at += 1;
            let inner = self.any()?;
            (self.tokens.get(self.at) == Some(&Token::Close)).then_some(())?;
            self.at += 1;
            return Some(inner);
        }
        self.comparison()
    }

    fn comparison(&mut self) -> Option<Condition> {
        let name = self.name()?;
        for (word, how) in [
            ("under", Compare::Before),
            ("before", Compare::Before),
            ("over", Compare::After),
            ("after", Compare::After),
        ] {
            if self.take(word) {
                return Some(Condition::Compare { name, how, value: self.value()? });
            }
        }
        if !self.take("is") {
            return None;
        }
        let not = self.take("not");
        let condition =
            if self.take("empty") { Condition::Empty(name) } else { Condition::Is { name, value: self.value()? } };
        Some(if not { Condition::Not(Box::new(condition)) } else { condition })
    }

    fn name(&mut self) -> Option<String> {
        let Some(Token::Word(word)) = self.tokens.get(self.at) else { return None };
        let plain = word.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
        self.at += 1;
        plain.then(|| word.clone())
    }

    /// Words up to `and`, `or` or a bracket.
    fn value(&mut self) -> Option<String> {
        if let Some(Token::Quoted(words)) = self.tokens.get(self.at) {
            self.at += 1;
            return Some(words.clone());
        }
        let mut words = Vec::new();
        while let Some(Token::Word(word)) = self.tokens.get(self.at) {
            if word == "and" || word == "or" {
                break;
            }
            words.push(word.as_str());
            self.at += 1;
        }
        (!words.is_empty()).then(|| words.join(" "))
    }

    fn take(&mut self, word: &str) -> bool {
        let here = matches!(self.tokens.get(self.at), Some(Token::Word(found)) if found.eq_ignore_ascii_case(word));
        self.at += usize::from(here);
        here
    }
}

const LONGEST: usize = 1_000;

fn expression(words: &str) -> Result<Condition, String> {
    let unclear = || {
        format!(
            "`{words}` is not a condition: write for example `area is No`, `slot is not empty`, `age under 65`, joined by and, or"
        )
    };
    let chained = words.matches(['-', '+', '.', '|', '(', '[', '*', '/', '~']).count() > 64;
    if words.len() > LONGEST || chained || words.matches(" not ").count() > 32 {
        return Err(unclear());
    }
    let env = minijinja::Environment::new();
    let compiled = env.compile_expression(words).map_err(|_| unclear())?;
    let mut names: Vec<String> = compiled.undeclared_variables(false).into_iter().collect();
    names.sort();
    if names.is_empty() { Err(unclear()) } else { Ok(Condition::Expression { source: words.to_string(), names }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(words: &str) -> Option<bool> {
        let values = |name: &str| match name {
            "area" => Some("No"),
            "age" => Some("64"),
            "slot" => Some(""),
            _ => None,
        };
        Condition::read(words).ok()?.holds(&values)
    }

    #[test]
    fn plain_conditions_are_understood() {
        assert_eq!(holds("area is no"), Some(true));
        assert_eq!(holds("area is not No or age under 65"), Some(true));
        assert_eq!(holds("slot is not empty and other is x"), Some(false));
        assert_eq!(holds("not (area is No and age over 65)"), Some(true));
        assert_eq!(holds("other is x"), None);
        assert_eq!(holds("area is \"Yes and no\""), Some(false));
    }

    #[test]
    fn what_makes_no_condition_is_said() {
        for words in ["", "area is", "area is No and", "((((", "a b c", &"(".repeat(5_000)] {
            assert!(Condition::read(words).is_err(), "{words}");
        }
        assert!(matches!(Condition::read("age|int > 3"), Ok(Condition::Expression { .. })));
    }
}
