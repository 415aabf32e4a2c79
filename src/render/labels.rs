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
    comma: ", ", "、";
    colon: ":", "：";
    or_else: "; or ", "；或";
    open_quote: "“", "“";
    close_quote: "”", "”";
    word_title: "A call script", "通话脚本";
    word_how: "How to fill this in", "填写说明";
    word_guide: "This document is a call script. You can change any cell, add and remove rows, and move rows up and down; callcraft reads it back. Only the tables are read, so write nothing that must stay beside them. Leave the names of the columns as they are.", "这份文档就是通话脚本。任何单元格都可以改，可以增删行，也可以上下移动行；callcraft 会读回来。只读表格，需要保留的内容不要写在表格之外。栏目名称请保持不变。";
    word_steps: "One row for each part of the call: a greeting, a question, a piece of news, a goodbye.|Write the words that are said under Say. Behind Ask: stands the question at the end of them.|Under Must say stand words that must be said exactly as they are, such as a legal notice.|Under Feels write how this part feels to the customer: very painful, painful, slightly painful, neutral, slightly pleasant, pleasant, very pleasant. Where you leave it empty, it counts as neutral.|Under Kind write what the part is, if one of these words fits: opening, legal notice, verify, signpost, question, safety check, empathy, news, choice, coaching, action, pitch, hold, transfer, safety net, recap, next steps, survey, closing.|Give a part a short name in Constraints where another part speaks of it: id: test-result. Then that other part can say after: test-result, before: test-result or next_to: test-result.|Where a name or a date is filled in, write it in double braces, such as {{ first_name }}, and give an example in the table of blanks.", "每一行是通话的一段：问候、提问、通知、告别。|“说”一栏写要说的话；“问：”后面是这段话结尾的问题。|“必须说”一栏写必须照读的话，例如录音告知。|“感受”一栏写客户听到这段时的感受：very painful、painful、slightly painful、neutral、slightly pleasant、pleasant、very pleasant（从很痛苦到很愉快）。留空时按中性计算。|“种类”一栏可以写：opening（问候）、legal notice（告知）、verify（核对身份）、signpost（预告）、question（提问）、safety check（危险信号）、empathy（共情）、news（消息）、choice（选择）、coaching（指导）、action（请对方做事）、hold（等待）、transfer（转接）、safety net（何时求助）、recap（重复）、next steps（下一步）、survey（评价）、closing（告别）。|别的段落要提到这一段时，在“约束”里起个短名：id: test-result。然后另一段可以写 after: test-result、before: test-result 或 next_to: test-result。|要填入姓名、日期的地方用双花括号，例如 {{ first_name }}，并在“需要填入的内容”表里给出例子。";
    word_next: "When it is filled in: callcraft design this-file.docx shows the best order, and callcraft import this-file.docx makes it callcraft's own file.", "填好之后：callcraft design 文件.docx 给出最好的顺序；callcraft import 文件.docx 把它变成 callcraft 的文件。";
    scorecard: "Scorecard", "质检表";
    scored_call: "Call", "通话编号";
    scored_agent: "Who spoke", "坐席";
    scored_by: "Scored by", "评分人";
    scored_on: "Date", "日期";
    rule_listen: "Listen to the whole call once before you tick anything.", "先把通话完整听一遍，再打勾。";
    rule_yes: "Yes: you heard it on the recording, and you can write down the minute. No: you did not, or you are not sure. Do not give the benefit of the doubt, and do not guess what was meant.", "“是”：录音里听到了，并能写下时间。“否”：没听到，或拿不准。不照顾情面，也不猜对方的意思。";
    rule_apart: "Does not apply: only for the reason that stands with the item, never because it went well otherwise.", "“不适用”：只限该条写明的原因，不能因为其他地方做得好。";
    rule_words: "Where other words may be used, they count if every fact in the given words was said: each name, number, date and promise.", "可用自己的话时，所给原话里的每个事实（姓名、数字、日期、承诺）都说到才算。";
    rule_must: "One No at an item marked ! fails the call, whatever the rest.", "带 ! 的条目只要有一个“否”，整通不合格。";
    yes: "Yes", "是";
    no: "No", "否";
    not_apply: "Does not apply", "不适用";
    minute: "Minute", "时间";
    listen_for: "Listen for", "听什么";
    skip_when: "Does not apply if", "不适用的情况";
    yes_when: "Yes if", "判“是”的条件";
    result: "Yes divided by yes and no", "“是”占“是”与“否”之和";
    part_words: "Word for word", "照读";
    part_order: "In the right order", "顺序";
    part_choice: "Their decision", "客户的选择";
    part_own: "What this script asks for", "本脚本的要求";
    part_finish: "The finish", "结尾";
    q_must: "Were these exact words said?", "这段话是否逐字说了？";
    q_must_answer: "When the customer said “{b}”, were these exact words said?", "客户说“{b}”时，这段话是否逐字说了？";
    y_must: "every word was said in this order; only what is filled in between brackets may differ", "每个字都按这个顺序说了；只有方括号里填的内容可以不同";
    q_after: "Did “{b}” begin only after {a}?", "“{b}”是否在{a}之后才开始？";
    q_next: "Did “{b}” come directly after {a}?", "“{b}”是否紧跟在{a}之后？";
    q_within: "Did “{b}” begin within {a} of the call?", "“{b}”是否在通话开始后{a}之内开始？";
    q_first: "Was “{b}” the first thing that was said?", "“{b}”是否最先说？";
    q_last: "Was “{b}” the last thing that was said?", "“{b}”是否最后说？";
    y_after: "the first sentence of the later one was heard after the first sentence of every earlier one that was said at all", "后一段的第一句，出现在前面各段（只算说过的）的第一句之后";
    y_next: "no other part of the script was said between the two", "两段之间没有说脚本的其他段落";
    y_within: "its first sentence was heard before the clock of the recording passed this time", "录音时钟走到该时间之前听到了它的第一句";
    y_place: "nothing else of the script was said {a}", "没有在其{a}说脚本的其他内容";
    before_it: "before it", "之前";
    after_it: "after it", "之后";
    q_verify: "Had the customer said who they are before anything personal was said?", "说到个人情况之前，客户是否自己说明了身份？";
    y_verify: "the customer, not the agent, spoke the details, and that was before the first sentence of every part named here", "身份信息由客户而不是坐席说出，并且早于这里列出的每一段的第一句";
    n_verify: "none of these parts was said", "这些段落都没有说";
    q_options: "Were all these options named before the customer picked one?", "客户选择之前，这些选项是否都说到了？";
    y_options: "each name, or words that can mean nothing else, was heard before the customer's pick", "每一项的名称，或不会有歧义的说法，都在客户选择之前听到";
    q_decided: "Did the customer say the pick themselves?", "是否由客户自己说出选择？";
    y_decided: "the customer named or confirmed one option; where they could not decide, the words for that were said instead of a pick for them", "客户说出或确认了一个选项；客户拿不定主意时，说了相应的话，而没有替客户选";
    n_asked: "the call ended before this point, or the customer would not talk about it", "通话在此之前已结束，或客户不愿谈这件事";
    n_reached: "the call ended before this point, or an answer led past it", "通话在此之前已结束，或客户的回答跳过了这一段";
    n_pair: "“{b}” was not said, or none of the others was", "“{b}”没有说，或其他几段都没有说";
    n_only: "this does not hold: {a}", "不符合条件：{a}";
    n_answer: "the customer said nothing of the kind", "客户没有这样说";
    y_own: "you heard what proves it on the recording and wrote down the minute", "录音里听到了证据，并写下了时间";
    q_recap: "Was everything that was agreed said once more before the goodbye?", "告别之前，是否把说定的事都重复了一遍？";
    y_recap: "each thing that these words name was said, with what was agreed on this call in the brackets", "这段话提到的每件事都说了，方括号里是本次通话说定的内容";
    q_goodbye: "Was the goodbye said, and was it the last thing?", "是否说了告别的话，并且在最后？";
    y_goodbye: "these words, or others with every fact in them, were heard, and no new matter was brought up by us afterwards", "听到了这段话，或包含其中每个事实的话，之后我们没有再提新的事";
    n_goodbye: "the customer hung up first, or the call was broken off or ended another way", "客户先挂断，或通话中断，或以其他方式结束";
    q_lasting_pain: "Was none of these hard parts brought up again in the finish?", "结尾时，是否没有再提这些不愉快的内容？";
    y_lasting_pain: "we did not speak of them after the finish began; the customer may", "结尾开始后我们没有再提；客户可以提";
    n_pain: "the customer brought one of them up", "是客户自己提起的";
    survey_title: "How was our call?", "请评价我们的通话";
    survey_ask: "Four short questions. Please tick one number in each row. Your answers help us to make our calls better.", "只有四个小问题。每行请勾一个数字。您的回答会帮助我们改进通话。";
    survey_thanks: "Thank you.", "谢谢您。";
    survey_office: "For us to fill in", "由我们填写";
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
