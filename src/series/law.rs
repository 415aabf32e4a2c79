//! The hours in which the law lets somebody be called, and how often: rows of a file, each with its source.

use serde::Deserialize;

use super::model::{Hours, Series};
use super::values;
use crate::source::Source;
use crate::text::Text;
use crate::yaml;

/// What the law says about when somebody may be called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Law {
    /// From when to when, by the clock of the person called; a call has to end by the later one.
    pub hours: Hours,
    /// At most so many tries in so many days.
    pub most: Option<(u32, i64)>,
    /// Where that stands, with its year.
    pub source: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename = "a file of calling hours")]
struct Written {
    #[serde(rename = "checked")]
    _checked: Option<Text>,
    hours: Vec<Row>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename = "a row of calling hours")]
struct Row {
    country: Text,
    state: Option<Text>,
    sector: Vec<Text>,
    hours: Text,
    most_tries: Option<Text>,
    in_days: Option<Text>,
    source: Text,
}

/// The law for the calls of a series: the row of its state where there is one, else of its country.
#[must_use]
pub fn law(series: &Series) -> Option<Law> {
    let is = |named: Option<&Text>, word: &str| named.is_some_and(|text| text.value.trim().eq_ignore_ascii_case(word));
    let (country, state, sector) = (&series.facts.country, &series.facts.state, &series.facts.sector);
    let mut rows: Vec<Row> = rows()
        .into_iter()
        .filter(|row| is(country.as_ref(), row.country.value.trim()))
        .filter(|row| row.sector.iter().any(|name| is(sector.as_ref(), name.value.trim())))
        .filter(|row| row.state.as_ref().is_none_or(|name| is(state.as_ref(), name.value.trim())))
        .collect();
    rows.sort_by_key(|row| row.state.is_none());
    rows.first().and_then(Row::law)
}

impl Row {
    fn law(&self) -> Option<Law> {
        let number = |text: &Option<Text>| text.as_ref().and_then(|text| text.value.trim().parse().ok());
        let most = number(&self.most_tries).zip(self.in_days.as_ref().and_then(|text| text.value.trim().parse().ok()));
        Some(Law { hours: values::hours(&self.hours.value)?, most, source: self.source.value.trim().to_string() })
    }
}

fn rows() -> Vec<Row> {
    let source = Source::new("hours.yaml", include_str!("hours.yaml"));
    let mut found = Vec::new();
    yaml::tree(&source, 0, &[]).node.map(|node| yaml::read::<Written>(&node, &mut found).hours).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Place;

    fn of(country: &str, state: &str, sector: &str) -> Option<String> {
        let text = |words: &str| Some(Text::new(words, Place::default())).filter(|text| !text.is_blank());
        let mut series = Series::default();
        (series.facts.country, series.facts.state, series.facts.sector) = (text(country), text(state), text(sector));
        law(&series).map(|law| format!("{} {:?}", law.hours.to, law.most))
    }

    #[test]
    fn every_row_is_whole_and_states_come_first() {
        assert!(rows().iter().all(|row| row.law().is_some() && row.source.value.contains("20")));
        assert_eq!(of("US", "", "collections").as_deref(), Some("21:00:00 Some((7, 7))"));
        assert_eq!(of("us", "FL", "sales").as_deref(), Some("20:00:00 Some((3, 1))"));
        assert_eq!(of("US", "TX", "sales").as_deref(), Some("21:00:00 None"));
        assert_eq!(of("CN", "", "collections").as_deref(), Some("22:00:00 Some((3, 1))"));
        assert_eq!(of("US", "", "health"), None);
    }
}
