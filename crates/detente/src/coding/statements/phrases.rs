//! "In the words of X, …", "in her view, …", "as per X": phrases that name a source for the clause they stand in.
//!
//! They are the rows of the table of nouns that end in "of" (or are a preposition) and have no frame.

use crate::coding::statements::Draft;
use crate::coding::statements::clause_above;
use crate::coding::statements::content;
use crate::coding::statements::content::Content;
use crate::coding::tree::Tree;
use crate::lexicon::Lexicon;
use crate::model::Stance;
use detente_language::Dep;

/// What a source named by such a phrase holds; `noun` is "words" in "in the words of".
pub(super) fn sourced(tree: Tree<'_>, lexicon: &Lexicon, noun: usize) -> Option<Draft> {
    let prep = tree.head(noun).filter(|_| tree.dep(noun) == Dep::Pobj)?;
    let word = |i: usize| tree.word(i).to_lowercase();
    let phrase = format!("{} the {} of", word(prep), word(noun));
    lexicon.reporting_noun(&phrase)?;
    let source = tree.kid(noun, &[Dep::Poss]).or_else(|| tree.prep_object(noun, "of"))?;
    let clause = clause_above(tree, tree.head(prep)?);
    let span = content::without(tree, tree.subtree(clause), tree.subtree(prep))?;
    Some(Draft {
        word: noun,
        speaker: Some(source),
        addressee: None,
        cue: tree.span(prep).cover(tree.span(noun)),
        frame: None,
        content: Content { span, head: clause, words: true, weight: 1.0 },
        stance: Stance::Asserts,
        sureness: 0.0,
    })
}
