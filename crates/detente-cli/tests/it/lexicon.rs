//! `detente lexicon`, `detente model` and `detente schema`.

use crate::detente;
use crate::err;
use crate::out;
use crate::write;
use std::path::Path;

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
    for name in ["document", "group", "incident"] {
        let output = detente("schema").arg(name).output().unwrap();
        let docs = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs");
        let path = Path::new(docs).join(format!("detente.{name}.schema.json"));
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(&path, out(&output)).unwrap();
        }
        let kept = std::fs::read_to_string(path).unwrap_or_default();
        assert!(kept == out(&output), "docs/ is out of date: UPDATE=1 cargo test -p detente-cli");
    }
}

#[test]
fn a_changed_lexicon_is_compared_on_texts() {
    let folder = tempfile::tempdir().unwrap();
    let data = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../data"));
    copy(data, &folder.path().join("mine"));
    write(folder.path(), "a.txt", b"Norway imposed sanctions on Sweden. Finland met with Iceland.");
    let diff = |args: &str| {
        detente("lexicon diff").args(args.split(' ')).current_dir(folder.path()).output().unwrap()
    };
    let same = diff("mine a.txt");
    assert_eq!(same.status.code(), Some(0), "{}{}", out(&same), err(&same));
    assert!(out(&same).contains("0 changed, 0 only before, 0 only after"), "{}", out(&same));

    let words = folder.path().join("mine/languages/en/events/SANCTION.toml");
    let empty = "schema = \"detente.acts/1\"\nclass = \"SANCTION\"\n";
    std::fs::write(words, empty).unwrap();
    let other = diff(&format!("{} mine a.txt", data.display()));
    assert_eq!(other.status.code(), Some(1), "{}{}", out(&other), err(&other));
    assert!(out(&other).contains("\n  - SANCTION"), "{}", out(&other));
    assert!(!out(&other).contains("CONSULT"), "{}", out(&other));

    let neither = diff("a.txt");
    assert_eq!(neither.status.code(), Some(2), "{}", err(&neither));
}

fn copy(from: &Path, to: &Path) {
    for name in crate::names(from) {
        write(to, &name, &std::fs::read(from.join(&name)).unwrap());
    }
}
