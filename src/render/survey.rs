//! The survey's form and columns, as templates see them; the questions themselves stand in `crate::survey`.

use serde::Serialize;

use crate::script::Language;
use crate::survey::{Answer, CALL_COLUMNS, QUESTIONS, SCALE, columns};

/// The short survey for the customer.
#[derive(Debug, Clone, Serialize)]
pub struct SurveyView {
    /// Its questions, in order.
    pub questions: Vec<AskedView>,
    /// The columns of its CSV file, exactly as the evaluation of a trial reads them.
    pub columns: Vec<&'static str>,
    /// The columns that say which call it was.
    pub call_columns: Vec<&'static str>,
    /// The numbers of the scale, lowest first.
    pub scale: Vec<u32>,
}

/// A question of the survey.
#[derive(Debug, Clone, Serialize)]
pub struct AskedView {
    /// Its column in the CSV file.
    pub column: &'static str,
    /// The question.
    pub ask: &'static str,
    /// Whether the answer is a number of the scale; else words of the customer's own.
    pub scaled: bool,
    /// What the lowest number stands for.
    pub lowest: &'static str,
    /// What the highest number stands for.
    pub highest: &'static str,
}

/// The survey in a language.
pub(super) fn survey(language: &Language) -> SurveyView {
    let tag = if language.is_chinese() { "zh" } else { language.tag() };
    let questions = QUESTIONS.iter().map(|question| {
        let [lowest, highest] = question.ends(tag);
        AskedView {
            column: question.column,
            ask: question.words(tag),
            scaled: question.answer == Answer::OneToFive,
            lowest,
            highest,
        }
    });
    let [lowest, highest] = SCALE;
    SurveyView {
        questions: questions.collect(),
        columns: columns(),
        call_columns: CALL_COLUMNS.to_vec(),
        scale: (lowest as u32..=highest as u32).collect(),
    }
}
