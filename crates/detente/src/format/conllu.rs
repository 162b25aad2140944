//! Parses as CoNLL-U (contract, "Other commands").

use crate::format::chars::Chars;
use crate::model::Analysis;
use crate::model::Article;
use crate::model::Sentence;
use detente_language::Token;
use std::io::Write;

/// The sentences of one article; ids count within the sentence, `start` and `end` in characters of the article's text.
///
/// An article without tokens still has its `# newdoc` line, so that none is lost.
pub fn conllu(article: &Article, analysis: &Analysis, out: &mut Vec<u8>) {
    let chars = Chars::new(&article.text);
    put(out, format_args!("# newdoc id = {}\n", one_line(&article.id)));
    if analysis.sentences.is_empty() {
        out.push(b'\n');
    }
    for sentence in &analysis.sentences {
        put(out, format_args!("# text = {}\n", one_line(sentence.span.of(&article.text))));
        for i in sentence.tokens.clone() {
            row(&chars, &analysis.tokens[i], i, sentence, out);
        }
        out.push(b'\n');
    }
}

fn row(chars: &Chars<'_>, token: &Token, i: usize, sentence: &Sentence, out: &mut Vec<u8>) {
    let first = sentence.tokens.start;
    let head = match token.head as usize {
        head if head == i => 0,
        head => head.saturating_sub(first) + 1,
    };
    let entity = token.entity.map_or(String::new(), |part| {
        format!("|ent={}-{}", if part.begins { 'B' } else { 'I' }, part.label.label())
    });
    let (start, end) = (chars.at(token.start as usize), chars.at(token.end as usize));
    put(
        out,
        format_args!(
            "{}\t{}\t{}\t{}\t{}\t_\t{head}\t{}\t_\tstart={start}|end={end}{entity}\n",
            i - first + 1,
            field(token.text(chars.text())),
            field(&token.lemma),
            token.pos.label(),
            token.tag.label(),
            token.dep.label(),
        ),
    );
}

fn put(out: &mut Vec<u8>, words: std::fmt::Arguments<'_>) {
    out.write_fmt(words).expect("memory takes all that is written");
}

fn one_line(words: &str) -> String {
    words.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// CoNLL-U fields hold no tabs and are never empty.
fn field(words: &str) -> String {
    match words.trim() {
        "" => "_".to_owned(),
        words => one_line(words),
    }
}
