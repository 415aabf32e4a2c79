//! A page as Markdown.

use super::parts::{Page, Part, Table};
use std::fmt::Write as _;

pub(super) fn write(page: &Page) -> String {
    let mut out = format!("# {}\n", plain(&page.title));
    for part in &page.parts {
        out.push('\n');
        let _ = match part {
            Part::Heading(words) => writeln!(out, "## {}", plain(words)),
            Part::Verdict(words) => writeln!(out, "**{}**", plain(words)),
            Part::Words(words) => writeln!(out, "{}", plain(words)),
            Part::List(items) => items.iter().try_for_each(|item| writeln!(out, "- {}", plain(item))),
            Part::Notice { level, message, help } => {
                writeln!(out, "> **{level}:** {} — {}", plain(message), plain(help))
            }
            Part::Table(table) => write!(out, "{}", rows(table)),
            Part::Picture(picture) if picture.signs.is_empty() => {
                out.pop();
                Ok(())
            }
            Part::Picture(picture) => writeln!(out, "```text\n{}```\n\n{}", picture.signs, plain(&picture.signs_say)),
            Part::Quoted(words) => writeln!(out, "````text\n{}\n````", words.trim_end()),
        };
    }
    out
}

/// Words that Markdown would take for marks of its own, made safe; `code` in our words stays.
fn plain(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    let mut code = false;
    for c in words.chars() {
        code ^= c == '`';
        if !code && matches!(c, '*' | '_' | '<' | '>' | '[' | ']' | '\\' | '|') {
            out.push('\\');
        }
        out.push(if c == '\n' { ' ' } else { c });
    }
    out
}

fn rows(table: &Table) -> String {
    let line =
        |cells: &[String]| format!("| {} |\n", cells.iter().map(|cell| plain(cell)).collect::<Vec<_>>().join(" | "));
    let rule = |column: usize| if column == 0 { ":---" } else { "---:" };
    let rules: Vec<&str> = (0..table.heads.len()).map(rule).collect();
    let mut out = line(&table.heads);
    let _ = writeln!(out, "| {} |", rules.join(" | "));
    table.rows.iter().for_each(|row| out.push_str(&line(row)));
    out
}
