//! `search`, `timeline`, `ledger`, `index` and `coverage`: what the engine's reports say, in the format asked for.

use crate::args;
use crate::args::Events;
use crate::args::Seen;
use crate::args::Since;
use crate::args::Which;
use crate::output;
use anyhow::Result;
use detente::lexicon::Lexicon;
use detente::model::Error;
use detente::model::ErrorKind;
use detente::pipeline;
use detente::report;
use detente::report::Comparison;
use detente::report::Counts;
use detente::report::Figure;
use detente::report::Group;
use detente::report::Incidents;
use detente::report::Index;
use detente::report::IndexQuery;
use detente::report::LedgerKind;
use detente::report::Page;
use detente::report::Scheme;
use detente::report::Series;
use detente::report::Step;
use detente::report::Unit;
use detente::report::Weighing;
use detente::store::Filter;
use detente::store::Reader;
use detente::store::View;
use serde::Serialize;
use std::fmt::Write;
use std::path::Path;

pub(crate) fn search(args: args::Search) -> Result<()> {
    let reader = reader(&args.seen)?;
    let filter = Filter { words: args.words, ..filter(args.which) };
    let (found, page) = report::search(&reader, &filter)?;
    show(&args.format, &found, &page)
}

pub(crate) fn timeline(args: &args::Timeline) -> Result<()> {
    let reader = reader(&args.seen)?;
    let (a, b) = (args.a.as_str(), args.b.as_str());
    if is_figure(&args.format) {
        let filter = Filter {
            source: Some(a.to_owned()),
            target: Some(b.to_owned()),
            from: args.from,
            to: args.to,
            ..Filter::default()
        };
        let query = IndexQuery { filter, step: step(&args.step), ..IndexQuery::default() };
        let (index, _) = report::index(&reader, &query, &Scheme::embedded()?)?;
        return figure(&args.format, &index, &format!("{a} toward {b}: words against deeds"));
    }
    let (timeline, page) = report::timeline(&reader, (a, b), args.from, args.to)?;
    show(&args.format, &timeline, &page)
}

pub(crate) fn ledger(args: args::Ledger) -> Result<()> {
    let reader = reader(&args.seen)?;
    let kind = match args.book.as_str() {
        "claims" => LedgerKind::Claims,
        "threats" => LedgerKind::Threats,
        "promises" => LedgerKind::Promises,
        _ => LedgerKind::Meetings,
    };
    let (ledger, page) = report::ledger(&reader, kind, &filter(args.which))?;
    show(&args.format, &ledger, &page)
}

pub(crate) fn index(args: args::Index) -> Result<()> {
    let reader = reader(&args.seen)?;
    let scheme = args.scheme.as_deref().map_or_else(Scheme::embedded, scheme)?;
    let filter = Filter { layer: args.layer, ..filter(args.which) };
    let unit = unit(&args.unit);
    let incidents = match unit {
        Unit::Incident | Unit::Origin if args.compare.is_empty() => incidents(&reader, &filter)?,
        _ => Incidents::new(),
    };
    let query = IndexQuery {
        filter,
        unit,
        incidents,
        weighing: if args.certainty { Weighing::Certainty } else { Weighing::Happened },
        step: step(&args.step),
        group: match args.group.as_str() {
            "class" => Group::Class,
            "country" => Group::Country,
            "place" => Group::Place,
            "dyad" => Group::Dyad,
            "source" => Group::Source,
            _ => Group::All,
        },
    };
    if !args.compare.is_empty() {
        return compare(&reader, &query, &scheme, &args.compare, &args.format);
    }
    let (index, page) = report::index(&reader, &query, &scheme)?;
    match args.format.as_str() {
        "png" | "svg" => figure(&args.format, &index, "words against deeds"),
        "csv" => output::print(&table(&index.series)),
        format => show(format, &index, &page),
    }
}

fn unit(name: &str) -> Unit {
    match name {
        "incident" => Unit::Incident,
        "mention" => Unit::Mention,
        "origin" => Unit::Origin,
        "report" => Unit::Report,
        _ => Unit::Act,
    }
}

fn incidents(reader: &Reader, filter: &Filter) -> Result<Incidents, Error> {
    if filter.layer.is_some() {
        let error = Error::new(ErrorKind::Usage, "a layer has no texts to find incidents in");
        return Err(error.hint("count it by --unit act, report or mention"));
    }
    pipeline::kept_incidents(reader, filter, &Lexicon::embedded()?)
}

fn compare(
    reader: &Reader,
    query: &IndexQuery,
    scheme: &Scheme,
    layers: &[String],
    format: &str,
) -> Result<()> {
    if is_figure(format) {
        let error = Error::new(ErrorKind::Usage, "a comparison is a table, no figure");
        return Err(error.hint("choose --format text, markdown, csv or json").into());
    }
    let (comparison, page) = report::compare(reader, query, scheme, layers)?;
    match format {
        "csv" => output::print(&beside(&comparison)),
        format => show(format, &comparison, &page),
    }
}

