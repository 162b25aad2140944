//! The files of `data/`: the embedded ones, or those of a folder.

use crate::lexicon::Gazetteer;
use crate::model::Error;
use crate::model::ErrorKind;
use sha2::Digest;
use sha2::Sha256;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

const EMBEDDED: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/data_files.rs"));

/// The digest of what the binary carries, reckoned when it was built.
pub(crate) const EMBEDDED_DIGEST: &str = include_str!(concat!(env!("OUT_DIR"), "/data_digest.txt"));

/// File contents by their path under `data/`, with forward slashes.
pub(crate) type Files = BTreeMap<String, Cow<'static, str>>;

/// What the binary carries.
pub(crate) fn embedded() -> Files {
    EMBEDDED.iter().map(|(name, text)| ((*name).to_owned(), Cow::Borrowed(*text))).collect()
}

/// What a folder holds; it looks the same to the caller.
pub(crate) fn in_folder(folder: &Path) -> Result<Files, Error> {
    let mut files = Files::new();
    collect(folder, folder, &mut files)?;
    if files.is_empty() {
        return Err(Error::new(ErrorKind::Lexicon, "no .tsv or .toml file here")
            .in_file(folder)
            .hint("give the folder that holds actors/, events/ and languages/"));
    }
    Ok(files)
}

/// The gazetteer of a folder, `places/gazetteer.bin`; the embedded one where it has none.
pub(crate) fn gazetteer_in(folder: &Path) -> Result<Gazetteer, Error> {
    let path = folder.join("places/gazetteer.bin");
    if !path.exists() {
        return Gazetteer::embedded();
    }
    let bytes = fs::read(&path)
        .map_err(|e| Error::new(ErrorKind::Lexicon, e.to_string()).in_file(&path))?;
    Gazetteer::new(Cow::Owned(bytes))
}

/// `sha256:…` over all names and contents, and the digest of the gazetteer.
pub(crate) fn digest(files: &Files, gazetteer: &Gazetteer) -> String {
    let mut hash = Sha256::new();
    hash.update(gazetteer.digest().as_bytes());
    for (name, text) in files {
        hash.update(name.as_bytes());
        hash.update([0]);
        hash.update((text.len() as u64).to_le_bytes());
        hash.update(text.as_bytes());
    }
    format!("sha256:{}", hex(&hash.finalize()))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

fn collect(root: &Path, folder: &Path, files: &mut Files) -> Result<(), Error> {
    let unreadable = |path: &Path, e: std::io::Error| {
        Error::new(ErrorKind::Lexicon, e.to_string()).in_file(path)
    };
    for entry in fs::read_dir(folder).map_err(|e| unreadable(folder, e))? {
        let path = entry.map_err(|e| unreadable(folder, e))?.path();
        if path.ends_with("indices") || path.ends_with("exchange") {
            // How events are counted decides nothing about how texts are read, so it is in no lexicon's digest.
            continue;
        } else if path.is_dir() {
            collect(root, &path, files)?;
        } else if path.extension().is_some_and(|it| it == "tsv" || it == "toml") {
            let text = fs::read_to_string(&path).map_err(|e| unreadable(&path, e))?;
            let name = path
                .strip_prefix(root)
                .expect("found under it")
                .to_string_lossy()
                .replace('\\', "/");
            files.insert(name, Cow::Owned(text));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digest_of_the_build_is_that_of_the_files() {
        assert_eq!(digest(&embedded(), &Gazetteer::embedded().unwrap()), EMBEDDED_DIGEST);
    }
}
