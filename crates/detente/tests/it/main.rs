//! What holds for the engine as a whole: the directions between its rooms, and the tidiness of the project.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "tests read the project's own files and may break where their assumptions do"
)]

mod actors;
mod details;
mod formats;
mod golden;
mod layers;
mod lexicon;
mod pages;
mod recipe;
mod statements;
mod statuses;
mod stores;
mod tidy;
mod times;
mod undated;

use std::path::Path;
use std::path::PathBuf;

/// The folder of the workspace.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// All files below a folder whose names end so, sorted; hidden folders and build folders are left out.
fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(inner) = folders.pop() {
        for entry in std::fs::read_dir(inner).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if path.is_dir() {
                if !name.starts_with('.') && name != "target" && name != "__pycache__" {
                    folders.push(path);
                }
            } else if name.ends_with(ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}