/// One row for each series, period and set; cells are empty where there is no data.
fn beside(comparison: &Comparison) -> String {
    let mut out = "key,from,set,count,goldstein_mean\r\n".to_owned();
    let shown = |value: Option<f64>| value.map_or(String::new(), |it| it.to_string());
    for series in &comparison.series {
        for point in &series.points {
            for (i, set) in comparison.sets.iter().enumerate() {
                let (key, set) = (quoted(&series.key), quoted(set));
                let (count, mean) = (shown(point.counts[i]), shown(point.goldstein[i]));
                let _ = write!(out, "{key},{},{set},{count},{mean}\r\n", point.from);
            }
        }
    }
    out
}

/// A cell of a table, in quotes where it needs them.
fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

pub(crate) fn coverage(args: &args::Coverage) -> Result<()> {
    let (coverage, page) = report::coverage(&reader(&args.seen)?)?;
    show(&args.format, &coverage, &page)
}

/// The store as it is to be seen.
pub(super) fn reader(seen: &Seen) -> Result<Reader, Error> {
    Reader::open(&seen.store, view(&seen.since))
}

pub(super) fn view(since: &Since) -> View {
    View { as_of: since.as_of, learnt_by: since.learnt_by, lexicon: None }
}

pub(super) fn filter(which: Which) -> Filter {
    Filter { from: which.from, to: which.to, ..events(which.events) }
}

/// Without days.
fn events(which: Events) -> Filter {
    let mut dyad = which.dyad.into_iter();
    Filter {
        actor: which.actor,
        source: dyad.next(),
        target: dyad.next(),
        class: which.class,
        place: which.place,
        statuses: which.status,
        outlet: which.outlet,
        min_confidence: f64::from(which.min_confidence),
        ..Filter::default()
    }
}

fn step(name: &str) -> Step {
    match name {
        "day" => Step::Day,
        "month" => Step::Month,
        _ => Step::Week,
    }
}

fn scheme(path: &Path) -> Result<Scheme, Error> {
    let text = std::fs::read_to_string(path).map_err(|error| {
        Error::new(ErrorKind::Lexicon, format!("cannot be read: {error}")).in_file(path)
    })?;
    Scheme::read(&text).map_err(|error| error.in_file(path))
}

pub(super) fn show(format: &str, value: &impl Serialize, page: &Page) -> Result<()> {
    match format {
        "json" => output::print(&(serde_json::to_string_pretty(value)? + "\n")),
        "markdown" => output::print(&page.markdown()),
        _ => output::print(&page.text()),
    }
}

fn is_figure(format: &str) -> bool {
    matches!(format, "png" | "svg")
}

fn figure(format: &str, index: &Index, title: &str) -> Result<()> {
    let series = index.series.first().expect("an index has a series, if an empty one");
    let figure = Figure { series, title, unit: index.unit, step: index.step };
    match format {
        "png" => output::print_bytes(&figure.png()?),
        _ => output::print(&figure.svg()?),
    }
}

/// One row for each series and period; cells are empty where there is no data.
fn table(series: &[Series]) -> String {
    let mut out = "key,from,to,documents,count,per_document,goldstein_sum,goldstein_mean,quad1,quad2,quad3,quad4,words_net,deeds_net,intensity_sum,intensity_mean,severest,quad1_low,quad1_high,quad2_low,quad2_high,quad3_low,quad3_high,quad4_low,quad4_high,words_net_low,words_net_high,deeds_net_low,deeds_net_high\r\n".to_owned();
    for Series { key, points } in series {
        for point in points {
            let key = quoted(key);
            let _ = write!(out, "{key},{},{},{}", point.from, point.to, point.documents);
            out += &cells(point.counts.as_ref());
            out += "\r\n";
        }
    }
    out
}

fn cells(counts: Option<&Counts>) -> String {
    let Some(it) = counts else { return ",".repeat(25) };
    let some = |value: Option<f64>| value.map_or(String::new(), |it| it.to_string());
    let [q1, q2, q3, q4] = it.quads.map(|it| it.to_string());
    let cells = [
        it.count.to_string(),
        some(it.per_document),
        it.goldstein_sum.to_string(),
        some(it.goldstein_mean),
        q1,
        q2,
        q3,
        q4,
        some(it.words.net),
        some(it.deeds.net),
        it.intensity_sum.to_string(),
        some(it.intensity_mean),
        some(it.severest),
    ];
    let mut line = format!(",{}", cells.join(","));
    let quads = it.quad_intervals.map_or([None; 4], |all| all.map(Some));
    for interval in quads.into_iter().chain([it.words.net_interval, it.deeds.net_interval]) {
        let (low, high) = interval.map_or((None, None), |[low, high]| (Some(low), Some(high)));
        let _ = write!(line, ",{},{}", some(low), some(high));
    }
    line
}
