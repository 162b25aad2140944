//! `detente lexicon`, `detente model` and `detente schema`.

use crate::detente;
use crate::err;
use crate::out;

#[test]
fn our_own_tables_are_well_formed() {
    let output = detente("lexicon check").output().unwrap();
    assert!(output.status.success(), "{}", err(&output));
    assert!(out(&output).contains("all well formed"));
}

#[test]
fn a_folder_looks_the_same_as_what_is_inside() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../data");
    let inside = detente("lexicon check").output().unwrap();
    let outside = detente("lexicon check").arg(folder).output().unwrap();
    assert_eq!(out(&inside), out(&outside), "{}", err(&outside));
}

#[test]
fn the_codebook_is_that_of_the_folder() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../data");
    let inside = detente("lexicon codebook").output().unwrap();
    let outside = detente("lexicon codebook").arg(folder).output().unwrap();
    assert!(out(&inside).starts_with("# Codebook\n"), "{}", err(&inside));
    assert_eq!(out(&inside), out(&outside), "{}", err(&outside));
}

#[test]
fn the_model_says_where_it_comes_from() {
    let output = detente("model").output().unwrap();
    assert!(out(&output).contains("sha256:") && out(&output).contains("license"));
}

/// `UPDATE=1 cargo test` rewrites the file.
#[test]
fn the_schema_is_kept() {
    let output = detente("schema").output().unwrap();
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/detente.document.schema.json");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(path, out(&output)).unwrap();
    }
    let kept = std::fs::read_to_string(path).unwrap_or_default();
    assert!(kept == out(&output), "docs/ is out of date: run UPDATE=1 cargo test -p detente-cli");
}
