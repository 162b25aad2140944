//! `alerts`: a watch-list against a store or a table.

use crate::args;
use crate::commands::questions;
use crate::commands::send::Senders;
use crate::output;
use anyhow::Result;
use detente::lexicon::Lexicon;
use detente::model::Error;
use detente::model::ErrorKind;
use detente::pipeline;
use detente::report;
use detente::report::Alert;
use detente::report::WatchList;
use detente::store::Reader;
use std::path::Path;

pub(crate) fn alerts(args: &args::Alerts) -> Result<()> {
    let text = read(&args.list, ErrorKind::Lexicon)?;
    let list = WatchList::read(&text).map_err(|error| error.in_file(&args.list))?;
    let senders = Senders::new(args)?;
    let is_table = args.input.extension().is_some_and(|it| it.eq_ignore_ascii_case("csv"));
    let mut alerts = if is_table { of_table(args, &list)? } else { of_store(args, &list)? };
    alerts.retain(|it| args.from.is_none_or(|from| it.day >= from));
    print(args, &alerts, &list)?;
    senders.map_or(Ok(()), |it| it.send(&alerts, &list))
}

fn print(args: &args::Alerts, alerts: &[Alert], list: &WatchList) -> Result<()> {
    match args.format.as_str() {
        "jsonl" => output::print(&lines(alerts)?),
        "atom" => output::print(&report::atom(alerts)?),
        "markdown" => output::print(&report::alerts_page(alerts, list).markdown()),
        _ => output::print(&report::alerts_page(alerts, list).text()),
    }
}

fn of_table(args: &args::Alerts, list: &WatchList) -> Result<Vec<Alert>> {
    if args.since.learnt_by.is_some() {
        let error = Error::new(ErrorKind::Usage, "a table does not say when it was learnt");
        return Err(error.hint("leave --learnt-by out, or name a store").into());
    }
    let text = read(&args.input, ErrorKind::Input)?;
    let table = report::series_of_csv(&text);
    let mut series = table.map_err(|error| error.in_file(&args.input))?;
    for one in &mut series {
        one.days.retain(|it| args.since.as_of.is_none_or(|last| it.day <= last));
    }
    Ok(report::alerts_of_series(&series, list))
}

fn of_store(args: &args::Alerts, list: &WatchList) -> Result<Vec<Alert>> {
    let reader = Reader::open(&args.input, questions::view(&args.since))?;
    let watched = report::watched(&reader, list)?;
    let groups = pipeline::kept_groups(&reader, &watched, &Lexicon::embedded()?)?;
    let alerts = report::alerts_of_store(&reader, list, &groups);
    Ok(alerts.map_err(|error| error.in_file(&args.list))?)
}

fn read(path: &Path, kind: ErrorKind) -> Result<String, Error> {
    let text = std::fs::read_to_string(path);
    text.map_err(|error| Error::new(kind, format!("cannot be read: {error}")).in_file(path))
}

fn lines(alerts: &[Alert]) -> Result<String> {
    let mut out = String::new();
    for alert in alerts {
        out += &serde_json::to_string(alert)?;
        out.push('\n');
    }
    Ok(out)
}
