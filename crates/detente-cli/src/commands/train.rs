//! `train`: a classifier from sentences written for it, and how good it is on what it has not seen.

use crate::args;
use crate::commands::engine;
use crate::output;
use anyhow::Context;
use anyhow::Result;
use detente::pipeline;
use detente::pipeline::Training;
use std::fmt::Write;
use std::fs;

pub(crate) fn train(args: &args::Train) -> Result<()> {
    let engine = engine(&args.carried)?;
    let mut files = Vec::new();
    for entry in fs::read_dir(&args.folder).with_context(|| args.folder.display().to_string())? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name.ends_with(".tsv") || name.ends_with(".txt") {
            files.push((
                name,
                fs::read_to_string(&path).with_context(|| path.display().to_string())?,
            ));
        }
    }
    files.sort();
    let training = pipeline::training(&engine, &files)?;
    let temporary = args.output.with_extension("tmp");
    fs::write(&temporary, training.typer.to_bytes())
        .with_context(|| temporary.display().to_string())?;
    fs::rename(&temporary, &args.output).with_context(|| args.output.display().to_string())?;
    let recipe = args.output.with_extension("recipe");
    fs::write(&recipe, &training.recipe).with_context(|| recipe.display().to_string())?;
    output::print(&report(&training))
}

/// Precision, recall and F1 of each class on sentences the classifier had not seen, and how far its confidence is to be believed.
fn report(training: &Training) -> String {
    let classes = &training.typer.classes;
    let answers: Vec<(usize, usize, f32)> =
        training.held_out.iter().map(|(gold, p)| best(*gold, p)).collect();
    let mut page = format!(
        "{} sentences, five-fold cross-validation\n\nclass          n  precision  recall     F1\n",
        answers.len()
    );
    let mut sum = 0.0;
    for (c, name) in classes.iter().enumerate() {
        let count = |f: &dyn Fn(&(usize, usize, f32)) -> bool| {
            answers.iter().filter(|a| f(a)).count() as f32
        };
        let (gold, given, both) =
            (count(&|a| a.0 == c), count(&|a| a.1 == c), count(&|a| a.0 == c && a.1 == c));
        let (precision, recall) = (both / given.max(1.0), both / gold.max(1.0));
        let f1 = 2.0 * precision * recall / (precision + recall).max(f32::MIN_POSITIVE);
        sum += f1;
        let _ = writeln!(
            page,
            "{name:<10} {gold:>5} {:>10.1} {:>7.1} {:>6.1}",
            precision * 100.0,
            recall * 100.0,
            f1 * 100.0
        );
    }
    let _ = writeln!(
        page,
        "macro F1 {:.1}\n\nconfidence      n  right",
        sum / classes.len().max(1) as f32 * 100.0
    );
    for low in (1..10).map(|n| n as f32 / 10.0) {
        let here: Vec<_> = answers
            .iter()
            .filter(|a| a.2 >= low && a.2 < low + 0.1 + f32::from(u8::from(low > 0.85)))
            .collect();
        let right = here.iter().filter(|a| a.0 == a.1).count();
        if !here.is_empty() {
            let _ = writeln!(
                page,
                "{:.1}–{:.1}    {:>5} {:>6.1}",
                low,
                low + 0.1,
                here.len(),
                100.0 * right as f32 / here.len() as f32
            );
        }
    }
    page
}

fn best(gold: usize, probabilities: &[f32]) -> (usize, usize, f32) {
    let top = probabilities.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1));
    top.map_or((gold, usize::MAX, 0.0), |(c, p)| (gold, c, *p))
}
