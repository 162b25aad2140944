//! Our counts beside those of other data sets, period by period, and how they go together.

use crate::model::Date;
use crate::model::Error;
use crate::model::ErrorKind;
use crate::report::Index;
use crate::report::IndexQuery;
use crate::report::Page;
use crate::report::Part;
use crate::report::Scheme;
use crate::report::Unit;
use crate::report::index;
use crate::store::Filter;
use crate::store::Reader;
use serde::Serialize;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// What our own events are called among the layers.
const OURS: &str = "ours";

/// How many series a page holds.
const SHOWN: usize = 20;

/// Periods for a correlation; of fewer it says nothing.
const LEAST: usize = 3;

/// Series of several data sets side by side.
#[derive(Clone, Debug, Serialize)]
pub struct Comparison {
    /// `ours`, then the layers as they were named.
    pub sets: Vec<String>,
    /// What counts as one.
    pub unit: Unit,
    /// The day it is seen from, if not today.
    pub as_of: Option<String>,
    /// Most of ours first.
    pub series: Vec<Compared>,
}

/// One series of all sets.
#[derive(Clone, Debug, Serialize)]
pub struct Compared {
    /// `RUS>UKR`, `RUS`, `THREATEN` or `all`.
    pub key: String,
    /// In order, without a gap.
    pub points: Vec<Beside>,
    /// For each pair of sets.
    pub agreement: Vec<Agreement>,
}

/// One period in all sets; `None` is no data.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Beside {
    /// First day.
    pub from: String,
    /// Units, weighted.
    pub counts: Vec<Option<f64>>,
    /// Mean Goldstein value.
    pub goldstein: Vec<Option<f64>>,
}

/// How two sets go together over the periods of which both know something.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Agreement {
    /// The one.
    pub a: String,
    /// The other.
    pub b: String,
    /// Such periods.
    pub periods: usize,
    /// Pearson's correlation of the counts; `None` for too few periods, or where one of the two never changes.
    pub pearson: Option<f64>,
    /// Spearman's, of their ranks: not led by a few great periods.
    pub spearman: Option<f64>,
    /// Pearson's correlation of the mean Goldstein values.
    pub goldstein: Option<f64>,
}

/// The series of a question for our events and for each of these layers.
///
/// The range runs from the first to the last day that any set knows of, or as the filter bounds it.
///
/// # Errors
/// If there is no such layer, the unit needs texts, or the store cannot be read.
pub fn compare(
    reader: &Reader,
    query: &IndexQuery,
    scheme: &Scheme,
    layers: &[String],
) -> Result<(Comparison, Page), Error> {
    if matches!(query.unit, Unit::Incident | Unit::Origin) {
        let error = Error::new(ErrorKind::Usage, "a layer has no texts to find incidents in");
        return Err(error.hint("compare by --unit act, report or mention"));
    }
    let (from, to) = range(reader, query, layers)?;
    let of = |layer: Option<&String>| {
        let filter = Filter { layer: layer.cloned(), from, to, ..query.filter.clone() };
        index(reader, &IndexQuery { filter, ..query.clone() }, scheme).map(|it| it.0)
    };
    let mut indices = vec![of(None)?];
    for layer in layers {
        indices.push(of(Some(layer))?);
    }
    let sets: Vec<String> = [OURS.to_owned()].into_iter().chain(layers.iter().cloned()).collect();
    let comparison = Comparison {
        series: keys(&indices).iter().map(|key| compared(key, &indices, &sets)).collect(),
        sets,
        unit: query.unit,
        as_of: reader.view.as_of.map(|day| day.to_string()),
    };
    let page = laid_out(&comparison);
    Ok((comparison, page))
}

/// The days that bound all sets, so that their periods are the same.
fn range(
    reader: &Reader,
    query: &IndexQuery,
    layers: &[String],
) -> Result<(Option<Date>, Option<Date>), Error> {
    let mut days: BTreeSet<String> = BTreeSet::new();
    let mut add = |known: &BTreeMap<String, u32>| {
        days.extend(known.keys().next().cloned());
        days.extend(known.keys().next_back().cloned());
    };
    add(&reader.read_by_day(query.filter.outlet.as_deref())?.documents);
    for layer in layers {
        add(&super::index::layer_by_day(reader, layer)?);
    }
    let day = |it: Option<&String>| it.and_then(|it| it.parse().ok());
    let from = query.filter.from.or_else(|| day(days.first()));
    let to = query.filter.to.or_else(|| day(days.last()));
    Ok((from, to))
}

/// The keys of all series: ours as they are ordered, then what only others have.
fn keys(indices: &[Index]) -> Vec<String> {
    let mut keys: Vec<String> = Vec::new();
    for series in indices.iter().flat_map(|it| &it.series) {
        if !keys.contains(&series.key) {
            keys.push(series.key.clone());
        }
    }
    keys
}

fn compared(key: &str, indices: &[Index], sets: &[String]) -> Compared {
    let points = points(key, indices);
    let mut agreement = Vec::new();
    for a in 0..sets.len() {
        for b in a + 1..sets.len() {
            agreement.push(agree(&points, (a, b), sets));
        }
    }
    Compared { key: key.to_owned(), points, agreement }
}

