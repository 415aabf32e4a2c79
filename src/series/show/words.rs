//! The words that tables, pictures and pages bring themselves, in the language of the series.

use jiff::civil::{Date, Time};

use crate::script::{Language, duration};
use crate::sequence::solve::Proof;
use crate::series::changes::Part;
use crate::series::content::ContentMove;

/// Words in one language.
pub(in crate::series) struct Words {
    pub(in crate::series) chinese: bool,
    pub(in crate::series) heads: [&'static str; 8],
    pub(in crate::series) day_zero: &'static str,
    pub(in crate::series) in_turn: &'static str,
    pub(in crate::series) outside: &'static str,
    pub(in crate::series) nobody: &'static str,
    pub(in crate::series) given: &'static str,
    pub(in crate::series) remembered: &'static str,
    pub(in crate::series) changes: &'static str,
    weekdays: [&'static str; 7],
    months: [&'static str; 12],
}

const ENGLISH: Words = Words {
    chinese: false,
    heads: ["", "date", "time", "call", "window", "length", "felt", "habits"],
    day_zero: "Day zero",
    in_turn: "in turn",
    outside: "outside its window",
    nobody: "If nobody answers",
    given: "Passed on",
    remembered: "The whole series will be remembered",
    changes: "Habits, one at a time",
    weekdays: ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
    months: ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
};

const CHINESE: Words = Words {
    chinese: true,
    heads: ["", "日期", "时间", "通话", "时间窗", "时长", "感受", "习惯"],
    day_zero: "起始日",
    in_turn: "依次",
    outside: "不在时间窗内",
    nobody: "无人接听时",
    given: "传下去的信息",
    remembered: "整个系列留下的感受",
    changes: "习惯，一次一个",
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

    /// `2 Dec`.
    pub(in crate::series) fn day_and_month(&self, day: Date) -> String {
        if self.chinese {
            return format!("{}月{}日", day.month(), day.day());
        }
        format!("{} {}", day.day(), self.month(day))
    }

    /// `Dec 2026`.
    pub(in crate::series) fn month_name(&self, day: Date) -> String {
        if self.chinese {
            format!("{}年{}月", day.year(), day.month())
        } else {
            format!("{} {}", self.month(day), day.year())
        }
    }

    /// `week 2`, counted from day zero.
    pub(in crate::series) fn week(&self, number: i64) -> String {
        match (number, self.chinese) {
            (0, _) => self.day_zero.to_string(),
            (number, false) => format!("week {number}"),
            (number, true) => format!("第{number}周"),
        }
    }

    /// That segments which may move stay where they are written.
    pub(in crate::series) fn stays(&self, marked: usize, gain: f64) -> String {
        match (marked, self.chinese) {
            (_, true) => format!("可以换通话的{marked}段都留在原处：换了最多好{gain:.2}，不足为据"),
            (1, false) => format!(
                "The segment that may move stays: its best place would gain {gain:.2}, which is no evidence either way"
            ),
            (_, false) => format!(
                "The {marked} segments that may move stay: their best places would gain {gain:.2}, which is no evidence either way"
            ),
        }
    }

    /// The line above what is said elsewhere.
    pub(in crate::series) fn moved(&self, gain: f64, proof: Option<Proof>) -> String {
        match (proof, self.chinese) {
            (Some(Proof::Gap(gap)), true) => {
                format!("换到其他通话里说（+{gain:.2}；任何允许的位置最多再好{gap:.2}）：")
            }
            (_, true) => format!("换到其他通话里说（+{gain:.2}；没有更好的允许位置，已证明）："),
            (Some(Proof::Gap(gap)), false) => {
                format!("Said in another call (+{gain:.2}; no permitted place is better by more than {gap:.2}):")
            }
            (_, false) => format!("Said in another call (+{gain:.2}; no permitted place is better, proved):"),
        }
    }

    /// One segment that is said elsewhere, and why.
    pub(in crate::series) fn moves(&self, one: &ContentMove, from: &str, to: &str) -> String {
        let ContentMove { title, behind, gain, .. } = one;
        let why = self.why(one);
        if self.chinese {
            let place = if one.from == one.to { format!("“{to}”") } else { format!("“{from}” → “{to}”") };
            return format!("“{title}”：{place}，在“{behind}”之后（{gain:+.2}）：{why}");
        }
        let place = if one.from == one.to { format!("“{to}”") } else { format!("“{from}” → “{to}”") };
        format!("“{title}”: {place}, behind “{behind}” ({gain:+.2}): {why}")
    }

    /// That a call stands in another turn than it is written in.
    pub(in crate::series) fn written_as(&self, call: usize) -> String {
        let number = call + 1;
        if self.chinese { format!("原来写在第{number}次") } else { format!("written as call {number}") }
    }

    /// A part that is said in this call and written in another, or at another place in it.
    pub(in crate::series) fn came_from(&self, one: &ContentMove) -> String {
        let (title, number) = (&one.title, one.from + 1);
        match (one.from == one.to, self.chinese) {
            (true, false) => format!("moved: {title}"),
            (true, true) => format!("换了位置：{title}"),
            (false, false) => format!("from call {number}: {title}"),
            (false, true) => format!("来自第{number}次：{title}"),
        }
    }

    /// A part that is written in this call and said in another.
    pub(in crate::series) fn went_to(&self, one: &ContentMove) -> String {
        let (title, number) = (&one.title, one.to + 1);
        if self.chinese { format!("移到第{number}次：{title}") } else { format!("now in call {number}: {title}") }
    }

    fn why(&self, one: &ContentMove) -> &'static str {
        let earlier = one.to < one.from;
        match (one.valence < 0.0, one.valence > 0.0, earlier) {
            (true, _, true) if self.chinese => "难受的事早点过去",
            (true, _, true) => "what hurts is over early",
            (true, _, false) if self.chinese => "在那里分量轻一些",
            (true, _, false) => "there it weighs less in what is remembered",
            (_, true, false) if self.chinese => "愉快的事留在后面，记得更好",
            (_, true, false) => "what pleases counts for more later",
            (_, true, true) if self.chinese => "在那里更能留在记忆里",
            (_, true, true) => "there it does more for what is remembered",
            (false, false, _) if self.chinese => "给感受更强的内容让出位置",
            (false, false, _) => "it makes room for what is felt more",
        }
    }

    /// Words with something about them in brackets.
    pub(in crate::series) fn with(&self, words: &str, about: &str) -> String {
        if self.chinese { format!("{words}（{about}）") } else { format!("{words} ({about})") }
    }

    /// Items in a row.
    pub(in crate::series) fn row(&self, items: &[String]) -> String {
        items.join(if self.chinese { "、" } else { ", " })
    }

    /// `7 days`.
    pub(in crate::series) fn days(&self, count: i64) -> String {
        match (count, self.chinese) {
            (1, false) => "one day".to_string(),
            (count, false) => format!("{count} days"),
            (count, true) => format!("{count}天"),
        }
    }

    /// What stands between names that are in quotes.
    pub(in crate::series) fn quoted_comma(&self) -> &'static str {
        if self.chinese { "”、“" } else { "”, “" }
    }

    /// `One week does`, as the end of a sentence about what other calls do not.
    pub(in crate::series) fn as_call(&self, name: &str) -> String {
        if self.chinese { format!("“{name}”") } else { format!("{name} does") }
    }

    fn month(&self, day: Date) -> &'static str {
        let at = usize::try_from(day.month() - 1).unwrap_or(0);
        self.months.get(at).copied().unwrap_or("")
    }

    /// What a dot and a ring mean in the picture.
    pub(in crate::series) fn step_and_review(&self) -> (&'static str, &'static str) {
        if self.chinese { ("一步", "回顾") } else { ("a step", "its review") }
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

impl Words {
    /// How long a call takes, in half minutes: nobody plans calls by the second.
    pub(in crate::series) fn length(&self, seconds: f64) -> String {
        let halves = (seconds / 30.0).round().max(1.0) as u64;
        match (halves / 2, halves % 2, self.chinese) {
            (_, _, false) => duration::spoken(halves as f64 * 30.0),
            (0, _, true) => "30秒".to_string(),
            (minutes, 0, true) => format!("{minutes}分钟"),
            (minutes, _, true) => format!("{minutes}分30秒"),
        }
    }
}

/// `10:00`.
pub(in crate::series) fn clock(time: Time) -> String {
    format!("{}:{:02}", time.hour(), time.minute())
}
