//! Series of calls as a user meets them: read, planned, told.

use crate::golden::{fixtures, same};
use crate::tool;

fn file(name: &str) -> String {
    fixtures("series").join(name).to_string_lossy().into_owned()
}

#[test]
fn a_month_of_calls_gets_its_days() {
    let done = tool::run(&["series", &file("month.yaml"), "--start", "2026-11-30"]);
    same(&fixtures("series").join("month.table.txt"), &done.out);
}

#[test]
fn a_day_that_is_none_is_told_so() {
    let done = tool::run(&["series", &file("month.yaml"), "--start", "soon"]);
    assert_eq!((done.code, done.err.as_str()), (2, "callcraft: `soon` is no date: write --start 2026-12-01\n"));
}
