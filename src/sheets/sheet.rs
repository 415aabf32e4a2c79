//! The tables and their columns, in English and Chinese.

use super::{Cell, Table};

/// A kind of table.
#[derive(Debug, PartialEq, Eq)]
pub struct Sheet {
    /// The key of what it holds.
    pub key: &'static str,
    /// Its heading in English and Chinese.
    pub title: [&'static str; 2],
    /// What to know about it, in English and Chinese.
    pub about: [&'static str; 2],
    /// Its columns.
    pub columns: &'static [Column],
}

/// A column of a table.
#[derive(Debug, PartialEq, Eq)]
pub struct Column {
    /// The key of what it holds; empty for what is read in a way of its own.
    pub key: &'static str,
    /// Its name in English and Chinese.
    pub names: [&'static str; 2],
    /// Its share of the width, in percent.
    pub width: u32,
}

const fn column(key: &'static str, names: [&'static str; 2], width: u32) -> Column {
    Column { key, names, width }
}

const NO: [&str; 2] = ["No", "序号"];
const ALSO: [&str; 2] = ["Also", "其他"];

/// Every table, in the order of the document.
pub static SHEETS: &[Sheet] = &[
    Sheet {
        key: "segments",
        title: ["The call", "通话"],
        about: [
            "One row is one part of the call, in order. A question stands in Say behind the word Ask:. In the column If asked / notes, words in quotation marks are what the customer asks; Training: is for training only. In Constraints each line says one thing, such as after: hello.",
            "一行是通话的一段，按先后排列。问题写在“说”一栏，前面加“问：”。“备注”一栏里，引号中是客户可能问的话；“培训：”只用于培训。“约束”一栏每行写一件事，例如 after: hello。",
        ],
        columns: &[
            column("no", NO, 4),
            column("title", ["Segment", "段落"], 11),
            column("stage", ["Stage", "阶段"], 8),
            column("kind", ["Kind", "种类"], 8),
            column("feels", ["Feels", "感受"], 8),
            column("must_say", ["Must say", "必须说"], 14),
            column("say", ["Say", "说"], 21),
            column("notes", ["If asked / notes", "备注"], 14),
            column("", ["Constraints", "约束"], 12),
        ],
    },
    Sheet {
        key: "answers",
        title: ["What the customer may answer", "客户可能的回答"],
        about: [
            "No is the number of the row above that asks; 7.2 is the second question of number 7. Several ways to say it stand in paragraphs of their own.",
            "“序号”是提问那一段的编号；7.2 表示第 7 段的第二个问题。同一回答的不同说法各占一段。",
        ],
        columns: &[
            column("no", NO, 6),
            column("hear", ["They say", "客户说"], 18),
            column("say", ["Say", "说"], 22),
            column("must_say", ["Must say", "必须说"], 14),
            column("ask", ["Ask", "问"], 12),
            column("feels", ["Feels", "感受"], 8),
            column("then", ["Then", "然后"], 10),
            column("", ALSO, 10),
        ],
    },
    Sheet {
        key: "questions",
        title: ["Questions in a fixed order", "固定顺序的问题"],
        about: [
            "No is the number of the part of the call in which they are asked, in this order.",
            "“序号”是提问那一段的编号，按此顺序提问。",
        ],
        columns: &[
            column("no", NO, 6),
            column("ask", ["Question", "问题"], 54),
            column("fills", ["Fills", "填入"], 15),
            column("", ALSO, 25),
        ],
    },
    Sheet {
        key: "choices",
        title: ["What the customer decides", "由客户决定的事"],
        about: ["No is the number of the part of the call.", "“序号”是通话段落的编号。"],
        columns: &[
            column("no", NO, 6),
            column("about", ["About", "关于"], 12),
            column("ask", ["Ask", "问"], 27),
            column("recommend", ["We recommend", "建议"], 12),
            column("because", ["Because", "原因"], 15),
            column("if_unsure", ["If unsure", "拿不定主意时"], 16),
            column("", ALSO, 12),
        ],
    },
    Sheet {
        key: "options",
        title: ["What there is to pick from", "可选项"],
        about: ["No is the number of the part of the call that asks.", "“序号”是提问那一段的编号。"],
        columns: &[
            column("no", NO, 6),
            column("pick", ["Pick", "选项"], 16),
            column("tell", ["Tell before", "选前说明"], 28),
            column("say", ["Say after", "选后说"], 24),
            column("then", ["Then", "然后"], 12),
            column("", ALSO, 14),
        ],
    },
    Sheet {
        key: "anytime",
        title: ["What may happen at any moment", "随时可能发生的情况"],
        about: [
            "Numbers begin with A, so that answers can name them. The columns mean what they mean above.",
            "编号以 A 开头，供回答表引用。各栏含义同上。",
        ],
        columns: &[
            column("no", NO, 5),
            column("when", ["When", "情况"], 15),
            column("must_say", ["Must say", "必须说"], 18),
            column("say", ["Say", "说"], 28),
            column("notes", ["If asked / notes", "备注"], 18),
            column("", ["Constraints", "约束"], 16),
        ],
    },
    Sheet {
        key: "blanks",
        title: ["What gets filled in", "需要填入的内容"],
        about: [
            "In the words to say a blank stands in double braces, such as {{ first_name }}.",
            "说的话里用双花括号表示，例如 {{ first_name }}。",
        ],
        columns: &[
            column("name", ["Blank", "空格"], 20),
            column("from", ["From", "来源"], 12),
            column("example", ["Example", "例子"], 26),
            column("if_missing", ["If missing", "没有时说"], 24),
            column("", ALSO, 18),
        ],
    },
    Sheet {
        key: "outcomes",
        title: ["How the call can end", "通话结果"],
        about: ["", ""],
        columns: &[column("name", ["Outcome", "结果"], 30), column("todo", ["What to do", "怎么做"], 70)],
    },
    Sheet {
        key: "after_call",
        title: ["After the call", "挂断之后"],
        about: ["", ""],
        columns: &[column("no", NO, 8), column("todo", ["To do", "要做的事"], 92)],
    },
    Sheet {
        key: "settings",
        title: ["Settings", "设置"],
        about: ["What else the script says, one thing a row.", "脚本的其他内容，每行一项。"],
        columns: &[column("key", ["Key", "项目"], 32), column("value", ["Value", "内容"], 68)],
    },
];

/// The table whose header row this is, the place of each of its columns in the row, and whether it is the
/// Chinese one.
#[must_use]
pub fn sheet(header: &[String]) -> Option<(&'static Sheet, Vec<usize>, bool)> {
    let plain = |name: &str| name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let header: Vec<String> = header.iter().map(|name| plain(name)).collect();
    for (tongue, sheet) in [0, 1].into_iter().flat_map(|tongue| SHEETS.iter().map(move |sheet| (tongue, sheet))) {
        let place = |column: &Column| {
            let name = column.names.get(tongue).map(|name| plain(name))?;
            header.iter().position(|own| *own == name)
        };
        let places: Option<Vec<usize>> = sheet.columns.iter().map(place).collect();
        if let Some(places) = places.filter(|_| header.len() == sheet.columns.len()) {
            return Some((sheet, places, tongue == 1));
        }
    }
    None
}

/// The tables of a document to fill in: room for so many parts of a call, and for what else most calls need.
#[must_use]
pub fn blank(rows: usize) -> Vec<Table> {
    let room = |key: &str| match key {
        "segments" => rows,
        "answers" | "blanks" => 6,
        "outcomes" => 4,
        _ => 0,
    };
    let empty = |sheet: &'static Sheet, number: usize| -> Vec<Cell> {
        let numbered = sheet.key == "segments";
        let cell = |at: usize| if at == 0 && numbered { vec![number.to_string()] } else { Vec::new() };
        (0..sheet.columns.len()).map(cell).collect()
    };
    let tables = SHEETS.iter().filter(|sheet| room(sheet.key) > 0);
    tables.map(|sheet| Table { sheet, rows: (1..=room(sheet.key)).map(|at| empty(sheet, at)).collect() }).collect()
}
