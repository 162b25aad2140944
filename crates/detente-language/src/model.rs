//! The model as a whole: what is loaded once, what each worker has for itself, and the way from
//! text to tokens, tags, trees and entities.

use crate::annotate;
use crate::annotate::Annotation;
use crate::annotate::Annotator;
use crate::doc::Doc;
use crate::doc::EntityPart;
use crate::doc::Token;
use crate::labels::Dep;
use crate::labels::EntityLabel;
use crate::labels::Tag;
use crate::lexeme::Attrs;
use crate::lexeme::LexemeId;
use crate::lexeme::Lexemes;
use crate::model_file::Error;
use crate::model_file::ModelFile;
use crate::network::entities::Recognizer;
use crate::network::entities::Seen;
use crate::network::kernels::Level;
use crate::network::rows::Row;
use crate::network::rows::Rows;
use crate::network::tagger::Tagger;
use crate::network::tok2vec::Tok2Vec;
use crate::network::transitions::Features;
use crate::network::transitions::Network;
use crate::network::tree::Attached;
use crate::network::tree::Parser;
use crate::tokenizer::RawToken;
use crate::tokenizer::Tokenizer;
use sha2::Digest;
use sha2::Sha256;
use std::ops::Range;

/// The model file that comes with the crate: en_core_web_sm 3.8.0 by Explosion (MIT), converted by
/// `tools/import-model`. Its digest, license and sources stand beside it in `models/`.
pub const EMBEDDED: &[u8] = include_bytes!("../../../models/en-sm-3.8.bin");

/// Its SHA-256, as `sha256sum` writes it.
const EMBEDDED_DIGEST: &str = include_str!("../../../models/en-sm-3.8.bin.sha256");

/// Tokens that are computed together, when documents are short.
const BATCH_TOKENS: usize = 2048;
/// Words that a worker interns before it starts anew.
const MAX_LEXEMES: usize = 1 << 15;
/// Words whose part of the network a worker keeps, with and without a space after them (4 KB each).
const MAX_PARSER_WORDS: usize = 6144;
/// The same for the network of the entities, which does not see the space.
const MAX_ENTITY_WORDS: usize = 4096;

/// A loaded model. It does not change; threads share it, each with a [`Scratch`] of its own.
///
/// What it says of a text depends on the text and on the model file alone: not on the other texts of a
/// batch, on the number of threads, or on what a scratch was used for before. All processors with fused
/// multiplication and addition (x86-64 since 2013, all aarch64) give the same bytes; on others a
/// sum may round differently.
pub struct Model {
    level: Level,
    digest: [u8; 32],
    description: Description,
    tokenizer: Tokenizer,
    parser_vectors: Tok2Vec,
    tagger: Tagger,
    parser: Parser,
    entity_vectors: Tok2Vec,
    recognizer: Recognizer,
    annotator: Annotator,
}

/// What a model file says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Description {
    /// Name the makers gave it.
    pub name: String,
    /// Version the makers gave it.
    pub version: String,
    /// License of the weights.
    pub license: String,
    /// Who made it.
    pub author: String,
    /// Digest of the package it was converted from, `sha256:…`.
    pub wheel: String,
    /// What its makers made it from, one line each.
    pub sources: Vec<String>,
    /// Sections of the file in the order of their names, with their sizes in bytes.
    pub sections: Vec<(String, usize)>,
    /// Fine part-of-speech tags it can give.
    pub tags: Vec<Tag>,
    /// Relations it can give.
    pub relations: Vec<Dep>,
    /// Kinds of entities it can give.
    pub entities: Vec<EntityLabel>,
}

/// What one worker needs beside the model: room to compute in, and what it has computed of words before.
///
/// It stays below some 70 MB over any number of documents, but for what the longest one needs
/// (about twenty times its text).
#[derive(Default)]
pub struct Scratch {
    worker: Option<Box<Worker>>,
}

