//! Sentences and dependency trees, by the arc-eager transition system.
//!
//! Tokens go from a buffer to a stack and get their heads on the way. The best-scored action that is
//! allowed is taken, until buffer and stack are empty.
//!
//! Source: `spacy/pipeline/_parser_internals/{_state.pxd,arc_eager.pyx,nonproj.pyx}` and
//! `set_children_from_heads` in `spacy/tokens/doc.pyx`.

use crate::labels::Dep;
use crate::model_file::{Error, ModelFile};
use crate::network::kernels::{Level, SCORES};
use crate::network::transitions::{Features, Network, Transitions};
use std::collections::BTreeMap;
use std::ops::Range;

/// Tokens that a state looks at.
const N_FEATURES: usize = 8;

/// Weights and actions of the parser.
pub(crate) struct Parser {
    pub(crate) transitions: Transitions,
    /// In the order of the scores. The moves stand one after the other:
    /// shift, reduce, left arcs, right arcs, break.
    actions: Vec<(Move, Relation)>,
    left: Range<usize>,
    right: Range<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Move {
    Shift,
    Reduce,
    Left,
    Right,
    Break,
}

/// A relation to a head. Where the true head cannot be reached by a tree without crossing arcs, the
/// relation of that head to its own is remembered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Relation {
    dep: Dep,
    lifted_from: Option<Dep>,
}

const ROOT: Relation = Relation { dep: Dep::Root, lifted_from: None };

/// What the parser says of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Attached {
    /// Index of the head among the document's tokens; a root is its own head.
    pub(crate) head: u32,
    pub(crate) dep: Dep,
    pub(crate) sentence_start: bool,
}

impl Parser {
    /// Reads the sections that start with `parser`.
    pub(crate) fn read(level: Level, file: &ModelFile<'_>) -> Result<Self, Error> {
        let lines = file.lines("parser.actions")?;
        let actions = lines.into_iter().map(read_action).collect::<Result<Vec<_>, Error>>()?;
        let range = |wanted: Move| {
            let start = actions.partition_point(|&(it, _)| it < wanted);
            start..actions.partition_point(|&(it, _)| it <= wanted)
        };
        let (left, right) = (range(Move::Left), range(Move::Right));
        let single = [Move::Shift, Move::Reduce, Move::Break].map(range);
        if !actions.is_sorted_by_key(|&(it, _)| it)
            || single != [0..1, 1..2, right.end..right.end + 1]
        {
            return Err(Error::new(
                "the parser's actions are not in the order that this version knows",
            ));
        }
        let transitions = Transitions::read(level, file, "parser", N_FEATURES, actions.len())?;
        Ok(Parser { transitions, actions, left, right })
    }

    /// Relations that the parser can give, in the order of their labels.
    pub(crate) fn relations(&self) -> Vec<Dep> {
        let mut out: Vec<Dep> = self.actions.iter().map(|&(_, relation)| relation.dep).collect();
        out.sort_unstable();
        out.dedup();
        out
    }

    /// Parses the document whose words stand at `rows`.
    pub(crate) fn parse(
        &self,
        network: &Network<'_>,
        rows: Range<usize>,
        features: &mut Features,
        out: &mut Vec<Attached>,
    ) {
        let mut state = State::new(rows.len());
        let mut scores = [0.0; SCORES];
        while !state.is_final() {
            let places = state.places().map(|token| token.map(|token| rows.start + token as usize));
            features.score(network, places, &mut scores);
            let (step, relation) = self.best(&state, &scores);
            state.apply(step, relation);
        }
        finish(state, out);
    }

    /// The first of the best-scored actions among those allowed.
    fn best(&self, state: &State, scores: &[f32; SCORES]) -> (Move, Relation) {
        let mut best: Option<usize> = None;
        let mut consider = |actions: Range<usize>| {
            for action in actions {
                if best.is_none_or(|best| scores[action] > scores[best]) {
                    best = Some(action);
                }
            }
        };
        if state.may_shift() {
            consider(0..1);
        }
        if state.may_reduce() {
            consider(1..2);
        }
        if state.may_attach() {
            consider(self.left.start..self.right.end);
        }
        if state.may_break() {
            consider(self.right.end..self.right.end + 1);
        }
        // There always is one: an empty stack allows a shift, any other a reduction.
        self.actions[best.unwrap_or(0)]
    }
}

