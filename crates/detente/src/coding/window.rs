//! Long articles are coded a window at a time, so that work and memory grow with their length and not with its square.
//!
//! What one window learns (a surname's owner, the last speaker) is not known to the next; nobody looks back over
//! hundreds of sentences for it either. Articles of ordinary length are one window.

use crate::model::Actor;
use crate::model::ActorId;
use crate::model::Analysis;
use crate::model::Article;
use crate::model::Children;
use crate::model::Coded;
use crate::model::DyadAnswer;
use crate::model::Event;
use crate::model::Mention;
use crate::model::Sentence;
use crate::model::Speaker;
use crate::model::Statement;
use detente_language::Token;
use std::ops::Range;

/// Sentences of a window: an article of up to half as many again is not cut.
const SENTENCES: usize = 400;

/// Tokens of a sentence beyond which its tree means nothing: lists, tables, text without stops.
const TOKENS: usize = 400;

/// The windows of an analysis as ranges of its sentences, cut between blocks where one ends in time;
/// a sentence that is too long is a window by itself.
pub(super) fn windows(analysis: &Analysis) -> Vec<Range<usize>> {
    let n = analysis.sentences.len();
    let mut out = Vec::new();
    let mut start = 0;
    while start < n {
        let far = if n - start > SENTENCES * 3 / 2 { start + SENTENCES * 5 / 4 } else { n };
        let long = (start..far).find(|&i| is_too_long(analysis, i));
        let block = |i: usize| analysis.sentences[i].block;
        let near = (start + SENTENCES..far).find(|&i| far < n && block(i) != block(i - 1));
        let end = match long {
            Some(long) if long == start => start + 1,
            Some(long) => near.map_or(long, |near| near.min(long)),
            None => near.unwrap_or(if far < n { start + SENTENCES } else { n }),
        };
        out.push(start..end);
        start = end;
    }
    out
}

/// Whether a sentence has too many tokens to be coded.
pub(super) fn is_too_long(analysis: &Analysis, sentence: usize) -> bool {
    analysis.sentences[sentence].tokens.len() > TOKENS
}

/// The sentences of a window as an analysis of its own; spans still point into the whole article.
pub(super) fn part(analysis: &Analysis, window: Range<usize>) -> Analysis {
    let sentences = &analysis.sentences[window];
    let (Some(first), Some(last)) = (sentences.first(), sentences.last()) else {
        return Analysis::default();
    };
    let base = first.tokens.start;
    let tokens: Vec<Token> = analysis.tokens[base..last.tokens.end]
        .iter()
        .map(|t| Token { head: t.head - base as u32, ..t.clone() })
        .collect();
    let sentences: Vec<Sentence> = sentences
        .iter()
        .map(|s| Sentence { tokens: s.tokens.start - base..s.tokens.end - base, ..s.clone() })
        .collect();
    let mut sentence_of = vec![0; tokens.len()];
    for (s, sentence) in sentences.iter().enumerate() {
        sentence.tokens.clone().for_each(|i| sentence_of[i] = s as u32);
    }
    let children = Children::of(tokens.iter().map(|t| t.head));
    Analysis { tokens, sentences, children, sentence_of }
}

/// Adds what a window gave to what the windows before it gave; `first` is the number of its first sentence.
pub(super) fn join(whole: &mut Coded, part: Coded, first: usize) {
    let actors: Vec<ActorId> = part.actors.iter().map(|actor| known_actor(whole, actor)).collect();
    let moved = |actor: Option<ActorId>| actor.map(|a| actors[a.0 as usize]);
    let (statements, propositions) = (whole.statements.len(), next_proposition(whole));
    whole
        .mentions
        .extend(part.mentions.into_iter().map(|m| Mention { actor: moved(m.actor), ..m }));
    whole.times.extend(part.times);
    whole.places.extend(part.places);
    let speaker = |s: Option<Speaker>| s.map(|s| Speaker { actor: moved(s.actor), ..s });
    whole.statements.extend(part.statements.into_iter().map(|s| Statement {
        speaker: speaker(s.speaker),
        addressee: speaker(s.addressee),
        ..s
    }));
    let events = whole.events.len();
    whole.events.extend(part.events.into_iter().map(|mut e: Event| {
        e.sentence += first;
        e.held_by.iter_mut().for_each(|h| h.statement += statements);
        e.proposition = e.proposition.map(|p| p + propositions);
        e.sources.iter_mut().chain(&mut e.targets).for_each(|p| p.actor = moved(p.actor));
        e
    }));
    join_answers(whole, part.dyads, events);
}

/// The whole's number for an actor of a part.
fn known_actor(whole: &mut Coded, actor: &Actor) -> ActorId {
    let known =
        whole.actors.iter().position(|a| a.name == actor.name && a.identity == actor.identity);
    ActorId(known.unwrap_or_else(|| {
        whole.actors.push(actor.clone());
        whole.actors.len() - 1
    }) as u32)
}

fn next_proposition(whole: &Coded) -> u32 {
    whole.events.iter().filter_map(|e| e.proposition).max().map_or(0, |p| p + 1)
}

/// Each question is answered by the window that is surest: the one in which its parties stand.
fn join_answers(whole: &mut Coded, part: Vec<DyadAnswer>, events: usize) {
    if whole.dyads.is_empty() {
        whole.dyads = part;
        whole.dyads.iter_mut().for_each(|d| d.event = d.event.map(|e| e + events));
        return;
    }
    for (answer, new) in whole.dyads.iter_mut().zip(part) {
        if new.confidence > answer.confidence {
            *answer = DyadAnswer { event: new.event.map(|e| e + events), ..new };
        }
    }
}

/// Every question is answered, if only by nothing: also where no window was coded.
pub(super) fn answer_all(article: &Article, whole: &mut Coded) {
    if whole.dyads.is_empty() {
        whole.dyads = article.dyads.iter().map(|q| DyadAnswer::none(&q.id)).collect();
    }
}

/// Numbers the chains of mentions: a mention of an actor by the actor, each other by itself.
pub(super) fn number_chains(whole: &mut Coded) {
    let mut next = whole.actors.len() as u32;
    for mention in &mut whole.mentions {
        mention.chain = mention.actor.map_or(next, |a| a.0);
        next += u32::from(mention.actor.is_none());
    }
}
