//! Who said what: verbs of saying and thinking, "according to", "claims that", and quotations that go on.
//!
//! Which words are cues, and in which frames, stands in the `statement` column of the reporting tables.

mod content;
mod cues;
mod direct;
mod edges;
mod labels;
mod nouns;
mod phrases;
mod quotes;
mod speakers;
mod sure;

use crate::coding::mentions::Mentions;
use crate::coding::statements::content::Content;
use crate::coding::statements::direct::Hung;
use crate::coding::statements::quotes::is_quote;
use crate::coding::statements::quotes::quotations;
use crate::coding::tree::Tree;
use crate::coding::tree::is_predicate;
use crate::coding::typing::Features;
use crate::coding::typing::Typer;
use crate::lexicon::Frame;
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
    cues: &Typer,
    people: &mut Mentions<'_>,
) -> Vec<Statement> {
    let quotes = quotations(tree);
    let drafts = Reader::new(tree, lexicon, &quotes).drafts(cues);
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
    found.sort_by_key(|s| (s.content.start, std::cmp::Reverse(s.content.end), s.aside));
    found.dedup_by(|a, b| a.content == b.content);
    found
}

/// What the words of a document could say.
struct Reader<'a> {
    tree: Tree<'a>,
    lexicon: &'a Lexicon,
    quotes: &'a [Span],
    hung: Vec<Hung>,
}

impl<'a> Reader<'a> {
    fn new(tree: Tree<'a>, lexicon: &'a Lexicon, quotes: &'a [Span]) -> Self {
        Reader { tree, lexicon, quotes, hung: direct::hung(tree, lexicon, quotes) }
    }

    /// The likeliest draft of each cue, with its sureness, in text order of the cues.
    fn drafts(&self, cues: &Typer) -> Vec<Draft> {
        let mut found = Vec::new();
        for i in 0..self.tree.analysis.tokens.len() {
            let drafts = self.drafts_at(i).into_iter().map(|draft| {
                let sureness = self.sureness(cues, &draft);
                Draft { sureness, ..draft }
            });
            // The first of equals: a phrasal verb's row stands before the bare verb's.
            found.extend(drafts.reduce(|a, b| if b.sureness > a.sureness { b } else { a }));
        }
        found
    }

    /// All drafts of one cue: one for each of its frames that is filled.
    fn drafts_at(&self, i: usize) -> Vec<Draft> {
        let (tree, lexicon) = (self.tree, self.lexicon);
        let mut drafts = match tree.pos(i) {
            Pos::Verb | Pos::Adj => said(tree, lexicon, i, &self.hung),
            Pos::Noun => nouns::claimed(tree, lexicon, i),
            _ => Vec::new(),
        };
        if drafts.is_empty() {
            let other = according_to(tree, i)
                .or_else(|| phrases::sourced(tree, lexicon, i))
                .or_else(|| labels::labelled(tree, i))
                .or_else(|| labels::signed(tree, i));
            drafts.extend(other);
        }
        for draft in &mut drafts {
            draft.content.span =
                quotes::with_quotations(tree, draft.content.span, Some(draft.cue), self.quotes);
        }
        drafts
    }

    /// Points of the table and of what stands around, and what the classifier adds.
    fn sureness(&self, cues: &Typer, draft: &Draft) -> f32 {
        let points = sure::sureness(self.tree, draft);
        if draft.frame.is_none() {
            return points;
        }
        let features = cues::features(self.tree, self.lexicon, draft);
        points + sure::LEARNT * cues::log_odds(cues, &features)
    }
}

/// All drafts of a text of its own, each with its features, cue and content: for training.
pub(crate) fn examples(tree: Tree<'_>, lexicon: &Lexicon) -> Vec<(Features, Span, Span)> {
    let quotes = quotations(tree);
    let reader = Reader::new(tree, lexicon, &quotes);
    let drafts = (0..tree.analysis.tokens.len()).flat_map(|i| reader.drafts_at(i));
    drafts
        .filter(|d| d.frame.is_some())
        .map(|d| (cues::features(tree, lexicon, &d), tree.span(d.word), d.content.span))
        .collect()
}

