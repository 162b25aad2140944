//! The classifiers in `models/` are made from the sentences in `training/` by the trainers as they stand.
//!
//! They are not made anew here, which takes long; `.ci/run` does that. What of `data/` and of the coder they were made with is not
//! asked: a word more in a table makes them stale, not wrong.

use crate::files;
use crate::root;
use detente::coding;
use detente_language::Model;
use sha2::Digest;
use sha2::Sha256;
use std::collections::BTreeMap;

/// A classifier with what it was made from.
struct Made {
    name: &'static str,
    sentences: &'static str,
    ending: &'static str,
    trainer: fn() -> String,
}

const EVENT_TYPES: Made = Made {
    name: "event-types",
    sentences: "events",
    ending: ".tsv",
    trainer: coding::trainer_digest,
};

const STATEMENT_CUES: Made = Made {
    name: "statement-cues",
    sentences: "attributions",
    ending: ".txt",
    trainer: coding::cue_trainer_digest,
};

#[test]
fn event_types_are_what_their_recipe_says() {
    check(&EVENT_TYPES);
}

#[test]
fn statement_cues_are_what_their_recipe_says() {
    check(&STATEMENT_CUES);
}

fn check(made: &Made) {
    let Made { name, sentences, ending, trainer } = made;
    let again = format!("run: detente train training/{sentences} -o models/{name}.bin");
    let mut recipe = recipe(name);
    recipe.remove("lexicon");
    let model = Model::embedded().digest();
    let mut found = BTreeMap::from([
        ("classifier".to_owned(), sha(&root().join(format!("models/{name}.bin")))),
        ("language model".to_owned(), model.trim_start_matches("sha256:").to_owned()),
        ("trainer".to_owned(), trainer()),
    ]);
    for file in files(&root().join("training").join(sentences), ending) {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        found.insert(name, sha(&file));
    }
    let differ = |(what, digest): &(&String, &String)| found.get(*what) != Some(*digest);
    let stale: Vec<&String> = recipe.iter().filter(differ).map(|(what, _)| what).collect();
    assert!(stale.is_empty(), "not as when the classifier was trained: {stale:?}; {again}");
    let new: Vec<&String> = found.keys().filter(|what| !recipe.contains_key(*what)).collect();
    assert!(new.is_empty(), "the classifier was trained without {new:?}; {again}");
}

fn recipe(name: &str) -> BTreeMap<String, String> {
    let path = root().join(format!("models/{name}.recipe"));
    let text = std::fs::read_to_string(path).unwrap();
    let rows = text.lines().filter(|line| !line.starts_with('#')).skip(1);
    rows.filter_map(|line| line.split_once('\t'))
        .map(|(what, digest)| (what.to_owned(), digest.to_owned()))
        .collect()
}

fn sha(path: &std::path::Path) -> String {
    let digest = Sha256::digest(std::fs::read(path).unwrap());
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}
