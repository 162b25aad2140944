//! Who said what: verbs of saying and thinking, "according to", "claims that", and quotations that go on.
//!
//! Which words are cues, and in which frames, stands in the `statement` column of the reporting tables.

mod content;
mod nouns;
mod quotes;
mod sure;

use crate::coding::mentions::Mentions;
use crate::coding::statements::content::Content;
use crate::coding::statements::quotes::quotations;
use crate::coding::tree::Tree;
use crate::coding::tree::is_predicate;
use crate::lexicon::Lexicon;
use crate::lexicon::Reporting;
use crate::model::Event;
use crate::model::Form;
use crate::model::Span;
use crate::model::Speaker;
use crate::model::Stance;
use crate::model::Statement;
use detente_language::Dep;
use detente_language::Pos;

/// The statements of a document, in text order of their contents, none twice.
pub(crate) fn statements(
    tree: Tree<'_>,
    lexicon: &Lexicon,
    people: &mut Mentions<'_>,
) -> Vec<Statement> {
    let quotes = quotations(tree);
    let drafts = drafts(tree, lexicon, &quotes);
    let mut found: Vec<(Statement, Option<usize>)> = Vec::new();
    for draft in &drafts {
        let aside = is_aside(tree, draft, &drafts, &quotes);
        if draft.content.words || !aside {
            let statement = Statement { aside, ..draft.statement(people, &quotes) };
            found.push((statement, draft.speaker));
        }
    }
    continuations(tree, &quotes, &mut found);
    for (statement, speaker) in &found {
        if let Some(speaker) = speaker.filter(|_| statement.words) {
            people.hear(statement.content, speaker);
        }
    }
    let mut found: Vec<Statement> = found.into_iter().map(|(s, _)| s).collect();
    found.sort_by_key(|s| (s.content.start, std::cmp::Reverse(s.content.end)));
    found.dedup_by(|a, b| a.content == b.content);
    found
}

/// What the words of a document could say, each with the sureness of its clause, in text order of the cues.
fn drafts(tree: Tree<'_>, lexicon: &Lexicon, quotes: &[Span]) -> Vec<Draft> {
    let mut found = Vec::new();
    for i in 0..tree.analysis.tokens.len() {
        let draft = said(tree, lexicon, i)
            .or_else(|| according_to(tree, i))
            .or_else(|| nouns::claimed(tree, lexicon, i));
        let Some(mut draft) = draft else { continue };
        draft.content.span =
            quotes::with_quotations(tree, draft.content.span, Some(draft.cue), quotes);
        draft.sureness = sure::sureness(tree, &draft);
        found.push(draft);
    }
    found
}

/// Whether a draft is the wording of another's speech, or too doubtful, to stand for itself.
fn is_aside(tree: Tree<'_>, draft: &Draft, drafts: &[Draft], quotes: &[Span]) -> bool {
    let cue = tree.span(draft.word);
    let nested = drafts
        .iter()
        .any(|d| d.word != draft.word && d.sureness > 0.0 && d.content.span.contains(cue));
    let sureness = draft.sureness + if nested { sure::NESTED } else { 0.0 };
    sureness < sure::ENOUGH || quotes.iter().any(|q| q.contains(cue))
}

/// Drops the statements that are asides and hold no event, and counts the others anew in the events.
pub(crate) fn without_idle_asides(
    statements: Vec<Statement>,
    events: &mut [Event],
) -> Vec<Statement> {
    let mut held = vec![false; statements.len()];
    for holder in events.iter().flat_map(|e| &e.held_by) {
        held[holder.statement] = true;
    }
    let mut place = Vec::with_capacity(statements.len());
    let mut kept = Vec::new();
    for (statement, held) in statements.into_iter().zip(held) {
        place.push(kept.len());
        if held || !statement.aside {
            kept.push(statement);
        }
    }
    for holder in events.iter_mut().flat_map(|e| &mut e.held_by) {
        holder.statement = place[holder.statement];
    }
    kept
}

/// A statement before its speaker is looked up.
struct Draft {
    /// The token that is the cue, or heads it.
    word: usize,
    speaker: Option<usize>,
    addressee: Option<usize>,
    cue: Span,
    content: Content,
    stance: Stance,
    /// Points that this is a statement.
    sureness: f32,
}

