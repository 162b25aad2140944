//! Licenses of dependencies, documentation of modules, stray files.

use crate::files;
use crate::root;
use std::collections::BTreeMap;
use std::process::Command;

/// What may be linked into a program that is MIT or Apache-2.0, and asks nothing of those who use it but notices.
const LICENSES: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    // That of the decoder of bzip2: as BSD-3-Clause, on condition that changed versions are marked as such.
    "bzip2-1.0.6",
    "CC0-1.0",
    // The roots that web addresses are checked against: a table, whose terms ask that they go along with it.
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "MIT-0",
    "MPL-2.0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

#[test]
fn dependencies_are_free_to_use() {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["metadata", "--format-version=1", "--offline", "--locked"]).current_dir(root());
    // What other systems need is not on this disk, so it cannot be asked about offline.
    cargo.args(["--filter-platform", &host()]);
    let output = cargo.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let mut refused = BTreeMap::new();
    for package in metadata["packages"].as_array().unwrap() {
        let license = package["license"].as_str().unwrap_or("none stated");
        if !is_allowed(license) {
            refused.insert(package["name"].to_string(), license.to_owned());
        }
    }
    assert!(refused.is_empty(), "licenses not in the list: {refused:?}");
}

/// The system this runs on, as cargo names it.
fn host() -> String {
    let output = Command::new("rustc").arg("-vV").output().unwrap();
    let about = String::from_utf8(output.stdout).unwrap();
    about.lines().find_map(|line| line.strip_prefix("host: ")).unwrap().to_owned()
}

/// Whether one alternative of an SPDX expression has only allowed licenses. Old manifests write `/` for `OR`.
fn is_allowed(license: &str) -> bool {
    let license = license.replace(['(', ')'], "").replace('/', " OR ");
    license.split(" OR ").any(|one| one.split(" AND ").all(|it| LICENSES.contains(&it.trim())))
}

#[test]
fn every_module_says_what_it_is() {
    let mut silent = Vec::new();
    for file in files(&root().join("crates"), ".rs") {
        let text = std::fs::read_to_string(&file).unwrap();
        if !text.starts_with("//!") {
            silent.push(file.display().to_string());
        }
    }
    assert!(silent.is_empty(), "no //! at the top of {silent:#?}");
}

#[test]
fn nothing_stands_where_it_does_not_belong() {
    const KNOWN: &[&str] = &[
        "ARCHITECTURE.md",
        "CHANGELOG.md",
        "CODEBOOK.md",
        "CONTRIBUTING.md",
        "Cargo.lock",
        "Cargo.toml",
        "DESIGN.md",
        "LICENSE-APACHE",
        "LICENSE-MIT",
        "NOTICE",
        "README.md",
        "benches",
        "clippy.toml",
        "crates",
        "data",
        "docs",
        "examples",
        "fuzz",
        "golden",
        "models",
        "quality",
        "rustfmt.toml",
        "target",
        "tools",
        "training",
    ];
    let mut stray = Vec::new();
    for entry in std::fs::read_dir(root()).unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().into_owned();
        if !name.starts_with('.') && !KNOWN.contains(&name.as_str()) {
            stray.push(name);
        }
    }
    assert!(stray.is_empty(), "not in the tree of ARCHITECTURE.md: {stray:?}");
    for ending in [".orig", ".rej", ".bak", "~", ".DS_Store"] {
        assert_eq!(files(&root(), ending), Vec::<std::path::PathBuf>::new());
    }
}

#[test]
fn people_find_what_they_look_for() {
    for name in
        ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE-MIT", "NOTICE"]
    {
        let text = std::fs::read_to_string(root().join(name)).unwrap_or_default();
        assert!(text.len() > 200, "{name} is missing or empty");
    }
}

#[test]
fn every_warning_is_explained() {
    let page = std::fs::read_to_string(root().join("docs/warnings.md")).unwrap();
    let mut missing = Vec::new();
    let engine = files(&root().join("crates/detente/src"), ".rs");
    let exchange = files(&root().join("crates/detente-exchange/src"), ".rs");
    for file in engine.into_iter().chain(exchange) {
        let text = std::fs::read_to_string(&file).unwrap();
        // What follows is for tests.
        let code = text.split("#[cfg(test)]").next().unwrap_or("");
        for call in ["Warning::new(", "Warning::at(", "Complaint::new("] {
            for (at, _) in code.match_indices(call) {
                let rest = code[at + call.len()..].trim_start();
                if let Some(code) = rest.strip_prefix('"').and_then(|it| it.split('"').next())
                    && !page.contains(&format!("`{code}`"))
                {
                    missing.push(code.to_owned());
                }
            }
        }
    }
    assert!(missing.is_empty(), "not in docs/warnings.md: {missing:?}");
}
