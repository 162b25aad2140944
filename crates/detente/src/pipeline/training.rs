//! From the sentences of `training/` to a classifier, and how good it is on sentences it has not seen.

use crate::coding;
use crate::coding::Trained;
use crate::coding::Typer;
use crate::language;
use crate::lexicon::example;
use crate::model::Article;
use crate::model::Block;
use crate::model::BlockKind;
use crate::model::Error;
use crate::model::ErrorKind;
use crate::model::Span;
use crate::pipeline::Engine;
use crate::pipeline::attributions;
use detente_language::Scratch;
use sha2::Digest;
use sha2::Sha256;

/// A trained classifier and its cross-validated answers.
pub struct Training {
    /// The classifier.
    pub typer: Typer,
    /// For each sentence: the number of its class, and the probabilities given by a classifier that had not seen it.
    pub held_out: Vec<(usize, Vec<f32>)>,
    /// What it was made from: a table of digests, to be kept beside the classifier.
    pub recipe: String,
}

/// Trains on the files of a folder, `(file name, text)` in name order: pairs of parties, in files `CLASS.tsv`,
/// or marked attributions, in files `*.txt`.
///
/// # Errors
/// If a line is not marked as training/README.md says, or the folder holds both kinds; says file and line.
pub fn training(engine: &Engine, files: &[(String, String)]) -> Result<Training, Error> {
    let attributions = files.iter().filter(|(name, _)| name.ends_with(".txt")).count();
    let (classes, sentences, trainer) = match attributions {
        0 => (pair_classes(files), pairs(engine, files)?, coding::trainer_digest()),
        n if n == files.len() => {
            (coding::cue_classes(), cues(engine, files)?, coding::cue_trainer_digest())
        }
        _ => {
            return Err(Error::new(ErrorKind::Lexicon, "a folder of both .tsv and .txt files")
                .hint("keep pairs of parties and attributions apart"));
        }
    };
    let typer = coding::train(&sentences, &classes);
    let mut held_out = coding::cross_validate(&sentences, &classes, 5);
    held_out.iter_mut().for_each(|p| typer.temper(p));
    let held_out = sentences.iter().map(|(_, class)| *class).zip(held_out).collect();
    let recipe = recipe(engine, files, &typer, trainer);
    Ok(Training { typer, held_out, recipe })
}

fn pair_classes(files: &[(String, String)]) -> Vec<String> {
    files.iter().map(|(name, _)| name.trim_end_matches(".tsv").to_owned()).collect()
}

fn pairs(engine: &Engine, files: &[(String, String)]) -> Result<Vec<Trained>, Error> {
    let mut sentences: Vec<Trained> = Vec::new();
    let mut scratch = Scratch::new();
    for (class, (name, text)) in files.iter().enumerate() {
        let rows = rows(name, text)?;
        for chunk in rows.chunks(128) {
            sentences.extend(features(engine, &mut scratch, chunk).into_iter().map(|f| (f, class)));
        }
    }
    Ok(sentences)
}

fn cues(engine: &Engine, files: &[(String, String)]) -> Result<Vec<Trained>, Error> {
    let mut scratch = Scratch::new();
    let mut sentences = Vec::new();
    for (name, text) in files {
        sentences.extend(attributions::examples(engine, &mut scratch, name, text)?);
    }
    Ok(sentences)
}

/// SHA-256 of the classifier and of all that it was made from but the coder's own code.
fn recipe(engine: &Engine, files: &[(String, String)], typer: &Typer, trainer: String) -> String {
    let sha = |bytes: &[u8]| -> String {
        Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect()
    };
    let own = |digest: &str| digest.trim_start_matches("sha256:").to_owned();
    let mut rows = vec![
        ("classifier", sha(&typer.to_bytes())),
        ("language model", own(&engine.provenance.model)),
        ("lexicon", own(&engine.provenance.lexicon)),
        ("trainer", trainer),
    ];
    rows.extend(files.iter().map(|(name, text)| (name.as_str(), sha(text.as_bytes()))));
    rows.iter().fold(RECIPE.to_owned(), |page, (what, sha)| format!("{page}{what}\t{sha}\n"))
}

const RECIPE: &str = "# schema = detente.recipe/1
# source = written by `detente train` beside the classifier; training/README.md says what must agree
what\tsha256
";

/// A marked sentence.
struct Row {
    text: String,
    source: Option<Span>,
    target: Option<Span>,
}

fn rows(name: &str, text: &str) -> Result<Vec<Row>, Error> {
    let mut rows = Vec::new();
    for (i, line) in text.lines().enumerate() {
        let cell = line.split('\t').next().unwrap_or("");
        if line.starts_with('#') || cell == "sentence" || cell.trim().is_empty() {
            continue;
        }
        let wrong = |message: &str| {
            Error::new(ErrorKind::Lexicon, message.to_owned()).in_file(name).at_line(i + 1).hint(
                "a training sentence marks one [source] and one {target}; see training/README.md",
            )
        };
        let example = example(cell).map_err(|m| wrong(&m))?;
        if example.sources.len() > 1
            || example.targets.len() > 1
            || example.sources.len() + example.targets.len() == 0
        {
            return Err(wrong("not one source and one target"));
        }
        let span = |r: Option<&(usize, usize)>| r.map(|&(start, end)| Span::new(start, end));
        rows.push(Row {
            source: span(example.sources.first()),
            target: span(example.targets.first()),
            text: example.text,
        });
    }
    Ok(rows)
}

fn features(engine: &Engine, scratch: &mut Scratch, rows: &[Row]) -> Vec<coding::Features> {
    let articles = articles(rows.iter().map(|row| row.text.as_str()));
    let references: Vec<&Article> = articles.iter().collect();
    let analyses = language::analyze(&references, &engine.model, scratch);
    let cues = &engine.classifiers.cues;
    rows.iter()
        .zip(articles.iter().zip(&analyses))
        .map(|(row, (article, analysis))| {
            let analysis = &analysis.value;
            coding::pair_features(article, analysis, &engine.lexicon, cues, row.source, row.target)
        })
        .collect()
}

/// Each text as an article of one paragraph.
pub(super) fn articles<'t>(texts: impl Iterator<Item = &'t str>) -> Vec<Article> {
    texts
        .map(|text| Article {
            text: text.to_owned(),
            blocks: vec![Block { span: Span::new(0, text.len()), kind: BlockKind::Paragraph }],
            ..Article::default()
        })
        .collect()
}
