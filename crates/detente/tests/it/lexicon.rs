//! Every example sentence of the lexicon, run through the whole engine.
//!
//! Those that fail today stand in `quality/known_failures.tsv`, and must fail: one that is mended is taken out there.
//! `UPDATE=1` writes the file anew.

use detente::pipeline::Engine;
use detente::pipeline::examples;
use std::collections::BTreeSet;
use std::path::Path;

#[test]
fn example_sentences_do_what_the_lexicon_says() {
    let engine = Engine::open(None, None).unwrap();
    let tested = examples(&engine);
    assert!(tested.run > 4000, "only {} sentences were run", tested.run);
    let failing: BTreeSet<String> =
        tested.failures.iter().map(|f| format!("{}\t{}", f.rule, f.sentence)).collect();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../quality/known_failures.tsv");
    if std::env::var_os("UPDATE").is_some() {
        let lines: Vec<&str> = failing.iter().map(String::as_str).collect();
        std::fs::write(&path, format!("{HEAD}{}\n", lines.join("\n"))).unwrap();
    }
    let known = std::fs::read_to_string(&path).unwrap();
    let known: BTreeSet<String> =
        known.lines().filter(|l| !l.starts_with('#') && !l.is_empty()).map(str::to_owned).collect();
    let new: Vec<&String> = failing.difference(&known).collect();
    let mended: Vec<&String> = known.difference(&failing).collect();
    assert!(new.is_empty(), "fail now: {new:#?}");
    assert!(mended.is_empty(), "mended, take them out of quality/known_failures.tsv: {mended:#?}");
}

const HEAD: &str = "# Example sentences of the lexicon that the engine gets wrong today: rule, sentence.\n\
    # FIXME: each is a deficit of the engine or the words, kept so that it is seen. Written by UPDATE=1 cargo test.\n";
