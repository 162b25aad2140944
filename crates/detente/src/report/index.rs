//! Counts over time, each beside what was read.

use crate::model::Date;
use crate::model::Error;
use crate::model::ErrorKind;
use crate::model::Status;
use crate::report::Page;
use crate::report::Part;
use crate::report::intensity::Intensities;
use crate::report::interval;
use crate::store::Day;
use crate::store::Filter;
use crate::store::Reader;
use serde::Deserialize;
use serde::Serialize;
use std::collections::BTreeMap;

/// Weights and formulas, as in `data/indices/index.toml`.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Scheme {
    /// Changes with every change of the file.
    pub version: String,
    /// By status.
    pub weights: BTreeMap<String, f64>,
    /// For people; what computes them is below.
    pub formulas: BTreeMap<String, String>,
}

impl Scheme {
    /// The one that the program carries.
    ///
    /// # Errors
    /// If it is wrong, which a test rules out.
    pub fn embedded() -> Result<Self, Error> {
        Self::read(include_str!("../../../../data/indices/index.toml"))
    }

    /// From the text of such a file.
    ///
    /// # Errors
    /// If it is not of that form or lacks a status.
    pub fn read(text: &str) -> Result<Self, Error> {
        let wrong = |what: String| Error::new(ErrorKind::Lexicon, what);
        let scheme: Scheme = toml::from_str(text).map_err(|error| wrong(error.to_string()))?;
        match Status::ALL.iter().find(|it| !scheme.weights.contains_key(it.as_str())) {
            Some(status) => Err(wrong(format!("no weight for {}", status.as_str()))),
            None => Ok(scheme),
        }
    }
}

/// What counts as one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Unit {
    /// Each event of each document.
    Mention,
    /// Each document, once for each dyad and class.
    Report,
    /// Each source, target, class and day, however many documents report it.
    #[default]
    Act,
    /// Each happening once, on the day of its earliest telling, however many documents and days tell of it.
    Incident,
    /// Each happening once for each independent origin of its reports.
    Origin,
}

impl Unit {
    /// For people.
    pub fn name(self) -> &'static str {
        match self {
            Unit::Mention => "mention",
            Unit::Report => "report",
            Unit::Act => "act",
            Unit::Incident => "incident",
            Unit::Origin => "origin",
        }
    }
}

/// How much one counts for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Weighing {
    /// 1 for what happened, goes on or is reported; else nothing.
    #[default]
    Happened,
    /// The weight of the status times the confidence.
    Certainty,
}

impl Weighing {
    /// For people.
    pub fn name(self) -> &'static str {
        match self {
            Weighing::Happened => "happened only",
            Weighing::Certainty => "weighted by certainty",
        }
    }
}

/// How long a period is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs, reason = "the names are the definition; weeks begin on Monday")]
pub enum Step {
    Day,
    #[default]
    Week,
    Month,
}

impl Step {
    /// For people.
    pub fn name(self) -> &'static str {
        match self {
            Step::Day => "day",
            Step::Week => "week",
            Step::Month => "month",
        }
    }
}

/// What a series is made for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs, reason = "the names are the definition")]
pub enum Group {
    #[default]
    All,
    Dyad,
    Source,
    Class,
    /// Where it was, by country.
    Country,
    /// Where it was, by name.
    Place,
}

/// What is to be counted, and how.
#[derive(Clone, Debug, Default)]
pub struct IndexQuery {
    /// Which events; its days bound the series.
    pub filter: Filter,
    /// What counts as one.
    pub unit: Unit,
    /// How much it counts for.
    pub weighing: Weighing,
    /// How long a period is.
    pub step: Step,
    /// What a series is made for.
    pub group: Group,
    /// Which events are told of which incident, and on whose word; for the units that need it.
    pub incidents: Incidents,
}

/// The incident of an event and the origin of its report, by the event's row: `pipeline::kept_incidents`.
pub type Incidents = BTreeMap<i64, (usize, String)>;

