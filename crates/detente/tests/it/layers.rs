//! The directions between rooms (ARCHITECTURE.md): a stage never uses another stage.

use crate::files;
use std::path::Path;

/// Each room and what it may use beside itself; the same table stands in ARCHITECTURE.md.
const ROOMS: &[(&str, &[&str])] = &[
    ("coding", &["lexicon", "model"]),
    ("extract", &["lexicon", "model"]),
    ("format", &["model"]),
    ("ingest", &["model"]),
    ("language", &["lexicon", "model"]),
    ("lexicon", &["model"]),
    ("model", &[]),
    (
        "pipeline",
        &[
            "coding", "extract", "format", "ingest", "language", "lexicon", "model", "store",
            "story",
        ],
    ),
    ("report", &["model", "store"]),
    ("store", &["model"]),
    ("story", &["lexicon", "model"]),
];

#[test]
fn rooms_use_only_what_they_may() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut wrong = Vec::new();
    for (room, allowed) in ROOMS {
        for file in files(&source.join(room), ".rs") {
            let text = std::fs::read_to_string(&file).unwrap();
            for (i, line) in text.lines().enumerate() {
                for name in used(line) {
                    let is_room = ROOMS.iter().any(|(it, _)| *it == name);
                    if name.is_empty() || (is_room && name != *room && !allowed.contains(&name)) {
                        wrong.push(format!("{}:{}: {line}", file.display(), i + 1));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "not allowed from there:\n{}", wrong.join("\n"));
}

#[test]
fn every_room_is_in_the_table_and_says_what_it_does() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for entry in std::fs::read_dir(&source).unwrap() {
        let path = entry.unwrap().path();
        if !path.is_dir() {
            continue;
        }
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        assert!(ROOMS.iter().any(|(room, _)| *room == name), "{name} is in no row of ROOMS");
        let text = std::fs::read_to_string(path.join("mod.rs")).unwrap();
        assert!(text.starts_with("//! "), "{name}/mod.rs does not say what the room is for");
    }
}

/// The first names after each `crate::` of a line; an empty one for a grouped `use`, which would hide what it uses.
fn used(line: &str) -> Vec<&str> {
    let code = line.split("//").next().unwrap_or("");
    code.match_indices("crate::")
        // `detente_crate::` would be another crate's path.
        .filter(|(at, _)| !code[..*at].ends_with(|c: char| c.is_alphanumeric() || c == '_'))
        .map(|(at, path)| {
            let rest = &code[at + path.len()..];
            let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
            &rest[..end]
        })
        .collect()
}
