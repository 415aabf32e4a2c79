//! The words that the live page brings itself, in English and Chinese.

use serde::Serialize;

macro_rules! page_labels {
    ($($key:ident: $english:literal, $chinese:literal;)*) => {
        /// The words that the page brings itself.
        #[derive(Debug, Clone, Copy, Serialize)]
        pub(super) struct PageLabels {
            $(pub $key: &'static str,)*
        }

        pub(super) static ENGLISH: PageLabels = PageLabels { $($key: $english,)* };
        pub(super) static CHINESE: PageLabels = PageLabels { $($key: $chinese,)* };
    };
}

page_labels! {
    needs_script: "This page needs scripts to be allowed in the browser. It uses none but its own.", "请在浏览器中允许运行脚本，本页只用自带的脚本。";
    // registers
    say: "Say", "说";
    say_any: "Say one of these, or your own words", "任选一句，或用自己的话";
    must_say: "Say exactly", "照读";
    must_said: "I have said this", "已照读";
    because: "Because", "原因";
    ask: "Ask", "问";
    ask_first: "Ask which they want first", "先问想先听哪一个";
    ask_first_of: "{a}, or {b}?", "{a}，还是{b}？";
    other_first: "They want “{t}” first", "先听“{t}”";
    ask_in_order: "Ask in this order", "按顺序问";
    question_of: "Question {n} of {of}", "第 {n} 问，共 {of} 问";
    they_say: "They say", "对方说";
    or: "or", "或";
    they_decide: "They decide", "由对方决定";
    we_decide: "This is ours to decide", "由我们决定";
    tell: "Tell them", "介绍";
    recommended: "we recommend this", "我们建议";
    recommend_because: "We recommend {t}, because", "我们建议{t}，因为";
    usual: "as last time", "与上次相同";
    unsure: "They can't decide now", "暂时拿不定主意";
    if_unsure: "If they can't decide", "对方拿不定主意时";
    if_asked: "Only if they ask", "问起才说";
    note: "Note for you", "给您的提示";
    coach: "For training", "培训";
    teach_back: "Ask them to say it back", "请对方复述";
    compared_with: "Set beside it", "对比";
    write_down: "Write down", "记下";
    private: "Personal: only once you know who is speaking", "涉及隐私：核对身份之后才说";
    only_if: "Only if", "仅当";
    cannot_tell: "The page cannot tell whether this holds. You decide.", "本页无法判断是否成立，请您决定。";
    leave_out: "Leave it out", "跳过这一段";
    then_say: "Now say", "接着说";
    then_ask: "Now ask", "接着问";
    no_clear: "No clear answer", "没有听清";
    no_clear_say: "Ask once more in other words.", "换个说法再问一次。";
    asked_again: "asked {n} times", "已问 {n} 次";
    they_said: "They said", "对方说";
    ask_again_now: "Ask again", "再问一次";
    change: "Change", "更改";
    gap: "not known yet", "尚未填写";
    // moving
    next: "Next", "下一步";
    back: "Back", "返回";
    start_agent: "Start the call", "开始通话";
    start_customer: "Start the walk", "开始体验";
    seat_agent: "I make the call", "我打电话";
    seat_customer: "I am the customer", "我当客户";
    seat: "Your seat", "您的位置";
    seat_agent_more: "The page you work from while the line is open.", "通话时照着做的页面。";
    seat_customer_more: "See only what the customer hears, and say how it feels.", "只看客户听到的话，并说出感受。";
    from_record: "From the record", "档案里的内容";
    from_agent: "From you", "您的内容";
    known_before: "Before you ring", "拨号之前";
    type_once: "Typed once here, said everywhere. What you leave empty is shown in colour.", "在此填写一次，处处自动填入；空着的会用颜色标出。";
    instead: "left empty, you say", "空着时说";
    example: "for example", "例如";
    details: "Details", "资料";
    details_more: "What is filled into the words. A change shows at once.", "填入话术的内容，改动立即生效。";
    // bar
    anytime: "Any moment", "随时";
    anytime_find: "What happened? Voicemail, wrong number, upset …", "发生了什么？语音信箱、打错了、生气……";
    anytime_none: "Nothing like that is in the script.", "话术中没有这一项。";
    come_back: "Back to the call", "回到通话";
    came_from: "You were at", "刚才在";
    end_as: "End the call", "结束通话";
    end_now: "End the call …", "结束通话……";
    dropped: "Call dropped", "电话断了";
    plan: "plan", "计划";
    left_about: "about {t} left", "约剩 {t}";
    in_all: "in all", "全程";
    // list
    parts: "Parts of the call", "通话各段";
    parts_short: "Parts", "各段";
    way: "The way so far", "走过的路";
    go_back_to: "Go back to {t}", "回到 {t}";
    here: "you are here", "当前";
    said: "said", "已说";
    covered: "already covered", "已经谈过";
    covered_of: "{t}: already covered", "{t}：已经谈过";
    left_out: "left out", "不适用";
    jumped: "jumped over", "跳过未说";
    has_must: "exact words", "含照读";
    remaining: "{n} of {of}", "{n}/{of}";
    close: "Close", "关闭";
    // notes
    notes: "Notes", "笔记";
    notes_stay: "Notes stay in this page only. They are gone when it is closed or the next call starts.", "笔记只留在本页，关闭页面或开始下一通后即消失。";
    notes_kept: "Notes are kept in this browser on this computer until the call ends, 12 hours at most.", "笔记保存在本机浏览器中，通话结束即删除，最多 12 小时。";
    notes_off: "Switch notes off", "关闭笔记";
    notes_on: "Switch notes on", "打开笔记";
    // keeping
    keep_title: "If the call drops", "如果电话断了";
    keep_place: "This browser remembers on this computer where you were and which answers were picked: no names, nothing you typed. It forgets when the call ends, after 12 hours at the latest.", "本机浏览器只记住走到哪里、选了哪些答案，不记姓名和您输入的内容；通话结束即删除，最多 12 小时。";
    keep_all: "Also keep what I type, until the call ends", "通话结束前，也保存我输入的内容";
    keep_none: "This browser keeps nothing for pages like this one. Leave the page open until the call is over.", "此浏览器不为本页保存内容，请在通话结束前不要关闭页面。";
    keep_tab: "Only this tab remembers where you were. Leave it open until the call is over.", "只有本标签页记得走到哪里，请在通话结束前不要关闭。";
    dropped_title: "The call dropped", "电话断了";
    dropped_at: "You were at “{t}”, {c} into the call. The clock stands still.", "刚才在“{t}”，已通话 {c}，计时已暂停。";
    dropped_typed: "What was typed was not kept. Fill it in again:", "之前输入的内容没有保存，请再填一次：";
    resume: "Go on where we were", "从断点继续";
    start_over: "Start again", "重新开始";
    // the end
    leaving_title: "Before you end", "结束之前";
    leaving_must: "These words must be said, and are not ticked:", "以下必须照读的话尚未打勾：";
    leaving_left: "Not covered yet:", "还没有谈到：";
    go_there: "Go there", "去说";
    seen_unsaid: "I have read these words; they were not said", "我已看过这些话，没有说";
    end_anyway: "End all the same", "仍然结束";
    stay: "Stay on the call", "继续通话";
    how_ended: "How did it end?", "结果如何？";
    no_outcome: "Without a result", "没有结果";
    ended: "The call has ended", "通话已结束";
    outcome: "Result", "结果";
    todo: "Do now", "现在要做";
    after_call: "After the call", "挂断之后";
    summary: "Summary", "小结";
    summary_more: "Ready to paste into the record.", "可直接粘贴到档案。";
    copy: "Copy the summary", "复制小结";
    copied: "Copied", "已复制";
    copy_failed: "Select the text and copy it with Ctrl+C", "请选中文字，按 Ctrl+C 复制";
    record: "The path as a file", "通话路径文件";
    record_more: "Each part with its seconds, and which answer was picked. No names, no notes.", "各段用时与所选答案，不含姓名和笔记。";
    record_all: "Put what was typed and the notes in it too", "也写入输入的内容和笔记";
    download: "Download the path", "下载路径";
    next_call: "Next call", "下一通";
    reopen: "Back into the call", "回到通话中";
    not_said: "Not said", "没有说";
    took: "Length", "通话时长";
    path: "Path", "路径";
    leave_title: "Go on with another script", "换用另一份话术";
    leave_more: "This call goes on with the script below.", "这通电话接着用下面的话术。";
    through_title: "Now the shared part", "先走共用部分";
    through_more: "Go through the script below, then come back here.", "先走完下面的话术，再回到这里。";
    through_done: "Done, go on here", "完成，继续";
    // customer's seat
    you_hear: "You hear", "您听到";
    you_answer: "You answer", "您回答";
    felt_question: "How did that feel?", "感觉怎么样？";
    felt_title: "How it felt", "感受曲线";
    felt_line: "You felt", "您的感受";
    designed_line: "as designed", "设计的感受";
    felt_differs: "Where you felt it differently", "与设计不同之处";
    felt_same: "You felt it as it was designed, within one step.", "与设计相差不超过一档。";
    felt_write: "Lines for the script", "可写回话术的内容";
    felt_write_more: "Under each segment, if several people felt the same:", "若几个人感受相同，可写入相应段落：";
    copy_lines: "Copy the lines", "复制这些行";
    unfelt_skip: "Skip", "跳过";
    unfelt: "nobody said", "未注明";
    pace: "At the speed it is spoken", "按说话速度显示";
    chart_more: "{n} parts; felt and designed, from {a} to {b}", "共 {n} 段；感受与设计，从{a}到{b}";
    // looks and keys
    theme: "Light or dark", "明暗";
    theme_auto: "as the computer", "跟随系统";
    theme_light: "light", "浅色";
    theme_dark: "dark", "深色";
    size: "Text size", "字号";
    keys: "Keys", "快捷键";
    keys_on: "Single keys work", "启用单键";
    keys_off: "Single keys are off", "停用单键";
    keys_more: "Single keys never work while you type.", "输入文字时单键不起作用。";
    key_pick: "pick an answer", "选择答案";
    key_next: "next", "下一步";
    key_back: "back", "返回";
    key_find: "any moment: search", "随时：搜索";
    key_must: "tick the exact words", "勾选照读";
    key_parts: "parts of the call", "通话各段";
    key_notes: "notes", "笔记";
    key_details: "details", "资料";
    key_help: "these keys", "快捷键说明";
    key_escape: "close, or back to the call", "关闭，或回到通话";
    menu: "More", "更多";
    skip: "To the words", "跳到话术";
    version: "version", "版本";
    changed: "changed", "修改于";
    review_by: "review by", "复审日期";
    approved_by: "approved by", "批准人";
    goal: "Goal", "目标";
    // words that files use
    when_voicemail: "Voicemail", "语音信箱";
    when_someone_else: "Someone else answers", "别人接听";
    when_wrong_number: "Wrong number", "打错了";
    when_bad_time: "Bad time", "不方便";
    when_refuses_recording: "Refuses recording", "拒绝录音";
    when_stop_calling: "Stop calling", "不要再打";
    when_complaint: "Complaint", "投诉";
    when_in_danger: "In danger", "有危险";
    when_upset: "Upset", "情绪激动";
    when_supervisor: "Wants a supervisor", "要找主管";
    morning: "morning", "上午";
    afternoon: "afternoon", "下午";
    evening: "evening", "晚上";
    seconds: "s", "秒";
    minutes: "min", "分";
}
