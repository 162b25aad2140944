//! Articles → analyses: our passes round the parser crate.
//!
//! In: `Article`. Out: `Analysis` with tokens, tags, trees and entities over the article's own offsets.
//! It reads titles and paragraphs only, never furniture, and codes nothing.
//! The passes, in order: [`dateline`] ("OSLO (Agency) - " read apart from what follows), [`plain`] (white space and soft hyphens made plain, with [`respace`] the spaces of tokenized text taken out), [`truecase`] (title-case headlines),
//! the exact parser, [`mend`] (repairs to the tree). One more pass is one more file and one line in [`analyze`].

mod dateline;
mod mend;
mod plain;
mod respace;
mod truecase;

use crate::model::Analysis;
use crate::model::Article;
use crate::model::BlockKind;
use crate::model::Sentence;
use crate::model::Span;
use crate::model::Warned;
use detente_language::Doc;
use detente_language::Model;
use detente_language::Scratch;
use detente_language::Token;
use plain::Plain;

/// Analyses a batch of articles, each for itself: the result does not depend on what stands beside it in the batch.
///
/// One analysis an article, in order. What is not English is left unread (`Article::language`).
pub fn analyze(
    articles: &[&Article],
    model: &Model,
    scratch: &mut Scratch,
) -> Vec<Warned<Analysis>> {
    let readings: Vec<Vec<(usize, Plain)>> = articles.iter().map(|a| readings(a)).collect();
    let texts: Vec<&str> =
        readings.iter().flatten().map(|(_, plain)| plain.text.as_str()).collect();
    let mut docs = model.parse_batch(&texts, scratch).into_iter();
    let mut analyses = Vec::with_capacity(articles.len());
    for (article, blocks) in articles.iter().zip(&readings) {
        let mut analysis = Analysis::default();
        for (block, plain) in blocks {
            let doc = docs.next().expect("one document a text");
            append(&mut analysis, article, *block, plain, doc);
        }
        finish(&mut analysis);
        mend::mend(&article.text, &mut analysis);
        analyses.push(Warned::clean(analysis));
    }
    analyses
}

/// The blocks to be read, as the parser shall see them.
fn readings(article: &Article) -> Vec<(usize, Plain)> {
    if article.language.as_deref().is_some_and(|l| l != "en") {
        return Vec::new();
    }
    let mut out = Vec::new();
    for (i, block) in article.blocks.iter().enumerate() {
        let words = block.span.of(&article.text);
        match block.kind {
            BlockKind::Title => {
                let mut plain = Plain::of(words, block.span.start);
                truecase::truecase(&mut plain.text, &article.text[block.span.range().end..]);
                out.push((i, plain));
            }
            BlockKind::Paragraph => {
                let cut = dateline::end(words);
                if cut > 0 {
                    out.push((i, Plain::of(&words[..cut], block.span.start)));
                }
                let mut plain = Plain::of(&words[cut..], block.span.start + cut as u32);
                // A headline may come without the name of one.
                if !words.trim_end().ends_with(['.', '!', '?', ':', '"', '”', '’']) {
                    truecase::truecase(&mut plain.text, &article.text[block.span.range().end..]);
                }
                out.push((i, plain));
            }
            BlockKind::Furniture(_) => {}
        }
    }
    out
}

/// Adds one parsed block, without its white-space tokens, with offsets of the article and heads of the whole.
fn append(analysis: &mut Analysis, article: &Article, block: usize, plain: &Plain, doc: Doc) {
    let base = analysis.tokens.len();
    let mut at = vec![u32::MAX; doc.tokens.len()];
    let mut n = base as u32;
    for (i, token) in doc.tokens.iter().enumerate() {
        if !token.is_space {
            at[i] = n;
            n += 1;
        }
    }
    let mut starts = false;
    for (i, token) in doc.tokens.iter().enumerate() {
        starts |= token.sentence_start || i == 0;
        if token.is_space {
            continue;
        }
        let head = real_head(&doc.tokens, i);
        analysis.tokens.push(Token {
            start: plain.original(token.start),
            end: plain.original_end(token.end),
            head: at[head],
            sentence_start: std::mem::take(&mut starts),
            ..token.clone()
        });
    }
    let headline = article.blocks[block].kind == BlockKind::Title;
    sentences(analysis, base, block, headline);
}

/// The nearest head that is no white space; the token itself where there is none.
fn real_head(tokens: &[Token], i: usize) -> usize {
    let mut at = tokens[i].head as usize;
    for _ in 0..8 {
        if !tokens[at].is_space {
            return at;
        }
        at = tokens[at].head as usize;
    }
    i
}

fn sentences(analysis: &mut Analysis, base: usize, block: usize, headline: bool) {
    let end = analysis.tokens.len();
    let mut starts: Vec<usize> =
        (base..end).filter(|&i| i == base || analysis.tokens[i].sentence_start).collect();
    starts.push(end);
    for pair in starts.windows(2).filter(|w| w[0] < w[1]) {
        let tokens = pair[0]..pair[1];
        let span = Span {
            start: analysis.tokens[tokens.start].start,
            end: analysis.tokens[tokens.end - 1].end,
        };
        analysis.sentences.push(Sentence { tokens, span, block, headline });
    }
}

/// Fills in what follows from tokens and sentences.
fn finish(analysis: &mut Analysis) {
    let n = analysis.tokens.len();
    analysis.sentence_of = vec![0; n];
    for (s, sentence) in analysis.sentences.iter().enumerate() {
        sentence.tokens.clone().for_each(|i| analysis.sentence_of[i] = s as u32);
    }
    mend::link(analysis);
}
