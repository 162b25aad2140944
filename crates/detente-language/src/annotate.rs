//! Parts of speech and lemmas for tokens that have their tags and relations.
//!
//! What a word becomes depends on its letters, tag and relation alone, but for a few rules for two
//! tokens, so it is worked out once for each such triple.

use crate::attribute_ruler::AttributeRuler;
use crate::attribute_ruler::Before;
use crate::attribute_ruler::Ruled;
use crate::labels::Dep;
use crate::labels::Pos;
use crate::labels::Tag;
use crate::lemmatizer::Lemmatizer;
use crate::lexeme::LexemeId;
use crate::lexeme::Lexemes;
use crate::lexeme::Vocabulary;
use crate::model_file::Error;
use crate::model_file::ModelFile;
use std::collections::HashMap;
use std::sync::Arc;

/// The rules and tables; shared by all workers.
#[derive(Debug)]
pub(crate) struct Annotator {
    ruler: AttributeRuler,
    lemmatizer: Lemmatizer,
}

/// What a worker worked out before.
#[derive(Debug, Default)]
pub(crate) struct Cache {
    found: HashMap<(LexemeId, Tag, Dep), u32>,
    words: Vec<(Ruled, Annotation)>,
    /// The tokens of the text at hand, with their places in `words`.
    row: Vec<(LexemeId, u32)>,
}

/// Past so many triples the cache starts anew.
const CACHE_LIMIT: usize = 1 << 16;

/// What is added to a token. Tag and relation differ from those that came in only for white space.
#[derive(Clone, Debug)]
pub(crate) struct Annotation {
    pub(crate) tag: Tag,
    pub(crate) dep: Dep,
    pub(crate) pos: Pos,
    pub(crate) lemma: Arc<str>,
}

impl Cache {
    /// Forgets all. To be called when the ids of lexemes have become void.
    pub(crate) fn clear(&mut self) {
        *self = Cache::default();
    }
}

impl Annotator {
    /// Reads sections `attribute_rules` and `lemmas`.
    pub(crate) fn read(file: &ModelFile<'_>) -> Result<Self, Error> {
        Ok(Annotator { ruler: AttributeRuler::read(file)?, lemmatizer: Lemmatizer::read(file)? })
    }

    /// Annotates one text's tokens, given in order as word, tag and relation; `push` gets an
    /// annotation for each, in the same order.
    pub(crate) fn annotate(
        &self,
        vocabulary: &Vocabulary,
        lexemes: &Lexemes,
        cache: &mut Cache,
        tokens: impl Iterator<Item = (LexemeId, Tag, Dep)>,
        mut push: impl FnMut(Annotation),
    ) {
        if cache.words.len() > CACHE_LIMIT {
            cache.clear();
        }
        let mut row = std::mem::take(&mut cache.row);
        row.clear();
        row.extend(tokens.map(|token| (token.0, self.look_up(vocabulary, lexemes, cache, token))));
        let ruled = |at: usize| row.get(at).map(|&(_, place)| &cache.words[place as usize].0);
        for (at, &(lexeme, place)) in row.iter().enumerate() {
            let (own, annotation) = &cache.words[place as usize];
            let changed = self.by_neighbors(at.checked_sub(1).and_then(ruled), own, ruled(at + 1));
            push(match changed {
                Some(changed) => self.finish(vocabulary, lexemes.text(lexeme), &changed),
                None => annotation.clone(),
            });
        }
        cache.row = row;
    }

    fn look_up(
        &self,
        vocabulary: &Vocabulary,
        lexemes: &Lexemes,
        cache: &mut Cache,
        token: (LexemeId, Tag, Dep),
    ) -> u32 {
        *cache.found.entry(token).or_insert_with(|| {
            let (lexeme, tag, dep) = token;
            let text = lexemes.text(lexeme);
            let lower = vocabulary.lower(text);
            let is_space = lexemes.attrs(lexeme).is_space;
            let ruled = self.ruler.apply(Before { lower: &lower, is_space, tag, dep });
            let annotation = self.finish(vocabulary, text, &ruled);
            cache.words.push((ruled, annotation));
            (cache.words.len() - 1) as u32
        })
    }

    /// What the rules for two tokens make of a token, if any apply.
    fn by_neighbors(
        &self,
        before: Option<&Ruled>,
        own: &Ruled,
        after: Option<&Ruled>,
    ) -> Option<Ruled> {
        // Few tokens can be part of a pair, and only for those a copy is made.
        if own.firsts | own.seconds == 0 {
            return None;
        }
        let mut changed = own.clone();
        self.ruler.apply_pairs(before, &mut changed, after).then_some(changed)
    }

