//! What the language model alone says, without our passes round it.

use crate::model::Analysis;
use crate::model::Article;
use crate::model::Sentence;
use crate::model::Span;
use detente_language::Doc;
use detente_language::Model;
use detente_language::Scratch;

/// One analysis for each article, over its whole text.
pub(super) fn analyze(
    articles: &[&Article],
    model: &Model,
    scratch: &mut Scratch,
) -> Vec<Analysis> {
    let texts: Vec<&str> = articles.iter().map(|article| article.text.as_str()).collect();
    model.parse_batch(&texts, scratch).into_iter().map(without_space).collect()
}

/// White-space tokens are left out; a head that is one gives way to that token's own head.
fn without_space(doc: Doc) -> Analysis {
    let mut new_index = Vec::with_capacity(doc.tokens.len());
    let mut n_kept = 0u32;
    for token in &doc.tokens {
        new_index.push(n_kept);
        n_kept += u32::from(!token.is_space);
    }
    let head_of = |i: usize| {
        let mut head = doc.tokens[i].head as usize;
        while doc.tokens[head].is_space && doc.tokens[head].head as usize != head {
            head = doc.tokens[head].head as usize;
        }
        if doc.tokens[head].is_space { i } else { head }
    };
    let mut analysis = Analysis::default();
    for range in doc.sentences() {
        let first = analysis.tokens.len();
        for i in range {
            let token = &doc.tokens[i];
            if !token.is_space {
                let mut token = token.clone();
                token.head = new_index[head_of(i)];
                analysis.tokens.push(token);
            }
        }
        push_sentence(&mut analysis, first);
    }
    analysis
}

fn push_sentence(analysis: &mut Analysis, first: usize) {
    let tokens = first..analysis.tokens.len();
    let (Some(a), Some(b)) = (analysis.tokens.get(first), analysis.tokens.last()) else { return };
    if !tokens.is_empty() {
        let span = Span::new(a.start as usize, b.end as usize);
        analysis.sentences.push(Sentence { tokens, span, block: 0, headline: false });
    }
}