fn read_action(line: &str) -> Result<(Move, Relation), Error> {
    let unknown =
        || Error::new(format!("`{line}` is not an action of the parser that this version knows"));
    let (step, label) = line.split_once('\t').ok_or_else(unknown)?;
    let step = match step {
        "S" => Move::Shift,
        "D" => Move::Reduce,
        "L" => Move::Left,
        "R" => Move::Right,
        "B" => Move::Break,
        _ => return Err(unknown()),
    };
    if matches!(step, Move::Shift | Move::Reduce | Move::Break) {
        return Ok((step, ROOT));
    }
    let (label, head) =
        label.split_once("||").map_or((label, None), |(label, head)| (label, Some(head)));
    let dep = Dep::from_label(label).ok_or_else(unknown)?;
    let lifted_from = head.map(|head| Dep::from_label(head).ok_or_else(unknown)).transpose()?;
    Ok((step, Relation { dep, lifted_from }))
}

const NONE: u32 = u32::MAX;

/// Stack, buffer and arcs.
struct State {
    n_tokens: u32,
    stack: Vec<u32>,
    /// Tokens put back before the rest of the buffer, the next one last.
    put_back: Vec<u32>,
    /// First token of the rest of the buffer.
    next: u32,
    heads: Vec<u32>,
    relations: Vec<Relation>,
    /// Per token the child that was attached last on each side, and per token the child of the same head
    /// and side that was attached before it.
    last_left: Vec<u32>,
    last_right: Vec<u32>,
    attached_before: Vec<u32>,
    /// Tokens that were put back and may not be shifted again until the stack has changed.
    unshiftable: Vec<bool>,
    sentence_start: Vec<bool>,
}

impl State {
    fn new(n_tokens: usize) -> Self {
        State {
            n_tokens: n_tokens as u32,
            stack: Vec::new(),
            put_back: Vec::new(),
            next: 0,
            heads: vec![NONE; n_tokens],
            relations: vec![ROOT; n_tokens],
            last_left: vec![NONE; n_tokens],
            last_right: vec![NONE; n_tokens],
            attached_before: vec![NONE; n_tokens],
            unshiftable: vec![false; n_tokens],
            sentence_start: vec![false; n_tokens],
        }
    }

    fn is_final(&self) -> bool {
        self.stack.is_empty() && self.buffer_len() == 0
    }

    fn buffer_len(&self) -> usize {
        (self.n_tokens - self.next) as usize + self.put_back.len()
    }

    /// The `i`-th token of the stack from its top.
    fn stack(&self, i: usize) -> Option<u32> {
        self.stack.len().checked_sub(i + 1).map(|at| self.stack[at])
    }

    /// The `i`-th token of the buffer.
    fn buffer(&self, i: usize) -> Option<u32> {
        match self.put_back.len().checked_sub(i + 1) {
            Some(at) => Some(self.put_back[at]),
            None => Some(self.next + (i - self.put_back.len()) as u32)
                .filter(|&token| token < self.n_tokens),
        }
    }

    fn places(&self) -> [Option<u32>; N_FEATURES] {
        let (b0, s0) = (self.buffer(0), self.stack(0));
        let last = |children: &[u32], token: Option<u32>| {
            token.map(|token| children[token as usize]).filter(|&child| child != NONE)
        };
        [
            b0,
            self.buffer(1),
            s0,
            self.stack(1),
            self.stack(2),
            last(&self.last_left, b0),
            last(&self.last_left, s0),
            last(&self.last_right, s0),
        ]
    }

    fn starts_sentence(&self, token: Option<u32>) -> bool {
        token.is_some_and(|token| self.sentence_start[token as usize])
    }

    fn may_shift(&self) -> bool {
        let b0 = self.buffer(0);
        self.stack.is_empty()
            || self.buffer_len() >= 2
                && !self.starts_sentence(b0)
                && !b0.is_some_and(|token| self.unshiftable[token as usize])
    }

    fn may_reduce(&self) -> bool {
        !self.stack.is_empty()
    }

    fn may_attach(&self) -> bool {
        !self.stack.is_empty() && self.buffer_len() > 0 && !self.starts_sentence(self.buffer(0))
    }

    fn may_break(&self) -> bool {
        let (b0, b1) = (self.buffer(0), self.buffer(1));
        self.buffer_len() >= 2 && b1 == b0.map(|token| token + 1) && !self.starts_sentence(b1)
    }

    fn apply(&mut self, step: Move, relation: Relation) {
        match step {
            Move::Shift => self.shift(),
            Move::Reduce => self.reduce(),
            Move::Left => {
                if let (Some(head), Some(child)) = (self.buffer(0), self.stack.pop()) {
                    self.attach(head, child, relation);
                    self.unshiftable[head as usize] = false;
                }
            }
            Move::Right => {
                if let (Some(head), Some(child)) = (self.stack(0), self.buffer(0)) {
                    self.attach(head, child, relation);
                    self.shift();
                }
            }
            Move::Break => {
                if let Some(token) = self.buffer(1) {
                    self.sentence_start[token as usize] = true;
                }
            }
        }
    }

