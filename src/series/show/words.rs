//! The words that tables, pictures and pages bring themselves, in the language of the series.

use jiff::civil::{Date, Time};

use crate::script::Language;
use crate::series::changes::Part;

/// Words in one language.
pub(in crate::series) struct Words {
    pub(in crate::series) chinese: bool,
    pub(in crate::series) heads: [&'static str; 8],
    pub(in crate::series) day_zero: &'static str,
    pub(in crate::series) in_turn: &'static str,
    pub(in crate::series) outside: &'static str,
    pub(in crate::series) tries: &'static str,
    pub(in crate::series) nobody: &'static str,
    pub(in crate::series) given: &'static str,
    pub(in crate::series) remembered: &'static str,
    weekdays: [&'static str; 7],
    months: [&'static str; 12],
}

const ENGLISH: Words = Words {
    chinese: false,
    heads: ["", "date", "time", "call", "window", "length", "felt", "habits"],
    day_zero: "Day zero",
    in_turn: "in turn",
    outside: "outside its window",
    tries: "Tries",
    nobody: "Nobody answers",
    given: "Passed on",
    remembered: "The whole series will be remembered",
    weekdays: ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
    months: ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
};

const CHINESE: Words = Words {
    chinese: true,
    heads: ["", "日期", "时间", "通话", "时间窗", "时长", "感受", "习惯"],
    day_zero: "起始日",
    in_turn: "依次",
    outside: "不在时间窗内",
    tries: "拨打",
    nobody: "无人接听",
    given: "传下去的信息",
    remembered: "整个系列留下的感受",
    weekdays: ["周一", "周二", "周三", "周四", "周五", "周六", "周日"],
    months: ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"],
};

/// The words for a language.
pub(in crate::series) fn words(language: &Language) -> &'static Words {
    if language.is_chinese() { &CHINESE } else { &ENGLISH }
}

impl Words {
    /// `Wed 2 Dec 2026`.
    pub(in crate::series) fn date(&self, day: Date) -> String {
        let weekday = self.weekday(day);
        if self.chinese {
            return format!("{}年{}月{}日 {weekday}", day.year(), day.month(), day.day());
        }
        format!("{weekday} {} {} {}", day.day(), self.month(day), day.year())
    }

    /// `Wed 2 Dec`.
    pub(in crate::series) fn short_date(&self, day: Date) -> String {
        let weekday = self.weekday(day);
        if self.chinese {
            return format!("{}月{}日 {weekday}", day.month(), day.day());
        }
        format!("{weekday} {} {}", day.day(), self.month(day))
    }

    fn weekday(&self, day: Date) -> &'static str {
        let at = usize::try_from(day.weekday().to_monday_zero_offset()).unwrap_or(0);
        self.weekdays.get(at).copied().unwrap_or("")
    }

    pub(in crate::series) fn month(&self, day: Date) -> &'static str {
        let at = usize::try_from(day.month() - 1).unwrap_or(0);
        self.months.get(at).copied().unwrap_or("")
    }

    /// What a call does about a change.
    pub(in crate::series) fn part(&self, part: Part, name: &str) -> String {
        match (part, self.chinese) {
            (Part::Begins, false) => format!("begins {name}"),
            (Part::Step(step), false) => format!("{name}, step {step}"),
            (Part::Reviews, false) => format!("reviews {name}"),
            (Part::Begins, true) => format!("开始{name}"),
            (Part::Step(step), true) => format!("{name}第{step}步"),
            (Part::Reviews, true) => format!("回顾{name}"),
        }
    }
}

/// `10:00`.
pub(in crate::series) fn clock(time: Time) -> String {
    format!("{}:{:02}", time.hour(), time.minute())
}
