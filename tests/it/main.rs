//! The integration tests, one binary: a new case is a new file.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    missing_docs,
    unreachable_pub,
    reason = "a test that cannot go on says so by failing"
)]

mod broken_once;
mod browser;
mod design;
mod docx;
mod every_word;
mod exact;
mod extremes;
mod format_doc;
mod fuzzed;
mod golden;
mod hostile_word;
mod importing;
mod journey;
mod killed;
mod layers;
mod lint;
mod office;
mod packaging;
mod page;
mod papers;
mod properties;
mod reading;
mod readme;
mod render;
mod rules_doc;
mod scripts;
mod series;
mod sheets;
mod taken;
mod tool;
mod trial;
mod walk;
mod word;
mod writing;