    fn shift(&mut self) {
        let token = self.put_back.pop().unwrap_or_else(|| {
            self.next += 1;
            self.next - 1
        });
        self.stack.push(token);
    }

    /// Takes the top off the stack; without a head it goes back to the buffer, unless it is the last.
    fn reduce(&mut self) {
        let headless = self.stack.pop().filter(|&token| self.heads[token as usize] == NONE);
        if let Some(token) = headless
            && !self.stack.is_empty()
        {
            self.unshiftable[token as usize] = true;
            self.put_back.push(token);
        }
    }

    fn attach(&mut self, head: u32, child: u32, relation: Relation) {
        self.detach(child);
        let last = if head > child { &mut self.last_left } else { &mut self.last_right };
        self.attached_before[child as usize] = last[head as usize];
        last[head as usize] = child;
        self.heads[child as usize] = head;
        self.relations[child as usize] = relation;
    }

    /// A token that loses its head was always attached last: it stood right above its head on the stack.
    fn detach(&mut self, child: u32) {
        let head = self.heads[child as usize];
        if head == NONE {
            return;
        }
        let last = if head > child { &mut self.last_left } else { &mut self.last_right };
        if last[head as usize] == child {
            last[head as usize] = self.attached_before[child as usize];
        }
    }
}

/// Roots, true heads and sentences, from the arcs.
fn finish(state: State, out: &mut Vec<Attached>) {
    let State { mut heads, mut relations, .. } = state;
    for (token, (head, relation)) in heads.iter_mut().zip(&mut relations).enumerate() {
        if *head == NONE {
            *head = token as u32;
            *relation = ROOT;
        }
    }
    if relations.iter().any(|relation| relation.lifted_from.is_some()) {
        let edges = edges(&heads);
        reattach(&mut heads, &mut relations, &edges);
    }
    let edges = edges(&heads);
    let start = out.len();
    let attached = heads.iter().zip(&relations);
    out.extend(attached.map(|(&head, relation)| Attached {
        head,
        dep: relation.dep,
        sentence_start: false,
    }));
    for (token, &(left, _)) in edges.iter().enumerate() {
        if heads[token] as usize == token {
            out[start + left as usize].sentence_start = true;
        }
    }
}

/// First and last token of each token's subtree. Where arcs cross, a subtree is stretched until
/// the heads are within the sentences that the roots' subtrees make, or ten times.
fn edges(heads: &[u32]) -> Vec<(u32, u32)> {
    let mut edges: Vec<(u32, u32)> = (0..heads.len() as u32).map(|token| (token, token)).collect();
    for _ in 0..12 {
        let up = 0..heads.len();
        for token in up.clone().chain(up.rev()) {
            let (left, right) = edges[token];
            let head = &mut edges[heads[token] as usize];
            *head = (head.0.min(left), head.1.max(right));
        }
        if heads_are_within_sentences(heads, &edges) {
            break;
        }
    }
    edges
}

fn heads_are_within_sentences(heads: &[u32], edges: &[(u32, u32)]) -> bool {
    let mut starts = vec![false; heads.len()];
    for (token, &(left, _)) in edges.iter().enumerate() {
        if heads[token] as usize == token {
            starts[left as usize] = true;
        }
    }
    let mut start = 0;
    for end in 0..heads.len() {
        if end > 0 && starts[end] || end + 1 == heads.len() {
            // The end itself counts as inside, as it does in spaCy.
            if heads[start..end].iter().any(|&head| (head as usize) < start || head as usize > end)
            {
                return false;
            }
            start = end;
        }
    }
    true
}

/// Gives tokens whose relation was lifted their true head: of the head's descendants, level by level
/// and from left to right, the first with the wanted relation.
fn reattach(heads: &mut [u32], relations: &mut [Relation], edges: &[(u32, u32)]) {
    let mut children = Children::new(heads);
    for token in 0..heads.len() {
        let Some(wanted) = relations[token].lifted_from else { continue };
        let head = children.find(heads, relations, edges, token as u32, wanted);
        children.moved.entry(head).or_default().push(token as u32);
        heads[token] = head;
        relations[token].lifted_from = None;
    }
}

/// Children by head: as they were at first, and those that have moved to a head since.
struct Children {
    first: Vec<u32>,
    tokens: Vec<u32>,
    moved: BTreeMap<u32, Vec<u32>>,
}

