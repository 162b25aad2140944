//! An article and its analysis → who did or said what to whom, when, where, how sure, and on whose word.
//!
//! In: `Article`, `Analysis`, `Lexicon`. Out: `Coded`. It does not parse, and it never looks at other articles.
//! Order: times and places, mentions and actors, statements, acts, operators and status, events, answers to dyads.
//! One more event class, operator, hedge or actor is a row in `data/`, not a line here.

mod acts;
mod dyads;
mod events;
mod mentions;
mod places;
mod scope;
mod slots;
mod statements;
mod times;
mod tree;

use crate::lexicon::Lexicon;
use crate::model::Analysis;
use crate::model::Article;
use crate::model::Coded;
use crate::model::Warned;
use tree::Tree;

/// All that can be read out of one article.
pub fn code(article: &Article, analysis: &Analysis, lexicon: &Lexicon) -> Warned<Coded> {
    let tree = Tree { text: &article.text, analysis };
    let times = times::times(tree, article.published.value);
    let mut people = mentions::Mentions::find(tree, lexicon, article.published.value);
    let places = places::places(&people);
    let statements = statements::statements(tree, lexicon, &mut people);
    let drafts = acts::drafts(tree, lexicon, &mut people);
    let mut coded =
        Coded { sentences: analysis.sentences.clone(), times, places, ..Coded::default() };
    let events = events::events(article, tree, lexicon, &mut people, &statements, drafts, &coded);
    coded.dyads = dyads::answers(article, tree, &events, &coded);
    coded.statements = statements;
    coded.events = events;
    (coded.mentions, coded.actors) = people.finish();
    Warned::clean(coded)
}
