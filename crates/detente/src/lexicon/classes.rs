//! Classes of event, and numbers attached to codes.

use crate::lexicon::file;
use crate::lexicon::files::Files;
use crate::lexicon::table::Table;
use crate::model::Error;
use crate::model::ErrorKind;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::collections::HashMap;

/// What a class of event is, in any language.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Class {
    /// Format of the file.
    pub schema: String,
    /// `ASSAULT`; `COMMENT` for what has no PLOVER class.
    pub class: String,
    /// PLOVER 2.0 quad class, 1 to 4.
    pub quad: Option<u8>,
    /// `required` or `optional`.
    pub recipient: String,
    /// CAMEO code where nothing finer is known.
    pub cameo: String,
    /// In our words.
    pub definition: String,
    /// What belongs to it.
    pub includes: Vec<String>,
    /// What does not, and where that goes.
    pub excludes: Vec<String>,
    /// Its modes.
    #[serde(default, rename = "mode")]
    pub modes: Vec<ClassMode>,
}

/// A mode of a class.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClassMode {
    /// `aerial`.
    pub name: String,
    /// In our words.
    pub definition: String,
    /// CAMEO code where nothing finer is known.
    pub cameo: String,
}

/// Reads `events/*.toml`.
pub(crate) fn classes(files: &Files) -> Result<BTreeMap<String, Class>, Error> {
    let mut classes = BTreeMap::new();
    for (name, text) in
        files.range("events/".to_owned()..).take_while(|(name, _)| name.starts_with("events/"))
    {
        let class: Class = toml::from_str(text).map_err(|e| toml_error(name, text, &e))?;
        if *name != format!("events/{}.toml", class.class) {
            return Err(Error::new(ErrorKind::Lexicon, format!("holds class {}", class.class))
                .in_file(name)
                .hint("a class stands in a file of its own name"));
        }
        classes.insert(class.class.clone(), class);
    }
    Ok(classes)
}

/// Reads `scales/goldstein.tsv`.
pub(crate) fn goldstein(files: &Files) -> Result<HashMap<Box<str>, f32>, Error> {
    let name = "scales/goldstein.tsv";
    let table = Table::read(name, file(files, name)?, &["code", "value"])?;
    let mut out = HashMap::new();
    for row in table.rows() {
        if let Some(value) = row.number("value")? {
            out.insert(Box::from(row.need("code")?), value);
        }
    }
    Ok(out)
}

/// A TOML error with its line.
pub(crate) fn toml_error(file: &str, text: &str, error: &toml::de::Error) -> Error {
    let line =
        error.span().map_or(1, |span| text[..span.start.min(text.len())].matches('\n').count() + 1);
    Error::new(ErrorKind::Lexicon, error.message().to_owned())
        .in_file(file)
        .at_line(line)
        .hint("data/README.md describes the keys")
}