/// Series and how they were made.
#[derive(Clone, Debug, Serialize)]
pub struct Index {
    /// Weights and formulas.
    pub scheme: Scheme,
    /// What counts as one.
    pub unit: Unit,
    /// How much it counts for.
    pub weighing: Weighing,
    /// How long a period is.
    pub step: Step,
    /// The day it is seen from, if not today.
    pub as_of: Option<String>,
    /// Of which layer, where not of our own events; then its events stand in place of documents.
    pub layer: Option<String>,
    /// Most events first.
    pub series: Vec<Series>,
}

/// Counts of consecutive periods without a gap.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Series {
    /// `RUS>UKR`, `RUS`, `THREATEN` or `all`.
    pub key: String,
    /// In order.
    pub points: Vec<Point>,
}

/// One period.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Point {
    /// First day.
    #[serde(serialize_with = "as_text")]
    pub from: Date,
    /// Last day.
    #[serde(serialize_with = "as_text")]
    pub to: Date,
    /// Documents read that were published in it.
    pub documents: u32,
    /// `None`: nothing was read, so nothing is known. Not 0.
    pub counts: Option<Counts>,
}

fn as_text<S: serde::Serializer>(day: &Date, to: S) -> Result<S::Ok, S::Error> {
    to.collect_str(day)
}

/// What came about in a period.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Counts {
    /// Units, weighted.
    pub count: f64,
    /// Units for each document read; none where an event of the period was read of only in others.
    pub per_document: Option<f64>,
    /// Sum of weight times value.
    pub goldstein_sum: f64,
    /// Over the units that have a value.
    pub goldstein_mean: Option<f64>,
    /// By quad class, 1 to 4.
    pub quads: [f64; 4],
    /// Their shares; none without a unit that has a quad class.
    pub quad_shares: Option<[f64; 4]>,
    /// How far the shares could be from these: 95 %.
    pub quad_intervals: Option<[[f64; 2]; 4]>,
    /// Sum of weight times PLOVER's score.
    pub intensity_sum: f64,
    /// Over the units that have a score.
    pub intensity_mean: Option<f64>,
    /// The lowest score: the severest act of the period.
    pub severest: Option<f64>,
    /// Quads 1 and 3.
    pub words: Balance,
    /// Quads 2 and 4.
    pub deeds: Balance,
}

/// Cooperation against conflict.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Balance {
    /// Weighted units.
    pub cooperation: f64,
    /// Weighted units.
    pub conflict: f64,
    /// (cooperation − conflict) / (cooperation + conflict), from −1 to 1.
    pub net: Option<f64>,
    /// How far that could be from it: 95 %.
    pub net_interval: Option<[f64; 2]>,
}

