//! Whether a cue in one of its frames is an attribution: what a small classifier looks at.
//!
//! It is trained on the sentences of `training/attributions`, all written for this project. Its answer is one voice beside
//! the table's and beside what stands around the cue (`sure`).

use crate::coding::statements::Draft;
use crate::coding::statements::content::Content;
use crate::coding::tree::Tree;
use crate::coding::typing::Features;
use crate::coding::typing::Typer;
use crate::lexicon::Frame;
use crate::lexicon::Lexicon;
use detente_language::Dep;
use detente_language::EntityLabel;
use detente_language::Pos;
use detente_language::Tag;

/// The classes, in the order of their numbers.
pub(crate) const CLASSES: [&str; 2] = ["ATTRIBUTION", "NONE"];

/// Log odds that a draft is an attribution, within five either way.
pub(super) fn log_odds(classifier: &Typer, features: &Features) -> f32 {
    match classifier.probabilities(features)[..] {
        [yes, no] => (yes.max(1e-6) / no.max(1e-6)).ln().clamp(-5.0, 5.0),
        _ => 0.0,
    }
}

/// Hashes of what holds of a draft, sorted, none twice.
pub(super) fn features(tree: Tree<'_>, lexicon: &Lexicon, draft: &Draft) -> Features {
    let mut it = Collector { hashes: Vec::with_capacity(48) };
    it.frame(tree, draft);
    it.clause(tree, draft);
    it.speaker(tree, lexicon, draft);
    it.content(tree, draft);
    it.hashes.sort_unstable();
    it.hashes.dedup();
    Features { hashes: it.hashes }
}

struct Collector {
    hashes: Vec<u32>,
}

impl Collector {
    fn add(&mut self, parts: &[&str]) {
        self.hashes.push(hash(parts));
    }

    /// The cue's word, its frame, and how far the table trusts it.
    fn frame(&mut self, tree: Tree<'_>, draft: &Draft) {
        let cue = draft.word;
        let (full, frame, tab) = (full_name(draft), frame_kind(draft), trust(&draft.content));
        let pos = tree.pos(cue).label();
        let lemma = tree.lemma(cue).to_lowercase();
        self.add(&["fr", &full]);
        self.add(&["tab", tab]);
        self.add(&["tabfr", tab, &full]);
        self.add(&["pos", pos]);
        self.add(&["tag", tree.token(cue).tag.label(), frame]);
        self.add(&["posfr", pos, frame, tab]);
        self.add(&["l", &lemma]);
        self.add(&["lf", &lemma, &full]);
    }

    /// The clause that the cue stands in.
    fn clause(&mut self, tree: Tree<'_>, draft: &Draft) {
        let cue = draft.word;
        let (frame, tab, dep) = (frame_kind(draft), trust(&draft.content), tree.dep(cue).label());
        self.add(&["dep", dep]);
        self.add(&["deptab", dep, tab]);
        self.add(&["depfr", dep, frame]);
        self.add(&["h", tree.head(cue).map_or("", |h| tree.lemma(h))]);
        for k in tree.kids(cue) {
            if matches!(tree.dep(k), Dep::Aux | Dep::Auxpass | Dep::Neg) {
                self.add(&["aux", tree.lemma(k)]);
                self.add(&["auxfr", tree.lemma(k), frame]);
            }
        }
    }

    /// Who would be the speaker.
    fn speaker(&mut self, tree: Tree<'_>, lexicon: &Lexicon, draft: &Draft) {
        let (frame, tab) = (frame_kind(draft), trust(&draft.content));
        let kind = speaker_kind(tree, lexicon, draft.speaker);
        self.add(&["s", kind]);
        self.add(&["sfr", kind, frame]);
        self.add(&["stab", kind, tab]);
        self.add(&["sfrtab", kind, frame, tab]);
    }

