//! The words of tables and pictures, in English and Chinese.

use super::model::{Journey, Version};

/// The words of tables and pictures.
pub(super) struct Labels {
    pub as_is: &'static str,
    pub to_be: &'static str,
    pub remembered: &'static str,
    pub peak: &'static str,
    pub trough: &'static str,
    pub end: &'static str,
    pub unknown: &'static str,
    pub worked_out: &'static str,
    pub touchpoint: &'static str,
    pub channel: &'static str,
    pub does: &'static str,
    pub expects: &'static str,
    pub expected: &'static str,
    pub importance: &'static str,
    pub factor: &'static str,
    /// Heads of the seven steps.
    pub steps: [&'static str; 7],
    pub seven_steps: &'static str,
    pub mend_first: &'static str,
    pub improve: &'static str,
    pub keep: &'static str,
    pub not_ranked: &'static str,
    pub nothing_to_mend: &'static str,
    pub missing: &'static str,
    pub not_taken_up: &'static str,
    pub call: &'static str,
    pub map: [&'static str; 6],
    pub pain: &'static str,
    pub gain: &'static str,
    pub comes: &'static str,
    pub goes: &'static str,
    pub customer: &'static str,
    pub felt: &'static str,
    pub off_most: &'static str,
    pub nowhere: &'static str,
    pub unheard: &'static str,
    pub worse: &'static str,
    pub better: &'static str,
    pub fits: &'static str,
    pub too_few: &'static str,
    pub undesigned: &'static str,
    pub differs: &'static str,
    pub mended: &'static str,
    pub choice: &'static str,
    pub note: &'static str,
    pub nothing_found: &'static str,
    chinese: bool,
}

static ENGLISH: Labels = Labels {
    as_is: "as it is",
    to_be: "as it is to be",
    remembered: "remembered experience",
    peak: "peak",
    trough: "trough",
    end: "end",
    unknown: "not known",
    worked_out: "worked out from the call",
    touchpoint: "touchpoint",
    channel: "channel",
    does: "does",
    expects: "expects",
    expected: "expected to feel",
    importance: "importance",
    factor: "factor",
    steps: ["experience", "expectation", "satisfaction", "importance", "weighted", "ideal", "gap"],
    seven_steps: "The seven steps",
    mend_first: "What to mend first",
    improve: "Keeps what is expected, short of the ideal",
    keep: "Keeps what is expected",
    not_ranked: "Not ranked, because figures are missing",
    nothing_to_mend: "Nothing that has all its figures falls short of what is expected.",
    missing: "missing",
    not_taken_up: "Not taken up anywhere",
    call: "call",
    map: ["says", "thinks", "does", "feels", "pains", "gains"],
    pain: "pain",
    gain: "gain",
    comes: "new",
    goes: "goes",
    customer: "customer",
    felt: "as it was felt",
    off_most: "Where it differs most",
    nowhere: "nowhere beyond chance",
    unheard: "nobody said what they felt",
    worse: "worse than designed",
    better: "better than designed",
    fits: "as designed",
    too_few: "too few to say",
    undesigned: "nothing was designed yet",
    differs: "differs most",
    mended: "Mended as it is to be",
    choice: "decides",
    note: "remarks",
    nothing_found: "Nothing found.",
    chinese: false,
};

static CHINESE: Labels = Labels {
    as_is: "现状",
    to_be: "目标",
    remembered: "记忆中的体验",
    peak: "高峰",
    trough: "低谷",
    end: "结尾",
    unknown: "未知",
    worked_out: "由通话算出",
    touchpoint: "触点",
    channel: "渠道",
    does: "行为",
    expects: "期望",
    expected: "期望的感受",
    importance: "重要性",
    factor: "因素",
    steps: ["体验", "期望", "满意度", "重要性", "加权满意度", "理想", "差距"],
    seven_steps: "七个步骤",
    mend_first: "先改进什么",
    improve: "达到期望，未达理想",
    keep: "达到期望",
    not_ranked: "数字不全，未排序",
    nothing_to_mend: "数字齐全的各项都达到了期望。",
    missing: "缺",
    not_taken_up: "没有触点回应的",
    call: "通话",
    map: ["说", "想", "做", "感受", "痛点", "收获"],
    pain: "痛点",
    gain: "收获",
    comes: "新增",
    goes: "取消",
    customer: "顾客",
    felt: "实际感受",
    off_most: "差别最大之处",
    nowhere: "没有超出偶然的差别",
    unheard: "没有人说出感受",
    worse: "比设计差",
    better: "比设计好",
    fits: "与设计一致",
    too_few: "人数太少",
    undesigned: "还没有设计",
    differs: "差别最大",
    mended: "按目标可以消除的问题",
    choice: "选择",
    note: "备注",
    nothing_found: "没有发现问题。",
    chinese: true,
};

impl Labels {
    /// The words for a journey's language.
    pub(super) fn of(journey: &Journey) -> &'static Self {
        if journey.language.is_chinese() { &CHINESE } else { &ENGLISH }
    }

    /// The name of a version.
    pub(super) fn version(&self, version: Version) -> &'static str {
        match version {
            Version::AsIs => self.as_is,
            Version::ToBe => self.to_be,
        }
    }

