//! Counts of days, each beside what was read of it.

use crate::model::Date;
use crate::model::Error;
use crate::model::ErrorKind;
use serde::Deserialize;
use std::collections::BTreeMap;

/// What came about on consecutive days, and how much was read of each.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DailySeries {
    /// Its name.
    pub key: String,
    /// In order, each day once. Days that are missing, and days of which nothing was read, are no data, which is not 0.
    pub days: Vec<DayCount>,
    /// Whether `read` says how much was read; without it more coverage looks like more events.
    pub has_denominator: bool,
}

/// One day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DayCount {
    /// Which.
    pub day: Date,
    /// What was counted.
    pub count: u32,
    /// Documents read, or whatever else counts are a share of; above 0.
    pub read: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    #[serde(default)]
    key: String,
    day: Date,
    count: u32,
    denominator: Option<f64>,
}

/// Series from a CSV table with columns `day`, `count`, and if there are any `denominator` and `key` (for several series in one table), in any order.
///
/// Shape: by key; days in order. Rows whose denominator is 0 or empty in a table that has the column are no data.
///
/// # Errors
/// If it is not such a table, or a day stands twice in a series.
pub fn series_of_csv(text: &str) -> Result<Vec<DailySeries>, Error> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let wrong = |error: csv::Error| {
        let line = error.position().map_or(0, csv::Position::line);
        let error =
            Error::new(ErrorKind::Input, format!("no table of counts: line {line}: {error}"));
        error.hint("the columns are day (2024-03-05), count, and if wanted denominator and key")
    };
    let has_denominator = reader.headers().map_err(wrong)?.iter().any(|it| it == "denominator");
    let mut series: BTreeMap<String, BTreeMap<Date, DayCount>> = BTreeMap::new();
    for line in reader.deserialize() {
        let Line { key, day, count, denominator } = line.map_err(wrong)?;
        let read = if has_denominator { denominator.unwrap_or(0.0) } else { 1.0 };
        let days = series.entry(key.clone()).or_default();
        if days.insert(day, DayCount { day, count, read }).is_some() {
            let message = format!("{day} stands twice in the series {key:?}");
            return Err(Error::new(ErrorKind::Input, message));
        }
    }
    let one = |(key, days): (String, BTreeMap<Date, DayCount>)| {
        let days = days.into_values().filter(|it| it.read.is_finite() && it.read > 0.0).collect();
        DailySeries { key, days, has_denominator }
    };
    Ok(series.into_iter().map(one).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_of_two_series_is_read() {
        let text =
            "day,key,denominator,count\n2024-03-06,b,10,3\n2024-03-05,b,0,1\n2024-03-05,a,5,1\n";
        let series = series_of_csv(text).unwrap();
        assert_eq!(series.iter().map(|it| it.key.as_str()).collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!(series[1].days.len(), 1, "nothing read is no data");
        assert_eq!((series[1].days[0].count, series[1].days[0].read), (3, 10.0));
        let plain = series_of_csv("day,count\n2024-03-05,2\n").unwrap();
        assert!(!plain[0].has_denominator && plain[0].days[0].read == 1.0);
    }

    #[test]
    fn what_is_no_such_table_is_said_with_its_line() {
        let wrong = [
            "day,count\n2024-03-05,-1\n",
            "day,count\nyesterday,1\n",
            "date,number\n2024-03-05,1\n",
            "day,count\n2024-03-05,1\n2024-03-05,1\n",
        ];
        for text in wrong {
            assert_eq!(series_of_csv(text).unwrap_err().kind(), ErrorKind::Input, "{text}");
        }
        assert!(series_of_csv(wrong[0]).unwrap_err().to_string().contains("line 2"));
    }
}