/// A set that has no series of this key counted nothing where it knows something of the period.
fn points(key: &str, indices: &[Index]) -> Vec<Beside> {
    let periods = indices[0].series.first().map_or(&[][..], |it| &it.points);
    let point = |i: usize| {
        let mut point =
            Beside { from: periods[i].from.to_string(), counts: Vec::new(), goldstein: Vec::new() };
        for index in indices {
            let series = index.series.iter().find(|it| it.key == key);
            let any = index.series.iter().any(|it| known(it.points.get(i)));
            let counts = series.and_then(|it| it.points.get(i)?.counts.as_ref());
            point.counts.push(counts.map_or(any.then_some(0.0), |it| Some(it.count)));
            point.goldstein.push(counts.and_then(|it| it.goldstein_mean));
        }
        point
    };
    (0..periods.len()).map(point).collect()
}

fn known(point: Option<&crate::report::Point>) -> bool {
    point.is_some_and(|it| it.documents > 0)
}

fn agree(points: &[Beside], (a, b): (usize, usize), sets: &[String]) -> Agreement {
    let both = |of: fn(&Beside) -> &Vec<Option<f64>>| -> (Vec<f64>, Vec<f64>) {
        points.iter().filter_map(|it| Some((of(it)[a]?, of(it)[b]?))).unzip()
    };
    let (x, y) = both(|it| &it.counts);
    let (u, v) = both(|it| &it.goldstein);
    Agreement {
        a: sets[a].clone(),
        b: sets[b].clone(),
        periods: x.len(),
        pearson: pearson(&x, &y),
        spearman: pearson(&ranks(&x), &ranks(&y)),
        goldstein: pearson(&u, &v),
    }
}

/// Three decimals; `None` for too few, or if one of the two never changes.
fn pearson(x: &[f64], y: &[f64]) -> Option<f64> {
    if x.len() < LEAST {
        return None;
    }
    let n = x.len() as f64;
    let mean = |it: &[f64]| it.iter().sum::<f64>() / n;
    let (mx, my) = (mean(x), mean(y));
    let sum = |f: &dyn Fn(f64, f64) -> f64| -> f64 {
        x.iter().zip(y).map(|(x, y)| f(x - mx, y - my)).sum()
    };
    let (xy, xx, yy) = (sum(&|a, b| a * b), sum(&|a, _| a * a), sum(&|_, b| b * b));
    let spread = (xx * yy).sqrt();
    (spread > 0.0).then(|| (xy / spread * 1000.0).round() / 1000.0)
}

/// From 1; equal values share the mean of their ranks.
fn ranks(values: &[f64]) -> Vec<f64> {
    let rank = |value: &f64| {
        let below = values.iter().filter(|it| *it < value).count() as f64;
        let same = values.iter().filter(|it| *it == value).count() as f64;
        below + (same + 1.0) / 2.0
    };
    values.iter().map(rank).collect()
}

fn laid_out(it: &Comparison) -> Page {
    let as_of = it.as_of.as_ref().map_or(String::new(), |day| format!(", as known on {day}"));
    let mut page = Page {
        title: format!("{} side by side, unit {}{as_of}", it.sets.join(", "), it.unit.name()),
        notes: vec!["– is no data, which is not 0. Correlations are over the periods of which both know something; that two sets go together does not make either right.".to_owned()],
        parts: Vec::new(),
    };
    for series in it.series.iter().take(SHOWN) {
        page.parts.push(Part::Heading(series.key.clone()));
        page.parts.push(table(series, &it.sets));
        page.parts.extend(series.agreement.iter().map(agreement_line));
    }
    if it.series.len() > SHOWN {
        let more =
            format!("{} more series: ask with a filter or for JSON", it.series.len() - SHOWN);
        page.parts.push(Part::Heading(more));
    }
    page
}

fn table(series: &Compared, sets: &[String]) -> Part {
    let shown = |value: &Option<f64>| value.map_or("–".to_owned(), |it| format!("{it:.1}"));
    let names = |what: &str| sets.iter().map(move |it| format!("{it} {what}")).collect::<Vec<_>>();
    let columns = [vec!["from".to_owned()], names("count"), names("Goldstein mean")].concat();
    let row = |it: &Beside| {
        let counts = it.counts.iter().map(|it| it.map_or("–".to_owned(), |it| it.to_string()));
        [it.from.clone()].into_iter().chain(counts).chain(it.goldstein.iter().map(shown)).collect()
    };
    Part::Table(columns, series.points.iter().map(row).collect())
}

fn agreement_line(it: &Agreement) -> Part {
    let shown = |value: Option<f64>| value.map_or("–".to_owned(), |it| format!("{it:.2}"));
    Part::Item(format!(
        "{} and {}: {} periods, correlation of counts {} (of ranks {}), of Goldstein means {}",
        it.a,
        it.b,
        it.periods,
        shown(it.pearson),
        shown(it.spearman),
        shown(it.goldstein)
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// R: `cor(x, y)` and `cor(x, y, method = "spearman")`.
    #[test]
    fn correlations_are_those_of_r() {
        let (x, y) = ([1.0, 2.0, 2.0, 5.0], [2.0, 1.0, 4.0, 9.0]);
        assert_eq!(pearson(&x, &y), Some(0.919));
        assert_eq!(pearson(&ranks(&x), &ranks(&y)), Some(0.632));
        assert_eq!(pearson(&x[..2], &y[..2]), None);
        assert_eq!(pearson(&[1.0; 4], &y), None);
    }
}
