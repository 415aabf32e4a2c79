//! JUnit XML: each file is a suite, each finding a test that failed, a clean file one that passed.

use std::fmt::Write as _;

use super::checkstyle::xml;
use super::{FileReport, Item, Report, sentence};

pub(super) fn write(report: &Report<'_>) -> String {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let failures: usize = report.files.iter().map(|file| file.open().count()).sum();
    let tests: usize = report.files.iter().map(|file| file.open().count().max(1)).sum();
    let _ = writeln!(out, "<testsuites name=\"callcraft\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\">");
    for file in &report.files {
        suite(file, &mut out);
    }
    out.push_str("</testsuites>\n");
    out
}

fn suite(file: &FileReport<'_>, out: &mut String) {
    let (name, count) = (xml(file.name()), file.open().count());
    let tests = count.max(1);
    let _ = writeln!(out, "  <testsuite name=\"{name}\" tests=\"{tests}\" failures=\"{count}\" errors=\"0\">");
    for item in file.open() {
        case(file, item, out);
    }
    if count == 0 {
        let _ = writeln!(out, "    <testcase name=\"nothing found\" classname=\"{name}\"/>");
    }
    out.push_str("  </testsuite>\n");
}

fn case(file: &FileReport<'_>, item: &Item<'_>, out: &mut String) {
    let spot = file.spot(item);
    let (name, class) = (xml(&item.found.rule), xml(file.name()));
    let (line, column, path) = (spot.start.line, spot.start.column, xml(spot.name));
    let level = item.found.level.name();
    let text = xml(&sentence(item.found));
    let _ = writeln!(out, "    <testcase name=\"{name} ({line}:{column})\" classname=\"{class}\" line=\"{line}\">");
    let _ =
        writeln!(out, "      <failure type=\"{level}\" message=\"{text}\">{path}:{line}:{column}: {text}</failure>");
    out.push_str("    </testcase>\n");
}