pub(crate) use cues::CLASSES;

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
    /// Where the table says that the content stands; none where punctuation or a phrase says it.
    frame: Option<Frame>,
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
fn said(tree: Tree<'_>, lexicon: &Lexicon, cue: usize, hung: &[Hung]) -> Vec<Draft> {
    let rows = reporting_rows(tree, lexicon, cue);
    if rows.is_empty() {
        return Vec::new();
    }
    if let Some((row, content)) = quoting(tree, &rows, cue, hung) {
        let draft = verb_draft(tree, cue, row, None, content);
        let near =
            |d: Draft| Draft { speaker: speakers::of_quotation(tree, cue, hung, d.speaker), ..d };
        return draft.map(near).into_iter().collect();
    }
    let mut drafts = Vec::new();
    for row in rows {
        for (frame, weight) in &row.frames {
            let content = content::of_frame(tree, lexicon, cue, frame)
                .filter(|c| !is_voiced(tree, lexicon, cue, c));
            let content = content.map(|c| Content { weight: *weight, ..c });
            drafts.extend(content.and_then(|c| verb_draft(tree, cue, row, Some(frame.clone()), c)));
        }
    }
    drafts
}

/// "expressed concern about …": the noun is the cue.
fn is_voiced(tree: Tree<'_>, lexicon: &Lexicon, verb: usize, content: &Content) -> bool {
    !content.words
        && tree.pos(content.head) == Pos::Noun
        && nouns::voices(tree, lexicon, verb)
        && !nouns::claimed(tree, lexicon, content.head).is_empty()
}

fn verb_draft(
    tree: Tree<'_>,
    cue: usize,
    row: &Reporting,
    frame: Option<Frame>,
    content: Content,
) -> Option<Draft> {
    let verb = if tree.pos(cue) == Pos::Adj { tree.head(cue)? } else { cue };
    let own = tree.kid(verb, &[Dep::Nsubj]);
    let outside = |s: usize| {
        own == Some(s) && tree.head(s) == Some(verb) || !content.span.contains(tree.span(s))
    };
    let asked = frame == Some(Frame::Infinitive);
    Some(Draft {
        word: cue,
        speaker: tree
            .doer(verb)
            .filter(|&s| outside(s) && !is_expletive(tree, s))
            .or_else(|| speakers::beside(tree, verb).filter(|&s| outside(s))),
        addressee: addressee(tree, row, verb)
            .filter(|&a| asked || !content.span.contains(tree.span(a))),
        cue: self::cue(tree, cue),
        frame,
        content,
        stance: row.stance,
        sureness: 0.0,
    })
}

/// The row of a verb that quotations hang on, and the quotations.
fn quoting<'l>(
    tree: Tree<'_>,
    rows: &[&'l Reporting],
    cue: usize,
    hung: &[Hung],
) -> Option<(&'l Reporting, Content)> {
    let content = direct::content(tree, cue, hung)?;
    let clause = |row: &&&Reporting| row.frames.iter().any(|(f, _)| *f == Frame::Clause);
    let row = rows.iter().find(clause)?;
    Some((row, Content { weight: QUOTED, ..content }))
}

/// Points of a quotation that hangs on a verb of saying.
const QUOTED: f32 = 2.0;