    /// The words for feelings, from very painful to very pleasant: those of every picture.
    pub(super) fn feelings(&self) -> [&'static str; 7] {
        crate::script::Feeling::words(self.chinese)
    }

    /// The word for a feeling, -3 to 3.
    pub(super) fn feeling(&self, feels: f64) -> &'static str {
        self.feelings()[(feels.round().clamp(-3.0, 3.0) + 3.0) as usize]
    }

    /// Words between their own quotation marks.
    pub(super) fn quoted(&self, words: &str) -> String {
        if self.chinese { format!("“{words}”") } else { format!("\"{words}\"") }
    }

    /// A name, a colon and what follows it.
    pub(super) fn told(&self, name: &str, what: &str) -> String {
        if self.chinese { format!("{name}：{what}") } else { format!("{name}: {what}") }
    }

    /// Words with something about them in brackets.
    pub(super) fn with(&self, words: &str, about: &str) -> String {
        if self.chinese { format!("{words}（{about}）") } else { format!("{words} ({about})") }
    }

    /// Short items in a row.
    pub(super) fn row(&self, items: &[&str]) -> String {
        items.join(if self.chinese { "、" } else { ", " })
    }

    /// The figures that nobody gave.
    pub(super) fn lacks(&self, names: &[&str]) -> String {
        let between = if self.chinese { "" } else { " " };
        format!("{}{between}{}", self.missing, self.row(names))
    }

    /// Items in a row.
    pub(super) fn listed(&self, items: &[String]) -> String {
        items.join(if self.chinese { "；" } else { "; " })
    }

    /// Rows of a table whose feeling cannot be read.
    pub(super) fn unread(&self, rows: usize, first: u64) -> String {
        match (rows, self.chinese) {
            (rows, true) => format!("{rows} 行没有认得的感受（最先在第 {first} 行）"),
            (1, false) => format!("1 row holds no feeling that is known (line {first})"),
            (rows, false) => format!("{rows} rows hold no feeling that is known (first at line {first})"),
        }
    }

    /// A name in a table that is no touchpoint of the journey.
    pub(super) fn no_touchpoint(&self, name: &str, near: Option<&str>) -> String {
        match (near, self.chinese) {
            (Some(near), false) => format!("The journey has no touchpoint `{name}`; did you mean `{near}`?"),
            (None, false) => format!("The journey has no touchpoint `{name}`"),
            (Some(near), true) => format!("旅程里没有触点“{name}”；是不是“{near}”？"),
            (None, true) => format!("旅程里没有触点“{name}”"),
        }
    }

    /// What a persona's name is followed by where nobody named one.
    pub(super) fn how_many(&self, personas: usize, touchpoints: usize) -> String {
        if self.chinese {
            return format!("{personas} 类顾客，{touchpoints} 个触点");
        }
        let count = |n: usize, one: &str| if n == 1 { format!("1 {one}") } else { format!("{n} {one}s") };
        format!("{}, {}", count(personas, "persona"), count(touchpoints, "touchpoint"))
    }
}