    fn finish(&self, vocabulary: &Vocabulary, text: &Arc<str>, ruled: &Ruled) -> Annotation {
        let (pos, morph) = (ruled.pos.value, ruled.morph.value);
        let lemma = ruled.lemma.value.clone().unwrap_or_else(|| {
            let lemma = self.lemmatizer.lemma(vocabulary, text, pos, morph);
            if *lemma == **text { text.clone() } else { lemma.into() }
        });
        Annotation { tag: ruled.tag.value, dep: ruled.dep.value, pos, lemma }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::EMBEDDED;

    /// Annotates words with their tags and relations; gives `coarse tag/lemma` of each.
    fn annotated(words: &[(&str, &str, &str)]) -> Vec<String> {
        let file = ModelFile::read(EMBEDDED).unwrap();
        let (vocabulary, annotator) =
            (Vocabulary::read(&file).unwrap(), Annotator::read(&file).unwrap());
        let mut lexemes = Lexemes::new(100);
        let tokens: Vec<_> = words
            .iter()
            .map(|(word, tag, dep)| {
                let (tag, dep) = (Tag::from_label(tag).unwrap(), Dep::from_label(dep).unwrap());
                (lexemes.intern(&vocabulary, word), tag, dep)
            })
            .collect();
        let mut out = Vec::new();
        annotator.annotate(
            &vocabulary,
            &lexemes,
            &mut Cache::default(),
            tokens.into_iter(),
            |it| {
                out.push(format!("{}/{}", it.pos.label(), it.lemma));
            },
        );
        out
    }

    #[test]
    fn tags_and_relations_decide() {
        let cases = [
            (("has", "VBZ", "aux"), "AUX/have"),
            (("has", "VBZ", "ROOT"), "VERB/have"),
            (("That", "WDT", "nsubj"), "PRON/that"),
            (("that", "DT", "det"), "DET/that"),
            (("that", "DT", "nsubj"), "PRON/that"),
            (("as", "IN", "mark"), "SCONJ/as"),
            (("as", "IN", "prep"), "ADP/as"),
            (("n't", "RB", "neg"), "PART/not"),
            (("Rebels", "NNS", "nsubj"), "NOUN/rebel"),
            (("Rebels", "NNPS", "nsubj"), "PROPN/Rebels"),
            (("\n\n", "NN", "dep"), "SPACE/\n\n"),
            (("a", "_SP", "dep"), "X/a"),
        ];
        for (word, expected) in cases {
            assert_eq!(annotated(&[word]), [expected], "{word:?}");
        }
    }

    #[test]
    fn neighbors_decide() {
        let there_is = [("There", "EX", "expl"), ("is", "VBZ", "ROOT")];
        assert_eq!(annotated(&there_is), ["PRON/there", "VERB/be"]);
        assert_eq!(annotated(&there_is[1..]), ["AUX/be"]);
        let gonna = [("gon", "VBG", "ROOT"), ("na", "TO", "aux"), ("na", "TO", "aux")];
        assert_eq!(annotated(&gonna), ["VERB/go", "PART/to", "PART/na"]);
        let ai_nt = [("Ai", "VBP", "aux"), ("n't", "RB", "neg")];
        assert_eq!(annotated(&ai_nt), ["AUX/be", "PART/not"]);
        assert_eq!(
            annotated(&[("let", "VB", "ROOT"), ("'s", "PRP", "nsubj")]),
            ["VERB/let", "PRON/us"]
        );
    }

    #[test]
    fn white_space_is_told_apart() {
        let file = ModelFile::read(EMBEDDED).unwrap();
        let (vocabulary, annotator) =
            (Vocabulary::read(&file).unwrap(), Annotator::read(&file).unwrap());
        let mut lexemes = Lexemes::new(100);
        let space = lexemes.intern(&vocabulary, "\n");
        let mut out = Vec::new();
        let tokens = [(space, Tag::Nnp, Dep::Nsubj)].into_iter();
        annotator.annotate(&vocabulary, &lexemes, &mut Cache::default(), tokens, |it| {
            out.push((it.tag, it.dep))
        });
        assert_eq!(out, [(Tag::Space, Dep::Dep)]);
    }
}
