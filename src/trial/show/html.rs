//! A page as one HTML file: no script, no network, pictures inside.

use super::parts::{Page, Part, Picture, Table};
use crate::picture::escape;
use std::fmt::Write as _;

const STYLE: &str = include_str!("page.css");

pub(super) fn write(page: &Page) -> String {
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n\
         <style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n",
        title = escape(&page.title)
    );
    for part in &page.parts {
        let _ = match part {
            Part::Heading(words) => writeln!(out, "<h2>{}</h2>", escape(words)),
            Part::Verdict(words) => writeln!(out, "<p class=\"verdict\">{}</p>", inline(words)),
            Part::Words(words) => writeln!(out, "<p>{}</p>", inline(words)),
            Part::List(items) => {
                let items: String = items.iter().map(|item| format!("<li>{}</li>\n", inline(item))).collect();
                writeln!(out, "<ul>\n{items}</ul>")
            }
            Part::Notice { level, message, help } => writeln!(
                out,
                "<p class=\"notice {level}\"><strong>{level}:</strong> {}<br><span>{}</span></p>",
                inline(message),
                inline(help)
            ),
            Part::Table(table) => write!(out, "{}", rows(table)),
            Part::Picture(picture) => write!(out, "{}", figure(picture)),
            Part::Quoted(words) => writeln!(out, "<pre>{}</pre>", escape(words)),
        };
    }
    out.push_str("</main>\n</body>\n</html>\n");
    out
}

/// Words with their `code` set apart.
fn inline(words: &str) -> String {
    let mut out = String::new();
    for (at, part) in words.split('`').enumerate() {
        let part = escape(part);
        let _ = if at % 2 == 1 { write!(out, "<code>{part}</code>") } else { write!(out, "{part}") };
    }
    out
}

fn rows(table: &Table) -> String {
    let heads: String = table.heads.iter().map(|head| format!("<th scope=\"col\">{}</th>", escape(head))).collect();
    let mut out = format!(
        "<div class=\"wide\" tabindex=\"0\" role=\"group\" aria-label=\"table\"><table>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n"
    );
    for row in &table.rows {
        let cell = |(at, cell): (usize, &String)| match at {
            0 => format!("<th scope=\"row\">{}</th>", inline(cell)),
            _ => format!("<td>{}</td>", inline(cell)),
        };
        let _ = writeln!(out, "<tr>{}</tr>", row.iter().enumerate().map(cell).collect::<String>());
    }
    out.push_str("</tbody>\n</table></div>\n");
    out
}

fn figure(picture: &Picture) -> String {
    format!("<figure>\n{}<figcaption>{}</figcaption>\n</figure>\n", picture.svg, inline(&picture.caption))
}
