//! Who said what: verbs of saying, "according to", "claims that", and quotations that go on.

use crate::coding::mentions::Mentions;
use crate::coding::tree::Tree;
use crate::coding::tree::is_predicate;
use crate::lexicon::Lexicon;
use crate::lexicon::Reporting;
use crate::model::Form;
use crate::model::Span;
use crate::model::Speaker;
use crate::model::Stance;
use crate::model::Statement;
use detente_language::Dep;
use detente_language::Pos;
use detente_language::Tag;

/// The statements of a document, in text order of their contents, none twice.
pub(crate) fn statements(
    tree: Tree<'_>,
    lexicon: &Lexicon,
    people: &mut Mentions<'_>,
) -> Vec<Statement> {
    let quotes = quotations(tree);
    let mut found: Vec<Statement> = Vec::new();
    for i in 0..tree.analysis.tokens.len() {
        let statement = said(tree, lexicon, people, i)
            .or_else(|| according_to(tree, people, i))
            .or_else(|| claimed(tree, lexicon, people, i));
        if let Some(mut statement) = statement {
            statement.content = with_marks(tree, statement.content, &quotes);
            statement.form = form(statement.content, &quotes);
            found.push(statement);
        }
    }
    continuations(tree, people, &quotes, &mut found);
    found.sort_by_key(|s| (s.content.start, std::cmp::Reverse(s.content.end)));
    found.dedup_by(|a, b| a.content == b.content);
    found
}

/// "X said that …", "…, said X", "X told Y that …".
fn said(
    tree: Tree<'_>,
    lexicon: &Lexicon,
    people: &mut Mentions<'_>,
    verb: usize,
) -> Option<Statement> {
    if !matches!(tree.pos(verb), Pos::Verb) {
        return None;
    }
    let reporting = reporting_verb(tree, lexicon, verb)?;
    let (content, head) = said_content(tree, verb)?;
    let speaker_head =
        tree.doer(verb).filter(|&s| !content.contains(tree.span(s)) && !is_expletive(tree, s));
    if speaker_head.is_none() && !tree.is_passive(verb) && tree.token(verb).tag != Tag::Vbg {
        return None;
    }
    let speaker = speaker_head.map(|s| speaker(people, s));
    if let Some(s) = speaker_head {
        people.hear(content, s);
    }
    let addressee = addressee(tree, reporting, verb);
    let is_venue = addressee.is_some_and(|a| people.describe(a).is_some_and(|d| d.medium));
    Some(Statement {
        speaker,
        addressee: addressee.filter(|_| !is_venue).map(|a| self::speaker(people, a)),
        venue: addressee.filter(|_| is_venue).map(|a| tree.phrase(a)),
        cue: Some(cue(tree, verb)),
        content,
        form: Form::Indirect,
        stance: reporting.stance,
        head: Some(head as u32),
    })
}

/// The verb of saying at a token, with its particle if it has one.
pub(crate) fn reporting_verb<'l>(
    tree: Tree<'_>,
    lexicon: &'l Lexicon,
    verb: usize,
) -> Option<&'l Reporting> {
    let lemma = tree.lemma(verb).to_lowercase();
    let phrasal = tree
        .kids(verb)
        .filter(|&k| matches!(tree.dep(k), Dep::Prt | Dep::Prep | Dep::Advmod))
        .find_map(|k| lexicon.reporting(&format!("{lemma} {}", tree.word(k).to_lowercase())));
    phrasal.or_else(|| lexicon.reporting(&lemma))
}

fn is_expletive(tree: Tree<'_>, i: usize) -> bool {
    tree.dep(i) == Dep::Expl
}

/// The clause that a verb of saying governs, or the clause beside it.
fn said_content(tree: Tree<'_>, verb: usize) -> Option<(Span, usize)> {
    if let Some(clause) = tree.kids(verb).find(|&k| tree.dep(k) == Dep::Ccomp) {
        return Some((clause_span(tree, clause, verb), clause));
    }
    // "Talks failed, the minister said": the parser may hang the verb of saying on the clause.
    if matches!(tree.dep(verb), Dep::Parataxis | Dep::Ccomp | Dep::Advcl)
        && tree.kid(verb, &[Dep::Nsubj]).is_some()
    {
        let clause = tree.head(verb).filter(|&h| is_predicate(tree, h))?;
        let marked = tree.kids(verb).any(|k| matches!(tree.dep(k), Dep::Mark));
        let comma = verb > clause && tree.dep(verb) != Dep::Ccomp;
        if !marked && comma {
            let span = outside(tree, tree.subtree(clause), tree.subtree(verb))?;
            return Some((span, clause));
        }
    }
    if let Some(clause) =
        tree.kids(verb).find(|&k| tree.dep(k) == Dep::Xcomp && is_predicate(tree, k))
    {
        return Some((tree.cover(tree.subtree(clause)), clause));
    }
    quoted_object(tree, verb)
}

