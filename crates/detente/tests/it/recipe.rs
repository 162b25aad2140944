//! The classifier in `models/` is made from the sentences in `training/` by the trainer as it stands.
//!
//! It is not made anew here, which takes long; `.ci/run` does that. What of `data/` and of the coder it was made with is not asked:
//! a word more in a table makes it stale, not wrong.

use crate::files;
use crate::root;
use detente::coding;
use detente_language::Model;
use sha2::Digest;
use sha2::Sha256;
use std::collections::BTreeMap;

const AGAIN: &str = "run: detente train training/events -o models/event-types.bin";

#[test]
fn the_classifier_is_what_its_recipe_says() {
    let mut recipe = recipe();
    recipe.remove("lexicon");
    let model = Model::embedded().digest();
    let mut found = BTreeMap::from([
        ("classifier".to_owned(), sha(&root().join("models/event-types.bin"))),
        ("language model".to_owned(), model.trim_start_matches("sha256:").to_owned()),
        ("trainer".to_owned(), coding::trainer_digest()),
    ]);
    for file in files(&root().join("training/events"), ".tsv") {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        found.insert(name, sha(&file));
    }
    let differ = |(what, digest): &(&String, &String)| found.get(*what) != Some(*digest);
    let stale: Vec<&String> = recipe.iter().filter(differ).map(|(what, _)| what).collect();
    assert!(stale.is_empty(), "not as when the classifier was trained: {stale:?}; {AGAIN}");
    let new: Vec<&String> = found.keys().filter(|what| !recipe.contains_key(*what)).collect();
    assert!(new.is_empty(), "the classifier was trained without {new:?}; {AGAIN}");
}

fn recipe() -> BTreeMap<String, String> {
    let text = std::fs::read_to_string(root().join("models/event-types.recipe")).unwrap();
    let rows = text.lines().filter(|line| !line.starts_with('#')).skip(1);
    rows.filter_map(|line| line.split_once('\t'))
        .map(|(what, digest)| (what.to_owned(), digest.to_owned()))
        .collect()
}

fn sha(path: &std::path::Path) -> String {
    let digest = Sha256::digest(std::fs::read(path).unwrap());
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}
