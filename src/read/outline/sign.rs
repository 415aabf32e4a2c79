//! Signs of a branch at the beginning of words: "if they ask about", "otherwise:", "only when", "the customer says:".

use super::phrases::{Phrases, behind};

static WHO: Phrases = Phrases::new(&[&[
    "customer",
    "client",
    "debtor",
    "caller",
    "patient",
    "donor",
    "prospect",
    "user",
    "member",
    "voter",
    "contact",
    "parent",
    "person",
    "respondent",
    "they",
    "he",
    "she",
    "s/he",
]]);
static HAN_WHO: Phrases = Phrases::new(&[&["客户", "用户", "患者", "对方", "买家"]]);

/// What any sign begins with.
static SIGNS: Phrases = Phrases::new(&[
    &[
        "only",
        "if",
        "when",
        "else",
        "otherwise",
        "in case",
        "for",
        "after",
        "once",
        "while",
        "before",
        "until",
        "unless",
    ],
    &["如", "若", "假如", "万一", "仅当", "只有", "客户", "用户", "患者", "对方", "买家", "问到", "询问", "追问"],
]);

/// The words behind those that say who it is.
fn who(words: &str) -> impl Iterator<Item = &str> {
    WHO.behind(either(words, ["the ", "your "]))
}

/// The words behind one of these, where it stands in front of them.
fn either<'w>(words: &'w str, [first, second]: [&str; 2]) -> &'w str {
    behind(words, first).or_else(|| behind(words, second)).unwrap_or(words)
}

/// Whether a word ends in front of these.
fn parted(rest: &str) -> bool {
    !rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_')
}

/// White space of ASCII.
pub(super) fn space(c: char) -> bool {
    matches!(c, ' ' | '\t'..='\r')
}

pub(super) fn spaceless(words: &str) -> &str {
    words.trim_start_matches(space)
}

/// Where the sign ends of what is said only when they ask.
pub(super) fn asked(words: &str) -> Option<usize> {
    static IF: Phrases = Phrases::new(&[&["if ", "when "]]);
    static HAN: Phrases = Phrases::new(&[&["问到", "问起", "询问", "追问"]]);
    if !SIGNS.may_lead(words) {
        return None;
    }
    let rest = behind(words, "only ").unwrap_or(words);
    let han = || {
        let rest = rest.strip_prefix("如果").unwrap_or(rest);
        HAN.behind(HAN_WHO.behind(rest).next().unwrap_or(rest)).next()
    };
    let rest = IF.behind(rest).find_map(asks).or_else(han)?;
    Some(words.len() - rest.strip_prefix([':', '：', ',', '，']).unwrap_or(rest).len())
}

/// The words behind "the customer asks about".
fn asks(words: &str) -> Option<&str> {
    static ASK: Phrases = Phrases::new(&[&["asks", "asked", "ask"]]);
    let rest = who(words).find_map(|rest| rest.strip_prefix(' ')).unwrap_or(words);
    let rest = ASK.behind(either(rest, ["is ", "are "])).find(|rest| parted(rest))?;
    Some(either(rest, [" about", " for"]))
}

/// Whether words begin with what no answer tells.
pub(super) fn is_other(words: &str) -> bool {
    static LEADS: Phrases = Phrases::new(&[&["only if", "only when", "仅当", "只有"]]);
    static WORDS: Phrases = Phrases::new(&[&["after", "once", "while", "before", "until", "unless"]]);
    static WHOM: Phrases = Phrases::new(&[&["all", "new", "existing", "those", "callers", "customers", "patients"]]);
    if !SIGNS.may_lead(words) {
        return false;
    }
    let whom = behind(words, "for ").into_iter().flat_map(|rest| WHOM.behind(rest));
    LEADS.lead(words) || WORDS.behind(words).chain(whom).any(parted)
}

/// Where the sign of an answer ends.
pub(super) fn answer(words: &str) -> Option<usize> {
    static LATIN: Phrases =
        Phrases::new(&[&["else-if", "else if", "elseif", "else", "otherwise", "if", "when", "in case"]]);
    static HAN: Phrases = Phrases::new(&[&["如果", "若是", "若", "假如", "万一"]]);
    if !SIGNS.may_lead(words) {
        return None;
    }
    let rest = LATIN.behind(words).find(|rest| parted(rest)).or_else(|| HAN.behind(words).next());
    let Some(rest) = rest else { return lone_if(words) };
    let rest = rest.trim_start_matches(|c| space(c) || matches!(c, ':' | '：'));
    Some(words.len() - rest.len())
}