/// The series of a question.
///
/// The range runs from the first to the last day on which something read was published, or as the filter bounds it.
///
/// # Errors
/// If the store cannot be read.
pub fn index(reader: &Reader, query: &IndexQuery, scheme: &Scheme) -> Result<(Index, Page), Error> {
    let read = match &query.filter.layer {
        Some(layer) => layer_by_day(reader, layer)?,
        None => reader.read_by_day(query.filter.outlet.as_deref())?.documents,
    };
    let periods = periods(&read, query);
    let mut units: BTreeMap<String, BTreeMap<UnitKey, Weighed>> = BTreeMap::new();
    let scores = Intensities::embedded();
    for mut day in reader.days(&query.filter)? {
        let score = |class: &str| scores.of(class, day.mode.as_deref());
        day.intensity = day.intensity.or_else(|| day.class.as_deref().and_then(score));
        let weight = weight(&day, query.weighing, scheme);
        let unit = unit(&day, query).filter(|_| weight > 0.0);
        if let Some(unit) = unit {
            let group = units.entry(group(&day, query.group)).or_default();
            let best =
                group.entry(unit).or_insert_with(|| Weighed { weight: 0.0, day: day.clone() });
            // The surest report stands for all; of equals the least by value, so that the order of rows does not matter.
            if (weight, order(&best.day)) > (best.weight, order(&day)) {
                *best = Weighed { weight, day };
            }
        }
    }
    if units.is_empty() {
        units.insert(
            if query.group == Group::All { "all" } else { "none" }.to_owned(),
            BTreeMap::new(),
        );
    }
    let mut series: Vec<(f64, Series)> = units
        .into_iter()
        .map(|(key, units)| {
            let total = units.values().map(|it| it.weight).sum();
            (total, Series { key, points: points(&periods, units.into_values()) })
        })
        .collect();
    series.sort_by(|x, y| y.0.total_cmp(&x.0).then_with(|| x.1.key.cmp(&y.1.key)));
    let index = Index {
        scheme: scheme.clone(),
        unit: query.unit,
        weighing: query.weighing,
        step: query.step,
        as_of: reader.view.as_of.map(|day| day.to_string()),
        layer: query.filter.layer.clone(),
        series: series.into_iter().map(|it| it.1).collect(),
    };
    let page = laid_out(&index);
    Ok((index, page))
}

/// The events of a layer by day.
pub(super) fn layer_by_day(reader: &Reader, layer: &str) -> Result<BTreeMap<String, u32>, Error> {
    let layers = reader.layers()?;
    if layers.iter().any(|it| it.name == layer) {
        return reader.layer_by_day(layer);
    }
    let names: Vec<&str> = layers.iter().map(|it| it.name.as_str()).collect();
    let error = Error::new(ErrorKind::Usage, format!("there is no layer {layer}"));
    Err(error.hint(match names.is_empty() {
        true => "`detente import` makes one".to_owned(),
        false => format!("there are {}", names.join(", ")),
    }))
}

/// What makes two rows one unit.
type UnitKey = (String, i64, String, String, Option<String>);

struct Weighed {
    weight: f64,
    day: Day,
}

/// `None` for what is told of no incident, where incidents are counted.
fn unit(day: &Day, query: &IndexQuery) -> Option<UnitKey> {
    let pair = (day.source.clone(), day.target.clone(), day.class.clone());
    let incident = || query.incidents.get(&day.event);
    let alone =
        |words: &str, number: i64| (words.to_owned(), number, String::new(), String::new(), None);
    Some(match query.unit {
        Unit::Mention => alone("", day.event),
        Unit::Report => (String::new(), day.document, pair.0, pair.1, pair.2),
        Unit::Act => (day.day.clone(), 0, pair.0, pair.1, pair.2),
        Unit::Incident => alone("", incident()?.0 as i64),
        Unit::Origin => alone(&incident()?.1, incident()?.0 as i64),
    })
}

/// What tells two rows of one unit apart in every figure that is made of them.
fn order(day: &Day) -> (String, Option<i64>, [i64; 2]) {
    let thousandths = |x: f64| (x * 1000.0).round() as i64;
    let values = [day.goldstein, day.intensity].map(|it| thousandths(it.unwrap_or(0.0)));
    (day.day.clone(), day.quad, values)
}

fn group(day: &Day, group: Group) -> String {
    let name = |key: &str| if key.is_empty() { "-".to_owned() } else { key.to_owned() };
    match group {
        Group::All => "all".to_owned(),
        Group::Dyad => format!("{}>{}", name(&day.source), name(&day.target)),
        Group::Source => name(&day.source),
        Group::Country => name(day.place_country.as_deref().unwrap_or("")),
        Group::Place => name(day.place.as_deref().unwrap_or("")),
        Group::Class => day.class.clone().unwrap_or_else(|| "COMMENT".to_owned()),
    }
}