/// "said “a serious breach”": words in quotation marks as the object.
fn quoted_object(tree: Tree<'_>, verb: usize) -> Option<(Span, usize)> {
    let object = tree
        .kids(verb)
        .find(|&k| matches!(tree.dep(k), Dep::Dobj | Dep::Attr | Dep::Oprd | Dep::Dep))?;
    let (first, last) = tree.subtree(object);
    let quoted = (first.saturating_sub(1)..=last).any(|i| is_quote(tree.word(i)));
    quoted.then(|| (tree.cover((first, last)), object))
}

/// A content clause without "that" at its head and without the verb of saying at its edges.
fn clause_span(tree: Tree<'_>, clause: usize, verb: usize) -> Span {
    let (mut first, mut last) = tree.subtree(clause);
    while first < last
        && (tree.is_word(first, "that") && tree.dep(first) == Dep::Mark
            || matches!(tree.word(first), "," | ":"))
    {
        first += 1;
    }
    while last > first && matches!(tree.word(last), "," | ";" | ":") {
        last -= 1;
    }
    let _ = verb;
    tree.cover((first, last))
}

/// What is left of a stretch when another is cut from its beginning or end.
fn outside(
    tree: Tree<'_>,
    (first, last): (usize, usize),
    (cut_first, cut_last): (usize, usize),
) -> Option<Span> {
    let (mut first, mut last) =
        if cut_first <= first { (cut_last + 1, last) } else { (first, cut_first.checked_sub(1)?) };
    while first < last && tree.pos(first) == Pos::Punct && !is_quote(tree.word(first)) {
        first += 1;
    }
    while last > first && tree.pos(last) == Pos::Punct && !is_quote(tree.word(last)) {
        last -= 1;
    }
    (first <= last).then(|| tree.cover((first, last)))
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
fn according_to(tree: Tree<'_>, people: &mut Mentions<'_>, i: usize) -> Option<Statement> {
    if !tree.is_word(i, "according") {
        return None;
    }
    let source = tree.prep_object(i, "to").or_else(|| {
        let to = tree.kids(i).find(|&k| tree.is_word(k, "to"))?;
        tree.kid(to, &[Dep::Pobj])
    })?;
    let clause = tree.head(i)?;
    let clause = clause_above(tree, clause);
    let content = outside(tree, tree.subtree(clause), tree.subtree(i))?;
    people.hear(content, source);
    Some(Statement {
        speaker: Some(speaker(people, source)),
        addressee: None,
        venue: None,
        cue: Some(tree.span(i).cover(tree.span((i + 1).min(source)))),
        content,
        form: Form::Indirect,
        stance: Stance::Asserts,
        head: Some(clause as u32),
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

/// "claims that …", "speculation that …": a noun with what is claimed.
fn claimed(
    tree: Tree<'_>,
    lexicon: &Lexicon,
    people: &mut Mentions<'_>,
    noun: usize,
) -> Option<Statement> {
    if tree.pos(noun) != Pos::Noun {
        return None;
    }
    let reporting = lexicon.reporting_noun(tree.lemma(noun))?;
    let clause = tree.kids(noun).find(|&k| {
        matches!(tree.dep(k), Dep::Acl | Dep::Ccomp | Dep::Relcl)
            && tree.kids(k).any(|kk| tree.dep(kk) == Dep::Mark && tree.is_word(kk, "that"))
    })?;
    let owner = tree
        .kid(noun, &[Dep::Poss])
        .or_else(|| tree.prep_object(noun, "by"))
        .or_else(|| tree.prep_object(noun, "from"));
    Some(Statement {
        speaker: owner.map(|o| speaker(people, o)),
        addressee: None,
        venue: None,
        cue: Some(tree.span(noun)),
        content: clause_span(tree, clause, noun),
        form: Form::Indirect,
        stance: reporting.stance,
        head: Some(clause as u32),
    })
}

/// Pairs of quotation marks, each within one block, from mark to mark.
fn quotations(tree: Tree<'_>) -> Vec<Span> {
    let mut found = Vec::new();
    let mut open: Option<(usize, usize)> = None;
    for (i, token) in tree.analysis.tokens.iter().enumerate() {
        let block = tree.analysis.sentences[tree.sentence(i)].block;
        if open.is_some_and(|(_, b)| b != block) {
            // A quotation that goes on in the next paragraph is closed at the end of this one.
            let (start, b) = open.take().expect("just looked");
            let end = (start..i)
                .rev()
                .find(|&t| tree.analysis.sentences[tree.sentence(t)].block == b)
                .unwrap_or(start);
            found.push(tree.span(start).cover(tree.span(end)));
        }
        match (tree.word(i), open) {
            ("“", None) | ("\"" | "``", None) => open = Some((i, block)),
            ("”" | "\"" | "''", Some((start, _))) => {
                found.push(Span { start: tree.token(start).start, end: token.end });
                open = None;
            }
            _ => {}
        }
    }
    found
}

fn is_quote(word: &str) -> bool {
    matches!(word, "\"" | "“" | "”" | "``" | "''" | "‘" | "’")
}

/// Takes the quotation marks in where the content begins or ends at them.
fn with_marks(tree: Tree<'_>, content: Span, quotes: &[Span]) -> Span {
    let mut out = content;
    for q in quotes.iter().filter(|q| q.overlaps(content)) {
        let before = tree.text.get(q.start as usize..content.start as usize);
        if before.is_some_and(|b| {
            b.chars().all(|c| is_quote(c.encode_utf8(&mut [0; 4])) || c.is_whitespace())
        }) {
            out.start = q.start;
        }
        let after = tree.text.get(content.end as usize..q.end as usize);
        if after.is_some_and(|a| a.chars().all(|c| !c.is_alphanumeric())) {
            out.end = q.end;
        }
    }
    out
}

fn form(content: Span, quotes: &[Span]) -> Form {
    let quoted: usize = quotes
        .iter()
        .map(|q| {
            (q.end.min(content.end) as usize).saturating_sub(q.start.max(content.start) as usize)
        })
        .sum();
    if quoted == 0 {
        Form::Indirect
    } else if quoted + 6 >= content.len() {
        Form::Direct
    } else {
        Form::Mixed
    }
}

/// Quotations that stand on their own belong to whoever was heard last in their paragraph, or is heard next.
fn continuations(
    tree: Tree<'_>,
    people: &mut Mentions<'_>,
    quotes: &[Span],
    found: &mut Vec<Statement>,
) {
    let block_of = |span: Span| {
        tree.analysis.sentences.iter().find(|s| s.span.overlaps(span)).map(|s| s.block)
    };
    let cued: Vec<Statement> = found.iter().filter(|s| s.speaker.is_some()).cloned().collect();
    for &q in quotes {
        let overlap = |s: &Statement| {
            let shared = (q.end.min(s.content.end) as usize)
                .saturating_sub(q.start.max(s.content.start) as usize);
            shared * 2 > q.len()
        };
        if found.iter().any(overlap) || !is_sentence(tree, q) {
            continue;
        }
        let block = block_of(q);
        let here = |s: &&Statement| block_of(s.content) == block;
        let before = cued.iter().filter(here).rfind(|s| s.content.start < q.start);
        let Some(heard) = before
            .or_else(|| cued.iter().find(here))
            .or_else(|| cued.iter().rfind(|s| s.content.start < q.start))
        else {
            continue;
        };
        if let Some(head) = heard
            .speaker
            .and_then(|s| (0..tree.analysis.tokens.len()).find(|&i| s.span.contains(tree.span(i))))
        {
            people.hear(q, head);
        }
        found.push(Statement {
            speaker: heard.speaker,
            addressee: heard.addressee,
            venue: heard.venue,
            cue: None,
            content: q,
            form: Form::Direct,
            stance: heard.stance,
            head: None,
        });
    }
}

/// Whether a quotation holds at least a sentence's beginning and four words.
fn is_sentence(tree: Tree<'_>, q: Span) -> bool {
    let words = q.of(tree.text).split_whitespace().count();
    words >= 4
        && tree.analysis.sentences.iter().any(|s| s.span.start >= q.start && s.span.start < q.end)
}
