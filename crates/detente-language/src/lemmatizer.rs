//! A word's dictionary form from its letters, part of speech and morphology.
//!
//! Source: `pipeline/lemmatizer.py` (mode `rule`) and `lang/en/lemmatizer.py` of spaCy; the tables,
//! which go back to WordNet, come with the model.

use crate::attribute_ruler::Morph;
use crate::chars;
use crate::labels::Pos;
use crate::lexeme::Vocabulary;
use crate::model_file::Error;
use crate::model_file::ModelFile;
use crate::tables::Table;
use std::collections::HashMap;

/// The tables; shared by all workers.
#[derive(Debug)]
pub(crate) struct Lemmatizer {
    /// By part of speech; those that are not inflected have none.
    paradigms: Vec<(Pos, Paradigm)>,
}

#[derive(Debug)]
struct Paradigm {
    /// Endings and what takes their place, in order.
    rules: Vec<(Box<str>, Box<str>)>,
    irregular: HashMap<Box<str>, Vec<Box<str>>>,
    base_forms: WordList,
}

impl Lemmatizer {
    /// Reads section `lemmas`.
    pub(crate) fn read(file: &ModelFile<'_>) -> Result<Self, Error> {
        let paradigms = Table::open(file, "lemmas")?.list(|table| {
            let name = table.text()?.to_ascii_uppercase();
            let pos = Pos::from_label(&name)
                .ok_or_else(|| table.error("has an unknown part of speech"))?;
            Ok((pos, paradigm(table)?))
        })?;
        Ok(Lemmatizer { paradigms })
    }

    /// The dictionary form of a word.
    pub(crate) fn lemma(
        &self,
        vocabulary: &Vocabulary,
        word: &str,
        pos: Pos,
        morph: Morph,
    ) -> String {
        let lower = vocabulary.lower(word);
        if pos == Pos::Space || is_base_form(pos, morph) {
            return lower;
        }
        match self.paradigms.iter().find(|(it, _)| *it == pos) {
            Some((_, paradigm)) => paradigm.lemma(vocabulary, word, &lower),
            None if pos == Pos::Propn => word.to_owned(),
            None => lower,
        }
    }
}

/// Whether the morphology says that the word is its own dictionary form.
fn is_base_form(pos: Pos, morph: Morph) -> bool {
    match pos {
        Pos::Noun if morph.is_singular => true,
        Pos::Verb if morph.is_finite && morph.is_present && !morph.has_number => true,
        _ => morph.is_infinitive || morph.is_positive,
    }
}

impl Paradigm {
    fn lemma(&self, vocabulary: &Vocabulary, word: &str, lower: &str) -> String {
        let (known, unknown) = self.regular(vocabulary, lower);
        // Of irregular forms that the rules do not give, the last counts.
        let irregular = self.irregular.get(lower).into_iter().flatten();
        let irregular = irregular.rev().find(|form| !known.iter().any(|it| **it == ***form));
        match irregular {
            Some(form) => form.to_string(),
            None => known.into_iter().chain(unknown).next().unwrap_or_else(|| word.to_owned()),
        }
    }

    /// What the rules make of a word: forms that are known or not made of letters, and the others.
    fn regular(&self, vocabulary: &Vocabulary, lower: &str) -> (Vec<String>, Vec<String>) {
        let forms = self.rules.iter().filter_map(|(old, new)| {
            let stem = lower.strip_suffix(&**old)?;
            Some(format!("{stem}{new}")).filter(|form| !form.is_empty())
        });
        forms.partition(|form| {
            self.base_forms.contains(form) || !vocabulary.chars.all(form, chars::ALPHA)
        })
    }
}

fn paradigm(table: &mut Table<'_>) -> Result<Paradigm, Error> {
    let rules = table.list(|table| Ok((table.text()?.into(), table.text()?.into())))?;
    let irregular = table.list(|table| {
        let form = Box::from(table.text()?);
        Ok((form, table.list(|table| Ok(Box::from(table.text()?)))?))
    })?;
    let n_bytes = table.u32()? as usize;
    let lines =
        std::str::from_utf8(table.take(n_bytes)?).map_err(|_| table.error("is not UTF-8"))?;
    Ok(Paradigm {
        rules,
        irregular: irregular.into_iter().collect(),
        base_forms: WordList::new(lines),
    })
}

/// Sorted words in one string, since eighty thousand allocations would cost more than the search.
#[derive(Debug)]
struct WordList {
    lines: Box<str>,
    starts: Vec<u32>,
}

impl WordList {
    /// `lines` must be sorted by bytes and end with a newline.
    fn new(lines: &str) -> Self {
        let starts = lines.split_inclusive('\n').scan(0, |at, line| {
            let start = *at;
            *at += line.len() as u32;
            Some(start)
        });
        WordList { starts: starts.collect(), lines: lines.into() }
    }

    fn contains(&self, word: &str) -> bool {
        let line = |start: &u32| {
            let rest = &self.lines.as_bytes()[*start as usize..];
            rest.split(|&byte| byte == b'\n').next().unwrap_or(rest)
        };
        self.starts.binary_search_by(|start| line(start).cmp(word.as_bytes())).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::EMBEDDED;

    #[test]
    fn lemmas() {
        let file = ModelFile::read(EMBEDDED).unwrap();
        let (vocabulary, lemmatizer) =
            (Vocabulary::read(&file).unwrap(), Lemmatizer::read(&file).unwrap());
        let singular = Morph { has_number: true, is_singular: true, ..Morph::default() };
        let infinitive = Morph { is_infinitive: true, ..Morph::default() };
        let present = Morph { is_finite: true, is_present: true, ..Morph::default() };
        let cases = [
            ("Men", Pos::Noun, Morph::default(), "man"),
            ("glasses", Pos::Noun, Morph::default(), "glass"),
            ("Glasses", Pos::Noun, singular, "glasses"),
            ("oligarchs", Pos::Noun, Morph::default(), "oligarch"),
            ("went", Pos::Verb, Morph::default(), "go"),
            ("Killing", Pos::Verb, Morph::default(), "kill"),
            ("appalled", Pos::Verb, Morph::default(), "appal"),
            ("lying", Pos::Verb, infinitive, "lying"),
            ("charges", Pos::Verb, present, "charges"),
            ("better", Pos::Adj, Morph::default(), "well"),
            ("zzz", Pos::Verb, Morph::default(), "zzz"),
            ("”", Pos::Punct, Morph::default(), "\""),
            ("States", Pos::Propn, Morph::default(), "States"),
            ("These", Pos::Det, Morph::default(), "these"),
            ("\n", Pos::Space, Morph::default(), "\n"),
        ];
        for (word, pos, morph, lemma) in cases {
            assert_eq!(lemmatizer.lemma(&vocabulary, word, pos, morph), lemma, "{word}");
        }
    }

    #[test]
    fn words_are_found() {
        let list = WordList::new("a\nab\nb\n");
        assert!(["a", "ab", "b"].iter().all(|word| list.contains(word)));
        assert!(!["", "aa", "abc", "c", "a\nab"].iter().any(|word| list.contains(word)));
    }
}
