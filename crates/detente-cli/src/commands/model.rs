//! `model`: which language model is in use, and where it comes from.

use crate::args;
use crate::commands::engine;
use crate::output;
use anyhow::Result;
use std::fmt::Write;

pub(crate) fn model(args: &args::Model) -> Result<()> {
    let engine = engine(&args.carried)?;
    let about = engine.model.describe();
    let mut page = String::new();
    for (name, value) in [
        ("name", about.name.as_str()),
        ("version", &about.version),
        ("author", &about.author),
        ("license", &about.license),
        ("digest", &engine.provenance.model),
        ("made from", &about.wheel),
    ] {
        let _ = writeln!(page, "{name:<10} {value}");
    }
    for source in &about.sources {
        let _ = writeln!(page, "{:<10} {source}", "trained on");
    }
    let labels = [
        ("tags", about.tags.len()),
        ("relations", about.relations.len()),
        ("entities", about.entities.len()),
    ];
    for (name, n) in labels {
        let _ = writeln!(page, "{name:<10} {n}");
    }
    let n_bytes: usize = about.sections.iter().map(|(_, n_bytes)| n_bytes).sum();
    let _ = writeln!(page, "{:<10} {n_bytes} bytes in {} sections", "size", about.sections.len());
    output::print(&page)
}