fn weight(day: &Day, weighing: Weighing, scheme: &Scheme) -> f64 {
    match weighing {
        Weighing::Happened => {
            f64::from(u8::from(Status::from_str(&day.status).is_some_and(Status::is_real)))
        }
        Weighing::Certainty => {
            scheme.weights.get(&day.status).copied().unwrap_or(0.0) * day.confidence
        }
    }
}

/// The periods from the first to the last day, each with what was read of it.
fn periods(read: &BTreeMap<String, u32>, query: &IndexQuery) -> Vec<(Date, Date, u32)> {
    let day = |text: Option<&String>| text.and_then(|it| it.parse::<Date>().ok());
    let first = query.filter.from.or_else(|| day(read.keys().next()));
    let last = query.filter.to.or_else(|| day(read.keys().next_back()));
    let (Some(first), Some(last)) = (first, last) else { return Vec::new() };
    let mut periods = Vec::new();
    let mut from = first;
    while from <= last {
        let to = end(from, query.step).min(last);
        let documents = read.range(from.to_string()..=to.to_string()).map(|it| it.1).sum();
        periods.push((from, to, documents));
        let Ok(next) = to.tomorrow() else { break };
        from = next;
    }
    periods
}

/// The last day of the period that a day lies in.
fn end(day: Date, step: Step) -> Date {
    match step {
        Step::Day => day,
        Step::Week => {
            let left = 6 - i64::from(day.weekday().to_monday_zero_offset());
            day.checked_add(jiff::Span::new().days(left)).unwrap_or(Date::MAX)
        }
        Step::Month => day.last_of_month(),
    }
}

fn points(periods: &[(Date, Date, u32)], units: impl Iterator<Item = Weighed>) -> Vec<Point> {
    let mut found: Vec<Vec<Weighed>> = periods.iter().map(|_| Vec::new()).collect();
    for unit in units {
        let Ok(day) = unit.day.day.parse::<Date>() else { continue };
        let at = periods.partition_point(|(_, to, _)| *to < day);
        if let Some(period) = periods.get(at).filter(|it| it.0 <= day).and(found.get_mut(at)) {
            period.push(unit);
        }
    }
    let point = |(&(from, to, documents), units): (&(Date, Date, u32), &Vec<Weighed>)| {
        let known = documents > 0 || !units.is_empty();
        Point { from, to, documents, counts: known.then(|| counts(units, documents)) }
    };
    periods.iter().zip(&found).map(point).collect()
}

fn counts(units: &[Weighed], documents: u32) -> Counts {
    let mut it = Counts::default();
    let mut valued = 0.0;
    for Weighed { weight, day } in units {
        it.count += weight;
        if let Some(value) = day.goldstein {
            it.goldstein_sum += weight * value;
            valued += weight;
        }
        let quad = day.quad.and_then(|n| usize::try_from(n - 1).ok());
        if let Some(quad) = quad.and_then(|n| it.quads.get_mut(n)) {
            *quad += weight;
        }
    }
    it.goldstein_mean = (valued > 0.0).then(|| rounded(it.goldstein_sum / valued));
    let total: f64 = it.quads.iter().sum();
    it.quad_shares = (total > 0.0).then(|| it.quads.map(|n| rounded(n / total)));
    it.quad_intervals =
        (total > 0.0).then(|| it.quads.map(|n| interval::share(n, total, 4).map(rounded)));
    intensity(units, &mut it);
    it.words = balance(it.quads[0], it.quads[2]);
    it.deeds = balance(it.quads[1], it.quads[3]);
    it.per_document = (documents > 0).then(|| rounded(it.count / f64::from(documents)));
    it.count = rounded(it.count);
    it.goldstein_sum = rounded(it.goldstein_sum);
    it.quads = it.quads.map(rounded);
    it
}