/// 如 is an if where no word goes on behind it.
fn lone_if(words: &str) -> Option<usize> {
    let rest = words.strip_prefix('如')?;
    let spaces = rest.len() - rest.trim_start_matches([' ', ':', '：', '\u{3000}']).len();
    (!rest.starts_with(char::is_alphanumeric)).then_some('如'.len_utf8() + spaces)
}

/// Where the words end that say who gives an answer, with a colon behind them.
pub(super) fn says(words: &str) -> Option<usize> {
    static VERBS: Phrases = Phrases::new(&[&[
        "responses",
        "response",
        "says",
        "say",
        "said",
        "answers",
        "answered",
        "answer",
        "replies",
        "responds",
        "respond",
        "reply",
        "is",
        "are",
        "has",
        "have",
    ]]);
    if !words.contains([':', '：']) {
        return None;
    }
    let owned = who(words).flat_map(|rest| {
        let mark = rest.strip_prefix(['\'', '’']);
        [mark.and_then(|rest| behind(rest, "s")), mark, Some(rest)].into_iter().flatten()
    });
    let told = owned.flat_map(|rest| VERBS.behind(spaceless(rest)).chain([rest]));
    let rest = told.chain(HAN_WHO.behind(words)).chain([words]).find_map(colon)?;
    Some(words.len() - rest.len())
}

/// The words behind a colon, with nothing but "with" in front of it.
fn colon(words: &str) -> Option<&str> {
    static HAN: Phrases = Phrases::new(&[&["回答", "表示", "说"]]);
    let words = spaceless(words);
    let words = spaceless(HAN.behind(words).next().unwrap_or(words));
    let words = spaceless(either(words, ["with", "that"]));
    words.strip_prefix([':', '：']).map(spaceless)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use regex_lite::Regex;

    use super::*;

    const WHOM: &str = r"(?:the |your )?(?:customer|client|debtor|caller|patient|donor|prospect|user|member|voter|contact|parent|person|respondent|they|he|she|s/he)";
    const OTHER: &str = r"(?i)^(?:only if|only when|for (?:all|new|existing|those|callers|customers|patients)\b|after\b|once\b|while\b|before\b|until\b|unless\b|仅当|只有)";
    const ANSWER: &str = r"(?i)^(?:else[- ]?if|else|otherwise|if|when|in case)(?:[:：]|\b|\s)[\s:：]*|^(?:如果|若是|若|假如|万一)[\s:：]*";
    const BITS: &str = "else|-| | | |IF|if |When |in case|otherwise|:|：|若|若是|如果|假如|x|_|9|\t|only |for |all|callers|\
        after|仅当|only if|\u{a0}|the |your |Customer|they|s/he |'|'s|respond|said|with|is |ask|asks| about|客户|回答|问到|说|如|unless |before|For ";

    fn end(pattern: &str, words: &str) -> Option<usize> {
        Regex::new(pattern).ok().and_then(|regex| regex.find(words)).map(|found| found.end())
    }

    proptest! {
        #[test]
        fn signs_end_where_patterns_would_end_them(numbers in prop::collection::vec(0..50_usize, 0..7)) {
            let words: String = numbers.iter().filter_map(|&number| BITS.split('|').nth(number)).collect();
            let asked_pattern = format!(
                r"(?i)^(?:only )?(?:(?:if|when) (?:{WHOM} )?(?:is |are )?ask(?:s|ed)?\b(?: about| for)?|(?:如果)?(?:客户|用户|患者|对方|买家)?(?:问到|问起|询问|追问))[:：,，]?"
            );
            let says_pattern = format!(
                r"(?i)^(?:{WHOM}(?:['’]s?)?\s*(?:response|responses|says?|said|answers?|answered|replies|responds?|reply|is|are|has|have)?|客户|用户|患者|对方|买家)?\s*(?:回答|表示|说)?\s*(?:with|that)?\s*[:：]\s*"
            );
            prop_assert_eq!(is_other(&words), end(OTHER, &words).is_some());
            prop_assert_eq!(answer(&words), end(ANSWER, &words).or_else(|| lone_if(&words)));
            prop_assert_eq!(asked(&words), end(&asked_pattern, &words));
            prop_assert_eq!(says(&words), end(&says_pattern, &words));
        }
    }
}
