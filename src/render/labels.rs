//! The words that pages bring themselves, in English and Chinese.

use serde::Serialize;

macro_rules! labels {
    ($($key:ident: $english:literal, $chinese:literal;)*) => {
        /// The words that pages bring themselves.
        #[derive(Debug, Clone, Copy, Serialize)]
        pub struct Labels {
            $(#[doc = $english] pub $key: &'static str,)*
        }

        pub(super) static ENGLISH: Labels = Labels { $($key: $english,)* };
        pub(super) static CHINESE: Labels = Labels { $($key: $chinese,)* };
    };
}

labels! {
    say: "Say", "请说";
    say_any: "Say one of these, or your own words", "任选一句，或用自己的话";
    must_say: "Say exactly", "必须照读";
    because: "because", "原因";
    ask: "Ask", "请问";
    ask_in_order: "Ask in this order", "按顺序提问";
    if_they_say: "If they say", "如果对方说";
    or: "or", "或";
    choice: "They decide", "由对方决定";
    recommended: "we recommend this one", "我们建议这一项";
    usual: "as last time", "与上次相同";
    if_unsure: "If they can't decide", "如果对方拿不定主意";
    we_decide: "This is ours to decide", "由我们决定";
    if_asked: "Only if they ask", "对方问起才说";
    note: "Note", "注意";
    coach: "For training", "培训";
    teach_back: "Ask them to say it back", "请对方复述";
    compared_with: "Set beside it", "对比";
    write_down: "Write down", "记下";
    only_if: "Only if", "仅当";
    anytime: "At any moment", "随时可能";
    when: "When", "情况";
    outcomes: "How the call can end", "通话结果";
    after_call: "After the call", "挂断之后";
    version: "version", "版本";
    changed: "changed", "修改于";
    review_by: "review by", "复审日期";
    approved_by: "approved by", "批准人";
    owner: "owner", "负责人";
    goal: "Goal", "目标";
    go_to: "go to", "转到";
    ask_again: "ask again, at most", "再问一次，最多";
    times: "times", "次";
    then: "then", "然后";
    use_file: "go on with", "改用";
    and_come_back: "and come back", "之后回到这里";
    come_back: "go back to the question that was interrupted", "回到被打断的问题";
    end_as: "the call ends:", "通话结束：";
    about: "about", "约";
    private: "personal: only after you know who is speaking", "涉及隐私：核对身份之后才说";
    customer: "Customer", "客户";
    beginning: "The beginning", "开头";
    middle: "The call", "通话";
    ending: "The end", "结尾";
    left_out: "otherwise", "否则";
    no_outcome: "The call ends", "通话结束";
}

/// The moments and roles that have a name of their own, as a Chinese page calls them.
const IN_CHINESE: [(&str, &str); 12] = [
    ("voicemail", "语音信箱"),
    ("someone else", "别人接听"),
    ("wrong number", "打错号码"),
    ("bad time", "现在不方便"),
    ("refuses recording", "不同意录音"),
    ("stop calling", "不要再打来"),
    ("complaint", "投诉"),
    ("in danger", "有危险"),
    ("upset", "情绪激动"),
    ("supervisor", "要找主管"),
    ("nurse", "护士"),
    ("agent", "客服"),
];

impl Labels {
    /// A word of ours as the page calls it; words of the author's own stay as they are.
    pub(super) fn named(&self, word: &str) -> String {
        let chinese = self.say == CHINESE.say;
        let found = IN_CHINESE.iter().find(|(ours, _)| chinese && *ours == word);
        found.map_or(word, |(_, chinese)| chinese).to_string()
    }

    /// A length of time, as `2 min 5 s`.
    pub(super) fn lasting(&self, seconds: f64) -> String {
        let words = crate::script::duration::spoken(seconds);
        if self.say == CHINESE.say { words.replace(" min", "分").replace(" s", "秒").replace(' ', "") } else { words }
    }
}
