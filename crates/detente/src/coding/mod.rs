//! An article and its analysis → who did or said what to whom, when, where, how sure, and on whose word.
//!
//! In: `Article`, `Analysis`, `Lexicon`. Out: `Coded`. It does not parse, and it never looks at other articles.
//! Order: times and places, mentions and actors, statements, acts, operators and status, events, answers to dyads.
//! One more event class, operator, hedge or actor is a row in `data/`, not a line here.

mod acts;
mod contexts;
mod dating;
mod dyads;
mod events;
mod magnitude;
mod mentions;
mod places;
mod scene;
mod scope;
mod slots;
mod statements;
mod times;
mod tree;
mod typing;
mod why;
mod window;

pub use typing::Classifiers;
pub use typing::Features;
pub use typing::Trained;
pub use typing::Typer;
pub use typing::cross_validate;
pub use typing::cue_trainer_digest;
pub use typing::train;
pub use typing::trainer_digest;
pub use why::Filled;
pub use why::Weighed;
pub use why::Why;

use crate::lexicon::Lexicon;
use crate::model::Analysis;
use crate::model::Article;
use crate::model::Coded;
use crate::model::Date;
use crate::model::Event;
use crate::model::Published;
use crate::model::Span;
use crate::model::Statement;
use crate::model::Warned;
use crate::model::Warning;
use std::ops::Range;
use tree::Tree;

/// All that can be read out of one article.
pub fn code(
    article: &Article,
    analysis: &Analysis,
    lexicon: &Lexicon,
    classifiers: &Classifiers,
) -> Warned<Coded> {
    let windows = window::windows(analysis);
    if let [_] = windows[..]
        && !window::is_too_long(analysis, 0)
    {
        return Warned::clean(code_window(article, analysis, lexicon, classifiers));
    }
    let mut whole = Coded { sentences: analysis.sentences.clone(), ..Coded::default() };
    let mut warnings = Vec::new();
    for range in windows {
        let first = range.start;
        if window::is_too_long(analysis, first) {
            let message = "a sentence of too many words is not coded";
            warnings.push(Warning::at(
                "coding.sentence_too_long",
                message,
                analysis.sentences[first].span,
            ));
            continue;
        }
        let part = window::part(analysis, range);
        window::join(&mut whole, code_window(article, &part, lexicon, classifiers), first);
    }
    window::answer_all(article, &mut whole);
    window::number_chains(&mut whole);
    Warned { value: whole, warnings }
}

/// One window, or an article of ordinary length.
fn code_window(
    article: &Article,
    analysis: &Analysis,
    lexicon: &Lexicon,
    classifiers: &Classifiers,
) -> Coded {
    let tree = Tree { text: &article.text, analysis };
    let mut people = mentions::Mentions::find(tree, lexicon, article.published.some_day());
    let mut coded = Coded { sentences: analysis.sentences.clone(), ..Coded::default() };
    let (mut events, statements) =
        events_of(article, tree, &classifiers.cues, &mut people, &mut coded);
    let typer = &classifiers.types;
    coded.dyads = dyads::answers(article, &mut people, typer, &events);
    events::typed(article, &mut people, typer, &statements, &mut events, &coded);
    coded.statements = statements;
    coded.events = events;
    (coded.mentions, coded.actors) = people.finish();
    coded
}

/// When an article that does not say so was published, as far as its text tells;
/// `not_after` is a day after which it cannot have been, if the caller knows one.
pub fn published(
    article: &Article,
    analysis: &Analysis,
    lexicon: &Lexicon,
    not_after: Option<Date>,
) -> Published {
    dating::published(article, analysis, lexicon, not_after)
}

/// What the classifier sees of a pair in an article of its own: for training.
pub fn pair_features(
    article: &Article,
    analysis: &Analysis,
    lexicon: &Lexicon,
    cues: &Typer,
    source: Option<Span>,
    target: Option<Span>,
) -> Features {
    let tree = Tree { text: &article.text, analysis };
    let mut people = mentions::Mentions::find(tree, lexicon, article.published.some_day());
    let mut coded = Coded { sentences: analysis.sentences.clone(), ..Coded::default() };
    let (events, _) = events_of(article, tree, cues, &mut people, &mut coded);
    typing::features(&mut people, &events, source, target)
}

/// What the classifier of cues sees in a text of its own: features, cue and content of all that could be a statement.
/// For training.
pub fn cue_examples(
    article: &Article,
    analysis: &Analysis,
    lexicon: &Lexicon,
) -> Vec<(Features, Span, Span)> {
    statements::examples(Tree { text: &article.text, analysis }, lexicon)
}

/// The classes of the classifier of cues.
pub fn cue_classes() -> Vec<String> {
    statements::CLASSES.iter().map(|class| (*class).to_owned()).collect()
}

/// Why an event of an article reads as it does: the work is done again, and what [`code`] throws away is kept.
pub fn why(
    article: &Article,
    analysis: &Analysis,
    lexicon: &Lexicon,
    classifiers: &Classifiers,
    event: &Event,
) -> Why {
    let holds = |range: &Range<usize>| range.contains(&event.sentence);
    let Some(range) = window::windows(analysis).into_iter().find(holds) else {
        return Why::default();
    };
    let event = Event { sentence: event.sentence - range.start, ..event.clone() };
    let part = window::part(analysis, range);
    let tree = Tree { text: &article.text, analysis: &part };
    let mut people = mentions::Mentions::find(tree, lexicon, article.published.some_day());
    let mut coded = Coded { sentences: part.sentences.clone(), ..Coded::default() };
    let (events, _) = events_of(article, tree, &classifiers.cues, &mut people, &mut coded);
    why::why(&mut people, &classifiers.types, &events, &event)
}

/// Times and places go into `coded`; events and statements come out.
fn events_of(
    article: &Article,
    tree: Tree<'_>,
    cues: &Typer,
    people: &mut mentions::Mentions<'_>,
    coded: &mut Coded,
) -> (Vec<Event>, Vec<Statement>) {
    let lexicon = people.lexicon;
    coded.times = times::times(tree, lexicon, &article.published);
    coded.places = places::places(people);
    people.locate(&coded.places);
    let mut statements = statements::statements(tree, lexicon, cues, people);
    people.reconsider();
    statements
        .iter_mut()
        .filter_map(|s| s.speaker.as_mut())
        .for_each(|s| s.actor = s.actor.or_else(|| people.named(s.span)));
    let drafts = acts::drafts(tree, lexicon, people);
    let mut events = events::events(article, tree, lexicon, people, &statements, drafts, coded);
    let statements = statements::without_idle_asides(statements, &mut events);
    (events, statements)
}