impl Scratch {
    /// An empty one; it fills as it is used.
    pub fn new() -> Self {
        Scratch::default()
    }
}

/// Insides of a [`Scratch`], for one model.
struct Worker {
    digest: [u8; 32],
    lexemes: Lexemes,
    annotations: annotate::Cache,
    parser_features: Features,
    entity_features: Features,
    rows: Rows,
    raw: Vec<RawToken>,
    tokens: Vec<RawToken>,
    attached: Vec<Attached>,
    entities: Vec<Option<EntityPart>>,
}

impl Worker {
    fn new(digest: [u8; 32]) -> Self {
        Worker {
            digest,
            lexemes: Lexemes::new(MAX_LEXEMES),
            annotations: annotate::Cache::default(),
            parser_features: Features::new(MAX_PARSER_WORDS),
            entity_features: Features::new(MAX_ENTITY_WORDS),
            rows: Rows::default(),
            raw: Vec::new(),
            tokens: Vec::new(),
            attached: Vec::new(),
            entities: Vec::new(),
        }
    }

    /// Between batches: takes what was in the last one away, and all words when they are too many.
    fn tidy(&mut self) {
        self.tokens.clear();
        if self.tokens.capacity() > 64 * BATCH_TOKENS {
            *self = Worker::new(self.digest);
        } else if self.lexemes.trim() {
            self.annotations.clear();
            self.parser_features.forget_words();
            self.entity_features.forget_words();
        }
    }
}

impl Model {
    /// The model that comes with the crate.
    ///
    /// # Panics
    ///
    /// Never: a test loads the same bytes.
    pub fn embedded() -> Self {
        let digest = digest_of(EMBEDDED_DIGEST).expect("a test reads it");
        Self::at_level(Level::detect(), EMBEDDED, digest)
            .expect("the embedded model was loaded in a test")
    }