impl Children {
    fn new(heads: &[u32]) -> Self {
        let mut first = vec![0; heads.len() + 1];
        for (token, &head) in heads.iter().enumerate() {
            if head as usize != token {
                first[head as usize + 1] += 1;
            }
        }
        for head in 0..heads.len() {
            first[head + 1] += first[head];
        }
        let mut next = first.clone();
        let mut tokens = vec![0; first[heads.len()] as usize];
        for (token, &head) in heads.iter().enumerate() {
            if head as usize != token {
                tokens[next[head as usize] as usize] = token as u32;
                next[head as usize] += 1;
            }
        }
        Children { first, tokens, moved: BTreeMap::new() }
    }

    /// The head's present children in text order, but for those that have moved outside of
    /// what its subtree was, which spaCy does not see either.
    fn of(&self, heads: &[u32], edges: &[(u32, u32)], head: u32, out: &mut Vec<u32>) {
        let range = self.first[head as usize] as usize..self.first[head as usize + 1] as usize;
        let (left, right) = edges[head as usize];
        let moved = self.moved.get(&head).map_or(&[][..], Vec::as_slice);
        let start = out.len();
        let all = self.tokens[range].iter().chain(moved).copied();
        out.extend(
            all.filter(|&child| heads[child as usize] == head && left <= child && child <= right),
        );
        if !moved.is_empty() {
            out[start..].sort_unstable();
            out.dedup();
        }
    }

    fn find(
        &self,
        heads: &[u32],
        relations: &[Relation],
        edges: &[(u32, u32)],
        token: u32,
        wanted: Dep,
    ) -> u32 {
        let wanted = Relation { dep: wanted, lifted_from: None };
        let mut queue = vec![heads[token as usize]];
        let mut below = Vec::new();
        while !queue.is_empty() {
            let mut next = Vec::new();
            for &head in &queue {
                below.clear();
                self.of(heads, edges, head, &mut below);
                for &child in below.iter().filter(|&&child| child != token) {
                    if relations[child as usize] == wanted {
                        return child;
                    }
                    next.push(child);
                }
            }
            queue = next;
        }
        heads[token as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn relation(dep: Dep, lifted_from: Option<Dep>) -> Relation {
        Relation { dep, lifted_from }
    }

    fn finished(arcs: &[(u32, Relation)]) -> Vec<Attached> {
        let mut state = State::new(arcs.len());
        for (child, &(head, relation)) in arcs.iter().enumerate() {
            if head as usize != child {
                state.attach(head, child as u32, relation);
            }
        }
        let mut out = Vec::new();
        finish(state, &mut out);
        out
    }

    #[test]
    fn lifted_relations_go_back_to_their_head() {
        // "What do you think about?": the object of "about" was lifted to "think".
        let arcs = [
            (3, relation(Dep::Pobj, Some(Dep::Prep))),
            (3, relation(Dep::Aux, None)),
            (3, relation(Dep::Nsubj, None)),
            (3, ROOT),
            (3, relation(Dep::Prep, None)),
            (3, relation(Dep::Punct, None)),
        ];
        let found = finished(&arcs);
        assert_eq!(found.iter().map(|it| it.head).collect::<Vec<_>>(), [4, 3, 3, 3, 3, 3]);
        assert_eq!(found[0].dep, Dep::Pobj);
        assert_eq!(
            found.iter().map(|it| it.sentence_start).collect::<Vec<_>>(),
            [true, false, false, false, false, false]
        );
    }

    #[test]
    fn lifted_relations_stay_without_a_head_that_fits() {
        let arcs =
            [(1, relation(Dep::Pobj, Some(Dep::Prep))), (1, ROOT), (1, relation(Dep::Dobj, None))];
        assert_eq!(finished(&arcs)[0], Attached { head: 1, dep: Dep::Pobj, sentence_start: true });
    }

    #[test]
    fn each_root_starts_a_sentence_with_its_subtree() {
        let arcs = [
            (1, relation(Dep::Nsubj, None)),
            (1, ROOT),
            (3, relation(Dep::Nsubj, None)),
            (3, ROOT),
        ];
        let starts: Vec<bool> = finished(&arcs).iter().map(|it| it.sentence_start).collect();
        assert_eq!(starts, [true, false, true, false]);
    }

    #[test]
    fn a_token_put_back_is_not_shifted_again() {
        let mut state = State::new(3);
        state.apply(Move::Shift, ROOT);
        state.apply(Move::Shift, ROOT);
        state.apply(Move::Reduce, ROOT);
        assert_eq!((state.buffer(0), state.buffer(1), state.stack(0)), (Some(1), Some(2), Some(0)));
        assert!(!state.may_shift());
        assert!(state.may_attach() && state.may_reduce());
    }
}
