//! `diff`: what two stores, or two lexicons in one, tell apart.

use crate::args;
use crate::commands::questions;
use crate::output;
use anyhow::Result;
use detente::model::Error;
use detente::model::ErrorKind;
use detente::store::Change;
use detente::store::EventRow;
use detente::store::PartyRow;
use detente::store::Reader;
use detente::store::Side;
use detente::store::View;
use detente::store::difference;
use std::process::ExitCode;

pub(crate) fn diff(args: &args::StoreDiff) -> Result<ExitCode> {
    let (old, new) = readers(args)?;
    let (mut page, mut n_changes) = (String::new(), 0);
    difference(&old, &new, &mut |change| {
        let same = matches!(change, Change::Same { .. });
        n_changes += usize::from(!same);
        page += &shown(&change);
        if page.len() > 1 << 20 || same {
            let printed = output::print(&std::mem::take(&mut page));
            return printed.map_err(|error| Error::new(ErrorKind::Output, error.to_string()));
        }
        Ok(())
    })?;
    Ok(ExitCode::from(u8::from(n_changes > 0)))
}

fn readers(args: &args::StoreDiff) -> Result<(Reader, Reader)> {
    let view = questions::view(&args.since);
    if let (Some(store), [old, new]) = (&args.store, &args.lexicon[..]) {
        let of = |lexicon: &String| View { lexicon: Some(lexicon.clone()), ..view.clone() };
        return Ok((Reader::open(store, of(old))?, Reader::open(store, of(new))?));
    }
    if let ([old, new], []) = (&args.stores[..], &args.lexicon[..]) {
        return Ok((Reader::open(old, view.clone())?, Reader::open(new, view)?));
    }
    let error = Error::new(ErrorKind::Usage, "two things are needed to tell them apart");
    Err(error.hint("give two stores, or --store STORE and --lexicon twice").into())
}

fn shown(change: &Change) -> String {
    let document = |it: &EventRow| format!("{}\n  {}\n", it.document_id, plain(&it.sentence));
    match change {
        Change::Document(Side::Old, id) => format!("- document {id}\n"),
        Change::Document(Side::New, id) => format!("+ document {id}\n"),
        Change::Event(Side::Old, it) => document(it) + &line('-', it),
        Change::Event(Side::New, it) => document(it) + &line('+', it),
        Change::Changed(old, new) => document(old) + &line('-', old) + &line('+', new),
        Change::Same { documents, events } => {
            format!("{documents} documents in both, {events} events the same\n")
        }
    }
}

fn line(sign: char, it: &EventRow) -> String {
    let class = it.plover.as_deref().unwrap_or("COMMENT");
    let mode = it.mode.as_ref().map_or(String::new(), |mode| format!("/{mode}"));
    let (source, target) = (side(&it.sources), side(&it.targets));
    let holders: Vec<String> = it
        .held_by
        .iter()
        .map(|it| format!("; {} {}", it.speaker.as_deref().unwrap_or("somebody"), it.stance))
        .collect();
    format!(
        "  {sign} {class}{mode} {} {}: {source} → {} → {target}{} ({})\n",
        it.cameo,
        it.status,
        plain(&it.trigger),
        plain(&holders.concat()),
        it.rule
    )
}

fn side(parties: &[PartyRow]) -> String {
    if parties.is_empty() {
        return "nobody".to_owned();
    }
    let show = |it: &PartyRow| format!("{} [{}]", plain(&it.words), it.code);
    parties.iter().map(show).collect::<Vec<_>>().join(" and ")
}

/// On one line, without what a terminal would obey.
fn plain(words: &str) -> String {
    let words: Vec<&str> = words.split_whitespace().collect();
    words.join(" ").chars().filter(|c| !c.is_control()).collect()
}
