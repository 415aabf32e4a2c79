//! Fuzzes the target `word` of tests/it/fuzzed/targets.rs.
#![no_main]

#[path = "../../tests/it/fuzzed/targets.rs"]
#[allow(dead_code, reason = "each fuzzer runs one target")]
mod targets;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| targets::run("word", bytes));