    /// The words that would be said.
    fn content(&mut self, tree: Tree<'_>, draft: &Draft) {
        let frame = frame_kind(draft);
        let span = draft.content.span;
        let words = span.of(tree.text);
        let length = match words.split_whitespace().count() {
            0..=1 => "1",
            2 => "2",
            3 => "3",
            4..=6 => "4",
            _ => "7",
        };
        self.add(&["n", length]);
        self.add(&["nfr", length, frame]);
        let head = tree.dep(draft.content.head).label();
        self.add(&["cdep", head, frame]);
        let first = words.split_whitespace().next().unwrap_or("").to_lowercase();
        if OPENERS.contains(&first.as_str()) {
            self.add(&["start", &first]);
            self.add(&["startfr", &first, frame]);
        }
        if words.contains(['"', '“']) {
            self.add(&["quoted", frame]);
        }
        let after = tree.text.get(span.end as usize..).unwrap_or("");
        if after.chars().take(3).any(|c| c == '?') {
            self.add(&["asked"]);
        }
        if span.start < draft.cue.start {
            self.add(&["before", frame]);
        }
    }
}

/// Words that open a content and tell of its kind.
const OPENERS: [&str; 10] =
    ["that", "to", "whether", "if", "how", "what", "why", "who", "when", "where"];

/// What the frame is, prepositions by name.
fn full_name(draft: &Draft) -> String {
    match &draft.frame {
        Some(Frame::Prep(word)) => word.to_string(),
        _ => frame_kind(draft).to_owned(),
    }
}

fn frame_kind(draft: &Draft) -> &'static str {
    match &draft.frame {
        None => "quote",
        Some(Frame::Clause) => "clause",
        Some(Frame::Infinitive) => "inf",
        Some(Frame::Object) => "obj",
        Some(Frame::Objects) => "obj+",
        Some(Frame::Passive) => "passive",
        Some(Frame::Raised) => "raised",
        Some(Frame::Prep(_)) => "prep",
    }
}

/// What the table says of the frame.
fn trust(content: &Content) -> &'static str {
    if content.weight > 0.0 { "yes" } else { "maybe" }
}

/// What kind of thing a would-be speaker is: somebody, a text, or anything else.
fn speaker_kind(tree: Tree<'_>, lexicon: &Lexicon, speaker: Option<usize>) -> &'static str {
    let Some(i) = speaker else { return "nobody" };
    let word = tree.word(i).to_lowercase();
    match word.as_str() {
        "i" | "we" | "us" | "me" | "my" | "our" => return "we",
        "you" | "your" => return "you",
        "it" | "this" | "that" | "which" | "its" | "these" | "what" => return "it",
        "he" | "she" | "they" | "who" | "his" | "her" | "their" | "him" | "them" | "one"
        | "some" | "many" | "others" | "most" | "few" | "both" | "those" | "everyone"
        | "nobody" | "somebody" | "people" => return "person",
        _ => {}
    }
    if let Some(entity) = tree.token(i).entity {
        match entity.label {
            EntityLabel::Person => return "name",
            EntityLabel::Org | EntityLabel::Gpe | EntityLabel::Norp => return "body",
            _ => {}
        }
    }
    let lemma = tree.lemma(i).to_lowercase();
    if lexicon.agent(&lemma).is_some() {
        "agent"
    } else if lexicon.reporting_noun(&lemma).is_some() {
        "text"
    } else if tree.pos(i) == Pos::Propn {
        "proper"
    } else if tree.token(i).tag == Tag::Nns {
        "things"
    } else {
        "thing"
    }
}

/// FNV-1a over the parts with a mark between them, and a last mix, since its high bits are weak for short strings.
fn hash(parts: &[&str]) -> u32 {
    let bytes = parts.iter().flat_map(|part| part.bytes().chain([0x1f]));
    let mut h = bytes.fold(0x811c_9dc5u32, |h, b| (h ^ u32::from(b)).wrapping_mul(0x0100_0193));
    h ^= h >> 15;
    h = h.wrapping_mul(0x2c1b_3c6d);
    h ^ (h >> 13)
}