    /// Loads a model file. It is checked first; any bytes give a model or an error.
    ///
    /// # Errors
    ///
    /// When the bytes are not a model file, one of another form, or one with labels that this version
    /// does not know.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        Self::at_level(Level::detect(), bytes, Sha256::digest(bytes).into())
    }

    /// `digest` is that of the bytes; reckoning it takes longer than all else.
    fn at_level(level: Level, bytes: &[u8], digest: [u8; 32]) -> Result<Self, Error> {
        let file = ModelFile::read(bytes)?;
        let tagger = Tagger::read(level, &file)?;
        let parser = Parser::read(level, &file)?;
        let recognizer = Recognizer::read(level, &file)?;
        Ok(Model {
            level,
            digest,
            description: describe(&file, &tagger, &parser, &recognizer)?,
            tokenizer: Tokenizer::read(&file)?,
            parser_vectors: Tok2Vec::read(level, &file, "tok2vec")?,
            tagger,
            parser,
            entity_vectors: Tok2Vec::read(level, &file, "ner.tok2vec")?,
            recognizer,
            annotator: Annotator::read(&file)?,
        })
    }

    /// SHA-256 of the model file, in hexadecimal: what `sha256sum` prints for it.
    pub fn digest(&self) -> String {
        self.digest.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// What the file says of itself.
    pub fn describe(&self) -> &Description {
        &self.description
    }

    /// Analyzes one text as one document: sentences are found in it, and every word sees its neighbors across
    /// their ends. Texts that do not follow each other (a title, paragraphs) are better given apart, to
    /// [`parse_batch`](Self::parse_batch).
    ///
    /// Spans are in bytes of `text`. Past 4 GiB the text is not read.
    pub fn parse(&self, text: &str, scratch: &mut Scratch) -> Doc {
        self.parse_batch(&[text], scratch).pop().unwrap_or_default()
    }

    /// Analyzes several texts, each by itself, to the same as one by one and faster.
    ///
    /// Gives one document for each text, in their order.
    pub fn parse_batch(&self, texts: &[&str], scratch: &mut Scratch) -> Vec<Doc> {
        let worker = self.worker(scratch);
        let mut out = Vec::with_capacity(texts.len());
        let mut documents = Vec::new();
        for text in texts {
            self.tokenizer.tokenize(text, &mut worker.lexemes, &mut worker.raw);
            let start = worker.tokens.len();
            if worker.tokens.is_empty() {
                std::mem::swap(&mut worker.tokens, &mut worker.raw);
            } else {
                worker.tokens.append(&mut worker.raw);
            }
            documents.push(start..worker.tokens.len());
            if worker.tokens.len() >= BATCH_TOKENS {
                self.analyze(worker, &documents, &mut out);
                documents.clear();
                worker.tidy();
            }
        }
        self.analyze(worker, &documents, &mut out);
        worker.tidy();
        out
    }

    fn worker<'s>(&self, scratch: &'s mut Scratch) -> &'s mut Worker {
        let fits = scratch.worker.as_ref().is_some_and(|worker| worker.digest == self.digest);
        if !fits {
            scratch.worker = None;
        }
        scratch.worker.get_or_insert_with(|| Box::new(Worker::new(self.digest)))
    }

    /// From tokens to all that is known of them, for the documents of one batch.
    fn analyze(&self, worker: &mut Worker, documents: &[Range<usize>], out: &mut Vec<Doc>) {
        let Worker { rows, tokens, .. } = worker;
        rows.clear();
        let row = |token: &RawToken| Row::new(token.lexeme.index(), token.space_after);
        let place = |document: &Range<usize>| rows.push(tokens[document.clone()].iter().map(row));
        let places: Vec<Range<usize>> = documents.iter().map(place).collect();
        self.attach(worker, &places);
        self.recognize(worker, documents, &places);
        for (document, place) in documents.iter().zip(places) {
            out.push(self.finish(worker, document.clone(), place));
        }
    }

    /// Heads, relations, sentences and tags.
    fn attach(&self, worker: &mut Worker, places: &[Range<usize>]) {
        let Worker { lexemes, parser_features, rows, attached, .. } = worker;
        let attrs = |lexeme: u32| *lexemes.attrs(LexemeId(lexeme));
        let network = self.parser_network(rows, &attrs);
        parser_features.start(&network);
        attached.clear();
        for place in places {
            self.parser.parse(&network, place.clone(), parser_features, attached);
        }
    }

    /// Entities, which do not go across sentences.
    fn recognize(&self, worker: &mut Worker, documents: &[Range<usize>], places: &[Range<usize>]) {
        let Worker { lexemes, entity_features, rows, tokens, attached, entities, .. } = worker;
        let attrs = |lexeme: u32| *lexemes.attrs(LexemeId(lexeme));
        let network = self.entity_network(rows, &attrs);
        entity_features.start(&network);
        entities.clear();
        entities.resize(tokens.len(), None);
        for (document, place) in documents.iter().zip(places) {
            let token = |i: usize| Seen {
                is_space: lexemes.attrs(tokens[document.start + i].lexeme).is_space,
                sentence_start: attached[document.start + i].sentence_start,
            };
            let set = |i: usize, part: EntityPart| entities[document.start + i] = Some(part);
            self.recognizer.recognize(&network, place.clone(), token, entity_features, set);
        }
    }

    /// Parts of speech and lemmas, and with them the document as it is given out.
    fn finish(&self, worker: &mut Worker, document: Range<usize>, place: Range<usize>) -> Doc {
        let Worker { lexemes, annotations, parser_features, tokens, attached, entities, .. } =
            worker;
        let mut doc = Doc { tokens: Vec::with_capacity(document.len()) };
        let tagged = document.clone().zip(&parser_features.tags[place]);
        let found = tagged.map(|(i, &tag)| {
            (tokens[i].lexeme, self.tagger.labels()[usize::from(tag)], attached[i].dep)
        });
        let mut at = document;
        let push = |annotation| {
            if let Some(i) = at.next() {
                let token = token(&tokens[i], attached[i], annotation, entities[i], lexemes);
                doc.tokens.push(token);
            }
        };
        self.annotator.annotate(self.tokenizer.vocabulary(), lexemes, annotations, found, push);
        doc
    }

    fn parser_network<'a>(
        &'a self,
        rows: &'a Rows,
        attrs: &'a dyn Fn(u32) -> Attrs,
    ) -> Network<'a> {
        Network {
            level: self.level,
            tok2vec: &self.parser_vectors,
            tagger: Some(&self.tagger),
            transitions: &self.parser.transitions,
            rows,
            attrs,
        }
    }

    fn entity_network<'a>(
        &'a self,
        rows: &'a Rows,
        attrs: &'a dyn Fn(u32) -> Attrs,
    ) -> Network<'a> {
        Network {
            level: self.level,
            tok2vec: &self.entity_vectors,
            tagger: None,
            transitions: &self.recognizer.transitions,
            rows,
            attrs,
        }
    }
}