/// The rows of a verb with the word that makes a phrase with it ("point out", "take the view", "make clear"), of the bare
/// verb, or of "be" with an adjective or participle.
fn reporting_rows<'l>(tree: Tree<'_>, lexicon: &'l Lexicon, cue: usize) -> Vec<&'l Reporting> {
    let lemma = tree.lemma(cue).to_lowercase();
    if tree.pos(cue) == Pos::Adj {
        return lexicon
            .reporting(&format!("be {}", tree.word(cue).to_lowercase()))
            .or_else(|| lexicon.reporting(&format!("be {lemma}")))
            .into_iter()
            .collect();
    }
    if tree.pos(cue) != Pos::Verb {
        return Vec::new();
    }
    let with = |k: usize| {
        let word = tree.word(k).to_lowercase();
        let the = tree.kid(k, &[Dep::Det]).map(|d| tree.word(d).to_lowercase());
        let phrase = the.map(|the| format!("{lemma} {the} {word}"));
        phrase
            .and_then(|p| lexicon.reporting(&p))
            .or_else(|| lexicon.reporting(&format!("{lemma} {word}")))
    };
    let mut rows: Vec<&Reporting> =
        tree.kids(cue).filter(|&k| makes_phrase(tree, k)).filter_map(with).collect();
    let state = || lexicon.reporting(&format!("be {}", tree.word(cue).to_lowercase()));
    rows.extend(is_state(tree, cue).then(state).flatten());
    rows.extend(lexicon.reporting(&lemma));
    rows
}

fn makes_phrase(tree: Tree<'_>, k: usize) -> bool {
    matches!(
        tree.dep(k),
        Dep::Prt | Dep::Prep | Dep::Advmod | Dep::Dobj | Dep::Acomp | Dep::Oprd | Dep::Ccomp
    )
}

/// "is opposed to", "worried about": a participle that says how somebody feels, not what was done to them.
fn is_state(tree: Tree<'_>, verb: usize) -> bool {
    tree.token(verb).tag == detente_language::Tag::Vbn
        && tree.kid(verb, &[Dep::Agent]).is_none()
        && tree.kids(verb).all(|k| tree.dep(k) != Dep::Aux || tree.lemma(k) != "have")
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
    let (first, last) = tree.subtree(clause);
    // What follows ", according to X" is the writer's again, or of another clause.
    let last = if first < i && clause < i { tree.subtree(i).1 } else { last };
    let span = content::without(tree, (first, last), tree.subtree(i))?;
    Some(Draft {
        word: i,
        speaker: Some(source),
        addressee: None,
        cue: tree.span(i).cover(tree.span((i + 1).min(source))),
        frame: None,
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
        let held = found.iter().any(|(s, _)| !s.aside && shared(q, s.content) * 2 > q.len());
        if held {
            continue;
        }
        if let Some(i) = before(tree, q, found) {
            let statement = &mut found[i].0;
            statement.content = statement.content.cover(q);
            statement.form = quotes::form(statement.content, quotes);
        } else if let Some((heard, speaker)) =
            heard(tree, q, &cued).filter(|_| is_sentence(tree, q))
        {
            let alone =
                Statement { cue: None, content: q, form: Form::Direct, head: None, ..heard };
            found.push((alone, speaker));
        }
    }
}

/// The quoting statement whose sentence ends where a quotation begins.
fn before(tree: Tree<'_>, q: Span, found: &[(Statement, Option<usize>)]) -> Option<usize> {
    let goes_on = |s: &Statement| {
        let end = s.content.end.max(s.cue.map_or(0, |c| c.end));
        s.words
            && !s.aside
            && s.form != Form::Indirect
            && end <= q.start
            && direct::goes_on(s.content, q)
            && ends_a_sentence(tree, Span { start: end, end: q.start })
    };
    (0..found.len()).filter(|&i| goes_on(&found[i].0)).max_by_key(|&i| found[i].0.content.len())
}

/// Whether a stretch is the rest of one sentence of one paragraph, and holds no quotation.
fn ends_a_sentence(tree: Tree<'_>, gap: Span) -> bool {
    let rest = direct::tokens(tree, gap);
    let ends = |i: usize| matches!(tree.word(i), "." | "!" | "?" | ":" | ";");
    let last = rest.end.saturating_sub(1);
    let one_line = !gap.of(tree.text).contains('\n');
    one_line && rest.clone().all(|i| !is_quote(tree.word(i)) && (i == last || !ends(i)))
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