impl Draft {
    fn statement(&self, people: &mut Mentions<'_>, quotes: &[Span]) -> Statement {
        let is_venue = self.addressee.is_some_and(|a| people.describe(a).is_some_and(|d| d.medium));
        let addressee = self.addressee.filter(|_| !is_venue).map(|a| speaker(people, a));
        Statement {
            speaker: self.speaker.map(|s| speaker(people, s)),
            addressee,
            venue: self.addressee.filter(|_| is_venue).map(|a| people.tree.phrase(a)),
            cue: Some(self.cue),
            content: self.content.span,
            form: quotes::form(self.content.span, quotes),
            stance: self.stance,
            head: Some(self.content.head as u32),
            words: self.content.words,
            aside: false,
        }
    }
}

/// "X said that …", "…, said X", "X wants to …", "X is sure that …", "X backs …".
fn said(tree: Tree<'_>, lexicon: &Lexicon, cue: usize) -> Option<Draft> {
    let (reporting, content) = framed(tree, lexicon, cue)?;
    let verb = if tree.pos(cue) == Pos::Adj { tree.head(cue)? } else { cue };
    let own = tree.kid(verb, &[Dep::Nsubj]);
    let outside = |s: usize| {
        own == Some(s) && tree.head(s) == Some(verb) || !content.span.contains(tree.span(s))
    };
    let speaker = tree.doer(verb).filter(|&s| outside(s) && !is_expletive(tree, s));
    Some(Draft {
        word: cue,
        speaker,
        addressee: addressee(tree, reporting, verb)
            .filter(|&a| !content.span.contains(tree.span(a))),
        cue: self::cue(tree, cue),
        content,
        stance: reporting.stance,
        sureness: 0.0,
    })
}

/// The table's row for a verb or predicate adjective, and the content in the likeliest of its frames that are filled.
fn framed<'l>(
    tree: Tree<'_>,
    lexicon: &'l Lexicon,
    cue: usize,
) -> Option<(&'l Reporting, Content)> {
    let rows = reporting_rows(tree, lexicon, cue);
    let filled = rows.into_iter().flat_map(|row| {
        let contents = row.frames.iter().filter_map(move |(frame, weight)| {
            let content = content::of_frame(tree, cue, frame)?;
            Some(Content { weight: *weight, ..content })
        });
        contents.map(move |content| (row, content))
    });
    // The first of equals: a phrasal verb's row stands before the bare verb's.
    filled.reduce(|best, next| if next.1.weight > best.1.weight { next } else { best })
}

/// The rows of a verb with its particle, of the bare verb, or of "be" with an adjective.
fn reporting_rows<'l>(tree: Tree<'_>, lexicon: &'l Lexicon, cue: usize) -> Vec<&'l Reporting> {
    let lemma = tree.lemma(cue).to_lowercase();
    match tree.pos(cue) {
        Pos::Verb => {
            let particles = tree
                .kids(cue)
                .filter(|&k| matches!(tree.dep(k), Dep::Prt | Dep::Prep | Dep::Advmod));
            let phrasal = particles.filter_map(|k| {
                lexicon.reporting(&format!("{lemma} {}", tree.word(k).to_lowercase()))
            });
            phrasal.chain(lexicon.reporting(&lemma)).collect()
        }
        Pos::Adj => lexicon.reporting(&format!("be {lemma}")).into_iter().collect(),
        _ => Vec::new(),
    }
}

fn is_expletive(tree: Tree<'_>, i: usize) -> bool {
    tree.dep(i) == Dep::Expl
}

/// The verb with its auxiliaries and particle.
fn cue(tree: Tree<'_>, verb: usize) -> Span {
    let near = |k: usize| {
        matches!(tree.dep(k), Dep::Aux | Dep::Auxpass | Dep::Neg | Dep::Prt)
            && k.abs_diff(verb) <= 3
    };
    tree.kids(verb).filter(|&k| near(k)).fold(tree.span(verb), |span, k| span.cover(tree.span(k)))
}

fn addressee(tree: Tree<'_>, reporting: &Reporting, verb: usize) -> Option<usize> {
    let direct = || {
        tree.kid(verb, &[Dep::Dobj, Dep::Dative])
            .filter(|&o| tree.pos(o) != Pos::Adp && !tree.is_passive(verb))
    };
    if reporting.addressee_object { direct() } else { tree.prep_object(verb, "to") }
}

fn speaker(people: &mut Mentions<'_>, head: usize) -> Speaker {
    let party = people.party(head);
    Speaker { span: people.tree.phrase(head), actor: party.and_then(|p| p.actor) }
}