/// The bytes of the digest at the beginning of a line.
fn digest_of(line: &str) -> Option<[u8; 32]> {
    let mut digest = [0; 32];
    for (byte, at) in digest.iter_mut().zip((0..).step_by(2)) {
        *byte = u8::from_str_radix(line.get(at..at + 2)?, 16).ok()?;
    }
    Some(digest)
}

fn token(
    raw: &RawToken,
    attached: Attached,
    annotation: Annotation,
    entity: Option<EntityPart>,
    lexemes: &Lexemes,
) -> Token {
    Token {
        start: raw.start,
        end: raw.end,
        space_after: raw.space_after,
        is_space: lexemes.attrs(raw.lexeme).is_space,
        sentence_start: attached.sentence_start,
        tag: annotation.tag,
        pos: annotation.pos,
        dep: annotation.dep,
        head: attached.head,
        lemma: annotation.lemma,
        entity,
    }
}

fn describe(
    file: &ModelFile<'_>,
    tagger: &Tagger,
    parser: &Parser,
    recognizer: &Recognizer,
) -> Result<Description, Error> {
    let lines = file.lines("meta")?;
    let all = |key: &str| -> Vec<String> {
        let values = lines
            .iter()
            .filter_map(|line| line.split_once('\t'))
            .filter(|&(found, _)| found == key);
        values.map(|(_, value)| value.to_owned()).collect()
    };
    let one = |key: &str| all(key).pop().unwrap_or_default();
    Ok(Description {
        name: one("name"),
        version: one("version"),
        license: one("license"),
        author: one("author"),
        wheel: one("wheel"),
        sources: all("source"),
        sections: file
            .sections()
            .map(|(name, section)| (name.to_owned(), section.n_bytes()))
            .collect(),
        tags: tagger.labels().to_vec(),
        relations: parser.relations(),
        entities: recognizer.labels().to_vec(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXTS: [&str; 5] = [
        "President Emmanuel Macron met with Chancellor Olaf Scholz in Berlin on Monday. They agreed to send 200 tanks.",
        "",
        " \n\t ",
        "\"We won't pay,\" said the minister, who resigned last week after protests in Moscow and Kyiv.",
        "Rebels killed 12 soldiers near Goma, the United Nations said.",
    ];

    fn shown(docs: &[Doc]) -> String {
        docs.iter().map(|doc| format!("{doc:?}\n")).collect()
    }

    #[test]
    fn model_is_shared() {
        fn shared<T: Send + Sync + 'static>() {}
        fn sent<T: Send>() {}
        shared::<Model>();
        sent::<Scratch>();
    }

    #[test]
    fn batch_is_the_same_as_one_by_one() {
        let model = Model::embedded();
        let one_by_one: Vec<Doc> =
            TEXTS.iter().map(|text| model.parse(text, &mut Scratch::new())).collect();
        let mut scratch = Scratch::new();
        for repeat in [1, 3, 100] {
            let texts = TEXTS.repeat(repeat);
            let batch = model.parse_batch(&texts, &mut scratch);
            assert_eq!(batch.len(), texts.len());
            for (at, doc) in batch.iter().enumerate() {
                assert_eq!(
                    format!("{doc:?}"),
                    format!("{:?}", one_by_one[at % TEXTS.len()]),
                    "{at}"
                );
            }
        }
    }

    #[test]
    fn threads_give_the_same() {
        let model = Model::embedded();
        let texts = TEXTS.repeat(20);
        let alone = shown(&model.parse_batch(&texts, &mut Scratch::new()));
        let (front, back) = texts.split_at(33);
        let parse = |texts: &[&str]| shown(&model.parse_batch(texts, &mut Scratch::new()));
        let both = std::thread::scope(|scope| {
            let front = scope.spawn(|| parse(front));
            let back = parse(back);
            front.join().unwrap() + &back
        });
        assert_eq!(alone, both);
    }

    #[test]
    fn levels_give_the_same() {
        let fused: Vec<Level> =
            Level::available().into_iter().filter(|&level| level != Level::Plain).collect();
        let parse = |level: Level| {
            let model = Model::at_level(level, EMBEDDED, [0; 32]).unwrap();
            shown(&model.parse_batch(&TEXTS, &mut Scratch::new()))
        };
        let plain = parse(Level::Plain);
        for level in fused {
            assert_eq!(parse(level), plain, "{level:?}");
        }
    }

    #[test]
    fn a_long_document_is_the_same_in_blocks() {
        // Three sentences whose words are all within reach of each other, and then again and again:
        // away from the edges of the document every repetition must give the same.
        let model = Model::embedded();
        let sentence = "The Ministry of Foreign Affairs of Estonia summoned the Russian ambassador on Friday. ";
        let doc = model.parse(&sentence.repeat(400), &mut Scratch::new());
        let sentences = doc.sentences();
        assert_eq!(sentences.len(), 400);
        let view = |range: &Range<usize>| -> Vec<(Tag, Dep, u32, Option<EntityPart>)> {
            let tokens = doc.tokens[range.clone()].iter();
            tokens
                .map(|token| (token.tag, token.dep, token.head - range.start as u32, token.entity))
                .collect()
        };
        for sentence in &sentences[2..398] {
            assert_eq!(view(sentence), view(&sentences[1]));
        }
    }

    #[test]
    fn edges_of_blocks_and_far_looks_back_change_nothing() {
        // Other texts before it move a document to other places in the blocks. The second one is a sentence
        // so long that its words look back to blocks that are no longer kept.
        let model = Model::embedded();
        let varied = TEXTS.join(" ").repeat(40);
        let endless = "the man who , ".repeat(1200);
        for long in [varied, endless] {
            let alone = shown(&[model.parse(&long, &mut Scratch::new())]);
            for n_before in [1, 7, 20] {
                let mut texts = vec![TEXTS[0]; n_before];
                texts.push(&long);
                let batch = model.parse_batch(&texts, &mut Scratch::new());
                assert!(shown(&batch[n_before..]) == alone, "{n_before} texts before");
            }
        }
    }

    #[test]
    fn description() {
        let model = Model::embedded();
        let description = model.describe();
        assert_eq!(
            (description.name.as_str(), description.version.as_str()),
            ("en_core_web_sm", "3.8.0")
        );
        assert_eq!(description.license, "MIT");
        assert_eq!(description.sources.len(), 3);
        assert_eq!(
            (description.tags.len(), description.relations.len(), description.entities.len()),
            (50, 45, 18)
        );
        assert_eq!(model.digest(), Model::from_bytes(EMBEDDED).unwrap().digest());
    }

    #[test]
    fn garbage_is_an_error() {
        for end in (0..EMBEDDED.len()).step_by(EMBEDDED.len() / 20) {
            assert!(Model::from_bytes(&EMBEDDED[..end]).is_err());
        }
    }
}
