//! A page as plain text for a terminal.

use super::parts::{Page, Part, Table};
use std::fmt::Write as _;
use unicode_width::UnicodeWidthStr as _;

/// Lines are folded at this many columns; tables may be wider.
const WIDTH: usize = 96;

pub(super) fn write(page: &Page) -> String {
    let mut out = format!("{}\n{}\n", page.title, "=".repeat(page.title.width().min(WIDTH)));
    for part in &page.parts {
        match part {
            Part::Heading(words) => {
                let _ = write!(out, "\n{words}\n{}\n", "-".repeat(words.width()));
            }
            Part::Verdict(words) => {
                let _ = write!(out, "\n{}", fold(words, "  > ", "  > "));
            }
            Part::Words(words) => {
                let _ = write!(out, "\n{}", fold(words, "", ""));
            }
            Part::List(items) => {
                out.push('\n');
                items.iter().for_each(|item| out.push_str(&fold(item, "- ", "  ")));
            }
            Part::Notice { level, message, help } => {
                let _ = write!(out, "\n{}{}", fold(message, &format!("{level}: "), "  "), fold(help, "  ", "  "));
            }
            Part::Table(table) => {
                let _ = write!(out, "\n{}", rows(table));
            }
            Part::Picture(picture) if !picture.signs.is_empty() => {
                let _ = write!(out, "\n{}\n{}", picture.signs, fold(&picture.signs_say, "", ""));
            }
            Part::Picture(_) => {}
            Part::Quoted(words) => {
                out.push('\n');
                words.lines().for_each(|line| out.push_str(&fold(line, "  | ", "  |   ")));
            }
        }
    }
    // names in a file may carry signs that fool a terminal
    out.retain(|c| !c.is_control() || c == '\n');
    out
}

/// Words folded to the width, each line after its mark.
fn fold(words: &str, first: &str, rest: &str) -> String {
    let mut out = String::new();
    let mut line = first.to_string();
    let mut empty = true;
    for word in words.split_whitespace() {
        if !empty && line.width() + 1 + word.width() > WIDTH {
            out.push_str(line.trim_end());
            out.push('\n');
            line = rest.to_string();
            empty = true;
        }
        if !empty {
            line.push(' ');
        }
        line.push_str(word);
        empty = false;
    }
    out.push_str(line.trim_end());
    out.push('\n');
    out
}

fn rows(table: &Table) -> String {
    let all = || std::iter::once(&table.heads).chain(&table.rows);
    let widths: Vec<usize> = (0..table.heads.len())
        .map(|column| all().filter_map(|row| row.get(column)).map(|cell| cell.width()).max().unwrap_or(0))
        .collect();
    let mut out = String::new();
    for (number, row) in all().enumerate() {
        let mut line = String::from(" ");
        for (column, (cell, width)) in row.iter().zip(&widths).enumerate() {
            let pad = " ".repeat(width.saturating_sub(cell.width()));
            let _ = if column == 0 { write!(line, " {cell}{pad}") } else { write!(line, "  {pad}{cell}") };
        }
        let _ = writeln!(out, "{}", line.trim_end());
        if number == 0 {
            let _ =
                writeln!(out, "  {}", "-".repeat(widths.iter().sum::<usize>() + 2 * widths.len().saturating_sub(1)));
        }
    }
    out
}