/// "According to X, …" and "…, according to X".
fn according_to(tree: Tree<'_>, i: usize) -> Option<Draft> {
    if !tree.is_word(i, "according") {
        return None;
    }
    let source = tree.prep_object(i, "to").or_else(|| {
        let to = tree.kids(i).find(|&k| tree.is_word(k, "to"))?;
        tree.kid(to, &[Dep::Pobj])
    })?;
    let clause = clause_above(tree, tree.head(i)?);
    let span = content::without(tree, tree.subtree(clause), tree.subtree(i))?;
    Some(Draft {
        word: i,
        speaker: Some(source),
        addressee: None,
        cue: tree.span(i).cover(tree.span((i + 1).min(source))),
        content: Content { span, head: clause, words: true, weight: 2.0 },
        stance: Stance::Asserts,
        sureness: 0.0,
    })
}

/// The clause that a token stands in.
fn clause_above(tree: Tree<'_>, mut i: usize) -> usize {
    while !is_predicate(tree, i) || tree.dep(i) == Dep::Aux {
        match tree.head(i) {
            Some(h) => i = h,
            None => break,
        }
    }
    i
}

/// A quotation that follows at once on a quoting statement's sentence goes on with it;
/// one that stands alone belongs to whoever was heard last.
fn continuations(tree: Tree<'_>, quotes: &[Span], found: &mut Vec<(Statement, Option<usize>)>) {
    let cued: Vec<(Statement, Option<usize>)> = found
        .iter()
        .filter(|(s, speaker)| s.words && !s.aside && speaker.is_some())
        .cloned()
        .collect();
    for &q in quotes {
        let held = found.iter().any(|(s, _)| shared(q, s.content) * 2 > q.len());
        if held || !is_sentence(tree, q) {
            continue;
        }
        if let Some(i) = before(tree, q, found) {
            let statement = &mut found[i].0;
            statement.content = statement.content.cover(q);
            statement.form = quotes::form(statement.content, quotes);
        } else if let Some((heard, speaker)) = heard(tree, q, &cued) {
            let alone =
                Statement { cue: None, content: q, form: Form::Direct, head: None, ..heard };
            found.push((alone, speaker));
        }
    }
}

/// The statement whose sentence ends where a quotation begins.
fn before(tree: Tree<'_>, q: Span, found: &[(Statement, Option<usize>)]) -> Option<usize> {
    let sentences = &tree.analysis.sentences;
    let index = sentences.partition_point(|s| s.span.start < q.start);
    let last = &sentences[..index].last()?;
    let goes_on = |s: &Statement| {
        s.words
            && !s.aside
            && s.speaker.is_some()
            && s.content.start < q.start
            && (s.cue.is_some_and(|c| last.span.contains(c)) || s.content.end >= last.span.end)
            && (s.form != Form::Indirect)
            && block_of(tree, s.content) == block_of(tree, q)
    };
    (0..found.len()).filter(|&i| goes_on(&found[i].0)).max_by_key(|&i| found[i].0.content.len())
}

/// Who is heard last before a quotation in its paragraph, or next in it, or last before it.
fn heard(
    tree: Tree<'_>,
    q: Span,
    cued: &[(Statement, Option<usize>)],
) -> Option<(Statement, Option<usize>)> {
    let block = block_of(tree, q);
    let here = |s: &&(Statement, Option<usize>)| block_of(tree, s.0.content) == block;
    let earlier = |s: &&(Statement, Option<usize>)| s.0.content.start < q.start;
    cued.iter()
        .filter(here)
        .rfind(earlier)
        .or_else(|| cued.iter().find(here))
        .or_else(|| cued.iter().rfind(earlier))
        .cloned()
}

fn block_of(tree: Tree<'_>, span: Span) -> Option<usize> {
    tree.analysis.sentences.iter().find(|s| s.span.overlaps(span)).map(|s| s.block)
}

fn shared(a: Span, b: Span) -> usize {
    (a.end.min(b.end) as usize).saturating_sub(a.start.max(b.start) as usize)
}

/// Whether a quotation holds at least a sentence's beginning and four words.
fn is_sentence(tree: Tree<'_>, q: Span) -> bool {
    let words = q.of(tree.text).split_whitespace().count();
    words >= 4
        && tree.analysis.sentences.iter().any(|s| s.span.start >= q.start && s.span.start < q.end)
}
