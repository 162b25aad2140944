//! Lists the files of `data/` for embedding, so that a new file there needs no line here.
#![allow(clippy::disallowed_methods, reason = "a build script reads files; the engine does not")]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::path::PathBuf;

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data");
    let mut files = Vec::new();
    collect(&root, &mut files);
    files.sort();
    let mut out = String::from("&[\n");
    for path in &files {
        let name = path
            .strip_prefix(&root)
            .expect("found under data")
            .to_string_lossy()
            .replace('\\', "/");
        let path = path.canonicalize().expect("it was just listed");
        writeln!(out, "    ({name:?}, include_str!({:?})),", path.to_string_lossy())
            .expect("a string takes all");
    }
    out.push_str("]\n");
    let target =
        PathBuf::from(std::env::var_os("OUT_DIR").expect("cargo sets it")).join("data_files.rs");
    fs::write(target, out).expect("cargo's own folder is writable");
    println!("cargo::rerun-if-changed={}", root.display());
}

/// Files that the lexicon reads: `.tsv` and `.toml`, at any depth.
fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    println!("cargo::rerun-if-changed={}", folder.display());
    for entry in fs::read_dir(folder).expect("data/ stands beside crates/") {
        let path = entry.expect("a readable folder").path();
        if path.ends_with("indices") || path.ends_with("exchange") {
            // Read by `report`; it is in no lexicon's digest.
            continue;
        } else if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|it| it == "tsv" || it == "toml") {
            files.push(path);
        }
    }
}
