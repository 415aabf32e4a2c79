//! The short survey after a call: its questions, its scale and its CSV columns, defined once for the form and the evaluation.

/// What kind of answer a question takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// A number from 1 to 5; the two highest count as satisfied.
    OneToFive,
    /// Words of the customer's own.
    Words,
}

/// One question of the survey.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Question {
    /// The name of its column in the CSV file, and of the measure in a `trial:` file.
    pub column: &'static str,
    /// A short heading, such as stands in a report.
    pub title: &'static str,
    /// The question in English.
    pub english: &'static str,
    /// The question in Chinese.
    pub chinese: &'static str,
    /// What kind of answer it takes.
    pub answer: Answer,
    /// What 1 and what 5 stand for, in English.
    pub ends_english: [&'static str; 2],
    /// What 1 and what 5 stand for, in Chinese.
    pub ends_chinese: [&'static str; 2],
}

/// The questions, in the order in which they are asked.
pub const QUESTIONS: [Question; 4] = [
    Question {
        column: "satisfied_call",
        title: "satisfaction with the call",
        english: "How satisfied are you with this call?",
        chinese: "您对这次通话满意吗？",
        answer: Answer::OneToFive,
        ends_english: ["very dissatisfied", "very satisfied"],
        ends_chinese: ["非常不满意", "非常满意"],
    },
    Question {
        column: "satisfied_company",
        title: "satisfaction with the company",
        english: "How satisfied are you with our company as a whole?",
        chinese: "总的来说，您对我们公司满意吗？",
        answer: Answer::OneToFive,
        ends_english: ["very dissatisfied", "very satisfied"],
        ends_chinese: ["非常不满意", "非常满意"],
    },
    Question {
        column: "motivated",
        title: "\"it motivated me to change\"",
        english: "\"The call motivated me to change something.\" How far do you agree?",
        chinese: "“这次通话让我有动力做出改变。”您同意吗？",
        answer: Answer::OneToFive,
        ends_english: ["do not agree at all", "agree fully"],
        ends_chinese: ["完全不同意", "完全同意"],
    },
    Question {
        column: "in_own_words",
        title: "in the customer's own words",
        english: "Is there anything you would like to tell us?",
        chinese: "您还有什么想告诉我们的吗？",
        answer: Answer::Words,
        ends_english: ["", ""],
        ends_chinese: ["", ""],
    },
];

/// The answers of the 1 to 5 scale that count as satisfied, as the insurer's trial counted them.
pub const SATISFIED: [&str; 2] = ["4", "5"];

/// The lowest and the highest answer of the scale.
pub const SCALE: [f64; 2] = [1.0, 5.0];

/// The columns that stand before the answers: which call, when, and who spoke.
///
/// The group (old or new script) is not among them: it comes from the assignment list, so that
/// whoever types the forms does not see it.
pub const CALL_COLUMNS: [&str; 3] = ["call", "date", "agent"];

impl Question {
    /// The question with this column.
    #[must_use]
    pub fn named(column: &str) -> Option<&'static Self> {
        QUESTIONS.iter().find(|question| question.column == column)
    }

    /// The question in a language (BCP 47): Chinese for `zh` and its kin, else English.
    #[must_use]
    pub fn words(&self, language: &str) -> &'static str {
        if is_chinese(language) { self.chinese } else { self.english }
    }

    /// What the lowest and the highest answer stand for, in a language.
    #[must_use]
    pub fn ends(&self, language: &str) -> [&'static str; 2] {
        if is_chinese(language) { self.ends_chinese } else { self.ends_english }
    }
}

/// Every column of the survey's CSV file, in order.
#[must_use]
pub fn columns() -> Vec<&'static str> {
    CALL_COLUMNS.into_iter().chain(QUESTIONS.iter().map(|question| question.column)).collect()
}

fn is_chinese(language: &str) -> bool {
    let first = language.split(['-', '_']).next().unwrap_or_default();
    first.eq_ignore_ascii_case("zh")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_distinct_and_questions_stand_in_both_languages() {
        let mut names = columns();
        assert_eq!(names.join(","), "call,date,agent,satisfied_call,satisfied_company,motivated,in_own_words");
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), 7);
        let call = Question::named("satisfied_call").map(|question| [question.words("en-GB"), question.words("zh-CN")]);
        assert_eq!(call, Some(["How satisfied are you with this call?", "您对这次通话满意吗？"]));
    }
}