/// PLOVER's scores; of a layer that gives its own, those.
fn intensity(units: &[Weighed], it: &mut Counts) {
    let mut scored = 0.0;
    for Weighed { weight, day } in units {
        if let Some(score) = day.intensity {
            it.intensity_sum += weight * score;
            scored += weight;
            it.severest = Some(it.severest.map_or(score, |least| least.min(score)));
        }
    }
    it.intensity_mean = (scored > 0.0).then(|| rounded(it.intensity_sum / scored));
    it.intensity_sum = rounded(it.intensity_sum);
}

fn balance(cooperation: f64, conflict: f64) -> Balance {
    let sum = cooperation + conflict;
    Balance {
        cooperation: rounded(cooperation),
        conflict: rounded(conflict),
        net: (sum > 0.0).then(|| rounded((cooperation - conflict) / sum)),
        net_interval: (sum > 0.0).then(|| interval::net(cooperation, conflict).map(rounded)),
    }
}

/// Three decimals, so that the last bits of a sum never show.
fn rounded(value: f64) -> f64 {
    (value * 1000.0).round() / 1000.0
}

/// How many series a page holds.
const SHOWN: usize = 20;

fn laid_out(index: &Index) -> Page {
    let as_of = index.as_of.as_ref().map_or(String::new(), |day| format!(", as known on {day}"));
    let mut page = Page {
        title: format!(
            "Index by {}, unit {}, {}{as_of}",
            index.step.name(),
            index.unit.name(),
            index.weighing.name()
        ),
        notes: notes(index),
        parts: Vec::new(),
    };
    let columns = [
        "from",
        "documents",
        "count",
        "per document",
        "Goldstein sum",
        "mean",
        "intensity sum",
        "mean",
        "severest",
        "words +",
        "words −",
        "net",
        "deeds +",
        "deeds −",
        "net",
    ];
    for series in index.series.iter().take(SHOWN) {
        page.parts.push(Part::Heading(series.key.clone()));
        page.parts.push(Part::table(&columns, series.points.iter().map(row).collect()));
    }
    if index.series.len() > SHOWN {
        let more =
            format!("{} more series: ask with a filter or for JSON", index.series.len() - SHOWN);
        page.parts.push(Part::Heading(more));
    }
    page.parts.push(Part::Heading("Weights and formulas".to_owned()));
    let weights = index.scheme.weights.iter().map(|(status, weight)| format!("{status} {weight}"));
    page.parts.push(Part::Item(format!("weights: {}", weights.collect::<Vec<_>>().join(", "))));
    let formulas = index.scheme.formulas.iter().map(|(name, text)| format!("{name}: {text}"));
    page.parts.extend(formulas.map(Part::Item));
    page
}

fn notes(index: &Index) -> Vec<String> {
    let mut notes = vec![format!("Scheme {}; – is no data, which is not 0.", index.scheme.version)];
    notes.extend(index.layer.as_ref().map(|layer| {
        format!("Of the layer {layer}: its documents are not known, so all its events of the period stand under documents.")
    }));
    notes
}

fn row(point: &Point) -> Vec<String> {
    let none = || "–".to_owned();
    let mut row = vec![point.from.to_string(), point.documents.to_string()];
    let Some(counts) = &point.counts else {
        row.extend((0..13).map(|_| none()));
        return row;
    };
    let shown = |value: Option<f64>| value.map_or_else(none, |it| format!("{it:.2}"));
    row.extend([
        format!("{}", counts.count),
        shown(counts.per_document),
        format!("{:.1}", counts.goldstein_sum),
        shown(counts.goldstein_mean),
        format!("{:.1}", counts.intensity_sum),
        shown(counts.intensity_mean),
        shown(counts.severest),
    ]);
    for balance in [&counts.words, &counts.deeds] {
        let Balance { cooperation, conflict, net, net_interval } = balance;
        let net = net_interval.map_or_else(
            || shown(*net),
            |[low, high]| format!("{} [{low:.2}, {high:.2}]", shown(*net)),
        );
        row.extend([cooperation.to_string(), conflict.to_string(), net]);
    }
    row
}
