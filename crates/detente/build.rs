//! Lists the files of `data/` for embedding, so that a new file there needs no line here, and reckons their digest.
#![allow(clippy::disallowed_methods, reason = "a build script reads files; the engine does not")]

use sha2::Digest;
use sha2::Sha256;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::path::PathBuf;

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data");
    let mut files = Vec::new();
    collect(&root, &mut files);
    files.sort_by_key(|path| name(&root, path));
    let mut out = String::from("&[\n");
    for path in &files {
        let name = name(&root, path);
        let path = path.canonicalize().expect("it was just listed");
        writeln!(out, "    ({name:?}, include_str!({:?})),", path.to_string_lossy())
            .expect("a string takes all");
    }
    out.push_str("]\n");
    let target = PathBuf::from(std::env::var_os("OUT_DIR").expect("cargo sets it"));
    let digest = digest(&root, &files);
    fs::write(target.join("data_files.rs"), out).expect("cargo's own folder is writable");
    fs::write(target.join("data_digest.txt"), digest).expect("cargo's own folder is writable");
    println!("cargo::rerun-if-changed={}", root.display());
}

/// What `lexicon::files::digest` gives for these files; a test compares them.
fn digest(root: &Path, files: &[PathBuf]) -> String {
    let gazetteer = root.join("../models/gazetteer.bin.sha256");
    println!("cargo::rerun-if-changed={}", gazetteer.display());
    let line = fs::read_to_string(gazetteer).expect("the gazetteer's digest stands beside it");
    let mut hash = Sha256::new();
    hash.update(&line[..64]);
    for path in files {
        let text = fs::read(path).expect("a readable file");
        hash.update(name(root, path));
        hash.update([0]);
        hash.update((text.len() as u64).to_le_bytes());
        hash.update(text);
    }
    let hex: String = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    format!("sha256:{hex}")
}

/// A file's path under `data/`, with forward slashes.
fn name(root: &Path, path: &Path) -> String {
    path.strip_prefix(root).expect("found under data").to_string_lossy().replace('\\', "/")
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
