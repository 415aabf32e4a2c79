//! Did the new script work? To plan a trial, to report on it, and to practise with made-up data.

pub mod stats;
